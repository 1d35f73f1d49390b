//! Converts between byte offsets and positions of the protocol, which have a 0-based line and a 0-based character in
//! the negotiated unit.

use lsp_types::{Position, Range};
use serde_json::Value;
use wordgate_text::source::{LineIndex, SourceFile, Span};

/// The unit in which a position counts characters within its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PositionEncoding {
    /// Bytes of UTF-8.
    Utf8,
    /// UTF-16 code units, the default of the protocol.
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl PositionEncoding {
    /// Returns the cheapest encoding that the client offers: UTF-8, then UTF-16, then UTF-32.
    pub fn negotiate(offered: &[Value]) -> PositionEncoding {
        let has = |name: &str| offered.iter().any(|one| one == name);
        match () {
            () if has("utf-8") => PositionEncoding::Utf8,
            () if has("utf-16") || !has("utf-32") => PositionEncoding::Utf16,
            () => PositionEncoding::Utf32,
        }
    }

    fn width(self, c: char) -> usize {
        match self {
            PositionEncoding::Utf8 => c.len_utf8(),
            PositionEncoding::Utf16 => c.len_utf16(),
            PositionEncoding::Utf32 => 1,
        }
    }

    fn units(self, text: &str) -> usize {
        match self {
            PositionEncoding::Utf8 => text.len(),
            _ if text.is_ascii() => text.len(),
            _ => text.chars().map(|c| self.width(c)).sum(),
        }
    }

    /// Returns the byte offset of a position. A position beyond the end of its line is moved to the end of the line,
    /// one beyond the last line to the end of the text, and one inside a character to the start of the character.
    pub fn offset(self, text: &str, lines: &LineIndex, position: Position) -> usize {
        let line = position.line as usize;
        let Some(start) = lines.start_of(line).map(|start| start as usize) else { return text.len() };
        let end = lines.start_of(line + 1).map_or(text.len(), |end| end as usize);
        let line = text[start..end].trim_end_matches(['\r', '\n']);
        let wanted = position.character as usize;
        let mut units = 0;
        for (at, c) in line.char_indices() {
            units += self.width(c);
            if units > wanted {
                return start + at;
            }
        }
        start + line.len()
    }
}

/// Converts many byte offsets in the text of [`SourceFile::stored`] to positions. Ascending offsets are fast, because counting continues from the
/// last one.
pub(super) struct Positions<'f> {
    file: &'f SourceFile,
    encoding: PositionEncoding,
    offset: u32,
    last: Position,
}

impl<'f> Positions<'f> {
    /// Creates the converter for a file.
    pub fn new(file: &'f SourceFile, encoding: PositionEncoding) -> Positions<'f> {
        Positions { file: file.stored(), encoding, offset: 0, last: Position { line: 0, character: 0 } }
    }

    /// Returns the position of a byte offset.
    pub fn position(&mut self, offset: u32) -> Position {
        let lines = self.file.lines();
        let line = lines.line_of(offset);
        let start = lines.start_of(line).unwrap_or(0);
        // The first line starts after a byte order mark, so an offset before it becomes column 0.
        let shown = offset.max(start);
        let (mut from, mut units) = (self.offset.max(start), self.last.character as usize);
        if self.last.line as usize != line {
            (from, units) = (start, 0);
        }
        let count = |from: u32, to: u32| self.encoding.units(&self.file.text()[from as usize..to as usize]);
        units = if from <= shown { units + count(from, shown) } else { units - count(shown, from) };
        self.offset = offset;
        self.last = Position { line: to_u32(line), character: to_u32(units) };
        self.last
    }

    /// Returns the range of a span.
    pub fn range(&mut self, span: Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_cheapest_offered_encoding_is_chosen() {
        let negotiated = |offered: Value| PositionEncoding::negotiate(offered.as_array().map_or(&[], Vec::as_slice));
        assert_eq!(negotiated(json!(["utf-16", "utf-8"])), PositionEncoding::Utf8);
        assert_eq!(negotiated(json!(["utf-32", "utf-16"])), PositionEncoding::Utf16);
        assert_eq!(negotiated(json!(["utf-32"])), PositionEncoding::Utf32);
        assert_eq!(negotiated(json!([])), PositionEncoding::Utf16);
    }

    #[test]
    fn offsets_survive_a_round_trip_through_positions() {
        let text = "aß😀\r\n\rb😀c\n";
        let file = SourceFile::decode(text.into()).unwrap();
        for encoding in [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32] {
            let mut positions = Positions::new(&file, encoding);
            for at in
                text.char_indices().map(|(at, _)| at).chain([text.len(), 2, 0]).filter(|at| text.is_char_boundary(*at))
            {
                let position = positions.position(to_u32(at));
                let within_line_end = text[..at].ends_with('\r') && text[at..].starts_with('\n');
                if !within_line_end {
                    assert_eq!(encoding.offset(text, file.lines(), position), at, "{encoding:?} {position:?}");
                }
            }
        }
    }

    #[test]
    fn a_byte_order_mark_has_no_column() {
        let text = "\u{FEFF}aß\nb";
        let file = SourceFile::decode(text.into()).unwrap();
        for encoding in [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32] {
            let mut positions = Positions::new(&file, encoding);
            let at = |line, character| Position { line, character };
            assert_eq!([positions.position(3), positions.position(4)], [at(0, 0), at(0, 1)], "{encoding:?}");
            assert_eq!([positions.position(7), positions.position(0)], [at(1, 0), at(0, 0)], "{encoding:?}");
            let offset = |line, character| encoding.offset(text, file.lines(), at(line, character));
            assert_eq!([offset(0, 0), offset(0, 1), offset(1, 0)], [3, 4, 7], "{encoding:?}");
        }
    }

    #[test]
    fn positions_out_of_bounds_are_clamped() {
        let text = "a😀b\r\nc";
        let file = SourceFile::decode(text.into()).unwrap();
        let offset = |line, character| PositionEncoding::Utf16.offset(text, file.lines(), Position { line, character });
        assert_eq!((offset(0, 2), offset(0, 3), offset(0, 99), offset(1, 9), offset(7, 0)), (1, 5, 6, 9, 9));
    }
}
