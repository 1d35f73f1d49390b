//! One scanned file as text, with exact ways back to its stored bytes.
//!
//! Everything behind this module works on byte offsets into [`SourceFile::text`]. For UTF-8 files these *are* the
//! offsets into the stored file: bytes that are not valid text are replaced one for one (see [`SUBSTITUTE`]), and a
//! byte order mark stays where it is. UTF-16 files are decoded, and [`SourceFile::position`] converts at the edge.
//! Only this module turns an offset into a line or a column.

mod cursor;
mod decode;
mod line_index;

pub use cursor::PositionCursor;
pub use decode::{Damage, DecodeError, Encoding, SUBSTITUTE};
pub use line_index::{LineIndex, Position};

/// A range of bytes in [`SourceFile::text`], end exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`.
    ///
    /// # Panics
    /// When an offset does not fit 32 bits: [`SourceFile::decode`] refuses such files.
    pub fn new(start: usize, end: usize) -> Span {
        debug_assert!(start <= end);
        Span { start: to_u32(start), end: to_u32(end) }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// An offset as 32 bits.
///
/// # Panics
/// When it does not fit: [`SourceFile::decode`] refuses files that large.
pub fn to_u32(offset: usize) -> u32 {
    u32::try_from(offset).expect("files over 4 GiB are refused when they are decoded")
}

/// The last character boundary of a text at or before byte `at`.
pub fn boundary_before(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The decoded text of a file.
#[derive(Debug)]
pub struct SourceFile {
    text: String,
    encoding: Encoding,
    damage: Option<Damage>,
    lines: std::sync::OnceLock<LineIndex>,
}

impl SourceFile {
    /// Decodes stored bytes: UTF-8 with or without a byte order mark, or UTF-16, without one when it is plain to see.
    ///
    /// NUL and invalid UTF-8 are replaced byte for byte, never refused: documentation with a broken byte still has to
    /// be checked, and the positions around it have to hold. [`SourceFile::damage`] tells that there were some.
    ///
    /// # Errors
    /// When the file is larger than 4 GiB, is UTF-16 of an odd length, or UTF-32.
    pub fn decode(bytes: Vec<u8>) -> Result<SourceFile, DecodeError> {
        let decode::Decoded { text, encoding, damage } = decode::decode(bytes)?;
        Ok(SourceFile { text, encoding, damage, lines: std::sync::OnceLock::new() })
    }

    /// The text; offsets everywhere are bytes in it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text alone.
    pub fn into_text(self) -> String {
        self.text
    }

    /// How the stored bytes encode the text.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// What of the stored bytes could not be read as text; `None` when all could.
    pub fn damage(&self) -> Option<Damage> {
        self.damage
    }

    /// The line index, built at the first use.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Line, column and stored byte offset of a byte of the text.
    pub fn position(&self, offset: u32) -> Position {
        let (line, column) = self.lines().line_column(&self.text, offset);
        let start = self.lines().start_of(line as usize - 1).expect("the line is one of the index");
        Position { line, column, byte: self.stored_offset(offset), utf8_column: offset.max(start) - start + 1 }
    }

    /// The offset in the stored file of a byte of the text.
    pub fn stored_offset(&self, offset: u32) -> u64 {
        self.encoding.stored_offset(&self.text[..offset as usize])
    }
}
