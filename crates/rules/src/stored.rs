//! A checked set of rules as bytes, so that a program can embed it and need not parse it each time it starts.

use crate::lazy::{Lazy, Patterns};
use crate::node::Node;
use crate::trees::{self, StoredTerms, Terms, gather};
use crate::{Details, Pack, Rule, RuleSet};
use serde::{Deserialize, Serialize};
use std::mem::take;
use std::sync::Arc;

/// A set of rules as it is stored; `B` is how bytes are held, `Vec<u8>` to write and a slice to read.
#[derive(Serialize, Deserialize)]
struct StoredSet<B> {
    packs: Vec<Pack>,
    /// The term sets of each pack.
    terms: Vec<Vec<(String, B)>>,
    rules: Vec<StoredRule<B>>,
}

/// A rule, the number of its pack, and its parts: each without the trees of its patterns, then these trees.
#[derive(Serialize, Deserialize)]
struct StoredRule<B> {
    rule: Rule,
    pack: usize,
    patterns: B,
    details: B,
}

impl RuleSet {
    /// The set as bytes, for this version of the crate alone.
    ///
    /// # Errors
    /// None in practice: the bytes are written to memory.
    pub fn to_bytes(&self) -> Result<Vec<u8>, postcard::Error> {
        let pack = |rule: &Rule| self.packs.iter().position(|pack| pack.id == rule.pack());
        let packs: Option<Vec<usize>> = self.rules.iter().map(pack).collect();
        let packs = packs.expect("each rule has its pack in the set");
        let mut terms = vec![Terms::new(); self.packs.len()];
        for (rule, pack) in self.rules.iter().zip(&packs) {
            let mut details = Details::clone(rule);
            let patterns = details.each().map(|pattern| &*pattern).chain(rule.patterns());
            patterns.for_each(|pattern| gather(&pattern.parts, &mut terms[*pack]));
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

    /// The set of these bytes.
    ///
    /// # Errors
    /// Bytes that [`RuleSet::to_bytes`] of this version did not write. Damage inside a rule's details shows as a panic when
    /// they are first asked for.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<RuleSet, postcard::Error> {
        let StoredSet { packs, terms, rules } = postcard::from_bytes::<StoredSet<&'static [u8]>>(bytes)?;
        let terms: Vec<Arc<StoredTerms>> = terms.into_iter().map(|sets| Arc::new(StoredTerms::new(sets))).collect();
        let rule = |StoredRule { rule, pack, patterns, details }: StoredRule<&'static [u8]>| {
            let terms = terms.get(pack).ok_or(postcard::Error::SerdeDeCustom)?;
            Ok(Rule { patterns: Lazy::stored(patterns, terms), details: Lazy::stored(details, terms), ..rule })
        };
        Ok(RuleSet { packs, rules: rules.into_iter().map(rule).collect::<Result<_, postcard::Error>>()? })
    }
}

fn part_to_bytes<T: Patterns + Serialize>(mut part: T, terms: &Terms) -> Result<Vec<u8>, postcard::Error> {
    let trees: Vec<Vec<Node>> = part.each().map(|pattern| take(&mut pattern.parts)).collect();
    let bytes = postcard::to_allocvec(&part)?;
    trees.iter().try_fold(bytes, |bytes, trees| trees::to_bytes(trees, terms, bytes))
}
