//! Extracts pieces of documents, with the parsers and what is remembered of a document.

use super::cache::PieceCache;
use super::collector::Collector;
use super::extraction::Extraction;
use super::format::Format;
use super::interrupt::Interrupt;
use super::parsers::Parsers;
use super::parts::subtract;
use super::piece::{Piece, PieceKind};
use super::reading::ReadingLists;
use wordgate_text::prose::{Notation, ScopeSet};
use wordgate_text::source::Span;

/// Extracts prose. Holds the parsers, so keep one for each thread and reuse it.
pub struct Extractor {
    parsers: Parsers,
    memory: Option<PieceCache>,
    reading: ReadingLists,
    interrupt: Interrupt,
}

/// In tests, a text that no extractor can read.
#[cfg(feature = "test-panics")]
pub const PANICS: &str = "extraction panics";

impl Default for Extractor {
    fn default() -> Extractor {
        Extractor::new()
    }
}

impl Extractor {
    /// An extractor with its parsers.
    pub fn new() -> Extractor {
        Extractor::with_interrupt(&Interrupt::default())
    }

    /// An extractor whose work can be called off.
    pub fn with_interrupt(interrupt: &Interrupt) -> Extractor {
        let parsers = Parsers::new(interrupt);
        Extractor { parsers, memory: None, reading: ReadingLists::default(), interrupt: interrupt.clone() }
    }

    /// Starts anew, with parsers of its own: after a panic those it has may be half way through something.
    pub fn reset_parsers(&mut self) {
        *self = Extractor { reading: self.reading.clone(), ..Extractor::with_interrupt(&self.interrupt) };
    }

    /// Whether the work was called off: what was extracted since [`Interrupt::reset`] is worth nothing.
    pub fn is_interrupted(&self) -> bool {
        self.interrupt.is_cancelled()
    }

    /// Reads these keys and attributes from now on.
    pub fn set_reading_lists(&mut self, reading: &ReadingLists) {
        self.reading = reading.clone();
    }

    /// Goes on with what is remembered of a document, until [`Extractor::take_cache`].
    pub fn set_cache(&mut self, memory: PieceCache) {
        self.memory = Some(memory);
    }

    /// What is to be remembered of the document that was read.
    pub fn take_cache(&mut self) -> PieceCache {
        let mut memory = self.memory.take().unwrap_or_default();
        if !self.is_interrupted() {
            memory.end_round();
        }
        memory
    }

    /// The prose of `piece` of `text`, in scopes of `wanted` only.
    pub fn extract(&mut self, text: &str, format: Format, piece: &Piece, wanted: ScopeSet) -> Extraction {
        let Some(mut memory) = self.memory.take() else { return self.parse(text, format, piece, wanted) };
        memory.belong_to(&self.reading);
        let extraction = memory.recall(text, format, piece, wanted, || {
            let extraction = self.parse(text, format, piece, wanted);
            (!self.is_interrupted()).then_some(extraction)
        });
        self.memory = Some(memory);
        extraction
    }

    /// The prose of a piece that is too much to parse, less the spans of `code` (sorted): of HTML the tags are told
    /// from text by their look, anything else is text as it stands.
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
        #[cfg(feature = "test-panics")]
        assert!(!text.contains(PANICS), "this text is for tests");
        if piece.kind == PieceKind::Plain {
            return self.extract_plain(text, format, piece, &[], wanted);
        }
        let mut out = Collector::new(text, piece, wanted, &self.reading);
        format.read(&mut self.parsers, piece, &mut out);
        out.finish()
    }
}
