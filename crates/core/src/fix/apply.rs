//! Applies edits of a file's text to its stored bytes.
//!
//! Decoding replaces invalid bytes, so encoding the text again would not restore the file. Only the new text of edits
//! is encoded; all other bytes are copied from the stored file.

use super::choose::Change;
use wordgate_text::source::{PositionCursor, SourceFile, Span, to_u32};

/// An edit with its spans in the old and the new text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Move {
    /// The index of the change that the edit belongs to.
    pub change: usize,
    /// The span in the old text.
    pub old: Span,
    /// The span in the new text.
    pub new: Span,
}

/// Applies changes, which must be in order and must not overlap. Returns the new bytes and the moves, or `None` if an
/// offset in the new text would not fit in 32 bits.
pub(super) fn apply(file: &SourceFile, stored: &[u8], chosen: &[&Change]) -> Option<(Vec<u8>, Vec<Move>)> {
    let edits = chosen.iter().enumerate().flat_map(|(index, c)| c.edits.iter().map(move |edit| (index, edit)));
    let mut cursor = PositionCursor::new(file);
    let mut offset = |at: u32| usize::try_from(cursor.position(at).byte).ok();
    let mut bytes = Vec::with_capacity(stored.len() + stored.len() / 16);
    let mut moves = Vec::new();
    let (mut copied, mut before, mut text_end) = (0, 0, 0);
    for (index, edit) in edits {
        let in_file = edit.in_stored(file);
        bytes.extend_from_slice(&stored[copied..offset(in_file.span.start)?]);
        bytes.extend(file.encoding().encode(&in_file.new_text));
        copied = offset(in_file.span.end)?;
        let start = text_end + (edit.span.start as usize - before);
        text_end = start + edit.new_text.len();
        before = edit.span.end as usize;
        u32::try_from(text_end).ok()?;
        moves.push(Move { change: index, old: edit.span, new: Span { start: to_u32(start), end: to_u32(text_end) } });
    }
    bytes.extend_from_slice(&stored[copied..]);
    Some((bytes, moves))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Edit;

    fn change(text: &str, from: &str, to: &str) -> Change {
        let start = text.find(from).unwrap();
        let edits = vec![Edit { span: Span::new(start, start + from.len()), new_text: to.to_owned() }];
        Change { findings: Vec::new(), edits, text: to.to_owned() }
    }

    #[test]
    fn bytes_outside_of_edits_are_copied() {
        let stored = b"\xFF one \0 two \xE2\x82 \r\nthree";
        let file = SourceFile::decode(stored.to_vec()).unwrap();
        let changes = [change(file.text(), "one", "1ä"), change(file.text(), "three", "")];
        let (bytes, moves) = apply(&file, stored, &[&changes[0], &changes[1]]).unwrap();
        assert_eq!(bytes, b"\xFF 1\xC3\xA4 \0 two \xE2\x82 \r\n");
        assert_eq!(moves[0], Move { change: 0, old: Span::new(2, 5), new: Span::new(2, 5) });
        assert_eq!(moves[1].new, Span::new(17, 17));
    }

    #[test]
    fn utf_16_stays_utf_16() {
        let text = "\u{FEFF}😀 one two";
        let encode = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        let mut stored = encode(text);
        // A lone surrogate is preserved.
        stored.extend([0xD8, 0x00]);
        let file = SourceFile::decode(stored.clone()).unwrap();
        let (bytes, _) = apply(&file, &stored, &[&change(file.text(), "one", "ä😀")]).unwrap();
        let mut expected = encode("\u{FEFF}😀 ä😀 two");
        expected.extend([0xD8, 0x00]);
        assert_eq!(bytes, expected);
    }
}
