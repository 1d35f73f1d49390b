//! Positions of many offsets of one file, at the cost of the distance between them.
//!
//! A column is a count from the start of the line and a UTF-16 offset a count from the start of the file: asked for
//! thousands of findings in one 100 MB line, each count from the start would make the run quadratic. A cursor counts
//! on from the place it was asked for last.

use super::file::SourceFile;
use super::line_index::Position;
use super::span::to_u32;

/// Converts offsets of one file, best in ascending order.
#[derive(Debug)]
pub struct PositionCursor<'a> {
    file: &'a SourceFile,
    offset: u32,
    last: Position,
}

impl<'a> PositionCursor<'a> {
    /// A cursor at the start of the file.
    pub fn new(file: &'a SourceFile) -> PositionCursor<'a> {
        PositionCursor { file, offset: 0, last: Position { line: 1, column: 1, byte: 0, utf8_column: 1 } }
    }

    /// Line, column and stored byte offset of a byte of the text; the same as [`SourceFile::position`].
    pub fn position(&mut self, offset: u32) -> Position {
        let lines = self.file.lines();
        let line = lines.line_of(offset);
        let start = lines.start_of(line).expect("line_of names a line of the index");
        // A byte order mark stands before the first line and has no column.
        let shown = offset.max(start);
        let (mut from, mut column) = (self.offset.max(start), self.last.column);
        if self.last.line as usize != line + 1 {
            (from, column) = (start, 1);
        }
        let column = match from <= shown {
            true => column + self.characters(from, shown),
            false => column - self.characters(shown, from),
        };
        let byte = self.stored_offset(offset);
        self.offset = offset;
        self.last = Position { line: to_u32(line + 1), column, byte, utf8_column: shown - start + 1 };
        self.last
    }

    /// The offset in the stored file of a byte of the text; the same as [`SourceFile::stored_offset`].
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
    fn a_cursor_gives_what_the_file_gives_in_any_order() {
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
