//! Determines which bytes a directive applies to: the next block, or the lines of its comment.
//!
//! Directives are processed in source order, and each result is cached for the next directive. So a block or line with
//! many directives is searched only once.

use crate::extract::{BlockStart, Collection, Comment, Outline};
use crate::lint::parsed::ParsedDocument;
use wordgate_text::source::{Span, to_u32};

/// Identifies an entry in [`Outline::starts`] by the index of its piece and its index in `starts`. This differs from a
/// `BlockId`, because the outline has the starts of all blocks, including those without prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct StartId {
    piece: usize,
    start: usize,
}

/// Finds the ranges of directives.
pub(super) struct DirectiveRanges<'r, 'd> {
    parsed: &'r ParsedDocument<'d>,
    text: &'d str,
    /// The first block after the last comment; `None` if there is none.
    next: Option<StartId>,
    /// The byte offset of `next`. No other block starts between the last comment and this offset.
    next_offset: Option<u32>,
    /// The last result of `block_after`: the start of the block, the number of collections (lists, tables, quotations)
    /// that contain both the block and the comment, and the end offset.
    measured: Option<(StartId, usize, u32)>,
    /// The last result of `lines`.
    line: Span,
}

impl<'r, 'd> DirectiveRanges<'r, 'd> {
    pub fn new(parsed: &'r ParsedDocument<'d>) -> DirectiveRanges<'r, 'd> {
        DirectiveRanges {
            parsed,
            text: parsed.text(),
            next: None,
            next_offset: None,
            measured: None,
            line: Span::default(),
        }
    }

    /// Returns the lines that a comment is on, including their line ends.
    pub fn lines(&mut self, comment: Span) -> Span {
        let bytes = self.text.as_bytes();
        let (start, end) = (comment.start as usize, comment.end as usize);
        let known = self.line.start <= comment.start && comment.start < self.line.end;
        let before = || memchr::memrchr2(b'\n', b'\r', &bytes[..start]).map_or(0, |at| at + 1);
        let first = if known { self.line.start as usize } else { before() };
        if !known || self.line.end < comment.end {
            let after = memchr::memchr2(b'\n', b'\r', &bytes[end..]).map_or(bytes.len(), |at| end + at + 1);
            self.line = Span::new(first, after);
        }
        self.line
    }

    /// Returns the span of the block after a comment in a piece, up to the start of the next block. If the block starts
    /// a list, table or quotation that does not contain the comment, the span covers all of that list, table or
    /// quotation.
    pub fn block_after(&mut self, piece: usize, comment: &Comment) -> Option<Span> {
        let at = self.next_start(piece, comment.span.end)?;
        let (outline, start) = (self.outline(at.piece), self.start(at));
        let collections = outline.collections(start.collection);
        let shared = match comment.collection {
            Some(around) => {
                let around = self.outline(piece).collections(around);
                around.iter().zip(&collections).take_while(|(around, collection)| around == collection).count()
            }
            None => collections.len(),
        };
        let end = match self.measured {
            Some((known, depth, end)) if (known, depth) == (at, shared) => end,
            _ => match collections.get(shared) {
                Some(collection) => self.end_of(at, shared, *collection),
                None => self.end_of_block(at),
            },
        };
        self.measured = Some((at, shared, end));
        Some(Span { start: start.at, end })
    }

    fn outline(&self, piece: usize) -> &'r Outline {
        self.parsed.outline(piece)
    }

    fn start(&self, at: StartId) -> BlockStart {
        self.outline(at.piece).starts[at.start]
    }

    /// Returns the first block that starts at or after byte `from`. `piece` is the piece that contains this byte.
    fn next_start(&mut self, piece: usize, from: u32) -> Option<StartId> {
        match self.next_offset {
            Some(offset) if from <= offset => return self.next,
            _ => {}
        }
        let pieces = piece..self.parsed.pieces().len();
        let found = pieces.into_iter().find_map(|piece| {
            let starts = &self.outline(piece).starts;
            let start = starts.partition_point(|start| start.at < from);
            (start < starts.len()).then_some(StartId { piece, start })
        });
        self.next = found;
        self.next_offset = Some(found.map_or(u32::MAX, |found| self.start(found).at));
        found
    }

    /// Returns the end of a block, which never spans pieces.
    fn end_of_block(&self, at: StartId) -> u32 {
        let next = self.outline(at.piece).starts.get(at.start + 1);
        next.map_or(self.parsed.pieces()[at.piece].range.end, |next| next.at)
    }

    /// Returns the end of `collection`, which contains the block and has this nesting depth.
    fn end_of(&self, at: StartId, depth: usize, collection: Collection) -> u32 {
        for piece in at.piece..self.parsed.pieces().len() {
            let outline = self.outline(piece);
            let first = if piece == at.piece { at.start } else { 0 };
            let is_outside =
                |start: &&BlockStart| outline.collections(start.collection).get(depth) != Some(&collection);
            if let Some(after) = outline.starts[first..].iter().find(is_outside) {
                return after.at;
            }
        }
        to_u32(self.text.len())
    }
}
