//! Letters, however they are spelled.

use super::bytes::{ByteClass, byte_class};
use super::letters::{CharRole, char_role, is_readable};
use crate::extract::{number_escape, reference};
use std::borrow::Cow;
use wordgate_text::prose::is_word_char;

/// Something that stands in one piece with the letters around it, `len` bytes long.
pub(super) enum ChunkPart<'t> {
    /// Letters that stand as they are.
    Letters { text: &'t str },
    /// Such letters, of which no word that is looked for has one.
    Foreign { len: usize },
    /// Letters that the source spells in another way.
    Spelled { text: Cow<'static, str>, len: usize },
    /// Something that vanishes; `spelled` when the source spells it in another way.
    Nothing { len: usize, spelled: bool },
}

/// What stands at byte `at` of the text, which ends at `end`, when it can be a part of a word. In words that are
/// looked for there are only letters of ASCII, when `ascii`.
pub(super) fn chunk_part(text: &str, at: usize, end: usize, ascii: bool) -> Option<ChunkPart<'_>> {
    let rest = &text[at..end];
    match byte_class(*rest.as_bytes().first()?) {
        ByteClass::Letter => {
            let len = rest.bytes().take_while(|byte| byte_class(*byte) == ByteClass::Letter).count();
            Some(ChunkPart::Letters { text: &rest[..len] })
        }
        ByteClass::High => {
            let c = rest.chars().next()?;
            let len = c.len_utf8();
            match char_role(c) {
                CharRole::Vanishes => Some(ChunkPart::Nothing { len, spelled: false }),
                CharRole::Separates if ascii || !is_word_char(c) => None,
                CharRole::Foreign if ascii => Some(ChunkPart::Foreign { len }),
                CharRole::Separates | CharRole::Foreign | CharRole::Reads | CharRole::Confusable => {
                    Some(ChunkPart::Letters { text: &rest[..len] })
                }
            }
        }
        ByteClass::Spelling if rest.starts_with('&') => {
            let reference = reference(rest)?;
            spelled(reference.text, reference.len)
        }
        ByteClass::Spelling => {
            let escape = escape(rest)?;
            match escape.text {
                None => Some(ChunkPart::Nothing { len: escape.len, spelled: true }),
                Some(text) => spelled(text, escape.len),
            }
        }
        ByteClass::Separator | ByteClass::Sign | ByteClass::Markup => None,
    }
}

fn spelled(text: Cow<'static, str>, len: usize) -> Option<ChunkPart<'static>> {
    let vanishes = |c: char| !c.is_ascii() && char_role(c) == CharRole::Vanishes;
    if text.chars().all(vanishes) {
        return Some(ChunkPart::Nothing { len, spelled: true });
    }
    let is_letter =
        |c: char| if c.is_ascii() { is_readable(c) } else { char_role(c) != CharRole::Separates || is_word_char(c) };
    text.chars().any(is_letter).then_some(ChunkPart::Spelled { text, len })
}

/// An escape of a quoted string.
pub(super) struct Escape {
    /// Bytes of source.
    pub len: usize,
    /// The character it stands for; `None` when it stands for nothing.
    pub text: Option<Cow<'static, str>>,
}

/// The escape that `source`, which starts with a backslash, begins with, unless it stands for white space or for the
/// character behind the backslash.
pub(super) fn escape(source: &str) -> Option<Escape> {
    let rest = &source[1..];
    match rest.as_bytes().first()? {
        b'e' => Some(Escape { len: 2, text: None }),
        // It joins two lines.
        b'\n' | b'\r' => Some(Escape { len: source.len() - rest.trim_start().len(), text: None }),
        _ => number_escape(source).map(|escape| Escape { len: escape.len, text: Some(escape.text) }),
    }
}
