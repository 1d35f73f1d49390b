//! The pieces of a file: what is parsed by itself, exactly as inside the file.

use super::data_uri;
use super::lines::paragraphs;
use super::parts::Part;
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// A part of a file that is extracted by itself, exactly as it would be inside the whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// Whole lines (bytes of the file) whose prose is wanted.
    pub range: Span,
    /// Whole lines before `range`, in order, that the parser must see to understand it, such as the lines that open
    /// the list items around it or the header of its table. Their prose is not returned.
    pub context: Vec<Span>,
    /// When the context is the head of a table: the rows after it that are left out.
    pub skipped_rows: u32,
    /// What in it the block grammar must not see, in order.
    pub hidden: Vec<Hidden>,
    /// What it is, when that is sure from its lines.
    pub shape: PieceKind,
}

/// What a piece surely is, so that the block grammar need not be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PieceKind {
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

/// A stretch of a document that the block grammar must not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// Bytes of the file.
    pub span: Span,
    /// What of it is inside of its delimiters.
    pub content: Span,
    /// What the content is: code, a comment, math.
    pub scope: Scope,
}

/// A file in pieces.
#[derive(Debug, Default)]
pub struct Pieces {
    /// The pieces in order. Their ranges cover the file without gap or overlap.
    pub pieces: Vec<Piece>,
    /// Lines (bytes of the file, in order) that are surely fenced code: nothing in them is prose.
    pub code: Vec<Span>,
    /// Whether the last piece is the rest of the file only because its lines could not be told apart for sure.
    pub sticky: bool,
}

/// About how many pieces a file has at most: what is known of each takes memory.
pub(super) const MOST_PIECES: usize = 1 << 20;

/// Longer pieces (bytes) of Markdown and MDX are not parsed.
pub(super) const LONGEST: usize = 4 << 20;

impl Piece {
    /// What the parser sees: the context and the range, without a byte order mark.
    pub(super) fn parts(&self, text: &str) -> Vec<Part> {
        let bom = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let spans = self.context.iter().chain([&self.range]);
        let parts = spans.map(|span| Part::markup(bom.max(span.start as usize), bom.max(span.end as usize)));
        parts.filter(|part| !part.span.is_empty()).collect()
    }

    /// A piece without context.
    pub(super) fn of(range: Span) -> Piece {
        Piece { range, ..Piece::default() }
    }

    fn is_too_long(&self, text: &str) -> bool {
        self.range.len() > LONGEST && data_uri::len_without(text, self.range) > LONGEST
    }
}

impl Pieces {
    /// The whole of a text as one piece, if there is anything in it.
    pub(super) fn whole(text: &str) -> Pieces {
        let whole = Piece::of(Span::new(0, text.len()));
        Pieces { pieces: (!text.is_empty()).then_some(whole).into_iter().collect(), ..Pieces::default() }
    }

    /// The same, but each piece that is too long to parse in paragraphs of plain text.
    pub(super) fn without_long(self, text: &str, shortest: usize) -> Pieces {
        if !self.pieces.iter().any(|piece| piece.is_too_long(text)) {
            return self;
        }
        let cut = |piece: Piece| match piece.is_too_long(text) {
            true => paragraphs_of(text, piece.range, shortest, PieceKind::Plain),
            false => vec![piece],
        };
        Pieces { pieces: self.pieces.into_iter().flat_map(cut).collect(), ..self }
    }

    /// Whether all bytes of `span` are surely code.
    pub fn is_code(&self, span: Span) -> bool {
        let after = self.code.partition_point(|code| code.start <= span.start);
        after.checked_sub(1).is_some_and(|index| span.end <= self.code[index].end)
    }
}

/// The paragraphs of plain text, each with the blank lines after it, and joined up to `shortest` bytes.
pub(super) fn paragraphs_of(text: &str, range: Span, shortest: usize, shape: PieceKind) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut start = range.start;
    let mut push = |start: u32, end: u32| pieces.push(Piece { shape, ..Piece::of(Span { start, end }) });
    for paragraph in paragraphs(text, range.range()).skip(1) {
        if (paragraph.start - start) as usize > shortest {
            push(start, paragraph.start);
            start = paragraph.start;
        }
    }
    if start < range.end {
        push(start, range.end);
    }
    pieces
}
