//! Measures how many words a pattern can match, and chooses its anchor.
//!
//! The anchor of a pattern is a set of words such that every match contains one of them, chosen to be as rare as
//! possible. For `access~ [to] @model`, where `@model` has the terms `openai` and `open ai`, it is {openai, open}:
//! "access" is common, "to" is optional, and one word of each term is enough. At most two words of a match come before
//! the anchor word, so the matcher tries the pattern from two words before each anchor word on.

use crate::frequency::word_frequency;
use crate::{Node, Word};
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The limits of what a node can match.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measure {
    /// The fewest words, including those in gaps.
    pub min_words: usize,
    /// The most words, including those in gaps.
    pub max_words: usize,
    /// The most punctuation marks, without those in gaps.
    pub max_marks: usize,
}

/// The anchor of a node.
#[derive(Debug, Default)]
pub struct AnchorWords<'n> {
    /// Every match has at least one of these words. Empty if the node can match without any particular word.
    pub words: Vec<&'n Word>,
    /// The most words of a match before the anchor word.
    pub max_words_before: usize,
    /// The most punctuation marks of the pattern before the anchor word.
    pub max_marks_before: usize,
}

/// Measures nodes. Term sets are nested, and many patterns share them, so the results for each set are kept. The time
/// then depends on the length of the rule files, and not on the size of the expanded patterns.
#[derive(Debug, Default)]
pub struct Measurer {
    /// The results for term sets, by the address of the set's node.
    sets: Mutex<FxHashMap<usize, SetMeasure>>,
}

/// The results for a term set.
#[derive(Clone, Debug)]
struct SetMeasure {
    /// Keeps the node alive, so that its address is not reused.
    _node: Arc<Node>,
    measure: Measure,
    cost: Option<u32>,
}

impl Measurer {
    /// Returns the limits of what a node can match.
    pub fn measure(&self, node: &Node) -> Measure {
        match node {
            Node::Word(_) => Measure { min_words: 1, max_words: 1, max_marks: 0 },
            Node::Mark { .. } => Measure { max_marks: 1, ..Measure::default() },
            Node::Gap(words) => Measure { max_words: usize::from(*words), ..Measure::default() },
            Node::Opt(inner) => Measure { min_words: 0, ..self.measure(inner) },
            Node::Seq(nodes) => nodes.iter().fold(Measure::default(), |all, node| all.followed_by(self.measure(node))),
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

    /// Returns the expected frequency of all anchor words of a node together, roughly, or `None` if it has no anchor.
    pub fn cost(&self, node: &Node) -> Option<u32> {
        match node {
            Node::Word(word) => word_frequency(word),
            Node::Mark { .. } | Node::Gap(_) | Node::Opt(_) => None,
            Node::Seq(nodes) => nodes.iter().filter_map(|node| self.cost(node)).min(),
            // Any alternative may match, so the anchor has words of all of them. If one has no anchor, the node has
            // none.
            Node::Alt(nodes) => nodes.iter().try_fold(0_u32, |all, node| Some(all.saturating_add(self.cost(node)?))),
            Node::Set { node, .. } => self.set(node).cost,
        }
    }

    /// Returns the anchor of a node, which is empty if the node can match without any particular word.
    pub fn anchor<'n>(&self, node: &'n Node) -> AnchorWords<'n> {
        let mut anchor = AnchorWords::default();
        if self.cost(node).is_some() {
            self.collect(node, 0, 0, &mut anchor);
        }
        anchor
    }

    /// Adds the anchor words of a node that has an anchor. `words` and `marks` are the most that can come before the
    /// node.
    fn collect<'n>(&self, node: &'n Node, words: usize, marks: usize, anchor: &mut AnchorWords<'n>) {
        match node {
            Node::Word(word) => {
                anchor.words.push(word);
                anchor.max_words_before = anchor.max_words_before.max(words);
                anchor.max_marks_before = anchor.max_marks_before.max(marks);
            }
            Node::Mark { .. } | Node::Gap(_) | Node::Opt(_) => {}
            Node::Seq(nodes) => {
                // Every part has to match, so the rarest anchor is enough.
                let costs = nodes.iter().enumerate().filter_map(|(at, node)| Some((self.cost(node)?, at)));
                let Some((_, rarest)) = costs.min() else { return };
                let first =
                    nodes[..rarest].iter().fold(Measure::default(), |all, node| all.followed_by(self.measure(node)));
                self.collect(&nodes[rarest], words + first.max_words, marks + first.max_marks, anchor);
            }
            Node::Alt(nodes) => nodes.iter().for_each(|node| self.collect(node, words, marks, anchor)),
            Node::Set { node, .. } => self.collect(node, words, marks, anchor),
        }
    }

    fn set(&self, node: &Arc<Node>) -> SetMeasure {
        let address = Arc::as_ptr(node).addr();
        let sets = || self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        let known = sets().get(&address).cloned();
        known.unwrap_or_else(|| {
            let set = SetMeasure { _node: node.clone(), measure: self.measure(node), cost: self.cost(node) };
            sets().insert(address, set.clone());
            set
        })
    }
}

impl Measure {
    /// Returns the limits of both nodes in a row.
    fn followed_by(self, next: Measure) -> Measure {
        Measure {
            min_words: self.min_words + next.min_words,
            max_words: self.max_words + next.max_words,
            max_marks: self.max_marks + next.max_marks,
        }
    }
}
