//! Evaluates the conditions under which a match is exempt: the guards and contexts of its rule, required wording
//! nearby, and first mentions.
//!
//! For example, a `require` rule reports "up to 9 times faster" unless "measured" occurs in the same section. A section
//! or document is searched once per rule, and the result is cached for all matches of the rule.

use super::compiled::CompiledRules;
use super::parsed::{BlockId, LocatedBlock};
use crate::context;
use crate::finding::Reason;
use crate::matcher::{Guard, Match, Matcher};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use wordgate_rules::{RuleKind, Within};
use wordgate_text::prose::{ProseBlock, Scope, Token, TokenKind, Words};

/// Words that start a clause with a new subject.
const CLAUSE_STARTS: &[&str] = &["but", "however", "although", "though", "whereas", "while", "whilst", "yet", "unlike"];

/// The maximum number of tokens to search before a match for the start of its clause. More than any clause has; the
/// limit bounds the time for a hostile sentence of a million words.
const MAX_CLAUSE: usize = 200;

/// A set of patterns that a rule searches near a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Condition {
    /// The patterns of the guard `unless_near`.
    Near,
    /// The patterns in `requires`.
    Required,
}

/// Results that all blocks of a document share.
#[derive(Default)]
pub(super) struct ConditionCache {
    /// Whether a section or the document contains a match for a condition: by rule, condition and first block.
    sections: HashMap<(usize, Condition, BlockId), bool>,
    /// The `first-use` rules whose term was already mentioned.
    mentioned: HashSet<usize>,
}

/// Evaluates the conditions for the matches of one block.
pub(super) struct ConditionEvaluator<'j, 'd> {
    rules: &'j CompiledRules,
    block: LocatedBlock<'j, 'd>,
    words: &'j Words,
    cache: &'j mut ConditionCache,
    /// The token ranges in the block that match a condition of a rule.
    ranges: HashMap<(usize, Condition), Vec<Range<usize>>>,
    /// The token ranges in the block that match the guard `unless_subject` of a rule.
    subjects: HashMap<usize, Vec<Range<usize>>>,
}

impl<'j, 'd> ConditionEvaluator<'j, 'd> {
    pub fn new(
        rules: &'j CompiledRules,
        block: LocatedBlock<'j, 'd>,
        words: &'j Words,
        cache: &'j mut ConditionCache,
    ) -> ConditionEvaluator<'j, 'd> {
        ConditionEvaluator { rules, block, words, cache, ranges: HashMap::new(), subjects: HashMap::new() }
    }

    /// Returns why a match is exempt: because of a guard, a context, or required wording nearby.
    pub fn exemption(&mut self, found: &Match) -> Option<Reason> {
        let rules = self.rules;
        let compiled = rules.compiled(found.rule);
        if let Some(guard) = compiled.guard.as_ref().and_then(|guard| self.exempting_guard(guard, found)) {
            return Some(Reason::Guard(guard));
        }
        if let Some(cue) = self.find_cue(&compiled.contexts, found) {
            return Some(Reason::Context(cue));
        }
        let RuleKind::Require { within, .. } = rules.rule_of(found).kind else { return None };
        self.is_nearby(found, Condition::Required, compiled.required.as_ref()?, within).then_some(Reason::Required)
    }

    /// Returns the words that make one of the contexts hold for a match.
    fn find_cue(&self, contexts: &[context::Context], found: &Match) -> Option<context::Cue> {
        let (words, range) = (self.words, found.tokens.clone());
        let find = |context: &context::Context| {
            let parties = &self.rules.parties;
            context::find_cue(
                *context,
                &context::MatchContext { words, range: range.clone(), block: &self.block, parties },
            )
        };
        contexts.iter().find_map(find)
    }

