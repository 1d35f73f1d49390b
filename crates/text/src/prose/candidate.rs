//! A place at which an opaque word may start, and what all kinds of them are told by.

use super::characters::is_word_char;

/// Where an opaque word may start.
#[derive(Clone, Copy)]
pub(super) struct OpaqueCandidate<'t> {
    /// The text from there on.
    pub text: &'t str,
    /// The start of `text` up to white space, a double quote, an angle bracket or an object.
    pub chunk: &'t str,
    /// The start of `chunk` up to a mark that few opaque words hold.
    pub segment: &'t str,
}

/// `text` without the punctuation that a sentence puts after an opaque word, and without a possessive.
pub(super) fn trimmed(text: &str) -> &str {
    let unopened = [('(', ')'), ('[', ']'), ('{', '}')].map(|(open, close)| (close, !text.contains(open)));
    let text = text.trim_end_matches(|c: char| {
        matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '"' | '*' | '_' | '…' | '—' | '。' | '、')
            || unopened.contains(&(c, true))
    });
    text.strip_suffix("'s").or_else(|| text.strip_suffix("'S")).unwrap_or(text)
}

/// The length of the name that `text` starts with: letters, digits, `_`, and what else `inner` takes.
pub(super) fn name_len(text: &str, inner: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !is_word_char(c) && !inner(c)).unwrap_or(text.len())
}
