//! Extracts plain text: paragraphs separated by blank lines.
//!
//! The other formats fall back to this extractor for text that cannot be parsed. Plain text has no comments, with one
//! exception: inline directives are HTML comments in every format.

use super::collector::Collector;
use super::containers::Containers;
use super::data_uri;
use super::leaf_context::LeafContext;
use super::lines::{MAX_LINE_LEN, lines, paragraphs};
use super::outline::MARKER;
use super::parsers::Parsers;
use super::parts::{Part, PartRole, extent, subtract};
use super::piece::{Piece, Pieces, plain_pieces};
use super::spelling::Spelling;
use super::warning::Misread;
use super::writer::Writer;
use std::ops::Range;
use wordgate_text::source::Span;

/// Adds the paragraphs of a piece of a text file to `out`.
pub(super) fn read_piece(_: &mut Parsers, piece: &Piece, out: &mut Collector) {
    read_plain(&piece.parts(out.text), out);
}

/// Splits a text file into its paragraphs.
pub(super) fn split(text: &str, min_len: usize) -> Pieces {
    let whole = Span::new(0, text.len());
    Pieces { pieces: plain_pieces(text, whole, min_len, false), ..Pieces::default() }
}

/// Adds the paragraphs of `parts` to `out`.
pub(super) fn read_plain(parts: &[Part], out: &mut Collector) {
    read_as(parts, Spelling::Literal, out);
}

fn read_as(parts: &[Part], spelling: Spelling, out: &mut Collector) {
    for part in parts {
        for paragraph in paragraphs(out.text, part.span.range()) {
            read_leaf(&[Part { span: paragraph, role: PartRole::Literal }], LeafContext::default(), spelling, out);
        }
    }
}

/// Adds a leaf in which directives are the only markup.
pub(super) fn read_leaf(parts: &[Part], context: LeafContext, spelling: Spelling, out: &mut Collector) {
    let Some(range) = extent(parts) else { return };
    let text = subtract(parts, range.clone(), &record_directives(range.clone(), context, out));
    let mut writer = Writer::new(out, &text, spelling, Containers::inline(context));
    writer.text(range.start, range.end, range.end);
    writer.finish();
}

/// Records the directives of a leaf and returns their spans.
fn record_directives(leaf: Range<usize>, context: LeafContext, out: &mut Collector) -> Vec<Span> {
    let mut found = Vec::new();
    let mut next = leaf.start;
    while let Some(open) = out.text[next..leaf.end].find("<!--").map(|open| next + open) {
        next = open + 4;
        let inside = &out.text[next..leaf.end];
        if !inside.trim_start().starts_with(MARKER) {
            continue;
        }
        let Some(len) = inside.find("-->") else { break };
        let span = Span::new(open, next + len + 3);
        out.record_comment(span, Span::new(next, next + len), Some(context), false);
        found.push(span);
        next = span.end as usize;
    }
    found
}

/// Reads `parts` as plain text, and warns that they were not parsed because of `cause`.
pub(super) fn fall_back(parts: &[Part], cause: Misread, out: &mut Collector) {
    if let Some(range) = extent(parts) {
        out.warn(Span::new(range.start, range.end), cause);
        read_as(parts, Spelling::Unparsed, out);
    }
}

/// Reads each line that is too long to parse as plain text. Returns the parts of the other lines.
pub(super) fn without_long_lines(parts: Vec<Part>, out: &mut Collector) -> Vec<Part> {
    if parts.iter().all(|part| part.span.len() <= MAX_LINE_LEN) {
        return parts;
    }
    let mut remaining: Vec<Part> = Vec::new();
    for part in parts {
        for line in lines(out.text, part.span.range()) {
            if line.len() > MAX_LINE_LEN && data_uri::len_without_data_uris(out.text, line) > MAX_LINE_LEN {
                fall_back(&[Part { span: line, ..part }], Misread::LongLine, out);
                continue;
            }
            match remaining.last_mut().filter(|last| last.role == part.role && last.span.end == line.start) {
                Some(last) => last.span.end = line.end,
                None => remaining.push(Part { span: line, ..part }),
            }
        }
    }
    remaining
}
