//! The columns of AsciiDoc tables: the specifications of columns and cells, and the row and column of each cell.

/// How the content of a cell is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellStyle {
    /// As text with inline markup.
    Text,
    /// As blocks.
    AsciiDoc,
    /// As code.
    Code,
}

/// What is written before the separator of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CellSpec {
    pub columns: u32,
    pub rows: u32,
    /// How many times the cell is repeated.
    pub repeat: u32,
    pub style: Option<CellStyle>,
}

impl Default for CellSpec {
    fn default() -> CellSpec {
        CellSpec { columns: 1, rows: 1, repeat: 1, style: None }
    }
}

/// A specification at the end of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FoundSpec {
    /// The byte offset of the white space before it.
    pub start: usize,
    pub spec: CellSpec,
}

/// The maximum number of columns or rows of a cell.
const MAX_SPAN: u32 = 1_000;

/// The maximum length of a specification in bytes.
const MAX_SPEC: usize = 32;

/// Returns the specification that is all of `source`, which starts its line.
pub(super) fn cell_spec_at_start(source: &str) -> Option<FoundSpec> {
    let written = source.trim_start_matches([' ', '\t']);
    cell_spec(written).map(|spec| FoundSpec { start: 0, spec })
}

/// Returns the specification at the end of `source`, after white space.
pub(super) fn cell_spec_at_end(source: &str) -> Option<FoundSpec> {
    let tail =
        source.len() - source.bytes().rev().take(MAX_SPEC).take_while(|byte| !matches!(byte, b' ' | b'\t')).count();
    let written = source.get(tail..).filter(|written| !written.is_empty())?;
    let before = source[..tail].trim_end_matches([' ', '\t']);
    if before.len() == tail {
        return None;
    }
    cell_spec(written).map(|spec| FoundSpec { start: before.len(), spec })
}

/// Parses a specification: `2+`, `3*`, `.2+`, `^.>`, `a`, in this order.
fn cell_spec(written: &str) -> Option<CellSpec> {
    let mut spec = CellSpec::default();
    let mut rest = written;
    let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    if let Some(sign) = rest[digits..].chars().next().filter(|sign| digits > 0 && matches!(sign, '+' | '*')) {
        let (columns, rows) = rest[..digits].split_once('.').unwrap_or((&rest[..digits], ""));
        let number = |digits: &str| match digits {
            "" => Some(1),
            _ => digits.parse().ok().map(|number: u32| number.clamp(1, MAX_SPAN)),
        };
        match sign {
            '*' => spec.repeat = number(columns)?,
            _ => (spec.columns, spec.rows) = (number(columns)?, number(rows)?),
        }
        rest = &rest[digits + 1..];
    }
    rest = without_alignment(rest);
    let mut chars = rest.chars();
    spec.style = match (chars.next(), chars.next()) {
        (None, _) => None,
        (Some(letter @ 'a'..='z'), None) => Some(style(letter)),
        _ => return None,
    };
    Some(spec)
}

fn without_alignment(rest: &str) -> &str {
    let is_align = |c: char| matches!(c, '<' | '^' | '>');
    let after = rest.strip_prefix(is_align).unwrap_or(rest);
    match after.strip_prefix('.') {
        Some(vertical) => {
            vertical.strip_prefix(is_align).unwrap_or(if after.len() < rest.len() { vertical } else { rest })
        }
        None => after,
    }
}

fn style(letter: char) -> CellStyle {
    match letter {
        'a' => CellStyle::AsciiDoc,
        'l' | 'm' => CellStyle::Code,
        _ => CellStyle::Text,
    }
}

/// The maximum number of columns of a table whose cells are placed.
const MAX_COLUMNS: usize = 1_000;

/// Returns the style of each column: `cols="1,2a,3*m"`.
pub(super) fn column_styles(cols: &str) -> Vec<Option<CellStyle>> {
    let separator = if cols.contains(',') { ',' } else { ';' };
    let mut styles = Vec::new();
    for column in cols.split(separator).map(str::trim) {
        let (count, rest) = match column.split_once('*') {
            Some((count, rest)) => (count.parse().unwrap_or(1), rest),
            None => (1, column),
        };
        let last = rest.chars().last().filter(char::is_ascii_lowercase).map(style);
        let room = MAX_COLUMNS.saturating_sub(styles.len());
        styles.extend(std::iter::repeat_n(last, count.min(room)));
    }
    styles
}

