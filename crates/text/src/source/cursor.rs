//! Converts many offsets of one file to positions. The cost is proportional to the distance between consecutive
//! offsets.
//!
//! A column counts from the start of the line, and a UTF-16 offset from the start of the file. With thousands of
//! findings in one 100 MB line, counting from the start for each of them would take quadratic time. A cursor counts
//! from the previous offset instead.

use super::file::SourceFile;
use super::line_index::Position;
use super::span::to_u32;

/// Converts offsets in the text of [`SourceFile::stored`] to positions. It is fastest if the offsets are in ascending order.
#[derive(Debug)]
pub struct PositionCursor<'a> {
    file: &'a SourceFile,
    offset: u32,
    last: Position,
}

impl<'a> PositionCursor<'a> {
    /// Creates a cursor at the start of the file.
    pub fn new(file: &'a SourceFile) -> PositionCursor<'a> {
        let file = file.stored();
        PositionCursor { file, offset: 0, last: Position { line: 1, column: 1, byte: 0, utf8_column: 1 } }
    }

    /// Returns the same position as [`SourceFile::position`].
    pub fn position(&mut self, offset: u32) -> Position {
        let lines = self.file.lines();
        let line = lines.line_of(offset);
        let start = lines.start_of(line).expect("`line_of` returns a line of the index");
        // A byte order mark precedes the first line and has no column.
        let visible = offset.max(start);
        let (mut from, mut column) = (self.offset.max(start), self.last.column);
        if self.last.line as usize != line + 1 {
            (from, column) = (start, 1);
        }
        let column = match from <= visible {
            true => column + self.characters(from, visible),
            false => column - self.characters(visible, from),
        };
        let byte = self.stored_offset(offset);
        self.offset = offset;
        self.last = Position { line: to_u32(line + 1), column, byte, utf8_column: visible - start + 1 };
        self.last
    }

    /// Converts an offset in the text to an offset in the stored file.
    pub fn stored_offset(&self, offset: u32) -> u64 {
        let between =
            |from: u32, to: u32| self.file.encoding().stored_offset(&self.file.text()[from as usize..to as usize]);
        match self.offset <= offset {
            true => self.last.byte + between(self.offset, offset),
            false => self.last.byte - between(offset, self.offset),
        }
    }

    fn characters(&self, from: u32, to: u32) -> u32 {
        to_u32(self.file.text()[from as usize..to as usize].chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_agrees_with_the_file_in_any_order() {
        let text = "\u{FEFF}aß😀\r\nb\rc\u{1A}\n\nlast 日本";
        let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [text.as_bytes().to_vec(), utf16] {
            let file = SourceFile::decode(bytes).unwrap();
            let offsets: Vec<u32> = file.text().char_indices().map(|(at, _)| to_u32(at)).collect();
            let mut cursor = PositionCursor::new(&file);
            for &one in &offsets {
                for &other in &offsets {
                    assert_eq!(cursor.position(one), file.position(one));
                    assert_eq!(cursor.stored_offset(other), file.stored_offset(other));
                    assert_eq!(cursor.position(other), file.position(other));
                }
            }
        }
    }
}
