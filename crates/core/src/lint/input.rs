//! The input of a check: a document, and the configuration that applies to it.

use crate::extract::Format;
use jiff::civil::Date;
use std::sync::Arc;
use wordgate_rules::{Rule, RuleSet, Severity};
use wordgate_text::language::Language;
use wordgate_text::prose::ScopeSet;
use wordgate_text::source::SourceFile;

/// A document to check.
#[derive(Clone, Copy, Debug)]
pub struct Document<'d> {
    /// Its text.
    pub file: &'d SourceFile,
    /// Its format, which decides the parser.
    pub format: Format,
    /// The path that globs and fingerprints use: relative to the folder of the configuration, with forward slashes.
    pub path: &'d str,
}

/// The configuration for one file: which rules are on, their severities, and which scopes are checked.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The severity of each rule in the set, by index; `None` if the rule is off for this file.
    pub severities: Arc<[Option<Severity>]>,
    /// The scopes that rules check, unless they set their own `scopes`.
    pub scopes: ScopeSet,
    /// The language of the file, if an override of the configuration sets it.
    pub language: Option<Language>,
}

impl Policy {
    /// Returns this policy with the rules switched off that are not valid on `day`.
    pub(super) fn on_date(&self, day: Date, rules: &RuleSet) -> Policy {
        let valid = |(severity, rule): (&Option<Severity>, &Rule)| severity.filter(|_| rule.validity.contains(day));
        Policy { severities: self.severities.iter().zip(&rules.rules).map(valid).collect(), ..self.clone() }
    }
}

/// How to find the date of a document, which decides which rules are valid.
#[derive(Clone, Debug)]
pub struct Dates {
    /// The front matter keys that may contain the date of a document. The first key that is present counts.
    pub keys: Vec<String>,
    /// The date for documents without one.
    pub as_of: Date,
    /// Whether any active rule has a first or last day. Stored, because testing thousands of rules takes longer than
    /// checking a file.
    pub has_dated_rules: bool,
}
