//! Finds attribute references: `{name}`. Asciidoctor defines the values of some names, which are characters. The value of
//! any other name is not known here, so the reference is one opaque word.

use super::token::{Marked, TokenKind};
use wordgate_text::prose::Scope;

/// The text that a reference stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reference(pub &'static str);

/// The names whose value is a character or nothing. Those of plus signs, such as `cpp`, are opaque words, because the
/// [gate](crate::gate) does not decode them.
const CHARACTERS: [(&str, &str); 26] = [
    ("amp", "&"),
    ("apos", "'"),
    ("asterisk", "*"),
    ("backslash", "\\"),
    ("backtick", "`"),
    ("blank", ""),
    ("brvbar", "¦"),
    ("caret", "^"),
    ("deg", "°"),
    ("empty", ""),
    ("endsb", "]"),
    ("gt", ">"),
    ("ldquo", "“"),
    ("lsquo", "‘"),
    ("lt", "<"),
    ("nbsp", "\u{A0}"),
    ("quot", "\""),
    ("rdquo", "”"),
    ("rsquo", "’"),
    ("sp", " "),
    ("startsb", "["),
    ("tilde", "~"),
    ("two-colons", "::"),
    ("two-semicolons", ";;"),
    ("vbar", "|"),
    ("wj", "\u{2060}"),
];

/// Returns what a reference to this name stands for, if that is known.
fn character(name: &str) -> Option<Reference> {
    if name == "zwsp" {
        return Some(Reference("\u{200B}"));
    }
    CHARACTERS.iter().find(|(known, _)| *known == name).map(|(_, text)| Reference(text))
}

/// Finds all references.
pub(super) fn find(marked: &mut Marked) {
    let mut at = 0;
    while let Some(open) = marked.find(b"{", at) {
        at = open + 1;
        let Some(end) = reference_end(marked, open) else { continue };
        at = end;
        if open > 0 && marked.work[open - 1] == b'\\' {
            marked.mark_escape(open - 1);
            continue;
        }
        let name = &marked.text[open + 1..end - 1];
        let kind = match character(&name.to_ascii_lowercase()) {
            Some(Reference("")) => TokenKind::Nothing,
            Some(reference) => TokenKind::Reference(reference),
            None if name.starts_with("set:") || name.starts_with("counter2:") => TokenKind::Nothing,
            None => TokenKind::Opaque { scope: Scope::Code, from: open, to: end },
        };
        marked.mark(open, end, kind);
    }
}

/// Returns the end of the reference that starts at byte `open`.
fn reference_end(marked: &Marked, open: usize) -> Option<usize> {
    let rest = &marked.work[open + 1..];
    if !rest.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_') {
        return None;
    }
    let len = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    let takes_value = matches!(&rest[..len], b"set" | b"counter" | b"counter2");
    let len = match rest.get(len) {
        Some(b':') if takes_value => memchr::memchr2(b'}', b'\n', &rest[len..])? + len,
        _ => len,
    };
    (rest.get(len) == Some(&b'}')).then_some(open + len + 2)
}
