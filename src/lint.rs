//! One text in, findings out: pure, and the same for every caller.

use crate::extract::{ExtractWarning, Extractor, Format};
use crate::finding::Finding;
use crate::prose::ScopeSet;
use crate::rule::{RuleSet, Severity};
use crate::source::SourceFile;
use std::sync::Arc;

/// What holds for one file: the configuration's say about each rule.
#[derive(Clone, Debug)]
pub struct Policy {
    /// For each rule of the set, by index: its severity here, or `None` when it is off here.
    pub severities: Arc<[Option<Severity>]>,
    /// The scopes that are checked where a rule does not say otherwise.
    pub scopes: ScopeSet,
}

/// What linting one file gave.
#[derive(Debug, Default)]
pub struct Lint {
    /// The findings, by position, then rule id.
    pub findings: Vec<Finding>,
    /// Places that were read as plain text.
    pub warnings: Vec<ExtractWarning>,
}

/// Finds the matches of a set of rules. Built once, shared by all threads.
#[derive(Debug)]
pub struct Linter {
    rules: Arc<RuleSet>,
}

impl Linter {
    /// Compiles the rules for which `active` (by index in the set) holds.
    pub fn new(rules: Arc<RuleSet>, active: &[bool]) -> Linter {
        let _ = active;
        Linter { rules }
    }

    /// The rules behind the findings.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Lints one file. `path` (relative to the configuration's folder, forward slashes) is used for the rules' own
    /// globs and for fingerprints.
    pub fn lint(
        &self,
        extractor: &mut Extractor,
        file: &SourceFile,
        format: Format,
        path: &str,
        policy: &Policy,
    ) -> Lint {
        let _ = (extractor, file, format, path, policy);
        todo!()
    }
}
