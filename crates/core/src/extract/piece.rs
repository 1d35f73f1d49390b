//! A piece is a range of a file that can be parsed on its own, with the same result as inside the file: a group of whole
//! lines, or, in a long HTML page, a range that starts at the start tag of a block.
//!
//! Parsing is the slowest step, and most files contain few of the words that rules look for. So we first split a file
//! into pieces, in one pass over its lines and without a parser. The gate, a fast scan of raw bytes, then picks the
//! pieces that can contain a match, and only these are parsed.
//!
//! # Example
//!
//! The file
//!
//! ```text
//! 1  # Install
//! 2
//! 3  - Get the *tool*:
//! 4    - use apt on Linux
//! 5
//! 6  | Tool | Licence |
//! 7  |------|---------|
//! 8  | rg   | MIT     |
//! ```
//!
//! has five pieces, if a piece may have any length (`min_len` is 0):
//!
//! | piece | range     | context   | why it starts there                                     |
//! |-------|-----------|-----------|---------------------------------------------------------|
//! | 1     | lines 1-2 |           | the file starts; the blank line belongs to the piece    |
//! | 2     | line 3    |           | a list item interrupts whatever comes before it         |
//! | 3     | lines 4-5 | line 3    | a nested item: it needs the line that opens its parent  |
//! | 4     | lines 6-7 |           | a blank line ended the list                             |
//! | 5     | line 8    | lines 6-7 | a table row: it needs the header and the delimiter row  |
//!
//! Suppose that a rule looks for "MIT". The gate finds these letters in piece 5 only, so the parser sees lines 6 to 8
//! and nothing else. Without its context, line 8 would parse as a paragraph. With it, line 8 is a table row, as in the
//! file. The extraction keeps the prose of the range and drops that of the context, and its offsets are those of the
//! whole file.
//!
//! # Rules
//!
//! - The ranges cover the file in order, without gaps or overlaps.
//! - We never split where that could change how some text parses. A larger piece only costs time.
//! - Every check works on pieces, even without the gate, so the findings never depend on which pieces are parsed.
//!
//! This module defines the types. [`super::pieces`] decides where to split Markdown and HTML.

use super::data_uri;
use super::lines::paragraphs;
use super::parts::Part;
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// Whole lines of a file that can be parsed on their own. The module documentation has an example.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// The lines (byte offsets in the file) whose prose is extracted.
    pub range: Span,
    /// Lines before `range`, in order, that the parser needs in order to understand it, such as the lines that open the
    /// list items around it or the header of its table. Their prose is dropped.
    pub context: Vec<Span>,
    /// How many table rows lie between the context and `range`, if the context is the head of a table.
    pub skipped_rows: u32,
    /// Ranges that the block grammar must not see, in order.
    pub hidden: Vec<Hidden>,
    /// Whether it is too long to parse and is read as plain text.
    pub is_plain: bool,
    /// The scope of its paragraphs, if it is not that of paragraphs elsewhere: that of the notes of a slide.
    pub scope: Option<Scope>,
}

/// A range of a document that the block grammar must not see: a template tag over several lines or with a body, a
/// comment such as `%% … %%`, or a code directive between colons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// Byte offsets in the file, delimiters included.
    pub span: Span,
    /// The part of `span` between the delimiters.
    pub content: Span,
    /// What the content is: code, a comment or math.
    pub scope: Scope,
}

/// A file split into pieces.
#[derive(Debug, Default)]
pub struct Pieces {
    /// The pieces in order. Their ranges cover the file without gaps or overlaps.
    pub pieces: Vec<Piece>,
    /// Lines (byte offsets in the file, in order) that are certainly fenced code, so they contain no prose.
    pub code: Vec<Span>,
    /// Whether splitting stopped early, so that the last piece is the unsplit rest of the file.
    pub unsplittable: bool,
}

/// The approximate maximum number of pieces of a file, because each piece takes memory.
pub(super) const MAX_PIECES: usize = 1 << 20;

/// The maximum length (bytes) of a piece of Markdown or MDX that we parse. Longer ones would take too much memory.
pub(super) const MAX_PIECE_LEN: usize = 4 << 20;

impl Piece {
    /// Returns the source that the parser sees: the context and the range, without a byte order mark.
    pub(super) fn parts(&self, text: &str) -> Vec<Part> {
        let bom = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let spans = self.context.iter().chain([&self.range]);
        let parts = spans.map(|span| Part::markup(bom.max(span.start as usize), bom.max(span.end as usize)));
        parts.filter(|part| !part.span.is_empty()).collect()
    }

