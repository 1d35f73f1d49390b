//! The term sets that the patterns of a matcher use.
//!
//! Term sets are nested, and many patterns share them. So each set is measured once, and its terms are compiled once and
//! then copied to the program of every pattern that uses it. The time for both depends on the length of the rule files,
//! and not on the size of the expanded patterns.

use super::measure::Measure;
use super::program::Fragment;
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};
use wordgate_rules::Node;

/// Term sets, by the address of the set's node.
#[derive(Debug, Default)]
pub(super) struct SetTable {
    sets: FxHashMap<usize, KnownSet>,
}

/// What is known about a term set.
#[derive(Debug)]
pub(super) struct KnownSet {
    /// Keeps the node alive, so that its address is not reused.
    _node: Arc<Node>,
    /// The limits of what a term can match.
    pub measure: Measure,
    /// The expected frequency of the anchor words of all terms together, or `None` if the set has no anchor.
    pub cost: Option<u32>,
    /// The instructions of the terms, compiled when a program first needs them.
    fragment: OnceLock<Fragment>,
}

impl SetTable {
    /// Adds the term sets in a node, nested ones included.
    pub fn add(&mut self, node: &Node) {
        match node {
            Node::Word(_) | Node::Mark { .. } | Node::Gap(_) => {}
            Node::Opt(inner) => self.add(inner),
            Node::Seq(nodes) | Node::Alt(nodes) => nodes.iter().for_each(|node| self.add(node)),
            Node::Set { node, .. } if !self.sets.contains_key(&address(node)) => {
                self.add(node);
                let (measure, cost) = (self.measure(node), self.cost(node));
                let set = KnownSet { _node: node.clone(), measure, cost, fragment: OnceLock::new() };
                self.sets.insert(address(node), set);
            }
            Node::Set { .. } => {}
        }
    }

    /// Returns what is known about the set with this node.
    pub fn get(&self, node: &Arc<Node>) -> &KnownSet {
        self.sets.get(&address(node)).expect("`add` was called for every node with sets")
    }

    /// Returns the instructions of the terms of the set with this node.
    pub fn fragment(&self, node: &Arc<Node>) -> &Fragment {
        self.get(node).fragment.get_or_init(|| Fragment::compile(node, self))
    }
}

fn address(node: &Arc<Node>) -> usize {
    Arc::as_ptr(node).addr()
}
