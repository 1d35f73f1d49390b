//! Computes the row and column of a cell in a Markdown table.

use std::ops::Range;
use wordgate_text::prose::TableCell;
use wordgate_text::source::{Span, to_u32};

/// A row of a table.
#[derive(Clone, Copy, Default)]
pub(super) struct TableRow {
    /// Byte offset of the table.
    table: u32,
    /// The number of rows up to and including this one.
    count: u32,
    /// The number of earlier rows that the [`Piece`](super::Piece) does not contain.
    skipped: u32,
    /// The number of bars in the row before byte `counted`, except a bar that starts the row.
    bars: u32,
    counted: u32,
}

impl TableRow {
    /// Creates the state before the first row of the table at byte `table`.
    pub fn before(table: u32) -> TableRow {
        TableRow { table, ..TableRow::default() }
    }

    /// Returns the byte offset of the table.
    pub fn table(self) -> u32 {
        self.table
    }

    /// Returns the next row of the table. `source` is the row and `start` its byte offset. The piece does not contain
    /// `skipped` rows before it.
    pub fn next(self, source: &str, start: u32, skipped: u32) -> TableRow {
        let indent = source.len() - source.trim_start_matches([' ', '\t']).len();
        let opening = indent + usize::from(source[indent..].starts_with('|'));
        TableRow { table: self.table, count: self.count + 1, skipped, bars: 0, counted: start + to_u32(opening) }
    }

    /// Returns the cell that contains byte `at`. Counts the bars before it, because empty cells have no node.
    pub fn cell(&mut self, text: &str, at: u32) -> Option<TableCell> {
        let from = self.counted.min(at) as usize;
        let before = &text.as_bytes()[from..at as usize];
        let bars = before.iter().enumerate().filter(|(at, byte)| **byte == b'|' && !before[..*at].ends_with(b"\\"));
        self.bars += to_u32(bars.count());
        self.counted = self.counted.max(at);
        Some(TableCell { table: self.table, row: self.count.checked_sub(1)? + self.skipped, column: self.bars })
    }
}

/// Returns the cells of the row `row`, which starts with a bar, without the white space around their text. A cell of
/// white space counts if a bar ends it.
pub(super) fn cells(text: &str, row: Span) -> Vec<Span> {
    let source = &text[row.range()];
    let mut found = Vec::new();
    let mut start = 1;
    let mut bytes = source.bytes().enumerate().skip(1).peekable();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'|' => {
                found.push(start..at);
                start = at + 1;
            }
            b'\\' => drop(bytes.next_if(|(_, next)| next.is_ascii_punctuation())),
            _ => {}
        }
    }
    if !source[start..].trim_ascii().is_empty() {
        found.push(start..source.len());
    }
    let without_white_space = |cell: Range<usize>| {
        let content = &source[cell.clone()];
        let indent = content.len() - content.trim_ascii_start().len();
        let text = if indent < content.len() {
            cell.start + indent..cell.start + content.trim_ascii_end().len()
        } else {
            cell
        };
        Span::new(row.start as usize + text.start, row.start as usize + text.end)
    };
    found.into_iter().map(without_white_space).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_do_not_count_the_leading_bar() {
        let cases = [("| a | b |", 'b', 1), ("a | b", 'b', 1), ("  | | | b", 'b', 2), ("| x \\| y | b |", 'b', 1)];
        for (source, cell, column) in cases {
            let at = to_u32(source.find(cell).unwrap());
            let mut row = TableRow::default().next(source, 0, 0);
            assert_eq!(row.cell(source, at), Some(TableCell { table: 0, row: 0, column }), "{source}");
        }
    }
}
