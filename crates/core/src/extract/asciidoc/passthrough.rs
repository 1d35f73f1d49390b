//! Finds inline source that is not AsciiDoc: `+literal+`, `++literal++`, `+++raw+++`, `$$literal$$`, `pass:[raw]`, and
//! formulas: `stem:[x^2]`.

use super::quotes::attributes_before;
use super::token::{Marked, TokenKind};
use wordgate_text::prose::Scope;

/// Finds all such source. It is found before any other markup.
pub(super) fn find(marked: &mut Marked) {
    let has = |marked: &Marked, needle: &[u8]| marked.find(needle, 0).is_some();
    if has(marked, b"++") {
        between(marked, b"+++");
        between(marked, b"++");
    }
    if has(marked, b"$$") {
        between(marked, b"$$");
    }
    if has(marked, b"pass:") {
        macros(marked, "pass:", Scope::Code);
    }
    if has(marked, b"+") {
        literal(marked);
    }
    if has(marked, b"stem:") {
        macros(marked, "stem:", Scope::Math);
    }
    if has(marked, b"math:") {
        macros(marked, "latexmath:", Scope::Math);
        macros(marked, "asciimath:", Scope::Math);
    }
}

/// Finds source between two of these marks.
fn between(marked: &mut Marked, mark: &[u8]) {
    let mut at = 0;
    while let Some(open) = marked.find(mark, at) {
        let content = open + mark.len();
        let Some(close) = marked.find(mark, content) else { return };
        let end = close + mark.len();
        at = end;
        let start = attributes_before(marked, open).unwrap_or(open);
        if open > 0 && marked.work[open - 1] == b'\\' {
            marked.mark_escape(open - 1);
            at = content;
        } else {
            marked.mark(start, end, TokenKind::Opaque { scope: Scope::Code, from: content, to: close });
        }
    }
}

/// Finds literal text between single plus signs, which are constrained.
fn literal(marked: &mut Marked) {
    let mut at = 0;
    while let Some(open) = marked.find(b"+", at) {
        at = open + 1;
        let start = attributes_before(marked, open).unwrap_or(open);
        let is_escaped = marked.byte_before(start) == b'\\';
        let may_start = |at: usize| !marked.is_word_before(at) && !b";:".contains(&marked.byte_before(at));
        if !may_start(start) || marked.is_space_at(open + 1) {
            continue;
        }
        let mut from = open + 2;
        let close = loop {
            let Some(found) = marked.find(b"+", from) else { return };
            if !marked.is_space_at(found - 1) && !marked.is_word_at(found + 1) {
                break found;
            }
            from = found + 1;
        };
        at = close + 1;
        if is_escaped {
            marked.mark_escape(start - 1);
        } else {
            let kind = TokenKind::Opaque { scope: Scope::Code, from: open + 1, to: close };
            marked.mark(start, close + 1, kind);
        }
    }
}

/// Finds macros with this name, whose content is not prose. Substitutions may stand before the bracket.
fn macros(marked: &mut Marked, name: &str, scope: Scope) {
    let mut at = 0;
    while let Some(start) = marked.find(name.as_bytes(), at) {
        at = start + name.len();
        let options =
            marked.work[at..].iter().take_while(|byte| byte.is_ascii_lowercase() || matches!(byte, b',' | b'-'));
        let open = at + options.count();
        if marked.byte(open) != b'[' || marked.continues_word(start) {
            continue;
        }
        let Some(close) = marked.find_closing(open + 1) else { return };
        at = close + 1;
        if marked.byte_before(start) == b'\\' {
            marked.mark_escape(start - 1);
        } else {
            marked.mark(start, close + 1, TokenKind::Opaque { scope, from: open + 1, to: close });
        }
    }
}
