//! What holds for one file: severities and scopes after every `[[override]]` that names it.
//!
//! Most files of a repository share the same overrides, so a policy is made once for each set of them.

use super::selection::rule_or_pack;
use super::{Config, Override, Selection};
use crate::globs::PathGlobs;
use crate::lint::Policy;
use crate::prose::ScopeSet;
use crate::rule::{RuleSet, Severity};
use crate::toml_file::{TomlError, TomlFile};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use toml::Spanned;

/// The policies of a configuration, before the rules' dates are judged: see [`Dates`](crate::lint::Dates).
#[derive(Debug)]
pub struct Policies {
    base: Policy,
    overrides: Vec<Resolved>,
    made: HashMap<Vec<usize>, Policy>,
}

/// An override with its names looked up.
#[derive(Debug)]
struct Resolved {
    paths: PathGlobs,
    disable: Vec<usize>,
    severity: Vec<(usize, Severity)>,
    scopes: super::ScopeSwitches,
}

impl Policies {
    /// Looks up every name of the configuration that concerns severities, scopes and paths.
    ///
    /// # Errors
    /// Every name that is not known and every glob that is none.
    pub fn new(
        config: &Config,
        selection: &Selection,
        rules: &RuleSet,
        file: &TomlFile,
    ) -> Result<Policies, Vec<TomlError>> {
        let mut mistakes = Vec::new();
        let mut severities: Vec<Option<Severity>> =
            rules.rules.iter().zip(&selection.chosen).map(|(rule, on)| on.then_some(rule.severity)).collect();
        for (at, severity) in lookup_severities(&config.severity, rules, file, &mut mistakes) {
            severities[at] = severities[at].map(|_| severity);
        }
        let overrides = config.overrides.iter().filter_map(|o| resolve(o, rules, file, &mut mistakes)).collect();
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let scopes = config.scopes.apply(ScopeSet::checked_by_default());
        Ok(Policies { base: Policy { severities: severities.into(), scopes }, overrides, made: HashMap::new() })
    }

    /// What holds where no override does.
    pub fn base(&self) -> &Policy {
        &self.base
    }

    /// The policy of a file, by its path relative to the configuration's folder.
    pub fn policy(&mut self, path: &str) -> Policy {
        let matched = self.overrides.iter().enumerate().filter(|(_, o)| o.paths.matches(path));
        let matched: Vec<usize> = matched.map(|(at, _)| at).collect();
        if matched.is_empty() {
            return self.base.clone();
        }
        if let Some(policy) = self.made.get(&matched) {
            return policy.clone();
        }
        let policy = self.make(&matched);
        self.made.insert(matched, policy.clone());
        policy
    }

    fn make(&self, matched: &[usize]) -> Policy {
        let mut severities = self.base.severities.to_vec();
        let mut scopes = self.base.scopes;
        for at in matched {
            let change = &self.overrides[*at];
            for (rule, severity) in &change.severity {
                severities[*rule] = severities[*rule].map(|_| *severity);
            }
            for rule in &change.disable {
                severities[*rule] = None;
            }
            scopes = change.scopes.apply(scopes);
        }
        Policy { severities: Arc::from(severities), scopes }
    }
}

fn resolve(entry: &Override, rules: &RuleSet, file: &TomlFile, mistakes: &mut Vec<TomlError>) -> Option<Resolved> {
    let mut disable = Vec::new();
    for id in &entry.disable {
        match rule_or_pack(rules, id.get_ref()) {
            Ok(found) => disable.extend(found),
            Err(unknown) => mistakes.push(unknown.at(file, id)),
        }
    }
    let severity = lookup_severities(&entry.severity, rules, file, mistakes);
    let paths = super::globs::compile_list(&entry.paths, file).map_err(|errors| mistakes.extend(errors)).ok()?;
    Some(Resolved { paths, disable, severity, scopes: entry.scopes.clone() })
}

/// Packs first: what is said about a single rule is nearer to it.
fn lookup_severities(
    severities: &BTreeMap<Spanned<String>, Severity>,
    rules: &RuleSet,
    file: &TomlFile,
    mistakes: &mut Vec<TomlError>,
) -> Vec<(usize, Severity)> {
    let (single, packs): (Vec<_>, Vec<_>) = severities.iter().partition(|(id, _)| id.get_ref().contains('/'));
    let mut found = Vec::new();
    for (id, severity) in packs.into_iter().chain(single) {
        match rule_or_pack(rules, id.get_ref()) {
            Ok(indices) => found.extend(indices.into_iter().map(|at| (at, *severity))),
            Err(unknown) => mistakes.push(unknown.at(file, id)),
        }
    }
    found
}
