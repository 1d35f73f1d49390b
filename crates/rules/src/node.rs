//! The tree of a pattern, and what can be asked of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
use wordgate_text::prose::{Joint, folded};

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// One word.
    Word(Arc<Word>),
    /// A punctuation mark that the pattern writes; `glued` when nothing may lie before it.
    Mark {
        /// The mark, dashes as `—`.
        mark: char,
        /// Whether white space before it is refused.
        glued: bool,
    },
    /// Up to so many words, inside one sentence.
    Gap(u16),
    /// One after the other.
    Seq(Vec<Node>),
    /// One of these.
    Alt(Vec<Node>),
    /// This or nothing.
    Opt(Box<Node>),
    /// A term of a set, captured under the set's name. Before the sets are put in, the node is an empty `Alt`.
    Set {
        /// The name of the set.
        name: String,
        /// Bytes of the reference in the pattern, for errors.
        at: Range<usize>,
        /// What the set matches.
        node: Arc<Node>,
    },
}

/// One word of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Word {
    /// The forms that match, the word itself first, as the prose's words are written when case matters, else folded.
    pub forms: Vec<String>,
    /// How case counts.
    pub case: Case,
    /// Whether a possessive must follow; where it is false one may.
    pub possessive: bool,
    /// How the word must be joined to the one before it, where that matters.
    pub joint: Option<Joint>,
}

impl Word {
    /// The forms with case folded, as the prose's words are folded: the same form may come twice.
    pub fn folded_forms(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.forms.iter().map(|form| if self.case == Case::Any { form.into() } else { folded(form) })
    }
}

/// How case counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Case {
    /// Not at all.
    #[default]
    Any,
    /// Each letter as it is written.
    Exact,
    /// A capital must be a capital, a small letter matches either.
    Smart,
}

/// Whether some match of a node captures the term set.
pub(super) fn may_capture(node: &Node, set: &str) -> bool {
    match node {
        Node::Word(_) | Node::Mark { .. } | Node::Gap(_) => false,
        Node::Opt(inner) => may_capture(inner, set),
        Node::Set { name, node, .. } => name == set || may_capture(node, set),
        Node::Seq(nodes) | Node::Alt(nodes) => nodes.iter().any(|node| may_capture(node, set)),
    }
}

/// Whether every reading of a node has a word.
pub(super) fn has_word(node: &Node) -> bool {
    match node {
        Node::Word(_) => true,
        Node::Mark { .. } | Node::Gap(_) | Node::Opt(_) => false,
        Node::Set { node, .. } => has_word(node),
        Node::Seq(nodes) => nodes.iter().any(has_word),
        Node::Alt(nodes) => nodes.iter().all(has_word),
    }
}

/// The names of the term sets that every match of a node captures.
pub(super) fn captures(node: &Node) -> Vec<&str> {
    match node {
        Node::Word(_) | Node::Mark { .. } | Node::Gap(_) | Node::Opt(_) => Vec::new(),
        Node::Set { name, node, .. } => std::iter::once(name.as_str()).chain(captures(node)).collect(),
        Node::Seq(nodes) => nodes.iter().flat_map(captures).collect(),
        Node::Alt(nodes) => {
            let mut branches = nodes.iter().map(captures);
            let first = branches.next().unwrap_or_default();
            branches.fold(first, |common, branch| common.into_iter().filter(|name| branch.contains(name)).collect())
        }
    }
}

/// Whether a node can match no word at all.
pub(super) fn matches_nothing(node: &Node) -> bool {
    match node {
        Node::Word(_) | Node::Mark { .. } | Node::Set { .. } => false,
        Node::Gap(_) | Node::Opt(_) => true,
        Node::Seq(nodes) => nodes.iter().all(matches_nothing),
        Node::Alt(nodes) => nodes.iter().any(matches_nothing),
    }
}

/// Whether a gap can be the first (or last) thing that a node matches.
pub(super) fn touches_gap(node: &Node, first: bool) -> bool {
    match node {
        Node::Word(_) | Node::Mark { .. } | Node::Set { .. } => false,
        Node::Gap(_) => true,
        Node::Opt(inner) => touches_gap(inner, first),
        Node::Alt(nodes) => nodes.iter().any(|node| touches_gap(node, first)),
        Node::Seq(nodes) => {
            let at = |index: usize| &nodes[if first { index } else { nodes.len() - 1 - index }];
            let edge = (0..nodes.len()).map(at).find(|node| touches_gap(node, first) || !matches_nothing(node));
            edge.is_some_and(|node| touches_gap(node, first))
        }
    }
}
