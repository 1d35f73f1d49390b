//! Words that are split by markup.
//!
//! In `[Open](x)AI` or `Open<!-- x -->AI` the start of a word is directly before markup, and its end directly after
//! markup. Where the markup in between ends depends on the format, so the scanner does not parse it. It records every
//! start of a word of the vocabulary, and every end that completes such a start. A word is reported if its end occurs
//! anywhere after its start.

use super::grain::round_to_grain;
use super::vocabulary::{Filter, Vocabulary};
use rustc_hash::FxHashMap;

/// The most words for which a start is tracked. The start of more words counts as the start of any word, which limits
/// memory and makes the gate open more often.
const MAX_COMPLETIONS: usize = 64;

/// The starts recorded so far, and the ends that would complete them.
#[derive(Default)]
pub(super) struct SplitWords {
    starts: FxHashMap<Box<str>, WordStart>,
    /// For each end that would complete some start, its last offset.
    ends: FxHashMap<Box<str>, Option<usize>>,
    /// The last offset of any end.
    last_end: Option<usize>,
}

/// The first letters of one or more words.
struct WordStart {
    offsets: Vec<usize>,
    /// The missing rest and the id of each word with this start, or `None` if there are too many words.
    completions: Option<Vec<(Box<str>, u32)>>,
}

impl SplitWords {
    /// Returns whether no start was recorded, so that ends do not matter yet.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Records the start of a word: `letters` end at byte `offset`, directly before markup.
    pub fn add_start(&mut self, letters: &str, offset: usize, vocabulary: &Vocabulary, filter: &Filter) {
        let offset = round_to_grain(offset) as usize;
        if let Some(known) = self.starts.get_mut(letters) {
            if known.offsets.last() != Some(&offset) {
                known.offsets.push(offset);
            }
            return;
        }
        let mut completions: Vec<(Box<str>, u32)> = Vec::new();
        for (word, id) in vocabulary.longer_words(letters, filter).take(MAX_COMPLETIONS + 1) {
            completions.push((word[letters.len()..].into(), id));
        }
        for (shape, id) in vocabulary.shapes(filter) {
            completions.extend(shape.missing_ends(letters).map(|end| (end.into(), id)));
        }
        if completions.is_empty() {
            return;
        }
        let completions = (completions.len() <= MAX_COMPLETIONS).then_some(completions);
        // The rest may be split again, so any suffix of it may follow the last markup.
        for (rest, _) in completions.iter().flatten() {
            for end in suffixes(rest) {
                self.ends.entry(end.into()).or_insert(None);
            }
        }
        self.starts.insert(letters.into(), WordStart { offsets: vec![offset], completions });
    }

    /// Records the end of a word: `letters` begin at byte `offset`, directly after markup.
    pub fn add_end(&mut self, letters: &str, offset: usize) {
        self.last_end = Some(offset);
        if let Some(last) = self.ends.get_mut(letters) {
            *last = Some(offset);
        }
    }

    /// Returns the offset and the id of each word that a later end completes. The id is `None` if it may be any word.
    pub fn words(&self) -> impl Iterator<Item = (usize, Option<u32>)> {
        self.starts.values().flat_map(|start| {
            let ends = match &start.completions {
                Some(words) => words.iter().map(|(rest, id)| (self.last_end_of(rest), Some(*id))).collect(),
                None => vec![(self.last_end, None)],
            };
            ends.into_iter().flat_map(|(end, id)| {
                let before = start.offsets.iter().filter(move |offset| end.is_some_and(|end| **offset <= end));
                before.map(move |offset| (*offset, id))
            })
        })
    }

    fn last_end_of(&self, rest: &str) -> Option<usize> {
        suffixes(rest).filter_map(|end| *self.ends.get(end)?).max()
    }
}

/// Returns the suffixes of a word, including the whole word.
fn suffixes(word: &str) -> impl Iterator<Item = &str> {
    word.char_indices().map(|(at, _)| &word[at..])
}
