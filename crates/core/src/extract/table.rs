//! Which column and row of a Markdown table a cell stands in.

use wordgate_text::prose::TableCell;
use wordgate_text::source::to_u32;

/// A row of a table.
#[derive(Clone, Copy, Default)]
pub(super) struct TableRow {
    /// The first byte of the table.
    table: u32,
    /// Rows of the table up to and with this one.
    count: u32,
    /// Rows that are left out before this one.
    left_out: u32,
    /// Bars of the row before the byte `counted`, but for one that opens the row.
    bars: u32,
    counted: u32,
}

impl TableRow {
    /// Before the first row of the table that starts at this byte.
    pub fn before(table: u32) -> TableRow {
        TableRow { table, ..TableRow::default() }
    }

    /// The first byte of the table.
    pub fn table(self) -> u32 {
        self.table
    }

    /// The row of this table that starts with `source` at byte `start`, `left_out` rows of the table not counted.
    pub fn next(self, source: &str, start: u32, left_out: u32) -> TableRow {
        let indent = source.len() - source.trim_start_matches([' ', '\t']).len();
        let opening = indent + usize::from(source[indent..].starts_with('|'));
        TableRow { table: self.table, count: self.count + 1, left_out, bars: 0, counted: start + to_u32(opening) }
    }

    /// The cell that the byte `at` stands in. Empty cells have no node, so the bars before it are counted.
    pub fn cell(&mut self, text: &str, at: u32) -> Option<TableCell> {
        let from = self.counted.min(at) as usize;
        let before = &text.as_bytes()[from..at as usize];
        let bars = before.iter().enumerate().filter(|(at, byte)| **byte == b'|' && !before[..*at].ends_with(b"\\"));
        self.bars += to_u32(bars.count());
        self.counted = self.counted.max(at);
        Some(TableCell { table: self.table, row: self.count.checked_sub(1)? + self.left_out, column: self.bars })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_bars_but_for_the_opening_one() {
        let cases = [("| a | b |", 'b', 1), ("a | b", 'b', 1), ("  | | | b", 'b', 2), ("| x \\| y | b |", 'b', 1)];
        for (source, cell, column) in cases {
            let at = to_u32(source.find(cell).unwrap());
            let mut row = TableRow::default().next(source, 0, 0);
            assert_eq!(row.cell(source, at), Some(TableCell { table: 0, row: 0, column }), "{source}");
        }
    }
}
