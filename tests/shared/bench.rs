//! Rules of a test, and what holds for the documents that it lints by them.

use std::sync::Arc;
use wordgate_core::lint::{Linter, Policy};
use wordgate_rules::toml_file::TomlFile;
use wordgate_rules::{RuleSet, TermSets};
use wordgate_text::prose::ScopeSet;

pub struct Bench {
    rules: Arc<RuleSet>,
    active: Vec<bool>,
    pub policy: Policy,
}

impl Bench {
    /// The rules whose ids `is_on` takes, in these scopes.
    pub fn new(rules: RuleSet, scopes: ScopeSet, is_on: fn(&str) -> bool) -> Bench {
        let active: Vec<bool> = rules.rules.iter().map(|rule| is_on(&rule.id)).collect();
        let severities = rules.rules.iter().map(|rule| is_on(&rule.id).then_some(rule.severity)).collect();
        Bench { rules: Arc::new(rules), active, policy: Policy { severities, scopes } }
    }

    pub fn linter(&self) -> Linter {
        Linter::new(self.rules.clone(), &self.active, &[])
    }
}

/// The rules of some rule files, each a pack.
pub fn rules(texts: &[&str]) -> RuleSet {
    let file = |(number, text): (usize, &&str)| TomlFile::new(format!("{number}/r.toml"), *text);
    let files: Vec<TomlFile> = texts.iter().enumerate().map(file).collect();
    RuleSet::load(&files, &TermSets::default()).expect("the rules are sound")
}
