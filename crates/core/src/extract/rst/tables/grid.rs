//! Grid tables, which are drawn with `+`, `-`, `|` and, under the header, `=`.
//!
//! One pass over the lines tracks the open cells. A cell ends where a line crosses its whole width. The cells below it
//! are separated by the bars that start there.

use super::row::Row;
use super::{Cell, cell_line};
use crate::extract::rst::line::Line;
use wordgate_text::source::to_u32;

/// Returns the end of the grid table at this line: the line after its last border.
pub fn grid_end(text: &str, lines: &[Line], at: usize) -> Option<usize> {
    if !is_border(lines[at].of(text)) {
        return None;
    }
    let is_row = |line: &&Line| matches!(text.as_bytes()[line.text], b'+' | b'|');
    let column = lines[at].column;
    let rows =
        lines[at..].iter().take_while(|line| !line.is_blank() && line.column == column).take_while(is_row).count();
    let last = (at + 1..at + rows).rev().find(|row| is_border(lines[*row].of(text)))?;
    Some(last + 1)
}

/// Returns whether a line is the upper or lower border of a table.
fn is_border(line: &str) -> bool {
    line.len() >= 5
        && line.starts_with("+-")
        && line.ends_with("-+")
        && line.bytes().all(|byte| matches!(byte, b'+' | b'-'))
}

/// Returns whether a border goes from one column to another.
fn crosses(row: &Row, from: usize, to: usize) -> bool {
    let corners = row.at(from) == Some(b'+') && row.at(to) == Some(b'+');
    let (start, end) = (row.offset(from), row.offset(to));
    corners && row.source.as_bytes()[start..end].iter().all(|byte| matches!(byte, b'-' | b'=' | b'+'))
}

/// A cell that is open during the pass.
#[derive(Clone, Copy)]
struct OpenCell {
    left: usize,
    right: usize,
    /// The line of its upper border.
    top: usize,
}

/// Returns the cells of the grid table in `lines`, each with its row and column.
///
/// If a cell is not between two bars in each of its lines, or a line has another width than the upper border, the cells
/// are the text between the bars of each line. Otherwise a cell would end within a word. It also bounds the time: the
/// lines of all cells are no more than the table.
pub fn grid_cells(text: &str, lines: &[Line]) -> Vec<Cell> {
    drawn_cells(text, lines).unwrap_or_else(|| loose_cells(text, lines))
}

/// Returns the text between the bars of each line.
fn loose_cells(text: &str, lines: &[Line]) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        let mut start = line.text;
        for (column, part) in line.of(text).split('|').enumerate() {
            let is_border = part.bytes().all(|byte| matches!(byte, b'-' | b'=' | b'+' | b' '));
            if !is_border {
                let line = cell_line(text, start, start + part.len(), 0);
                cells.push(Cell { row: to_u32(row), column: to_u32(column), lines: vec![line] });
            }
            start += part.len() + 1;
        }
    }
    cells
}

