//! Tables that are nothing but rows between bars, which can be cut between any two rows.

use super::line::{Line, is_delimiter_row};
use wordgate_text::source::Span;

/// A table.
pub(super) struct PipeTable {
    /// Its header row and its delimiter row.
    pub head: [Span; 2],
    /// Rows behind the head so far.
    pub rows: u32,
}

impl PipeTable {
    /// The table that `line` is the header of.
    pub fn headed_by(line: &Line, text: &str) -> Option<PipeTable> {
        let delimiter = Line::at(text, line.end).filter(|_| is_row(line))?;
        let columns = cells(line.content);
        let fits = is_row(&delimiter) && delimiter_cells(delimiter.content) == Some(columns);
        (fits && !has_empty_cell(line.content)).then(|| PipeTable {
            head: [Span::new(line.start, line.end), Span::new(delimiter.start, delimiter.end)],
            rows: 0,
        })
    }

    /// Whether `line` is one more row and nothing else: with a delimiter row behind it, it would head a table.
    pub fn goes_on(line: &Line, text: &str) -> bool {
        let heads = || Line::at(text, line.end).is_some_and(|next| is_delimiter_row(next.content));
        is_row(line) && !is_delimiter_row(line.content) && !heads()
    }
}

/// Whether a line looks like a row.
fn is_row(line: &Line) -> bool {
    line.indent == 0 && line.content.first() == Some(&b'|')
}

/// The grammar has no empty cells: it leaves them in an error.
fn has_empty_cell(row: &[u8]) -> bool {
    row.windows(2).any(|pair| pair == b"||")
}

/// The cells of a header as the scanner counts them, code spans not respected.
fn cells(row: &[u8]) -> usize {
    let mut rest = row.strip_prefix(b"|").unwrap_or(row);
    let mut count = 0;
    let mut closed = false;
    while let [byte, behind @ ..] = rest {
        rest = behind;
        match byte {
            b'|' => (count, closed) = (count + 1, true),
            b'\\' => {
                closed = false;
                rest = rest
                    .strip_prefix(
                        rest.first().filter(|next| next.is_ascii_punctuation()).map_or(&[][..], std::slice::from_ref),
                    )
                    .unwrap_or(rest);
            }
            b' ' | b'\t' => {}
            _ => closed = false,
        }
    }
    count + usize::from(!closed)
}

/// The cells of a delimiter row in which each cell has its dashes.
fn delimiter_cells(row: &[u8]) -> Option<usize> {
    let inside = row.strip_prefix(b"|")?.trim_ascii_end();
    let inside = inside.strip_suffix(b"|").unwrap_or(inside);
    let mut count = 0;
    for cell in inside.split(|byte| *byte == b'|') {
        let cell = cell.trim_ascii();
        let cell = cell.strip_prefix(b":").unwrap_or(cell);
        let dashes = cell.strip_suffix(b":").unwrap_or(cell);
        if dashes.is_empty() || dashes.iter().any(|byte| *byte != b'-') {
            return None;
        }
        count += 1;
    }
    Some(count)
}
