//! Simple tables, whose columns are marked by lines of equals signs.

use super::{Cell, cell_line};
use crate::extract::rst::columns::offset;
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
        let spans = below.filter(|below| below.starts_with('-')).map(columns);
        let columns = spans.unwrap_or_else(|| self.columns.clone());
        // With a gap of one space, text of adjacent columns may look like running text, so that we would not find every
        // phrase that goes on in the next line. We read each line by itself.
        let is_tight = columns.windows(2).any(|pair| pair[1].start - pair[0].end < 2);
        for (index, range) in columns.iter().enumerate() {
            let is_last = index + 1 == columns.len();
            let mut cell = Vec::new();
            for line in lines {
                let source = line.of(self.text);
                let shift = line.column.saturating_sub(self.base);
                let at = |column: usize| line.text + offset(source, column.saturating_sub(shift));
                let start =
                    if range.start < shift && range.end <= shift && !is_last { line.end } else { at(range.start) };
                let end = if is_last { line.end } else { at(range.end) };
                cell.push(cell_line(
                    self.text,
                    start.min(end),
                    end.max(start.min(end)),
                    self.base + range.start.max(shift),
                ));
                if is_tight {
                    cell.push(Line { column: 0, text: line.end, end: line.end, next: line.end });
                }
            }
            let column = to_u32(self.columns.partition_point(|known| known.start < range.start));
            self.cells.push(Cell { row: self.row, column, lines: cell });
        }
        self.row += 1;
    }
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
            "2 2 longer than the column", "3 0 é", "3 1 x", "3 2 ",
        ];
        assert_eq!(cells, expected);
    }
}
