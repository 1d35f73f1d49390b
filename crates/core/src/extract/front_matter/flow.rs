//! Splits collections in brackets and braces into tokens: the flow sequences and flow mappings of YAML, the arrays and
//! inline tables of TOML, and JSON.
//!
//! We read a flat list of tokens instead of a tree, so that deeply nested brackets take only linear time.

use super::scalars::quoted;
use crate::extract::spelling::Spelling;
use std::ops::Range;
use wordgate_text::source::Span;

/// A token of a collection.
#[derive(Debug)]
pub(super) enum FlowToken {
    Open,
    Close,
    Comma,
    /// A key, without its separator.
    Key(Scalar),
    Scalar(Scalar),
    /// A comment that starts at this byte.
    Comment(usize),
}

/// A string, or a word without quotes.
#[derive(Debug)]
pub(super) struct Scalar {
    /// The text inside the quotes.
    pub span: Span,
    /// How the text is escaped.
    pub spelling: Spelling,
}

/// The tokens from an opening bracket to its closing one.
pub(super) struct Flow<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    separator: char,
    depth: usize,
    /// Whether the next token is at the start of an entry and may be a key.
    at_entry: bool,
    is_closed: bool,
}

impl<'t> Flow<'t> {
    /// Creates an iterator over the collection at the start of `range`. `separator` is the character between keys and
    /// values.
    pub fn new(text: &'t str, range: Range<usize>, separator: char) -> Flow<'t> {
        Flow { text, at: range.start, end: range.end, separator, depth: 0, at_entry: true, is_closed: false }
    }

    /// Returns the byte offset after the last token that was read.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Returns the byte offset after the closing bracket, if the iterator has reached it.
    pub fn closed(&self) -> Option<usize> {
        self.is_closed.then_some(self.at)
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..self.end]
    }

    fn skip_white_space(&mut self) {
        let rest = self.rest();
        let len = rest.len() - rest.trim_start().len();
        // If a comma is missing at the end of a line, the next line may still start with a key.
        self.at_entry |= rest[..len].contains(['\n', '\r']);
        self.at += len;
    }

    /// Consumes a bracket or a comma.
    fn bracket_or_comma(&mut self, token: FlowToken) -> FlowToken {
        self.at += 1;
        self.at_entry = !matches!(token, FlowToken::Close);
        token
    }

    /// Consumes `len` bytes that contain a scalar, and the separator if the scalar is a key.
    fn scalar(&mut self, len: usize, inside: Range<usize>, spelling: Spelling) -> FlowToken {
        let span = Span::new(self.at + inside.start, self.at + inside.end);
        self.at += len;
        let scalar = Scalar { span, spelling };
        let rest = self.rest();
        let after = rest.trim_start_matches([' ', '\t']).strip_prefix(self.separator);
        match after.filter(|_| self.at_entry) {
            Some(after) if spelling != Spelling::Plain || self.separates(after) => {
                self.at += rest.len() - after.len();
                self.at_entry = false;
                FlowToken::Key(scalar)
            }
            _ => {
                self.at_entry = false;
                FlowToken::Scalar(scalar)
            }
        }
    }

    /// Returns whether the separator before `after` ends an unquoted word. In YAML, it does so only before white space,
    /// a comma or a bracket: `a:b` is one word.
    fn separates(&self, after: &str) -> bool {
        self.separator == '='
            || after.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '{' | '}'))
    }

    /// Returns the length of the unquoted word at the current offset.
    fn word_len(&self) -> usize {
        let rest = self.rest();
        let mut before = '\0';
        let mut ends = |(at, c): (usize, char)| {
            let ends = match c {
                ',' | '[' | ']' | '{' | '}' | '\n' | '\r' => true,
                '#' => before.is_whitespace(),
                c if c == self.separator => self.separates(&rest[at + 1..]),
                _ => false,
            };
            before = c;
            ends.then_some(at)
        };
        let len = rest.char_indices().skip(1).find_map(&mut ends).unwrap_or(rest.len());
        rest[..len].trim_end().len()
    }
}

impl Iterator for Flow<'_> {
    type Item = FlowToken;

    fn next(&mut self) -> Option<FlowToken> {
        if self.is_closed {
            return None;
        }
        self.skip_white_space();
        let rest = self.rest();
        Some(match rest.chars().next()? {
            '[' | '{' => {
                self.depth += 1;
                self.bracket_or_comma(FlowToken::Open)
            }
            ']' | '}' => {
                self.depth = self.depth.saturating_sub(1);
                self.is_closed = self.depth == 0;
                self.bracket_or_comma(FlowToken::Close)
            }
            ',' => self.bracket_or_comma(FlowToken::Comma),
            '#' => {
                let comment = self.at;
                self.at += rest.find(['\n', '\r']).unwrap_or(rest.len());
                FlowToken::Comment(comment)
            }
            _ => match quoted(rest) {
                Some(string) => self.scalar(string.len, string.open..string.close, string.spelling),
                None => {
                    let len = self.word_len();
                    self.scalar(len, 0..len, Spelling::Plain)
                }
            },
        })
    }
}
