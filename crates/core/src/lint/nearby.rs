//! Searches the text around a match for words of its rule: those of `unless_near`, `when_near` and `requires`.
//!
//! Only text that is checked counts, whatever other rules read: a topic that only a code sample names is not the topic
//! of the prose. A section or document is searched once per rule, and the result is kept for all matches of the rule.

use super::compiled::words_of;
use super::parsed::{BlockId, LocatedBlock};
use super::target::byte_range;
use crate::context::{BlockContext, LabelKind};
use crate::matcher::Matcher;
use std::collections::HashMap;
use std::ops::Range;
use wordgate_rules::Within;
use wordgate_text::prose::{ProseBlock, ScopeSet, Words};

/// A list of patterns that a rule searches near a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Condition {
    /// The table of `unless_near` with this index.
    Near(usize),
    /// The table of `when_near` with this index.
    Topic(usize),
    /// The patterns in `requires`.
    Required,
}

/// One condition of one rule.
#[derive(Clone, Copy)]
pub(super) struct Search<'s> {
    /// The index of the rule.
    pub rule: usize,
    pub condition: Condition,
    pub matcher: &'s Matcher,
    pub within: Within,
    /// The scopes whose text counts.
    pub scopes: ScopeSet,
}

/// Whether a section or the document has words for a condition: by rule, condition and first block. All blocks of a
/// document share it.
#[derive(Default)]
pub(super) struct FoundInSections(HashMap<(usize, Condition, BlockId), bool>);

/// Searches around the matches of one block.
pub(super) struct Nearby<'j, 'd> {
    block: LocatedBlock<'j, 'd>,
    words: &'j Words,
    /// The token ranges in the block that match a condition of a rule, sorted by start.
    ranges: HashMap<(usize, Condition), Vec<Range<usize>>>,
}

impl<'j, 'd> Nearby<'j, 'd> {
    pub fn new(block: LocatedBlock<'j, 'd>, words: &'j Words) -> Nearby<'j, 'd> {
        Nearby { block, words, ranges: HashMap::new() }
    }

    /// Returns whether the search finds something in the same sentence, paragraph, section or document as `tokens`.
    pub fn finds(&mut self, search: &Search, tokens: &Range<usize>, known: &mut FoundInSections) -> bool {
        let LocatedBlock { parsed, id } = self.block;
        let start = match search.within {
            Within::Sentence => return self.finds_in(search, &sentence(self.words, tokens)),
            Within::Paragraph => return self.finds_in(search, &(0..self.words.tokens().len())),
            Within::Section => parsed.section(id).start,
            Within::Document => BlockId::START,
        };
        let has_match = |block: &ProseBlock| !search.ranges(block, &words_of(block)).is_empty();
        *known.0.entry((search.rule, search.condition, start)).or_insert_with(|| match search.within {
            Within::Document => parsed.all_blocks().any(has_match),
            _ => parsed.blocks_of(parsed.section(id)).any(has_match) || self.is_in_heading(search),
        })
    }

    fn finds_in(&mut self, search: &Search, tokens: &Range<usize>) -> bool {
        let (block, words) = (self.block.parsed.block(self.block.id), self.words);
        let key = (search.rule, search.condition);
        any_within(self.ranges.entry(key).or_insert_with(|| search.ranges(block, words)), tokens)
    }

    /// Returns whether a heading above the block names it. What is below a heading belongs to its topic.
    fn is_in_heading(&self, search: &Search) -> bool {
        let headings = self.block.labels().filter(|label| label.kind == LabelKind::Heading);
        headings.into_iter().any(|heading| !search.matcher.find_ranges(&Words::new(heading.text)).is_empty())
    }
}

impl Search<'_> {
    /// Returns the token ranges in a block that match and are in text that counts, sorted by start.
    fn ranges(&self, block: &ProseBlock, words: &Words) -> Vec<Range<usize>> {
        let counts = |scopes: ScopeSet| scopes.iter().all(|scope| self.scopes.contains(scope));
        if !counts(block.scopes) {
            return Vec::new();
        }
        let mut ranges = self.matcher.find_ranges(words);
        ranges.retain(|tokens| counts(block.scopes_of(&byte_range(words, tokens))));
        ranges
    }
}

/// Returns whether one of `ranges` (sorted by start) lies inside `outer`.
pub(super) fn any_within(ranges: &[Range<usize>], outer: &Range<usize>) -> bool {
    let first = ranges.partition_point(|range| range.start < outer.start);
    ranges[first..].iter().take_while(|range| range.start < outer.end).any(|range| range.end <= outer.end)
}

/// Returns the token range of the sentences that a match overlaps.
fn sentence(words: &Words, tokens: &Range<usize>) -> Range<usize> {
    let all = words.tokens();
    let (first, last) = (all[tokens.start].sentence, all[tokens.end - 1].sentence);
    all.partition_point(|token| token.sentence < first)..all.partition_point(|token| token.sentence <= last)
}
