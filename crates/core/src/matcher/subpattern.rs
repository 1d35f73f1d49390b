//! A part of a pattern, or one alternative of a part that is a choice. It is compiled to a program when its anchor
//! occurs for the first time.
//!
//! The anchors of most patterns never occur in a run, and a pattern with large term sets is a large program. Compiling
//! all patterns at the start would make every run slower.

use super::alternatives::alternatives;
use super::measure::Measurer;
use super::program::Program;
use std::sync::OnceLock;
use wordgate_rules::{Node, capture_name, is_class};

/// A part of a pattern, or one alternative of a part that is a choice.
#[derive(Clone, Debug)]
pub(super) struct Subpattern {
    node: Node,
    /// The name of the term set, if `node` is one of the terms of a part that is a whole set.
    set: Option<String>,
    program: OnceLock<Program>,
    /// Whether a match begins with a built-in class, and so not inside of a number.
    pub starts_with_class: bool,
    /// The most tokens of a match, without the marks in its gaps.
    pub max_tokens: usize,
}

impl Subpattern {
    /// Splits a part that is a choice into its alternatives, so that each has its own anchor.
    pub fn split(part: &Node, measurer: &mut Measurer) -> Vec<Subpattern> {
        let (set, nodes) = match part {
            Node::Set { name, node, .. } => (Some(capture_name(name).to_owned()), alternatives(node, measurer)),
            Node::Alt(_) => (None, alternatives(part, measurer)),
            _ => (None, vec![part.clone()]),
        };
        nodes.into_iter().map(|node| Subpattern::new(node, set.clone(), measurer)).collect()
    }

    fn is_class(&self) -> bool {
        let first = if let Node::Seq(nodes) = &self.node { nodes.first() } else { Some(&self.node) };
        self.set.as_deref().is_some_and(is_class) || matches!(first, Some(Node::Set { name, .. }) if is_class(name))
    }

    fn new(node: Node, set: Option<String>, measurer: &mut Measurer) -> Subpattern {
        let measure = measurer.measure(&node);
        let max_tokens = measure.max_words + measure.max_marks;
        let mut subpattern = Subpattern { max_tokens, starts_with_class: false, node, set, program: OnceLock::new() };
        subpattern.starts_with_class = subpattern.is_class();
        subpattern
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
