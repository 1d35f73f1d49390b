//! Where in a file evidence may be, at a glance.
//!
//! Of each way that a pattern can be met the rarest word is looked for. Where a neighbour of it is known, it is looked
//! at too, which rules out most places before a file is split.

use super::grain::place;
use super::lexicon::Lexicon;
use super::reading::{Run, Sink};
use super::requirement::Requirements;

/// Gathers where rare words stand.
pub(super) struct Hits<'g> {
    lexicon: &'g Lexicon,
    requirements: &'g Requirements,
    text: &'g str,
    places: Vec<u32>,
    /// The run before.
    before: Option<Run>,
    /// Where a rare word stands that is a hit if one of the pairs in `waiting` goes on so.
    waiting_at: usize,
    waiting: Vec<u32>,
}

impl<'g> Hits<'g> {
    /// None yet.
    pub fn new(lexicon: &'g Lexicon, requirements: &'g Requirements, text: &'g str) -> Hits<'g> {
        Hits { lexicon, requirements, text, places: Vec::new(), before: None, waiting_at: 0, waiting: Vec::new() }
    }

    /// The places, sorted; each stands for the bytes up to [`super::grain::GRAIN`] after it.
    pub fn places(mut self) -> Vec<u32> {
        self.places.sort_unstable();
        self.places
    }

    fn note(&mut self, at: usize) {
        let place = place(at);
        if self.places.last() != Some(&place) {
            self.places.push(place);
        }
    }

    /// Whether a run is one of the words of a clause.
    fn is_in(&self, run: Run, clause: u32) -> bool {
        let word = self.text[run.start..run.end].to_ascii_lowercase();
        let word = self.lexicon.find(&word, self.lexicon.all());
        word.is_some_and(|word| self.requirements.is_in(word, clause))
    }

    /// Whether a rare word is a hit for one of the ways that are found by `clause`, as far as that can be told yet.
    fn is_hit(&mut self, clause: u32, next: bool) -> bool {
        let requirements = self.requirements;
        let neighbours = requirements.neighbours_of(clause);
        if neighbours.is_empty() {
            return true;
        }
        for &pair in neighbours {
            let Some([first, second]) = requirements.asks(pair).pair() else { continue };
            if first == clause {
                self.waiting.push(pair);
            }
            if second == clause && (!next || self.before.is_some_and(|before| self.is_in(before, first))) {
                return true;
            }
        }
        false
    }
}

impl Hits<'_> {
    /// Deals with a run that matters.
    fn matters(&mut self, run: Run, word: Option<u32>, next: bool) {
        if !self.waiting.is_empty() {
            let waiting = std::mem::take(&mut self.waiting);
            let goes_on =
                |pair: &u32| self.requirements.asks(*pair).pair().is_some_and(|[_, second]| self.is_in(run, second));
            if !next || waiting.iter().any(goes_on) {
                self.note(self.waiting_at);
            }
        }
        if let Some(word) = word {
            let requirements = self.requirements;
            let mut leading =
                requirements.clauses_of(word).iter().filter(|clause| !requirements.led_by(**clause).is_empty());
            if leading.any(|clause| self.is_hit(*clause, next)) {
                self.waiting.clear();
                self.note(run.start);
            }
            self.waiting_at = run.start;
        }
    }
}

impl Sink for Hits<'_> {
    #[inline]
    fn run(&mut self, run: Run, word: Option<u32>, next: bool) {
        if word.is_some() || !self.waiting.is_empty() {
            self.matters(run, word, next);
        }
        self.before = Some(run);
    }

    fn hidden(&mut self, at: usize, _word: Option<u32>) {
        self.note(at);
    }

    fn end(&mut self) {
        self.before = None;
        if !self.waiting.is_empty() {
            self.waiting.clear();
            self.note(self.waiting_at);
        }
    }
}
