//! Resolves severities, scopes and every `[[override]]` of the configuration.

use super::{ConfigLayer, ConfigLayers, Override, Overrides};
use std::collections::BTreeMap;
use toml::Spanned;
use wordgate_core::lint::{PathChange, Policies, Policy};
use wordgate_rules::toml_file::TomlError;
use wordgate_rules::{RuleSet, Severity, UnknownId};
use wordgate_text::prose::ScopeSet;

/// The policies of a configuration, and the rules that they need.
#[derive(Debug)]
pub struct ResolvedPolicies {
    /// Severities and scopes for each file.
    pub policies: Policies,
    /// Whether some `[[override]]` switches each rule on, by index.
    pub enabled: Vec<bool>,
}

/// Looks up every name of the configuration that concerns severities, scopes and paths. `chosen` says which rules are
/// on, by index.
///
/// # Errors
/// Every unknown name and every invalid glob.
pub fn policies(
    layers: &ConfigLayers,
    overrides: &Overrides,
    chosen: &[bool],
    rules: &RuleSet,
) -> Result<ResolvedPolicies, Vec<TomlError>> {
    let mut resolver = Resolver {
        overrides,
        rules,
        severities: rules.rules.iter().map(|rule| rule.severity).collect(),
        enabled: vec![false; rules.rules.len()],
        mistakes: Vec::new(),
    };
    for (layer, id, severity) in layers.severities() {
        let found = rules.rule_or_pack(id.get_ref());
        resolver.look_up(layer, id, found).into_iter().for_each(|at| resolver.severities[at] = severity);
    }
    let all_overrides = layers.all(|config| &config.overrides);
    let changes = all_overrides.filter_map(|(layer, entry)| resolver.change(layer, entry)).collect();
    let Resolver { severities, enabled, mistakes, .. } = resolver;
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let severities = severities.into_iter().zip(chosen).map(|(severity, on)| on.then_some(severity));
    let scopes = layers.scopes().apply(ScopeSet::checked_by_default());
    let base = Policy { severities: severities.collect(), scopes, language: None };
    Ok(ResolvedPolicies { policies: Policies::new(base, changes), enabled })
}

struct Resolver<'r> {
    overrides: &'r Overrides,
    rules: &'r RuleSet,
    /// The severity of each rule if it is on.
    severities: Vec<Severity>,
    enabled: Vec<bool>,
    mistakes: Vec<TomlError>,
}

impl Resolver<'_> {
    fn change(&mut self, layer: &ConfigLayer, entry: &Override) -> Option<PathChange> {
        let rules = self.rules;
        let mut off = Vec::new();
        for id in &entry.disable {
            off.extend(self.look_up(layer, id, rules.rule_or_pack(id.get_ref())));
        }
        let severities = self.severities(layer, &entry.severity);
        let language = layer.read_language(entry.language.as_ref()).unwrap_or_else(|error| {
            self.mistakes.push(error);
            None
        });
        let on = self.enabled(layer, entry);
        let compiled = super::globs::compile_paths(&entry.paths, &layer.file);
        let paths = compiled.map_err(|errors| self.mistakes.extend(errors)).ok()?.below(&layer.prefix);
        let (scopes_on, scopes_off) = (entry.scopes.on(), entry.scopes.off());
        let replaces = entry.packs.is_some() && !self.has_fixed_rules();
        Some(PathChange { paths, replaces, on, off, severities, scopes_on, scopes_off, language })
    }

    /// Returns whether the command line decides which rules are on, for all files.
    fn has_fixed_rules(&self) -> bool {
        !self.overrides.packs.is_empty() || !self.overrides.only.is_empty()
    }

    /// Returns the rules that an override switches on, and those that they imply.
    fn enabled(&mut self, layer: &ConfigLayer, entry: &Override) -> Vec<(usize, Severity)> {
        let rules = self.rules;
        let mut on = vec![false; rules.rules.len()];
        for id in entry.packs.iter().flatten().chain(&entry.extend_packs) {
            self.look_up(layer, id, rules.pack(id.get_ref())).into_iter().for_each(|at| on[at] = true);
        }
        for id in &entry.enable {
            self.look_up(layer, id, rules.rule_or_pack(id.get_ref())).into_iter().for_each(|at| on[at] = true);
        }
        if self.has_fixed_rules() || !on.contains(&true) && entry.packs.is_none() {
            return Vec::new();
        }
        let ignored = |at: usize| self.overrides.ignores(rules, at);
        rules.add_implied_rules(&mut on, ignored);
        let on = (0..on.len()).filter(|at| on[*at] && !ignored(*at)).map(|at| (at, self.severities[at]));
        let on: Vec<(usize, Severity)> = on.collect();
        on.iter().for_each(|(at, _)| self.enabled[*at] = true);
        on
    }

    /// Looks up packs first, so that the severity of a single rule takes precedence.
    fn severities(
        &mut self,
        layer: &ConfigLayer,
        severities: &BTreeMap<Spanned<String>, Severity>,
    ) -> Vec<(usize, Severity)> {
        let (single, packs): (Vec<_>, Vec<_>) = severities.iter().partition(|(id, _)| id.get_ref().contains('/'));
        let mut found = Vec::new();
        for (id, severity) in packs.into_iter().chain(single) {
            let indices = self.look_up(layer, id, self.rules.rule_or_pack(id.get_ref()));
            found.extend(indices.into_iter().map(|at| (at, *severity)));
        }
        found
    }

    fn look_up(
        &mut self,
        layer: &ConfigLayer,
        id: &Spanned<String>,
        found: Result<Vec<usize>, UnknownId>,
    ) -> Vec<usize> {
        found.unwrap_or_else(|unknown| {
            self.mistakes.push(unknown.at(&layer.file, id));
            Vec::new()
        })
    }
}
