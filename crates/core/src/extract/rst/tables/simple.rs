//! Simple tables, whose columns are marked by lines of equals signs.

use super::row::Row;
use super::{Cell, cell_line};
use crate::extract::rst::line::Line;
use std::ops::Range;
use wordgate_text::source::to_u32;

/// Returns the end of the simple table at this line: the line after its lower border.
pub fn simple_end(text: &str, lines: &[Line], at: usize, base: usize) -> Option<usize> {
    let top = lines[at].of(text);
    if !is_border(top, b'=') || !top.contains(' ') {
        return None;
    }
    let mut found = 0;
    for (index, line) in lines.iter().enumerate().skip(at + 1) {
        let source = line.of(text);
        if !is_border(source, b'=') || line.indent(base) > 0 {
            continue;
        }
        found += 1;
        if source.len() != top.len() {
            return None;
        }
        if found == 2 || lines.get(index + 1).is_none_or(Line::is_blank) {
            return Some(index + 1);
        }
    }
    None
}

/// Returns whether a line consists of `mark` and spaces.
fn is_border(line: &str, mark: u8) -> bool {
    line.as_bytes().first() == Some(&mark) && line.bytes().all(|byte| byte == mark || byte == b' ')
}

/// Returns the columns that a border marks.
fn columns(border: &str) -> Vec<Range<usize>> {
    let mut columns = Vec::new();
    let mut at = 0;
    for part in border.split(' ') {
        if !part.is_empty() {
            columns.push(at..at + part.len());
        }
        at += part.len() + 1;
    }
    columns
}

/// Returns the cells of the simple table in `lines`.
pub fn simple_cells(text: &str, lines: &[Line]) -> Vec<Cell> {
    let base = lines[0].column;
    let mut table = Table { text, base, columns: columns(lines[0].of(text)), row: 0, cells: Vec::new() };
    let first = table.columns[0].clone();
    let (mut start, mut has_text) = (1, false);
    for at in 1..lines.len() {
        let line = lines[at];
        let source = line.of(text);
        if is_border(source, b'=') || is_border(source, b'-') && line.column == base {
            table.add_row(&lines[start..at], Some(source));
            (start, has_text) = (at + 1, false);
        } else if !line.is_blank() && line.column - base.min(line.column) < first.end {
            if has_text && at != start {
                table.add_row(&lines[start..at], None);
            }
            (start, has_text) = (at, true);
        } else if !has_text {
            start = at + 1;
        }
    }
    table.cells
}

struct Table<'t> {
    text: &'t str,
    base: usize,
    columns: Vec<Range<usize>>,
    row: u32,
    cells: Vec<Cell>,
}

impl Table<'_> {
    /// Adds the cells of a row. A line of hyphens below it joins columns.
    fn add_row(&mut self, lines: &[Line], below: Option<&str>) {
        if lines.iter().all(Line::is_blank) {
            return;
        }
        let rows: Vec<PlacedRow> = lines.iter().map(|line| PlacedRow::new(self.text, line, self.base)).collect();
        let spans = below.filter(|below| below.starts_with('-')).map(columns);
        let columns = joined(spans.as_deref().unwrap_or(&self.columns), &rows);
        // With a gap of one space, text of adjacent columns may look like running text, so that we would not find every
        // phrase that goes on in the next line. We read each line by itself.
        let is_tight = columns.windows(2).any(|pair| pair[1].start - pair[0].end < 2);
        let mut cells: Vec<RowCell> = columns.iter().map(|_| RowCell::default()).collect();
        for (index, (row, line)) in rows.iter().zip(lines).enumerate() {
            // The last column goes on to the end of the line.
            let first = columns.partition_point(|column| column.end <= row.start).min(columns.len() - 1);
            for number in first..columns.partition_point(|column| column.start < row.end()) {
                let Range { start, end } = columns[number];
                let end = if number + 1 == columns.len() { row.end() } else { end };
                let cell = &mut cells[number];
                if !cell.lines.is_empty() && (is_tight || cell.next_line < index) {
                    cell.lines.push(Line { column: 0, text: line.text, end: line.text, next: line.text });
                }
                let (from, to) = (line.text + row.offset(start), line.text + row.offset(end));
                cell.lines.push(cell_line(self.text, from, to, self.base + start.max(row.start)));
                cell.next_line = index + 1;
            }
        }
        for (range, RowCell { lines, .. }) in columns.iter().zip(cells) {
            let column = to_u32(self.columns.partition_point(|known| known.start < range.start));
            self.cells.push(Cell { row: self.row, column, lines });
        }
        self.row += 1;
    }
}

