//! Serializes the trees of patterns.
//!
//! The nodes are stored in postfix order, so reading them back needs neither recursion nor an intermediate tree. Each
//! term set is stored once, and is read when a pattern first uses it.

use crate::node::{Node, Word};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::hash_map::Entry;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The message of `expect` when reading parts of a stored rule set: why reading them cannot fail.
pub(crate) const VALID_BYTES: &str = "`RuleSet::to_bytes` of the same version wrote the bytes";

/// An instruction that builds trees on a stack. A node pops its children and pushes itself. `Seq` and `Alt` contain the
/// number of their children.
#[derive(Serialize, Deserialize)]
enum TreeStep {
    Word(Word),
    Mark {
        mark: char,
        glued: bool,
    },
    Gap(u16),
    Seq(usize),
    Alt(usize),
    Opt,
    /// The index of a term set, and the byte range of its name in the pattern.
    Set(usize, Range<usize>),
    /// The end of a group of this many trees, which are the parts of one pattern.
    End(usize),
}

/// The stored term sets of all packs and of the shared library.
#[derive(Debug)]
pub(crate) struct StoredTerms(Vec<StoredTermSet>);

#[derive(Debug)]
struct StoredTermSet {
    name: String,
    bytes: &'static [u8],
    node: OnceLock<Arc<Node>>,
}

impl StoredTerms {
    pub fn new(sets: Vec<(String, &'static [u8])>) -> StoredTerms {
        let set = |(name, bytes)| StoredTermSet { name, bytes, node: OnceLock::new() };
        StoredTerms(sets.into_iter().map(set).collect())
    }

    /// Reads the next group of trees and advances `bytes` past it; `None` if the bytes are damaged.
    pub fn trees(&self, bytes: &mut &[u8]) -> Option<Vec<Node>> {
        let mut stack = Vec::new();
        loop {
            let (step, rest) = postcard::take_from_bytes(bytes).ok()?;
            *bytes = rest;
            let mut pop = |count| stack.len().checked_sub(count).map(|start| stack.split_off(start));
            let node = match step {
                TreeStep::Word(word) => Node::Word(Arc::new(word)),
                TreeStep::Mark { mark, glued } => Node::Mark { mark, glued },
                TreeStep::Gap(words) => Node::Gap(words),
                TreeStep::Seq(children) => Node::Seq(pop(children)?),
                TreeStep::Alt(children) => Node::Alt(pop(children)?),
                TreeStep::Opt => Node::Opt(Box::new(stack.pop()?)),
                TreeStep::Set(number, at) => {
                    let set = self.0.get(number)?;
                    Node::Set { name: set.name.clone(), at, node: self.node(set) }
                }
                TreeStep::End(trees) => return pop(trees),
            };
            stack.push(node);
        }
    }

    fn node(&self, set: &StoredTermSet) -> Arc<Node> {
        let read = || self.trees(&mut &*set.bytes).and_then(|mut trees| trees.pop()).expect(VALID_BYTES);
        set.node.get_or_init(|| Arc::new(read())).clone()
    }
}

/// The term sets that patterns use, in the order in which they are stored.
///
/// Packs may have sets of the same name, so a set is identified by its node. Patterns that use a set share its node.
#[derive(Default)]
pub(crate) struct TermTable {
    numbers: FxHashMap<*const Node, usize>,
    sets: Vec<(String, Arc<Node>)>,
}

impl TermTable {
    /// Adds the term sets that these nodes use.
    pub fn collect(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Word(_) | Node::Mark { .. } | Node::Gap(_) => {}
                Node::Seq(nodes) | Node::Alt(nodes) => self.collect(nodes),
                Node::Opt(inner) => self.collect(std::slice::from_ref(inner)),
                Node::Set { name, node, .. } => {
                    let number = self.sets.len();
                    if let Entry::Vacant(entry) = self.numbers.entry(Arc::as_ptr(node)) {
                        entry.insert(number);
                        self.sets.push((name.clone(), node.clone()));
                        self.collect(std::slice::from_ref(node));
                    }
                }
            }
        }
    }

    /// Serializes each set. Returns the names with the bytes.
    pub fn to_bytes(&self) -> Result<Vec<(String, Vec<u8>)>, postcard::Error> {
        let set = |(name, node): &(String, Arc<Node>)| {
            Ok((name.clone(), to_bytes(std::slice::from_ref(node), self, Vec::new())?))
        };
        self.sets.iter().map(set).collect()
    }
}

/// Appends a group of trees to `bytes`.
pub(crate) fn to_bytes<N: std::borrow::Borrow<Node>>(
    trees: &[N],
    terms: &TermTable,
    bytes: Vec<u8>,
) -> Result<Vec<u8>, postcard::Error> {
    let mut steps = Vec::new();
    trees.iter().for_each(|tree| push_steps(tree.borrow(), terms, &mut steps));
    steps.push(TreeStep::End(trees.len()));
    steps.iter().try_fold(bytes, |bytes, step| postcard::to_extend(step, bytes))
}

fn push_steps(node: &Node, terms: &TermTable, steps: &mut Vec<TreeStep>) {
    let mut push_all = |nodes: &[Node]| {
        nodes.iter().for_each(|node| push_steps(node, terms, steps));
        nodes.len()
    };
    let step = match node {
        Node::Word(word) => TreeStep::Word(Word::clone(word)),
        Node::Mark { mark, glued } => TreeStep::Mark { mark: *mark, glued: *glued },
        Node::Gap(words) => TreeStep::Gap(*words),
        Node::Seq(nodes) => TreeStep::Seq(push_all(nodes)),
        Node::Alt(nodes) => TreeStep::Alt(push_all(nodes)),
        Node::Opt(inner) => {
            push_all(std::slice::from_ref(inner));
            TreeStep::Opt
        }
        Node::Set { node, at, .. } => {
            let number = terms.numbers.get(&Arc::as_ptr(node)).expect("`TermTable::collect` found every set");
            TreeStep::Set(*number, at.clone())
        }
    };
    steps.push(step);
}
