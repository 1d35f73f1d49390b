//! Finds rules, packs and profiles by the names used in configuration files and on command lines.
//!
//! An unknown name is always an error. If it were ignored, a rule whose name is misspelt in `disable` would stay on,
//! and a misspelt pack would check nothing.

use crate::RuleSet;
use crate::profile::{ALL, RECOMMENDED};
use crate::toml_file::{TomlError, TomlFile, nearest};
use std::collections::BTreeSet;
use toml::Spanned;

/// A name that does not identify exactly one rule or pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct UnknownId {
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: String,
    /// Whether a known name is so similar that `help` suggests it.
    pub is_near: bool,
}

impl UnknownId {
    fn new(what: &str, id: &str, nearest: Option<&str>, fallback_help: &str) -> UnknownId {
        let help = match nearest {
            Some(known) => format!("did you mean `{known}`?"),
            None => fallback_help.to_owned(),
        };
        UnknownId { message: format!("unknown {what} `{id}`"), help, is_near: nearest.is_some() }
    }

    /// Converts the error to one that points to the name in a file.
    pub fn at(self, file: &TomlFile, id: &Spanned<String>) -> TomlError {
        file.error(id.span(), self.message).help(self.help)
    }
}

impl RuleSet {
    /// Returns the indices of the rules of a pack or a profile. `all` and `recommended` are valid ids.
    ///
    /// # Errors
    /// If no pack and no profile has this id.
    pub fn pack(&self, id: &str) -> Result<Vec<usize>, UnknownId> {
        match id {
            ALL => return Ok(self.indices(|_| true)),
            RECOMMENDED => return Ok(self.indices(|at| self.rules[at].recommended)),
            _ => {}
        }
        if let Some(rules) = self.rules_of_pack(id) {
            return Ok(rules);
        }
        let rules = self.indices(|at| self.rules[at].profiles.iter().any(|profile| profile == id));
        if !rules.is_empty() {
            return Ok(rules);
        }
        let packs: Vec<&str> = self.packs.iter().map(|pack| pack.id.as_str()).collect();
        let profiles: Vec<&str> = self.profiles().into_iter().chain([RECOMMENDED, ALL]).collect();
        let known = format!("known packs: {}; known profiles: {}", packs.join(", "), profiles.join(", "));
        Err(UnknownId::new("pack or profile", id, nearest(id, packs.into_iter().chain(profiles)), &known))
    }

    /// Returns the indices of the rules that a full rule id or a pack id names.
    ///
    /// # Errors
    /// If no rule and no pack has this id.
    pub fn rule_or_pack(&self, id: &str) -> Result<Vec<usize>, UnknownId> {
        if let Some(at) = self.index_of(id) {
            return Ok(vec![at]);
        }
        if let Some(rules) = self.rules_of_pack(id) {
            return Ok(rules);
        }
        if [ALL, RECOMMENDED].contains(&id) || self.profiles().contains(id) {
            return Err(UnknownId {
                message: format!("`{id}` is a profile; only rules and packs are allowed here"),
                help: format!("name its rules or packs; `wordgate rules --pack {id}` lists the rules"),
                is_near: true,
            });
        }
        let by_bare_id = self.ids().find(|full| bare(full) == id);
        let known = self.ids().chain(self.packs.iter().map(|pack| pack.id.as_str()));
        let near = by_bare_id.or_else(|| nearest(id, known));
        Err(UnknownId::new("rule or pack", id, near, "run `wordgate rules --all` to list all rules and packs"))
    }

    /// Returns the index of the rule with this full id.
    ///
    /// # Errors
    /// If no rule has this id.
    pub fn rule(&self, id: &str) -> Result<usize, UnknownId> {
        self.index_of(id).ok_or_else(|| {
            let near = self.ids().find(|full| bare(full) == id).or_else(|| nearest(id, self.ids()));
            UnknownId::new("rule", id, near, "run `wordgate rules --all` to list all rules")
        })
    }

    /// Returns the index of the rule with this full id, or with this id without its pack if only one pack has it.
    ///
    /// # Errors
    /// If no rule matches, or more than one.
    pub fn rule_by_any_id(&self, id: &str) -> Result<usize, UnknownId> {
        if let Some(at) = self.index_of(id) {
            return Ok(at);
        }
        let candidates = self.indices(|at| bare(&self.rules[at].id) == id);
        if let [only] = candidates[..] {
            return Ok(only);
        }
        if !candidates.is_empty() {
            let full_ids: Vec<&str> = candidates.iter().map(|at| &*self.rules[*at].id).collect();
            let message = format!("more than one pack has a rule `{id}`");
            let help = format!("write one of {}", full_ids.join(", "));
            return Err(UnknownId { message, help, is_near: true });
        }
        let near = nearest(id, self.ids()).or_else(|| nearest(id, self.ids().map(bare)));
        Err(UnknownId::new("rule", id, near, "run `wordgate rules --all` to list the rules"))
    }

    /// Returns the indices of the rules that a predicate accepts.
    pub fn indices(&self, predicate: impl Fn(usize) -> bool) -> Vec<usize> {
        (0..self.rules.len()).filter(|at| predicate(*at)).collect()
    }

    /// Returns whether the rule at this index is built in.
    pub fn is_builtin(&self, rule: usize) -> bool {
        let pack = self.rules[rule].pack();
        self.packs.iter().any(|known| known.builtin && known.id == pack)
    }

    /// Adds the rules that a selection implies: the rules about directives, and the `allow` rules of every pack with a
    /// chosen rule, because `allow` rules only remove findings. Rules that `is_off` accepts stay off.
    pub fn add_implied_rules(&self, chosen: &mut [bool], is_off: impl Fn(usize) -> bool) {
        let on = self.rules.iter().zip(chosen.iter()).filter(|(_, chosen)| **chosen);
        let packs: BTreeSet<&str> = on.map(|(rule, _)| rule.pack()).collect();
        for (at, rule) in self.rules.iter().enumerate() {
            if rule.is_directive_rule() {
                chosen[at] = !is_off(at);
            } else if rule.is_allow_rule && packs.contains(rule.pack()) && !is_off(at) {
                chosen[at] = true;
            }
        }
    }

    /// Returns the indices of the rules of the pack with this id; `None` if there is no such pack.
    fn rules_of_pack(&self, pack: &str) -> Option<Vec<usize>> {
        let is_known = self.packs.iter().any(|known| known.id == pack);
        is_known.then(|| self.indices(|at| self.rules[at].pack() == pack))
    }

    /// Returns the ids of the profiles that rules are part of.
    fn profiles(&self) -> BTreeSet<&str> {
        self.rules.iter().flat_map(|rule| rule.profiles.iter().map(String::as_str)).collect()
    }

    fn ids(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|rule| &*rule.id)
    }
}

fn bare(id: &str) -> &str {
    id.split_once('/').map_or(id, |(_, bare)| bare)
}
