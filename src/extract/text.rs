//! Plain text: paragraphs between blank lines.
//!
//! Also what any other format falls back to when it can not be parsed. Nothing is a comment here, but inline directives
//! are written as in HTML and are no text.

use super::collector::Collector;
use super::containers::Containers;
use super::data_uri;
use super::outline::MARKER;
use super::parts::{Part, Role, clipped, subtract};
use super::place::Place;
use super::spelling::Spelling;
use super::warning::Misread;
use super::writer::Writer;
use crate::source::Span;
use std::ops::Range;

/// Longer lines (bytes) are not parsed.
pub(super) const LONGEST_LINE: usize = 1 << 20;

/// The columns that make a line indented.
const INDENT: usize = 4;

/// Adds the paragraphs of `parts` to `out`.
pub(super) fn read(parts: &[Part], out: &mut Collector) {
    read_as(parts, Spelling::Literal, out);
}

fn read_as(parts: &[Part], spelling: Spelling, out: &mut Collector) {
    for part in parts {
        for paragraph in paragraphs(out.text, part.span.start as usize, part.span.end as usize) {
            read_leaf(&[Part { span: paragraph, role: Role::Literal }], Place::default(), spelling, out);
        }
    }
}

/// Adds a leaf without looking for any markup but directives.
pub(super) fn read_leaf(parts: &[Part], place: Place, spelling: Spelling, out: &mut Collector) {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
    let (start, end) = (first.span.start as usize, last.span.end as usize);
    let mut text = Vec::new();
    subtract(parts, start, end, &directives(start..end, place, out), &mut text);
    let mut writer = Writer::new(out, &text, spelling, Containers::inline(place));
    writer.text(start, end, end);
    writer.finish();
}

/// The directives of a leaf, which it notes.
fn directives(leaf: Range<usize>, place: Place, out: &mut Collector) -> Vec<Span> {
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
    if let (Some(first), Some(last)) = (parts.first(), parts.last()) {
        out.warn(Span { start: first.span.start, end: last.span.end }, cause);
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
        for line in lines(out.text, part.span.start as usize, part.span.end as usize) {
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

/// How many backticks `source` starts with.
pub(super) fn ticks(source: &str) -> usize {
    source.bytes().take_while(|byte| *byte == b'`').count()
}

/// The lines of `from..to`, with their ends: LF, CR LF or CR.
pub(super) fn lines(text: &str, from: usize, to: usize) -> impl Iterator<Item = Span> {
    let mut at = from;
    std::iter::from_fn(move || {
        let rest = text.get(at..to).filter(|rest| !rest.is_empty())?;
        let len = match rest.find(['\n', '\r']) {
            Some(end) if rest[end..].starts_with("\r\n") => end + 2,
            Some(end) => end + 1,
            None => rest.len(),
        };
        let line = Span::new(at, at + len);
        at += len;
        Some(line)
    })
}

/// The stretches of `from..to` between blank lines.
pub(super) fn paragraphs(text: &str, from: usize, to: usize) -> impl Iterator<Item = Span> {
    let mut lines = lines(text, from, to);
    let blank = |line: &Span| text[line.range()].chars().all(|c| c.is_whitespace() || c == '\u{FEFF}');
    std::iter::from_fn(move || {
        let mut paragraph = lines.find(|line| !blank(line))?;
        for line in lines.by_ref().take_while(|line| !blank(line)) {
            paragraph.end = line.end;
        }
        Some(paragraph)
    })
}

/// `parts` with up to four columns of white space less at the start of each line.
pub(super) fn without_indent(text: &str, parts: &[Part]) -> Vec<Part> {
    dedented(text, parts, |_| true)
}

/// `parts` with up to four columns less at the start of each line that `is_indented`, by whether the line before it is
/// blank or there is none.
fn dedented(text: &str, parts: &[Part], is_indented: impl Fn(bool) -> bool) -> Vec<Part> {
    let mut dedented = Vec::new();
    let (mut line_start, mut after_blank) = (true, true);
    for part in parts {
        if part.role != Role::Markup {
            dedented.push(*part);
            (line_start, after_blank) = (false, false);
            continue;
        }
        for line in lines(text, part.span.start as usize, part.span.end as usize) {
            let source = &text[line.range()];
            let skipped = if line_start && is_indented(after_blank) { indent(source) } else { 0 };
            dedented.extend(clipped(parts, line.start as usize + skipped, line.end as usize));
            after_blank = (line_start || after_blank) && source.trim().is_empty();
            line_start = source.ends_with(['\n', '\r']);
        }
    }
    dedented
}

/// The parts of an indented block, as its node was cut, without its indentation. The grammar has that of a line with the
/// markers of containers already, unless the line is the first one or follows a blank one.
pub(super) fn without_block_indent(text: &str, parts: &[Part]) -> Vec<Part> {
    dedented(text, parts, |after_blank| after_blank)
}

/// Bytes of the first four columns of white space in `line`.
fn indent(line: &str) -> usize {
    let mut columns = 0;
    line.bytes()
        .take_while(|byte| {
            let before = columns;
            columns += if *byte == b'\t' { INDENT } else { 1 };
            matches!(byte, b' ' | b'\t') && before < INDENT
        })
        .count()
}
