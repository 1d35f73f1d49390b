//! Which parts of a file can hold a match at all, told from its raw bytes.
//!
//! Parsing is the only slow step, so it is bought only by evidence. Each pattern needs certain words; a part of a file
//! in which not all of them can stand is never parsed. Two things make that safe:
//!
//! - What a pattern needs (see `requirement`) leaves out all that could be read in more than one way: order, gaps,
//!   marks, case. It is a few choices of words, of each of which one has to be there.
//! - What a part has (see `reading`) is more than any extractor makes of it: every word that its bytes can spell, be
//!   it through markup, character references, escapes or look-alike letters.
//!
//! So a part that is not opened has no match, whatever the grammars make of it. Blank lines, items and rows are the
//! only limits: a window of bytes around a word would lose what a long link pushes out of it.

mod block;
mod bytes;
mod candidate_offsets;
mod chunk_part;
mod conjunctions;
mod evaluator;
mod grain;
mod letters;
mod plain_text;
mod requirement;
mod scan_points;
mod scanner;
mod split_words;
mod vocabulary;

use candidate_offsets::CandidateOffsets;
use conjunctions::RequirementsBuilder;
use evaluator::{Evaluator, SeenWords};
use grain::GRAIN;
use plain_text::PlainText;
use requirement::Requirements;
use scanner::Scanner;
use vocabulary::Vocabulary;
use wordgate_rules::Pattern;
use wordgate_text::source::Span;

/// The gate in front of a set of patterns. Built once, shared by all threads.
#[derive(Debug)]
pub struct Gate {
    vocabulary: Vocabulary,
    requirements: Requirements,
}

impl Gate {
    /// A gate that opens for whatever can match one of `patterns`.
    pub fn new<'p>(patterns: impl IntoIterator<Item = &'p Pattern>) -> Gate {
        Gate::built(RequirementsBuilder::default(), patterns)
    }

    /// A gate for `text` alone, built of those of `patterns` that can match in it. `None` when it is not worth it: `text`
    /// is long, or something in it may hide letters.
    pub fn for_text<'p>(patterns: impl IntoIterator<Item = &'p Pattern>, text: &str) -> Option<Gate> {
        PlainText::of(text).map(|text| Gate::built(RequirementsBuilder::for_text(text), patterns))
    }

    fn built<'p>(mut builder: RequirementsBuilder, patterns: impl IntoIterator<Item = &'p Pattern>) -> Gate {
        patterns.into_iter().for_each(|pattern| builder.pattern(pattern));
        let (lexicon, requirements) = builder.finish();
        Gate { vocabulary: lexicon, requirements }
    }

    /// Looks through a file for the rarest words of the patterns. `None` when no part of it can match.
    pub fn scan(&self, text: &str) -> Option<GateScan<'_>> {
        let mut hits = CandidateOffsets::new(&self.vocabulary, &self.requirements, text);
        let everything = self.requirements.is_open;
        if !everything {
            Scanner::new(text, &self.vocabulary, self.vocabulary.rarest(), &mut hits).scan_sparsely();
        }
        let hits = hits.offsets();
        let opens = everything || !hits.is_empty();
        opens.then(|| GateScan { gate: self, everything, hits, seen: SeenWords::new(self.requirements.words()) })
    }
}

/// What was seen of a file at a glance.
#[derive(Debug)]
pub struct GateScan<'g> {
    gate: &'g Gate,
    /// Whether some pattern needs no word, so that it can match anywhere.
    everything: bool,
    /// Where the rarest words of patterns are, sorted; each stands for the bytes up to [`GRAIN`] after it.
    hits: Vec<u32>,
    /// Where words are noted as seen.
    seen: SeenWords,
}

impl GateScan<'_> {
    /// Whether something in `range` can match. What lies in `code`, stretches in order, is left out.
    pub fn opens(&mut self, text: &str, range: Span, code: &[Span]) -> bool {
        if self.everything {
            return true;
        }
        let after = self.hits.partition_point(|hit| hit + GRAIN <= range.start);
        self.hits.get(after).is_some_and(|hit| *hit < range.end) && self.has_evidence(text, range, code)
    }

    /// Whether all that some pattern needs stands in `range`.
    fn has_evidence(&mut self, text: &str, range: Span, code: &[Span]) -> bool {
        let Gate { vocabulary: lexicon, requirements } = self.gate;
        let mut evidence = Evaluator::new(requirements, &mut self.seen);
        Scanner::new(text, lexicon, lexicon.all(), &mut evidence).scan(outside(range, code));
        evidence.suffices()
    }
}

/// `range` without `code`.
fn outside(range: Span, code: &[Span]) -> impl Iterator<Item = Span> {
    let first = code.partition_point(|code| code.end <= range.start);
    let mut holes = code[first..].iter().take_while(move |code| code.start < range.end);
    let mut at = Some(range.start);
    std::iter::from_fn(move || {
        let start = at?;
        let hole = holes.next();
        at = hole.map(|hole| hole.end.min(range.end));
        Some(Span { start, end: hole.map_or(range.end, |hole| hole.start.max(start)) })
    })
}

#[cfg(test)]
mod tests;
