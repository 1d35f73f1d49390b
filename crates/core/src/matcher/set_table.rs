//! The term sets that the patterns of a matcher use.
//!
//! Term sets are nested, and many patterns share them. So the terms of each set are compiled once, and are then copied
//! to the program of every pattern that uses the set.

use super::program::Fragment;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use wordgate_rules::{Measurer, Node, Shape, Word};

/// What is known about term sets.
#[derive(Debug, Default)]
pub(super) struct SetTable {
    pub measurer: Measurer,
    sets: Mutex<FxHashMap<usize, Arc<KnownSet>>>,
}

/// A term set, found by the address of its node.
#[derive(Debug)]
pub(super) struct KnownSet {
    /// Keeps the node alive, so that its address is not reused.
    node: Arc<Node>,
    /// The hash of each form of the terms that are one whole word.
    words: Vec<u64>,
    /// The instructions of the terms, compiled when they are first needed.
    fragment: OnceLock<Fragment>,
}

impl SetTable {
    /// Returns the set with this node.
    pub fn get(&self, node: &Arc<Node>) -> Arc<KnownSet> {
        let mut sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        sets.entry(Arc::as_ptr(node).addr()).or_insert_with(|| Arc::new(KnownSet::new(node))).clone()
    }
}

impl KnownSet {
    fn new(node: &Arc<Node>) -> KnownSet {
        let terms = terms(node).iter().filter_map(whole_word);
        let words = terms.flat_map(Word::hashes).collect();
        KnownSet { node: node.clone(), words, fragment: OnceLock::new() }
    }

    /// Returns the hash of each form of the terms that are one whole word.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// Returns the other terms.
    pub fn phrases(&self) -> impl Iterator<Item = &Node> {
        terms(&self.node).iter().filter(|term| whole_word(term).is_none())
    }

    /// Returns the instructions of the terms. `table` has the sets that they use.
    pub fn fragment(&self, table: &SetTable) -> &Fragment {
        self.fragment.get_or_init(|| Fragment::compile(&self.node, table))
    }
}

fn terms(node: &Node) -> &[Node] {
    match node {
        Node::Alt(terms) => terms,
        term => std::slice::from_ref(term),
    }
}

fn whole_word(term: &Node) -> Option<&Word> {
    match term {
        Node::Word(word) if word.shape == Shape::Whole => Some(word),
        _ => None,
    }
}
