//! Which rules are on.
//!
//! Names come from the file (with a place) and from the command line (without one); both are looked up here, and an
//! unknown one is a mistake, because a misspelt `disable` would leave a rule on and a misspelt `packs` would check
//! nothing at all.

use super::{Config, Overrides};
use crate::rule::{Rule, RuleSet};
use crate::toml_file::{TomlError, TomlFile, nearest};
use jiff::civil::Date;
use toml::Spanned;

/// The rules that are on, by index in the set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Whether each rule is chosen, whatever its dates.
    pub chosen: Vec<bool>,
    /// Whether each rule is chosen and holds on the day by which dates are judged.
    pub active: Vec<bool>,
}

/// A name on the command line that no rule or pack has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownId {
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

/// Pack ids with a meaning of their own.
const ALL: &str = "all";
const RECOMMENDED: &str = "recommended";

impl Selection {
    /// Decides for every rule of `rules`; on the day `as_of` only rules whose dates allow it are on.
    ///
    /// # Errors
    /// The names in `config` that are not known. Those of the command line are in [`UnknownId`], see
    /// [`Overrides::unknown_id`].
    pub fn new(
        config: &Config,
        overrides: &Overrides,
        rules: &RuleSet,
        file: &TomlFile,
        as_of: Date,
    ) -> Result<Selection, Vec<TomlError>> {
        let mut mistakes = Vec::new();
        let mut packs_of = |list: &[Spanned<String>]| {
            let mut indices = Vec::new();
            for id in list {
                match pack(rules, id.get_ref()) {
                    Ok(found) => indices.extend(found),
                    Err(unknown) => mistakes.push(unknown.at(file, id)),
                }
            }
            indices
        };
        let configured = config.packs.as_deref().map(&mut packs_of);
        let extended = packs_of(&config.extend_packs);
        let mut disabled = vec![false; rules.rules.len()];
        for id in &config.disable {
            match rule_or_pack(rules, id.get_ref()) {
                Ok(found) if overrides.packs.contains(id.get_ref()) => drop(found),
                Ok(found) => found.into_iter().for_each(|at| disabled[at] = true),
                Err(unknown) => mistakes.push(unknown.at(file, id)),
            }
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let mut chosen = vec![false; rules.rules.len()];
        let named = overrides.chosen(rules, configured, extended);
        named.into_iter().for_each(|at| chosen[at] = true);
        if overrides.only.is_empty() {
            chosen.iter_mut().zip(&disabled).for_each(|(chosen, disabled)| *chosen &= !disabled);
        }
        let ignored: Vec<usize> = overrides.ignore.iter().filter_map(|id| loose(rules, id).ok()).flatten().collect();
        ignored.iter().for_each(|at| chosen[*at] = false);
        let off = |at| disabled[at] || ignored.contains(&at);
        protect(rules, &mut chosen, off);
        for (at, _) in rules.rules.iter().enumerate().filter(|(_, rule)| rule.is_own()) {
            chosen[at] = !off(at);
        }
        let holds = |(on, rule): (&bool, &Rule)| *on && rule.validity.holds_on(as_of);
        let active = chosen.iter().zip(&rules.rules).map(holds).collect();
        Ok(Selection { chosen, active })
    }
}

/// Switches the `allow` rules on whose pack has any rule on: they take findings away and give none.
fn protect(rules: &RuleSet, active: &mut [bool], off: impl Fn(usize) -> bool) {
    let packs: Vec<&str> =
        rules.rules.iter().zip(active.iter()).filter(|(_, on)| **on).map(|(rule, _)| pack_of(&rule.id)).collect();
    let in_use: std::collections::BTreeSet<&str> = packs.into_iter().collect();
    for (at, rule) in rules.rules.iter().enumerate() {
        if rule.protects && in_use.contains(pack_of(&rule.id)) && !off(at) {
            active[at] = true;
        }
    }
}

impl Overrides {
    /// The first name on the command line that is not known.
    ///
    /// # Errors
    /// That name.
    pub fn unknown_id(&self, rules: &RuleSet) -> Result<(), UnknownId> {
        self.packs.iter().try_for_each(|id| pack(rules, id).map(drop))?;
        self.only.iter().try_for_each(|id| named_rule(rules, id).map(drop))?;
        self.ignore.iter().try_for_each(|id| loose(rules, id).map(drop))
    }

