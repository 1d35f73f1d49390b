//! The gate: a prefilter that decides from the raw bytes which pieces of a file are worth parsing.
//!
//! Parsing is by far the slowest step, and most pieces hold no match. (A piece is a run of lines that can be parsed on
//! its own; [`crate::extract`] splits a file into them.) So the gate checks first whether a piece has the words that
//! some pattern needs. It may open for a piece that turns out to have no match, but it must never skip one that has a
//! match.
//!
//! # Example
//!
//! The pattern is `direct access~ to @model`. `access~` stands for every form of the word, `@model` for a term of the
//! set `openai`, `open ai`. The text is
//!
//! ```text
//! We offer **direct** access to Open&#65;I models and to all of their tools.
//!
//! Take the direct route.
//! ```
//!
//! 1. [`Gate::new`] turns the pattern into a *requirement* in disjunctive normal form (see `requirement` and
//!    `conjunctions`). Here it is one conjunction of *clauses*. A clause holds if at least one of its words occurs:
//!    {direct} and {access, accesses, accessed, accessing} and {to} and {openai, open}. Three more clauses say that a
//!    form of "access" follows "direct", that "to" follows a form of "access", and that either "openai" occurs or "ai"
//!    follows "open".
//! 2. The clause whose words are the rarest in English text is the *anchor* of its conjunction: here {direct}.
//! 3. [`Gate::scan`] searches the whole file for anchor words and for nothing else (see `candidate_offsets`). It finds
//!    "direct" twice, but keeps only the first offset: "access" follows there, and "route" follows the second one.
//! 4. [`GateScan::opens`] is asked for each piece. The second paragraph has no candidate offset, so the answer is "no"
//!    at once. In the first it collects every word that the bytes may spell (see `scanner`), "openai" for `Open&#65;I`
//!    among them, and evaluates the requirement (see `evaluator`). All clauses hold, so the piece is parsed, and the
//!    matcher decides.
//!
//! # Why it never skips a match
//!
//! - A requirement is weaker than its pattern. It ignores punctuation, case, gaps, and the order of words unless one
//!   directly follows the other.
//! - The scanner finds at least the words that any extractor could find in the piece: it looks through
//!   markup, character references, escapes, invisible characters and look-alike letters.
//! - Words are collected from a whole piece. A window of bytes around the anchor would lose a word if a long link
//!   pushed it out of the window.

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

/// The prefilter for a set of patterns. Built once and shared by all threads.
#[derive(Debug)]
pub struct Gate {
    vocabulary: Vocabulary,
    requirements: Requirements,
}

impl Gate {
    /// Builds a gate that opens for every piece that one of `patterns` can match in.
    pub fn new<'p>(patterns: impl IntoIterator<Item = &'p Pattern>) -> Gate {
        Gate::build(RequirementsBuilder::default(), patterns)
    }

    /// Builds a gate for `text` alone, from those of `patterns` that can match in it. Returns `None` if `text` is too
    /// long for this to be worthwhile, or if something in it may hide letters.
    pub fn for_text<'p>(patterns: impl IntoIterator<Item = &'p Pattern>, text: &str) -> Option<Gate> {
        PlainText::new(text).map(|text| Gate::build(RequirementsBuilder::for_text(text), patterns))
    }

    fn build<'p>(mut builder: RequirementsBuilder, patterns: impl IntoIterator<Item = &'p Pattern>) -> Gate {
        patterns.into_iter().for_each(|pattern| builder.add_pattern(pattern));
        let (vocabulary, requirements) = builder.finish();
        Gate { vocabulary, requirements }
    }

    /// Searches a file for the anchors of the patterns. Returns `None` if nothing in the file can match.
    pub fn scan(&self, text: &str) -> Option<GateScan<'_>> {
        let mut candidates = CandidateOffsets::new(&self.vocabulary, &self.requirements, text);
        let opens_always = self.requirements.is_unconditional;
        if !opens_always {
            Scanner::new(text, &self.vocabulary, self.vocabulary.anchors(), &mut candidates).scan_sparsely();
        }
        let candidates = candidates.into_offsets();
        let has_any = opens_always || !candidates.is_empty();
        has_any.then(|| GateScan {
            gate: self,
            opens_always,
            candidates,
            seen: SeenWords::new(self.requirements.word_count()),
        })
    }
}

/// The result of scanning one file for anchors.
#[derive(Debug)]
pub struct GateScan<'g> {
    gate: &'g Gate,
    /// Whether some pattern requires no word, so that it can match anywhere.
    opens_always: bool,
    /// The offsets of anchors, sorted. Each stands for the [`GRAIN`] bytes that start at it.
    candidates: Vec<u32>,
    /// A buffer for [`Evaluator`], reused for every piece.
    seen: SeenWords,
}

impl GateScan<'_> {
    /// Whether some pattern can match in `range`. The ranges in `code`, which are sorted, are skipped.
    pub fn opens(&mut self, text: &str, range: Span, code: &[Span]) -> bool {
        if self.opens_always {
            return true;
        }
        let first = self.candidates.partition_point(|offset| offset + GRAIN <= range.start);
        self.candidates.get(first).is_some_and(|offset| *offset < range.end)
            && self.meets_requirement(text, range, code)
    }

    /// Whether the words in `range` meet the requirement of some pattern.
    fn meets_requirement(&mut self, text: &str, range: Span, code: &[Span]) -> bool {
        let Gate { vocabulary, requirements } = self.gate;
        let mut evaluator = Evaluator::new(requirements, &mut self.seen);
        Scanner::new(text, vocabulary, vocabulary.all(), &mut evaluator).scan(without_code(range, code));
        evaluator.is_satisfied()
    }
}

/// The parts of `range` that lie outside of `code`.
fn without_code(range: Span, code: &[Span]) -> impl Iterator<Item = Span> {
    let first = code.partition_point(|code| code.end <= range.start);
    let mut holes = code[first..].iter().take_while(move |code| code.start < range.end);
    let mut next = Some(range.start);
    std::iter::from_fn(move || {
        let start = next?;
        let hole = holes.next();
        next = hole.map(|hole| hole.end.min(range.end));
        Some(Span { start, end: hole.map_or(range.end, |hole| hole.start.max(start)) })
    })
}

#[cfg(test)]
mod tests;
