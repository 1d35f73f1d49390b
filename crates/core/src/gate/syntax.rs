//! Knows what the source of a format may do to words: split one, hide one, or hide the text between two.
//!
//! The scanner reads most of this in every format, because documents contain parts in other formats: Markdown contains
//! HTML, and front matter contains quoted strings. What only some formats have is looked for in these only. Looking for
//! it everywhere would take a tenth more time, and the gate would open more often.

use super::bytes::{ByteClass, byte_class};
use crate::extract::Format;

/// What the source of some formats may do to words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Syntax {
    /// As in AsciiDoc, the name of a macro is not prose, and `#` and `^` are markup that may split a word.
    pub has_macros: bool,
    /// As in reStructuredText, the name of a role is not prose, a backslash vanishes together with the white space
    /// after it, and tables may have no lines.
    pub has_roles: bool,
    /// Whether strings may be joined by plus signs, as in `"direct " + "access"`.
    pub joins_strings: bool,
}

/// The name of the only macro of AsciiDoc that may directly follow a word: `wordfootnote:[text]`.
const FOOTNOTE: &str = "footnote:";

/// The most white space after a backslash that is looked at.
const MAX_SPACE: usize = 256;

impl Syntax {
    /// Returns the syntax of a format.
    pub fn of(format: Format) -> Syntax {
        Syntax {
            has_macros: format == Format::Asciidoc,
            has_roles: format == Format::Rst,
            joins_strings: format.is_component() || format == Format::Mdx,
        }
    }

    /// Returns whether a text may have a footnote of AsciiDoc.
    pub fn has_footnotes(self, text: &str) -> bool {
        self.has_macros && memchr::memmem::find(text.as_bytes(), FOOTNOTE.as_bytes()).is_some()
    }

    /// Returns whether the word that ends at byte `end` may be the name of a macro of AsciiDoc, as in
    /// `see link:x[text]`, or a directive of its preprocessor, such as `endif::x[]`. The prose does not contain it.
    pub fn may_be_macro(self, bytes: &[u8], end: usize) -> bool {
        self.has_macros
            && bytes.get(end) == Some(&b':')
            && bytes.get(end + 1).is_some_and(|next| !next.is_ascii_whitespace())
    }

    /// Returns whether the word in `start..end` may be the name of a role of reStructuredText.
    pub fn may_be_role(self, bytes: &[u8], start: usize, end: usize) -> bool {
        self.has_roles && (bytes[..start].ends_with(b":") || bytes[end..].starts_with(b":`"))
    }

    /// Returns whether other text may be between two words with `gap` between them. In a table without lines, two
    /// spaces separate columns, and the text of a column goes on in the next line.
    pub fn may_separate_columns(self, gap: &[u8]) -> bool {
        self.has_roles && gap.windows(2).any(|pair| pair == b"  ")
    }

    /// Returns whether the sign at byte `at` may begin something that is not prose: an Obsidian comment, `%% … %%`; a
    /// comment of AsciiDoc or of a script; in AsciiDoc, a mark or the line break in `text +`.
    pub fn sign_hides_before(self, text: &str, at: usize) -> bool {
        let (before, rest) = text.split_at(at);
        let has_comments = self.has_macros || self.joins_strings;
        rest.starts_with("%%")
            || has_comments && rest.starts_with("//")
            || self.has_macros
                && (rest.starts_with('#') || rest.starts_with('+') && before.ends_with(char::is_whitespace))
            || self.joins_strings_at(text, at)
    }

    /// Returns whether words may be hidden after the sign at byte `at`. `#` may begin a comment in front matter.
    pub fn sign_hides_after(self, text: &str, at: usize) -> bool {
        text[at..].starts_with('#') || text[..=at].ends_with("%%") || self.joins_strings_at(text, at)
    }

    /// Returns whether the sign at byte `at` is a plus sign with a quotation mark before or after it.
    fn joins_strings_at(self, text: &str, at: usize) -> bool {
        const QUOTES: [char; 3] = ['"', '\'', '`'];
        self.joins_strings
            && text[at..].starts_with('+')
            && (text[..at].trim_end().ends_with(QUOTES) || text[at + 1..].trim_start().starts_with(QUOTES))
    }

    /// Returns whether a byte is markup by itself. Other markup, such as a tag, has text between its first and its last
    /// byte.
    fn is_simple_markup(self, byte: u8) -> bool {
        matches!(byte, b'*' | b'_' | b'~' | b'[' | b']' | b'!') || self.has_macros && matches!(byte, b'#' | b'^')
    }

    /// Returns whether a byte may be markup inside a word. In AsciiDoc `#` is, although it is a sign too.
    pub fn is_markup(self, byte: u8) -> bool {
        byte_class(byte) == ByteClass::Markup || self.has_macros && byte == b'#'
    }

