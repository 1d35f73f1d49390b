//! The syntax tree of a pattern, and queries about it.
//!
//! For example, `direct [model] access~` is a `Seq` of a `Word`, an `Opt` with a `Word`, and a `Word` with four forms.

use super::set_name::capture_name;
use crate::class_names::is_internal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use wordgate_text::prose::{Joint, folded, word_hash};

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// One word.
    Word(Arc<Word>),
    /// A punctuation mark.
    Mark {
        /// The mark; `—` stands for every dash.
        mark: char,
        /// Whether the mark must directly follow the word before it, without white space.
        glued: bool,
    },
    /// Up to this many words within one sentence.
    Gap(u16),
    /// All of these, in this order.
    Seq(Vec<Node>),
    /// One of these.
    Alt(Vec<Node>),
    /// This or nothing.
    Opt(Box<Node>),
    /// A term of a set, captured under [`capture_name`](crate::capture_name) of the set's name.
    Set {
        /// The name of the set; `terms/NAME` for a set of the shared library.
        name: String,
        /// The byte range of the reference in the pattern, for errors.
        at: Range<usize>,
        /// The terms of the set; an empty `Alt` until [`TermSets::fill`](crate::TermSets::fill) has run.
        node: Arc<Node>,
    },
}

/// One word of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Word {
    /// The forms that match, starting with the word itself. They are normalised like words of prose, and case-folded if
    /// `case` is [`Case::Any`].
    pub forms: Vec<String>,
    /// What the forms are compared with.
    pub shape: Shape,
    /// How letter case is compared.
    pub case: Case,
    /// Whether the word must be a possessive. If false, it may be one.
    pub possessive: bool,
    /// How the word must be joined to the one before it; `None` allows any [`Joint`], and [`Joint::Space`] any but a
    /// hyphen.
    pub joint: Option<Joint>,
}

/// What the forms of a word are compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shape {
    /// The whole word.
    #[default]
    Whole,
    /// The first letters of a longer word. The empty form matches every word.
    Start,
    /// The last letters of a longer word.
    End,
    /// The word with its number replaced; see [`number_shapes`](crate::number_shapes).
    Number,
}

impl Word {
    /// Returns the case-folded forms. Two forms may fold to the same text.
    pub fn folded_forms(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.forms.iter().map(|form| if self.case == Case::Any { form.into() } else { folded(form) })
    }

    /// Returns the [`word_hash`] of each case-folded form.
    pub fn hashes(&self) -> impl Iterator<Item = u64> {
        self.folded_forms().map(|form| word_hash(&form))
    }
}

/// How letter case is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Case {
    /// Case is ignored.
    #[default]
    Any,
    /// Each letter must have the same case.
    Exact,
    /// A capital letter matches only a capital letter; a lower-case letter matches both.
    Smart,
}

/// Adds the names of the term sets in a node, nested ones included, to `names`.
pub(super) fn add_set_names<'n>(node: &'n Node, names: &mut BTreeSet<&'n str>) {
    match node {
        Node::Word(_) | Node::Mark { .. } | Node::Gap(_) => {}
        Node::Opt(inner) => add_set_names(inner, names),
        Node::Seq(nodes) | Node::Alt(nodes) => nodes.iter().for_each(|node| add_set_names(node, names)),
        Node::Set { name, node, .. } => {
            if names.insert(name) {
                add_set_names(node, names);
            }
        }
    }
}

/// Returns whether some match of a node captures a term under this name.
pub(super) fn may_capture(node: &Node, set: &str) -> bool {
    match node {
        Node::Word(_) | Node::Mark { .. } | Node::Gap(_) => false,
        Node::Opt(inner) => may_capture(inner, set),
        Node::Set { name, node, .. } => capture_name(name) == set || may_capture(node, set),
        Node::Seq(nodes) | Node::Alt(nodes) => nodes.iter().any(|node| may_capture(node, set)),
    }
}

/// Returns whether every match of a node contains a word.
pub(super) fn has_word(node: &Node) -> bool {
    match node {
        Node::Word(_) => true,
        Node::Mark { .. } | Node::Gap(_) | Node::Opt(_) => false,
        Node::Set { node, .. } => has_word(node),
        Node::Seq(nodes) => nodes.iter().any(has_word),
        Node::Alt(nodes) => nodes.iter().all(has_word),
    }
}

/// Returns the names that every match of a node captures.
pub(super) fn captures(node: &Node) -> Vec<&str> {
    match node {
        Node::Word(_) | Node::Mark { .. } | Node::Gap(_) | Node::Opt(_) => Vec::new(),
        Node::Set { name, node, .. } if is_internal(name) => captures(node),
        Node::Set { name, node, .. } => std::iter::once(capture_name(name)).chain(captures(node)).collect(),
        Node::Seq(nodes) => nodes.iter().flat_map(captures).collect(),
        Node::Alt(nodes) => {
            let mut branches = nodes.iter().map(captures);
            let first = branches.next().unwrap_or_default();
            branches.fold(first, |common, branch| common.into_iter().filter(|name| branch.contains(name)).collect())
        }
    }
}

/// Returns whether a node can match without any word or mark.
pub(super) fn can_match_empty(node: &Node) -> bool {
    match node {
        Node::Word(_) | Node::Mark { .. } | Node::Set { .. } => false,
        Node::Gap(_) | Node::Opt(_) => true,
        Node::Seq(nodes) => nodes.iter().all(can_match_empty),
        Node::Alt(nodes) => nodes.iter().any(can_match_empty),
    }
}

/// Returns whether a part of the pattern is optional.
pub(super) fn has_optional(node: &Node) -> bool {
    match node {
        Node::Word(_) | Node::Mark { .. } | Node::Set { .. } | Node::Gap(_) => false,
        Node::Opt(_) => true,
        Node::Seq(nodes) | Node::Alt(nodes) => nodes.iter().any(has_optional),
    }
}

/// Returns whether a match of the node can start with a gap, or end with one if `first` is false.
pub(super) fn touches_gap(node: &Node, first: bool) -> bool {
    match node {
        Node::Word(_) | Node::Mark { .. } | Node::Set { .. } => false,
        Node::Gap(_) => true,
        Node::Opt(inner) => touches_gap(inner, first),
        Node::Alt(nodes) => nodes.iter().any(|node| touches_gap(node, first)),
        Node::Seq(nodes) => {
            let from_end = |index: usize| &nodes[if first { index } else { nodes.len() - 1 - index }];
            let edge = (0..nodes.len()).map(from_end).find(|node| touches_gap(node, first) || !can_match_empty(node));
            edge.is_some_and(|node| touches_gap(node, first))
        }
    }
}
