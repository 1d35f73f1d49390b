//! Decodes character references, escapes and doubled quotes in source text.
//!
//! Each syntax escapes characters in its own way. For example, an apostrophe is `&apos;` in HTML, `\'` in JavaScript
//! and `''` in a single-quoted YAML string.

use super::entity::{self, DecodedText, ReferenceSyntax};
use memchr::{memchr, memchr2};
use wordgate_text::prose::{Notation, Scope};

/// How characters are escaped in a range of source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// Every character stands for itself, because the grammar has already found the escapes.
    Plain,
    /// Every character stands for itself, and the syntax has no escapes: plain text, a TOML string between `'`.
    Literal,
    /// Every character stands for itself, because we did not parse the text and do not know its syntax.
    Unparsed,
    /// Character references.
    References(ReferenceSyntax),
    /// The character references and backslash escapes of Markdown.
    Escapes,
    /// The backslash escapes of reStructuredText: the next character stands for itself, and white space vanishes.
    Backslashes,
    /// The character references of AsciiDoc, whose other escapes the inline reader has already found.
    AsciiDoc,
    /// A single-quoted YAML string, in which `''` is an apostrophe.
    SingleQuoted,
    /// The escapes of a double-quoted YAML or TOML string.
    DoubleQuoted,
    /// The escapes of a string of JavaScript or JSON in these quotes. A backtick means a template literal.
    Script(char),
}

/// The decoded text of an escape that produces nothing: a zero-width space.
const NOTHING: &str = "\u{200B}";

impl Spelling {
    /// Returns the offset of the first character of `text` that may start an escape or a reference.
    pub fn find_special(self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        match self {
            Spelling::Plain | Spelling::Literal | Spelling::Unparsed => None,
            Spelling::References(_) | Spelling::AsciiDoc => memchr(b'&', bytes),
            Spelling::Escapes => memchr2(b'&', b'\\', bytes),
            Spelling::SingleQuoted => memchr(b'\'', bytes),
            Spelling::DoubleQuoted | Spelling::Script(_) | Spelling::Backslashes => memchr(b'\\', bytes),
        }
    }

    /// Returns the notation that a fix must use to write text into a block of this scope.
    pub fn notation(self, scope: Scope) -> Notation {
        match self {
            Spelling::Plain if scope == Scope::FrontMatter => Notation::Bare,
            Spelling::Plain => Notation::Markdown,
            Spelling::Literal if scope == Scope::FrontMatter => Notation::Literal,
            Spelling::Literal => Notation::Plain,
            Spelling::Unparsed => Notation::Unknown,
            Spelling::References(ReferenceSyntax::HtmlAttribute) => Notation::Attribute,
            Spelling::References(_) => Notation::Html,
            Spelling::Escapes => Notation::LinkTitle,
            Spelling::Backslashes => Notation::Rst,
            Spelling::AsciiDoc => Notation::AsciiDoc,
            Spelling::SingleQuoted => Notation::SingleQuoted,
            Spelling::DoubleQuoted => Notation::DoubleQuoted,
            Spelling::Script(quote) => Notation::Script(quote),
        }
    }

    /// Decodes the escape or reference at the start of `source`, if there is one.
    pub fn decode(self, source: &str) -> Option<DecodedText> {
        match self {
            Spelling::Plain | Spelling::Literal | Spelling::Unparsed => None,
            Spelling::References(syntax) => entity::reference_in(source, syntax),
            Spelling::AsciiDoc => entity::reference_in(source, ReferenceSyntax::Markdown),
            Spelling::Escapes => escape(source).or_else(|| entity::reference_in(source, ReferenceSyntax::Markdown)),
            Spelling::Backslashes => backslash(source),
            Spelling::SingleQuoted => source.starts_with("''").then_some(DecodedText { len: 2, text: "'".into() }),
            Spelling::DoubleQuoted => string_escape(source),
            Spelling::Script(_) => script_escape(source),
        }
    }
}

/// Decodes a backslash escape of Markdown.
fn escape(source: &str) -> Option<DecodedText> {
    let c = source.strip_prefix('\\')?.chars().next().filter(char::is_ascii_punctuation)?;
    Some(DecodedText { len: 2, text: c.to_string().into() })
}

