//! Opaque words: addresses, paths and code in running text.
//!
//! Such text is not prose, and no phrase continues across it. So it is a single word, and only a pattern with exactly
//! that word matches it. For example, a rule about `config` does not match in `src/config/mod.rs`.
//!
//! We examine each segment of the text (a range without white space and most punctuation) once, and text after a
//! segment only if it becomes part of the opaque word. So the time is linear in the length of the text.

use super::candidate::OpaqueCandidate;
use super::characters::{is_space, is_word_char};
use super::{address, path, syntax};

/// Returns the length in bytes of the opaque word that starts at the candidate, if there is one.
pub(super) fn len(candidate: &OpaqueCandidate) -> Option<usize> {
    let OpaqueCandidate { chunk, segment, .. } = *candidate;
    match segment.chars().next()? {
        '/' | '#' | '.' | '~' | '\\' => path::rooted(chunk),
        '-' => syntax::option(candidate),
        '$' => syntax::variable(chunk),
        '@' => address::package(segment).or_else(|| syntax::call(candidate)),
        ':' => syntax::emoji(chunk).or_else(|| syntax::rooted_name(segment)),
        _ => address::address(candidate)
            .or_else(|| path::with_drive(chunk))
            .or_else(|| syntax::assignment(candidate))
            .or_else(|| syntax::call(candidate))
            .or_else(|| syntax::qualified(segment))
            .or_else(|| path::relative(candidate))
            .or_else(|| path::file_name(segment)),
    }
}

/// Returns whether an opaque word may start with this character.
pub(super) fn may_start(first: char) -> bool {
    is_word_char(first) || is_symbol(first)
}

/// Returns whether an opaque word may start with this character only where it [`is_detached`].
pub(super) fn is_symbol(first: char) -> bool {
    matches!(first, '/' | '#' | '.' | '~' | '\\' | '-' | '$' | '@' | ':')
}

/// Returns whether the symbol `first` does not continue the text `before` it. In `(and)/or` the slash continues it, so
/// `/or` is not a path.
pub(super) fn is_detached(before: &str, first: char) -> bool {
    let opens = |c: char| match c {
        '(' | '[' | '{' | '<' | '>' | ',' | ';' | ':' | '|' | '=' | '—' | '`' => true,
        '/' => first != '/',
        _ => is_space(c),
    };
    before.trim_end_matches(['"', '\'', '*', '_']).chars().next_back().is_none_or(opens)
}

/// Returns whether some part of `chunk` may be opaque. `after` is the text after it. This is a cheap prefilter, because
/// most chunks are ordinary words.
pub(super) fn may_contain(chunk: &str, after: &str) -> bool {
    let bytes = chunk.as_bytes();
    let hints = |byte: &u8| matches!(byte, b'/' | b'@' | b'.' | b':' | b'\\' | b'=' | b'$');
    let last = bytes.iter().rposition(|byte| !byte.is_ascii_punctuation()).map_or(0, |last| last + 1);
    bytes[..last].iter().any(hints)
        || memchr::memmem::find(bytes, b"--").is_some()
        || memchr::memmem::find(bytes, b"()").is_some()
        || bytes[last..].iter().any(|byte| matches!(byte, b'=' | b':' | b'/'))
        || after.starts_with(['<', '>'])
}

/// Returns `chunk` up to a punctuation mark at which most opaque words end.
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
            ':' if chars.peek().is_some_and(|(_, next)| is_symbol(*next) && *next != ':') => return &chunk[..=at],
            _ => {}
        }
    }
    chunk
}

fn starts_option(text: &str) -> bool {
    let text = text.trim_start_matches(['*', '_']);
    text.strip_prefix("--").is_some_and(|name| name.starts_with(|c: char| is_word_char(c) || c == '['))
}
