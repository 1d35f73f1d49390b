//! How much a pattern can match, and the rare words by which it is found.
//!
//! Term sets are shared by many patterns and nest, so what is known of a set is kept: measuring takes time in proportion
//! to what authors write, not to what it expands to.

use crate::frequency::frequency;
use rustc_hash::FxHashMap;
use std::sync::Arc;
use wordgate_rules::{Node, Word};

/// How much a node can match.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Measure {
    /// The fewest words.
    pub min_words: usize,
    /// The most words.
    pub max_words: usize,
    /// The most marks, but for those inside its gaps.
    pub max_marks: usize,
}

/// Words of which every match of a node has at least one; none when it can match without any.
#[derive(Debug, Default)]
pub(super) struct RequiredWords<'n> {
    /// The words.
    pub words: Vec<&'n Word>,
    /// The most words of a match before that one.
    pub before: usize,
    /// The most marks that the pattern writes before it.
    pub marks: usize,
}

/// Measures nodes and remembers the term sets among them.
#[derive(Debug, Default)]
pub(super) struct Measurer {
    /// By the address of the set's node.
    sets: FxHashMap<*const Node, SetMeasure>,
}

/// What is known of a set.
#[derive(Debug)]
struct SetMeasure {
    /// Kept so that no other node can get its address.
    _node: Arc<Node>,
    measure: Measure,
    cost: Option<u32>,
}

impl Measurer {
    /// How much a node can match.
    pub fn measure(&mut self, node: &Node) -> Measure {
        match node {
            Node::Word(_) => Measure { min_words: 1, max_words: 1, max_marks: 0 },
            Node::Mark { .. } => Measure { max_marks: 1, ..Measure::default() },
            Node::Gap(words) => Measure { max_words: usize::from(*words), ..Measure::default() },
            Node::Opt(inner) => Measure { min_words: 0, ..self.measure(inner) },
            Node::Seq(nodes) => nodes.iter().fold(Measure::default(), |all, node| all.then(self.measure(node))),
            Node::Alt(nodes) => {
                let measures = nodes.iter().map(|node| self.measure(node));
                let first = Measure { min_words: usize::MAX, ..Measure::default() };
                measures.fold(first, |all, one| Measure {
                    min_words: all.min_words.min(one.min_words),
                    max_words: all.max_words.max(one.max_words),
                    max_marks: all.max_marks.max(one.max_marks),
                })
            }
            Node::Set { node, .. } => self.set(node).measure,
        }
    }

    /// How often the words by which a node is found are to be expected in text, roughly; `None` when it can match
    /// without any.
    pub fn cost(&mut self, node: &Node) -> Option<u32> {
        match node {
            Node::Word(word) => Some(word.folded_forms().map(|form| frequency(&form)).sum()),
            Node::Mark { .. } | Node::Gap(_) | Node::Opt(_) => None,
            Node::Seq(nodes) => nodes.iter().filter_map(|node| self.cost(node)).min(),
            // Each alternative has to have an anchor; together they are one.
            Node::Alt(nodes) => nodes.iter().try_fold(0_u32, |all, node| Some(all.saturating_add(self.cost(node)?))),
            Node::Set { node, .. } => self.set(node).cost,
        }
    }

    /// The words by which a node is found.
    pub fn anchor<'n>(&mut self, node: &'n Node) -> RequiredWords<'n> {
        let mut anchor = RequiredWords::default();
        if self.cost(node).is_some() {
            self.gather(node, 0, 0, &mut anchor);
        }
        anchor
    }

    /// Adds the words by which a node is found that has an anchor, and before which so much can stand.
    fn gather<'n>(&mut self, node: &'n Node, before: usize, marks: usize, anchor: &mut RequiredWords<'n>) {
        match node {
            Node::Word(word) => {
                anchor.words.push(word);
                anchor.before = anchor.before.max(before);
                anchor.marks = anchor.marks.max(marks);
            }
            Node::Mark { .. } | Node::Gap(_) | Node::Opt(_) => {}
            Node::Seq(nodes) => {
                // Of the anchors of the parts the rarest counts.
                let costs = nodes.iter().enumerate().filter_map(|(at, node)| Some((self.cost(node)?, at)));
                let Some((_, rarest)) = costs.min() else { return };
                let first = nodes[..rarest].iter().fold(Measure::default(), |all, node| all.then(self.measure(node)));
                self.gather(&nodes[rarest], before + first.max_words, marks + first.max_marks, anchor);
            }
            Node::Alt(nodes) => nodes.iter().for_each(|node| self.gather(node, before, marks, anchor)),
            Node::Set { node, .. } => self.gather(node, before, marks, anchor),
        }
    }

    fn set(&mut self, node: &Arc<Node>) -> &SetMeasure {
        let key = Arc::as_ptr(node);
        if !self.sets.contains_key(&key) {
            let set = SetMeasure { _node: node.clone(), measure: self.measure(node), cost: self.cost(node) };
            self.sets.insert(key, set);
        }
        &self.sets[&key]
    }
}

impl Measure {
    /// This, and behind it the other.
    fn then(self, next: Measure) -> Measure {
        Measure {
            min_words: self.min_words + next.min_words,
            max_words: self.max_words + next.max_words,
            max_marks: self.max_marks + next.max_marks,
        }
    }
}
