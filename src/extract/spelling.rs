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
    /// As it stands, since it was not parsed: how it is written is not known.
    Unparsed,
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
            Spelling::Plain | Spelling::Literal | Spelling::Unparsed => &[],
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
            Spelling::Unparsed => Notation::Unknown,
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
            Spelling::Plain | Spelling::Literal | Spelling::Unparsed => None,
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
        let code = u32::from_str_radix(source.get(2..2 + digits)?, 16).ok()?;
        let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        return Some(Decoded { len: 2 + digits, text: c.to_string().into() });
    }
    let text = match c {
        'n' | 't' | 'r' | 'f' | 'v' | '0' | 'a' | 'b' | 'N' | 'L' | 'P' => " ".into(),
        '_' => "\u{A0}".into(),
        'e' => NOTHING.into(),
        c => c.to_string().into(),
    };
    Some(Decoded { len: 1 + c.len_utf8(), text })
}
