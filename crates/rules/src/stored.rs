//! A checked set of rules as bytes, so that a program can embed it and need not parse it each time it starts.
//!
//! Each rule's details and each term set are bytes of their own, read when they are first asked for. Trees of patterns are
//! stored in postfix order: reading them needs no recursion and no second tree.

use crate::node::{Node, Word};
use crate::{Details, Pack, Pattern, Rule, RuleSet};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::mem::take;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Why reading does not fail once the set itself was read.
const SOUND: &str = "the bytes are what `RuleSet::to_bytes` of the same version gave";

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

/// A step in putting trees together: each takes its children from the top of a stack, and puts itself there.
#[derive(Serialize, Deserialize)]
enum Step {
    Word(Word),
    Mark {
        mark: char,
        glued: bool,
    },
    Gap(u16),
    Seq(usize),
    Alt(usize),
    Opt,
    /// A term set of the pack, by number, and the bytes of its name in the pattern.
    Set(usize, Range<usize>),
    /// The end of so many trees that belong together.
    End(usize),
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
            let bytes = |node: &Arc<Node>| trees_to_bytes(std::slice::from_ref(node), terms, Vec::new());
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

/// A part of a rule, there or stored.
#[derive(Clone, Debug)]
pub(crate) struct Lazy<T> {
    read: OnceLock<Box<T>>,
    /// Where it is read; `None` when it was there from the start.
    stored: Option<StoredPart>,
}

#[derive(Clone, Debug)]
struct StoredPart {
    /// The part without the trees of its patterns, then the trees.
    bytes: &'static [u8],
    terms: Arc<StoredTerms>,
}

/// What has patterns.
pub(crate) trait Patterns {
    /// The patterns, always in the same order.
    fn each(&mut self) -> impl Iterator<Item = &mut Pattern>;
}

impl Patterns for Vec<Pattern> {
    fn each(&mut self) -> impl Iterator<Item = &mut Pattern> {
        self.iter_mut()
    }
}

impl Patterns for Details {
    fn each(&mut self) -> impl Iterator<Item = &mut Pattern> {
        self.patterns_mut()
    }
}

impl<T> Default for Lazy<T> {
    fn default() -> Lazy<T> {
        Lazy { read: OnceLock::new(), stored: None }
    }
}

impl<T> From<T> for Lazy<T> {
    fn from(part: T) -> Lazy<T> {
        Lazy { read: Box::new(part).into(), stored: None }
    }
}

impl<T: Patterns + DeserializeOwned> Lazy<T> {
    fn stored(bytes: &'static [u8], terms: &Arc<StoredTerms>) -> Lazy<T> {
        Lazy { read: OnceLock::new(), stored: Some(StoredPart { bytes, terms: terms.clone() }) }
    }

    pub fn get(&self) -> &T {
        self.read.get_or_init(|| Box::new(self.stored.as_ref().expect("it is there or stored").read().expect(SOUND)))
    }

