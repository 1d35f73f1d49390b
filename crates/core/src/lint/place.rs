//! A match where it stands, as its rewordings have to fit in.

use super::references::Labels;
use crate::matcher::Match;
use std::ops::Range;
use wordgate_text::prose::{ProseBlock, Words};
use wordgate_text::source::Span;

/// Where a suggestion would go.
pub(super) struct SuggestionPlace<'p, 'd> {
    pub source: &'p str,
    pub block: &'p ProseBlock,
    pub words: &'p Words,
    pub found: &'p Match,
    /// The pieces of source that the match is read from.
    pub spans: &'p [Span],
    pub labels: &'p Labels<'p, 'd>,
    /// The piece of the document that the block is in.
    pub piece: usize,
}

impl SuggestionPlace<'_, '_> {
    /// The stretch of the block's text (bytes) that the match is.
    pub fn stretch(&self) -> Range<u32> {
        stretch(self.words, &self.found.tokens)
    }
}

/// The bytes of a block's text from the first to the last of these tokens.
pub(super) fn stretch(words: &Words, tokens: &Range<usize>) -> Range<u32> {
    let all = words.tokens();
    all[tokens.start].span.start..all[tokens.end - 1].span.end
}
