//! Words, the unit in which patterns match.
//!
//! Patterns and prose are cut by the same code, so what is one word here is one word there. A word is a run of letters,
//! marks, digits and `_`, joined by an inner `.` or apostrophe; `% # $ + /` are words of their own; an address, a path or
//! code is one opaque word. Hyphens and white space only separate; every other character is a mark, which ends a
//! sequence.

use super::lookalikes;
use crate::source::Span;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// About how long a token of most texts is, with the space behind it.
const BYTES_PER_TOKEN: usize = 5;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A word.
    Word,
    /// An address, a path or code, which is matched as a whole or not at all; or a code span or an image, which is
    /// never matched.
    Opaque,
    /// A punctuation mark or symbol. Dashes of every kind are `—`.
    Mark(char),
}

/// How a token stands to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Joint {
    /// Nothing lies between.
    Glued,
    /// White space lies between.
    Space,
    /// A hyphen joins the two words; white space may follow it, as where a line is wrapped.
    Hyphen,
}

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes in the text, without a trailing possessive.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// How it stands to the token before.
    pub joint: Joint,
    /// Whether a possessive `'s` follows.
    pub possessive: bool,
    /// Whether it is part of a mention, such as `@OpenAI`, which names somebody and is never reworded.
    pub mention: bool,
    /// The sentence of the text that it belongs to, counted from 0.
    pub sentence: u32,
    exact: Span,
    folded: Span,
}

/// A text cut into words and marks.
#[derive(Debug, Default)]
pub struct Words {
    tokens: Vec<Token>,
    exact: String,
    folded: String,
    /// The first token after each hard line break, in order.
    line_starts: Vec<usize>,
}

impl Words {
    /// Notes where lines begin: after hard breaks at these bytes of the text, in order.
    pub(super) fn break_lines(&mut self, breaks: &[u32]) {
        let starts = breaks.iter().map(|at| self.tokens.partition_point(|token| token.span.start < *at));
        self.line_starts = starts.collect();
    }

    /// Room for the words of a text of `len` bytes.
    pub(super) fn with_capacity(len: usize) -> Words {
        Words {
            tokens: Vec::with_capacity(len / BYTES_PER_TOKEN + 1),
            exact: String::with_capacity(len),
            folded: String::with_capacity(len),
            line_starts: Vec::new(),
        }
    }

    /// Adds a token that reads as `word` and has no more properties; an empty one for a mark or an object.
    pub(super) fn push(&mut self, word: &str, kind: TokenKind, joint: Joint, span: Span) -> &mut Token {
        let (exact_start, folded_start) = (self.exact.len(), self.folded.len());
        write_exact(word, &mut self.exact);
        write_folded(&self.exact[exact_start..], &mut self.folded);
        let exact = Span::new(exact_start, self.exact.len());
        let folded = Span::new(folded_start, self.folded.len());
        let token = Token { span, kind, joint, possessive: false, mention: false, sentence: 0, exact, folded };
        self.tokens.push(token);
        self.tokens.last_mut().expect("a token was just pushed")
    }

    /// The tokens in order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// All tokens of the lines of some tokens. Only hard line breaks end a line.
    pub fn lines(&self, tokens: &Range<usize>) -> Range<usize> {
        let lines_up_to = |at: usize| self.line_starts.partition_point(|start| *start <= at);
        let start = lines_up_to(tokens.start).checked_sub(1).map_or(0, |line| self.line_starts[line]);
        let last = tokens.end.saturating_sub(1).max(tokens.start);
        let end = self.line_starts.get(lines_up_to(last)).copied().unwrap_or(self.tokens.len());
        start..end
    }

    /// Whether a token is the first after a hard line break.
    pub fn starts_line(&self, token: usize) -> bool {
        self.line_starts.binary_search(&token).is_ok()
    }

    pub(super) fn tokens_mut(&mut self) -> &mut [Token] {
        &mut self.tokens
    }

    /// A word as it is written, but for typography and look-alike letters. Empty for marks, code spans and images.
    pub fn exact(&self, token: &Token) -> &str {
        &self.exact[token.exact.range()]
    }

    /// A word with case folded. Empty for marks, code spans and images.
    pub fn folded(&self, token: &Token) -> &str {
        &self.folded[token.folded.range()]
    }
}

/// Appends a word as it is written, look-alike letters made Latin. Letters are taken without their marks and composed
/// again, so that a word does not depend on what its letters were composed of.
fn write_exact(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.push_str(word);
    } else if lookalikes::is_suspect(word) {
        out.extend(word.nfd().map(lookalikes::latinised).nfc());
    } else {
        out.extend(word.nfc());
    }
}

/// Appends a word that [`write_exact`] wrote with its case folded.
fn write_folded(exact: &str, out: &mut String) {
    if exact.is_ascii() {
        out.extend(exact.chars().map(|c| c.to_ascii_lowercase()));
    } else {
        out.extend(exact.nfd().flat_map(fold_char).nfc());
    }
}

/// Folding goes through upper case, which also joins ß with ss and the two small sigmas.
fn fold_char(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase)
}

/// A part of a word with its case folded, as it reads when a Latin letter stands elsewhere in the word; its letters and
/// their marks are apart.
pub fn latinised(part: &str) -> String {
    part.nfd().map(lookalikes::latinised).flat_map(fold_char).collect()
}

/// A single word with its case folded, as [`Words::folded`] gives it.
pub fn folded(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return word.into();
    }
    let mut out = String::with_capacity(word.len());
    write_folded(&exact(word), &mut out);
    out.into()
}

/// A single word as it is written, as [`Words::exact`] gives it.
pub fn exact(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return word.into();
    }
    let mut out = String::with_capacity(word.len());
    write_exact(word, &mut out);
    out.into()
}
