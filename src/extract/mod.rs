//! From a document to its prose blocks, one file a format.
//!
//! An extractor decides once, for every rule, what is prose and what is not (code, URLs, comments, math), and hands on
//! blocks that know their source bytes. It works on a [`Piece`] of a file as well as on the whole one, because parsing
//! is the slow step and is done only where a finding may be.

mod block_kind;
mod collector;
mod containers;
mod data_uri;
mod directive;
mod element;
mod entity;
mod fence;
mod front_matter;
mod grammar;
mod heading;
mod hidden;
mod html;
mod html_template;
mod inline;
mod interrupt;
mod json_ld;
mod markdown;
mod masks;
mod mdx;
mod memory;
mod nesting;
mod outline;
mod paragraph;
mod parts;
mod pieces;
mod place;
mod raised;
mod reading;
mod references;
mod script;
mod spelling;
mod table;
mod tag;
mod template;
mod text;
mod url;
mod waiting;
mod warning;
mod writer;

use crate::prose::{Notation, ProseBlock, ScopeSet};
use crate::source::Span;
use collector::Collector;
use html::HtmlReader;
use markdown::MarkdownReader;
use parts::Part;
use place::Place;

pub(crate) use data_uri::len_without as len_to_parse;
pub(crate) use entity::reference;
pub use front_matter::document_date;
pub use hidden::Hidden;
pub(crate) use inline::opens_markup as is_markup;
pub use interrupt::Interrupt;
pub use memory::Memory;
pub use outline::{Collection, Comment, MARKER, Outline, Start};
pub use pieces::{Pieces, split};
pub use reading::ReadingLists;
pub use references::{
    PossibleDefinition, Reference, ReferenceForm, References, comparable, in_brackets, possible_definitions,
    starts_with_label, without_markers,
};
pub(crate) use spelling::number_escape;
pub use warning::{ExtractWarning, Misread};

/// A document format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// GitHub-flavoured Markdown.
    Markdown,
    /// Markdown with JSX.
    Mdx,
    /// HTML.
    Html,
    /// Plain text: paragraphs between blank lines.
    Text,
}

/// A part of a file that is extracted by itself, exactly as it would be inside the whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// Whole lines (bytes of the file) whose prose is wanted.
    pub range: Span,
    /// Whole lines before `range`, in order, that the parser must see to understand it, such as the lines that open
    /// the list items around it or the header of its table. Their prose is not returned.
    pub context: Vec<Span>,
    /// When the context is the head of a table: the rows behind it that are left out.
    pub skipped_rows: u32,
    /// What in it the block grammar must not see, in order.
    pub hidden: Vec<Hidden>,
    /// What it is, when that is sure from its lines.
    pub shape: Shape,
}

/// What a piece surely is, so that the block grammar need not be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Anything.
    #[default]
    Unknown,
    /// One paragraph in no container.
    Paragraph,
    /// One list item that is one line, of which the text begins so many bytes behind the start of the piece.
    Item(u32),
    /// Too much to parse, whatever it is: read as plain text.
    Plain,
}

/// What an extractor found.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// The prose blocks in the order of their first byte.
    pub blocks: Vec<ProseBlock>,
    /// Where the document could not be understood and was read as plain text instead.
    pub warnings: Vec<ExtractWarning>,
    /// Where blocks begin, and the comments that hold directives.
    pub outline: Outline,
    /// The links whose text is their label, and the definitions.
    pub references: References,
}

/// Extracts prose. Holds the parsers, so keep one for each thread and reuse it.
pub struct Extractor {
    markdown: MarkdownReader,
    html: HtmlReader,
    memory: Option<Memory>,
    reading: ReadingLists,
    interrupt: Interrupt,
}

/// In tests, a text that no extractor can read.
#[cfg(test)]
pub(crate) const PANICS: &str = "extraction panics";

impl Default for Extractor {
    fn default() -> Extractor {
        Extractor::new()
    }
}

impl Extractor {
    /// An extractor with its parsers.
    pub fn new() -> Extractor {
        Extractor::interruptible(&Interrupt::default())
    }

    /// An extractor whose work can be called off.
    pub fn interruptible(interrupt: &Interrupt) -> Extractor {
        let (markdown, html) = (MarkdownReader::new(interrupt), HtmlReader::new(interrupt));
        Extractor { markdown, html, memory: None, reading: ReadingLists::default(), interrupt: interrupt.clone() }
    }

    /// Starts anew, with parsers of its own: after a panic those it has may be half way through something.
    pub fn renew(&mut self) {
        *self = Extractor { reading: self.reading.clone(), ..Extractor::interruptible(&self.interrupt) };
    }

    /// Whether the work was called off: what was extracted since the last reset is worth nothing.
    pub fn is_interrupted(&self) -> bool {
        self.interrupt.is_called_off()
    }

    /// Reads these keys and attributes from now on.
    pub fn read_by(&mut self, reading: &ReadingLists) {
        self.reading = reading.clone();
    }

