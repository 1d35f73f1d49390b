//! A part of a pattern, or one alternative of a part that is a choice. It is compiled to a program when its anchor
//! occurs for the first time.
//!
//! The anchors of most patterns never occur in a run, and a pattern with large term sets is a large program. Compiling
//! all patterns at the start would make every run slower.

use super::alternatives::alternatives;
use super::measure::Measurer;
use super::program::Program;
use std::borrow::Cow;
use std::sync::OnceLock;
use wordgate_rules::{Node, capture_name, is_class};

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
    pub fn split(part: &Node, measurer: &mut Measurer) -> Vec<Subpattern> {
        let (set, nodes) = match part {
            // A class is one instruction, whatever its terms are.
            Node::Set { name, .. } if is_class(name) => (None, vec![Cow::Borrowed(part)]),
            Node::Set { name, node, .. } => (Some(capture_name(name).to_owned()), alternatives(node, measurer)),
            Node::Alt(_) => (None, alternatives(part, measurer)),
            _ => (None, vec![Cow::Borrowed(part)]),
        };
        nodes.into_iter().map(|node| Subpattern::new(node.into_owned(), set.clone(), measurer)).collect()
    }

    fn new(node: Node, set: Option<String>, measurer: &mut Measurer) -> Subpattern {
        let measure = measurer.measure(&node);
        let max_tokens = measure.max_words + measure.max_marks;
        Subpattern { max_tokens, node, set, program: OnceLock::new() }
    }

    /// Returns the node that the program is compiled from.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// Returns the program, and compiles it at the first call.
    pub fn program(&self) -> &Program {
        self.program.get_or_init(|| Program::compile(&self.node, self.set.as_deref()))
    }
}
