//! Which bytes a directive speaks for.
//!
//! Directives are asked about in the order of the source, and each answer is kept for the next one: many directives
//! before one block, or on one line, cost no more than one.

use crate::extract::{BlockStart, Collection, Comment, Outline};
use crate::lint::parsed::Parsed;
use wordgate_text::source::{Span, to_u32};

/// A block's start: its piece, and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct At {
    piece: usize,
    start: usize,
}

/// Finds what directives speak for.
pub(super) struct DirectiveRanges<'r, 'd> {
    parsed: &'r Parsed<'d>,
    text: &'d str,
    /// The block behind the last comment; `None` behind the last block.
    next: Option<At>,
    /// Where [`DirectiveRanges::next`] begins; up to there no other block does.
    asked: Option<u32>,
    /// The block that was measured last, with how many collections are around its directive, and its end.
    measured: Option<(At, usize, u32)>,
    line: Span,
}

impl<'r, 'd> DirectiveRanges<'r, 'd> {
    pub fn new(parsed: &'r Parsed<'d>) -> DirectiveRanges<'r, 'd> {
        DirectiveRanges { parsed, text: parsed.text(), next: None, asked: None, measured: None, line: Span::default() }
    }

    /// The lines that a comment stands on, their ends included.
    pub fn lines(&mut self, comment: Span) -> Span {
        let bytes = self.text.as_bytes();
        let (start, end) = (comment.start as usize, comment.end as usize);
        let known = self.line.start <= comment.start && comment.start < self.line.end;
        let before = || memchr::memrchr2(b'\n', b'\r', &bytes[..start]).map_or(0, |at| at + 1);
        let first = if known { self.line.start as usize } else { before() };
        if !known || self.line.end < comment.end {
            let behind = memchr::memchr2(b'\n', b'\r', &bytes[end..]).map_or(bytes.len(), |at| end + at + 1);
            self.line = Span::new(first, behind);
        }
        self.line
    }

    /// The block behind a comment of a piece: from its first byte to the start of the next one. It is a list, a table or
    /// a quotation as a whole, when it is the first in one that the comment does not stand in.
    pub fn block_after(&mut self, piece: usize, comment: &Comment) -> Option<Span> {
        let at = self.next_start(piece, comment.span.end)?;
        let (outline, start) = (self.outline(at.piece), self.start(at));
        let own = outline.collections(start.around);
        let base = match comment.around {
            Some(around) => {
                let around = self.outline(piece).collections(around);
                around.iter().zip(&own).take_while(|(around, own)| around == own).count()
            }
            None => own.len(),
        };
        let end = match self.measured {
            Some((known, depth, end)) if (known, depth) == (at, base) => end,
            _ => match own.get(base) {
                Some(collection) => self.end_of(at, base, *collection),
                None => self.end_of_block(at),
            },
        };
        self.measured = Some((at, base, end));
        Some(Span { start: start.at, end })
    }

    fn outline(&self, piece: usize) -> &'r Outline {
        self.parsed.outline(piece)
    }

    fn start(&self, at: At) -> BlockStart {
        self.outline(at.piece).starts[at.start]
    }

    /// The first block that begins at or behind byte `from`, which lies in a piece.
    fn next_start(&mut self, piece: usize, from: u32) -> Option<At> {
        match self.asked {
            Some(asked) if from <= asked => return self.next,
            _ => {}
        }
        let pieces = piece..self.parsed.pieces().len();
        let found = pieces.into_iter().find_map(|piece| {
            let starts = &self.outline(piece).starts;
            let start = starts.partition_point(|start| start.at < from);
            (start < starts.len()).then_some(At { piece, start })
        });
        self.next = found;
        self.asked = Some(found.map_or(u32::MAX, |found| self.start(found).at));
        found
    }

    /// The end of a block, which lies in one piece.
    fn end_of_block(&self, at: At) -> u32 {
        let next = self.outline(at.piece).starts.get(at.start + 1);
        next.map_or(self.parsed.pieces()[at.piece].range.end, |next| next.at)
    }

    /// The end of the collection that is the one at `depth` around a block.
    fn end_of(&self, at: At, depth: usize, collection: Collection) -> u32 {
        for piece in at.piece..self.parsed.pieces().len() {
            let outline = self.outline(piece);
            let first = if piece == at.piece { at.start } else { 0 };
            let is_outside = |start: &&BlockStart| outline.collections(start.around).get(depth) != Some(&collection);
            if let Some(behind) = outline.starts[first..].iter().find(is_outside) {
                return behind.at;
            }
        }
        to_u32(self.text.len())
    }
}
