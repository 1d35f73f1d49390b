//! Splits a file into pieces that can be extracted alone, exactly as inside the file.
//!
//! Parsing is the slow step, and a finding concerns a paragraph, an item or a row; so only these are parsed. The cuts
//! follow from the looks of the lines, in one pass and without a parser. Every way of checking a file goes through its
//! pieces, so that what a grammar makes of a broken document never depends on how much of it was parsed.

mod html;
mod line;
mod list;
mod markdown;
mod table;

use super::text::paragraphs;
use super::{Format, Piece};
use crate::source::Span;

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

/// Splits `text`.
pub fn split(text: &str, format: Format) -> Pieces {
    match format {
        Format::Markdown if !has_lone_return(text) => markdown::split(text),
        Format::Text => Pieces { pieces: split_text(text), ..Pieces::default() },
        Format::Markdown | Format::Mdx | Format::Html => {
            let whole = Some(Piece::whole(text)).filter(|piece| !piece.range.is_empty());
            Pieces { pieces: whole.into_iter().collect(), code: Vec::new(), sticky: format == Format::Markdown }
        }
    }
}

impl Pieces {
    /// Whether all bytes of `span` are surely code.
    pub fn is_code(&self, span: Span) -> bool {
        let after = self.code.partition_point(|code| code.start <= span.start);
        after.checked_sub(1).is_some_and(|index| span.end <= self.code[index].end)
    }
}

/// Whether a carriage return stands without a line feed. To some it ends a line, to others it does not.
fn has_lone_return(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\r', rest.as_bytes()) {
        rest = &rest[at + 1..];
        if !rest.starts_with('\n') {
            return true;
        }
    }
    false
}

/// The paragraphs of plain text, each with the blank lines behind it.
fn split_text(text: &str) -> Vec<Piece> {
    let starts = paragraphs(text, 0, text.len()).map(|paragraph| paragraph.start).skip(1);
    let ends = starts.chain([Piece::whole(text).range.end]);
    let mut start = 0;
    let pieces =
        ends.map(|end| Piece { range: Span { start: std::mem::replace(&mut start, end), end }, ..Piece::default() });
    pieces.filter(|piece| !piece.range.is_empty()).collect()
}
