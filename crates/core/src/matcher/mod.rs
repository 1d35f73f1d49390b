//! The matcher: finds the patterns of all rules in the words of a prose block.
//!
//! A prose block is, for example, a paragraph. It is split into tokens: words and punctuation marks. Every pattern is
//! compiled to a small program, but a program is run only near the *anchor* of its pattern: a set of rare words of
//! which every match contains at least one.
//!
//! # Example
//!
//! The pattern is `access~ [to] @model`. `access~` means every form of the word, `[to]` is optional, and `@model` means
//! a term of the set `openai`, `open ai`. The text is "Get direct access to OpenAI models."
//!
//! 1. A rule has the anchor of each pattern (see [`wordgate_rules::Target`]). "access" and "to" are common words, so it is
//!    the rarest word of each term: {openai, open}. At most two words of a match come before the anchor.
//! 2. [`Matcher::find`] looks up each word of the text in one index of all anchors. "OpenAI", token 4, is in it; no other
//!    word is.
//! 3. A match that contains token 4 has to start at token 2, 3 or 4, so the program is run from each of these tokens.
//!    The pattern is read when its anchor first occurs, and compiled when a text also has the other words that it needs
//!    (see `block_words` and `subpattern`):
//!
//!    ```text
//!     0  Word access, accesses, accessed or accessing
//!     1  Split 2, 3
//!     2  Word to
//!     3  OpenCapture model
//!     4  Split 5, 8
//!     5  Word open
//!     6  Word ai
//!     7  Jump 10
//!     8  Word openai
//!     9  Jump 10
//!    10  CloseCapture model
//!    11  Accept
//!    ```
//!
//! 4. The Pike VM in `run` executes it. From token 2 it takes "access", then "to" on one branch of the split, then
//!    "OpenAI", and reaches `Accept`. From tokens 3 and 4 it cannot take any word.
//! 5. The result is one [`Match`] of the tokens 2 to 4, "access to OpenAI", with token 4 captured as `model`.
//!
//! A pattern with `&` finds its parts in any order; see `unordered`.

mod block_words;
mod class;
#[cfg(test)]
mod class_tests;
mod closure;
mod figure;
mod figures;
mod guard;
mod program;
mod progress;
mod run;
mod set_table;
mod subpattern;
mod target;
#[cfg(test)]
mod tests;
mod unordered;
mod word_index;

pub use guard::Guard;
pub use progress::Obstacle;
pub(crate) use progress::{PatternProbe, Progress, rank};
pub use target::Match;

use block_words::BlockWords;
use run::Machine;
use rustc_hash::FxHashMap;
use set_table::SetTable;
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;
use subpattern::Subpattern;
use target::SearchPattern;
use word_index::{WordIndex, WordIndexBuilder};
use wordgate_rules::{Pattern, RuleSet, Target};
use wordgate_text::prose::{TokenKind, Words};

/// The target to try where an anchor word occurs, and how far before the word a match can start.
#[derive(Clone, Copy, Debug, PartialEq)]
struct AnchorUse {
    /// The index of the [`SearchTarget`].
    target: u32,
    /// The most words of a match before the anchor word.
    max_words_before: u32,
    /// The most punctuation marks of the pattern before the anchor word.
    max_marks_before: u32,
}

/// The most words of a match of a pattern with `&` that belongs to no rule: the default of `within_words` in rule
/// files.
const DEFAULT_WITHIN_WORDS: usize = 12;

/// A pattern, or one alternative of a pattern that is a choice.
#[derive(Clone, Copy, Debug)]
struct SearchTarget {
    /// The index of the [`SearchPattern`].
    pattern: u32,
    /// The index of the alternative in the pattern's only part, or of the rarest part of a pattern with `&`.
    branch: u32,
}

/// The patterns of all active rules.
#[derive(Debug)]
pub struct Matcher {
    /// The rules; `None` for patterns that belong to no rule.
    rules: Option<Arc<RuleSet>>,
    patterns: Vec<SearchPattern>,
    targets: Vec<SearchTarget>,
    /// For each anchor word, the targets to try.
    anchors: WordIndex<AnchorUse>,
    /// The term sets of all targets.
    sets: SetTable,
}

impl Matcher {
    /// Creates a matcher for the rules whose index satisfies `is_active`.
    pub fn new(rules: &Arc<RuleSet>, is_active: impl Fn(usize) -> bool) -> Matcher {
        let mut builder = MatcherBuilder::default();
        for (index, rule) in rules.rules.iter().enumerate().filter(|(index, _)| is_active(*index)) {
            builder.add(index, &rule.targets(&builder.sets.measurer), usize::from(rule.within_words));
        }
        builder.finish(Some(rules.clone()))
    }

