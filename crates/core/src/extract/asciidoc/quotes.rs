//! Finds inline formatting: `*strong*`, `_emphasis_`, `` `code` ``, `#mark#`, `^superscript^`, quotation marks.
//!
//! A single mark is constrained: it may not be inside a word. A doubled mark is unconstrained. The rules are those of
//! the regular expressions of Asciidoctor.

use super::names::Reference;
use super::token::{Marked, TokenKind};
use wordgate_text::prose::Scope;

/// What is between two marks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// Text whose marks have no width.
    Text,
    /// Code.
    Code,
    /// Text in quotation marks.
    Quoted(Reference, Reference),
    /// Superscript text.
    Superscript,
}

/// A kind of formatting.
struct Formatting {
    open: &'static [u8],
    close: &'static [u8],
    meaning: Meaning,
    /// The bytes that may not be beside a constrained mark, in addition to words.
    not_beside: &'static [u8],
}

const fn text(mark: &'static [u8]) -> Formatting {
    Formatting { open: mark, close: mark, meaning: Meaning::Text, not_beside: b"" }
}

/// Finds all formatting, in the order of Asciidoctor.
pub(super) fn find(marked: &mut Marked) {
    const DOUBLE: Meaning = Meaning::Quoted(Reference("“"), Reference("”"));
    const SINGLE: Meaning = Meaning::Quoted(Reference("‘"), Reference("’"));
    const CODE: Formatting = Formatting { open: b"`", close: b"`", meaning: Meaning::Code, not_beside: b"\"'`" };
    let has = |marked: &Marked, mark: u8| memchr::memchr(mark, &marked.work).is_some();
    if has(marked, b'*') {
        unconstrained(marked, &text(b"**"));
        constrained(marked, &text(b"*"));
    }
    if has(marked, b'`') {
        constrained(marked, &Formatting { open: b"\"`", close: b"`\"", meaning: DOUBLE, not_beside: b"" });
        constrained(marked, &Formatting { open: b"'`", close: b"`'", meaning: SINGLE, not_beside: b"`" });
        unconstrained(marked, &Formatting { open: b"``", close: b"``", ..CODE });
        constrained(marked, &CODE);
    }
    if has(marked, b'_') {
        unconstrained(marked, &text(b"__"));
        constrained(marked, &text(b"_"));
    }
    if has(marked, b'#') {
        unconstrained(marked, &text(b"##"));
        constrained(marked, &text(b"#"));
    }
    if has(marked, b'^') {
        within_word(marked, b'^', Meaning::Superscript);
    }
    if has(marked, b'~') {
        within_word(marked, b'~', Meaning::Text);
    }
}

/// The maximum length of the attributes before a mark: `[.role]#text#`.
const MAX_ATTRIBUTES: usize = 256;

/// Returns the start of the attributes that end at byte `end`.
pub(super) fn attributes_before(marked: &Marked, end: usize) -> Option<usize> {
    let before = marked.work[..end].strip_suffix(b"]")?;
    let from = before.len().saturating_sub(MAX_ATTRIBUTES);
    let bracket = from + memchr::memrchr2(b'[', b']', &before[from..])?;
    (before[bracket] == b'[' && bracket + 1 < before.len()).then_some(bracket)
}

/// Returns whether a constrained mark may start at byte `at`, judged by the character before it.
fn may_start(marked: &Marked, at: usize, not_before: &[u8]) -> bool {
    // Asciidoctor has replaced `<`, `>` and `&` by references, which end in a semicolon.
    let before = marked.byte_before(at);
    !marked.is_word_before(at) && !b"&;:}<>".contains(&before) && !not_before.contains(&before)
}

fn constrained(marked: &mut Marked, formatting: &Formatting) {
    let not_before = if formatting.open.len() == 1 { formatting.not_beside } else { b"" };
    let not_before = if formatting.open == b"'`" { b"`" } else { not_before };
    let not_after = if formatting.open.len() == 1 { formatting.not_beside } else { b"" };
    let mut at = 0;
    while let Some(open) = marked.find(formatting.open, at) {
        at = open + 1;
        let attributes = attributes_before(marked, open).filter(|start| may_start(marked, *start, not_before));
        let start = attributes.unwrap_or(open);
        let content = open + formatting.open.len();
        if !may_start(marked, start, not_before) || marked.is_space_at(content) {
            continue;
        }
        let Some(close) = closing(marked, formatting.close, content + 1, not_after) else { return };
        at = close + formatting.close.len();
        let is_escaped = start > 0 && marked.work[start - 1] == b'\\';
        if is_escaped && attributes.is_none() {
            marked.mark_escape(start - 1);
            continue;
        }
        let start = if is_escaped { open } else { start };
        if is_escaped {
            marked.mark_escape(attributes.unwrap_or(open) - 1);
        }
        mark(marked, formatting, start, content, close);
    }
}

/// Returns the start of a constrained closing mark at or after byte `from`.
fn closing(marked: &Marked, close: &[u8], from: usize, not_after: &[u8]) -> Option<usize> {
    let mut at = from;
    while let Some(found) = marked.find(close, at) {
        let end = found + close.len();
        let follows_text = !marked.is_space_at(found - 1);
        if follows_text && !marked.is_word_at(end) && !not_after.contains(&marked.byte(end)) {
            return Some(found);
        }
        at = found + 1;
    }
    None
}

fn unconstrained(marked: &mut Marked, formatting: &Formatting) {
    let mut at = 0;
    while let Some(open) = marked.find(formatting.open, at) {
        let content = open + 2;
        let Some(close) = marked.find(formatting.close, content + 1) else { return };
        at = close + 2;
        let start = attributes_before(marked, open).unwrap_or(open);
        if start > 0 && marked.work[start - 1] == b'\\' {
            marked.mark_escape(start - 1);
            continue;
        }
        mark(marked, formatting, start, content, close);
    }
}

/// Finds superscript and subscript text, which has no white space.
fn within_word(marked: &mut Marked, sign: u8, meaning: Meaning) {
    let formatting = Formatting { meaning, ..text(if sign == b'^' { b"^" } else { b"~" }) };
    let mut at = 0;
    while let Some(open) = marked.find(&[sign], at) {
        at = open + 1;
        let rest = marked.work.get(at..).unwrap_or_default();
        let len = rest.iter().position(|byte| byte.is_ascii_whitespace()).unwrap_or(rest.len());
        let Some(close) = rest[..len].iter().skip(1).position(|byte| *byte == sign).map(|close| at + 1 + close) else {
            at += len;
            continue;
        };
        let content = at;
        at = close + 1;
        let start = attributes_before(marked, open).unwrap_or(open);
        if start > 0 && marked.work[start - 1] == b'\\' {
            marked.mark_escape(start - 1);
            continue;
        }
        mark(marked, &formatting, start, content, close);
    }
}

/// Adds the tokens of formatting whose text is from `content` to `close`.
fn mark(marked: &mut Marked, formatting: &Formatting, start: usize, content: usize, close: usize) {
    let end = close + formatting.close.len();
    let (opening, closing) = match formatting.meaning {
        Meaning::Text => (TokenKind::Nothing, TokenKind::Nothing),
        Meaning::Superscript => (TokenKind::Superscript, TokenKind::Nothing),
        Meaning::Quoted(open, close) => (TokenKind::Reference(open), TokenKind::Reference(close)),
        Meaning::Code => {
            return marked.mark(start, end, TokenKind::Opaque { scope: Scope::Code, from: content, to: close });
        }
    };
    marked.mark(start, content, opening);
    marked.mark(close, end, closing);
}
