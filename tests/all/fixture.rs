//! Rules, and checkers with these rules: the setup of most tests and all fuzz targets.
//!
//! A test that needs no more uses [`Checker::builder`], as callers of the library do. A [`Fixture`] offers more than
//! the builder: other scopes, a modified linter, and no need to load the built-in rules.

use std::sync::Arc;
use wordgate_core::Checker;
use wordgate_core::extract::{Extractor, Format};
use wordgate_core::lint::{Document, Lint, Linter, Policy};
use wordgate_rules::toml_file::TomlFile;
use wordgate_rules::{Pattern, PatternContext, RuleSet};
use wordgate_text::prose::{Scope, ScopeSet};
use wordgate_text::source::SourceFile;

/// The path of documents, for tests that do not depend on it.
pub const PATH: &str = "a.md";

/// Rules, which of them are on, and the scopes to check.
pub struct Fixture {
    rules: Arc<RuleSet>,
    active: Vec<bool>,
    allowed: Vec<Pattern>,
    scopes: ScopeSet,
}

impl Fixture {
    /// Takes all rules of these rule files, each a pack, in the default scopes.
    pub fn new(files: &[&str]) -> Fixture {
        let file = |(number, text): (usize, &&str)| TomlFile::new(format!("{number}/r.toml"), *text);
        let files: Vec<TomlFile> = files.iter().enumerate().map(file).collect();
        match RuleSet::load(&files, &wordgate_packs::terms()) {
            Ok(rules) => Fixture::of(rules),
            Err(mistakes) => panic!("a test has wrong rules: {mistakes:?}"),
        }
    }

    /// Takes all of `rules`, in the default scopes.
    pub fn of(rules: RuleSet) -> Fixture {
        let active = vec![true; rules.rules.len()];
        Fixture { rules: Arc::new(rules), active, allowed: Vec::new(), scopes: ScopeSet::checked_by_default() }
    }

    /// Keeps on only the rules whose full id `is_on` accepts.
    pub fn only(mut self, is_on: fn(&str) -> bool) -> Fixture {
        self.active = self.rules.rules.iter().map(|rule| is_on(&rule.id)).collect();
        self
    }

    /// Allows a phrase, as a configuration does.
    pub fn allow(mut self, phrase: &str) -> Fixture {
        self.allowed
            .push(wordgate_packs::terms().pattern(phrase, PatternContext::Rule).expect("the phrase is a pattern"));
        self
    }

    /// Checks these scopes instead of the default ones.
    pub fn within(mut self, scopes: ScopeSet) -> Fixture {
        self.scopes = scopes;
        self
    }

    /// Returns a checker with these rules.
    pub fn checker(&self) -> Checker {
        self.checker_of(|linter| linter)
    }

    /// Returns a checker with these rules, whose linter is modified by `change`.
    pub fn checker_of(&self, change: impl FnOnce(Linter) -> Linter) -> Checker {
        let rules = self.rules.rules.iter().zip(&self.active);
        let severities = rules.map(|(rule, active)| active.then_some(rule.severity)).collect();
        let linter = change(Linter::new(self.rules.clone(), &self.active, &self.allowed));
        Checker::new(linter, Arc::new(Policy { severities, scopes: self.scopes, language: None }.into()))
    }
}

/// Returns a checker with the built-in rules that are on by default and the rule on access to OpenAI models, of which
/// the documents of `test-corpus/` speak, as of a fixed date.
pub fn recommended_and_access() -> Checker {
    let day = "2026-11-22".parse().expect("a date");
    let rules = wordgate_packs::rules().rules;
    let others = rules.iter().filter(|rule| {
        rule.pack() == "ai-partnership" && !rule.recommended && &*rule.id != "ai-partnership/openai-access"
    });
    let builder = Checker::builder().packs(["recommended", "ai-partnership"]);
    builder.disable(others.map(|rule| rule.id.to_string())).as_of(day).build().expect("the built-in rules are sound")
}

/// Returns all scopes, including those that are not checked by default.
pub fn every_scope() -> ScopeSet {
    Scope::ALL.iter().copied().collect()
}

/// Returns the text as a file.
pub fn file(text: &str) -> SourceFile {
    SourceFile::decode(text.as_bytes().to_vec()).expect("a test document is short")
}

/// Returns what `checker` finds in `file`.
pub fn check(checker: &Checker, extractor: &mut Extractor, file: &SourceFile, format: Format) -> Lint {
    checker.check_document(extractor, Document { file, format, path: PATH })
}

/// Formats the whole result of a check, for comparison.
pub fn shown(lint: &Lint) -> Vec<String> {
    let findings = lint.findings.iter().map(|finding| format!("{finding:?}"));
    let skipped = lint.skipped.iter().map(|skipped| format!("{skipped:?}"));
    findings.chain(skipped).chain(lint.warnings.iter().map(|warning| format!("{warning:?}"))).collect()
}
