//! A file as text, with the way back to its stored bytes.

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
    /// Decodes stored bytes: UTF-8 with or without a byte order mark, or UTF-16, without one when it is plain to see.
    ///
    /// NUL and invalid UTF-8 are replaced byte for byte, never refused: documentation with a broken byte still has to
    /// be checked, and the positions around it have to hold. [`SourceFile::damage`] tells that there were some.
    ///
    /// # Errors
    /// When the file is larger than 4 GiB, is UTF-16 of an odd length, or UTF-32.
    pub fn decode(bytes: Vec<u8>) -> Result<SourceFile, DecodeError> {
        let Decoded { text, encoding, damage } = decode::decode(bytes)?;
        Ok(SourceFile { text, encoding, damage, lines: OnceLock::new() })
    }

    /// A text that is decoded already, whatever it looks like; NULs are replaced as in [`SourceFile::decode`].
    ///
    /// # Errors
    /// When the text is larger than 4 GiB.
    pub fn from_text(text: String) -> Result<SourceFile, DecodeError> {
        let Decoded { text, encoding, damage } = decode::utf8_within_limit(text.into_bytes())?;
        Ok(SourceFile { text, encoding, damage, lines: OnceLock::new() })
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
