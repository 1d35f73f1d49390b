//! Decodes a scalar of YAML from its source, so that each character leads back to its bytes.

use crate::extract::entity::DecodedText;
use crate::extract::lines::lines;
use crate::extract::spelling::number_escape;
use crate::extract::unescape::{decoded, escaped_character};
use memchr::{memchr, memchr2};
use saphyr_parser::ScalarStyle;
use std::ops::Range;
use wordgate_text::source::{EmbeddedText, Escapes, SUBSTITUTE, Span};

/// A scalar in its source.
#[derive(Clone, Copy)]
pub(super) struct Scalar {
    /// Its text, without quotation marks; a block scalar starts after the indentation of its first line.
    pub content: Span,
    /// The end of its source.
    pub end: usize,
    style: ScalarStyle,
    /// The indentation of a block scalar, in characters.
    indent: usize,
}

impl Scalar {
    /// Locates a scalar that the parser has found. A block scalar starts at its text, in this column.
    pub fn at(text: &str, source: Range<usize>, style: ScalarStyle, column: usize) -> Scalar {
        let Range { start, end } = source;
        let quote = match style {
            ScalarStyle::SingleQuoted => single_quoted_len(&text[start..]),
            ScalarStyle::DoubleQuoted => double_quoted_len(&text[start..]),
            _ => return Scalar { content: Span::new(start, end), end, style, indent: column },
        };
        // The parser counts the white space and the comment after the string.
        let end = start + quote;
        Scalar { content: Span::new(start + 1, end - 1), end, style, indent: column }
    }

    /// Locates a scalar with a tag or an anchor, at which the parser says that it starts.
    pub fn after_properties(text: &str, source: Range<usize>, style: ScalarStyle, value: &str) -> Scalar {
        let mut start = source.start;
        loop {
            start += blank_len(&text[start..source.end]);
            let rest = &text[start..source.end];
            start += match rest.chars().next() {
                Some('&' | '!') => rest.find(char::is_whitespace).unwrap_or(rest.len()),
                Some('#') => rest.find(['\n', '\r']).unwrap_or(rest.len()),
                _ => break,
            };
        }
        if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            return Scalar::at(text, start..source.end, style, 0);
        }
        // The text starts on the first line with text after that of the `|`. Spaces that the value has are not
        // indentation.
        let first_line = |text: &str| text.len() - text.trim_start_matches(['\n', '\r', ' ']).len();
        let spaces = |before: &str| before.len() - before.trim_end_matches(' ').len();
        let header = text[start..source.end].find(['\n', '\r']).unwrap_or(source.end - start);
        let body = &text[start + header..source.end];
        let before = &body[..first_line(body)];
        let indent = spaces(before).saturating_sub(spaces(&value[..first_line(value)]));
        let start = start + header + before.len() - spaces(before) + indent;
        Scalar { content: Span::new(start, source.end), end: source.end, style, indent }
    }

    /// Returns how text is written into the scalar.
    pub fn escapes(&self) -> Escapes {
        match self.style {
            ScalarStyle::Plain => Escapes::PlainScalar,
            ScalarStyle::SingleQuoted => Escapes::SingleQuoted,
            ScalarStyle::DoubleQuoted => Escapes::DoubleQuoted,
            ScalarStyle::Literal | ScalarStyle::Folded => Escapes::BlockScalar,
        }
    }

    /// Appends the decoded text. Line breaks at the start and at the end of a block scalar are left out.
    pub fn write(&self, text: &str, out: &mut EmbeddedText) {
        match self.style {
            ScalarStyle::Literal | ScalarStyle::Folded => self.write_block(text, out),
            _ => self.write_flow(text, out),
        }
    }

    /// Appends a plain or quoted scalar, whose lines are folded.
    fn write_flow(&self, text: &str, out: &mut EmbeddedText) {
        let is_special = |byte: &u8| match byte {
            b'\n' | b'\r' => true,
            b'\'' => self.style == ScalarStyle::SingleQuoted,
            b'\\' => self.style == ScalarStyle::DoubleQuoted,
            _ => false,
        };
        let (mut at, end) = (self.content.start as usize, self.content.end as usize);
        while let Some(len) = text.as_bytes()[at..end].iter().position(&is_special) {
            let found = at + len;
            let rest = &text[found..end];
            let (plain_end, part) = match rest.as_bytes()[0] {
                b'\'' => (found, DecodedText { len: 2, text: "'".into() }),
                b'\\' if rest[1..].starts_with(['\n', '\r']) => {
                    (found, DecodedText { len: 1 + blank_len(&rest[1..]), text: fold(&rest[1..], "") })
                }
                b'\\' => (found, escape(rest)),
                _ => {
                    let before = text[at..found].trim_end_matches(BLANK);
                    let start = at + before.len();
                    let len = found - start + blank_len(rest);
                    (start, DecodedText { len, text: fold(rest, " ") })
                }
            };
            out.push_verbatim(&text[at..plain_end], at);
            at = plain_end + part.len;
            out.push_decoded(&part.text, Span::new(plain_end, at));
        }
        out.push_verbatim(&text[at..end], at);
    }

    /// Appends a block scalar. In a folded one, a single line break between two lines that are not indented further is a
    /// space.
    fn write_block(&self, text: &str, out: &mut EmbeddedText) {
        // The end of the last line with text, and the number of line breaks since.
        let (mut last_end, mut breaks) = (self.content.start as usize, 0);
        let mut was_indented = false;
        for line in lines(text, self.content.range()) {
            let source = text[line.range()].trim_end_matches(['\n', '\r']);
            let indent = source.bytes().take(self.indent).take_while(|byte| *byte == b' ').count();
            let indent = if line.start == self.content.start { 0 } else { indent };
            let content = &source[indent..];
            let start = line.start as usize + indent;
            if content.is_empty() {
                breaks += 1;
                continue;
            }
            let is_indented = content.starts_with(BLANK);
            if breaks > 0 {
                let is_folded = self.style == ScalarStyle::Folded && !is_indented && !was_indented;
                let joint = match (is_folded, breaks) {
                    (true, 1) => " ".to_owned(),
                    (true, _) => "\n".repeat(breaks - 1),
                    (false, _) => "\n".repeat(breaks),
                };
                out.push_decoded(&joint, Span::new(last_end, start));
            }
            out.push_verbatim(content, start);
            (last_end, breaks, was_indented) = (start + content.len(), 1, is_indented);
        }
    }
}

