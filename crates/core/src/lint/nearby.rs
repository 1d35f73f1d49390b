//! Searches the text around a match for words of its rule: those of `unless_near`, `when_near` and `requires`.
//!
//! Only text that is checked counts, whatever other rules read: a topic that only a code sample names is not the topic
//! of the prose. A section or document is searched once per rule, and the result is kept for all matches of the rule.
//! Most documents with an ambiguous word are not about the topic of the rule, so a gate decides which pieces of a
//! document are parsed for the search.

use super::parsed::BlockId;
use super::place::LocatedBlock;
use super::readable;
use super::target::byte_range;
use crate::context::{BlockContext, LabelKind};
use crate::gate::Gate;
use crate::matcher::Matcher;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use wordgate_rules::{Pattern, Rule, RuleKind, Within};
use wordgate_text::prose::{ProseBlock, Scope, ScopeSet, Words};

/// Words that a rule searches in a range around a match, compiled.
#[derive(Debug)]
pub(super) struct NearbyWords {
    matcher: Matcher,
    pub within: Within,
    /// Decides which pieces of a document can have the words. Built for the first document that is searched.
    gate: OnceLock<Gate>,
}

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
    pub definition: &'s Rule,
    pub condition: Condition,
    pub words: &'s NearbyWords,
    /// The scopes whose text counts.
    pub scopes: ScopeSet,
}

/// What is known about the sections of a document. All its blocks share it.
#[derive(Default)]
pub(super) struct KnownSections {
    /// Whether a gate decides which pieces of the document are searched. Otherwise, all of them are.
    uses_gate: bool,
    /// The first words for a condition in a section or the document: by rule, condition and first block.
    found: HashMap<(usize, Condition, BlockId), Option<Arc<str>>>,
}

/// Searches around the matches of one block.
pub(super) struct Nearby<'j, 'd> {
    block: LocatedBlock<'j, 'd>,
    words: &'j Words,
    /// The token ranges in the block that match a condition of a rule, sorted by start.
    ranges: HashMap<(usize, Condition), Vec<Range<usize>>>,
}

impl NearbyWords {
    pub fn new(patterns: &[Pattern], within: Within) -> NearbyWords {
        NearbyWords { matcher: Matcher::from_patterns(patterns), within, gate: OnceLock::new() }
    }
}

impl KnownSections {
    pub fn new(uses_gate: bool) -> KnownSections {
        KnownSections { uses_gate, found: HashMap::new() }
    }
}

impl<'j, 'd> Nearby<'j, 'd> {
    pub fn new(block: LocatedBlock<'j, 'd>, words: &'j Words) -> Nearby<'j, 'd> {
        Nearby { block, words, ranges: HashMap::new() }
    }

    /// Returns the first words that the search finds in the same sentence, paragraph, section or document as `tokens`,
    /// for a reason.
    pub fn find(&mut self, search: &Search, tokens: &Range<usize>, known: &mut KnownSections) -> Option<Arc<str>> {
        let LocatedBlock { parsed, id, .. } = self.block;
        let start = match search.words.within {
            Within::Sentence => return self.find_in(search, &sentence(self.words, tokens)),
            Within::Paragraph => return self.find_in(search, &(0..self.words.tokens().len())),
            Within::Section => parsed.section(id).start,
            Within::Document => BlockId::START,
        };
        let uses_gate = known.uses_gate;
        let find = || match search.words.within {
            Within::Document if uses_gate => self.find_in_document(search),
            Within::Document => parsed.all_blocks().find_map(|block| search.find_in(block)),
            _ => {
                let mut section = parsed.blocks_of(parsed.section(id));
                section.find_map(|block| search.find_in(block)).or_else(|| self.find_in_heading(search))
            }
        };
        known.found.entry((search.rule, search.condition, start)).or_insert_with(find).clone()
    }

