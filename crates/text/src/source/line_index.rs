//! Computes lines and columns.
//!
//! Line endings are LF, CR LF and a lone CR, as in CommonMark. The first line starts after a byte order mark. Editors
//! do not show it, so it has no column in any output.

use super::span::to_u32;

/// A position in a file, as in reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// 1-based line.
    pub line: u32,
    /// 1-based column in Unicode scalar values; a byte order mark has none.
    pub column: u32,
    /// 0-based byte offset in the file as stored.
    pub byte: u64,
    /// 1-based column in UTF-8 bytes, regardless of the file's encoding; a byte order mark has none.
    pub utf8_column: u32,
}

/// The byte offset of the start of each line.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Indexes the lines of `text`.
    pub fn new(text: &str) -> LineIndex {
        let bytes = text.as_bytes();
        let byte_order_mark = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let mut starts = vec![to_u32(byte_order_mark)];
        // Searching for one byte is many times faster than a loop over all bytes, and an editor's document is indexed
        // again at every keystroke.
        if !text.contains('\r') {
            starts.extend(text.match_indices('\n').map(|(at, _)| to_u32(at + 1)));
            return LineIndex { starts };
        }
        for (at, byte) in bytes.iter().enumerate() {
            let ends_line = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends_line {
                starts.push(to_u32(at + 1));
            }
        }
        LineIndex { starts }
    }

    /// Returns the number of lines. A text that ends with a line ending has an empty last line.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Returns false, because even an empty text has one empty line.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Returns the 0-based index of the line that contains byte `offset`. A byte order mark belongs to the first line.
    pub fn line_of(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// Returns the offset of the first byte of a line, given by its 0-based index; `None` beyond the last line. The
    /// first line starts after a byte order mark.
    pub fn start_of(&self, line: usize) -> Option<u32> {
        self.starts.get(line).copied()
    }

    /// Returns the 1-based line and column (in scalar values) of byte `offset`. `text` must be the indexed text.
    pub fn line_column(&self, text: &str, offset: u32) -> (u32, u32) {
        let line = self.line_of(offset);
        let start = self.starts[line];
        let column = text[start as usize..offset.max(start) as usize].chars().count() + 1;
        (to_u32(line + 1), to_u32(column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_scalar_values_and_every_kind_of_line_ending() {
        let text = "a\r\nß😀x\ry\n";
        let index = LineIndex::new(text);
        let cases = [("a", (1, 1)), ("ß", (2, 1)), ("x", (2, 3)), ("y", (3, 1))];
        for (needle, expected) in cases {
            let at = to_u32(text.find(needle).unwrap());
            assert_eq!(index.line_column(text, at), expected, "{needle}");
        }
        assert_eq!(index.line_column(text, to_u32(text.len())), (4, 1));
        assert_eq!(LineIndex::new("a\n\nb\n").starts, [0, 2, 3, 5]);
    }

    #[test]
    fn a_byte_order_mark_has_no_column() {
        for end in ["\n", "\r\n", "\r"] {
            let text = format!("\u{FEFF}aß{end}\u{FEFF}b");
            let index = LineIndex::new(&text);
            let position = |needle| index.line_column(&text, to_u32(text.find(needle).unwrap()));
            assert_eq!([position("a"), position("ß"), position("b")], [(1, 1), (1, 2), (2, 2)], "{end:?}");
            assert_eq!((index.line_column(&text, 0), index.line_of(1), index.start_of(0)), ((1, 1), 0, Some(3)));
        }
    }
}
