//! Rules and packs by the names that configurations and command lines give them.
//!
//! An unknown name is an error everywhere: a misspelt rule to switch off would stay on, and a misspelt pack would check
//! nothing at all.

use crate::RuleSet;
use crate::toml_file::{TomlError, TomlFile, nearest};
use std::collections::BTreeSet;
use toml::Spanned;

/// Pack ids with a meaning of their own.
const ALL: &str = "all";
const RECOMMENDED: &str = "recommended";

/// A name that no rule or pack has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct UnknownId {
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: String,
}

impl UnknownId {
    fn new(what: &str, id: &str, nearest: Option<&str>, list: &str) -> UnknownId {
        let help = match nearest {
            Some(known) => format!("did you mean `{known}`?"),
            None => list.to_owned(),
        };
        UnknownId { message: format!("unknown {what} `{id}`"), help }
    }

    /// The same error at the place of the name in a file.
    pub fn at(self, file: &TomlFile, id: &Spanned<String>) -> TomlError {
        file.error(id.span(), self.message).help(self.help)
    }
}

impl RuleSet {
    /// The rules, by index, of a pack. `all` and `recommended` are ids too.
    ///
    /// # Errors
    /// When there is no such pack.
    pub fn pack(&self, id: &str) -> Result<Vec<usize>, UnknownId> {
        match id {
            ALL => return Ok(self.indices(|_| true)),
            RECOMMENDED => return Ok(self.indices(|at| self.rules[at].recommended)),
            _ => {}
        }
        if let Some(rules) = self.rules_of(id) {
            return Ok(rules);
        }
        let known: Vec<&str> = self.packs.iter().map(|pack| pack.id.as_str()).chain([ALL, RECOMMENDED]).collect();
        let list = format!("known packs: {}", known.join(", "));
        Err(UnknownId::new("pack", id, nearest(id, known.iter().copied()), &list))
    }

    /// The rules, by index, that a full rule id or a pack id names.
    ///
    /// # Errors
    /// When there is neither.
    pub fn rule_or_pack(&self, id: &str) -> Result<Vec<usize>, UnknownId> {
        if let Some(at) = self.index_of(id) {
            return Ok(vec![at]);
        }
        if let Some(rules) = self.rules_of(id) {
            return Ok(rules);
        }
        let by_bare_id = self.ids().find(|full| bare(full) == id);
        let known = self.ids().chain(self.packs.iter().map(|pack| pack.id.as_str()));
        let near = by_bare_id.or_else(|| nearest(id, known));
        Err(UnknownId::new("rule or pack", id, near, "`wordgate rules --pack all` lists the known ones"))
    }

    /// The rule with this full id, by index.
    ///
    /// # Errors
    /// When there is none.
    pub fn rule(&self, id: &str) -> Result<usize, UnknownId> {
        self.index_of(id).ok_or_else(|| {
            let near = self.ids().find(|full| bare(full) == id).or_else(|| nearest(id, self.ids()));
            UnknownId::new("rule", id, near, "`wordgate rules --pack all` lists the known ones")
        })
    }

    /// The rule, by index, with this full id, or with this bare id when only one pack has it.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn rule_by_any_id(&self, id: &str) -> Result<usize, UnknownId> {
        if let Some(at) = self.index_of(id) {
            return Ok(at);
        }
        let same = self.indices(|at| bare(&self.rules[at].id) == id);
        if let [one] = same[..] {
            return Ok(one);
        }
        if !same.is_empty() {
            let full: Vec<&str> = same.iter().map(|at| &*self.rules[*at].id).collect();
            let message = format!("more than one pack has a rule `{id}`");
            return Err(UnknownId { message, help: format!("write one of {}", full.join(", ")) });
        }
        let near = nearest(id, self.ids()).or_else(|| nearest(id, self.ids().map(bare)));
        Err(UnknownId::new("rule", id, near, "`wordgate rules` lists the known ones"))
    }

    /// The rules, by index, for which this holds.
    pub fn indices(&self, holds: impl Fn(usize) -> bool) -> Vec<usize> {
        (0..self.rules.len()).filter(|at| holds(*at)).collect()
    }

    /// Whether a rule, by index, is part of the binary.
    pub fn is_builtin(&self, rule: usize) -> bool {
        let pack = self.rules[rule].pack();
        self.packs.iter().any(|known| known.builtin && known.id == pack)
    }

    /// Chooses besides: the `allow` rules of every pack of which a rule is chosen, since they take findings away and give
    /// none, and the rules about directives. Those for which `off` holds stay off.
    pub fn complete(&self, chosen: &mut [bool], off: impl Fn(usize) -> bool) {
        let on = self.rules.iter().zip(chosen.iter()).filter(|(_, chosen)| **chosen);
        let packs: BTreeSet<&str> = on.map(|(rule, _)| rule.pack()).collect();
        for (at, rule) in self.rules.iter().enumerate() {
            if rule.is_own() {
                chosen[at] = !off(at);
            } else if rule.protects && packs.contains(rule.pack()) && !off(at) {
                chosen[at] = true;
            }
        }
    }

    /// The rules, by index, of the pack with this id, if there is one.
    fn rules_of(&self, pack: &str) -> Option<Vec<usize>> {
        let is_known = self.packs.iter().any(|known| known.id == pack);
        is_known.then(|| self.indices(|at| self.rules[at].pack() == pack))
    }

    fn ids(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|rule| &*rule.id)
    }
}

fn bare(id: &str) -> &str {
    id.split_once('/').map_or(id, |(_, bare)| bare)
}
