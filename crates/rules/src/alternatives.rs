//! Sorts the alternatives of a pattern by preference: the longest first.
//!
//! The VM tries alternatives in a fixed order. That is correct as long as each alternative has one length, but an
//! alternative with an optional part has several. For `(a [x y z]|a b c)` and the text "a b c", the first alternative
//! is the longest, but it would match "a" alone before the second alternative could match all three words. So it is
//! expanded to `a x y z` and `a`, which are sorted separately. Only alternatives with such a conflict are expanded,
//! because expanding all of them would multiply the size of programs.

use crate::measure::{Measure, Measurer};
use crate::{Node, is_class};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::cmp::Reverse;

/// The most variants to which one alternative is expanded. An alternative with more variants is not expanded, so a
/// shorter match may win.
const MAX_VARIANTS: usize = 32;

/// Returns the nodes that a part of a pattern is searched as: if it is a choice or a whole term set, its alternatives,
/// because each can have words of its own to search for.
pub fn branches<'n>(part: &'n Node, measurer: &Measurer) -> Vec<Cow<'n, Node>> {
    match part {
        // A class is one instruction, whatever its terms are.
        Node::Set { name, node, .. } if !is_class(name) => alternatives(node, measurer),
        _ => alternatives(part, measurer),
    }
}

/// Returns the alternatives of a node, the longest first. A node that is not a choice is its only alternative.
pub fn alternatives<'n>(node: &'n Node, measurer: &Measurer) -> Vec<Cow<'n, Node>> {
    let Node::Alt(nodes) = node else { return vec![Cow::Borrowed(node)] };
    let starts = Starts::new(nodes, measurer);
    let mut branches = Vec::with_capacity(nodes.len());
    for node in nodes {
        if starts.conflicts(node, measurer) {
            branches.extend(expand_optional(node).into_iter().map(Cow::Owned));
        } else {
            branches.push(Cow::Borrowed(node));
        }
    }
    branches.sort_by_cached_key(|branch| Reverse(measurer.measure(branch).max_words));
    branches
}

/// For each word, the greatest lengths of the alternatives that can start with it. Empty if every alternative has one
/// length.
struct Starts<'n> {
    lengths: FxHashMap<Cow<'n, str>, Vec<usize>>,
}

impl<'n> Starts<'n> {
    fn new(nodes: &'n [Node], measurer: &Measurer) -> Starts<'n> {
        let mut lengths: FxHashMap<Cow<'n, str>, Vec<usize>> = FxHashMap::default();
        let measures: Vec<Measure> = nodes.iter().map(|node| measurer.measure(node)).collect();
        let is_fixed = measures.iter().all(|measure| measure.min_words == measure.max_words);
        for (node, measure) in nodes.iter().zip(measures).filter(|_| !is_fixed && nodes.len() > 1) {
            let mut words = Vec::new();
            first_words(node, &mut words);
            for word in words {
                lengths.entry(word).or_default().push(measure.max_words);
            }
        }
        Starts { lengths }
    }

    /// Returns whether a short variant of the node could match before a longer alternative is tried.
    fn conflicts(&self, node: &Node, measurer: &Measurer) -> bool {
        if self.lengths.is_empty() {
            return false;
        }
        let Measure { min_words, max_words, .. } = measurer.measure(node);
        if min_words == max_words {
            return false;
        }
        let mut words = Vec::new();
        first_words(node, &mut words);
        let mut lengths = words.iter().filter_map(|word| self.lengths.get(word)).flatten();
        lengths.any(|&length| min_words < length && length < max_words) || self.has_equal(&words, max_words)
    }

    /// Returns whether another alternative with the same greatest length can start with one of these words.
    fn has_equal(&self, words: &[Cow<str>], max_words: usize) -> bool {
        let mut lengths = words.iter().filter_map(|word| self.lengths.get(word));
        lengths.any(|lengths| lengths.iter().filter(|length| **length == max_words).count() > 1)
    }
}

/// Adds the folded words with which a match of the node can start. Returns whether the node can match no words at all,
/// so that a match can also start with the next node.
fn first_words<'n>(node: &'n Node, words: &mut Vec<Cow<'n, str>>) -> bool {
    match node {
        Node::Word(word) => {
            words.extend(word.folded_forms());
            false
        }
        Node::Mark { mark, .. } => {
            words.push(mark.to_string().into());
            false
        }
        Node::Gap(_) => true,
        Node::Opt(inner) => {
            first_words(inner, words);
            true
        }
        Node::Seq(nodes) => nodes.iter().all(|node| first_words(node, words)),
        Node::Alt(nodes) => nodes.iter().filter(|node| first_words(node, words)).count() > 0,
        // No set is expanded, so the name of a class stands for its thousands of words.
        Node::Set { name, .. } if is_class(name) => {
            words.push(format!("@{name}").into());
            false
        }
        Node::Set { node, .. } => first_words(node, words),
    }
}

/// Returns the variants of a node with and without each of its optional parts.
fn expand_optional(node: &Node) -> Vec<Node> {
    let expanded = match node {
        Node::Opt(inner) => {
            let mut all = expand_optional(inner);
            all.push(Node::Seq(Vec::new()));
            all
        }
        Node::Alt(nodes) => nodes.iter().flat_map(expand_optional).collect(),
        Node::Seq(nodes) => {
            let mut all = vec![Vec::new()];
            for node in nodes {
                let choices = if matches!(node, Node::Opt(_)) { expand_optional(node) } else { vec![node.clone()] };
                if all.len() * choices.len() > MAX_VARIANTS {
                    return vec![Node::Seq(nodes.clone())];
                }
                all = all
                    .iter()
                    .flat_map(|prefix| {
                        choices.iter().map(|choice| [prefix.as_slice(), std::slice::from_ref(choice)].concat())
                    })
                    .collect();
            }
            all.into_iter().map(Node::Seq).collect()
        }
        Node::Word(_) | Node::Mark { .. } | Node::Gap(_) | Node::Set { .. } => vec![node.clone()],
    };
    if expanded.len() > MAX_VARIANTS && !matches!(node, Node::Alt(_)) { vec![node.clone()] } else { expanded }
}