    /// Creates a matcher for patterns that belong to no rule. The `rule` of each match is 0.
    pub fn from_patterns(patterns: &[Pattern]) -> Matcher {
        let mut builder = MatcherBuilder::default();
        builder.add(0, &Target::of_patterns(patterns, &builder.sets.measurer), DEFAULT_WITHIN_WORDS);
        for pattern in &builder.patterns {
            pattern.parts(&builder.sets, || &patterns[pattern.pattern]);
        }
        builder.finish(None)
    }

    /// Finds the token ranges of all matches, sorted by start. Gaps may contain any token.
    pub fn find_ranges(&self, words: &Words) -> Vec<Range<usize>> {
        self.find_ranges_near(words, 0..words.tokens().len())
    }

    /// Finds the token ranges of the matches whose rarest word is in `within`, sorted by start. Gaps may contain any
    /// token.
    pub fn find_ranges_near(&self, words: &Words, within: Range<usize>) -> Vec<Range<usize>> {
        let found = self.find_near(words, within, &|_, _| false);
        let mut ranges: Vec<Range<usize>> = found.into_iter().map(|found| found.tokens).collect();
        ranges.sort_by_key(|range| (range.start, range.end));
        ranges
    }

    /// Finds all matches, including overlapping ones. For each pattern and start token there is at most one match, the
    /// one that the pattern language prefers. `stops_gap(rule, token)` is true if no gap of this rule may contain this
    /// token.
    pub fn find(&self, words: &Words, stops_gap: &dyn Fn(usize, usize) -> bool) -> Vec<Match> {
        self.find_near(words, 0..words.tokens().len(), stops_gap)
    }

    /// Does the same as [`Matcher::find`] for the matches whose rarest word is in `within`.
    fn find_near(&self, words: &Words, within: Range<usize>, stops_gap: &dyn Fn(usize, usize) -> bool) -> Vec<Match> {
        self.find_with(&mut Machine::default(), words, within, stops_gap)
    }

    fn find_with(
        &self,
        machine: &mut Machine,
        words: &Words,
        within: Range<usize>,
        stops_gap: &dyn Fn(usize, usize) -> bool,
    ) -> Vec<Match> {
        let mut matches = Vec::new();
        // For each target, the first token at which it was not tried yet.
        let mut tried: FxHashMap<u32, usize> = FxHashMap::default();
        let mut block: Option<BlockWords> = None;
        for token in within.filter(|_| !self.anchors.is_empty()) {
            for anchor in self.anchors.get(words, &words.tokens()[token]).iter() {
                let target = self.targets[anchor.target as usize];
                let pattern = &self.patterns[target.pattern as usize];
                let from = tried.entry(anchor.target).or_insert(0);
                if token < *from {
                    continue;
                }
                let parts = pattern.parts(&self.sets, || self.source(pattern));
                let (sets, branch) = (&self.sets, target.branch as usize);
                let mut may_match = |subpattern: &Subpattern| subpattern.may_match(words, &mut block, sets);
                let may_match = match parts {
                    [branches] => may_match(&branches[branch]),
                    parts => parts.iter().all(|part| part.iter().any(&mut may_match)),
                };
                if !may_match {
                    *from = usize::MAX;
                    continue;
                }
                let stops_gap = |at| stops_gap(pattern.rule, at);
                match parts {
                    [branches] => {
                        let program = branches[branch].program(sets);
                        let first = earliest_start(words, token, anchor).max(*from);
                        *from = token + 1;
                        for start in first..=token {
                            if !machine.may_start(program, words, start) {
                                continue;
                            }
                            if let Some(result) = machine.run(program, words, start, &stops_gap) {
                                matches.push(pattern.to_match(program, start, result));
                            }
                        }
                    }
                    parts => {
                        let sentence = sentence_around(words, token);
                        *from = sentence.end;
                        let mut search =
                            unordered::Search { words, sets, machine: &mut *machine, stops_gap: &stops_gap };
                        matches.extend(search.find(pattern, parts, branch, sentence));
                    }
                }
            }
        }
        // A pattern that is a choice of terms has one target for each term. The longest match at each start wins.
        matches.sort_by_key(|found| (found.rule, found.pattern, found.tokens.start, Reverse(found.tokens.end)));
        matches.dedup_by_key(|found| (found.rule, found.pattern, found.tokens.start));
        drop_longer_gaps(&mut matches, words);
        matches
    }

    /// Returns the pattern of a rule.
    fn source(&self, pattern: &SearchPattern) -> &Pattern {
        let rules = self.rules.as_ref().expect("patterns that belong to no rule are read at once");
        &rules.rules[pattern.rule].patterns()[pattern.pattern]
    }
}

