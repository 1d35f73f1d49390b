//! What a check is given: a document, and what the configuration says about it.

use crate::extract::Format;
use jiff::civil::Date;
use std::sync::Arc;
use wordgate_rules::{Rule, RuleSet, Severity};
use wordgate_text::prose::ScopeSet;
use wordgate_text::source::SourceFile;

/// A document to check.
#[derive(Clone, Copy, Debug)]
pub struct Document<'d> {
    /// Its text.
    pub file: &'d SourceFile,
    /// How the text is read.
    pub format: Format,
    /// Its name for the globs of rules and for fingerprints: relative to the configuration's folder, forward slashes.
    pub path: &'d str,
}

/// What holds for one file: the configuration's say about each rule.
#[derive(Clone, Debug)]
pub struct Policy {
    /// For each rule of the set, by index: its severity here, or `None` when it is off here.
    pub severities: Arc<[Option<Severity>]>,
    /// The scopes that are checked where a rule does not say otherwise.
    pub scopes: ScopeSet,
}

impl Policy {
    /// The policy with the rules off that do not hold on this day.
    pub(super) fn on(&self, day: Date, rules: &RuleSet) -> Policy {
        let holds = |(severity, rule): (&Option<Severity>, &Rule)| severity.filter(|_| rule.validity.holds_on(day));
        Policy { severities: self.severities.iter().zip(&rules.rules).map(holds).collect(), scopes: self.scopes }
    }
}

/// By which day the rules of a document are judged.
#[derive(Clone, Debug)]
pub struct Dates {
    /// The keys of front matter that may hold the document's date. The first one that is there counts.
    pub keys: Vec<String>,
    /// The day for documents without a date.
    pub as_of: Date,
    /// Whether a rule that is on has a first day or a last one. To ask each of many thousand rules takes longer than to
    /// check a file.
    pub has_dated_rules: bool,
}
