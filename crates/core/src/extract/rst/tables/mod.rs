//! Tables: grid tables, simple tables and CSV.

mod csv;
mod grid;
mod row;
mod simple;

pub(super) use csv::records;
pub(super) use grid::{grid_cells, grid_end};
pub(super) use simple::{simple_cells, simple_end};

use super::line::Line;

/// A cell of a grid table or a simple table.
pub(super) struct Cell {
    pub row: u32,
    pub column: u32,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// Returns the part of a line from byte `start` to `end` as a line of a cell. `column` is the column of `start`.
fn cell_line(text: &str, start: usize, end: usize, column: usize) -> Line {
    let source = &text[start..end];
    let at = end - source.trim_start().len();
    let text_end = start + source.trim_end().len();
    // One byte after the text separates it from the next line: white space, a bar or a line end.
    let next = if text_end < text.len() && text.is_char_boundary(text_end + 1) { text_end + 1 } else { text_end };
    Line { column: column + text[start..at].chars().count(), text: at, end: text_end, next }
}
