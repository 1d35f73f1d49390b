//! Resolves severities, scopes and every `[[override]]` of the configuration.

use super::{Config, Override, Selection};
use std::collections::BTreeMap;
use toml::Spanned;
use wordgate_core::lint::{PathChange, Policies, Policy};
use wordgate_rules::toml_file::{TomlError, TomlFile};
use wordgate_rules::{RuleSet, Severity};
use wordgate_text::prose::ScopeSet;

/// Looks up every name of the configuration that concerns severities, scopes and paths.
///
/// # Errors
/// Every unknown name and every invalid glob.
pub fn policies(
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
    let changes = config.overrides.iter().filter_map(|o| resolve(o, rules, file, &mut mistakes)).collect();
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let scopes = config.scopes.apply(ScopeSet::checked_by_default());
    Ok(Policies::new(Policy { severities: severities.into(), scopes }, changes))
}

fn resolve(entry: &Override, rules: &RuleSet, file: &TomlFile, mistakes: &mut Vec<TomlError>) -> Option<PathChange> {
    let mut off = Vec::new();
    for id in &entry.disable {
        match rules.rule_or_pack(id.get_ref()) {
            Ok(found) => off.extend(found),
            Err(unknown) => mistakes.push(unknown.at(file, id)),
        }
    }
    let severities = lookup_severities(&entry.severity, rules, file, mistakes);
    let paths = super::globs::compile_paths(&entry.paths, file).map_err(|errors| mistakes.extend(errors)).ok()?;
    let (scopes_on, scopes_off) = (entry.scopes.on(), entry.scopes.off());
    Some(PathChange { paths, off, severities, scopes_on, scopes_off })
}

/// Looks up packs first, so that the severity of a single rule takes precedence.
fn lookup_severities(
    severities: &BTreeMap<Spanned<String>, Severity>,
    rules: &RuleSet,
    file: &TomlFile,
    mistakes: &mut Vec<TomlError>,
) -> Vec<(usize, Severity)> {
    let (single, packs): (Vec<_>, Vec<_>) = severities.iter().partition(|(id, _)| id.get_ref().contains('/'));
    let mut found = Vec::new();
    for (id, severity) in packs.into_iter().chain(single) {
        match rules.rule_or_pack(id.get_ref()) {
            Ok(indices) => found.extend(indices.into_iter().map(|at| (at, *severity))),
            Err(unknown) => mistakes.push(unknown.at(file, id)),
        }
    }
    found
}
