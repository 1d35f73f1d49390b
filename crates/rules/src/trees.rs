//! Trees of patterns as bytes.
//!
//! They are stored in postfix order: reading them needs no recursion and no second tree. A term set is bytes of its own,
//! read when a pattern first uses it.

use crate::node::{Node, Word};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Why reading does not fail once the set itself was read.
pub(crate) const SOUND: &str = "the bytes are what `RuleSet::to_bytes` of the same version gave";

/// A step in putting trees together: each takes its children from the top of a stack, and puts itself there.
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
    /// A term set of the pack, by number, and the bytes of its name in the pattern.
    Set(usize, Range<usize>),
    /// The end of so many trees that belong together.
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

    /// Takes the next trees that belong together from the bytes; `None` when these are damaged.
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
        let read = || self.trees(&mut &*set.bytes).and_then(|mut trees| trees.pop()).expect(SOUND);
        set.node.get_or_init(|| Arc::new(read())).clone()
    }
}

/// The term sets of a pack that its patterns use, by name.
pub(crate) type Terms = BTreeMap<String, Arc<Node>>;

/// Adds the term sets that these nodes use.
pub(crate) fn gather(nodes: &[Node], terms: &mut Terms) {
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
pub(crate) fn to_bytes<N: std::borrow::Borrow<Node>>(
    trees: &[N],
    terms: &Terms,
    bytes: Vec<u8>,
) -> Result<Vec<u8>, postcard::Error> {
    let mut steps = Vec::new();
    trees.iter().for_each(|tree| steps_of(tree.borrow(), terms, &mut steps));
    steps.push(TreeStep::End(trees.len()));
    steps.iter().try_fold(bytes, |bytes, step| postcard::to_extend(step, bytes))
}

fn steps_of(node: &Node, terms: &Terms, steps: &mut Vec<TreeStep>) {
    let mut all = |nodes: &[Node]| {
        nodes.iter().for_each(|node| steps_of(node, terms, steps));
        nodes.len()
    };
    let step = match node {
        Node::Word(word) => TreeStep::Word(Word::clone(word)),
        Node::Mark { mark, glued } => TreeStep::Mark { mark: *mark, glued: *glued },
        Node::Gap(words) => TreeStep::Gap(*words),
        Node::Seq(nodes) => TreeStep::Seq(all(nodes)),
        Node::Alt(nodes) => TreeStep::Alt(all(nodes)),
        Node::Opt(inner) => {
            all(std::slice::from_ref(inner));
            TreeStep::Opt
        }
        Node::Set { name, at, .. } => {
            let number = terms.keys().position(|known| known == name).expect("the sets were gathered");
            TreeStep::Set(number, at.clone())
        }
    };
    steps.push(step);
}
