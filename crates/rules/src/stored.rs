//! Serializes a checked rule set to bytes, so that a program can embed it instead of parsing TOML at every start.

use crate::lazy::{Lazy, Patterns};
use crate::node::Node;
use crate::trees::{self, StoredTerms, Terms, collect_terms};
use crate::{Details, Pack, Rule, RuleSet};
use serde::{Deserialize, Serialize};
use std::mem::take;
use std::sync::Arc;

/// The serialized form of a rule set. `B` is `Vec<u8>` when writing and a borrowed slice when reading.
#[derive(Serialize, Deserialize)]
struct StoredSet<B> {
    packs: Vec<Pack>,
    /// The term sets of each pack, in the order of `packs`.
    terms: Vec<Vec<(String, B)>>,
    rules: Vec<StoredRule<B>>,
}

/// The serialized form of a rule.
#[derive(Serialize, Deserialize)]
struct StoredRule<B> {
    rule: Rule,
    /// The index of the rule's pack.
    pack: usize,
    /// The serialized patterns without their trees, followed by these trees.
    patterns: B,
    /// The serialized details without their pattern trees, followed by these trees.
    details: B,
}

impl RuleSet {
    /// Serializes the set. Only the same version of this crate can read the bytes.
    ///
    /// # Errors
    /// If serializing fails, which does not happen in practice.
    pub fn to_bytes(&self) -> Result<Vec<u8>, postcard::Error> {
        let pack = |rule: &Rule| self.packs.iter().position(|pack| pack.id == rule.pack());
        let packs: Option<Vec<usize>> = self.rules.iter().map(pack).collect();
        let packs = packs.expect("the set contains the pack of each rule");
        let mut terms = vec![Terms::new(); self.packs.len()];
        for (rule, pack) in self.rules.iter().zip(&packs) {
            let mut details = Details::clone(rule);
            let patterns = details.patterns_mut().map(|pattern| &*pattern).chain(rule.patterns());
            patterns.for_each(|pattern| collect_terms(&pattern.parts, &mut terms[*pack]));
        }
        let mut stored_rules = Vec::new();
        for (rule, pack) in self.rules.iter().zip(packs) {
            let patterns = part_to_bytes(rule.patterns().to_vec(), &terms[pack])?;
            let details = part_to_bytes(Details::clone(rule), &terms[pack])?;
            stored_rules.push(StoredRule { rule: rule.clone(), pack, patterns, details });
        }
        let stored_terms = |terms: &Terms| {
            let bytes = |node: &Arc<Node>| trees::to_bytes(std::slice::from_ref(node), terms, Vec::new());
            terms.iter().map(|(name, node)| Ok((name.clone(), bytes(node)?))).collect()
        };
        let terms = terms.iter().map(stored_terms).collect::<Result<_, postcard::Error>>()?;
        postcard::to_allocvec(&StoredSet { packs: self.packs.clone(), terms, rules: stored_rules })
    }

    /// Reads the set from bytes that [`RuleSet::to_bytes`] wrote.
    ///
    /// # Errors
    /// If a different version wrote the bytes, or they are damaged.
    ///
    /// # Panics
    /// Damage inside a rule's patterns or details is only found on their first use, which then panics.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<RuleSet, postcard::Error> {
        let StoredSet { packs, terms, rules } = postcard::from_bytes::<StoredSet<&'static [u8]>>(bytes)?;
        let terms: Vec<Arc<StoredTerms>> = terms.into_iter().map(|sets| Arc::new(StoredTerms::new(sets))).collect();
        let rule = |StoredRule { rule, pack, patterns, details }: StoredRule<&'static [u8]>| {
            let terms = terms.get(pack).ok_or(postcard::Error::SerdeDeCustom)?;
            Ok(Rule { patterns: Lazy::from_bytes(patterns, terms), details: Lazy::from_bytes(details, terms), ..rule })
        };
        Ok(RuleSet { packs, rules: rules.into_iter().map(rule).collect::<Result<_, postcard::Error>>()? })
    }
}

/// Serializes a part without its pattern trees, and appends these trees.
fn part_to_bytes<T: Patterns + Serialize>(mut part: T, terms: &Terms) -> Result<Vec<u8>, postcard::Error> {
    let trees: Vec<Vec<Node>> = part.patterns_mut().map(|pattern| take(&mut pattern.parts)).collect();
    let bytes = postcard::to_allocvec(&part)?;
    trees.iter().try_fold(bytes, |bytes, trees| trees::to_bytes(trees, terms, bytes))
}
