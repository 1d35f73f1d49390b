//! Collects the words of one piece and evaluates the requirements.
//!
//! Nearly every word of a piece is in some clause, but the anchors of nearly all patterns are missing. So while a piece
//! is scanned, the evaluator only records words. Afterwards it starts from the anchors that occurred and checks the
//! other clauses of their conjunctions.

use super::requirement::{Predicate, Requirements};
use super::scanner::{LetterRun, Visitor};

/// The most pairs of adjacent words that are recorded for a piece, because each pair clause searches them all. At
/// this limit every pair counts as found, so the gate opens more often.
const MAX_PAIRS: usize = 4096;

/// The words of the current piece. The buffers are reused from piece to piece.
#[derive(Debug)]
pub(super) struct SeenWords {
    /// For each word, the number of the last piece in which it occurred. This needs no clearing between pieces.
    last_piece: Vec<u32>,
    /// The number of the current piece.
    piece: u32,
    pairs: Vec<AdjacentWords>,
    /// The words of anchors that occurred.
    anchors: Vec<u32>,
}

/// A word and the word directly after it.
#[derive(Clone, Copy, Debug)]
struct AdjacentWords {
    first: u32,
    /// The id of the second word, or `None` if it may be any word.
    second: Option<u32>,
}

impl SeenWords {
    pub fn new(word_count: usize) -> SeenWords {
        SeenWords { last_piece: vec![0; word_count], piece: 0, pairs: Vec::new(), anchors: Vec::new() }
    }
}

/// Decides whether one piece meets the requirement of some pattern.
pub(super) struct Evaluator<'e> {
    requirements: &'e Requirements,
    seen: &'e mut SeenWords,
    /// The word of the last letter run, if it is in the vocabulary.
    previous: Option<u32>,
    /// Whether the piece contains text that may spell any word.
    has_wildcard: bool,
}

impl<'e> Evaluator<'e> {
    /// Starts a new piece.
    pub fn new(requirements: &'e Requirements, seen: &'e mut SeenWords) -> Evaluator<'e> {
        seen.piece += 1;
        seen.pairs.clear();
        seen.anchors.clear();
        Evaluator { requirements, seen, previous: None, has_wildcard: false }
    }

    /// Returns whether the words recorded so far meet the requirement of some pattern.
    pub fn is_satisfied(&self) -> bool {
        let anchors = self.seen.anchors.iter().flat_map(|word| self.requirements.clauses_with(*word));
        let mut conjunctions = anchors.flat_map(|clause| self.requirements.conjunctions_with_anchor(*clause));
        self.has_wildcard || conjunctions.any(|conjunction| self.conjunction_holds(*conjunction))
    }

    /// Returns whether every clause of a conjunction holds. The anchor is not checked again.
    fn conjunction_holds(&self, conjunction: u32) -> bool {
        self.requirements.other_clauses(conjunction).iter().all(|clause| self.clause_holds(*clause))
    }

    fn clause_holds(&self, clause: u32) -> bool {
        let requirements = self.requirements;
        let [first, second] = match requirements.predicate(clause) {
            Predicate::Words => return requirements.words_of(clause).iter().any(|word| self.has(*word)),
            Predicate::Choice(conjunctions) => {
                return conjunctions.clone().any(|conjunction| self.conjunction_holds(conjunction));
            }
            Predicate::Pair(pair) => *pair,
        };
        let pairs = &self.seen.pairs;
        pairs.len() >= MAX_PAIRS
            || pairs.iter().any(|pair| {
                requirements.is_word_in_clause(pair.first, first)
                    && pair.second.is_none_or(|word| requirements.is_word_in_clause(word, second))
            })
    }

    fn has(&self, word: u32) -> bool {
        self.seen.last_piece[word as usize] == self.seen.piece
    }

    fn record_word(&mut self, word: u32) {
        if !self.has(word) {
            self.seen.last_piece[word as usize] = self.seen.piece;
            if self.requirements.is_anchor(word) {
                self.seen.anchors.push(word);
            }
        }
    }

    fn record_pair(&mut self, first: u32, second: Option<u32>) {
        if self.requirements.is_pair_start(first) && self.seen.pairs.len() < MAX_PAIRS {
            self.seen.pairs.push(AdjacentWords { first, second });
        }
    }
}

impl Visitor for Evaluator<'_> {
    fn visit_run(&mut self, _run: LetterRun, word: Option<u32>, is_adjacent: bool) {
        if let Some(word) = word {
            self.record_word(word);
        }
        match std::mem::replace(&mut self.previous, word) {
            // There may be hidden words in between, so any word may follow the previous one.
            Some(previous) if !is_adjacent => self.record_pair(previous, None),
            Some(previous) if word.is_some() => self.record_pair(previous, word),
            _ => {}
        }
    }

    fn visit_hidden(&mut self, _offset: usize, word: Option<u32>) {
        let Some(word) = word else {
            self.has_wildcard = true;
            return;
        };
        self.record_word(word);
        self.record_pair(word, None);
    }

    fn end_range(&mut self) {
        if let Some(previous) = self.previous.take() {
            self.record_pair(previous, None);
        }
    }
}
