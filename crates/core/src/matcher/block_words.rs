//! Decides from the words of a block alone whether a pattern can match in it.
//!
//! Compiling a pattern takes much longer than checking one block, and most patterns whose anchor occurs lack another
//! word. So a pattern is compiled only when a block has a word for each of its parts, in whatever order.

use super::set_table::SetTable;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;
use wordgate_rules::{Node, Shape, is_class};
use wordgate_text::prose::Words;

/// The words of one block.
pub(super) struct BlockWords {
    hashes: FxHashSet<u64>,
    /// Whether the block has a word of each term set that was looked up, by the address of the set's node. The patterns
    /// own the nodes and outlive this.
    sets: FxHashMap<usize, bool>,
}

impl BlockWords {
    pub fn new(words: &Words) -> BlockWords {
        BlockWords {
            hashes: words.tokens().iter().map(|token| words.hash(token)).collect(),
            sets: FxHashMap::default(),
        }
    }

    /// Returns whether the block may have the words that a match of the node needs. `sets` has the sets that it uses.
    pub fn may_match(&mut self, node: &Node, sets: &SetTable) -> bool {
        match node {
            Node::Word(word) if word.shape == Shape::Whole => word.hashes().any(|hash| self.hashes.contains(&hash)),
            Node::Seq(nodes) => nodes.iter().all(|node| self.may_match(node, sets)),
            Node::Alt(nodes) => nodes.iter().any(|node| self.may_match(node, sets)),
            Node::Set { name, .. } if is_class(name) => true,
            Node::Set { node, .. } => {
                let address = Arc::as_ptr(node).addr();
                if let Some(known) = self.sets.get(&address) {
                    return *known;
                }
                let set = sets.get(node);
                let may_match = set.words().iter().any(|word| self.hashes.contains(word))
                    || set.phrases().any(|phrase| self.may_match(phrase, sets));
                self.sets.insert(address, may_match);
                may_match
            }
            Node::Word(_) | Node::Mark { .. } | Node::Gap(_) | Node::Opt(_) => true,
        }
    }
}
