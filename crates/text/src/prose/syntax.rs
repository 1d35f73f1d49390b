//! Recognises code in running text that is not marked up as code: options, variables, calls, qualified names,
//! assignments and emoji names.

use super::candidate::{OpaqueCandidate, name_len, trimmed};
use super::characters::{OPAQUE, is_space, is_word_char};
use super::path;

/// Country and currency codes after `$` in an amount of money: `$US 5`.
const DOLLARS: &[&str] = &["AU", "AUD", "CA", "CAD", "HK", "HKD", "MXN", "NZ", "NZD", "SG", "SGD", "TWD", "US", "USD"];

/// Returns the length of `--name` or `--name=value`.
pub(super) fn option(candidate: &OpaqueCandidate) -> Option<usize> {
    let dashes = candidate.chunk.strip_prefix("--")?;
    let name = dashes.strip_prefix("[no-]").unwrap_or(dashes);
    let start = candidate.chunk.len() - name.len();
    let len = name[..name_len(name, |c| matches!(c, '-' | '.'))].trim_end_matches(['-', '.']).len();
    if !name.starts_with(char::is_alphanumeric) {
        return None;
    }
    if let Some(value) = value_after(&candidate.text[start + len..]) {
        return Some(start + len + value);
    }
    // `--The` is a dash and the start of a sentence.
    let mut letters = name.chars();
    let is_title = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    let optional = name[len..].strip_prefix("[=").map_or(0, |value| {
        let end = name_len(value, |c| matches!(c, '-' | '.' | '|'));
        if value[end..].starts_with(']') { "[=]".len() + end } else { 0 }
    });
    (!is_title).then_some(start + len + optional)
}

/// Returns the length of `$NAME`, `$env:NAME`, `${NAME}` or `$(name)`, with a path after it.
pub(super) fn variable(chunk: &str) -> Option<usize> {
    let name = chunk.strip_prefix('$')?;
    let within = |inner: &str, marks: [char; 2]| {
        let len = inner.find(marks).filter(|len| *len > 0 && inner[*len..].starts_with(marks[1]))?;
        Some("$(".len() + len + ")".len())
    };
    let len = match name.chars().next()? {
        '{' => within(&name[1..], ['{', '}'])?,
        '(' if !name[1..].starts_with(|c: char| c.is_numeric() || matches!(c, '.' | '-')) => {
            within(&name[1..], ['(', ')'])?
        }
        _ => plain_variable(name)?,
    };
    let is_path = chunk[len..].strip_prefix(['/', '\\']).is_some_and(|rest| rest.starts_with(is_word_char));
    Some(if is_path { len + path::path_len(&chunk[len..]) } else { len })
}

/// Returns the length of `$NAME` or `$env:NAME`, given the text after the `$`.
fn plain_variable(name: &str) -> Option<usize> {
    let len = name_len(name, |_| false);
    let is_dollar = || DOLLARS.contains(&name[..len].trim_end_matches(|c: char| c.is_ascii_digit()));
    if len == 0 || name.starts_with(|c: char| c.is_numeric()) || is_dollar() {
        return None;
    }
    let member = name[len..].strip_prefix(':').map_or(0, |member| name_len(member, |_| false));
    Some("$".len() + len + if member > 0 { ":".len() + member } else { 0 })
}

/// Returns the length of `name()`, with chained names and calls.
pub(super) fn call(candidate: &OpaqueCandidate) -> Option<usize> {
    let name = candidate.segment.strip_prefix('@').unwrap_or(candidate.segment);
    let is_name = name_len(name, |c| matches!(c, '.' | ':' | '-' | '$')) == name.len();
    if name.is_empty() || !is_name || !candidate.text[candidate.segment.len()..].starts_with("()") {
        return None;
    }
    let mut len = candidate.segment.len() + "()".len();
    while let Some(rest) = candidate.text[len..].strip_prefix('.').filter(|rest| rest.starts_with(is_word_char)) {
        len += 1 + name_len(rest, |_| false);
        len += if candidate.text[len..].starts_with("()") { "()".len() } else { 0 };
    }
    Some(len)
}

/// Returns the length of `a::b`.
pub(super) fn qualified(segment: &str) -> Option<usize> {
    let len = name_len(segment, |c| matches!(c, ':' | '.' | '-'));
    let name = segment[..len].trim_end_matches([':', '.', '-']);
    name.split_once("::").is_some_and(|(_, rest)| rest.starts_with(is_word_char)).then_some(name.len())
}

/// Returns the length of `::a` or `::a::b`.
pub(super) fn rooted_name(segment: &str) -> Option<usize> {
    let name = segment.strip_prefix("::").filter(|name| name.starts_with(is_word_char))?;
    let len = name_len(name, |c| matches!(c, ':' | '.' | '-'));
    Some("::".len() + name[..len].trim_end_matches([':', '.', '-']).len())
}

/// Returns the length of `a=b`, `a==1`, `a>=1`.
pub(super) fn assignment(candidate: &OpaqueCandidate) -> Option<usize> {
    let OpaqueCandidate { text, segment, .. } = *candidate;
    let len = segment.find('=').unwrap_or(segment.len());
    let name = segment[..len].trim_end_matches(['!', '~', '+', '-', '*', ':', '?']);
    let is_name = name_len(name, |c| matches!(c, '-' | '.' | ':' | '/' | '@' | '+' | '%')) == name.len();
    if name.is_empty() || !is_name {
        return None;
    }
    let rest = &text[len..];
    let value = match rest.strip_prefix(['<', '>']) {
        Some(version) => {
            let is_number =
                version.strip_prefix('=').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            if is_number { 1 + value_after(version)? } else { return None }
        }
        None => value_after(rest)?,
    };
    Some(len + value)
}

/// Returns the length of an emoji name between colons, such as `:tada:`.
pub(super) fn emoji(chunk: &str) -> Option<usize> {
    let name = chunk.strip_prefix(':')?;
    let len = name_len(name, |c| matches!(c, '+' | '-'));
    let is_name =
        name[..len].contains(|c: char| c.is_alphabetic() || matches!(c, '+' | '-')) || name.starts_with("100:");
    let rest = name[len..].strip_prefix(':')?;
    (is_name && !rest.starts_with(is_word_char)).then_some(len + 2)
}

/// Returns the length of the `=` and the value, if `text` starts with `=`.
fn value_after(text: &str) -> Option<usize> {
    let value = text.trim_start_matches('=');
    let operator_len = text.len() - value.len();
    if operator_len == 0 {
        return None;
    }
    if let Some(quote @ ('"' | '\'')) = value.chars().next() {
        let len = value[1..].find(|c: char| c == quote || is_space(c) || c == OPAQUE)?;
        return value[1 + len..].starts_with(quote).then_some(operator_len + len + 2);
    }
    let ends_value = |c: char| is_space(c) || matches!(c, OPAQUE | '"' | '<' | '>' | '`' | '—' | '…' | '。');
    let len = trimmed(&value[..value.find(ends_value).unwrap_or(value.len())]).len();
    (len > 0).then_some(operator_len + len)
}
