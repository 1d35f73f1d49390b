//! Measures the tokens of inline markup whose end is certain: tags, autolinks, and what follows the text of a link.
//!
//! Each function returns `None` for a token that the grammar may read otherwise.

use crate::extract::entity::{self, ReferenceSyntax};
use std::ops::Range;

/// The part of a link after its text. Only an inline link has a target.
#[derive(Default)]
pub(super) struct InlineTarget {
    /// The byte offset of its end.
    pub end: usize,
    pub target: Option<Range<usize>>,
    /// The title with its quotes.
    pub title: Option<Range<usize>>,
}

/// Reads the part of an inline link after its text. It starts with the parenthesis at byte `open` of `text`.
pub(super) fn inline_target(text: &str, open: usize) -> Option<InlineTarget> {
    let start = open + 1 + spaces(&text[open + 1..]);
    let target = start..start + target_len(&text[start..]).filter(|len| *len > 0)?;
    let quote = target.end + spaces(&text[target.end..]);
    let title = match text[quote..].strip_prefix('"') {
        Some(inside) if quote > target.end => Some(quote..quote + title_len(inside)? + 2),
        _ => None,
    };
    let close = title.as_ref().map_or(quote, |title| title.end + spaces(&text[title.end..]));
    text[close..].starts_with(')').then_some(InlineTarget { end: close + 1, target: Some(target), title })
}

fn spaces(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// Returns the length of the title at the start of `inside`, up to its closing quote.
fn title_len(inside: &str) -> Option<usize> {
    let is_end = |c: char| matches!(c, '"' | '\n' | '[' | ']' | '<' | '*' | '_' | '~' | '&' | '\\' | '`' | '$');
    inside.find(is_end).filter(|len| inside[*len..].starts_with('"'))
}

/// Returns the length of the target at the start of `rest`.
fn target_len(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let is_in_word = |at: usize| {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        [before, bytes.get(at + 1).copied()].iter().all(|byte| byte.is_some_and(|byte| byte.is_ascii_alphanumeric()))
    };
    let mut depth = 0_u32;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b')' if depth == 0 => return Some(at),
            b' ' => return (depth == 0).then_some(at),
            b'(' => depth += 1,
            b')' => depth -= 1,
            b'*' | b'_' | b'~' if !is_in_word(at) => return None,
            b'&' if entity::reference_in(&rest[at..], ReferenceSyntax::Markdown).is_some() => return None,
            b'<' | b'>' | b'\\' | b'`' | b'$' | b'[' | b']' | b'\n' | b'\r' | b'\t' => return None,
            _ => {}
        }
    }
    None
}

/// Returns the length of the label at the start of `rest`, with its brackets.
pub(super) fn label_len(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('[')?;
    let len = inside.find(|c: char| !c.is_alphanumeric() && !matches!(c, ' ' | '-' | '.' | ':' | '/'))?;
    let is_blank = len > 0 && inside[..len].trim().is_empty();
    (inside[len..].starts_with(']') && !is_blank).then_some(len + 2)
}

/// Returns the length of the autolink at the start of `rest`. An email address is not certain.
pub(super) fn autolink_len(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('<')?;
    let scheme = inside.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '.' | '-'))?;
    let is_scheme = scheme >= 2 && inside.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_link = is_scheme && inside[scheme..].starts_with(':');
    let len = inside.find([' ', '\t', '\r', '\n', '<', '>']).filter(|_| is_link)?;
    inside[len..].starts_with('>').then_some(len + 2)
}

/// Returns the length of the comment at the start of `rest`.
pub(super) fn comment_len(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix("<!--")?;
    let len = inside.find("--")?;
    let is_plain = !inside.starts_with(['>', '-']) && !inside[..len].contains(['`', '$']);
    (is_plain && inside[len..].starts_with("-->")).then_some(len + 7)
}

/// Returns the length of the tag at the start of `rest`. Each of its attributes has a value in double quotes.
pub(super) fn tag_len(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('<')?;
    let name = inside.strip_prefix('/').unwrap_or(inside);
    let name_len = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
    let mut at = rest.len() - name.len() + name_len;
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    if name.len() < inside.len() {
        return rest[at..].starts_with('>').then_some(at + 1);
    }
    loop {
        let gap = spaces(&rest[at..]);
        at += gap;
        if let Some(len) = ["/>", ">"].iter().find(|end| rest[at..].starts_with(**end)).map(|end| end.len()) {
            return Some(at + len);
        }
        let attribute = rest[at..].strip_prefix(|c: char| gap > 0 && c.is_ascii_alphabetic())?;
        let name_len = attribute.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | ':' | '.' | '_'))?;
        let value = attribute[name_len..].strip_prefix("=\"")?;
        let value_len = value.find(['"', '`', '$', '<', '\\']).filter(|len| value[*len..].starts_with('"'))?;
        at = rest.len() - value.len() + value_len + 1;
    }
}
