//! The term sets that the patterns of a matcher use.
//!
//! Term sets are nested, and many patterns share them. So the terms of each set are compiled once, and are then copied
//! to the program of every pattern that uses the set.

use super::program::Fragment;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};
use wordgate_rules::{Measurer, Node};

/// What is known about term sets.
#[derive(Debug, Default)]
pub(super) struct SetTable {
    pub measurer: Measurer,
    /// The compiled sets, by the address of the set's node.
    compiled: Mutex<FxHashMap<usize, CompiledSet>>,
}

#[derive(Debug)]
struct CompiledSet {
    /// Keeps the node alive, so that its address is not reused.
    _node: Arc<Node>,
    terms: Arc<Fragment>,
}

impl SetTable {
    /// Returns the instructions of the terms of the set with this node, and compiles them at the first call.
    pub fn fragment(&self, node: &Arc<Node>) -> Arc<Fragment> {
        let address = Arc::as_ptr(node).addr();
        let compiled = || self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        let known = compiled().get(&address).map(|set| set.terms.clone());
        known.unwrap_or_else(|| {
            let terms = Arc::new(Fragment::compile(node, self));
            compiled().insert(address, CompiledSet { _node: node.clone(), terms: terms.clone() });
            terms
        })
    }
}