/// The row and column of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub row: u32,
    pub column: u32,
    /// The number of cells before it in its row. Asciidoctor takes the style of the column with this index.
    pub index: usize,
}

/// Places cells.
pub(super) struct Grid {
    /// The number of columns, or 0 until the first row ends.
    columns: u32,
    row: u32,
    /// The number of cells in the current row.
    cells: usize,
    /// The columns of the current row that are taken.
    taken: u32,
    /// The number of columns that cells above take in the rows from the current one on.
    from_above: std::collections::VecDeque<u32>,
}

impl Grid {
    /// Starts a table. `columns` is their number, or 0 if the first line of cells decides. Row 0 is the header, if there
    /// is one.
    pub fn new(columns: usize, has_header: bool) -> Grid {
        let columns = u32::try_from(columns).unwrap_or(0);
        Grid { columns, row: u32::from(!has_header), cells: 0, taken: 0, from_above: [0].into() }
    }

    /// Returns the place of the next cell. `ends_line` is whether its line ends after it.
    pub fn place(&mut self, spec: CellSpec, ends_line: bool) -> Place {
        let above = self.from_above.front().copied().unwrap_or(0);
        let place = Place { row: self.row, column: self.taken + above, index: self.cells };
        self.cells += 1;
        self.taken = self.taken.saturating_add(spec.columns);
        for below in 1..spec.rows as usize {
            if self.from_above.len() <= below {
                self.from_above.resize(below + 1, 0);
            }
            self.from_above[below] = self.from_above[below].saturating_add(spec.columns);
        }
        let is_full = if self.columns == 0 { ends_line } else { self.taken + above >= self.columns };
        if is_full {
            if self.columns == 0 {
                self.columns = self.taken.max(1);
            }
            self.next_row();
            // A row may consist of cells from above.
            while self.from_above.front().is_some_and(|above| *above >= self.columns) {
                self.next_row();
            }
        }
        place
    }

    fn next_row(&mut self) {
        (self.row, self.cells, self.taken) = (self.row + 1, 0, 0);
        self.from_above.pop_front();
        if self.from_above.is_empty() {
            self.from_above.push_back(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specifications_are_parsed() {
        let spec =
            |written| cell_spec(written).map(|spec: CellSpec| (spec.columns, spec.rows, spec.repeat, spec.style));
        assert_eq!(spec("2+"), Some((2, 1, 1, None)));
        assert_eq!(spec(".3+^.>a"), Some((1, 3, 1, Some(CellStyle::AsciiDoc))));
        assert_eq!(spec("2.3+m"), Some((2, 3, 1, Some(CellStyle::Code))));
        assert_eq!(spec("3*"), Some((1, 1, 3, None)));
        assert_eq!(spec("^"), Some((1, 1, 1, None)));
        assert_eq!((spec("2"), spec("ab"), spec("C++")), (None, None, None));
        assert_eq!(cell_spec_at_end("text 2+").map(|found| found.start), Some(4));
        assert_eq!((cell_spec_at_end("text"), cell_spec_at_end("texta")), (None, None));
        let styles = column_styles("1,2*a,<3m");
        assert_eq!(styles, [None, Some(CellStyle::AsciiDoc), Some(CellStyle::AsciiDoc), Some(CellStyle::Code)]);
    }

    #[test]
    fn cells_are_placed() {
        let mut grid = Grid::new(0, true);
        let mut place = |columns, rows, ends_line| {
            let place = grid.place(CellSpec { columns, rows, ..CellSpec::default() }, ends_line);
            (place.row, place.column)
        };
        let places =
            [place(1, 1, false), place(1, 1, true), place(1, 2, false), place(1, 1, false), place(1, 1, false)];
        assert_eq!(places, [(0, 0), (0, 1), (1, 0), (1, 1), (2, 1)]);
        assert_eq!([place(2, 1, true), place(1, 1, true)], [(3, 0), (4, 0)]);
    }
}
