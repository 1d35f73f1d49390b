//! How to escape replacement text for its place in the source.
//!
//! A suggestion is text as a reader sees it. Inserted verbatim, a quotation mark would end a quoted title, and an
//! asterisk would start emphasis in Markdown. So the extractor of a block also records its [`Notation`]. If the correct
//! escaping depends on more than the text itself, [`Notation::write`] returns `None`, and only the writer can apply the
//! edit.

use super::characters::OPAQUE;
use crate::source::is_safe_in_plain_scalar;
use std::borrow::Cow;

/// The syntax around a block, which decides how to escape text that is written into it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notation {
    /// Plain text, without escapes.
    #[default]
    Plain,
    /// Running text in Markdown, where markup characters are escaped with a backslash.
    Markdown,
    /// The title of a Markdown link. Escapes quotation marks and parentheses in addition to those of running text.
    LinkTitle,
    /// Running text in reStructuredText, where markup characters are escaped with a backslash.
    Rst,
    /// AsciiDoc, where markup characters are written as numeric character references.
    AsciiDoc,
    /// Text of HTML or of a component, with character references.
    Html,
    /// An attribute of HTML or of a component, with any quotes or none.
    Attribute,
    /// A YAML string between `'`, where an apostrophe is doubled.
    SingleQuoted,
    /// A YAML or TOML string between `"`, with backslash escapes.
    DoubleQuoted,
    /// A TOML string between `'`, where nothing can be escaped.
    Literal,
    /// A JavaScript or JSON string with this quote character, or a template literal.
    Script(char),
    /// The same in an expression that markup delimits: in a quoted attribute, or between `{{` and `}}`.
    QuotedScript(char),
    /// A YAML value without quotes, where many characters would end it or change its type.
    Bare,
    /// Unknown, because the markup around the block was not parsed. Nothing can be written.
    Unknown,
}

/// Characters that are markup in HTML, or start or end an expression in a component or a template of HTML.
const MARKUP: &[char] = &['&', '<', '>', '{', '}'];

/// The quotes of attributes.
const QUOTES: &[char] = &['"', '\''];

impl Notation {
    /// Escapes `text` for this notation; `None` if it cannot be written.
    pub fn write(self, text: &str) -> Option<Cow<'_, str>> {
        let is_unwritable = |c: char| c.is_control() || c == OPAQUE || c == char::REPLACEMENT_CHARACTER;
        if text.contains(is_unwritable) {
            return None;
        }
        match self {
            Notation::Plain => Some(text.into()),
            Notation::Markdown => Some(markdown(text, "")),
            Notation::LinkTitle => Some(markdown(text, "\"'()")),
            Notation::Rst => Some(rst(text)),
            Notation::AsciiDoc => Some(asciidoc(text)),
            Notation::Html => Some(references(text, MARKUP)),
            Notation::Attribute => Some(references(text, &[MARKUP, QUOTES].concat())),
            Notation::SingleQuoted if text.contains('\'') => Some(text.replace('\'', "''").into()),
            Notation::DoubleQuoted if text.contains(['\\', '"']) => {
                Some(text.replace('\\', "\\\\").replace('"', "\\\"").into())
            }
            Notation::Script(quote) => Some(script(text, quote, &['<', '|'])),
            Notation::QuotedScript(quote) => Some(script(text, quote, &[MARKUP, QUOTES, &['`', '|']].concat())),
            Notation::Literal => (!text.contains('\'')).then(|| text.into()),
            Notation::Bare => is_safe_in_plain_scalar(text).then(|| text.into()),
            Notation::Unknown => None,
            Notation::SingleQuoted | Notation::DoubleQuoted => Some(text.into()),
        }
    }
}

/// A character of a text, and what is around it.
struct Placed {
    /// Its byte offset.
    at: usize,
    /// The character before it, or a space at the start.
    before: char,
    c: char,
    /// The character after it, or a space at the end.
    next: char,
}

impl Placed {
    /// Returns whether the character may be markup in a language whose markup is `markup`. An underscore inside a word
    /// is not, nor is an ampersand that starts no reference.
    fn may_be_markup(&self, markup: impl Fn(char) -> bool) -> bool {
        match self.c {
            '_' => !self.before.is_alphanumeric() || !self.next.is_alphanumeric(),
            '&' => self.next == '#' || self.next.is_ascii_alphabetic(),
            c => markup(c),
        }
    }
}

/// Writes each character for which `is_escaped` returns true as `escape` says, and copies the others.
fn with_escapes<'t>(
    text: &'t str,
    is_escaped: impl Fn(&Placed) -> bool,
    escape: impl Fn(char) -> String,
) -> Cow<'t, str> {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        match is_escaped(&Placed { at, before, c, next }) {
            true => out.push_str(&escape(c)),
            false => out.push(c),
        }
        before = c;
    }
    out.into()
}

fn with_backslash(c: char) -> String {
    format!("\\{c}")
}

