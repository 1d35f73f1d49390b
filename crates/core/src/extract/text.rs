//! Plain text: paragraphs between blank lines.
//!
//! Also what any other format falls back to when it can not be parsed. Nothing is a comment here, but inline directives
//! are written as in HTML and are no text.

use super::collector::Collector;
use super::containers::Containers;
use super::data_uri;
use super::lines::{LONGEST_LINE, lines, paragraphs};
use super::outline::MARKER;
use super::parsers::Parsers;
use super::parts::{Part, PartRole, extent, subtract};
use super::piece::{Piece, PieceKind, Pieces, plain_pieces};
use super::place::LeafContext;
use super::spelling::Spelling;
use super::warning::Misread;
use super::writer::Writer;
use std::ops::Range;
use wordgate_text::source::Span;

/// Adds the paragraphs of a piece of a text file to `out`.
pub(super) fn read_piece(_: &mut Parsers, piece: &Piece, out: &mut Collector) {
    read_plain(&piece.parts(out.text), out);
}

/// The pieces of a text file: its paragraphs.
pub(super) fn split(text: &str, shortest: usize) -> Pieces {
    let whole = Span::new(0, text.len());
    Pieces { pieces: plain_pieces(text, whole, shortest, PieceKind::Unknown), ..Pieces::default() }
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

/// Adds a leaf without looking for any markup but directives.
pub(super) fn read_leaf(parts: &[Part], place: LeafContext, spelling: Spelling, out: &mut Collector) {
    let Some(range) = extent(parts) else { return };
    let text = subtract(parts, range.clone(), &directives(range.clone(), place, out));
    let mut writer = Writer::new(out, &text, spelling, Containers::inline(place));
    writer.text(range.start, range.end, range.end);
    writer.finish();
}

/// The directives of a leaf, which it notes.
fn directives(leaf: Range<usize>, place: LeafContext, out: &mut Collector) -> Vec<Span> {
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
        out.comment(span, Span::new(next, next + len), Some(place), false);
        found.push(span);
        next = span.end as usize;
    }
    found
}

/// Reads `parts` as plain text and warns that this was done.
pub(super) fn fall_back(parts: &[Part], cause: Misread, out: &mut Collector) {
    if let Some(range) = extent(parts) {
        out.warn(Span::new(range.start, range.end), cause);
        read_as(parts, Spelling::Unparsed, out);
    }
}

/// Reads lines that are too long to parse as plain text, and returns the other parts.
pub(super) fn without_long_lines(parts: Vec<Part>, out: &mut Collector) -> Vec<Part> {
    if parts.iter().all(|part| part.span.len() <= LONGEST_LINE) {
        return parts;
    }
    let mut kept: Vec<Part> = Vec::new();
    for part in parts {
        for line in lines(out.text, part.span.range()) {
            if line.len() > LONGEST_LINE && data_uri::len_without(out.text, line) > LONGEST_LINE {
                fall_back(&[Part { span: line, ..part }], Misread::LongLine, out);
                continue;
            }
            match kept.last_mut().filter(|last| last.role == part.role && last.span.end == line.start) {
                Some(last) => last.span.end = line.end,
                None => kept.push(Part { span: line, ..part }),
            }
        }
    }
    kept
}
