//! The search targets of a rule: what the matcher searches for, and the words by which it finds it.
//!
//! A pattern is one target, or one for each alternative if it is a choice. The targets of a built-in rule are stored with
//! it, so a run reads only those patterns whose words occur in some text.

use crate::alternatives::branches;
use crate::measure::{AnchorWords, Measurer};
use crate::{Node, Pattern, Shape, Word};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A pattern, or one alternative of a pattern that is a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The index of the pattern in the rule.
    pub pattern: usize,
    /// The index of the alternative in [`branches`] of the pattern's only part. For a pattern with `&`, the index of the
    /// part that is expected to match least often.
    pub branch: usize,
    /// Every match contains a word of one of these.
    pub anchors: Vec<Anchor>,
}

/// Words of which every match has at least one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The hash of each form of a whole word; see [`Word::hashes`].
    pub hashes: Vec<u64>,
    /// The words that are compared with something else than a whole word.
    pub shaped: Vec<Word>,
    /// The most words of a match before the anchor word.
    pub max_words_before: usize,
    /// The most punctuation marks of the pattern before the anchor word.
    pub max_marks_before: usize,
}

impl Target {
    /// Returns the targets of these patterns of one rule.
    pub fn of_patterns(patterns: &[Pattern], measurer: &Measurer) -> Vec<Target> {
        let all = patterns.iter().enumerate();
        all.flat_map(|(number, pattern)| Target::of_pattern(number, pattern, measurer)).collect()
    }

    fn of_pattern(pattern: usize, source: &Pattern, measurer: &Measurer) -> Vec<Target> {
        let parts: Vec<Vec<Cow<Node>>> = source.parts.iter().map(|part| branches(part, measurer)).collect();
        let cost = |node: &Cow<Node>| measurer.cost(node).map_or(u64::MAX, u64::from);
        // Every part has to occur, so the anchors of the rarest part are enough.
        let rarest =
            parts.iter().enumerate().min_by_key(|(_, part)| part.iter().map(cost).fold(0, u64::saturating_add));
        let Some((rarest, part)) = rarest else { return Vec::new() };
        let anchors = part.iter().map(|node| Anchor::new(measurer.anchor(node)));
        match source.parts.len() {
            1 => {
                anchors.enumerate().map(|(branch, anchor)| Target { pattern, branch, anchors: vec![anchor] }).collect()
            }
            _ => vec![Target { pattern, branch: rarest, anchors: anchors.collect() }],
        }
    }
}

impl Anchor {
    fn new(anchor: AnchorWords) -> Anchor {
        let AnchorWords { words, max_words_before, max_marks_before } = anchor;
        let (whole, shaped): (Vec<&Word>, Vec<&Word>) = words.into_iter().partition(|word| word.shape == Shape::Whole);
        let hashes = whole.into_iter().flat_map(Word::hashes).collect();
        Anchor { hashes, shaped: shaped.into_iter().cloned().collect(), max_words_before, max_marks_before }
    }
}
