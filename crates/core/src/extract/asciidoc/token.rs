//! The inline markup of a leaf of AsciiDoc, as a list of tokens.
//!
//! Asciidoctor replaces one kind of markup after the other, in a fixed order, each in the text that the kinds before it
//! left. So a reader that goes through the text once would often decide differently. We do the same in a copy of the
//! text whose length never changes: each kind of markup overwrites its delimiters with a character that nothing else
//! looks for, and adds tokens with their ranges. What is between the tokens is text.

use super::names::Reference;
use wordgate_text::prose::{Scope, is_cjk, is_invisible, is_trademark, is_word_char};

/// A byte that overwrites markup. It is neither a word nor white space.
const MARKUP: u8 = 1;

/// A byte that overwrites the backslash of an escape. The characters on its sides count as adjacent.
const ESCAPE: u8 = 2;

/// A range of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// The byte offsets in the text of the leaf.
    pub start: usize,
    pub end: usize,
    pub kind: TokenKind,
}

/// What a range of markup means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// It has no width: `*`.
    Nothing,
    /// It has no width, but separates words.
    Separator,
    /// A word that is not prose. Its source between `from` and `to` has this scope.
    Opaque { scope: Scope, from: usize, to: usize },
    /// An attribute reference whose value is known.
    Reference(Reference),
    /// The start of superscript text.
    Superscript,
    /// A space.
    Space,
    /// A line break.
    Break,
    /// The start of the text of a link.
    BeginLink,
    /// The end of the text of a link.
    EndLink,
    /// The start of a block inside the leaf, such as a footnote.
    Open(Scope),
    /// The end of a block inside the leaf.
    Close,
}

/// A text in which markup is being found.
pub(super) struct Marked<'m> {
    /// The text of the leaf.
    pub text: &'m str,
    /// The text with overwritten markup.
    pub work: Vec<u8>,
    /// The tokens found so far.
    pub tokens: Vec<Token>,
    /// The offset after which no closing bracket follows.
    last_closing: usize,
}

impl<'m> Marked<'m> {
    pub fn new(text: &'m str) -> Marked<'m> {
        Marked { text, work: text.as_bytes().to_vec(), tokens: Vec::new(), last_closing: usize::MAX }
    }

    /// Adds a token and overwrites its source.
    pub fn mark(&mut self, start: usize, end: usize, kind: TokenKind) {
        self.work[start..end].fill(MARKUP);
        self.tokens.push(Token { start, end, kind });
    }

    /// Overwrites a range, so that no other markup is found in it.
    pub fn hide(&mut self, start: usize, end: usize) {
        self.work[start..end].fill(MARKUP);
    }

    /// Adds a token for the backslash at byte `at`.
    pub fn mark_escape(&mut self, at: usize) {
        self.work[at] = ESCAPE;
        self.tokens.push(Token { start: at, end: at + 1, kind: TokenKind::Nothing });
    }

    /// Returns the offset of `needle` at or after byte `from`.
    pub fn find(&self, needle: &[u8], from: usize) -> Option<usize> {
        let rest = self.work.get(from..)?;
        let found = match needle {
            [byte] => memchr::memchr(*byte, rest),
            _ => memchr::memmem::find(rest, needle),
        };
        found.map(|found| from + found)
    }

    /// Returns the offset of `needle` in the `max` bytes from byte `from` on.
    pub fn find_within(&self, needle: &[u8], from: usize, max: usize) -> Option<usize> {
        let rest = self.work.get(from..)?;
        memchr::memmem::find(&rest[..rest.len().min(max)], needle).map(|found| from + found)
    }

    /// Returns the first closing bracket at or after byte `from` that is not escaped.
    pub fn find_closing(&mut self, from: usize) -> Option<usize> {
        let mut at = from;
        while at < self.last_closing
            && let Some(found) = self.find(b"]", at)
        {
            if found == from || self.work[found - 1] != b'\\' {
                return Some(found);
            }
            at = found + 1;
        }
        self.last_closing = self.last_closing.min(from);
        None
    }

    /// Returns the byte at `at`, or a line end after the text.
    pub fn byte(&self, at: usize) -> u8 {
        self.work.get(at).copied().unwrap_or(b'\n')
    }

    /// Returns the byte before `at`, or a line end at the start of the text.
    pub fn byte_before(&self, at: usize) -> u8 {
        let before = self.work[..at].iter().rev().find(|byte| **byte != ESCAPE);
        before.copied().unwrap_or(b'\n')
    }

    /// Returns whether the character before byte `at` is part of a word.
    pub fn is_word_before(&self, at: usize) -> bool {
        let end = self.work[..at].iter().rposition(|byte| *byte != ESCAPE).map_or(0, |last| last + 1);
        match self.work[..end].last() {
            None => false,
            Some(byte) if byte.is_ascii() => is_word_byte(*byte),
            Some(_) => self.text[..end].chars().next_back().is_some_and(char::is_alphanumeric),
        }
    }

    /// Returns whether a macro at byte `at` would be inside a word, perhaps after characters that readers do not see. In
    /// scripts without spaces, any macro would.
    pub fn continues_word(&self, at: usize) -> bool {
        let skipped = |byte: &&u8| **byte == MARKUP || **byte == ESCAPE;
        if self.work[..at].last().filter(skipped).is_some() {
            return self.is_word_before(at);
        }
        let before = self.text[..at].trim_end_matches(|c| is_invisible(c) || is_trademark(c));
        before.ends_with(|c| is_word_char(c) && !is_cjk(c))
    }

    /// Returns whether the character at byte `at` is part of a word.
    pub fn is_word_at(&self, at: usize) -> bool {
        match self.byte(at) {
            byte if byte.is_ascii() => is_word_byte(byte),
            _ => self.text[at..].chars().next().is_some_and(char::is_alphanumeric),
        }
    }

    /// Returns whether the character at byte `at` is white space.
    pub fn is_space_at(&self, at: usize) -> bool {
        self.byte(at).is_ascii_whitespace()
    }
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
