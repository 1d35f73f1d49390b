//! A cache for checking a document again after an edit, as an editor does after each keystroke.
//!
//! A piece is a run of lines that can be parsed on its own, and the gate decides from its bytes whether it can contain
//! a match. Three results depend only on the text of a piece or block and not on its position, so they are cached: the
//! extraction of a piece, whether the gate opens for it, and the matches in a block. What depends on other blocks, such
//! as contexts and first mentions, is evaluated again in each check.

use super::compiled::BlockMatches;
use super::input::Document;
use crate::extract::{self, Extractor, Format, Pieces};
use crate::gate::Gate;
use crate::recent::RecentCache;
use std::sync::Arc;
use wordgate_text::prose::ProseBlock;
use wordgate_text::source::{Span, to_u32};

/// The cached results for one document.
#[derive(Debug, Default)]
pub struct DocumentCache {
    extractions: extract::PieceCache,
    /// Identifies the linter that computed `gate_results` and `blocks`.
    linter: Option<Arc<()>>,
    gate_results: RecentCache<PieceKey, bool>,
    blocks: RecentCache<BlockKey, Arc<BlockMatches>>,
}

/// The input of the gate for one piece.
#[derive(Debug, PartialEq, Eq, Hash)]
struct PieceKey {
    text: String,
    format: Format,
    /// The byte ranges of code in the piece, relative to its start.
    code: Vec<Span>,
}

/// The parts of a block that determine its words, and so its matches.
#[derive(Debug, PartialEq, Eq, Hash)]
struct BlockKey {
    text: String,
    /// The byte offsets of hard line breaks: see [`ProseBlock::breaks`].
    breaks: Vec<u32>,
}

impl DocumentCache {
    /// Starts a check by the linter with this `identity`. Drops the results of any other linter.
    pub(super) fn begin_check(&mut self, identity: &Arc<()>, extractor: &mut Extractor) {
        if !self.linter.as_ref().is_some_and(|known| Arc::ptr_eq(known, identity)) {
            (self.gate_results, self.blocks) = (RecentCache::default(), RecentCache::default());
            self.linter = Some(identity.clone());
        }
        extractor.set_cache(std::mem::take(&mut self.extractions));
    }

    /// Ends a check, and drops entries that neither this check nor the previous one used. Keeps all entries if the
    /// extractor was interrupted.
    pub(super) fn end_check(&mut self, extractor: &mut Extractor) {
        self.extractions = extractor.take_cache();
        if !extractor.is_interrupted() {
            self.gate_results.end_round();
            self.blocks.end_round();
        }
    }

    /// Returns the indices of the pieces that can contain a match, in ascending order.
    pub(super) fn matchable(&mut self, gate: &Gate, document: Document, pieces: &Pieces) -> Vec<usize> {
        let (text, format) = (document.file.text(), document.format);
        let opens = |piece: &usize| {
            let range = pieces.pieces[*piece].range;
            let key = PieceKey { text: text[range.range()].to_owned(), format, code: code_in(range, &pieces.code) };
            if let Some(known) = self.gate_results.get(&key) {
                return *known;
            }
            let whole = Span { start: 0, end: to_u32(range.len()) };
            let scan = gate.scan(&key.text, format);
            let opens = scan.is_some_and(|mut scan| scan.opens(&key.text, whole, &key.code));
            self.gate_results.insert(key, opens);
            opens
        };
        (0..pieces.pieces.len()).filter(opens).collect()
    }

    /// Returns the matches in a block. If they are not cached, calls `find` and caches its result.
    pub(super) fn matches(&mut self, block: &ProseBlock, find: impl FnOnce() -> BlockMatches) -> Arc<BlockMatches> {
        let key = BlockKey { text: block.text.clone(), breaks: block.breaks.clone() };
        if let Some(known) = self.blocks.get(&key) {
            return known.clone();
        }
        let found = Arc::new(find());
        self.blocks.insert(key, found.clone());
        found
    }
}

/// Returns the parts of the `code` spans that are inside `range`, relative to its start.
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
