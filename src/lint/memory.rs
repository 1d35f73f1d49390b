//! What is known of a document part for part, so that when it changes a little only what changed is looked at again.
//!
//! Three things hold for a part wherever it stands: what it is extracted to, whether the gate opens for it, and what
//! matches the words of its blocks. What depends on the surroundings, such as contexts and which mention is the first,
//! is judged anew each time.

use super::{Lint, Linter, Pass, Policy, Site};
use crate::context::is_negator;
use crate::extract::{self, Extractor, Format, Piece};
use crate::gate::Gate;
use crate::matcher::Match;
use crate::prose::{ProseBlock, Scope, Words};
use crate::recent::Recent;
use crate::source::{SourceFile, Span, to_u32};
use std::ops::Range;
use std::sync::Arc;

/// What is remembered of one document.
#[derive(Debug, Default)]
pub struct Memory {
    extractions: extract::Memory,
    /// The linter that the rest is of.
    linter: Option<Arc<()>>,
    evidence: Recent<Bytes, bool>,
    blocks: Recent<Lines, Arc<Seen>>,
}

/// All that the gate looks at of a piece.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Bytes {
    text: String,
    /// Where in it there is code.
    code: Vec<Span>,
}

/// What the words of a block are cut from.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Lines {
    text: String,
    breaks: Vec<u32>,
}

/// The words of a block and what matches them.
#[derive(Debug)]
pub(super) struct Seen {
    pub words: Words,
    pub matches: Vec<Match>,
    /// The words of phrases that are allowed everywhere; not looked for where nothing matches.
    pub allowed: Vec<Range<usize>>,
}

impl Memory {
    /// Forgets what another linter found.
    fn belong_to(&mut self, linter: &Linter) {
        if !self.linter.as_ref().is_some_and(|known| Arc::ptr_eq(known, &linter.identity)) {
            (self.evidence, self.blocks) = (Recent::default(), Recent::default());
            self.linter = Some(linter.identity.clone());
        }
    }

    /// Ends a look at the whole document.
    fn end_round(&mut self) {
        self.evidence.end_round();
        self.blocks.end_round();
    }

    /// The pieces that can hold a match; `code` are stretches without prose, in order.
    pub(super) fn evidence(&mut self, gate: &Gate, text: &str, pieces: &[Piece], code: &[Span]) -> Vec<usize> {
        let opens = |piece: &usize| {
            let range = pieces[*piece].range;
            let bytes = Bytes { text: text[range.range()].to_owned(), code: code_in(range, code) };
            if let Some(known) = self.evidence.get(&bytes) {
                return *known;
            }
            let whole = Span { start: 0, end: to_u32(range.len()) };
            let glance = gate.glance(&bytes.text);
            let opens = glance.is_some_and(|mut glance| glance.opens(&bytes.text, whole, &bytes.code));
            self.evidence.insert(bytes, opens);
            opens
        };
        (0..pieces.len()).filter(opens).collect()
    }

    /// What is seen of a block: as remembered, else as `see` says.
    fn block(&mut self, block: &ProseBlock, see: impl FnOnce() -> Seen) -> Arc<Seen> {
        let lines = Lines { text: block.text.clone(), breaks: block.breaks.clone() };
        if let Some(known) = self.blocks.get(&lines) {
            return known.clone();
        }
        let seen = Arc::new(see());
        self.blocks.insert(lines, seen.clone());
        seen
    }
}

impl Linter {
    /// As [`Linter::lint`], of a document that was linted before: only what changed is looked at. What an interrupted
    /// extractor leads to is worth nothing.
    pub fn lint_again(
        &self,
        extractor: &mut Extractor,
        memory: &mut Memory,
        document: (&SourceFile, Format, &str),
        policy: &Policy,
    ) -> Lint {
        memory.belong_to(self);
        extractor.recall(std::mem::take(&mut memory.extractions));
        let lint = self.pass(extractor, document, policy, Some(memory));
        memory.extractions = extractor.take_memory();
        if !extractor.is_interrupted() {
            memory.end_round();
        }
        lint
    }
}

impl Site<'_, '_> {
    /// The words of the block and what matches them.
    pub(super) fn seen(&self, pass: &mut Pass) -> Arc<Seen> {
        let see = || {
            let words = match self.block.scope {
                Scope::Url => Words::of_address(&self.block.text),
                _ => self.block.words(),
            };
            let matches = self.linter.matcher().find(&words, &|_, at| is_negator(&words, at));
            let allowed = if matches.is_empty() { Vec::new() } else { self.linter.allowed().places(&words) };
            Seen { words, matches, allowed }
        };
        match &mut pass.memory {
            // An address is cut in its own way.
            Some(memory) if self.block.scope != Scope::Url => memory.block(self.block, see),
            _ => Arc::new(see()),
        }
    }
}

/// The stretches of code in a piece, from its start.
fn code_in(range: Span, code: &[Span]) -> Vec<Span> {
    let first = code.partition_point(|code| code.end <= range.start);
    let inside = code[first..].iter().take_while(|code| code.start < range.end);
    inside
        .map(|code| Span {
            start: code.start.max(range.start) - range.start,
            end: code.end.min(range.end) - range.start,
        })
        .collect()
}