/// Decodes a backslash escape of reStructuredText. A backslash at the end of the text vanishes.
fn backslash(source: &str) -> Option<DecodedText> {
    let rest = source.strip_prefix('\\')?;
    Some(match rest.chars().next() {
        None => DecodedText { len: 1, text: NOTHING.into() },
        Some('\r') if rest.starts_with("\r\n") => DecodedText { len: 3, text: NOTHING.into() },
        Some(c) if c.is_whitespace() => DecodedText { len: 1 + c.len_utf8(), text: NOTHING.into() },
        Some(c) => DecodedText { len: 1 + c.len_utf8(), text: c.to_string().into() },
    })
}

/// Decodes an escape of a double-quoted string. At the end of a line, it joins the line with the next one.
fn string_escape(source: &str) -> Option<DecodedText> {
    let c = source.strip_prefix('\\')?.chars().next()?;
    let text = match c {
        'x' | 'u' | 'U' => return number_escape(source),
        '\n' | '\r' => {
            let len = source.len() - source[1..].trim_start().len();
            return Some(DecodedText { len, text: NOTHING.into() });
        }
        'n' | 't' | 'r' | 'f' | 'v' | '0' | 'a' | 'b' | 'N' | 'L' | 'P' => " ".into(),
        '_' => "\u{A0}".into(),
        'e' => NOTHING.into(),
        c if c.is_alphanumeric() => return None,
        c => c.to_string().into(),
    };
    Some(DecodedText { len: 1 + c.len_utf8(), text })
}

/// Decodes an escape of JavaScript or JSON. At the end of a line, it removes only the line terminator. We keep a
/// backslash before a letter without a special meaning, as the [gate](crate::gate) does.
fn script_escape(source: &str) -> Option<DecodedText> {
    let rest = source.strip_prefix('\\')?;
    let c = rest.chars().next()?;
    let text = match c {
        'x' | 'u' => return number_escape(source),
        'n' | 't' | 'r' | 'f' | 'v' | 'b' | '0' => " ".into(),
        '\r' if rest.starts_with("\r\n") => return Some(DecodedText { len: 3, text: NOTHING.into() }),
        '\n' | '\r' => NOTHING.into(),
        c if c.is_alphanumeric() => return None,
        c => c.to_string().into(),
    };
    Some(DecodedText { len: 1 + c.len_utf8(), text })
}

/// Decodes a numeric escape of any format: `\x61`, `\u0061`, `\u{61}`, `\U00000061`, or a surrogate pair of two
/// escapes.
pub(crate) fn number_escape(source: &str) -> Option<DecodedText> {
    let (code, len) = number(source)?;
    let second = if (0xD800..0xDC00).contains(&code) { number(&source[len..]) } else { None };
    let (code, len) = match second.filter(|(low, _)| (0xDC00..0xE000).contains(low)) {
        Some((low, more)) => (0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00), len + more),
        None => (code, len),
    };
    let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    Some(DecodedText { len, text: c.to_string().into() })
}

/// Returns the code point of a numeric escape, and the length of the escape.
fn number(source: &str) -> Option<(u32, usize)> {
    let digits = match source.strip_prefix('\\')?.as_bytes().first()? {
        b'x' => 2,
        b'u' if source[2..].starts_with('{') => {
            let digits = source[3..].bytes().take(8).take_while(u8::is_ascii_hexdigit).count();
            let code = u32::from_str_radix(&source[3..3 + digits], 16).ok()?;
            return source[3 + digits..].starts_with('}').then_some((code, digits + 4));
        }
        b'u' => 4,
        b'U' => 8,
        _ => return None,
    };
    let digits = source.get(2..2 + digits).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    Some((u32::from_str_radix(digits, 16).ok()?, 2 + digits.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_scripts_are_decoded() {
        let cases = [
            (r#"\"b"#, Some((2, "\""))),
            (r"\'s", Some((2, "'"))),
            (r"\nb", Some((2, " "))),
            (r"\u0061b", Some((6, "a"))),
            (r"\x61b", Some((4, "a"))),
            (r"\u{1F600}b", Some((9, "😀"))),
            (r"\ud83d\uDE00b", Some((12, "😀"))),
            (r"\ud83d b", Some((6, "\u{FFFD}"))),
            ("\\\r\n b", Some((3, NOTHING))),
            (r"\é", None),
            (r"\c", None),
            (r"\u+061", None),
            (r"\u{}", None),
            (r"\u{6", None),
            (r"\u", None),
            (r"\", None),
        ];
        for (source, expected) in cases {
            let found = Spelling::Script('"').decode(source);
            assert_eq!(found.as_ref().map(|found| (found.len, &*found.text)), expected, "{source}");
        }
    }
}
