//! Reads the cells of AsciiDoc tables: separated by `|` or another character, or by commas or colons.
//!
//! A cell may have a specification before its separator: `2+|`, `.3+^.>a|`. It decides how many columns and rows the
//! cell covers, which the row and column of the cells after it depend on, and how its content is read.

use super::blocks::{BlockReader, parts};
use super::columns::{CellSpec, CellStyle, Grid, cell_spec_at_end, cell_spec_at_start, column_styles};
use super::cursor::{Cursor, Line};
use super::level::{Level, Metadata};
use super::line::{is_comment, is_include};
use crate::extract::leaf_context::LeafContext;
use crate::extract::outline::Collection;
use wordgate_text::prose::{Scope, TableCell};
use wordgate_text::source::{Span, to_u32};

/// How cells are separated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TableFormat {
    /// By a character before each cell.
    Prefixed,
    /// By a character between two cells. A cell with quotes may contain it.
    Quoted,
    /// By a character between two cells, which a backslash escapes.
    Escaped,
}

/// A cell.
struct Cell {
    spec: CellSpec,
    /// The lines of its content.
    lines: Vec<Line>,
    /// Whether it ends a row of a table whose number of columns is not known yet.
    ends_line: bool,
}

impl<'t> BlockReader<'_, 't> {
    /// Reads the table whose rows are in `inside`. `separator` is the first character of its delimiter, at `line`.
    pub(super) fn table(
        &mut self,
        level: &mut Level<'t>,
        line: Line,
        inside: Span,
        separator: char,
        metadata: &Metadata<'t>,
    ) {
        let around = level.block_context();
        let Some(out) = &mut self.out else { return };
        let context = out.enter_collection(around, Collection::At(to_u32(line.start)));
        let text = self.text;
        let named = |name| metadata.named(text, name).map(|span: Span| &text[span.range()]);
        let (format, usual) = match (named("format"), separator) {
            (Some("csv"), _) | (None, ',') => (TableFormat::Quoted, ','),
            (Some("tsv"), _) => (TableFormat::Quoted, '\t'),
            (Some("dsv"), _) | (None, ':') => (TableFormat::Escaped, ':'),
            (_, '!') => (TableFormat::Prefixed, '!'),
            _ => (TableFormat::Prefixed, '|'),
        };
        let separator = match named("separator") {
            Some("\\t") => '\t',
            Some(written) => written.chars().next().unwrap_or(usual),
            None => usual,
        };
        let reader = CellReader { text, format, separator, cells: Vec::new() };
        let TableLines { lines, comments } = self.table_lines(inside);
        let first = lines.iter().position(|line| !line.content(text).is_empty()).unwrap_or(0);
        let has_gap = lines.get(first + 1).is_some_and(|line| line.content(text).is_empty());
        let cells = reader.read(&lines);
        let starts_cell = |line: &Line| {
            let content = line.content(text);
            format != TableFormat::Prefixed
                || content.find(separator).is_some_and(|at| cell_spec_at_start(&content[..at]).is_some())
        };
        // A cell of the first row that has more lines is no header.
        let has_first_row =
            || lines[first + 1..].iter().find(|line| !line.content(text).is_empty()).is_none_or(starts_cell);
        let has_header = metadata.has_option(text, "header")
            || !metadata.has_option(text, "noheader") && first == 0 && has_gap && has_first_row();
        let styles = named("cols").filter(|cols| !cols.starts_with(['"', '\''])).map(column_styles).unwrap_or_default();
        let mut grid = Grid::new(styles.len(), has_header);
        let mut nested: Vec<Span> = Vec::new();
        for cell in cells {
            let place = grid.place(cell.spec, cell.ends_line);
            for _ in 1..cell.spec.repeat.min(MAX_REPEAT) {
                grid.place(cell.spec, cell.ends_line);
            }
            let style = cell.spec.style.or(styles.get(place.index).copied().flatten());
            let style = style.filter(|_| !has_header || place.row > 0).unwrap_or(CellStyle::Text);
            let at = TableCell { table: to_u32(line.start), row: place.row, column: place.column };
            match (style, cell.lines.first(), cell.lines.last()) {
                (CellStyle::AsciiDoc, Some(first), Some(last)) if format == TableFormat::Prefixed => {
                    let inside = Span::new(first.start, last.end);
                    self.read_inside(inside, context.inside(Scope::Table).cell(Some(at)), level.depth + 1);
                    nested.push(inside);
                }
                _ => self.cell(&cell.lines, style, context.with_own_scope(Scope::Table).cell(Some(at))),
            }
        }
        for comment in comments {
            // The blocks of a cell have their own comments.
            let next = nested.partition_point(|cell| (cell.end as usize) < comment.start);
            if nested.get(next).is_none_or(|cell| comment.start < cell.start as usize) {
                self.comment(comment, context);
            }
        }
    }

    /// Returns the lines of a table, and its comments.
    fn table_lines(&self, inside: Span) -> TableLines {
        let mut cursor = Cursor::new(self.text, inside.start as usize, inside.end as usize);
        let mut found = TableLines::default();
        while let Some(line) = cursor.next() {
            let content = line.content(self.text);
            if is_comment(content) {
                found.comments.push(line);
            } else if !is_include(content) {
                found.lines.push(line);
            }
        }
        found
    }

    /// Writes the content of a cell that has no blocks.
    fn cell(&mut self, lines: &[Line], style: CellStyle, context: LeafContext) {
        if style == CellStyle::Code {
            let parts = parts(lines);
            if let Some(out) = &mut self.out {
                out.push_source(parts.iter().map(|part| part.span), Scope::Code, context);
            }
            return;
        }
        for paragraph in lines.split(|line| line.content(self.text).trim().is_empty()) {
            self.leaf(&parts(paragraph), context, false);
        }
    }
}

