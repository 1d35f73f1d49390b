//! The gate: a prefilter that decides from the raw bytes which pieces of a file are worth parsing.
//!
//! Parsing is by far the slowest step, and most pieces contain no match. (A piece is a run of lines that can be parsed
//! on its own; [`crate::extract`] splits a file into pieces.) So the gate first checks whether a piece contains the
//! words that some pattern needs. If it does, the gate *opens* for the piece, and the piece is parsed. The gate may
//! open for a piece that turns out to contain no match, but it must never skip a piece that contains one.
//!
//! # Example
//!
//! The pattern is `direct access~ to @model`. `access~` means every form of the word, `@model` a term of the set
//! `openai`, `open ai`. The text is
//!
//! ```text
//! We offer **direct** access to Open&#65;I models and to all of their tools.
//!
//! Take the direct route.
//! ```
//!
//! 1. [`Gate::new`] turns the pattern into a *requirement*, a disjunction of conjunctions of clauses: at least one
//!    *conjunction* must hold, and a conjunction holds if all of its *clauses* do (see `requirement` and
//!    `conjunctions`). A clause may itself be a choice between conjunctions. This pattern has one conjunction. Four of
//!    its clauses are sets of words, and hold if one of the words occurs: {direct}, {access, accesses, accessed,
//!    accessing}, {to} and {openai, open}. Three more clauses require that a form of "access" follows "direct", that
//!    "to" follows a form of "access", and that either "openai" occurs or "ai" follows "open".
//! 2. The clause whose words are the rarest in English text is the *anchor* of its conjunction: here {direct}.
//! 3. [`Gate::scan`] searches the whole file for anchor words only (see `candidate_offsets`). It finds "direct" twice,
//!    but keeps only the first offset: "access" follows there, while "route" follows the second one.
//! 4. [`GateScan::opens`] is called for each piece. The second paragraph has no candidate offset, so the answer is "no"
//!    at once. In the first paragraph it collects every word that the bytes may spell (see `scanner`), which include
//!    "openai" for `Open&#65;I`, and evaluates the requirement (see `evaluator`). All clauses hold, so the piece is
//!    parsed, and the matcher decides.
//!
//! # Why it never skips a match
//!
//! - A requirement is weaker than its pattern. It ignores punctuation, case and gaps. It also ignores the order of
//!   words, unless one word directly follows another.
//! - The scanner finds at least the words that any extractor could find in the piece: it looks through markup,
//!   character references, escapes, invisible characters and look-alike letters.
//! - A word part such as `*GPT`, and a number, is found by the shape of a run (see `run_shape`).
//! - Words are collected from a whole piece. A window of bytes around the anchor would lose a word if a long link
//!   pushed it out of the window.
//! - No match spans two pieces: a match lies in one block of prose, and a block lies in one piece.
//! - Leaving out fenced code loses nothing: a match never includes both words inside code and words outside of it, and
//!   a caller that checks code as well does not leave it out.
//! - Every limit makes the gate open more often. Text beyond `MAX_CHUNK_PARTS`, `MAX_CHUNK_LEN` or `MAX_COMPLETIONS`
//!   counts as any word, so the piece is parsed. Beyond `MAX_PAIRS`, every pair of adjacent words counts as found.
//!   `MAX_WORD_CLAUSES` drops clauses, which makes a requirement weaker.

mod block;
mod bytes;
mod candidate_offsets;
mod chunk_part;
mod conjunctions;
mod evaluator;
mod grain;
mod letters;
mod requirement;
mod run_shape;
mod scan_points;
mod scanner;
mod split_words;
mod syntax;
mod vocabulary;

use crate::extract::Format;
use candidate_offsets::CandidateOffsets;
use conjunctions::RequirementsBuilder;
use evaluator::{Evaluator, SeenWords};
use grain::GRAIN;
use requirement::Requirements;
use scanner::{Scanner, Visitor};
use syntax::Syntax;
use vocabulary::Vocabulary;
use wordgate_rules::Pattern;
use wordgate_text::source::Span;

/// The prefilter for a set of patterns. It is built once and shared by all threads.
#[derive(Debug)]
pub struct Gate {
    vocabulary: Vocabulary,
    requirements: Requirements,
}

impl Gate {
    /// Builds a gate that opens for every piece that one of `patterns` can match in.
    pub fn new<'p>(patterns: impl IntoIterator<Item = &'p Pattern>) -> Gate {
        let mut builder = RequirementsBuilder::default();
        patterns.into_iter().for_each(|pattern| builder.add_pattern(pattern));
        let (vocabulary, requirements) = builder.finish();
        Gate { vocabulary, requirements }
    }

    /// Searches a file for the anchors of the patterns. Returns `None` if nothing in the file can match.
    pub fn scan(&self, text: &str, format: Format) -> Option<GateScan<'_>> {
        let syntax = Syntax::of(format);
        let mut candidates = CandidateOffsets::new(&self.vocabulary, &self.requirements, text);
        let opens_always = self.requirements.is_unconditional;
        let has_footnotes = syntax.has_footnotes(text);
        if !opens_always {
            if has_footnotes {
                report_footnotes(text, Span::new(0, text.len()), &mut candidates);
            }
            Scanner::new(text, syntax, &self.vocabulary, self.vocabulary.anchors(), &mut candidates).scan_sparsely();
        }
        let candidates = candidates.into_offsets();
        let has_any = opens_always || !candidates.is_empty();
        has_any.then(|| GateScan {
            gate: self,
            syntax,
            opens_always,
            candidates,
            has_footnotes,
            seen: SeenWords::new(self.requirements.word_count()),
        })
    }
}

/// The result of scanning one file for anchors.
#[derive(Debug)]
pub struct GateScan<'g> {
    gate: &'g Gate,
    syntax: Syntax,
    /// Whether some pattern requires no word, so that it can match anywhere.
    opens_always: bool,
    /// The offsets of anchors, sorted. Each represents the [`GRAIN`] bytes that start at it.
    candidates: Vec<u32>,
    /// Whether the file may have a footnote of AsciiDoc. Searching every piece for one would take longer.
    has_footnotes: bool,
    /// A buffer for [`Evaluator`], reused for every piece.
    seen: SeenWords,
}

impl GateScan<'_> {
    /// Returns whether some pattern can match in `range`, the range of a piece. The sorted ranges in `code` are
    /// skipped.
    pub fn opens(&mut self, text: &str, range: Span, code: &[Span]) -> bool {
        if self.opens_always {
            return true;
        }
        let first = self.candidates.partition_point(|offset| offset + GRAIN <= range.start);
        self.candidates.get(first).is_some_and(|offset| *offset < range.end)
            && self.meets_requirement(text, range, code)
    }

    /// Returns whether the words in `range` meet the requirement of some pattern.
    fn meets_requirement(&mut self, text: &str, range: Span, code: &[Span]) -> bool {
        let Gate { vocabulary, requirements } = self.gate;
        let mut evaluator = Evaluator::new(requirements, &mut self.seen);
        if self.has_footnotes {
            without_code(range, code).for_each(|range| report_footnotes(text, range, &mut evaluator));
        }
        Scanner::new(text, self.syntax, vocabulary, vocabulary.all(), &mut evaluator).scan(without_code(range, code));
        evaluator.is_satisfied()
    }
}

/// Reports each word that a footnote touches as any word.
fn report_footnotes(text: &str, range: Span, visitor: &mut impl Visitor) {
    for at in syntax::footnotes_in_words(&text[range.range()]) {
        visitor.visit_hidden(range.start as usize + at, None);
    }
}

/// Returns the parts of `range` that lie outside of `code`.
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
