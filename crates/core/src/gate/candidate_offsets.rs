//! The first pass over a file: collects the offsets at which a match is possible.
//!
//! A match needs all clauses of some conjunction, so only the anchor of each conjunction, its rarest clause, is
//! searched for. If the requirement also says which word must directly precede or follow the anchor, that word is
//! compared at once. This rules out most offsets before the file is even split.

use super::grain::round_to_grain;
use super::requirement::Requirements;
use super::scanner::{LetterRun, Visitor};
use super::vocabulary::Vocabulary;

/// Collects the offsets of anchors.
pub(super) struct CandidateOffsets<'g> {
    vocabulary: &'g Vocabulary,
    requirements: &'g Requirements,
    text: &'g str,
    offsets: Vec<u32>,
    /// The last run of letters.
    previous: Option<LetterRun>,
    /// The offset of the last anchor word. It becomes a candidate if the next run completes a pair in `pending`.
    pending_offset: usize,
    /// The clauses that require a pair of words which begins with the last anchor word.
    pending: Vec<u32>,
}

impl<'g> CandidateOffsets<'g> {
    /// Starts with no offsets.
    pub fn new(vocabulary: &'g Vocabulary, requirements: &'g Requirements, text: &'g str) -> CandidateOffsets<'g> {
        CandidateOffsets {
            vocabulary,
            requirements,
            text,
            offsets: Vec::new(),
            previous: None,
            pending_offset: 0,
            pending: Vec::new(),
        }
    }

    /// Returns the offsets, sorted. Each represents the [`GRAIN`](super::grain::GRAIN) bytes that start at it.
    pub fn into_offsets(mut self) -> Vec<u32> {
        self.offsets.sort_unstable();
        self.offsets
    }

    fn record(&mut self, offset: usize) {
        let offset = round_to_grain(offset);
        if self.offsets.last() != Some(&offset) {
            self.offsets.push(offset);
        }
    }

    /// Returns whether a clause contains the word of a run.
    fn is_in(&self, run: LetterRun, clause: u32) -> bool {
        let word = self.vocabulary.find_run(&self.text[run.start..run.end], self.vocabulary.all());
        word.is_some_and(|word| self.requirements.is_word_in_clause(word, clause))
    }

    /// Checks the pairs of the anchor `clause`, of which the current run is a word. Returns whether the run is a
    /// candidate whatever follows it. Adds pairs that depend on the next run to `pending`.
    fn check_pairs(&mut self, clause: u32, is_adjacent: bool) -> bool {
        let requirements = self.requirements;
        let pairs = requirements.anchor_pairs(clause);
        if pairs.is_empty() {
            return true;
        }
        for &pair in pairs {
            let Some([first, second]) = requirements.predicate(pair).pair() else { continue };
            if first == clause {
                self.pending.push(pair);
            }
            if second == clause && (!is_adjacent || self.previous.is_some_and(|previous| self.is_in(previous, first))) {
                return true;
            }
        }
        false
    }
}

impl CandidateOffsets<'_> {
    /// Handles a run that is an anchor word or that may complete a pending pair.
    fn check_run(&mut self, run: LetterRun, word: Option<u32>, is_adjacent: bool) {
        if !self.pending.is_empty() {
            let pending = std::mem::take(&mut self.pending);
            let completes = |pair: &u32| {
                self.requirements.predicate(*pair).pair().is_some_and(|[_, second]| self.is_in(run, second))
            };
            if !is_adjacent || pending.iter().any(completes) {
                self.record(self.pending_offset);
            }
        }
        if let Some(word) = word {
            let requirements = self.requirements;
            let mut anchors = requirements
                .clauses_with(word)
                .iter()
                .filter(|clause| !requirements.conjunctions_with_anchor(**clause).is_empty());
            if anchors.any(|clause| self.check_pairs(*clause, is_adjacent)) {
                self.pending.clear();
                self.record(run.start);
            }
            self.pending_offset = run.start;
        }
    }
}

impl Visitor for CandidateOffsets<'_> {
    #[inline]
    fn visit_run(&mut self, run: LetterRun, word: Option<u32>, is_adjacent: bool) {
        if word.is_some() || !self.pending.is_empty() {
            self.check_run(run, word, is_adjacent);
        }
        self.previous = Some(run);
    }

    fn visit_hidden(&mut self, offset: usize, _word: Option<u32>) {
        self.record(offset);
    }

    fn end_range(&mut self) {
        self.previous = None;
        if !self.pending.is_empty() {
            self.pending.clear();
            self.record(self.pending_offset);
        }
    }
}
