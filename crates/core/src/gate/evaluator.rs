//! Whether all that some pattern needs was seen in a part of a document.
//!
//! Nearly all words of a part are in some clause, and nearly all clauses are of patterns of which the rarest word is not
//! there. So words are only noted while a part is read, and clauses are looked at from the rarest words on.

use super::requirement::{Predicate, Requirements};
use super::scanner::{LetterRun, Visitor};

/// In a part with more neighbours than this any words are taken for neighbours.
const MOST_NEIGHBOURS: usize = 4096;

/// When each word was seen last. Kept from part to part, so that it need not be cleared for each.
#[derive(Debug)]
pub(super) struct SeenWords {
    /// For each word, the last part in which it was seen.
    part: Vec<u32>,
    parts: u32,
    neighbours: Vec<AdjacentWords>,
    /// The words seen by which ways are found.
    leading: Vec<u32>,
}

/// A word, and the word that follows it at once.
#[derive(Clone, Copy, Debug)]
struct AdjacentWords {
    first: u32,
    /// `None`: that may be any word.
    second: Option<u32>,
}

impl SeenWords {
    pub fn new(words: usize) -> SeenWords {
        SeenWords { part: vec![0; words], parts: 0, neighbours: Vec::new(), leading: Vec::new() }
    }
}

/// What was seen in one part.
pub(super) struct Evaluator<'e> {
    requirements: &'e Requirements,
    seen: &'e mut SeenWords,
    /// The word that the last run of letters is.
    before: Option<u32>,
    anything: bool,
}

impl<'e> Evaluator<'e> {
    /// Nothing yet.
    pub fn new(requirements: &'e Requirements, seen: &'e mut SeenWords) -> Evaluator<'e> {
        seen.parts += 1;
        seen.neighbours.clear();
        seen.leading.clear();
        Evaluator { requirements, seen, before: None, anything: false }
    }

    /// Whether it is enough for some pattern.
    pub fn suffices(&self) -> bool {
        let leading = self.seen.leading.iter().flat_map(|word| self.requirements.clauses_of(*word));
        let mut ways = leading.flat_map(|clause| self.requirements.anchored_by(*clause));
        self.anything || ways.any(|way| self.is_open(*way))
    }

    /// Whether all clauses of a way are there, but for the one by which it is found.
    fn is_open(&self, way: u32) -> bool {
        self.requirements.rest_of(way).iter().all(|clause| self.is_met(*clause))
    }

    /// Whether a clause is there.
    fn is_met(&self, clause: u32) -> bool {
        let requirements = self.requirements;
        let [first, second] = match requirements.predicate(clause) {
            Predicate::Words => return requirements.words_of(clause).iter().any(|word| self.has(*word)),
            Predicate::Choice(ways) => return ways.clone().any(|way| self.is_open(way)),
            Predicate::Pair(pair) => *pair,
        };
        let neighbours = &self.seen.neighbours;
        neighbours.len() >= MOST_NEIGHBOURS
            || neighbours.iter().any(|neighbours| {
                requirements.is_in(neighbours.first, first)
                    && neighbours.second.is_none_or(|word| requirements.is_in(word, second))
            })
    }

    fn has(&self, word: u32) -> bool {
        self.seen.part[word as usize] == self.seen.parts
    }

    fn see(&mut self, word: u32) {
        if !self.has(word) {
            self.seen.part[word as usize] = self.seen.parts;
            if self.requirements.is_anchor(word) {
                self.seen.leading.push(word);
            }
        }
    }

    fn see_behind(&mut self, first: u32, second: Option<u32>) {
        if self.requirements.is_pair_start(first) && self.seen.neighbours.len() < MOST_NEIGHBOURS {
            self.seen.neighbours.push(AdjacentWords { first, second });
        }
    }
}

impl Visitor for Evaluator<'_> {
    fn run(&mut self, _run: LetterRun, word: Option<u32>, next: bool) {
        if let Some(word) = word {
            self.see(word);
        }
        match std::mem::replace(&mut self.before, word) {
            Some(before) if !next => self.see_behind(before, None),
            Some(before) if word.is_some() => self.see_behind(before, word),
            _ => {}
        }
    }

    fn hidden(&mut self, _at: usize, word: Option<u32>) {
        let Some(word) = word else {
            self.anything = true;
            return;
        };
        self.see(word);
        self.see_behind(word, None);
    }

    fn end(&mut self) {
        if let Some(before) = self.before.take() {
            self.see_behind(before, None);
        }
    }
}
