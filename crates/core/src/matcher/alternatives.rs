//! The alternatives of a pattern in the order in which they are preferred: the longest first.
//!
//! Machines try alternatives in a fixed order, which is right as long as each has one length. An alternative with an
//! optional part has several: where its short reading would be taken before a longer alternative that starts alike, its
//! readings are written out. Writing out all of them would multiply the machines.

use super::measure::{Measure, Measurer};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::cmp::Reverse;
use wordgate_rules::Node;

/// The most readings into which the optional parts of one alternative are written out.
const MAX_READINGS: usize = 32;

/// The alternatives of a node, the longest first.
pub(super) fn alternatives(node: &Node, measurer: &mut Measurer) -> Vec<Node> {
    let Node::Alt(nodes) = node else { return vec![node.clone()] };
    let starts = Starts::new(nodes, measurer);
    let mut branches = Vec::with_capacity(nodes.len());
    for node in nodes {
        if starts.hide(node, measurer) {
            branches.extend(readings(node));
        } else {
            branches.push(node.clone());
        }
    }
    branches.sort_by_cached_key(|branch| Reverse(measurer.measure(branch).max_words));
    branches
}

/// For each word, the lengths of the alternatives that can start with it.
struct Starts {
    lengths: FxHashMap<String, Vec<usize>>,
}

impl Starts {
    fn new(nodes: &[Node], measurer: &mut Measurer) -> Starts {
        let mut lengths: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let measures: Vec<Measure> = nodes.iter().map(|node| measurer.measure(node)).collect();
        let is_plain = measures.iter().all(|measure| measure.min_words == measure.max_words);
        for (node, measure) in nodes.iter().zip(measures).filter(|_| !is_plain && nodes.len() > 1) {
            let mut words = Vec::new();
            first_words(node, &mut words);
            for word in words {
                lengths.entry(word).or_default().push(measure.max_words);
            }
        }
        Starts { lengths }
    }

    /// Whether a short reading of the node would be taken before a longer alternative.
    fn hide(&self, node: &Node, measurer: &mut Measurer) -> bool {
        if self.lengths.is_empty() {
            return false;
        }
        let Measure { min_words: least, max_words: most, .. } = measurer.measure(node);
        if least == most {
            return false;
        }
        let mut words = Vec::new();
        first_words(node, &mut words);
        let mut same = words.iter().filter_map(|word| self.lengths.get(word)).flatten();
        same.any(|&length| least < length && length < most) || self.is_rivalled(&words, most)
    }

    /// Whether another alternative of the same greatest length starts alike.
    fn is_rivalled(&self, words: &[String], most: usize) -> bool {
        words.iter().filter_map(|word| self.lengths.get(word)).any(|all| all.iter().filter(|l| **l == most).count() > 1)
    }
}

/// The folded words with which a node can start. Returns whether it can match nothing, so that what follows it starts.
fn first_words(node: &Node, words: &mut Vec<String>) -> bool {
    match node {
        Node::Word(word) => {
            words.extend(word.folded_forms().map(Cow::into_owned));
            false
        }
        Node::Mark { mark, .. } => {
            words.push(mark.to_string());
            false
        }
        Node::Gap(_) => true,
        Node::Opt(inner) => {
            first_words(inner, words);
            true
        }
        Node::Seq(nodes) => nodes.iter().all(|node| first_words(node, words)),
        Node::Alt(nodes) => nodes.iter().filter(|node| first_words(node, words)).count() > 0,
        Node::Set { node, .. } => first_words(node, words),
    }
}

/// A node with and without each of its optional parts.
fn readings(node: &Node) -> Vec<Node> {
    let expanded = match node {
        Node::Opt(inner) => {
            let mut all = readings(inner);
            all.push(Node::Seq(Vec::new()));
            all
        }
        Node::Alt(nodes) => nodes.iter().flat_map(readings).collect(),
        Node::Seq(nodes) => {
            let mut all = vec![Vec::new()];
            for node in nodes {
                let choices = if matches!(node, Node::Opt(_)) { readings(node) } else { vec![node.clone()] };
                if all.len() * choices.len() > MAX_READINGS {
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
    if expanded.len() > MAX_READINGS && !matches!(node, Node::Alt(_)) { vec![node.clone()] } else { expanded }
}
