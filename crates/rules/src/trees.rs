//! Serializes the trees of patterns.
//!
//! The nodes are stored in postfix order, so reading them back needs neither recursion nor an intermediate tree. Each
//! term set is stored once, and is read when a pattern first uses it.

use crate::node::{Node, Word};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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
    /// The index of a term set of the pack, and the byte range of its name in the pattern.
    Set(usize, Range<usize>),
    /// The end of a group of this many trees, which are the parts of one pattern.
    End(usize),
}

/// The stored term sets of a pack.
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

/// The term sets of a pack that its patterns use, by name.
pub(crate) type Terms = BTreeMap<String, Arc<Node>>;

/// Adds the term sets that these nodes use to `terms`.
pub(crate) fn collect_terms(nodes: &[Node], terms: &mut Terms) {
    for node in nodes {
        match node {
            Node::Word(_) | Node::Mark { .. } | Node::Gap(_) => {}
            Node::Seq(nodes) | Node::Alt(nodes) => collect_terms(nodes, terms),
            Node::Opt(inner) => collect_terms(std::slice::from_ref(inner), terms),
            Node::Set { name, node, .. } => {
                if terms.insert(name.clone(), node.clone()).is_none() {
                    collect_terms(std::slice::from_ref(node), terms);
                }
            }
        }
    }
}

/// Appends a group of trees to `bytes`.
pub(crate) fn to_bytes<N: std::borrow::Borrow<Node>>(
    trees: &[N],
    terms: &Terms,
    bytes: Vec<u8>,
) -> Result<Vec<u8>, postcard::Error> {
    let mut steps = Vec::new();
    trees.iter().for_each(|tree| push_steps(tree.borrow(), terms, &mut steps));
    steps.push(TreeStep::End(trees.len()));
    steps.iter().try_fold(bytes, |bytes, step| postcard::to_extend(step, bytes))
}

fn push_steps(node: &Node, terms: &Terms, steps: &mut Vec<TreeStep>) {
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
        Node::Set { name, at, .. } => {
            let number = terms.keys().position(|known| known == name).expect("`collect_terms` found every set");
            TreeStep::Set(number, at.clone())
        }
    };
    steps.push(step);
}
