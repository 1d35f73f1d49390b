//! Splits a text into lines and paragraphs, and removes indentation.

use super::parts::{Part, PartRole, clipped};
use std::ops::Range;
use wordgate_text::source::{Span, to_u32};

/// The maximum length of a line that we parse, in bytes. Prose rarely has longer lines, and they take long to parse.
pub(super) const MAX_LINE_LEN: usize = 1 << 20;

/// The number of columns of white space that make a line indented.
const INDENT: usize = 4;

/// Returns the lines of `range`, including their line ends (LF, CR LF or CR).
pub(super) fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Span> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        let rest = text.get(at..range.end).filter(|rest| !rest.is_empty())?;
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

/// Returns the offset after the byte order marks at the start of a text.
pub(crate) fn start_after_bom(text: &str) -> usize {
    text.len() - text.trim_start_matches('\u{FEFF}').len()
}

/// Returns the paragraphs in `range`, which are separated by blank lines.
pub(super) fn paragraphs(text: &str, range: Range<usize>) -> impl Iterator<Item = Span> {
    let mut lines = lines(text, range);
    let blank = |line: &Span| text[line.range()].chars().all(|c| c.is_whitespace() || c == '\u{FEFF}');
    std::iter::from_fn(move || {
        let mut paragraph = lines.find(|line| !blank(line))?;
        for line in lines.by_ref().take_while(|line| !blank(line)) {
            paragraph.end = line.end;
        }
        Some(paragraph)
    })
}

/// Removes up to four columns of white space from the start of each line in `parts`.
pub(super) fn without_indent(text: &str, parts: &[Part]) -> Vec<Part> {
    dedented(text, parts, |_| true)
}

/// Removes up to four columns from the start of each line for which `is_indented` returns true. The argument of
/// `is_indented` says whether the line is the first one or follows a blank line.
fn dedented(text: &str, parts: &[Part], is_indented: impl Fn(bool) -> bool) -> Vec<Part> {
    let mut dedented = Vec::new();
    let (mut line_start, mut after_blank) = (true, true);
    for part in parts {
        if part.role != PartRole::Markup {
            dedented.push(*part);
            (line_start, after_blank) = (false, false);
            continue;
        }
        for line in lines(text, part.span.range()) {
            let source = &text[line.range()];
            let skipped = if line_start && is_indented(after_blank) { indent(source) } else { 0 };
            dedented.extend(clipped(parts, line.start as usize + skipped..line.end as usize));
            after_blank = (line_start || after_blank) && source.trim().is_empty();
            line_start = source.ends_with(['\n', '\r']);
        }
    }
    dedented
}

/// Removes the indentation from the parts of an indented block. The grammar has already removed it together with the
/// container markers, except on the first line and after blank lines.
pub(super) fn without_block_indent(text: &str, parts: &[Part]) -> Vec<Part> {
    dedented(text, parts, |after_blank| after_blank)
}

/// Returns how many bytes of white space are in the first four columns of `line`.
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

/// Returns the byte at which the text of a node starts. After a list, the grammar starts nodes inside the indentation.
pub(super) fn start_of_text(text: &str, node: Span) -> u32 {
    node.end - to_u32(text[node.range()].trim_start_matches([' ', '\t']).len())
}
