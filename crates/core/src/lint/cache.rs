//! A cache for checking a document again after an edit, as an editor does after each keystroke.
//!
//! Three results depend only on the text of a piece or block and not on its position: the extraction of a piece,
//! whether the gate opens for it, and the matches in a block. These are cached. What depends on the surroundings, such
//! as contexts and first mentions, is evaluated again each time.

use super::compiled::BlockMatches;
use crate::extract::{self, Extractor, Pieces};
use crate::gate::Gate;
use crate::recent::Recent;
use std::sync::Arc;
use wordgate_text::prose::ProseBlock;
use wordgate_text::source::{Span, to_u32};

/// The cached results for one document.
#[derive(Debug, Default)]
pub struct DocumentCache {
    extractions: extract::PieceCache,
    /// The identity of the linter that the other entries belong to.
    linter: Option<Arc<()>>,
    opens: Recent<PieceKey, bool>,
    blocks: Recent<BlockKey, Arc<BlockMatches>>,
}

/// Everything that decides whether the gate opens for a piece.
#[derive(Debug, PartialEq, Eq, Hash)]
struct PieceKey {
    text: String,
    /// The code spans, relative to the piece.
    code: Vec<Span>,
}

/// Everything that the words of a block depend on.
#[derive(Debug, PartialEq, Eq, Hash)]
struct BlockKey {
    text: String,
    breaks: Vec<u32>,
}

impl DocumentCache {
    /// Starts a check by the linter with this `identity`. Results of another linter are dropped.
    pub(super) fn begin_check(&mut self, identity: &Arc<()>, extractor: &mut Extractor) {
        if !self.linter.as_ref().is_some_and(|known| Arc::ptr_eq(known, identity)) {
            (self.opens, self.blocks) = (Recent::default(), Recent::default());
            self.linter = Some(identity.clone());
        }
        extractor.set_cache(std::mem::take(&mut self.extractions));
    }

    /// Ends a check and drops what it did not use. If the extractor was interrupted, everything is retained.
    pub(super) fn end_check(&mut self, extractor: &mut Extractor) {
        self.extractions = extractor.take_cache();
        if !extractor.is_interrupted() {
            self.opens.end_round();
            self.blocks.end_round();
        }
    }

    /// The pieces that can hold a match, in order.
    pub(super) fn matchable(&mut self, gate: &Gate, text: &str, pieces: &Pieces) -> Vec<usize> {
        let opens = |piece: &usize| {
            let range = pieces.pieces[*piece].range;
            let bytes = PieceKey { text: text[range.range()].to_owned(), code: code_in(range, &pieces.code) };
            if let Some(known) = self.opens.get(&bytes) {
                return *known;
            }
            let whole = Span { start: 0, end: to_u32(range.len()) };
            let scan = gate.scan(&bytes.text);
            let opens = scan.is_some_and(|mut scan| scan.opens(&bytes.text, whole, &bytes.code));
            self.opens.insert(bytes, opens);
            opens
        };
        (0..pieces.pieces.len()).filter(opens).collect()
    }

    /// The matches in a block, from the cache or else from `find`.
    pub(super) fn matches(&mut self, block: &ProseBlock, find: impl FnOnce() -> BlockMatches) -> Arc<BlockMatches> {
        let lines = BlockKey { text: block.text.clone(), breaks: block.breaks.clone() };
        if let Some(known) = self.blocks.get(&lines) {
            return known.clone();
        }
        let found = Arc::new(find());
        self.blocks.insert(lines, found.clone());
        found
    }
}

/// The code spans in a piece, relative to its start.
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
