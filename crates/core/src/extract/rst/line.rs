//! The lines of a reStructuredText document, as its block structure sees them.
//!
//! Structure depends on columns: white space before a line decides what the line belongs to, and a tab extends to the
//! next multiple of eight columns. A line therefore keeps the column of its text, and every nesting level has a base
//! column, so that the same lines serve all levels.

use crate::extract::parts::Part;
use std::ops::Range;
use wordgate_text::source::Span;

/// The columns between two tab stops.
const TAB: usize = 8;

/// A line, or the part of a line that belongs to a table cell. Offsets are bytes in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// The column of its text, in Unicode scalar values.
    pub column: usize,
    /// The start of its text, after white space and markers.
    pub text: usize,
    /// The end of its text, without white space.
    pub end: usize,
    /// The end of the white space or of the one byte of markup that separates the line from the next one.
    pub next: usize,
}

impl Line {
    /// Returns whether the line has no text.
    pub fn is_blank(&self) -> bool {
        self.text >= self.end
    }

    /// Returns its text.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.text..self.end.max(self.text)]
    }

    /// Returns how many columns its text is indented.
    pub fn indent(&self, base: usize) -> usize {
        self.column.saturating_sub(base)
    }

    /// Returns whether the line has text that starts at the base column.
    pub fn is_flush(&self, base: usize) -> bool {
        !self.is_blank() && self.column <= base
    }

    /// Moves the start of the text `len` bytes to the right, over a marker, and then over white space.
    pub fn skip(&mut self, text: &str, len: usize) {
        let skipped = self.text + len;
        let rest = &text[skipped.min(self.end)..self.end];
        let start = self.end - rest.trim_start().len();
        self.column = columns(&text[self.text..start], self.column);
        self.text = start;
    }

    /// Returns the source of the text.
    pub fn part(&self) -> Part {
        Part::markup(self.text, self.end.max(self.text))
    }

    /// Returns the span of the text.
    pub fn span(&self) -> Span {
        Span::new(self.text, self.end.max(self.text))
    }
}

/// Returns the column after `source`, which starts at `column`.
fn columns(source: &str, column: usize) -> usize {
    source.chars().fold(column, |column, c| if c == '\t' { (column / TAB + 1) * TAB } else { column + 1 })
}

/// Returns the lines of a range of `text`.
pub(super) fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Line> {
    crate::extract::lines::lines(text, range).map(|line| {
        let (start, next) = (line.start as usize, line.end as usize);
        let source = &text[start..next];
        let end = start + source.trim_end().len();
        let content = source.trim_start().len();
        let at = if end > start { next - content } else { end };
        Line { column: if end > start { columns(&text[start..at], 0) } else { 0 }, text: at, end, next }
    })
}

/// Returns the end of the run of blank or indented lines from `from` on.
pub(super) fn indented_end(lines: &[Line], from: usize, base: usize) -> usize {
    known_indented_end(lines, from, base + 1)
}

/// Returns the end of the run of lines from `from` on that are blank or start at `column` or after it. Blank lines at
/// the end do not count.
pub(super) fn known_indented_end(lines: &[Line], from: usize, column: usize) -> usize {
    let mut end = from;
    for (index, line) in lines.iter().enumerate().skip(from) {
        if line.is_blank() {
            continue;
        }
        if line.column < column {
            break;
        }
        end = index + 1;
    }
    end
}

/// Returns the end of the run of lines from `from` on that are not blank and not indented.
pub(super) fn flush_end(lines: &[Line], from: usize, base: usize) -> usize {
    from + lines[from..].iter().take_while(|line| line.is_flush(base)).count()
}

/// Returns the end of the run of lines from `from` on that are not blank.
pub(super) fn text_end(lines: &[Line], from: usize) -> usize {
    from + lines[from..].iter().take_while(|line| !line.is_blank()).count()
}

/// Returns the least column of the lines with text.
pub(super) fn least_column(lines: &[Line]) -> Option<usize> {
    lines.iter().filter(|line| !line.is_blank()).map(|line| line.column).min()
}
