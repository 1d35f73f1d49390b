//! Recognises simple Markdown tables, which can be split between any two rows.
//!
//! A table is simple if every row starts with `|` at column 0. As context, a [`Piece`](crate::extract::Piece) of such a
//! table needs only the header row and the delimiter row.

use super::line::{Line, is_delimiter_row};
use wordgate_text::source::Span;

/// A simple table.
pub(super) struct PipeTable {
    /// The header row and the delimiter row.
    pub head: [Span; 2],
    /// The number of rows after the head so far.
    pub rows: u32,
}

impl PipeTable {
    /// Returns the simple table whose header row is `line`, if there is one.
    pub fn with_header(line: &Line, text: &str) -> Option<PipeTable> {
        let delimiter = Line::at(text, line.end).filter(|_| is_row(line))?;
        let columns = cell_count(line.content);
        let fits = is_row(&delimiter) && delimiter_cell_count(delimiter.content) == Some(columns);
        (fits && has_cells(line.content)).then(|| PipeTable {
            head: [Span::new(line.start, line.end), Span::new(delimiter.start, delimiter.end)],
            rows: 0,
        })
    }

    /// Returns whether `line` is certainly another row. A line before a delimiter row would be the header of a new
    /// table.
    pub fn is_next_row(line: &Line, text: &str) -> bool {
        let is_header = || Line::at(text, line.end).is_some_and(|next| is_delimiter_row(next.content));
        is_row(line) && !is_delimiter_row(line.content) && !is_header()
    }
}

/// Returns whether a line is certainly a row with cells, if it is not the first line of a table.
pub(super) fn is_plain_row(line: &Line) -> bool {
    is_row(line) && !is_delimiter_row(line.content) && has_cells(line.content)
}

/// Returns whether a line looks like a row.
pub(super) fn is_row(line: &Line) -> bool {
    line.indent == 0 && line.content.first() == Some(&b'|')
}

/// Returns whether a row has cells, and none without even a space, which the grammar cannot parse.
fn has_cells(row: &[u8]) -> bool {
    !row[1..].trim_ascii().is_empty() && !row.windows(2).any(|pair| pair == b"||")
}

/// Returns the number of cells in a header row as the grammar's lexer counts them, or 0 if no bar follows the first one,
/// so that the row heads no table. The lexer does not know code spans.
fn cell_count(row: &[u8]) -> usize {
    let mut rest = row.strip_prefix(b"|").unwrap_or(row);
    let mut count = 0;
    let mut closed = false;
    while let [byte, after @ ..] = rest {
        rest = after;
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
    if count == 0 { 0 } else { count + usize::from(!closed) }
}

/// Returns the number of cells in a delimiter row, or `None` if a cell has no dashes or has other characters than
/// dashes and colons, or if no bar follows the first cell.
fn delimiter_cell_count(row: &[u8]) -> Option<usize> {
    let inside = row.strip_prefix(b"|").filter(|inside| inside.contains(&b'|'))?.trim_ascii_end();
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
