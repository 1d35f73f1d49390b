//! The decoded text of a file, with positions in the stored bytes.

use super::decode::{self, Damage, DecodeError, Decoded, Encoding};
use super::embedded::{EmbeddedText, Section, Storage};
use super::line_index::{LineIndex, Position};
use super::place::{PagesWithoutText, Place};
use super::span::Span;
use crate::language::Language;
use std::borrow::Cow;
use std::sync::OnceLock;

/// The decoded text of a file.
#[derive(Debug)]
pub struct SourceFile {
    text: String,
    encoding: Encoding,
    damage: Option<Damage>,
    lines: OnceLock<LineIndex>,
    /// The text to check, if it is inside the format of the file.
    embedded: Option<Box<Embedded>>,
}

/// The text inside a file, and that file.
#[derive(Debug)]
struct Embedded {
    stored: SourceFile,
    storage: Storage,
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
        SourceFile::decode_with(bytes, |_| None)
    }

    /// Does the same, but bytes without a byte order mark that are not UTF-16 have the encoding that `legacy` returns for
    /// them, if it returns one.
    ///
    /// # Errors
    /// As for [`SourceFile::decode`].
    pub fn decode_with(
        bytes: Vec<u8>,
        legacy: impl FnOnce(&[u8]) -> Option<Encoding>,
    ) -> Result<SourceFile, DecodeError> {
        let Decoded { text, encoding, damage } = decode::decode(bytes, legacy)?;
        Ok(SourceFile { text, encoding, damage, lines: OnceLock::new(), embedded: None })
    }

    /// Creates a file from text that is already decoded. NULs are replaced as in [`SourceFile::decode`].
    ///
    /// # Errors
    /// If the text is larger than 4 GiB.
    pub fn from_text(text: String) -> Result<SourceFile, DecodeError> {
        let Decoded { text, encoding, damage } = decode::utf8_within_limit(text.into_bytes())?;
        Ok(SourceFile { text, encoding, damage, lines: OnceLock::new(), embedded: None })
    }

    /// Returns a file whose text is `inside`, which was read from this file.
    #[must_use]
    pub fn with_embedded(self, inside: EmbeddedText) -> SourceFile {
        let EmbeddedText { text, storage } = inside;
        let (encoding, damage) = (self.encoding, self.damage);
        let embedded = Some(Box::new(Embedded { stored: self, storage }));
        SourceFile { text, encoding, damage, lines: OnceLock::new(), embedded }
    }

    /// Returns whether the text is inside another format, so that spans of the text are not spans of the file.
    pub fn is_embedded(&self) -> bool {
        self.embedded.is_some()
    }

    /// Returns the file as it is stored. It is another file only if the text is inside another format.
    pub fn stored(&self) -> &SourceFile {
        self.embedded.as_ref().map_or(self, |embedded| &embedded.stored)
    }

    /// Returns the parts of the text that are documents of their own; empty if the text is one document.
    pub fn sections(&self) -> &[Section] {
        self.embedded.as_ref().map_or(&[], |embedded| &embedded.storage.sections)
    }

    /// Returns the text up to the end of the section that contains an offset, or all of it if there are no sections.
    pub fn text_of_section(&self, offset: u32) -> &str {
        let sections = self.sections();
        let next = sections.get(sections.partition_point(|section| section.start <= offset));
        next.map_or(&self.text, |next| &self.text[..next.start as usize])
    }

    /// Returns the section that contains an offset in the text.
    pub fn section_at(&self, offset: u32) -> Option<&Section> {
        self.embedded.as_ref()?.storage.section_at(offset)
    }

    /// Returns the language of the file, if it is a catalogue whose header names it.
    pub fn header_language(&self) -> Option<Language> {
        self.embedded.as_ref()?.storage.language
    }

    /// Returns where a reader finds an offset in the text, if the lines of the file do not tell.
    pub fn place_at(&self, offset: u32) -> Option<Place> {
        self.embedded.as_ref()?.storage.place_at(offset)
    }

    /// Returns whether the text has bytes, lines and columns in the stored file. That of an Office or PDF document has not.
    pub fn has_bytes(&self) -> bool {
        self.embedded.as_ref().is_none_or(|embedded| embedded.storage.has_bytes())
    }

    /// Returns whether the file has pages.
    pub fn has_pages(&self) -> bool {
        self.embedded.as_ref().is_some_and(|embedded| !embedded.storage.page_starts.is_empty())
    }

    /// Returns the pages on which no text was found, if there are any.
    pub fn pages_without_text(&self) -> Option<PagesWithoutText> {
        self.embedded.as_ref()?.storage.pages_without_text
    }

    /// Converts a span of the text to spans of the text of [`SourceFile::stored`], in order. There are several if the
    /// format of the file separates the parts.
    pub fn stored_spans(&self, span: Span) -> Vec<Span> {
        match &self.embedded {
            Some(embedded) => embedded.storage.stored_spans(span),
            None => vec![span],
        }
    }

    /// Returns the span from the start of the first of [`SourceFile::stored_spans`] to the end of the last.
    pub fn stored_span(&self, span: Span) -> Span {
        let spans = self.stored_spans(span);
        let ends = spans.first().zip(spans.last());
        ends.map_or(span, |(first, last)| Span { start: first.start, end: last.end })
    }

    /// Returns how `new` is written in the text of [`SourceFile::stored`] at an offset in the text; `None` if nothing may
    /// be written there.
    pub fn stored_text<'t>(&self, offset: u32, new: &'t str) -> Option<Cow<'t, str>> {
        let written = match &self.embedded {
            Some(embedded) => embedded.storage.written(offset, new),
            None => Some(new.into()),
        };
        written.filter(|written| self.encoding.can_encode(written))
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

    /// Returns the line, column and byte in the stored file of an offset in the text.
    pub fn position(&self, offset: u32) -> Position {
        if let Some(embedded) = &self.embedded {
            return embedded.stored.position(embedded.storage.map.source_offset(offset));
        }
        let (line, column) = self.lines().line_column(&self.text, offset);
        let start = self.lines().start_of(line as usize - 1).expect("`line_column` returns a line of the index");
        Position { line, column, byte: self.stored_offset(offset), utf8_column: offset.max(start) - start + 1 }
    }

    /// Converts an offset in the text to an offset in the stored file. The text must not be inside another format.
    pub(super) fn stored_offset(&self, offset: u32) -> u64 {
        self.encoding.stored_offset(&self.text[..offset as usize])
    }
}
