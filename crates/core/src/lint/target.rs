//! A match to reword, with the text that a rewording must fit into.

use super::references::Labels;
use crate::matcher::Match;
use std::ops::Range;
use wordgate_text::prose::{ProseBlock, Words};
use wordgate_text::source::Span;

/// The match that a suggestion replaces, and the text around it.
pub(super) struct SuggestionTarget<'p, 'd> {
    pub source: &'p str,
    pub block: &'p ProseBlock,
    pub words: &'p Words,
    pub found: &'p Match,
    /// The source spans of the match.
    pub spans: &'p [Span],
    pub labels: &'p Labels<'p, 'd>,
    /// The index of the piece that contains the block.
    pub piece: usize,
}

impl SuggestionTarget<'_, '_> {
    /// Returns the byte range of the match in the block's text.
    pub fn byte_range(&self) -> Range<u32> {
        byte_range(self.words, &self.found.tokens)
    }
}

/// Returns the byte range of these tokens in the text of their block.
pub(super) fn byte_range(words: &Words, tokens: &Range<usize>) -> Range<u32> {
    let all = words.tokens();
    all[tokens.start].span.start..all[tokens.end - 1].span.end
}
