//! How text is written where a block stands: what a rewording needs before it may take the place of words.
//!
//! A rewording is text as a reader sees it. In a quoted title a quotation mark would end the string, in Markdown an
//! asterisk would open emphasis; so the extractor that read a block also says how to write into it. Where the answer
//! depends on more than the text itself, there is none: a rewording that cannot be written is left to the writer.

use super::characters::OPAQUE;
use std::borrow::Cow;

/// How text is written where a block stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notation {
    /// As it reads.
    #[default]
    Plain,
    /// In the running text of Markdown: marks are escaped by a backslash.
    Markdown,
    /// In the title of a Markdown link: as in the running text, quotation marks and brackets too.
    LinkTitle,
    /// In HTML text, with character references.
    Html,
    /// In an HTML attribute or one like it, quoted in either way or not at all.
    Attribute,
    /// In a YAML string between `'`, where an apostrophe is doubled.
    SingleQuoted,
    /// In a YAML or TOML string between `"`, with backslash escapes.
    DoubleQuoted,
    /// In a TOML string between `'`, where nothing can be escaped.
    Literal,
    /// In a string of JavaScript or JSON between this quote, or in a template.
    Script(char),
    /// In a YAML value without quotes, where many signs would end it or change its type.
    Bare,
    /// Not known, since the markup around the block was not read: nothing can be.
    Unknown,
}

/// The signs that may stand inside a YAML value without quotes, whatever is around them.
const BARE: &str = " -–—/.()’'%+™®©";

/// What YAML reads as something else than text, in small letters.
const NO_TEXT: &[&str] = &["true", "false", "yes", "no", "on", "off", "null", "y", "n"];

impl Notation {
    /// `text` as it is written here; `None` where it cannot be.
    pub fn write(self, text: &str) -> Option<Cow<'_, str>> {
        let is_no_text = |c: char| c.is_control() || c == OPAQUE || c == char::REPLACEMENT_CHARACTER;
        if text.contains(is_no_text) {
            return None;
        }
        match self {
            Notation::Plain => Some(text.into()),
            Notation::Markdown => Some(markdown(text, "")),
            Notation::LinkTitle => Some(markdown(text, "\"'()")),
            Notation::Html => Some(references(text, &['&', '<', '>'])),
            Notation::Attribute => Some(references(text, &['&', '<', '>', '"', '\''])),
            Notation::SingleQuoted if text.contains('\'') => Some(text.replace('\'', "''").into()),
            Notation::DoubleQuoted if text.contains(['\\', '"']) => {
                Some(text.replace('\\', "\\\\").replace('"', "\\\"").into())
            }
            Notation::Script(quote) => Some(script(text, quote)),
            Notation::Literal => (!text.contains('\'')).then(|| text.into()),
            Notation::Bare => is_bare(text).then(|| text.into()),
            Notation::Unknown => None,
            Notation::SingleQuoted | Notation::DoubleQuoted => Some(text.into()),
        }
    }
}

/// A backslash before every sign that may be a mark. An underscore inside a word is none.
fn markdown<'t>(text: &'t str, more: &str) -> Cow<'t, str> {
    let is_mark = |c: char| "\\`*_[]<>~|{}&".contains(c) || more.contains(c);
    let block_mark = block_mark(text);
    if block_mark.is_none() && !text.contains(is_mark) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let at = text.len() - rest.as_str().len() - c.len_utf8();
        let next = rest.as_str().chars().next().unwrap_or(' ');
        let escaped = match c {
            '_' => !before.is_alphanumeric() || !next.is_alphanumeric(),
            '&' => next == '#' || next.is_ascii_alphabetic(),
            c => is_mark(c) || block_mark == Some(at),
        };
        if escaped {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out.into()
}

/// The sign by which a text would open a heading, a list or an underline if it stood at the start of a line, as it may.
fn block_mark(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let is_end = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    if "#-+=".contains(first) {
        return is_end(text.trim_start_matches(first)).then_some(0);
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let behind = text[digits..].strip_prefix(['.', ')'])?;
    (digits > 0 && is_end(behind)).then_some(digits)
}

fn references<'t>(text: &'t str, signs: &[char]) -> Cow<'t, str> {
    if !text.contains(signs) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if signs.contains(&c) => out.push_str("&quot;"),
            '\'' if signs.contains(&c) => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out.into()
}

/// A backslash before what would end the string or begin an escape. Signs of the markup around are written by their
/// number.
fn script(text: &str, quote: char) -> Cow<'_, str> {
    if !text.contains([quote, '\\', '$', '<', '|']) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '<' | '|' => out.push_str(if c == '<' { "\\u003c" } else { "\\u007c" }),
            _ if c == quote || c == '\\' || c == '$' && quote == '`' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out.into()
}

fn is_bare(text: &str) -> bool {
    let is_number = text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic);
    let first = text.chars().next().is_none_or(char::is_alphanumeric);
    let other = NO_TEXT.contains(&text.to_ascii_lowercase().as_str());
    first && !other && !is_number && text.chars().all(|c| c.is_alphanumeric() || BARE.contains(c))
}

#[cfg(test)]
mod tests {
    use super::Notation::{self, *};

    #[test]
    fn text_is_written_so_that_it_reads_the_same() {
        let cases: &[(Notation, &str, Option<&str>)] = &[
            (Plain, "a *b* \"c\"", Some("a *b* \"c\"")),
            (Plain, "two\nlines", None),
            (Plain, "an image \u{FFFC}", None),
            (Markdown, "plain text, it's", Some("plain text, it's")),
            (Markdown, "*a* [b] <c> `d` | ~e~", Some("\\*a\\* \\[b\\] \\<c\\> \\`d\\` \\| \\~e\\~")),
            (Markdown, "snake_case _x_", Some("snake_case \\_x\\_")),
            (Markdown, "R&D & &amp; A & B", Some("R\\&D & \\&amp; A & B")),
            (Markdown, "- a - b", Some("\\- a - b")),
            (Markdown, "## a", Some("\\## a")),
            (Markdown, "1. a", Some("1\\. a")),
            (Markdown, "-5 1.5 #1", Some("-5 1.5 #1")),
            (LinkTitle, "so \"called\"", Some("so \\\"called\\\"")),
            (Html, "R&D <it's>", Some("R&amp;D &lt;it's&gt;")),
            (Attribute, "a \"b\" it's", Some("a &quot;b&quot; it&#39;s")),
            (SingleQuoted, "it's \"b\"", Some("it''s \"b\"")),
            (DoubleQuoted, "it's \"b\" \\", Some("it's \\\"b\\\" \\\\")),
            (Script('"'), "it's \"b\" $ \\ <c>", Some("it's \\\"b\\\" $ \\\\ \\u003cc>")),
            (Script('\''), "it's \"b\"", Some("it\\'s \"b\"")),
            (Script('`'), "`${a} it's", Some("\\`\\${a} it's")),
            (Literal, "a \"b\" \\", Some("a \"b\" \\")),
            (Literal, "it's", None),
            (Bare, "an all-or-nothing AND/OR it’s (5 %)", Some("an all-or-nothing AND/OR it’s (5 %)")),
            (Bare, "note: this", None),
            (Bare, "a #1", None),
            (Bare, "- item", None),
            (Bare, "'quoted'", None),
            (Bare, "No", None),
            (Bare, "2026-01-01", None),
            (Bare, "5 nines", Some("5 nines")),
            (Unknown, "words", None),
        ];
        for (notation, text, expected) in cases {
            assert_eq!(notation.write(text).as_deref(), *expected, "{notation:?} {text}");
        }
    }
}
