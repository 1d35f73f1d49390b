//! How plain text spells its characters: references, escapes, quoting.

use super::entity::{self, Syntax};
use crate::prose::{Notation, Scope};
use std::borrow::Cow;

/// How plain text spells its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// As it stands: the grammar has found the escapes.
    Plain,
    /// As it stands, and nothing is ever escaped: plain text, a TOML string between `'`.
    Literal,
    /// With character references.
    References(Syntax),
    /// With the references and backslash escapes of Markdown.
    Escapes,
    /// As in a single-quoted YAML string: `''` is an apostrophe.
    SingleQuoted,
    /// As in a double-quoted YAML or TOML string.
    DoubleQuoted,
}

/// Characters that the source spells in another way.
pub(crate) struct Decoded {
    /// Bytes of source.
    pub len: usize,
    /// What it stands for.
    pub text: Cow<'static, str>,
}

/// Stands for a spelling that shows nothing.
const NOTHING: &str = "\u{200B}";

impl Spelling {
    /// What may begin something that is spelled in another way.
    pub fn specials(self) -> &'static [char] {
        match self {
            Spelling::Plain | Spelling::Literal => &[],
            Spelling::References(_) => &['&'],
            Spelling::Escapes => &['&', '\\'],
            Spelling::SingleQuoted => &['\''],
            Spelling::DoubleQuoted => &['\\'],
        }
    }

    /// How text is written into a block of this scope that is spelled so.
    pub fn notation(self, scope: Scope) -> Notation {
        match self {
            Spelling::Plain if scope == Scope::FrontMatter => Notation::Bare,
            Spelling::Plain => Notation::Markdown,
            Spelling::Literal if scope == Scope::FrontMatter => Notation::Literal,
            Spelling::Literal => Notation::Plain,
            Spelling::References(Syntax::HtmlAttribute) => Notation::Attribute,
            Spelling::References(_) => Notation::Html,
            Spelling::Escapes => Notation::LinkTitle,
            Spelling::SingleQuoted => Notation::SingleQuoted,
            Spelling::DoubleQuoted => Notation::DoubleQuoted,
        }
    }

    /// What `source` starts with, when that is spelled in another way.
    pub fn decode(self, source: &str) -> Option<Decoded> {
        match self {
            Spelling::Plain | Spelling::Literal => None,
            Spelling::References(syntax) => entity::at(source, syntax),
            Spelling::Escapes => escape(source).or_else(|| entity::at(source, Syntax::Markdown)),
            Spelling::SingleQuoted => source.starts_with("''").then_some(Decoded { len: 2, text: "'".into() }),
            Spelling::DoubleQuoted => string_escape(source),
        }
    }
}

/// A backslash escape of Markdown.
fn escape(source: &str) -> Option<Decoded> {
    let c = source.strip_prefix('\\')?.chars().next().filter(char::is_ascii_punctuation)?;
    Some(Decoded { len: 2, text: c.to_string().into() })
}

/// An escape of a double-quoted string. One at the end of a line joins it to the next.
fn string_escape(source: &str) -> Option<Decoded> {
    let c = source.strip_prefix('\\')?.chars().next()?;
    let digits = match c {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        '\n' | '\r' => {
            let len = source.len() - source[1..].trim_start().len();
            return Some(Decoded { len, text: NOTHING.into() });
        }
        _ => 0,
    };
    if digits > 0 {
        let (c, len) = numbered(source, digits)?;
        return Some(Decoded { len, text: c.to_string().into() });
    }
    let text = match c {
        'n' | 't' | 'r' | 'f' | 'v' | '0' | 'a' | 'b' | 'N' | 'L' | 'P' => " ".into(),
        '_' => "\u{A0}".into(),
        'e' => NOTHING.into(),
        c => c.to_string().into(),
    };
    Some(Decoded { len: 1 + c.len_utf8(), text })
}

/// The character that `\x`, `\u` or `\U` and so many hexadecimal digits stand for, and the length of the escape. JSON
/// writes a character above U+FFFF as a pair of escapes.
pub(crate) fn numbered(source: &str, digits: usize) -> Option<(char, usize)> {
    let len = 2 + digits;
    let code = |escape: &str| u32::from_str_radix(escape.get(2..len)?, 16).ok();
    let first = code(source)?;
    let second = source.get(len..).filter(|rest| digits == 4 && rest.starts_with("\\u")).and_then(code);
    let pair = second.and_then(|second| {
        let (high, low) = (first.checked_sub(0xD800)?, second.checked_sub(0xDC00)?);
        (high < 0x400 && low < 0x400).then(|| char::from_u32(0x10000 + (high << 10) + low))?
    });
    match pair {
        Some(c) => Some((c, 2 * len)),
        None => Some((char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), len)),
    }
}
