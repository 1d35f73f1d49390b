//! What pieces were extracted to, so that in a document that changes a little only what changed is parsed again.
//!
//! A piece is extracted exactly as inside its file, so what comes out depends on the bytes of its range and its context
//! alone, not on where they stand, with one exception: a byte order mark is one only at the start of the file. All of
//! that is the key; so what is remembered is what extracting again would give, moved to where the piece stands now.

use super::extraction::Extraction;
use super::format::Format;
use super::piece::{Piece, PieceKind};
use super::reading::ReadingLists;
use super::warning::ExtractWarning;
use crate::recent::Recent;
use wordgate_text::prose::{ProseBlock, ScopeSet, TableCell};
use wordgate_text::source::{Span, to_u32};

/// The pieces of one document as they were extracted last.
#[derive(Debug, Default)]
pub struct PieceCache {
    known: Recent<CacheKey, CachedPiece>,
    /// The lists by which it was extracted.
    reading: ReadingLists,
}

/// All that an extraction depends on.
#[derive(Debug, PartialEq, Eq, Hash)]
struct CacheKey {
    /// The context and the range, joined.
    source: String,
    /// How long each of them is.
    lens: Vec<u32>,
    is_first: bool,
    skipped_rows: u32,
    shape: PieceKind,
    format: Format,
    wanted: ScopeSet,
}

#[derive(Debug)]
struct CachedPiece {
    extraction: Extraction,
    /// Where the context and the range stood.
    starts: Vec<u32>,
}

impl PieceCache {
    /// Forgets what was extracted by other lists.
    pub(super) fn belong_to(&mut self, reading: &ReadingLists) {
        if self.reading != *reading {
            *self = PieceCache { known: Recent::default(), reading: reading.clone() };
        }
    }

    /// Ends a look at the whole document.
    pub(super) fn end_round(&mut self) {
        self.known.end_round();
    }

    /// What a piece of `text` is extracted to: as remembered, else as `extract` says. When
    /// that was called off it is nothing, and not remembered.
    pub(super) fn recall(
        &mut self,
        text: &str,
        format: Format,
        piece: &Piece,
        wanted: ScopeSet,
        extract: impl FnOnce() -> Option<Extraction>,
    ) -> Extraction {
        let key = CacheKey::new(text, format, piece, wanted);
        let starts: Vec<u32> = spans(piece).map(|span| span.start).collect();
        if let Some(remembered) = self.known.get(&key) {
            return remembered.moved(&key.lens, &starts);
        }
        let Some(extraction) = extract() else { return Extraction::default() };
        let inside = |span: Span| piece.range.start <= span.start && span.end <= piece.range.end;
        if extraction.blocks.iter().all(|block| block.map.is_within(piece.range) && knows_table(block, piece))
            && extraction.warnings.iter().all(|warning| inside(warning.span))
            && extraction.outline.collection_starts().all(|at| holds(piece, at))
        {
            let remembered = CachedPiece { extraction: extraction.clone(), starts };
            self.known.insert(key, remembered);
        }
        extraction
    }
}

/// What the parser sees, in order.
fn spans(piece: &Piece) -> impl Iterator<Item = Span> {
    piece.context.iter().chain([&piece.range]).copied()
}

/// Whether the table that a block is a cell of starts in the piece, so that its place can be told anew.
fn knows_table(block: &ProseBlock, piece: &Piece) -> bool {
    block.cell.is_none_or(|cell| holds(piece, cell.table))
}

/// Whether the parser sees this byte.
fn holds(piece: &Piece, at: u32) -> bool {
    spans(piece).any(|span| span.range().contains(&(at as usize)))
}

impl CacheKey {
    fn new(text: &str, format: Format, piece: &Piece, wanted: ScopeSet) -> CacheKey {
        let source = spans(piece).map(|span| &text[span.range()]).collect();
        let lens = spans(piece).map(|span| to_u32(span.len())).collect();
        let is_first = spans(piece).next().is_some_and(|span| span.start == 0);
        let Piece { skipped_rows, kind: shape, .. } = *piece;
        CacheKey { source, lens, is_first, skipped_rows, shape, format, wanted }
    }
}

impl CachedPiece {
    /// The extraction, where the context and the range now start at these bytes; `lens` as in the key.
    fn moved(&self, lens: &[u32], starts: &[u32]) -> Extraction {
        let (then, now) = (self.starts.last().copied().unwrap_or(0), starts.last().copied().unwrap_or(0));
        let place = |at: u32| {
            let mut stretches = self.starts.iter().zip(lens).zip(starts);
            let holder = stretches.find(|((start, len), _)| (**start..**start + **len).contains(&at));
            holder.map_or(at, |((start, _), now)| at - start + now)
        };
        let block = |block: &ProseBlock| ProseBlock {
            map: block.map.shifted(then, now),
            cell: block.cell.map(|cell| TableCell { table: place(cell.table), ..cell }),
            ..block.clone()
        };
        let warning = |warning: &ExtractWarning| ExtractWarning {
            span: Span { start: warning.span.start - then + now, end: warning.span.end - then + now },
            ..*warning
        };
        Extraction {
            blocks: self.extraction.blocks.iter().map(block).collect(),
            warnings: self.extraction.warnings.iter().map(warning).collect(),
            outline: self.extraction.outline.moved(|at| at - then + now, place),
            references: self.extraction.references.moved(|at| at - then + now),
        }
    }
}