    /// The rules that are chosen before anything is switched off.
    fn chosen(&self, rules: &RuleSet, configured: Option<Vec<usize>>, extended: Vec<usize>) -> Vec<usize> {
        if !self.only.is_empty() {
            return self.only.iter().filter_map(|id| named_rule(rules, id).ok()).collect();
        }
        if !self.packs.is_empty() {
            return self.packs.iter().filter_map(|id| pack(rules, id).ok()).flatten().collect();
        }
        let added = || indices(rules, |at| !is_builtin(rules, at));
        let mut chosen = match configured {
            // Rules named on the command line are on whatever the file says.
            Some(configured) if !self.rules.is_empty() => [configured, added()].concat(),
            Some(configured) => configured,
            None => [indices(rules, |at| rules.rules[at].recommended && is_builtin(rules, at)), added()].concat(),
        };
        chosen.extend(extended);
        chosen
    }
}

impl UnknownId {
    fn new(what: &str, id: &str, nearest: Option<&str>, list: &str) -> UnknownId {
        let help = match nearest {
            Some(known) => format!("did you mean `{known}`?"),
            None => list.to_owned(),
        };
        UnknownId { message: format!("unknown {what} `{id}`"), help }
    }

    pub(super) fn at(self, file: &TomlFile, id: &Spanned<String>) -> TomlError {
        file.error(id.span(), self.message).help(self.help)
    }
}

/// The rules of a pack, by its id.
fn pack(rules: &RuleSet, id: &str) -> Result<Vec<usize>, UnknownId> {
    match id {
        ALL => return Ok(indices(rules, |_| true)),
        RECOMMENDED => return Ok(indices(rules, |at| rules.rules[at].recommended)),
        _ => {}
    }
    if rules.packs.iter().any(|pack| pack.id == id) {
        return Ok(indices(rules, |at| pack_of(&rules.rules[at].id) == id));
    }
    let known: Vec<&str> = rules.packs.iter().map(|pack| pack.id.as_str()).chain([ALL, RECOMMENDED]).collect();
    let list = format!("known packs: {}", known.join(", "));
    Err(UnknownId::new("pack", id, nearest(id, known.iter().copied()), &list))
}

/// The rules that a full rule id or a pack id names: what the configuration writes.
pub(super) fn rule_or_pack(rules: &RuleSet, id: &str) -> Result<Vec<usize>, UnknownId> {
    if let Some(at) = rules.index_of(id) {
        return Ok(vec![at]);
    }
    if rules.packs.iter().any(|pack| pack.id == id) {
        return Ok(indices(rules, |at| pack_of(&rules.rules[at].id) == id));
    }
    let by_bare_id = rules.rules.iter().map(|rule| &*rule.id).find(|full| bare_of(full) == id);
    let known = rules.rules.iter().map(|rule| &*rule.id).chain(rules.packs.iter().map(|pack| pack.id.as_str()));
    let near = by_bare_id.or_else(|| nearest(id, known));
    Err(UnknownId::new("rule or pack", id, near, "`wordgate rules --pack all` lists the known ones"))
}

/// The rule with this full id.
pub(super) fn known_rule(rules: &RuleSet, id: &str) -> Result<usize, UnknownId> {
    rules.index_of(id).ok_or_else(|| {
        let full = || rules.rules.iter().map(|rule| &*rule.id);
        let near = full().find(|full| bare_of(full) == id).or_else(|| nearest(id, full()));
        UnknownId::new("rule", id, near, "`wordgate rules --pack all` lists the known ones")
    })
}

/// A rule named on the command line: by its full id, or by its bare id when only one pack has it.
///
/// # Errors
/// When there is none, or more than one.
pub fn named_rule(rules: &RuleSet, id: &str) -> Result<usize, UnknownId> {
    if let Some(at) = rules.index_of(id) {
        return Ok(at);
    }
    let same = indices(rules, |at| bare_of(&rules.rules[at].id) == id);
    if let [one] = same[..] {
        return Ok(one);
    }
    if !same.is_empty() {
        let full: Vec<&str> = same.iter().map(|at| &*rules.rules[*at].id).collect();
        let message = format!("more than one pack has a rule `{id}`");
        return Err(UnknownId { message, help: format!("write one of {}", full.join(", ")) });
    }
    let full = nearest(id, rules.rules.iter().map(|rule| &*rule.id));
    let near = full.or_else(|| nearest(id, rules.rules.iter().map(|rule| bare_of(&rule.id))));
    Err(UnknownId::new("rule", id, near, "`wordgate rules` lists the known ones"))
}

/// A rule or pack named on the command line.
fn loose(rules: &RuleSet, id: &str) -> Result<Vec<usize>, UnknownId> {
    rule_or_pack(rules, id).or_else(|unknown| named_rule(rules, id).map(|at| vec![at]).map_err(|_| unknown))
}

fn indices(rules: &RuleSet, holds: impl Fn(usize) -> bool) -> Vec<usize> {
    (0..rules.rules.len()).filter(|at| holds(*at)).collect()
}

fn is_builtin(rules: &RuleSet, at: usize) -> bool {
    let pack = pack_of(&rules.rules[at].id);
    rules.packs.iter().any(|known| known.builtin && known.id == pack)
}

fn pack_of(id: &str) -> &str {
    id.split_once('/').map_or(id, |(pack, _)| pack)
}

fn bare_of(id: &str) -> &str {
    id.split_once('/').map_or(id, |(_, bare)| bare)
}
