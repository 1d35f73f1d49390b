//! Where in a file evidence may be, at a glance.
//!
//! Of each way that a pattern can be met the rarest word is looked for. Where a neighbour of it is known, it is looked
//! at too, which rules out most places before a file is split.

use super::grain::place;
use super::requirement::Requirements;
use super::scanner::{LetterRun, Visitor};
use super::vocabulary::Vocabulary;

/// Gathers where rare words stand.
pub(super) struct CandidateOffsets<'g> {
    vocabulary: &'g Vocabulary,
    requirements: &'g Requirements,
    text: &'g str,
    offsets: Vec<u32>,
    /// The run before.
    before: Option<LetterRun>,
    /// Where a rare word stands that is a hit if one of the pairs in `waiting` goes on so.
    pending_at: usize,
    pending: Vec<u32>,
}

impl<'g> CandidateOffsets<'g> {
    /// None yet.
    pub fn new(lexicon: &'g Vocabulary, requirements: &'g Requirements, text: &'g str) -> CandidateOffsets<'g> {
        CandidateOffsets {
            vocabulary: lexicon,
            requirements,
            text,
            offsets: Vec::new(),
            before: None,
            pending_at: 0,
            pending: Vec::new(),
        }
    }

    /// The places, sorted; each stands for the bytes up to [`super::grain::GRAIN`] after it.
    pub fn offsets(mut self) -> Vec<u32> {
        self.offsets.sort_unstable();
        self.offsets
    }

    fn note(&mut self, at: usize) {
        let place = place(at);
        if self.offsets.last() != Some(&place) {
            self.offsets.push(place);
        }
    }

    /// Whether a run is one of the words of a clause.
    fn is_in(&self, run: LetterRun, clause: u32) -> bool {
        let word = self.text[run.start..run.end].to_ascii_lowercase();
        let word = self.vocabulary.find(&word, self.vocabulary.all());
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
            let Some([first, second]) = requirements.predicate(pair).pair() else { continue };
            if first == clause {
                self.pending.push(pair);
            }
            if second == clause && (!next || self.before.is_some_and(|before| self.is_in(before, first))) {
                return true;
            }
        }
        false
    }
}

impl CandidateOffsets<'_> {
    /// Deals with a run that matters.
    fn matters(&mut self, run: LetterRun, word: Option<u32>, next: bool) {
        if !self.pending.is_empty() {
            let waiting = std::mem::take(&mut self.pending);
            let goes_on = |pair: &u32| {
                self.requirements.predicate(*pair).pair().is_some_and(|[_, second]| self.is_in(run, second))
            };
            if !next || waiting.iter().any(goes_on) {
                self.note(self.pending_at);
            }
        }
        if let Some(word) = word {
            let requirements = self.requirements;
            let mut leading =
                requirements.clauses_of(word).iter().filter(|clause| !requirements.anchored_by(**clause).is_empty());
            if leading.any(|clause| self.is_hit(*clause, next)) {
                self.pending.clear();
                self.note(run.start);
            }
            self.pending_at = run.start;
        }
    }
}

impl Visitor for CandidateOffsets<'_> {
    #[inline]
    fn run(&mut self, run: LetterRun, word: Option<u32>, next: bool) {
        if word.is_some() || !self.pending.is_empty() {
            self.matters(run, word, next);
        }
        self.before = Some(run);
    }

    fn hidden(&mut self, at: usize, _word: Option<u32>) {
        self.note(at);
    }

    fn end(&mut self) {
        self.before = None;
        if !self.pending.is_empty() {
            self.pending.clear();
            self.note(self.pending_at);
        }
    }
}
