//! Serializes a checked rule set to bytes, so that a program can embed it instead of parsing TOML at every start.

use crate::lazy::{Lazy, Patterns};
use crate::node::Node;
use crate::trees::{self, StoredTerms, TermTable};
use crate::{Details, Measurer, Pack, Rule, RuleSet};
use serde::{Deserialize, Serialize};
use std::mem::take;
use std::sync::Arc;

/// The serialized form of a rule set. `B` is `Vec<u8>` when writing and a borrowed slice when reading.
#[derive(Serialize, Deserialize)]
struct StoredSet<B> {
    packs: Vec<Pack>,
    /// The term sets that patterns use.
    terms: Vec<(String, B)>,
    rules: Vec<StoredRule<B>>,
}

/// The serialized form of a rule.
#[derive(Serialize, Deserialize)]
struct StoredRule<B> {
    rule: Rule,
    /// The serialized targets.
    targets: B,
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
        let mut terms = TermTable::default();
        for rule in &self.rules {
            let mut details = Details::clone(rule);
            let patterns = details.patterns_mut().map(|pattern| &*pattern).chain(rule.patterns());
            patterns.for_each(|pattern| terms.collect(&pattern.parts));
        }
        let measurer = Measurer::default();
        let mut rules = Vec::new();
        for rule in &self.rules {
            let patterns = part_to_bytes(rule.patterns().to_vec(), &terms)?;
            let details = part_to_bytes(Details::clone(rule), &terms)?;
            let targets = postcard::to_allocvec(&rule.targets(&measurer))?;
            rules.push(StoredRule { rule: rule.clone(), targets, patterns, details });
        }
        postcard::to_allocvec(&StoredSet { packs: self.packs.clone(), terms: terms.to_bytes()?, rules })
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
        let terms = Arc::new(StoredTerms::new(terms));
        let rule = |StoredRule { rule, targets, patterns, details }: StoredRule<&'static [u8]>| {
            let (patterns, details) = (Lazy::from_bytes(patterns, &terms), Lazy::from_bytes(details, &terms));
            Rule { targets: Some(targets), patterns, details, ..rule }
        };
        Ok(RuleSet { packs, rules: rules.into_iter().map(rule).collect() })
    }
}

/// Serializes a part without its pattern trees, and appends these trees.
fn part_to_bytes<T: Patterns + Serialize>(mut part: T, terms: &TermTable) -> Result<Vec<u8>, postcard::Error> {
    let trees: Vec<Vec<Node>> = part.patterns_mut().map(|pattern| take(&mut pattern.parts)).collect();
    let bytes = postcard::to_allocvec(&part)?;
    trees.iter().try_fold(bytes, |bytes, trees| trees::to_bytes(trees, terms, bytes))
}
