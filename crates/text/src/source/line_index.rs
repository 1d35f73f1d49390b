//! The one home of lines and columns.
//!
//! Line ends are LF, CR LF and a lone CR, as in CommonMark. The first line starts after a byte order mark, which no editor
//! shows: so it has no column in any output.

use super::span::to_u32;

/// A place in a file as reports show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// 1-based line.
    pub line: u32,
    /// 1-based column in Unicode scalar values; a byte order mark has none.
    pub column: u32,
    /// 0-based byte offset in the file as stored.
    pub byte: u64,
    /// 1-based column in bytes of UTF-8, whatever the file is stored in; a byte order mark has none.
    pub utf8_column: u32,
}

/// Where each line of a text starts.
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
        // Searches for one byte go many times faster than a look at each; an editor's document is indexed anew at every
        // keystroke.
        if !text.contains('\r') {
            starts.extend(text.match_indices('\n').map(|(at, _)| to_u32(at + 1)));
            return LineIndex { starts };
        }
        for (at, byte) in bytes.iter().enumerate() {
            let ends = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends {
                starts.push(to_u32(at + 1));
            }
        }
        LineIndex { starts }
    }

    /// Number of lines; a text that ends with a line end has an empty last one.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never true: an empty text has one empty line.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// 0-based index of the line that holds the byte `offset`. A byte order mark belongs to the first line.
    pub fn line_of(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// First byte of the line with this 0-based index, after a byte order mark; `None` past the last line.
    pub fn start_of(&self, line: usize) -> Option<u32> {
        self.starts.get(line).copied()
    }

    /// 1-based line and column (scalar values) of the byte `offset` of `text`, the text that was indexed.
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
    fn counts_scalar_values_and_every_kind_of_line_end() {
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
            let place = |needle| index.line_column(&text, to_u32(text.find(needle).unwrap()));
            assert_eq!([place("a"), place("ß"), place("b")], [(1, 1), (1, 2), (2, 2)], "{end:?}");
            assert_eq!((index.line_column(&text, 0), index.line_of(1), index.start_of(0)), ((1, 1), 0, Some(3)));
        }
    }
}