/// The white space inside a line.
const BLANK: [char; 2] = [' ', '\t'];

/// Returns the length of the white space and the line breaks at the start of `rest`.
fn blank_len(rest: &str) -> usize {
    rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len()
}

/// Returns what the line breaks at the start of `rest` stand for: `single` for one, and for more of them one less.
fn fold(rest: &str, single: &'static str) -> std::borrow::Cow<'static, str> {
    let blank = &rest[..blank_len(rest)];
    match blank.matches(['\n', '\r']).count() - blank.matches("\r\n").count() {
        1 => single.into(),
        breaks => "\n".repeat(breaks - 1).into(),
    }
}

/// Decodes the escape at the start of `source`, other than of a line break.
fn escape(source: &str) -> DecodedText {
    let known = match source.as_bytes().get(1) {
        Some(b'n') => decoded("\n", 2),
        Some(b'r') => decoded("\r", 2),
        Some(b't') => decoded("\t", 2),
        Some(b'a' | b'b' | b'e' | b'f' | b'v') => decoded(" ", 2),
        Some(b'N') => decoded("\u{85}", 2),
        Some(b'_') => decoded("\u{A0}", 2),
        Some(b'L') => decoded("\u{2028}", 2),
        Some(b'P') => decoded("\u{2029}", 2),
        Some(b'x' | b'u' | b'U') => number_escape(source),
        Some(b'0') => decoded("\0", 2),
        _ => escaped_character(source),
    };
    let known = known.unwrap_or(DecodedText { len: 1, text: "\\".into() });
    if known.text == "\0" { DecodedText { text: SUBSTITUTE.to_string().into(), ..known } } else { known }
}

/// Returns the length of the string in single quotes at the start of `source`.
fn single_quoted_len(source: &str) -> usize {
    let mut at = 1;
    while let Some(len) = memchr(b'\'', &source.as_bytes()[at..]) {
        at += len + 1;
        if !source[at..].starts_with('\'') {
            return at;
        }
        at += 1;
    }
    source.len()
}

/// Returns the length of the string in double quotes at the start of `source`.
fn double_quoted_len(source: &str) -> usize {
    let mut at = 1;
    while let Some(len) = source.as_bytes().get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += len;
        if source[at..].starts_with('"') {
            return at + 1;
        }
        at += 2;
    }
    source.len()
}
