//! Decides which rules are on.
//!
//! Names come from the file (with a position) and from the command line (without one). An unknown name is a mistake,
//! because a misspelt `disable` would leave a rule on, and a misspelt `packs` would check nothing.

use super::{ConfigLayer, ConfigLayers, Overrides};
use jiff::civil::Date;
use toml::Spanned;
use wordgate_rules::toml_file::TomlError;
use wordgate_rules::{Rule, RuleSet, UnknownId};

/// The rules that are on, by index in the set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Whether each rule is chosen, regardless of its dates.
    pub chosen: Vec<bool>,
    /// Whether each rule is chosen and in effect on the date of the run.
    pub active: Vec<bool>,
}

impl Selection {
    /// Decides for each rule whether it is on. Only rules in effect on the date `as_of` are active.
    ///
    /// # Errors
    /// All unknown names in the configuration. [`Overrides::check_ids`] checks those of the command line.
    pub fn new(
        layers: &ConfigLayers,
        overrides: &Overrides,
        rules: &RuleSet,
        as_of: Date,
    ) -> Result<Selection, Vec<TomlError>> {
        let mut mistakes = Vec::new();
        let mut packs_of = |(layer, id): (&ConfigLayer, &Spanned<String>)| match rules.pack(id.get_ref()) {
            Ok(found) => found,
            Err(unknown) => {
                mistakes.push(unknown.at(&layer.file, id));
                Vec::new()
            }
        };
        let configured = layers.last(|config| config.packs.as_ref());
        let configured = configured.map(|(layer, packs)| {
            let indices = packs.iter().flat_map(|id| packs_of((layer, id)));
            indices.collect::<Vec<usize>>()
        });
        let extended = layers.all(|config| &config.extend_packs).flat_map(packs_of).collect();
        let mut disabled = vec![false; rules.rules.len()];
        for (layer, id) in layers.all(|config| &config.disable) {
            match rules.rule_or_pack(id.get_ref()) {
                // A pack on the command line is on, even if the file disables it.
                Ok(found) if overrides.packs.contains(id.get_ref()) => drop(found),
                Ok(found) => found.into_iter().for_each(|at| disabled[at] = true),
                Err(unknown) => mistakes.push(unknown.at(&layer.file, id)),
            }
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let mut chosen = vec![false; rules.rules.len()];
        let named = overrides.chosen_rules(rules, configured, extended);
        named.into_iter().for_each(|at| chosen[at] = true);
        if overrides.only.is_empty() {
            chosen.iter_mut().zip(&disabled).for_each(|(chosen, disabled)| *chosen &= !disabled);
        }
        let ignored: Vec<usize> =
            overrides.ignore.iter().filter_map(|id| rule_or_pack_by_any_id(rules, id).ok()).flatten().collect();
        ignored.iter().for_each(|at| chosen[*at] = false);
        let is_off = |at| disabled[at] || ignored.contains(&at);
        rules.add_implied_rules(&mut chosen, is_off);
        let is_active = |(on, rule): (&bool, &Rule)| *on && rule.validity.contains(as_of);
        let active = chosen.iter().zip(&rules.rules).map(is_active).collect();
        Ok(Selection { chosen, active })
    }
}

impl Overrides {
    /// Returns whether the command line switches a rule off.
    pub fn ignores(&self, rules: &RuleSet, rule: usize) -> bool {
        self.ignore.iter().any(|id| rule_or_pack_by_any_id(rules, id).is_ok_and(|found| found.contains(&rule)))
    }

    /// Checks that some rule set knows each name on the command line.
    ///
    /// # Errors
    /// The first unknown name.
    pub fn check_ids<'r>(&self, sets: impl Iterator<Item = &'r RuleSet> + Clone) -> Result<(), UnknownId> {
        let in_some = |find: &dyn Fn(&RuleSet) -> Result<(), UnknownId>| {
            let mut unknown = None;
            for set in sets.clone() {
                match find(set) {
                    Ok(()) => return Ok(()),
                    Err(error) if error.is_near || unknown.is_none() => unknown = Some(error),
                    Err(_) => {}
                }
            }
            unknown.map_or(Ok(()), Err)
        };
        self.packs.iter().try_for_each(|id| in_some(&|rules| rules.pack(id).map(drop)))?;
        self.only.iter().try_for_each(|id| in_some(&|rules| rules.rule_by_any_id(id).map(drop)))?;
        self.ignore.iter().try_for_each(|id| in_some(&|rules| rule_or_pack_by_any_id(rules, id).map(drop)))
    }

    /// Returns the rules that are chosen before any rule is switched off.
    fn chosen_rules(&self, rules: &RuleSet, configured: Option<Vec<usize>>, extended: Vec<usize>) -> Vec<usize> {
        if !self.only.is_empty() {
            return self.only.iter().filter_map(|id| rules.rule_by_any_id(id).ok()).collect();
        }
        if !self.packs.is_empty() {
            return self.packs.iter().filter_map(|id| rules.pack(id).ok()).flatten().collect();
        }
        let added = || rules.indices(|at| !rules.is_builtin(at));
        let mut chosen = match configured {
            // Rules named on the command line are on, even if the file does not choose them.
            Some(configured) if !self.rules.is_empty() => [configured, added()].concat(),
            Some(configured) => configured,
            None => [rules.indices(|at| rules.rules[at].recommended && rules.is_builtin(at)), added()].concat(),
        };
        chosen.extend(extended);
        chosen
    }
}

/// Looks up a rule or pack of the command line. A rule may be named without its pack.
fn rule_or_pack_by_any_id(rules: &RuleSet, id: &str) -> Result<Vec<usize>, UnknownId> {
    rules.rule_or_pack(id).or_else(|unknown| rules.rule_by_any_id(id).map(|at| vec![at]).map_err(|_| unknown))
}