    /// Returns the key of the first guard that exempts the match.
    fn exempting_guard(&mut self, guard: &Guard, found: &Match) -> Option<&'static str> {
        let tokens = &found.tokens;
        if guard.matches_before(self.words, tokens) {
            return Some("unless_before");
        }
        if guard.matches_after(self.words, tokens) {
            return Some("unless_after");
        }
        let clause = clause_start(self.words, tokens);
        let subjects = self.subjects.entry(found.rule).or_insert_with(|| guard.subjects(self.words));
        if any_within(subjects, &(clause..tokens.start)) {
            return Some("unless_subject");
        }
        let (near, within) = guard.near()?;
        self.is_nearby(found, Condition::Near, near, within).then_some("unless_near")
    }

    /// Returns why a match of a `first-use` rule is not reported: it is in a heading or title, it is not the first
    /// mention, or it is part of the full form. Must be called for all matches in text order, because it records the
    /// first mention.
    pub fn first_use_exemption(&mut self, found: &Match, scope: Scope) -> Option<Reason> {
        let RuleKind::FirstUse { headings_count, .. } = self.rules.rule_of(found).kind else { return None };
        let is_title =
            [Scope::Heading, Scope::FrontMatter, Scope::Title, Scope::Alt, Scope::Attribute].contains(&scope);
        if is_title && !headings_count {
            return Some(Reason::MentionInTitle);
        }
        if !self.cache.mentioned.insert(found.rule) {
            return Some(Reason::LaterMention);
        }
        let full = self.rules.compiled(found.rule).required.as_ref()?;
        let tokens = &found.tokens;
        let covers = |full: &Match| full.tokens.start <= tokens.start && tokens.end <= full.tokens.end;
        full.find(self.words, &|_, _| false).iter().any(covers).then_some(Reason::MentionInFull)
    }

    /// Returns whether `matcher` finds something in the same sentence, paragraph, section or document (`within`) as a
    /// match.
    fn is_nearby(&mut self, found: &Match, condition: Condition, matcher: &Matcher, within: Within) -> bool {
        let LocatedBlock { parsed, id } = self.block;
        let has_match = |block: &ProseBlock| !matcher.find_ranges(&Words::new(&block.text)).is_empty();
        let start = match within {
            Within::Sentence | Within::Paragraph => {
                let ranges =
                    self.ranges.entry((found.rule, condition)).or_insert_with(|| matcher.find_ranges(self.words));
                let search = match within {
                    Within::Sentence => sentence(self.words, &found.tokens),
                    _ => 0..self.words.tokens().len(),
                };
                return any_within(ranges, &search);
            }
            Within::Section => parsed.section(id).start,
            Within::Document => BlockId::START,
        };
        *self.cache.sections.entry((found.rule, condition, start)).or_insert_with(|| match within {
            Within::Document => parsed.all_blocks().any(has_match),
            _ => parsed.blocks_of(parsed.section(id)).any(has_match),
        })
    }
}

/// Returns whether one of `ranges` (sorted by start) lies inside `outer`.
fn any_within(ranges: &[Range<usize>], outer: &Range<usize>) -> bool {
    let first = ranges.partition_point(|range| range.start < outer.start);
    ranges[first..].iter().take_while(|range| range.start < outer.end).any(|range| range.end <= outer.end)
}

/// Returns the token range of the sentences that a match overlaps.
fn sentence(words: &Words, tokens: &Range<usize>) -> Range<usize> {
    let all = words.tokens();
    let (first, last) = (all[tokens.start].sentence, all[tokens.end - 1].sentence);
    all.partition_point(|token| token.sentence < first)..all.partition_point(|token| token.sentence <= last)
}

/// Returns the first token of the clause that contains the start of a match.
fn clause_start(words: &Words, tokens: &Range<usize>) -> usize {
    let (all, at) = (words.tokens(), tokens.start);
    let sentence = all[at].sentence;
    let starts = |token: &Token| token.kind == TokenKind::Word && CLAUSE_STARTS.contains(&words.folded(token));
    let sentence = all.partition_point(|token| token.sentence < sentence);
    let from = sentence.max(words.lines(tokens).start).max(at.saturating_sub(MAX_CLAUSE));
    all[from..at].iter().rposition(starts).map_or(from, |start| from + start)
}