/// A cell of the row that is read.
#[derive(Default)]
struct RowCell {
    lines: Vec<Line>,
    /// The index after the last line that reaches into the cell. Lines that do not are blank in it.
    next_line: usize,
}

/// A line of a row and the column at which its text starts, from that of the table.
struct PlacedRow<'t> {
    row: Row<'t>,
    start: usize,
}

impl<'t> PlacedRow<'t> {
    fn new(text: &'t str, line: &Line, base: usize) -> PlacedRow<'t> {
        PlacedRow { row: Row::new(text, line), start: line.column.saturating_sub(base) }
    }

    /// Returns the column after its text.
    fn end(&self) -> usize {
        self.start + self.row.width()
    }

    /// Returns the byte offset of a column in the text.
    fn offset(&self, column: usize) -> usize {
        self.row.offset(column.saturating_sub(self.start))
    }

    /// Returns whether the text goes on over the gap between two columns.
    fn is_across(&self, gap: Range<usize>) -> bool {
        let source = &self.row.source[self.offset(gap.start)..self.offset(gap.end)];
        // The gap may be within a wide character.
        source.is_empty() || !source.trim().is_empty()
    }
}

/// Returns the columns that these lines reach. Text between two columns joins them, so that no word is cut.
fn joined(columns: &[Range<usize>], rows: &[PlacedRow]) -> Vec<Range<usize>> {
    let end = rows.iter().map(PlacedRow::end).max().unwrap_or(0);
    let columns = &columns[..columns.partition_point(|column| column.start < end)];
    let mut joins = vec![false; columns.len()];
    for row in rows {
        let first = columns.partition_point(|column| column.start <= row.start).max(1);
        let reached = columns.partition_point(|column| column.end < row.end());
        for after in first..columns.len().min(reached + 1) {
            joins[after] |= row.is_across(columns[after - 1].end..columns[after].start);
        }
    }
    let mut joined: Vec<Range<usize>> = Vec::new();
    for (column, joins) in columns.iter().zip(joins) {
        match joined.last_mut() {
            Some(before) if joins => before.end = column.end,
            _ => joined.push(column.clone()),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::rst::line::lines;

    #[test]
    fn rows_may_have_several_lines_and_columns_may_be_joined() {
        let text = "\
=====  =====  ======
   Inputs     Output
------------  ------
  A      B    A or B
=====  =====  ======
False  two    longer than the column
       lines

é      x
=====  =====  ======
";
        let lines: Vec<Line> = lines(text, 0..text.len()).collect();
        assert_eq!(simple_end(text, &lines, 0, 0), Some(lines.len()));
        let text_of = |cell: &Cell| {
            let lines = cell.lines.iter().filter(|line| !line.is_blank()).map(|line| line.of(text));
            format!("{} {} {}", cell.row, cell.column, lines.collect::<Vec<_>>().join("/"))
        };
        let cells: Vec<String> = simple_cells(text, &lines).iter().map(text_of).collect();
        let expected = [
            "0 0 Inputs", "0 2 Output", "1 0 A", "1 1 B", "1 2 A or B", "2 0 False", "2 1 two/lines",
            "2 2 longer than the column", "3 0 é", "3 1 x",
        ];
        assert_eq!(cells, expected);
    }
}
