//! An offset at which an opaque word may start, and helpers that recognise all kinds of opaque words.
//!
//! An opaque word is an address, a path or a piece of code in running text; see [`super::opaque`].

use super::characters::is_word_char;

/// An offset at which an opaque word may start.
#[derive(Clone, Copy)]
pub(super) struct OpaqueCandidate<'t> {
    /// The text from the offset to the end.
    pub text: &'t str,
    /// `text` up to white space, a double quote, an angle bracket or [`OPAQUE`](super::OPAQUE).
    pub chunk: &'t str,
    /// `chunk` up to a punctuation mark that few opaque words contain.
    pub segment: &'t str,
}

/// Removes the punctuation of the sentence after an opaque word, and a possessive `'s`.
pub(super) fn trimmed(text: &str) -> &str {
    let unopened = [('(', ')'), ('[', ']'), ('{', '}')].map(|(open, close)| (close, !text.contains(open)));
    let text = text.trim_end_matches(|c: char| {
        matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '"' | '*' | '_' | '…' | '—' | '。' | '、')
            || unopened.contains(&(c, true))
    });
    text.strip_suffix("'s").or_else(|| text.strip_suffix("'S")).unwrap_or(text)
}

/// Returns the length of the name that `text` starts with: letters, digits, `_`, and characters that `is_inner`
/// accepts.
pub(super) fn name_len(text: &str, is_inner: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !is_word_char(c) && !is_inner(c)).unwrap_or(text.len())
}