/// The lines of a table.
#[derive(Default)]
struct TableLines {
    lines: Vec<Line>,
    comments: Vec<Line>,
}

/// The maximum number of times that a cell is repeated.
const MAX_REPEAT: u32 = 256;

/// Splits the lines of a table into cells.
struct CellReader<'t> {
    text: &'t str,
    format: TableFormat,
    separator: char,
    cells: Vec<Cell>,
}

impl CellReader<'_> {
    fn read(mut self, lines: &[Line]) -> Vec<Cell> {
        match self.format {
            TableFormat::Prefixed => lines.iter().for_each(|line| self.prefixed(*line)),
            TableFormat::Escaped => lines.iter().for_each(|line| self.escaped(*line)),
            TableFormat::Quoted => self.quoted(lines),
        }
        self.cells
    }

    fn start(&mut self, spec: CellSpec) {
        self.cells.push(Cell { spec, lines: Vec::new(), ends_line: false });
    }

    /// Adds source to the last cell. Text before the first cell is a cell too.
    fn add(&mut self, line: Line, start: usize, end: usize) {
        if self.cells.is_empty() {
            if self.text[start..end].trim().is_empty() {
                return;
            }
            self.start(CellSpec::default());
        }
        let is_line_end = end == line.end;
        let (rest, next) = if is_line_end { (line.rest, line.next) } else { (end, end) };
        if let Some(cell) = self.cells.last_mut() {
            cell.lines.push(Line { start, end, rest, next, ..line });
        }
    }

    fn prefixed(&mut self, line: Line) {
        let mut from = line.start;
        let mut at = line.start;
        while let Some(found) = self.text[at..line.end].find(self.separator) {
            let bar = at + found;
            at = bar + self.separator.len_utf8();
            let before = &self.text[from..bar];
            if before.ends_with('\\') {
                continue;
            }
            let spec = if from == line.start { cell_spec_at_start(before) } else { None };
            let spec = spec.or_else(|| cell_spec_at_end(before));
            let len = spec.map_or(before.len(), |spec| spec.start);
            if from > line.start || len > 0 {
                let start = from + (before[..len].len() - before[..len].trim_start().len());
                self.add(line, start, start.max(from + before[..len].trim_end().len()));
            }
            self.start(spec.map_or_else(CellSpec::default, |found| found.spec));
            from = at;
        }
        let rest = &self.text[from..line.end];
        let indent = if from == line.start { 0 } else { rest.len() - rest.trim_start().len() };
        if from == line.start || indent < rest.len() {
            self.add(line, from + indent, line.end);
        }
        if let Some(cell) = self.cells.last_mut() {
            cell.ends_line = true;
        }
    }

    fn escaped(&mut self, line: Line) {
        let mut from = line.start;
        let mut at = line.start;
        if from == line.end {
            return;
        }
        while let Some(found) = self.text[at..line.end].find(self.separator) {
            let mark = at + found;
            at = mark + self.separator.len_utf8();
            if !self.text[from..mark].ends_with('\\') {
                self.start(CellSpec::default());
                self.add(line, from, mark);
                from = at;
            }
        }
        self.start(CellSpec::default());
        self.add(line, from, line.end);
        if let Some(cell) = self.cells.last_mut() {
            cell.ends_line = true;
        }
    }

    fn quoted(&mut self, lines: &[Line]) {
        let mut in_quotes = false;
        for line in lines.iter().copied() {
            if !in_quotes {
                if line.start == line.end {
                    continue;
                }
                self.start(CellSpec::default());
            }
            let mut from = line.start;
            let mut is_at_start = !in_quotes;
            let mut chars = self.text[line.start..line.end].char_indices().peekable();
            while let Some((offset, c)) = chars.next() {
                let at = line.start + offset;
                if c == '"' && in_quotes && chars.next_if(|(_, next)| *next == '"').is_some() {
                    // Two quotes stand for one.
                    self.add(line, from, at);
                    from = at + 1;
                } else if c == '"' && (in_quotes || is_at_start) {
                    self.add(line, from, at);
                    from = at + 1;
                    in_quotes = !in_quotes;
                    is_at_start = false;
                } else if c == self.separator && !in_quotes {
                    self.add(line, from, at);
                    self.start(CellSpec::default());
                    from = at + c.len_utf8();
                    is_at_start = true;
                } else {
                    is_at_start &= c.is_whitespace();
                }
            }
            self.add(line, from, line.end);
            if let Some(cell) = self.cells.last_mut().filter(|_| !in_quotes) {
                cell.ends_line = true;
            }
        }
    }
}
