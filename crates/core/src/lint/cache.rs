//! What is known of a document part for part, so that when it changes a little only what changed is looked at again.
//!
//! Three things hold for a part wherever it stands: what it is extracted to, whether the gate opens for it, and what
//! matches the words of its blocks. What depends on the surroundings, such as contexts and which mention is the first,
//! is judged anew each time.

use super::compiled::BlockMatches;
use crate::extract::{self, Extractor, Pieces};
use crate::gate::Gate;
use crate::recent::Recent;
use std::sync::Arc;
use wordgate_text::prose::ProseBlock;
use wordgate_text::source::{Span, to_u32};

/// What is remembered of one document.
#[derive(Debug, Default)]
pub struct DocumentCache {
    extractions: extract::PieceCache,
    /// The linter that the rest is of.
    linter: Option<Arc<()>>,
    evidence: Recent<PieceBytes, bool>,
    blocks: Recent<Lines, Arc<BlockMatches>>,
}

/// All that the gate looks at of a piece.
#[derive(Debug, PartialEq, Eq, Hash)]
struct PieceBytes {
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

impl DocumentCache {
    /// Begins a look at the whole document by a linter, told apart by its `identity`. What another linter found is
    /// forgotten.
    pub(super) fn begin(&mut self, identity: &Arc<()>, extractor: &mut Extractor) {
        if !self.linter.as_ref().is_some_and(|known| Arc::ptr_eq(known, identity)) {
            (self.evidence, self.blocks) = (Recent::default(), Recent::default());
            self.linter = Some(identity.clone());
        }
        extractor.recall(std::mem::take(&mut self.extractions));
    }

    /// Ends the look, in which nothing was learnt when the extractor was interrupted.
    pub(super) fn end(&mut self, extractor: &mut Extractor) {
        self.extractions = extractor.take_memory();
        if !extractor.is_interrupted() {
            self.evidence.end_round();
            self.blocks.end_round();
        }
    }

    /// The pieces that can hold a match, in order.
    pub(super) fn evidence(&mut self, gate: &Gate, text: &str, pieces: &Pieces) -> Vec<usize> {
        let opens = |piece: &usize| {
            let range = pieces.pieces[*piece].range;
            let bytes = PieceBytes { text: text[range.range()].to_owned(), code: code_in(range, &pieces.code) };
            if let Some(known) = self.evidence.get(&bytes) {
                return *known;
            }
            let whole = Span { start: 0, end: to_u32(range.len()) };
            let glance = gate.scan(&bytes.text);
            let opens = glance.is_some_and(|mut glance| glance.opens(&bytes.text, whole, &bytes.code));
            self.evidence.insert(bytes, opens);
            opens
        };
        (0..pieces.pieces.len()).filter(opens).collect()
    }

    /// The matches in a block: as remembered, else as `find` says.
    pub(super) fn matches(&mut self, block: &ProseBlock, find: impl FnOnce() -> BlockMatches) -> Arc<BlockMatches> {
        let lines = Lines { text: block.text.clone(), breaks: block.breaks.clone() };
        if let Some(known) = self.blocks.get(&lines) {
            return known.clone();
        }
        let found = Arc::new(find());
        self.blocks.insert(lines, found.clone());
        found
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
