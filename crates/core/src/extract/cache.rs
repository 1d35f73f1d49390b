//! Caches the extractions of a document's pieces, so that after an edit only the changed pieces are parsed again.
//!
//! The extraction of a piece depends on the bytes of its range and context, but not on where they are in the file, with
//! one exception: front matter and a byte order mark count only at the start of the file. So the cache key has the
//! bytes, whether they start the file, and the settings of the extraction. A cached extraction then needs only new
//! offsets.

use super::extraction::Extraction;
use super::format::Format;
use super::piece::Piece;
use super::reading::ReadingLists;
use super::warning::ExtractWarning;
use crate::recent::RecentCache;
use wordgate_text::prose::{Group, ProseBlock, Scope, ScopeSet, TableCell};
use wordgate_text::source::{Span, to_u32};

/// The cached pieces of one document.
#[derive(Debug, Default)]
pub struct PieceCache {
    pieces: RecentCache<CacheKey, CachedPiece>,
    /// The lists that the cached extractions used.
    reading: ReadingLists,
}

/// Everything that an extraction depends on, except the reading lists.
#[derive(Debug, PartialEq, Eq, Hash)]
struct CacheKey {
    /// The text of the context, followed by that of the range.
    source: String,
    /// The length of each span of the context, and of the range.
    lens: Vec<u32>,
    /// Whether the source starts at the start of the file, where it may have front matter or a byte order mark.
    is_first: bool,
    skipped_rows: u32,
    is_plain: bool,
    scope: Option<Scope>,
    format: Format,
    wanted: ScopeSet,
}

#[derive(Debug)]
struct CachedPiece {
    extraction: Extraction,
    /// The start of each span of the context, and of the range, at the time of the extraction.
    starts: Vec<u32>,
}

impl PieceCache {
    /// Clears the cache if it was filled with other reading lists.
    pub(super) fn use_reading_lists(&mut self, reading: &ReadingLists) {
        if self.reading != *reading {
            *self = PieceCache { pieces: RecentCache::default(), reading: reading.clone() };
        }
    }

    /// Drops the pieces that the last checks did not use: see [`RecentCache::end_round`]. Called after each check of
    /// the whole document.
    pub(super) fn end_round(&mut self) {
        self.pieces.end_round();
    }

    /// Returns the cached extraction of a piece of `text`, or calls `extract` and caches the result. If `extract` was
    /// cancelled (`None`), returns an empty extraction and caches nothing. An extraction that refers to bytes outside
    /// the piece is not cached, because we could not compute its new offsets.
    pub(super) fn get_or_extract(
        &mut self,
        text: &str,
        format: Format,
        piece: &Piece,
        wanted: ScopeSet,
        extract: impl FnOnce() -> Option<Extraction>,
    ) -> Extraction {
        let key = CacheKey::new(text, format, piece, wanted);
        let starts: Vec<u32> = spans(piece).map(|span| span.start).collect();
        if let Some(cached) = self.pieces.get(&key) {
            return cached.moved(&key.lens, &starts);
        }
        let Some(extraction) = extract() else { return Extraction::default() };
        let inside = |span: Span| piece.range.start <= span.start && span.end <= piece.range.end;
        if extraction.blocks.iter().all(|block| block.map.is_within(piece.range) && starts_are_seen(block, piece))
            && extraction.warnings.iter().all(|warning| inside(warning.span))
            && extraction.language_tags.iter().all(|tag| inside(tag.span))
            && extraction.outline.collection_starts().all(|at| parser_sees(piece, at))
        {
            let cached = CachedPiece { extraction: extraction.clone(), starts };
            self.pieces.insert(key, cached);
        }
        extraction
    }
}

/// Returns the spans that the parser sees, in order.
fn spans(piece: &Piece) -> impl Iterator<Item = Span> {
    piece.context.iter().chain([&piece.range]).copied()
}

/// Returns whether the table and the groups around `block` start in the piece or its context.
fn starts_are_seen(block: &ProseBlock, piece: &Piece) -> bool {
    let group = block.group.into_iter().flat_map(|group| [Some(group.start), group.parent]);
    let mut starts = block.cell.map(|cell| cell.table).into_iter().chain(group.flatten());
    starts.all(|start| parser_sees(piece, start))
}

/// Returns whether the parser sees this byte.
fn parser_sees(piece: &Piece, at: u32) -> bool {
    spans(piece).any(|span| span.range().contains(&(at as usize)))
}

impl CacheKey {
    fn new(text: &str, format: Format, piece: &Piece, wanted: ScopeSet) -> CacheKey {
        let source = spans(piece).map(|span| &text[span.range()]).collect();
        let lens = spans(piece).map(|span| to_u32(span.len())).collect();
        let is_first = spans(piece).next().is_some_and(|span| span.start == 0);
        let Piece { skipped_rows, is_plain, scope, .. } = *piece;
        CacheKey { source, lens, is_first, skipped_rows, is_plain, scope, format, wanted }
    }
}

impl CachedPiece {
    /// Returns the extraction with its offsets shifted to a piece whose spans start at `starts`. `lens` are the lengths
    /// of these spans.
    fn moved(&self, lens: &[u32], starts: &[u32]) -> Extraction {
        let (old_start, new_start) = (self.starts.last().copied().unwrap_or(0), starts.last().copied().unwrap_or(0));
        let shift = |at: u32| {
            let mut ranges = self.starts.iter().zip(lens).zip(starts);
            let range = ranges.find(|((start, len), _)| (**start..**start + **len).contains(&at));
            range.map_or(at, |((old_start, _), new_start)| at - old_start + new_start)
        };
        let block = |block: &ProseBlock| ProseBlock {
            map: block.map.shifted(old_start, new_start),
            cell: block.cell.map(|cell| TableCell { table: shift(cell.table), ..cell }),
            group: block.group.map(|group| Group { start: shift(group.start), parent: group.parent.map(shift) }),
            ..block.clone()
        };
        let warning = |warning: &ExtractWarning| ExtractWarning {
            span: Span {
                start: warning.span.start - old_start + new_start,
                end: warning.span.end - old_start + new_start,
            },
            ..*warning
        };
        Extraction {
            blocks: self.extraction.blocks.iter().map(block).collect(),
            warnings: self.extraction.warnings.iter().map(warning).collect(),
            outline: self.extraction.outline.moved(|at| at - old_start + new_start, shift),
            references: self.extraction.references.moved(|at| at - old_start + new_start),
            language_tags: self
                .extraction
                .language_tags
                .iter()
                .map(|tag| tag.moved(|at| at - old_start + new_start))
                .collect(),
        }
    }
}