    pub fn get_mut(&mut self) -> &mut T {
        self.get();
        self.read.get_mut().expect("it was just read")
    }
}

impl StoredPart {
    fn read<T: Patterns + DeserializeOwned>(&self) -> Option<T> {
        let (mut part, mut trees): (T, _) = postcard::take_from_bytes(self.bytes).ok()?;
        for pattern in part.each() {
            pattern.parts = self.terms.trees(&mut trees)?;
        }
        Some(part)
    }
}

/// The stored term sets of a pack.
#[derive(Debug)]
struct StoredTerms(Vec<StoredTermSet>);

#[derive(Debug)]
struct StoredTermSet {
    name: String,
    bytes: &'static [u8],
    node: OnceLock<Arc<Node>>,
}

impl StoredTerms {
    fn new(sets: Vec<(String, &'static [u8])>) -> StoredTerms {
        let set = |(name, bytes)| StoredTermSet { name, bytes, node: OnceLock::new() };
        StoredTerms(sets.into_iter().map(set).collect())
    }

    /// Takes the next trees that belong together from the bytes; `None` when these are damaged.
    fn trees(&self, bytes: &mut &[u8]) -> Option<Vec<Node>> {
        let mut stack = Vec::new();
        loop {
            let (step, rest) = postcard::take_from_bytes(bytes).ok()?;
            *bytes = rest;
            let mut pop = |count| stack.len().checked_sub(count).map(|start| stack.split_off(start));
            let node = match step {
                Step::Word(word) => Node::Word(Arc::new(word)),
                Step::Mark { mark, glued } => Node::Mark { mark, glued },
                Step::Gap(words) => Node::Gap(words),
                Step::Seq(children) => Node::Seq(pop(children)?),
                Step::Alt(children) => Node::Alt(pop(children)?),
                Step::Opt => Node::Opt(Box::new(stack.pop()?)),
                Step::Set(number, at) => {
                    let set = self.0.get(number)?;
                    Node::Set { name: set.name.clone(), at, node: self.node(set) }
                }
                Step::End(trees) => return pop(trees),
            };
            stack.push(node);
        }
    }

    fn node(&self, set: &StoredTermSet) -> Arc<Node> {
        let read = || self.trees(&mut &*set.bytes).and_then(|mut trees| trees.pop()).expect(SOUND);
        set.node.get_or_init(|| Arc::new(read())).clone()
    }
}

fn part_to_bytes<T: Patterns + Serialize>(mut part: T, terms: &Terms) -> Result<Vec<u8>, postcard::Error> {
    let trees: Vec<Vec<Node>> = part.each().map(|pattern| take(&mut pattern.parts)).collect();
    let bytes = postcard::to_allocvec(&part)?;
    trees.iter().try_fold(bytes, |bytes, trees| trees_to_bytes(trees, terms, bytes))
}

/// The term sets of a pack that its patterns use, by name.
type Terms = BTreeMap<String, Arc<Node>>;

fn gather(nodes: &[Node], terms: &mut Terms) {
    for node in nodes {
        match node {
            Node::Word(_) | Node::Mark { .. } | Node::Gap(_) => {}
            Node::Seq(nodes) | Node::Alt(nodes) => gather(nodes, terms),
            Node::Opt(inner) => gather(std::slice::from_ref(inner), terms),
            Node::Set { name, node, .. } => {
                if terms.insert(name.clone(), node.clone()).is_none() {
                    gather(std::slice::from_ref(node), terms);
                }
            }
        }
    }
}

/// Appends the steps of trees that belong together.
fn trees_to_bytes<N: std::borrow::Borrow<Node>>(
    trees: &[N],
    terms: &Terms,
    bytes: Vec<u8>,
) -> Result<Vec<u8>, postcard::Error> {
    let mut steps = Vec::new();
    trees.iter().for_each(|tree| steps_of(tree.borrow(), terms, &mut steps));
    steps.push(Step::End(trees.len()));
    steps.iter().try_fold(bytes, |bytes, step| postcard::to_extend(step, bytes))
}

fn steps_of(node: &Node, terms: &Terms, steps: &mut Vec<Step>) {
    let mut all = |nodes: &[Node]| {
        nodes.iter().for_each(|node| steps_of(node, terms, steps));
        nodes.len()
    };
    let step = match node {
        Node::Word(word) => Step::Word(Word::clone(word)),
        Node::Mark { mark, glued } => Step::Mark { mark: *mark, glued: *glued },
        Node::Gap(words) => Step::Gap(*words),
        Node::Seq(nodes) => Step::Seq(all(nodes)),
        Node::Alt(nodes) => Step::Alt(all(nodes)),
        Node::Opt(inner) => {
            all(std::slice::from_ref(inner));
            Step::Opt
        }
        Node::Set { name, at, .. } => {
            let number = terms.keys().position(|known| known == name).expect("the sets were gathered");
            Step::Set(number, at.clone())
        }
    };
    steps.push(step);
}