    /// Creates a piece without context.
    pub(super) fn without_context(range: Span) -> Piece {
        Piece { range, ..Piece::default() }
    }

    fn is_too_long(&self, text: &str) -> bool {
        self.range.len() > MAX_PIECE_LEN && data_uri::len_without_data_uris(text, self.range) > MAX_PIECE_LEN
    }
}

impl Hidden {
    fn shifted(self, by: u32) -> Hidden {
        let shifted = |span: Span| Span { start: span.start + by, end: span.end + by };
        Hidden { span: shifted(self.span), content: shifted(self.content), ..self }
    }
}

impl Pieces {
    /// Returns the whole text as one piece, or no pieces if the text is empty.
    pub(super) fn whole(text: &str) -> Pieces {
        let whole = Piece::without_context(Span::new(0, text.len()));
        Pieces { pieces: (!text.is_empty()).then_some(whole).into_iter().collect(), ..Pieces::default() }
    }

    /// Splits each piece that is too long to parse into paragraphs of plain text. Joins paragraphs until they are
    /// longer than `min_len` bytes.
    pub(super) fn with_long_as_plain(self, text: &str, min_len: usize) -> Pieces {
        if !self.pieces.iter().any(|piece| piece.is_too_long(text)) {
            return self;
        }
        let split = |piece: Piece| match piece.is_too_long(text) {
            true => plain_pieces(text, piece.range, min_len, true),
            false => vec![piece],
        };
        Pieces { pieces: self.pieces.into_iter().flat_map(split).collect(), ..self }
    }

    /// Appends the pieces of a text that starts at byte `start` of the file.
    pub(super) fn append_shifted(&mut self, pieces: Pieces, start: u32) {
        let shifted = |span: Span| Span { start: span.start + start, end: span.end + start };
        let piece = |piece: Piece| Piece {
            range: shifted(piece.range),
            context: piece.context.into_iter().map(shifted).collect(),
            hidden: piece.hidden.into_iter().map(|hidden| hidden.shifted(start)).collect(),
            ..piece
        };
        self.pieces.extend(pieces.pieces.into_iter().map(piece));
        self.code.extend(pieces.code.into_iter().map(shifted));
        self.unsplittable |= pieces.unsplittable;
    }

    /// Returns whether all of `span` is certainly code.
    pub fn is_code(&self, span: Span) -> bool {
        let after = self.code.partition_point(|code| code.start <= span.start);
        after.checked_sub(1).is_some_and(|index| span.end <= self.code[index].end)
    }
}

/// Splits plain text into its paragraphs. A piece includes the blank lines after its paragraphs. Joins paragraphs until
/// they are longer than `min_len` bytes. `is_plain` says whether the text was too long to parse.
pub(super) fn plain_pieces(text: &str, range: Span, min_len: usize, is_plain: bool) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut start = range.start;
    let mut push =
        |start: u32, end: u32| pieces.push(Piece { is_plain, ..Piece::without_context(Span { start, end }) });
    for paragraph in paragraphs(text, range.range()).skip(1) {
        if (paragraph.start - start) as usize > min_len {
            push(start, paragraph.start);
            start = paragraph.start;
        }
    }
    if start < range.end {
        push(start, range.end);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use crate::extract::pieces;

    #[test]
    fn the_example_splits_as_documented() {
        let text = "# Install\n\n- Get the *tool*:\n  - use apt on Linux\n\n| Tool | Licence |\n|------|---------|\n\
                    | rg   | MIT     |\n";
        let split: Vec<(&str, Vec<&str>)> = pieces::markdown(text, 0)
            .pieces
            .iter()
            .map(|piece| (&text[piece.range.range()], piece.context.iter().map(|span| &text[span.range()]).collect()))
            .collect();
        let item = "- Get the *tool*:\n";
        let head = ["| Tool | Licence |\n", "|------|---------|\n"];
        let expected = [
            ("# Install\n\n", vec![]),
            (item, vec![]),
            ("  - use apt on Linux\n\n", vec![item]),
            ("| Tool | Licence |\n|------|---------|\n", vec![]),
            ("| rg   | MIT     |\n", head.to_vec()),
        ];
        assert_eq!(split, expected);
    }
}
