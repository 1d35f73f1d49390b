//! A part of a pattern, or one alternative of a part that is a choice. It is compiled to a program when its anchor
//! occurs for the first time.
//!
//! The anchors of most patterns never occur in a run, and a pattern with large term sets is a large program. Compiling
//! all patterns at the start would make every run slower.

use super::alternatives::alternatives;
use super::program::Program;
use super::set_table::SetTable;
use std::borrow::Cow;
use std::sync::OnceLock;
use wordgate_rules::{Node, capture_name};

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
    /// Splits a part that is a choice into its alternatives, so that each has its own anchor.
    pub fn split(part: &Node, sets: &mut SetTable) -> Vec<Subpattern> {
        sets.add(part);
        let (set, nodes) = match part {
            Node::Set { name, node, .. } => (Some(capture_name(name).to_owned()), alternatives(node, sets)),
            Node::Alt(_) => (None, alternatives(part, sets)),
            _ => (None, vec![Cow::Borrowed(part)]),
        };
        nodes.into_iter().map(|node| Subpattern::new(node.into_owned(), set.clone(), sets)).collect()
    }

    fn new(node: Node, set: Option<String>, sets: &SetTable) -> Subpattern {
        let measure = sets.measure(&node);
        let max_tokens = measure.max_words + measure.max_marks;
        Subpattern { max_tokens, node, set, program: OnceLock::new() }
    }

    /// Returns the node that the program is compiled from.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// Returns the program, and compiles it at the first call. `sets` has the sets of the part that was split.
    pub fn program(&self, sets: &SetTable) -> &Program {
        self.program.get_or_init(|| Program::compile(&self.node, self.set.as_deref(), sets))
    }
}
