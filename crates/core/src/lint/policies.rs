//! Computes the policy of each file: severities, scopes and language, after the overrides for its path.
//!
//! Most files of a repository match the same overrides, so a policy is computed once for each combination.

use super::input::Policy;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use wordgate_rules::Severity;
use wordgate_rules::path_filter::PathFilter;
use wordgate_text::language::Language;
use wordgate_text::prose::ScopeSet;

/// The policies of all files. They ignore dates, which [`Dates`](super::Dates) handles.
#[derive(Debug)]
pub struct Policies {
    base: Policy,
    changes: Vec<PathChange>,
    /// The policies computed so far, by the indices of the changes that apply. A policy is complete when it is
    /// inserted, so the cache is valid even if a thread panics while it has the lock.
    cache: Mutex<HashMap<Vec<usize>, Policy>>,
}

/// An override for the files that match some globs.
#[derive(Clone, Debug, Default)]
pub struct PathChange {
    /// The globs. They match the path of a [`Document`](super::Document).
    pub paths: PathFilter,
    /// Whether to switch off all rules first, before those in `on` are switched on.
    pub replaces: bool,
    /// The indices of the rules to switch on, with their severities. A rule that is on keeps its severity.
    pub on: Vec<(usize, Severity)>,
    /// The indices of the rules to switch off.
    pub off: Vec<usize>,
    /// The new severities of rules, by index. They do not switch rules on. A later entry wins.
    pub severities: Vec<(usize, Severity)>,
    /// The scopes to check in addition.
    pub scopes_on: ScopeSet,
    /// The scopes not to check.
    pub scopes_off: ScopeSet,
    /// The language of the files.
    pub language: Option<Language>,
}

impl From<Policy> for Policies {
    fn from(base: Policy) -> Policies {
        Policies::new(base, Vec::new())
    }
}

impl Policies {
    /// Starts from `base` for all files. Of several changes that match a file, a later one wins.
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
        let (mut scopes, mut language) = (self.base.scopes, self.base.language);
        for change in matched.iter().map(|at| &self.changes[*at]) {
            let before = severities.clone();
            if change.replaces {
                severities.fill(None);
            }
            for (rule, severity) in &change.on {
                severities[*rule] = before[*rule].or(Some(*severity));
            }
            for (rule, severity) in &change.severities {
                severities[*rule] = severities[*rule].map(|_| *severity);
            }
            change.off.iter().for_each(|rule| severities[*rule] = None);
            scopes = change.scopes_off.iter().fold(scopes, ScopeSet::without).union(change.scopes_on);
            language = change.language.or(language);
        }
        Policy { severities: Arc::from(severities), scopes, language }
    }
}
