//! The policy of each file: severities and scopes, after the overrides for its path.
//!
//! Most files of a repository match the same overrides, so a policy is computed once for each combination.

use super::input::Policy;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use wordgate_rules::Severity;
use wordgate_rules::globs::PathGlobs;
use wordgate_text::prose::ScopeSet;

/// The policies of all files. They do not consider whether a rule is valid on a date: see [`Dates`](super::Dates).
#[derive(Debug)]
pub struct Policies {
    base: Policy,
    changes: Vec<PathChange>,
    /// The policies computed so far, by the indices of the changes that apply. Each is complete when inserted, so a
    /// poisoned lock does no harm.
    cache: Mutex<HashMap<Vec<usize>, Policy>>,
}

/// An override for the files that match some globs.
#[derive(Clone, Debug, Default)]
pub struct PathChange {
    /// The globs. They match the path of a [`Document`](super::Document).
    pub paths: PathGlobs,
    /// The indices of rules that are off.
    pub off: Vec<usize>,
    /// New severities of rules, by index, if the rule is on. A later entry wins.
    pub severities: Vec<(usize, Severity)>,
    /// The scopes that are checked in addition.
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
    /// `base` for all files, with these changes. A later change wins.
    pub fn new(base: Policy, changes: Vec<PathChange>) -> Policies {
        Policies { base, changes, cache: Mutex::default() }
    }

    /// Returns the policy of files that no change matches.
    pub fn base(&self) -> &Policy {
        &self.base
    }

    /// Returns the policy of the file at `path`.
    pub fn policy(&self, path: &str) -> Policy {
        let matched = self.changes.iter().enumerate().filter(|(_, change)| change.paths.matches(path));
        let matched: Vec<usize> = matched.map(|(at, _)| at).collect();
        if matched.is_empty() {
            return self.base.clone();
        }
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        cache.entry(matched).or_insert_with_key(|matched| self.compute(matched)).clone()
    }

    fn compute(&self, matched: &[usize]) -> Policy {
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
