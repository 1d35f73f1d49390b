//! A part of a pattern that is looked for, compiled only when one of its words has been seen.
//!
//! Most patterns never occur in most runs, and a pattern over large term sets is a large machine: start-up would pay for
//! all of them.

use super::alternatives::alternatives;
use super::measure::Measurer;
use super::program::Program;
use std::sync::OnceLock;
use wordgate_rules::Node;

/// A part of a pattern.
#[derive(Clone, Debug)]
pub(super) struct Subpattern {
    node: Node,
    /// The term set that `node` is a term of, when the pattern is nothing but the set.
    set: Option<String>,
    program: OnceLock<Program>,
    /// The most tokens a match can have that the pattern itself writes, gaps included.
    pub max_tokens: usize,
}

impl Subpattern {
    /// The part. One that is a choice of many terms is split into them, so that each is found by its own words.
    pub fn split(part: &Node, measurer: &mut Measurer) -> Vec<Subpattern> {
        let (set, nodes) = match part {
            Node::Set { name, node, .. } => (Some(name.clone()), alternatives(node, measurer)),
            Node::Alt(_) => (None, alternatives(part, measurer)),
            _ => (None, vec![part.clone()]),
        };
        nodes.into_iter().map(|node| Subpattern::new(node, set.clone(), measurer)).collect()
    }

    fn new(node: Node, set: Option<String>, measurer: &mut Measurer) -> Subpattern {
        let measure = measurer.measure(&node);
        Subpattern { max_tokens: measure.max_words + measure.max_marks, node, set, program: OnceLock::new() }
    }

    /// What it looks for.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// The machine that matches it, compiled at the first use.
    pub fn program(&self) -> &Program {
        self.program.get_or_init(|| Program::compile(&self.node, self.set.as_deref()))
    }
}
