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
mod evidence;
mod fragments;
mod grain;
mod hits;
mod letters;
mod lexicon;
mod part;
mod places;
mod plain;
mod reading;
mod requirement;
mod ways;

use evidence::{Evidence, Seen};
use grain::GRAIN;
use hits::Hits;
use lexicon::Lexicon;
use plain::PlainText;
use reading::Reading;
use requirement::Requirements;
use ways::Builder;
use wordgate_rules::Pattern;
use wordgate_text::source::Span;

/// The gate in front of a set of patterns. Built once, shared by all threads.
#[derive(Debug)]
pub struct Gate {
    lexicon: Lexicon,
    requirements: Requirements,
}

impl Gate {
    /// A gate that opens for whatever can match one of `patterns`.
    pub fn new<'p>(patterns: impl IntoIterator<Item = &'p Pattern>) -> Gate {
        Gate::built(Builder::default(), patterns)
    }

    /// A gate for `text` alone, built of those of `patterns` that can match in it. `None` when it is not worth it: `text`
    /// is long, or something in it may hide letters.
    pub fn for_text<'p>(patterns: impl IntoIterator<Item = &'p Pattern>, text: &str) -> Option<Gate> {
        PlainText::of(text).map(|text| Gate::built(Builder::for_text(text), patterns))
    }

    fn built<'p>(mut builder: Builder, patterns: impl IntoIterator<Item = &'p Pattern>) -> Gate {
        patterns.into_iter().for_each(|pattern| builder.pattern(pattern));
        let (lexicon, requirements) = builder.finish();
        Gate { lexicon, requirements }
    }

    /// Looks through a file for the rarest words of the patterns. `None` when no part of it can match.
    pub fn glance(&self, text: &str) -> Option<Glance<'_>> {
        let mut hits = Hits::new(&self.lexicon, &self.requirements, text);
        let everything = self.requirements.is_open;
        if !everything {
            Reading::new(text, &self.lexicon, self.lexicon.rarest(), &mut hits).glance();
        }
        let hits = hits.places();
        let opens = everything || !hits.is_empty();
        opens.then(|| Glance { gate: self, everything, hits, seen: Seen::new(self.requirements.words()) })
    }
}

/// What was seen of a file at a glance.
#[derive(Debug)]
pub struct Glance<'g> {
    gate: &'g Gate,
    /// Whether some pattern needs no word, so that it can match anywhere.
    everything: bool,
    /// Where the rarest words of patterns are, sorted; each stands for the bytes up to [`GRAIN`] after it.
    hits: Vec<u32>,
    /// Where words are noted as seen.
    seen: Seen,
}

impl Glance<'_> {
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
        let Gate { lexicon, requirements } = self.gate;
        let mut evidence = Evidence::new(requirements, &mut self.seen);
        Reading::new(text, lexicon, lexicon.all(), &mut evidence).read(outside(range, code));
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
