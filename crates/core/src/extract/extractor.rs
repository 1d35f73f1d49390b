//! Extracts the prose of pieces.
//!
//! An extractor holds the parsers. It can also hold the cache of a document that is checked again and again, as in an
//! editor.

use super::cache::PieceCache;
use super::collector::Collector;
use super::extraction::Extraction;
use super::format::Format;
use super::interrupt::Interrupt;
use super::parsers::Parsers;
use super::parts::subtract;
use super::piece::Piece;
use super::reading::ReadingLists;
use wordgate_text::prose::{Notation, ScopeSet};
use wordgate_text::source::Span;

/// Extracts prose. It holds the parsers, so create one extractor per thread and reuse it.
pub struct Extractor {
    parsers: Parsers,
    cache: Option<PieceCache>,
    reading: ReadingLists,
    interrupt: Interrupt,
}

/// A text that makes every extractor panic, for tests.
#[cfg(feature = "test-hooks")]
pub const PANIC_TEXT: &str = "extraction panics";

impl Default for Extractor {
    fn default() -> Extractor {
        Extractor::new()
    }
}

impl Extractor {
    /// Creates an extractor with new parsers.
    pub fn new() -> Extractor {
        Extractor::with_interrupt(&Interrupt::default())
    }

    /// Creates an extractor whose work `interrupt` can cancel.
    pub fn with_interrupt(interrupt: &Interrupt) -> Extractor {
        let parsers = Parsers::new(interrupt);
        Extractor { parsers, cache: None, reading: ReadingLists::default(), interrupt: interrupt.clone() }
    }

    /// Creates an extractor that parses all Markdown with the grammars, so that tests can compare it with the usual one.
    #[cfg(any(test, feature = "test-hooks"))]
    pub(super) fn with_only_grammars() -> Extractor {
        let mut extractor = Extractor::new();
        extractor.parsers.only_block_grammar = true;
        extractor.parsers.inline.only_grammar = true;
        extractor
    }

    /// Replaces the parsers and drops the cache. Call this after a panic, because a panic may leave a parser in the
    /// middle of a document.
    pub fn reset_parsers(&mut self) {
        *self = Extractor { reading: self.reading.clone(), ..Extractor::with_interrupt(&self.interrupt) };
    }

    /// Returns whether the work was cancelled. If so, discard everything extracted since the last [`Interrupt::reset`].
    pub fn is_interrupted(&self) -> bool {
        self.interrupt.is_cancelled()
    }

    /// Sets which keys and attributes the extractor reads from now on.
    pub fn set_reading_lists(&mut self, reading: &ReadingLists) {
        self.reading = reading.clone();
    }

    /// Sets the cache of a document, which the extractor uses until [`Extractor::take_cache`].
    pub fn set_cache(&mut self, cache: PieceCache) {
        self.cache = Some(cache);
    }

    /// Returns the cache, with the pieces extracted since [`Extractor::set_cache`].
    pub fn take_cache(&mut self) -> PieceCache {
        let mut cache = self.cache.take().unwrap_or_default();
        if !self.is_interrupted() {
            cache.end_round();
        }
        cache
    }

    /// Returns the prose of `piece`, a part of `text`, in the `wanted` scopes.
    pub fn extract(&mut self, text: &str, format: Format, piece: &Piece, wanted: ScopeSet) -> Extraction {
        let Some(mut cache) = self.cache.take() else { return self.parse(text, format, piece, wanted) };
        cache.use_reading_lists(&self.reading);
        let extraction = cache.get_or_extract(text, format, piece, wanted, || {
            let extraction = self.parse(text, format, piece, wanted);
            (!self.is_interrupted()).then_some(extraction)
        });
        self.cache = Some(cache);
        extraction
    }

    /// Returns the prose of a piece that is too large to parse. The sorted spans of `code` are not prose. In HTML, a
    /// simple scan finds the tags. In other formats, everything is text.
    pub fn extract_plain(
        &mut self,
        text: &str,
        format: Format,
        piece: &Piece,
        code: &[Span],
        wanted: ScopeSet,
    ) -> Extraction {
        let mut out = Collector::new(text, piece, wanted, &self.reading);
        let range = piece.range;
        let inside =
            code.partition_point(|code| code.end <= range.start)..code.partition_point(|code| code.start < range.end);
        let parts = subtract(&Piece::without_context(range).parts(text), range.range(), &code[inside]);
        format.read_plain(&parts, &mut out);
        let mut extraction = out.finish();
        extraction.blocks.iter_mut().for_each(|block| block.notation = Notation::Unknown);
        extraction
    }

    fn parse(&mut self, text: &str, format: Format, piece: &Piece, wanted: ScopeSet) -> Extraction {
        #[cfg(feature = "test-hooks")]
        assert!(!text.contains(PANIC_TEXT), "this text is for tests");
        if piece.is_plain {
            return self.extract_plain(text, format, piece, &[], wanted);
        }
        let mut out = Collector::new(text, piece, wanted, &self.reading);
        format.read(&mut self.parsers, piece, &mut out);
        out.finish()
    }
}
