//! Words, the tokens that patterns match.
//!
//! Patterns and prose go through the same tokenizer, so they are split in the same way. A word is a run of letters,
//! combining marks, digits and `_`, and may contain `.` and apostrophes between them. Each of `% # $ + /` is a word. An
//! address, a path or code is one opaque word. Hyphens and white space separate words. Every other character is a mark,
//! which interrupts a sequence of words.
//!
//! Scripts without spaces between words (Han, kana, Thai, Lao, Burmese, Khmer) give no such runs: there, each letter with
//! its combining marks is a word.

use super::lookalikes;
use crate::source::Span;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// The typical length in bytes of a token with the space after it, to reserve capacity.
const BYTES_PER_TOKEN: usize = 5;

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A word.
    Word,
    /// An address, a path or code, which only matches as a whole; or a code span or an image, which never matches.
    Opaque,
    /// A punctuation mark or symbol. Dashes of every kind are `—`.
    Mark(char),
}

/// How a token is joined to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Joint {
    /// With nothing in between.
    Glued,
    /// By white space.
    Space,
    /// By a hyphen, and possibly white space after it where a line wraps.
    Hyphen,
}

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The byte range of the token in the text, without a possessive `'s`.
    pub span: Span,
    /// The kind of the token.
    pub kind: TokenKind,
    /// How the token is joined to the one before it.
    pub joint: Joint,
    /// Whether a space follows the hyphen before the token, as in `non- or pre-tax`. A line may wrap there instead.
    pub suspended: bool,
    /// Whether a possessive `'s` follows.
    pub possessive: bool,
    /// Whether the token is part of a mention such as `@OpenAI`. A mention is a name, so fixes never change it.
    pub mention: bool,
    /// The 0-based index of the token's sentence.
    pub sentence: u32,
    exact: Span,
    folded: Span,
    hash: u64,
}

/// A text split into words and marks.
#[derive(Debug, Default)]
pub struct Words {
    tokens: Vec<Token>,
    exact: String,
    folded: String,
    /// The index of the first token after each hard line break, in ascending order.
    line_starts: Vec<usize>,
}

impl Words {
    /// Sets the hard line breaks by their byte offsets in the text, in ascending order.
    pub(super) fn set_line_breaks(&mut self, breaks: &[u32]) {
        let starts = breaks.iter().map(|at| self.tokens.partition_point(|token| token.span.start < *at));
        self.line_starts = starts.collect();
    }

    /// Creates an empty list with capacity for the words of a text of `len` bytes.
    pub(super) fn with_capacity(len: usize) -> Words {
        Words {
            tokens: Vec::with_capacity(len / BYTES_PER_TOKEN + 1),
            exact: String::with_capacity(len),
            folded: String::with_capacity(len),
            line_starts: Vec::new(),
        }
    }

    /// Adds a token. `word` is its text, or empty for a mark and for [`OPAQUE`](super::OPAQUE).
    pub(super) fn push(&mut self, word: &str, kind: TokenKind, joint: Joint, span: Span) -> &mut Token {
        let (exact_start, folded_start) = (self.exact.len(), self.folded.len());
        write_exact(word, &mut self.exact);
        write_folded(&self.exact[exact_start..], &mut self.folded);
        let exact = Span::new(exact_start, self.exact.len());
        let folded = Span::new(folded_start, self.folded.len());
        let token = Token {
            span,
            kind,
            joint,
            suspended: false,
            possessive: false,
            mention: false,
            sentence: 0,
            exact,
            folded,
            hash: word_hash(&self.folded[folded.range()]),
        };
        self.tokens.push(token);
        self.tokens.last_mut().expect("a token was just pushed")
    }

    /// Returns the tokens in text order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Extends a range of tokens to whole lines. Only hard line breaks end a line.
    pub fn lines(&self, tokens: &Range<usize>) -> Range<usize> {
        let lines_up_to = |at: usize| self.line_starts.partition_point(|start| *start <= at);
        let start = lines_up_to(tokens.start).checked_sub(1).map_or(0, |line| self.line_starts[line]);
        let last = tokens.end.saturating_sub(1).max(tokens.start);
        let end = self.line_starts.get(lines_up_to(last)).copied().unwrap_or(self.tokens.len());
        start..end
    }

    /// Returns whether a token is the first after a hard line break.
    pub fn starts_line(&self, token: usize) -> bool {
        self.line_starts.binary_search(&token).is_ok()
    }

    pub(super) fn tokens_mut(&mut self) -> &mut [Token] {
        &mut self.tokens
    }

    /// Returns the normalised text of a word, with its case preserved and look-alikes replaced. Empty for marks, code
    /// spans and images.
    pub fn exact(&self, token: &Token) -> &str {
        &self.exact[token.exact.range()]
    }

    /// Returns the case-folded text of a word. Empty for marks, code spans and images.
    pub fn folded(&self, token: &Token) -> &str {
        &self.folded[token.folded.range()]
    }

    /// Returns the [`word_hash`] of the case-folded text of a word.
    pub fn hash(&self, token: &Token) -> u64 {
        token.hash
    }
}

/// Returns the hash of a case-folded word, for indexes of words: FNV-1a. It is the same on every machine, and two words
/// may have the same hash.
pub fn word_hash(folded: &str) -> u64 {
    let add = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    folded.bytes().fold(0xCBF2_9CE4_8422_2325, add)
}

/// Appends a word with its case preserved and look-alikes replaced by Latin letters. The word is decomposed first and
/// composed again, so that the result does not depend on how its letters were composed.
fn write_exact(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.push_str(word);
    } else if lookalikes::is_mixed(word) {
        out.extend(word.nfd().map(lookalikes::latinised).nfc());
    } else {
        out.extend(word.nfc());
    }
}

/// Appends the case-folded form of a word that [`write_exact`] wrote.
fn write_folded(exact: &str, out: &mut String) {
    if exact.is_ascii() {
        out.extend(exact.chars().map(|c| c.to_ascii_lowercase()));
    } else {
        out.extend(exact.nfd().flat_map(fold_char).nfc());
    }
}

/// Folds the case of a character by way of upper case, so that ß folds to ss, and both lower-case sigmas fold to the
/// same letter.
fn fold_char(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase)
}

/// Case-folds part of a word and replaces look-alikes, as if another part of the word had a Latin letter. The result is
/// decomposed.
pub fn latinised(part: &str) -> String {
    part.nfd().map(lookalikes::latinised).flat_map(fold_char).collect()
}

/// Case-folds a single word, with the same result as [`Words::folded`].
pub fn folded(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return word.into();
    }
    let mut out = String::with_capacity(word.len());
    write_folded(&exact(word), &mut out);
    out.into()
}

/// Normalises a single word with its case preserved, with the same result as [`Words::exact`].
pub fn exact(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return word.into();
    }
    let mut out = String::with_capacity(word.len());
    write_exact(word, &mut out);
    out.into()
}
