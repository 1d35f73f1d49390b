//! Splits a file into pieces that can be extracted alone, exactly as inside the file.
//!
//! Parsing is the slow step, and a finding concerns a paragraph, an item or a row; so only these are parsed. The cuts
//! follow from the looks of the lines, in one pass and without a parser. Every way of checking a file goes through its
//! pieces, so that what a grammar makes of a broken document never depends on how much of it was parsed.

mod html;
mod line;
mod list;
mod markdown;
mod page;
mod table;

use super::text::paragraphs;
use super::{Format, Piece, Shape, data_uri};
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

/// About how many pieces a file has at most: what is known of each takes memory.
const MOST_PIECES: usize = 1 << 20;

/// Longer pieces (bytes) of Markdown and MDX are not parsed.
const LONGEST: usize = 4 << 20;

/// Splits `text`.
pub fn split(text: &str, format: Format) -> Pieces {
    split_into(text, format, MOST_PIECES)
}

fn split_into(text: &str, format: Format, most: usize) -> Pieces {
    let shortest = text.len() / most;
    let mut pieces = match format {
        Format::Markdown if !has_lone_return(text) => markdown::split(text, shortest),
        Format::Text => Pieces { pieces: paragraphs_of(text, Span::new(0, text.len()), shortest), ..Pieces::default() },
        Format::Html if text.len() >= page::LONG => Pieces { pieces: page::split(text), ..Pieces::default() },
        Format::Markdown | Format::Mdx | Format::Html => {
            let whole = Some(Piece { range: Span::new(0, text.len()), ..Piece::default() })
                .filter(|piece| !piece.range.is_empty());
            Pieces { pieces: whole.into_iter().collect(), code: Vec::new(), sticky: format == Format::Markdown }
        }
    };
    if matches!(format, Format::Markdown | Format::Mdx) && pieces.pieces.iter().any(|piece| is_too_long(text, piece)) {
        pieces.pieces = pieces.pieces.into_iter().flat_map(|piece| without_long(text, piece, shortest)).collect();
    }
    pieces
}

fn is_too_long(text: &str, piece: &Piece) -> bool {
    piece.range.len() > LONGEST && data_uri::len_without(text, piece.range) > LONGEST
}

/// A piece that is too long to parse in paragraphs of plain text; any other as it is.
fn without_long(text: &str, piece: Piece, shortest: usize) -> Vec<Piece> {
    if !is_too_long(text, &piece) {
        return vec![piece];
    }
    let paragraphs = paragraphs_of(text, piece.range, shortest);
    paragraphs.into_iter().map(|paragraph| Piece { shape: Shape::Plain, ..paragraph }).collect()
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

/// The paragraphs of plain text, each with the blank lines behind it, and joined up to `shortest` bytes.
fn paragraphs_of(text: &str, range: Span, shortest: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut start = range.start;
    for paragraph in paragraphs(text, range.start as usize, range.end as usize).skip(1) {
        if (paragraph.start - start) as usize > shortest {
            let range = Span { start, end: paragraph.start };
            pieces.push(Piece { range, ..Piece::default() });
            start = paragraph.start;
        }
    }
    if start < range.end {
        pieces.push(Piece { range: Span { start, end: range.end }, ..Piece::default() });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(pieces: &Pieces) -> Vec<(u32, u32)> {
        pieces.pieces.iter().map(|piece| (piece.range.start, piece.range.end)).collect()
    }

    #[test]
    fn a_file_has_a_limited_number_of_pieces() {
        for format in [Format::Markdown, Format::Text] {
            let text = "a\n\n- b\n\n# c\n\n".repeat(100);
            assert!(split(&text, format).pieces.len() >= 300);
            let few = split_into(&text, format, 20);
            assert!((10..=20).contains(&few.pieces.len()), "{:?}", ranges(&few));
            assert!(few.pieces.windows(2).all(|pair| pair[0].range.end == pair[1].range.start));
            assert!(few.pieces.iter().all(|piece| format == Format::Text || piece.shape == Shape::Unknown));
        }
    }

    #[test]
    fn what_is_too_long_to_parse_is_cut_into_plain_paragraphs() {
        let text = "word\r\r".repeat(LONGEST / 6 + 1);
        for format in [Format::Markdown, Format::Mdx] {
            let pieces = split(&text, format);
            assert!(pieces.pieces.len() > 100_000 && pieces.pieces.iter().all(|piece| piece.shape == Shape::Plain));
            assert_eq!(ranges(&pieces)[..2], [(0, 6), (6, 12)]);
            assert_eq!(ranges(&pieces).last().map(|range| range.1 as usize), Some(text.len()));
        }
        assert_eq!(split(&text[..600], Format::Mdx).pieces[0].shape, Shape::Unknown);
    }
}
