//! Opaque words: addresses, paths and code that stand in running text.
//!
//! A phrase never runs through one and none of its letters are prose, so each is one word, which only a pattern that
//! writes all of it can match. Each segment of the text, a stretch without white space and most marks, is looked at
//! once, and what goes beyond it is looked at only where it is taken, so the time is linear in the text.

use super::characters::is_space;
use super::words::is_word_char;
use super::{address, path, syntax};

/// Where an opaque word may start.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'t> {
    /// The text from there on.
    pub text: &'t str,
    /// The start of `text` up to white space, a double quote, an angle bracket or an object.
    pub chunk: &'t str,
    /// The start of `chunk` up to a mark that few opaque words hold.
    pub segment: &'t str,
}

impl Candidate<'_> {
    /// The length of the opaque word (bytes).
    pub fn opaque_len(&self) -> Option<usize> {
        match self.segment.chars().next()? {
            '/' | '#' | '.' | '~' | '\\' => path::rooted(self.chunk),
            '-' => syntax::option(self),
            '$' => syntax::variable(self.chunk),
            '@' => address::package(self.segment).or_else(|| syntax::call(self)),
            ':' => syntax::emoji(self.chunk).or_else(|| syntax::from_the_root(self.segment)),
            _ => address::address(self)
                .or_else(|| path::with_drive(self.chunk))
                .or_else(|| syntax::assignment(self))
                .or_else(|| syntax::call(self))
                .or_else(|| syntax::qualified(self.segment))
                .or_else(|| path::relative(self))
                .or_else(|| path::file_name(self.segment)),
        }
    }
}

/// Whether an opaque word may start with this character.
pub(super) fn may_start(first: char) -> bool {
    is_word_char(first) || is_sign(first)
}

/// Whether an opaque word may start with this character only where [`is_free`] holds.
pub(super) fn is_sign(first: char) -> bool {
    matches!(first, '/' | '#' | '.' | '~' | '\\' | '-' | '$' | '@' | ':')
}

/// Whether the sign `first` after `before` is joined to nothing: there is no path in `(and)/or`.
pub(super) fn is_free(before: &str, first: char) -> bool {
    let opens = |c: char| match c {
        '(' | '[' | '{' | '<' | '>' | ',' | ';' | ':' | '|' | '=' | '—' | '`' => true,
        '/' => first != '/',
        _ => is_space(c),
    };
    before.trim_end_matches(['"', '\'', '*', '_']).chars().next_back().is_none_or(opens)
}

/// Whether some part of `chunk` may be opaque. Most chunks are words, so this is asked first.
pub(super) fn may_hold(chunk: &str, after: &str) -> bool {
    let bytes = chunk.as_bytes();
    let hints = |byte: &u8| matches!(byte, b'/' | b'@' | b'.' | b':' | b'\\' | b'=' | b'$');
    let last = bytes.iter().rposition(|byte| !byte.is_ascii_punctuation()).map_or(0, |last| last + 1);
    bytes[..last].iter().any(hints)
        || memchr::memmem::find(bytes, b"--").is_some()
        || memchr::memmem::find(bytes, b"()").is_some()
        || bytes[last..].iter().any(|byte| matches!(byte, b'=' | b':' | b'/'))
        || after.starts_with(['<', '>'])
}

/// The start of `chunk` up to a mark at which most opaque words end.
pub(super) fn segment(chunk: &str) -> &str {
    let mut chars = chunk.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            ',' | ';' | '|' | '(' | ')' | '[' | ']' | '{' | '}' | '\'' | '`' | '—' | '…' | '。' | '、' => {
                return &chunk[..at];
            }
            // In `-a/--all` an option starts after the slash.
            '/' if starts_option(&chunk[at + 1..]) => return &chunk[..=at],
            // In `key:/a/b` a path starts after the colon.
            ':' if chars.peek().is_some_and(|(_, next)| is_sign(*next) && *next != ':') => return &chunk[..=at],
            _ => {}
        }
    }
    chunk
}

fn starts_option(text: &str) -> bool {
    let text = text.trim_start_matches(['*', '_']);
    text.strip_prefix("--").is_some_and(|name| name.starts_with(|c: char| is_word_char(c) || c == '['))
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
