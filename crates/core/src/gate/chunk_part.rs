//! Reads one part of a chunk: plain letters, encoded letters or an invisible character.
//!
//! A chunk is a word as the source spells it. `O&#112;en\u200bAI` has five parts: `O`, the letter `p` as a character
//! reference, `en`, an escape for an invisible character, and `AI`.

use super::bytes::{ByteClass, byte_class};
use super::letters::{CharRole, char_role, is_ascii_word_char};
use crate::extract::{number_escape, reference};
use std::borrow::Cow;
use wordgate_text::prose::is_word_char;

/// One part of a chunk; `len` is in bytes.
pub(super) enum ChunkPart<'t> {
    /// Letters that are not encoded.
    Letters { text: &'t str },
    /// A letter that is not encoded and that no word of the vocabulary contains.
    Foreign { len: usize },
    /// Letters that are encoded as a character reference or an escape.
    Encoded { text: Cow<'static, str>, len: usize },
    /// A character that readers do not see, encoded or not.
    Invisible { len: usize, encoded: bool },
}

/// What a backslash means in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Backslash {
    /// It begins an escape of a quoted string, such as `\u0041`.
    BeginsEscape,
    /// It vanishes, also together with white space after it, as in reStructuredText.
    Vanishes,
}

/// Reads the part of a chunk that begins at byte `at` of `text[..end]`. Returns `None` if no part begins there, so that
/// the chunk ends. `ascii` is whether every word of the vocabulary is ASCII.
pub(super) fn chunk_part(
    text: &str,
    at: usize,
    end: usize,
    ascii: bool,
    backslash: Backslash,
) -> Option<ChunkPart<'_>> {
    let rest = &text[at..end];
    match byte_class(*rest.as_bytes().first()?) {
        ByteClass::Letter => {
            let len = rest.bytes().take_while(|byte| byte_class(*byte) == ByteClass::Letter).count();
            Some(ChunkPart::Letters { text: &rest[..len] })
        }
        ByteClass::NonAscii => {
            let c = rest.chars().next()?;
            let len = c.len_utf8();
            match char_role(c) {
                CharRole::Invisible => Some(ChunkPart::Invisible { len, encoded: false }),
                CharRole::Separator if ascii || !is_word_char(c) => None,
                CharRole::Foreign if ascii => Some(ChunkPart::Foreign { len }),
                CharRole::Separator | CharRole::Foreign | CharRole::ReadsAsAscii | CharRole::Confusable => {
                    Some(ChunkPart::Letters { text: &rest[..len] })
                }
            }
        }
        ByteClass::EncodingStart if rest.starts_with('&') => {
            let reference = reference(rest)?;
            encoded(reference.text, reference.len)
        }
        ByteClass::EncodingStart if backslash == Backslash::Vanishes => {
            Some(ChunkPart::Invisible { len: vanishing_len(rest)?, encoded: true })
        }
        ByteClass::EncodingStart => {
            let escape = escape(rest)?;
            match escape.text {
                None => Some(ChunkPart::Invisible { len: escape.len, encoded: true }),
                Some(text) => encoded(text, escape.len),
            }
        }
        ByteClass::Separator | ByteClass::Sign | ByteClass::Markup => None,
    }
}

/// Returns the part for a character reference or an escape of `len` bytes that decodes to `text`, or `None` if `text`
/// separates words, as a space does.
fn encoded(text: Cow<'static, str>, len: usize) -> Option<ChunkPart<'static>> {
    let is_invisible = |c: char| !c.is_ascii() && char_role(c) == CharRole::Invisible;
    if text.chars().all(is_invisible) {
        return Some(ChunkPart::Invisible { len, encoded: true });
    }
    let is_letter = |c: char| {
        if c.is_ascii() { is_ascii_word_char(c) } else { char_role(c) != CharRole::Separator || is_word_char(c) }
    };
    text.chars().any(is_letter).then_some(ChunkPart::Encoded { text, len })
}

/// Returns the length of the source that vanishes at a backslash: the white space after it too, if there is any. Returns
/// `None` if punctuation follows, which separates words.
fn vanishing_len(source: &str) -> Option<usize> {
    let rest = &source[1..];
    let after = rest.trim_start();
    let space = &rest[..rest.len() - after.len()];
    match space.chars().next() {
        _ if space.contains(['\n', '\r']) => Some(1 + space.len()),
        Some(c) => Some(1 + c.len_utf8()),
        None => (!rest.starts_with(|c: char| c.is_ascii_punctuation())).then_some(1),
    }
}

/// An escape in a quoted string.
pub(super) struct Escape {
    /// Its length in bytes of source.
    pub len: usize,
    /// The character that it encodes, or `None` if readers see nothing in its place.
    pub text: Option<Cow<'static, str>>,
}

/// Decodes the escape at the start of `source`, which begins with a backslash. Returns `None` for any other escape: it
/// encodes white space, as `\n` does, or only the character after the backslash.
pub(super) fn escape(source: &str) -> Option<Escape> {
    let rest = &source[1..];
    match rest.as_bytes().first()? {
        // In YAML, `\e` encodes a control character, which readers do not see.
        b'e' => Some(Escape { len: 2, text: None }),
        // An escaped line end joins two lines.
        b'\n' | b'\r' => Some(Escape { len: source.len() - rest.trim_start().len(), text: None }),
        _ => number_escape(source).map(|escape| Escape { len: escape.len, text: Some(escape.text) }),
    }
}
