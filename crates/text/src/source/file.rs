//! The decoded text of a file, with positions in the stored bytes.

use super::decode::{self, Damage, DecodeError, Decoded, Encoding};
use super::line_index::{LineIndex, Position};
use std::sync::OnceLock;

/// The decoded text of a file.
#[derive(Debug)]
pub struct SourceFile {
    text: String,
    encoding: Encoding,
    damage: Option<Damage>,
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    /// Decodes the bytes of a file: UTF-8 or UTF-16, with or without a byte order mark.
    ///
    /// NULs and invalid UTF-8 are replaced byte for byte and never cause an error: a document with an invalid byte must
    /// still be checked, with correct positions. [`SourceFile::damage`] reports them.
    ///
    /// # Errors
    /// If the file is larger than 4 GiB, is UTF-16 with an odd number of bytes, or is UTF-32.
    pub fn decode(bytes: Vec<u8>) -> Result<SourceFile, DecodeError> {
        let Decoded { text, encoding, damage } = decode::decode(bytes)?;
        Ok(SourceFile { text, encoding, damage, lines: OnceLock::new() })
    }

    /// Creates a file from text that is already decoded. NULs are replaced as in [`SourceFile::decode`].
    ///
    /// # Errors
    /// If the text is larger than 4 GiB.
    pub fn from_text(text: String) -> Result<SourceFile, DecodeError> {
        let Decoded { text, encoding, damage } = decode::utf8_within_limit(text.into_bytes())?;
        Ok(SourceFile { text, encoding, damage, lines: OnceLock::new() })
    }

    /// Returns the text. All offsets are byte offsets in this text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the text and drops the rest.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Returns the encoding of the stored bytes.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Returns the parts of the file that are not valid text; `None` if everything is valid.
    pub fn damage(&self) -> Option<Damage> {
        self.damage
    }

    /// Returns the line index, built on first use.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Returns the line, column and stored byte offset of an offset in the text.
    pub fn position(&self, offset: u32) -> Position {
        let (line, column) = self.lines().line_column(&self.text, offset);
        let start = self.lines().start_of(line as usize - 1).expect("`line_column` returns a line of the index");
        Position { line, column, byte: self.stored_offset(offset), utf8_column: offset.max(start) - start + 1 }
    }

    /// Converts an offset in the text to an offset in the stored file.
    pub fn stored_offset(&self, offset: u32) -> u64 {
        self.encoding.stored_offset(&self.text[..offset as usize])
    }
}