/// Returns the cells as their lines draw them.
fn drawn_cells(text: &str, lines: &[Line]) -> Option<Vec<Cell>> {
    let rows: Vec<Row> = lines.iter().map(|line| Row::new(text, line)).collect();
    let last = rows.len() - 1;
    let width = rows[0].width();
    if rows.iter().any(|row| row.width() != width) {
        return None;
    }
    let mut open = partition(&rows, 0, 0, width - 1);
    let mut closed: Vec<(OpenCell, usize)> = Vec::new();
    for y in 1..=last {
        if !rows[y].source.contains('+') {
            continue;
        }
        let mut still_open = Vec::with_capacity(open.len());
        // The ranges of columns whose cells end here, from left to right.
        let mut ended: Vec<(usize, usize)> = Vec::new();
        for cell in open.drain(..) {
            if y < last && !crosses(&rows[y], cell.left, cell.right) {
                still_open.push(cell);
                continue;
            }
            closed.push((cell, y));
            match ended.last_mut().filter(|(_, right)| *right == cell.left) {
                Some((_, right)) => *right = cell.right,
                None => ended.push((cell.left, cell.right)),
            }
        }
        if y < last {
            still_open.extend(ended.into_iter().flat_map(|(left, right)| partition(&rows, y, left, right)));
            still_open.sort_by_key(|cell| cell.left);
        }
        open = still_open;
    }
    let index_of = |all: &mut Vec<usize>| {
        all.sort_unstable();
        all.dedup();
    };
    let mut tops: Vec<usize> = closed.iter().map(|(cell, _)| cell.top).collect();
    let mut lefts: Vec<usize> = closed.iter().map(|(cell, _)| cell.left).collect();
    index_of(&mut tops);
    index_of(&mut lefts);
    let number = |all: &[usize], value: usize| to_u32(all.partition_point(|known| *known < value));
    let to_cell = |(cell, bottom): (OpenCell, usize)| {
        let line = |row: &Row| {
            let is_drawn = [cell.left, cell.right].iter().all(|column| matches!(row.at(*column), Some(b'|' | b'+')));
            let (start, end) = (row.offset(cell.left + 1), row.offset(cell.right));
            is_drawn.then(|| cell_line(text, row.start + start, row.start + end, cell.left + 1))
        };
        let lines = rows[cell.top + 1..bottom].iter().map(line).collect::<Option<_>>()?;
        Some(Cell { row: number(&tops, cell.top), column: number(&lefts, cell.left), lines })
    };
    closed.into_iter().map(to_cell).collect()
}

/// Returns the cells below the border in line `y` from one column to another.
fn partition(rows: &[Row], y: usize, left: usize, right: usize) -> Vec<OpenCell> {
    let mut cells = Vec::new();
    let mut start = left;
    let source = rows[y].source;
    let (from, to) = (rows[y].offset(left + 1), rows[y].offset(right));
    for (at, _) in source[from..to.max(from)].match_indices('+') {
        // The characters of a border have one column each.
        let column = left + 1 + at;
        if is_bar_below(rows, y, column) {
            cells.push(OpenCell { left: start, right: column, top: y });
            start = column;
        }
    }
    cells.push(OpenCell { left: start, right, top: y });
    cells
}

/// Returns whether a bar goes down from a corner in line `y` to another corner.
fn is_bar_below(rows: &[Row], y: usize, column: usize) -> bool {
    for row in &rows[y + 1..] {
        match row.at(column) {
            Some(b'|') => {}
            Some(b'+') => {
                let beside = [column.checked_sub(1), Some(column + 1)].map(|column| row.at(column?));
                return beside.iter().any(|byte| matches!(byte, Some(b'-' | b'=')));
            }
            _ => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::rst::line::lines;

    fn cells(text: &str) -> Vec<(u32, u32, String)> {
        let lines: Vec<Line> = lines(text, 0..text.len()).collect();
        assert_eq!(grid_end(text, &lines, 0), Some(lines.len()));
        let text_of = |cell: &Cell| cell.lines.iter().map(|line| line.of(text)).collect::<Vec<_>>().join("/");
        let mut cells: Vec<_> =
            grid_cells(text, &lines).iter().map(|cell| (cell.row, cell.column, text_of(cell))).collect();
        cells.sort();
        cells
    }

    #[test]
    fn cells_may_span_rows_and_columns() {
        let text = "\
+-----+-----+---+
| a   | b|c | 漢|
+=====+=====+===+
| d - e     | f |
+-----+-----+---+
| g   | h   | + |
| x   +-----+---+
| -   | i       |
+-----+---------+
";
        let expected = [
            (0, 0, "a"),
            (0, 1, "b|c"),
            (0, 2, "漢"),
            (1, 0, "d - e"),
            (1, 2, "f"),
            (2, 0, "g/x/-"),
            (2, 1, "h"),
            (2, 2, "+"),
            (3, 1, "i"),
        ];
        assert_eq!(cells(text), expected.map(|(row, column, text)| (row, column, text.to_owned())));
    }
}