    /// Returns whether byte `at` follows the start of a string in an expression, as in `{"`, or one of the backticks of
    /// a role, as in ``{ref}`model <target>`s`` or ``H\ :sub:`2` ``.
    pub fn begins_string(self, bytes: &[u8], at: usize) -> bool {
        let Some([before, quote]) = bytes[..at].last_chunk() else { return false };
        is_quote(*quote) && *before == b'{'
            || *quote == b'`' && matches!(before, b'}' | b'>')
            || *quote == b'`'
                && self.has_roles
                && (matches!(before, b':' | b'_') || self.follows_vanishing_space(&bytes[..at - 1]))
    }

    /// Returns whether a string in an expression ends at byte `at`, as in `"}`, or the text of a role, as in
    /// ``{ref}`model <target>`s``.
    pub fn ends_string(self, bytes: &[u8], at: usize) -> bool {
        match bytes.get(at + 1) {
            Some(b'}') => is_quote(bytes[at]),
            // A word may go on after an escaped space, as in `` `Open`_\ AI ``.
            Some(b'\\' | b'_') => self.has_roles && bytes[at] == b'`',
            Some(b'<') => bytes[at].is_ascii_whitespace(),
            _ => false,
        }
    }

    /// Returns whether `before` ends with a backslash and white space, which vanish in reStructuredText.
    fn follows_vanishing_space(self, before: &[u8]) -> bool {
        if !self.has_roles || !before.last().is_some_and(u8::is_ascii_whitespace) {
            return false;
        }
        let space = before.iter().rev().take(MAX_SPACE).take_while(|byte| byte.is_ascii_whitespace()).count();
        space == MAX_SPACE || before[..before.len() - space].ends_with(b"\\")
    }

    /// Returns whether a word that ends at byte `at` may continue after markup that begins there, as in `Open**AI**`.
    pub fn may_continue_after_markup(self, bytes: &[u8], at: usize) -> bool {
        let simple = bytes[at..].iter().take_while(|byte| self.is_simple_markup(**byte)).count();
        let markup = &bytes[at..at + simple];
        match bytes.get(at + simple) {
            // The label of a link, or a footnote reference.
            _ if markup.contains(&b'[') => true,
            Some(b'<' | b'{') => true,
            // The end of a cross reference of AsciiDoc: `<<x,model>>s`.
            Some(b'>') if self.has_macros && bytes[at + simple..].starts_with(b">>") => true,
            Some(_) if self.ends_string(bytes, at + simple) => true,
            Some(b'(') => markup.ends_with(b"]"),
            // A single `_` between letters is a part of the word.
            Some(next) if markup == b"_" && byte_class(*next) == ByteClass::Letter => false,
            Some(next) => {
                simple > 0
                    && matches!(byte_class(*next), ByteClass::Letter | ByteClass::NonAscii | ByteClass::EncodingStart)
            }
            None => false,
        }
    }

    /// Returns whether the word at byte `at` may be the rest of a word that began before the markup that ends there, as
    /// in `Open<b>AI`.
    pub fn may_begin_before_markup(self, bytes: &[u8], at: usize) -> bool {
        let simple = bytes[..at].iter().rev().take_while(|byte| self.is_simple_markup(**byte)).count();
        let start = at - simple;
        let before = start.checked_sub(1).map(|before| bytes[before]);
        match before {
            _ if bytes[start..at].contains(&b']') => true,
            Some(b'>' | b'}' | b')' | b'|') => true,
            Some(_) if self.begins_string(bytes, start) || self.follows_vanishing_space(&bytes[..start]) => true,
            Some(b'`') if self.has_roles && bytes.get(at) == Some(&b'\\') => true,
            // A single `_` between letters is a part of the word.
            Some(before) if bytes[start..at] == *b"_" && byte_class(before) == ByteClass::Letter => false,
            Some(before) => {
                simple > 0 && (matches!(byte_class(before), ByteClass::Letter | ByteClass::NonAscii) || before == b';')
            }
            None => false,
        }
    }
}

/// Returns the offset of the last byte of each word that a footnote of AsciiDoc touches. The letters of the word and of
/// the macro are one run, so a scan for words would not find the word.
pub(super) fn footnotes_in_words(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let is_word = |at: &usize| matches!(byte_class(bytes[*at]), ByteClass::Letter | ByteClass::NonAscii);
    memchr::memmem::find_iter(bytes, FOOTNOTE).filter_map(|at| at.checked_sub(1)).filter(is_word)
}

/// Returns whether a byte may begin or end markup that contains words, or that hides the text between two words.
pub(super) fn may_hide_words(byte: u8) -> bool {
    matches!(byte, b'[' | b']' | b'(' | b')' | b'<' | b'>' | b'{' | b'}' | b'|')
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}
