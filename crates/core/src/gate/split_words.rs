//! Words of which markup has cut the middle off.
//!
//! In `[Open](x)AI` or `Open<!-- x -->AI` the beginning of a word stands right before markup, and its end right behind.
//! Where the markup between them ends depends on the format, so it is not looked at.

use super::grain::place;
use super::vocabulary::{Filter, Vocabulary};
use rustc_hash::FxHashMap;

/// When more words than this begin alike, a hidden word with this beginning may be any of them.
const MOST_ALIKE: usize = 64;

/// The beginnings that were seen, and the ends that they wait for.
#[derive(Default)]
pub(super) struct SplitWords {
    beginnings: FxHashMap<Box<str>, WordStart>,
    /// The last place of each end that some beginning waits for.
    ends: FxHashMap<Box<str>, Option<usize>>,
    /// The last place of any end.
    last_end: Option<usize>,
}

/// A beginning of words.
struct WordStart {
    places: Vec<usize>,
    /// The words that begin so, with what is missing; `None`: too many to tell.
    words: Option<Vec<(Box<str>, u32)>>,
}

impl SplitWords {
    /// Whether no beginning was seen, so that ends do not matter yet.
    pub fn is_empty(&self) -> bool {
        self.beginnings.is_empty()
    }

    /// Notes that `word` stands before byte `at`, with markup behind.
    pub fn begin(&mut self, word: &str, at: usize, lexicon: &Vocabulary, filter: &Filter) {
        let place = place(at) as usize;
        if let Some(known) = self.beginnings.get_mut(word) {
            if known.places.last() != Some(&place) {
                known.places.push(place);
            }
            return;
        }
        let mut words: Vec<(Box<str>, u32)> = Vec::new();
        for (longer, key) in lexicon.longer_than(word, filter).take(MOST_ALIKE + 1) {
            words.push((longer[word.len()..].into(), key));
        }
        if words.is_empty() {
            return;
        }
        let words = (words.len() <= MOST_ALIKE).then_some(words);
        for (rest, _) in words.iter().flatten() {
            for end in tails(rest) {
                self.ends.entry(end.into()).or_insert(None);
            }
        }
        self.beginnings.insert(word.into(), WordStart { places: vec![place], words });
    }

    /// Notes that `word` stands behind byte `at`, with markup before.
    pub fn end(&mut self, word: &str, at: usize) {
        self.last_end = Some(at);
        if let Some(place) = self.ends.get_mut(word) {
            *place = Some(at);
        }
    }

    /// Each place at which a word begins that some later end completes, and the word; `None` for any word.
    pub fn words(&self) -> impl Iterator<Item = (usize, Option<u32>)> {
        self.beginnings.values().flat_map(|beginning| {
            let ends = match &beginning.words {
                Some(words) => words.iter().map(|(rest, key)| (self.last_of(rest), Some(*key))).collect(),
                None => vec![(self.last_end, None)],
            };
            ends.into_iter().flat_map(|(end, key)| {
                let before = beginning.places.iter().filter(move |place| end.is_some_and(|end| **place <= end));
                before.map(move |place| (*place, key))
            })
        })
    }

    fn last_of(&self, rest: &str) -> Option<usize> {
        tails(rest).filter_map(|end| *self.ends.get(end)?).max()
    }
}

/// The ends of `word`, itself included.
fn tails(word: &str) -> impl Iterator<Item = &str> {
    word.char_indices().map(|(at, _)| &word[at..])
}
