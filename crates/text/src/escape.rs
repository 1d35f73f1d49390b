//! Makes untrusted text safe to print.
//!
//! Scanned documents, file names and rule files may contain terminal escape sequences, bidirectional controls that
//! reorder the text on screen, and commands that CI log viewers execute, such as `::error::`. Every text output escapes
//! untrusted text with this module.

use crate::prose::is_invisible;
use crate::source::SUBSTITUTE;
use std::borrow::Cow;
use std::fmt::Write;

/// Returns whether a character must be escaped because it moves the cursor, changes the reading order or is invisible.
/// Joiners and variation selectors need no escape: emoji and many scripts use them, and they do not change the meaning.
#[inline]
pub fn needs_escape(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    let is_joiner_or_selector =
        matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{180B}'..='\u{180F}');
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || (is_invisible(c) && !is_joiner_or_selector)
}

/// Escapes invisible characters, control characters and CI log commands, for example to `\n` or `\u{1b}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_harmless = |c: char| !needs_escape(c) && c != '#' && c != ':';
    if text.chars().all(is_harmless) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let starts_command = match c {
            // `::error::` is a command at the start of a line, and we do not know where a log viewer breaks lines.
            ':' => before.is_whitespace() && text[at + 1..].starts_with(':'),
            '#' => starts_log_command(text, at),
            _ => false,
        };
        push_visible(&mut out, c, starts_command);
        before = c;
    }
    Cow::Owned(out)
}

/// Returns whether the `#` at byte `at` is the second `#` of a command, such as `##[error]` or `##vso[…]` in Azure
/// Pipelines. Log viewers execute such a command anywhere in a line.
pub fn starts_log_command(text: &str, at: usize) -> bool {
    let (before, rest) = (&text.as_bytes()[..at], &text.as_bytes()[at + 1..]);
    let name = rest.get(..3).filter(|name| name.eq_ignore_ascii_case(b"vso")).map_or(0, <[u8]>::len);
    before.ends_with(b"#") && rest[name..].starts_with(b"[")
}

/// Escapes like [`visible`], and truncates the text after `limit` characters.
pub fn visible_prefix(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", visible(&text[..end])),
        None => visible(text).into_owned(),
    }
}

/// Appends one character, escaped if `escape` is set or the character needs it.
pub fn push_visible(out: &mut String, c: char, escape: bool) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        SUBSTITUTE => out.push(char::REPLACEMENT_CHARACTER),
        c if escape || needs_escape(c) => {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
        c => out.push(c),
    }
}

/// Escapes one line of text for Markdown, for use in a paragraph, a table cell or a link text.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$' | '@' | '!'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_controls_and_log_commands() {
        let cases = [
            ("plain – text, 日本語", "plain – text, 日本語"),
            ("\u{1b}[31mred\u{7}", "\\u{1b}[31mred\\u{7}"),
            ("a\nb\r\tc", "a\\nb\\r\\tc"),
            ("c1 \u{9b}31m del \u{7f}", "c1 \\u{9b}31m del \\u{7f}"),
            ("\u{202E}evil\u{2066}", "\\u{202e}evil\\u{2066}"),
            ("zero\u{200B}width\u{AD}", "zero\\u{200b}width\\u{ad}"),
            ("tag \u{E0041}", "tag \\u{e0041}"),
            ("👩\u{200D}💻 ❤\u{FE0F}", "👩\u{200D}💻 ❤\u{FE0F}"),
            ("broken \u{1A}", "broken \u{FFFD}"),
            ("::error::x", "\\u{3a}:error::x"),
            ("a ::set-output", "a \\u{3a}:set-output"),
            ("std::fmt", "std::fmt"),
            ("##[error]x", "#\\u{23}[error]x"),
            ("##vso[task.setvariable]x", "#\\u{23}vso[task.setvariable]x"),
            ("## heading, ##vsop[ ##", "## heading, ##vsop[ ##"),
        ];
        for (text, expected) in cases {
            assert_eq!(visible(text), expected, "{text:?}");
        }
    }

    #[test]
    fn truncates_at_a_character_boundary() {
        assert_eq!(visible_prefix("äöü", 2), "äö…");
        assert_eq!(visible_prefix("äö", 2), "äö");
    }
}
