//! Rules, and checkers that hold documents against them: what most tests and all fuzz targets set up.
//!
//! [`Checker::builder`] is the way of the library's callers, and serves a test that needs no more. A [`Fixture`] has
//! what the builder does not offer: other scopes, a linter to be changed, and no built-in rules to read first.

use std::sync::Arc;
use wordgate_core::Checker;
use wordgate_core::extract::{Extractor, Format};
use wordgate_core::lint::{Document, Lint, Linter, Policy};
use wordgate_rules::toml_file::TomlFile;
use wordgate_rules::{Pattern, PatternContext, RuleSet, TermSets};
use wordgate_text::prose::{Scope, ScopeSet};
use wordgate_text::source::SourceFile;

/// The path of documents whose path does not matter.
pub const PATH: &str = "a.md";

/// Rules that are on, and the scopes that they are on in.
pub struct Fixture {
    rules: Arc<RuleSet>,
    active: Vec<bool>,
    allowed: Vec<Pattern>,
    scopes: ScopeSet,
}

impl Fixture {
    /// All rules of these rule files, each a pack, in the scopes that are checked by default.
    pub fn new(files: &[&str]) -> Fixture {
        let file = |(number, text): (usize, &&str)| TomlFile::new(format!("{number}/r.toml"), *text);
        let files: Vec<TomlFile> = files.iter().enumerate().map(file).collect();
        match RuleSet::load(&files, &TermSets::default()) {
            Ok(rules) => Fixture::of(rules),
            Err(mistakes) => panic!("a test has wrong rules: {mistakes:?}"),
        }
    }

    /// All of `rules`, in the scopes that are checked by default.
    pub fn of(rules: RuleSet) -> Fixture {
        let active = vec![true; rules.rules.len()];
        Fixture { rules: Arc::new(rules), active, allowed: Vec::new(), scopes: ScopeSet::checked_by_default() }
    }

    /// Only the rules whose full id `is_on` takes.
    pub fn only(mut self, is_on: fn(&str) -> bool) -> Fixture {
        self.active = self.rules.rules.iter().map(|rule| is_on(&rule.id)).collect();
        self
    }

    /// With a phrase that a configuration allows.
    pub fn allow(mut self, phrase: &str) -> Fixture {
        self.allowed.push(TermSets::default().pattern(phrase, PatternContext::Rule).expect("the phrase is a pattern"));
        self
    }

    /// In these scopes.
    pub fn within(mut self, scopes: ScopeSet) -> Fixture {
        self.scopes = scopes;
        self
    }

    /// A checker by these rules.
    pub fn checker(&self) -> Checker {
        self.checker_of(|linter| linter)
    }

    /// A checker by these rules, of a linter that `change` makes of the usual one.
    pub fn checker_of(&self, change: impl FnOnce(Linter) -> Linter) -> Checker {
        let rules = self.rules.rules.iter().zip(&self.active);
        let severities = rules.map(|(rule, active)| active.then_some(rule.severity)).collect();
        let linter = change(Linter::new(self.rules.clone(), &self.active, &self.allowed));
        Checker::new(linter, Arc::new(Policy { severities, scopes: self.scopes }.into()))
    }
}

/// The built-in rules that are on by default, on a day that does not move.
pub fn recommended() -> Checker {
    let day = "2026-11-22".parse().expect("a date");
    Checker::builder().as_of(day).build().expect("the built-in rules are sound")
}

/// Every scope, those included that are not checked by default.
pub fn every_scope() -> ScopeSet {
    Scope::ALL.iter().copied().collect()
}

/// The text as a file.
pub fn file(text: &str) -> SourceFile {
    SourceFile::decode(text.as_bytes().to_vec()).expect("a test document is short")
}

/// What `checker` finds in `file`.
pub fn check(checker: &Checker, extractor: &mut Extractor, file: &SourceFile, format: Format) -> Lint {
    checker.check_document(extractor, Document { file, format, path: PATH })
}

/// All that a check gave, to be compared.
pub fn shown(lint: &Lint) -> Vec<String> {
    let findings = lint.findings.iter().map(|finding| format!("{finding:?}"));
    let skipped = lint.skipped.iter().map(|skipped| format!("{skipped:?}"));
    findings.chain(skipped).chain(lint.warnings.iter().map(|warning| format!("{warning:?}"))).collect()
}