/// Writes every character that may be markup as a reference, but not an underscore inside a word. A backslash before a
/// character that is no markup at its place would stay in the text.
fn asciidoc(text: &str) -> Cow<'_, str> {
    let is_markup = |c: char| "\\`*_#^~+[]{}<>|&".contains(c);
    if !text.contains(is_markup) {
        return text.into();
    }
    with_escapes(text, |placed| placed.may_be_markup(is_markup), |c| format!("&#{};", u32::from(c)))
}

/// Puts a backslash before every character that may be markup, but not before an underscore inside a word.
fn markdown<'t>(text: &'t str, more: &str) -> Cow<'t, str> {
    let is_markup = |c: char| "\\`*_[]<>~|{}&".contains(c) || more.contains(c);
    let block_marker = block_marker(text);
    if block_marker.is_none() && !text.contains(is_markup) {
        return text.into();
    }
    let is_escaped = |placed: &Placed| placed.may_be_markup(|c| is_markup(c) || block_marker == Some(placed.at));
    with_escapes(text, is_escaped, with_backslash)
}

/// Puts a backslash before every character that may be markup in reStructuredText, or that makes the text something else
/// than a paragraph if it is at the start of a line. An underscore is markup only at the end of a word.
fn rst(text: &str) -> Cow<'_, str> {
    let is_markup = |c: char| "\\`*_|:<>".contains(c);
    let starts_block = text.starts_with(|c: char| c.is_ascii_punctuation());
    let marker = rst_marker(text);
    if marker.is_none() && !starts_block && !text.contains(is_markup) {
        return text.into();
    }
    let is_escaped = |placed: &Placed| {
        let Placed { at, before, c, next } = *placed;
        let is_markup_here = match c {
            '\\' | '`' | '*' | '|' | '<' | '>' => true,
            '_' => !next.is_alphanumeric(),
            // Two colons announce a literal block.
            ':' => before == ':',
            _ => false,
        };
        is_markup_here || at == 0 && starts_block || marker == Some(at)
    };
    with_escapes(text, is_escaped, with_backslash)
}

/// Returns the byte offset of the punctuation after the number or letter of a list item at the start of a text.
fn rst_marker(text: &str) -> Option<usize> {
    let len = text.len() - text.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).len();
    let rest = text[len..].strip_prefix(['.', ')'])?;
    (len > 0 && (rest.is_empty() || rest.starts_with(' '))).then_some(len)
}

/// Returns the byte offset of the character that would make the text a heading, a list item or a heading underline, if
/// the text is at the start of a line.
fn block_marker(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let is_end = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    if "#-+=".contains(first) {
        return is_end(text.trim_start_matches(first)).then_some(0);
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = text[digits..].strip_prefix(['.', ')'])?;
    (digits > 0 && is_end(after)).then_some(digits)
}

/// Replaces the `special` characters by character references.
fn references<'t>(text: &'t str, special: &[char]) -> Cow<'t, str> {
    if !text.contains(special) {
        return text.into();
    }
    let reference = |c: char| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        c => format!("&#{};", u32::from(c)),
    };
    with_escapes(text, |placed| special.contains(&placed.c), reference)
}

/// Puts a backslash before characters that would end the string or start an escape. The `special` characters are written
/// as Unicode escapes, because the string may be inside HTML or a table.
fn script<'t>(text: &'t str, quote: char, special: &[char]) -> Cow<'t, str> {
    let is_escaped = |c: char| special.contains(&c) || c == quote || c == '\\' || c == '$' && quote == '`';
    if !text.contains(is_escaped) {
        return text.into();
    }
    let escape = |c: char| if special.contains(&c) { format!("\\u{:04x}", u32::from(c)) } else { with_backslash(c) };
    with_escapes(text, |placed| is_escaped(placed.c), escape)
}

#[cfg(test)]
mod tests {
    use super::Notation::{self, *};

    #[test]
    fn escapes_text_for_each_notation() {
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
            (Rst, "plain text, it's (5 %)", Some("plain text, it's (5 %)")),
            (Rst, "*a* `b` |c| d_ e_f \\", Some("\\*a\\* \\`b\\` \\|c\\| d\\_ e_f \\\\")),
            (Rst, "- a: b::", Some("\\- a: b:\\:")),
            (Rst, "iv. a", Some("iv\\. a")),
            (Html, "R&D <it's>", Some("R&amp;D &lt;it's&gt;")),
            (Html, "a {b}", Some("a &#123;b&#125;")),
            (Attribute, "a \"b\" it's", Some("a &quot;b&quot; it&#39;s")),
            (SingleQuoted, "it's \"b\"", Some("it''s \"b\"")),
            (DoubleQuoted, "it's \"b\" \\", Some("it's \\\"b\\\" \\\\")),
            (Script('"'), "it's \"b\" $ \\ <c>", Some("it's \\\"b\\\" $ \\\\ \\u003cc>")),
            (Script('\''), "it's \"b\"", Some("it\\'s \"b\"")),
            (Script('`'), "`${a} it's", Some("\\`\\${a} it's")),
            (QuotedScript('\''), "it's {b}", Some("it\\u0027s \\u007bb\\u007d")),
            (QuotedScript('`'), "`${a}\\ \"b\"", Some("\\u0060\\$\\u007ba\\u007d\\\\ \\u0022b\\u0022")),
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