    fn find_in(&mut self, search: &Search, tokens: &Range<usize>) -> Option<Arc<str>> {
        let (block, words) = (self.block.parsed.block(self.block.id), self.words);
        let key = (search.rule, search.condition);
        let ranges = self.ranges.entry(key).or_insert_with(|| search.ranges(block, words));
        first_within(ranges, tokens).map(|range| shown(&block.text, words, range))
    }

    /// Searches the pieces of the document that the gate does not rule out.
    fn find_in_document(&self, search: &Search) -> Option<Arc<str>> {
        let parsed = self.block.parsed;
        let mut scan = search.gate().scan(parsed.text(), parsed.format())?;
        let mut pieces = parsed.pieces().iter().enumerate();
        pieces.find_map(|(piece, range)| {
            let may_match = scan.opens(parsed.text(), range.range, parsed.code());
            may_match.then(|| parsed.blocks(piece).iter().find_map(|block| search.find_in(block)))?
        })
    }

    /// Searches the headings above the block. What is below a heading belongs to its topic.
    fn find_in_heading(&self, search: &Search) -> Option<Arc<str>> {
        let mut headings = self.block.labels().filter(|label| label.kind == LabelKind::Heading);
        headings.find_map(|heading| {
            let words = Words::new(heading.text);
            search.words.matcher.find_ranges(&words).first().map(|range| shown(heading.text, &words, range))
        })
    }
}

impl Search<'_> {
    fn gate(&self) -> &Gate {
        let patterns: &[Pattern] = match (self.condition, &self.definition.kind) {
            (Condition::Near(table), _) => &self.definition.guards.near[table].patterns,
            (Condition::Topic(table), _) => &self.definition.guards.topics[table].patterns,
            (Condition::Required, RuleKind::Require { patterns, .. }) => patterns,
            (Condition::Required, _) => &[],
        };
        self.words.gate.get_or_init(|| Gate::new(patterns))
    }

    fn find_in(&self, block: &ProseBlock) -> Option<Arc<str>> {
        if !self.counts(block.scopes) {
            return None;
        }
        let words = words_of(block);
        self.ranges(block, &words).first().map(|range| shown(&block.text, &words, range))
    }

    /// Returns the token ranges in a block that match and are in text that counts, sorted by start.
    fn ranges(&self, block: &ProseBlock, words: &Words) -> Vec<Range<usize>> {
        let mut ranges = self.words.matcher.find_ranges(words);
        ranges.retain(|tokens| self.counts(block.scopes_of(&byte_range(words, tokens))));
        ranges
    }

    fn counts(&self, scopes: ScopeSet) -> bool {
        scopes.iter().all(|scope| self.scopes.contains(scope))
    }
}

/// Returns the words of a block.
pub(super) fn words_of(block: &ProseBlock) -> Words {
    match block.scope {
        Scope::Url => Words::of_address(&block.text),
        _ => block.words(),
    }
}

/// Returns these tokens of a text, for a reason.
pub(super) fn shown(text: &str, words: &Words, tokens: &Range<usize>) -> Arc<str> {
    let range = byte_range(words, tokens);
    readable::short(&text[range.start as usize..range.end as usize]).into()
}

/// Returns the first of `ranges` (sorted by start) that lies inside `outer`.
pub(super) fn first_within<'r>(ranges: &'r [Range<usize>], outer: &Range<usize>) -> Option<&'r Range<usize>> {
    let first = ranges.partition_point(|range| range.start < outer.start);
    ranges[first..].iter().take_while(|range| range.start < outer.end).find(|range| range.end <= outer.end)
}

/// Returns the token range of the sentences that a match overlaps.
fn sentence(words: &Words, tokens: &Range<usize>) -> Range<usize> {
    let all = words.tokens();
    let (first, last) = (all[tokens.start].sentence, all[tokens.end - 1].sentence);
    all.partition_point(|token| token.sentence < first)..all.partition_point(|token| token.sentence <= last)
}
