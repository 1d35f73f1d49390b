//! Compares the readers of Markdown, for tests. A piece must give the same blocks whether the grammars parse it or not.

use super::extraction::Extraction;
use super::extractor::Extractor;
use super::format::{Format, split};
use std::collections::BTreeSet;
use std::ops::Range;
use wordgate_text::prose::{ProseBlock, Scope, ScopeSet};
use wordgate_text::source::to_u32;

/// The readers of Markdown.
#[derive(Default)]
pub struct Readers {
    usual: Extractor,
    /// Parses every piece with the block grammar and every leaf with the inline grammar.
    grammars: Option<Extractor>,
    /// How many of the pieces so far the block grammar need not parse.
    pub single_blocks: usize,
}

impl Readers {
    /// Describes the first piece of a document that the readers do not read alike.
    pub fn difference(&mut self, text: &str, format: Format) -> Option<String> {
        let grammars = self.grammars.get_or_insert_with(Extractor::with_only_grammars);
        let scopes: ScopeSet = Scope::ALL.iter().copied().collect();
        split(text, format).pieces.iter().filter(|piece| !piece.is_plain).find_map(|piece| {
            self.single_blocks += usize::from(piece.is_single_block(text, format));
            let expected = grammars.extract(text, format, piece, scopes);
            // If a grammar gives up, the other reader may do better.
            if !expected.warnings.is_empty() {
                return None;
            }
            let found = described(&self.usual.extract(text, format, piece, scopes));
            let expected = described(&expected);
            let source = &text[piece.range.range()];
            (found != expected).then(|| format!("{source:?} in {text:?}\n  found    {found}\n  expected {expected}"))
        })
    }
}

/// Describes all of an extraction that a check depends on.
pub(super) fn described(extraction: &Extraction) -> String {
    let Extraction { blocks, warnings, outline, references, language_tags } = extraction;
    let blocks: Vec<String> = blocks.iter().map(described_block).collect();
    let around = |at| outline.collections(at);
    let starts: Vec<_> = outline.starts.iter().map(|start| (start.at, around(start.collection))).collect();
    let comments: Vec<_> = outline
        .comments
        .iter()
        .map(|comment| (comment.span, comment.is_alone, comment.collection.map(around)))
        .collect();
    let (uses, definitions) = (&references.uses, references.definitions.iter().collect::<BTreeSet<_>>());
    let languages: BTreeSet<_> = language_tags.iter().map(|tag| (tag.span, tag.language)).collect();
    format!("{blocks:?} {warnings:?} {starts:?} {comments:?} {uses:?} {definitions:?} {languages:?}")
}

/// Describes a block, with the source of each two adjacent words. White space may come from several nodes or from one,
/// which no finding shows.
fn described_block(block: &ProseBlock) -> String {
    let ProseBlock { text, map, scope, scopes, inner_scopes, breaks, heading_level, cell, group, .. } = block;
    let start_of = |word: &str| to_u32(word.as_ptr() as usize - text.as_ptr() as usize);
    let words = text.split(' ').filter(|word| !word.is_empty());
    let words: Vec<Range<u32>> = words.map(|word| start_of(word)..start_of(word) + to_u32(word.len())).collect();
    let pairs = words.iter().zip(words.iter().skip(1).chain(words.last()));
    let spans: Vec<_> =
        pairs.map(|(word, next)| (map.to_source(word), map.to_source(&(word.start..next.end)))).collect();
    let notations = (block.notation, &block.inner_notations);
    format!(
        "{text:?} {scope} {scopes:?} {inner_scopes:?} {breaks:?} {heading_level:?} {cell:?} {group:?} {notations:?} {spans:?}"
    )
}

/// Calls `check` on every text that extends `text` by up to `len` of these tokens.
#[cfg(test)]
pub(super) fn every_text(tokens: &[&str], text: &mut String, len: usize, check: &mut impl FnMut(&str)) {
    for token in tokens {
        let before = text.len();
        text.push_str(token);
        check(text);
        if len > 1 {
            every_text(tokens, text, len - 1, check);
        }
        text.truncate(before);
    }
}
