//! What holds for each file: severities and scopes, after every change for some paths.
//!
//! Most files of a repository share the same changes, so a policy is made once for each set of them.

use super::input::Policy;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use wordgate_rules::Severity;
use wordgate_rules::globs::PathGlobs;
use wordgate_text::prose::ScopeSet;

/// The policies of all files, before the rules' dates are judged: see [`Dates`](super::Dates).
#[derive(Debug)]
pub struct Policies {
    base: Policy,
    changes: Vec<PathChange>,
    /// By the changes that apply. A policy is complete before it is kept.
    made: Mutex<HashMap<Vec<usize>, Policy>>,
}

/// What is different for the files that some globs match.
#[derive(Clone, Debug, Default)]
pub struct PathChange {
    /// The globs, of paths as in [`Document`](super::Document).
    pub paths: PathGlobs,
    /// The rules, by index, that are off.
    pub off: Vec<usize>,
    /// The rules, by index, with another severity, where they are on. A later entry wins.
    pub severities: Vec<(usize, Severity)>,
    /// The scopes that are checked besides.
    pub scopes_on: ScopeSet,
    /// The scopes that are not checked.
    pub scopes_off: ScopeSet,
}

impl From<Policy> for Policies {
    fn from(base: Policy) -> Policies {
        Policies::new(base, Vec::new())
    }
}

impl Policies {
    /// The same policy for all files but for these changes, of which a later one wins.
    pub fn new(base: Policy, changes: Vec<PathChange>) -> Policies {
        Policies { base, changes, made: Mutex::default() }
    }

    /// What holds where no change does.
    pub fn base(&self) -> &Policy {
        &self.base
    }

    /// The policy of the file at `path`.
    pub fn policy(&self, path: &str) -> Policy {
        let matched = self.changes.iter().enumerate().filter(|(_, change)| change.paths.matches(path));
        let matched: Vec<usize> = matched.map(|(at, _)| at).collect();
        if matched.is_empty() {
            return self.base.clone();
        }
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.entry(matched).or_insert_with_key(|matched| self.make(matched)).clone()
    }

    fn make(&self, matched: &[usize]) -> Policy {
        let mut severities = self.base.severities.to_vec();
        let mut scopes = self.base.scopes;
        for change in matched.iter().map(|at| &self.changes[*at]) {
            for (rule, severity) in &change.severities {
                severities[*rule] = severities[*rule].map(|_| *severity);
            }
            change.off.iter().for_each(|rule| severities[*rule] = None);
            scopes = change.scopes_off.iter().fold(scopes, ScopeSet::without).union(change.scopes_on);
        }
        Policy { severities: Arc::from(severities), scopes }
    }
}
