//! The columns of one line of a table.

use crate::extract::rst::columns::width;
use crate::extract::rst::line::Line;
use wordgate_text::source::to_u32;

/// A line of a table, with the byte offset of each column if these differ.
pub struct Row<'t> {
    pub source: &'t str,
    /// The start of `source` in the file.
    pub start: usize,
    offsets: Option<Vec<u32>>,
}

impl<'t> Row<'t> {
    pub fn new(text: &'t str, line: &Line) -> Row<'t> {
        let source = line.of(text);
        let offsets = (!source.is_ascii()).then(|| {
            let mut offsets = Vec::with_capacity(source.len());
            for (offset, c) in source.char_indices() {
                offsets.extend(std::iter::repeat_n(to_u32(offset), width(c)));
            }
            offsets
        });
        Row { source, start: line.text, offsets }
    }

    /// Returns the number of columns.
    pub fn width(&self) -> usize {
        self.offsets.as_ref().map_or(self.source.len(), Vec::len)
    }

    /// Returns the byte offset in the line of a column.
    pub fn offset(&self, column: usize) -> usize {
        match &self.offsets {
            Some(offsets) => offsets.get(column).map_or(self.source.len(), |offset| *offset as usize),
            None => column.min(self.source.len()),
        }
    }

    /// Returns the byte at a column.
    pub fn at(&self, column: usize) -> Option<u8> {
        self.source.as_bytes().get(self.offset(column)).copied()
    }
}
