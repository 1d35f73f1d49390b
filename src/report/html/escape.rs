//! Escapes text from documents, rules and file names for HTML.
//!
//! The templates escape every value with [`Visible`], in text and in quoted attributes. Besides markup, it escapes
//! characters that would mislead a reader (invisible ones, and those that reorder text) and commands for log viewers,
//! because the page may be printed to a log.

use super::super::words;
use askama::filters::Escaper;
use std::borrow::Cow;
use std::fmt::{self, Write};
use wordgate_text::escape::{push_visible, starts_log_command};

/// Texts quote the document, so they are cut after this many characters.
const MAX_TEXT: usize = 600;

/// An askama escaper for text and quoted attributes that also makes invisible characters visible.
#[derive(Clone, Copy, Debug)]
pub(in crate::report) struct Visible;

impl Escaper for Visible {
    fn write_escaped_str<W: Write>(&self, mut dest: W, text: &str) -> fmt::Result {
        let mut plain = 0;
        let mut shown = String::new();
        for (at, c) in text.char_indices() {
            let rest = &text[at + c.len_utf8()..];
            let entity = match c {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                // A tab is harmless in HTML, so it becomes a character reference instead of `\t`.
                '\t' => "&#9;",
                // These could start a command in a CI log.
                ':' if rest.starts_with(':') => "&#58;",
                '#' if starts_log_command(text, at) => "&#35;",
                // These are invisible, and HTML does not allow them.
                '\u{FFFE}' | '\u{FFFF}' => "\u{FFFD}",
                c if c.is_ascii() && !c.is_ascii_control() => continue,
                c => {
                    shown.clear();
                    push_visible(&mut shown, c, false);
                    &shown
                }
            };
            dest.write_str(&text[plain..at])?;
            dest.write_str(entity)?;
            plain = at + c.len_utf8();
        }
        dest.write_str(&text[plain..])
    }
}

/// Returns the first [`MAX_TEXT`] characters of a text, with an ellipsis if there are more.
pub(super) fn truncate(text: &str) -> Cow<'_, str> {
    words::truncate(text, MAX_TEXT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        let mut out = String::new();
        Visible.write_escaped_str(&mut out, text).unwrap();
        out
    }

    #[test]
    fn markup_controls_and_log_commands_are_escaped() {
        let cases = [
            ("plain – text, 日本語", "plain – text, 日本語"),
            ("<b a=\"c\" d='e'>&amp;", "&lt;b a=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;"),
            ("\u{202E}a\u{200B}b\u{E0041}", "\\u{202e}a\\u{200b}b\\u{e0041}"),
            ("\0\u{1b}[2J\r\n\t.", "\\u{0}\\u{1b}[2J\\r\\n&#9;."),
            ("::error::x", "&#58;:error&#58;:x"),
            ("##[error] ##vso[x]", "#&#35;[error] #&#35;vso[x]"),
            ("a\u{FFFF}b\u{1A}", "a\u{FFFD}b\u{FFFD}"),
            ("👩\u{200D}💻", "👩\u{200D}💻"),
        ];
        for (text, expected) in cases {
            assert_eq!(escaped(text), expected, "{text:?}");
        }
    }
}
