//! A part of a pattern, or one alternative of a part that is a choice. It is compiled to a program when its anchor
//! occurs for the first time.
//!
//! The anchors of most patterns never occur in a run, and a pattern with large term sets is a large program. Compiling
//! all patterns at the start would make every run slower.

use super::block_words::BlockWords;
use super::program::Program;
use super::set_table::SetTable;
use std::sync::OnceLock;
use wordgate_rules::{Node, branches, capture_name, is_class};
use wordgate_text::prose::Words;

/// A part of a pattern, or one alternative of a part that is a choice.
#[derive(Clone, Debug)]
pub(super) struct Subpattern {
    node: Node,
    /// The name of the term set, if `node` is one of the terms of a part that is a whole set.
    set: Option<String>,
    program: OnceLock<Program>,
    /// The most tokens of a match, without the marks in its gaps.
    pub max_tokens: usize,
}

impl Subpattern {
    /// Splits a part into its [`branches`].
    pub fn split(part: &Node, sets: &SetTable) -> Vec<Subpattern> {
        let set = match part {
            Node::Set { name, .. } if !is_class(name) => Some(capture_name(name).to_owned()),
            _ => None,
        };
        let nodes = branches(part, &sets.measurer).into_iter();
        nodes.map(|node| Subpattern::new(node.into_owned(), set.clone(), sets)).collect()
    }

    fn new(node: Node, set: Option<String>, sets: &SetTable) -> Subpattern {
        let measure = sets.measurer.measure(&node);
        let max_tokens = measure.max_words + measure.max_marks;
        Subpattern { max_tokens, node, set, program: OnceLock::new() }
    }

    /// Returns whether the program may match in the block of these words. Once it is compiled, running it is faster than
    /// looking for all its words, which are collected in `block` when they are first needed.
    pub fn may_match(&self, words: &Words, block: &mut Option<BlockWords>, sets: &SetTable) -> bool {
        self.program.get().is_some() || block.get_or_insert_with(|| BlockWords::new(words)).may_match(&self.node, sets)
    }

    /// Returns the program, and compiles it at the first call.
    pub fn program(&self, sets: &SetTable) -> &Program {
        self.program.get_or_init(|| Program::compile(&self.node, self.set.as_deref(), sets))
    }
}