/// Drops matches whose gap contains the start of a better match. For `access .. models` and the text "access to access
/// to models" only the second "access" counts, because the shortest gap wins. If the pattern captures terms of a set, a
/// match is also dropped if its gap contains another term of that set. `matches` is sorted by rule, pattern and start.
fn drop_longer_gaps(matches: &mut Vec<Match>, words: &Words) {
    let is_dropped: Vec<bool> = (0..matches.len())
        .map(|index| {
            let long = &matches[index];
            let inside = matches[index + 1..].iter().take_while(|short| {
                (short.rule, short.pattern) == (long.rule, long.pattern) && short.tokens.start < long.tokens.end
            });
            let mut inside = inside.filter(|short| short.tokens.end <= long.tokens.end);
            long.gap_words > 0 && inside.any(|short| has_shorter_gap(long, short, words) || skips_term(long, short))
        })
        .collect();
    let mut is_dropped = is_dropped.into_iter();
    matches.retain(|_| !is_dropped.next().unwrap_or(false));
}

/// Returns whether `short` has the same end as `long` and at least as many words outside of gaps, but fewer words in
/// its gaps.
fn has_shorter_gap(long: &Match, short: &Match, words: &Words) -> bool {
    let pattern_words = |found: &Match| {
        let all = found.tokens.clone().filter(|&at| !is_mark(words, at)).count();
        all - found.gap_words as usize
    };
    short.tokens.end == long.tokens.end
        && short.gap_words < long.gap_words
        && pattern_words(short) >= pattern_words(long)
}

/// Returns whether `short` captures a term that `long` skips, although `long` captures another term of the same set.
fn skips_term(long: &Match, short: &Match) -> bool {
    short.captures.iter().any(|(set, term)| {
        let mut captured = long.captures.iter().filter(|(name, _)| name == set).peekable();
        captured.peek().is_some() && captured.all(|(_, range)| term.end <= range.start || range.end <= term.start)
    })
}

/// Returns the first token at which a match can start if its anchor word is `token`.
fn earliest_start(words: &Words, token: usize, anchor: &AnchorUse) -> usize {
    let mut at = skip_words_back(words, token, anchor.max_words_before as usize);
    for _ in 0..anchor.max_marks_before {
        if at > 0 && is_mark(words, at - 1) {
            at -= 1;
        }
    }
    at
}

/// Returns the token `count` words before `token`, or the first token of the text.
fn skip_words_back(words: &Words, token: usize, count: usize) -> usize {
    let (mut at, mut left) = (token, count);
    while at > 0 && left > 0 {
        at -= 1;
        left -= usize::from(!is_mark(words, at));
    }
    at
}

fn is_mark(words: &Words, at: usize) -> bool {
    matches!(words.tokens()[at].kind, TokenKind::Mark(_))
}

/// Returns the tokens of the sentence that contains `token`.
fn sentence_around(words: &Words, token: usize) -> Range<usize> {
    let tokens = words.tokens();
    let sentence = tokens[token].sentence;
    tokens.partition_point(|token| token.sentence < sentence)
        ..tokens.partition_point(|token| token.sentence <= sentence)
}

#[derive(Default)]
struct MatcherBuilder {
    patterns: Vec<SearchPattern>,
    targets: Vec<SearchTarget>,
    anchors: WordIndexBuilder<AnchorUse>,
    sets: SetTable,
}

impl MatcherBuilder {
    /// Adds the targets of one rule. `max_words` limits how far apart the parts of a pattern with `&` may be.
    fn add(&mut self, rule: usize, targets: &[Target], max_words: usize) {
        let to_u32 = |count: usize| u32::try_from(count).expect("rule files are limited to far fewer patterns");
        for target in targets {
            if self.patterns.last().is_none_or(|last| (last.rule, last.pattern) != (rule, target.pattern)) {
                self.patterns.push(SearchPattern::new(rule, target.pattern, max_words));
            }
            for anchor in &target.anchors {
                let place = AnchorUse {
                    target: to_u32(self.targets.len()),
                    max_words_before: to_u32(anchor.max_words_before),
                    max_marks_before: to_u32(anchor.max_marks_before),
                };
                anchor.hashes.iter().for_each(|hash| self.anchors.insert_hash(*hash, place));
                anchor.shaped.iter().for_each(|word| self.anchors.insert(word, place));
            }
            let (pattern, branch) = (to_u32(self.patterns.len() - 1), to_u32(target.branch));
            self.targets.push(SearchTarget { pattern, branch });
        }
    }

    fn finish(self, rules: Option<Arc<RuleSet>>) -> Matcher {
        let MatcherBuilder { patterns, targets, anchors, sets } = self;
        Matcher { rules, patterns, targets, anchors: anchors.finish(), sets }
    }
}