    /// Goes on with what is remembered of a document, until [`Extractor::take_memory`].
    pub fn recall(&mut self, memory: Memory) {
        self.memory = Some(memory);
    }

    /// What is to be remembered of the document that was read.
    pub fn take_memory(&mut self) -> Memory {
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

    /// The prose of a piece that is too much to parse, less the spans of `code` (sorted): of HTML the tags are told from
    /// text by their look, anything else is text as it stands.
    pub fn extract_plain(
        &mut self,
        text: &str,
        format: Format,
        piece: &Piece,
        code: &[Span],
        wanted: ScopeSet,
    ) -> Extraction {
        let mut out = Collector::new(text, piece, wanted).reading(&self.reading);
        let whole = Piece { range: piece.range, ..Piece::default() }.parts(text);
        let inside = code.partition_point(|code| code.end <= piece.range.start)
            ..code.partition_point(|code| code.start < piece.range.end);
        let mut parts = Vec::new();
        for part in &whole {
            let (start, end) = (part.span.start as usize, part.span.end as usize);
            parts::subtract(&whole, start, end, &code[inside.clone()], &mut parts);
        }
        match format {
            Format::Html => self.html.read_by_look(&parts, &mut out),
            _ => text::read(&parts, &mut out),
        }
        let mut extraction = out.finish();
        extraction.blocks.iter_mut().for_each(|block| block.notation = Notation::Unknown);
        extraction
    }

    fn parse(&mut self, text: &str, format: Format, piece: &Piece, wanted: ScopeSet) -> Extraction {
        #[cfg(test)]
        assert!(!text.contains(PANICS), "this text is for tests");
        if piece.shape == Shape::Plain {
            return self.extract_plain(text, format, piece, &[], wanted);
        }
        let mut out = Collector::new(text, piece, wanted).reading(&self.reading);
        let parts = piece.parts(text);
        match format {
            Format::Markdown if piece.shape != Shape::Unknown => {
                self.markdown.read_plain(piece, &mut out);
            }
            Format::Markdown => {
                let parts = front_matter::cut(parts, piece, &mut out);
                let parts = text::without_long_lines(data_uri::mask(text, parts), &mut out);
                let parts = hidden::mask(parts, &piece.hidden, &mut out);
                self.markdown.read(parts, false, &mut out);
            }
            Format::Mdx => {
                let parts = front_matter::cut(parts, piece, &mut out);
                let parts = text::without_long_lines(parts, &mut out);
                let parts = data_uri::mask(text, mdx::mask(parts, &mut out));
                self.markdown.read(parts, true, &mut out);
            }
            Format::Html => {
                let parts = front_matter::cut(parts, piece, &mut out);
                self.html.read(&data_uri::mask(text, parts), Place::default(), &mut out);
            }
            Format::Text => text::read(&parts, &mut out),
        }
        out.finish()
    }
}

impl Piece {
    /// The whole of `text` as one piece.
    pub fn whole(text: &str, format: Format) -> Piece {
        let hidden = match format {
            Format::Markdown => split(text, format).pieces.into_iter().flat_map(|piece| piece.hidden).collect(),
            Format::Mdx | Format::Html | Format::Text => Vec::new(),
        };
        Piece { range: Span::new(0, text.len()), hidden, ..Piece::default() }
    }

    /// What the parser sees: the context and the range, without a byte order mark.
    fn parts(&self, text: &str) -> Vec<Part> {
        let bom = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let spans = self.context.iter().chain([&self.range]);
        let parts = spans.map(|span| Part::markup(bom.max(span.start as usize), bom.max(span.end as usize)));
        parts.filter(|part| !part.span.is_empty()).collect()
    }
}

impl Format {
    const TABLE: &[(Format, &str, &[&str])] = &[
        (Format::Markdown, "markdown", &["md", "markdown"]),
        (Format::Mdx, "mdx", &["mdx"]),
        (Format::Html, "html", &["html", "htm"]),
        (Format::Text, "text", &["txt"]),
    ];

    /// The format of files with this extension (any case, no dot).
    pub fn from_extension(extension: &str) -> Option<Format> {
        let extension = extension.to_ascii_lowercase();
        Format::TABLE.iter().find(|(_, _, known)| known.contains(&extension.as_str())).map(|(format, _, _)| *format)
    }

    /// The format with this name, as the configuration writes it.
    pub fn from_id(id: &str) -> Option<Format> {
        Format::TABLE.iter().find(|(_, known, _)| *known == id).map(|(format, _, _)| *format)
    }

    /// The names of all formats.
    pub fn ids() -> impl Iterator<Item = &'static str> {
        Format::TABLE.iter().map(|(_, id, _)| *id)
    }

    /// The name in the configuration.
    pub fn id(self) -> &'static str {
        Format::TABLE.iter().find(|(format, _, _)| *format == self).map_or("", |(_, id, _)| id)
    }
}
