//! Finds the patterns of many rules in the words of a block.
//!
//! Each pattern is known by its rarest words. Each word of the text is looked up among those of all patterns; only where
//! one stands is the pattern itself run, once for each word at which a match can start.

mod alternatives;
mod closure;
mod guard;
mod measure;
mod program;
mod run;
mod subpattern;
mod target;
#[cfg(test)]
mod tests;
mod unordered;

pub use guard::Guard;
pub use target::Match;

use measure::Measurer;
use run::Machine;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::ops::Range;
use subpattern::Subpattern;
use target::{ProgramOrigin, Programs};
use wordgate_rules::{Pattern, RuleSet};
use wordgate_text::prose::{TokenKind, Words};

/// How a word leads to a target.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    /// The target's index.
    target: u32,
    /// The most words of a match before the word.
    before: u32,
    /// The most marks that the pattern writes before it.
    marks: u32,
}

/// All patterns of the active rules.
#[derive(Debug)]
pub struct Matcher {
    targets: Vec<ProgramOrigin>,
    /// For each word by which a target is found, case folded, the targets it leads to.
    leads: FxHashMap<Box<str>, Vec<Anchor>>,
}

impl Matcher {
    /// Compiles the rules for which `active` holds, by index.
    pub fn new(rules: &RuleSet, active: impl Fn(usize) -> bool) -> Matcher {
        let mut builder = MatcherBuilder::default();
        for (index, rule) in rules.rules.iter().enumerate().filter(|(index, _)| active(*index)) {
            for (number, pattern) in rule.patterns().iter().enumerate() {
                builder.pattern(index, number, pattern, usize::from(rule.within_words));
            }
        }
        builder.finish()
    }

    /// Compiles patterns that belong to no rule; a match's `rule` is 0.
    pub fn of_patterns(patterns: &[Pattern]) -> Matcher {
        let mut builder = MatcherBuilder::default();
        for (number, pattern) in patterns.iter().enumerate() {
            builder.pattern(0, number, pattern, 12);
        }
        builder.finish()
    }

    /// The tokens of all matches, by start, gaps running over anything.
    pub fn places(&self, words: &Words) -> Vec<Range<usize>> {
        let mut places: Vec<Range<usize>> =
            self.find(words, &|_, _| false).into_iter().map(|found| found.tokens).collect();
        places.sort_by_key(|place| (place.start, place.end));
        places
    }

    /// All matches, overlapping ones included: for each pattern and each word the preferred reading that starts there.
    /// `stop` tells the tokens over which no gap of a rule may run.
    pub fn find(&self, words: &Words, stop: &dyn Fn(usize, usize) -> bool) -> Vec<Match> {
        let mut matches = Vec::new();
        let mut machine = Machine::default();
        // For each target, the first token at which it was not yet run.
        let mut tried: FxHashMap<u32, usize> = FxHashMap::default();
        for (token, word) in words.tokens().iter().enumerate().filter(|_| !self.leads.is_empty()) {
            for lead in self.leads.get(words.folded(word)).into_iter().flatten() {
                let target = &self.targets[lead.target as usize];
                let from = tried.entry(lead.target).or_insert(0);
                let gap_stop = |at| stop(target.rule, at);
                match &target.programs {
                    Programs::Ordered(sought) => {
                        let program = sought.program();
                        let first = go_back(words, token, lead).max(*from);
                        *from = (*from).max(token + 1);
                        for start in first..=token {
                            if let Some(reading) = machine.run(program, words, start, &gap_stop) {
                                matches.push(target.matched(program, start, reading));
                            }
                        }
                    }
                    Programs::Unordered(parts, within) if token >= *from => {
                        let sentence = sentence_around(words, token);
                        *from = sentence.end;
                        let mut search = unordered::Search { words, machine: &mut machine, stop: &gap_stop };
                        matches.extend(search.find(target, parts, *within, sentence));
                    }
                    Programs::Unordered(..) => {}
                }
            }
        }
        // A pattern that is a choice of terms is run for each term: at each start its longest reading counts.
        matches.sort_by_key(|found| (found.rule, found.pattern, found.tokens.start, Reverse(found.tokens.end)));
        matches.dedup_by_key(|found| (found.rule, found.pattern, found.tokens.start));
        drop_detours(&mut matches, words);
        matches
    }
}

/// Drops matches whose gap runs over the start of a shorter one: the shortest gap wins. Where terms of a set are
/// captured, over another term of the set. Matches are sorted by rule, pattern and start.
fn drop_detours(matches: &mut Vec<Match>, words: &Words) {
    let detour: Vec<bool> = (0..matches.len())
        .map(|index| {
            let long = &matches[index];
            let inside = matches[index + 1..].iter().take_while(|short| {
                (short.rule, short.pattern) == (long.rule, long.pattern) && short.tokens.start < long.tokens.end
            });
            let mut inside = inside.filter(|short| short.tokens.end <= long.tokens.end);
            long.gap_words > 0 && inside.any(|short| has_shorter_gap(long, short, words) || runs_over(long, short))
        })
        .collect();
    let mut detour = detour.into_iter();
    matches.retain(|_| !detour.next().unwrap_or(false));
}

/// Whether `short` takes as many words of the pattern as `long` up to the same end, with fewer words in its gaps.
fn has_shorter_gap(long: &Match, short: &Match, words: &Words) -> bool {
    let taken = |found: &Match| {
        let all = found.tokens.clone().filter(|&at| !is_mark(words, at)).count();
        all - found.gap_words as usize
    };
    short.tokens.end == long.tokens.end && short.gap_words < long.gap_words && taken(short) >= taken(long)
}

/// Whether `short` captures a term of a set where `long` has none of its own.
fn runs_over(long: &Match, short: &Match) -> bool {
    short.captures.iter().any(|(set, term)| {
        let mut own = long.captures.iter().filter(|(name, _)| name == set).peekable();
        own.peek().is_some() && own.all(|(_, range)| term.end <= range.start || range.end <= term.start)
    })
}

/// The first token at which a match can start that has the word at `token`.
fn go_back(words: &Words, token: usize, lead: &Anchor) -> usize {
    let mut at = go_back_words(words, token, lead.before as usize);
    for _ in 0..lead.marks {
        if at > 0 && is_mark(words, at - 1) {
            at -= 1;
        }
    }
    at
}

/// The token that lies `count` words before `token`, or the first one.
fn go_back_words(words: &Words, token: usize, count: usize) -> usize {
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

/// The tokens of the sentence that `token` belongs to.
fn sentence_around(words: &Words, token: usize) -> Range<usize> {
    let tokens = words.tokens();
    let sentence = tokens[token].sentence;
    tokens.partition_point(|token| token.sentence < sentence)
        ..tokens.partition_point(|token| token.sentence <= sentence)
}

#[derive(Default)]
struct MatcherBuilder {
    targets: Vec<ProgramOrigin>,
    leads: FxHashMap<Box<str>, Vec<Anchor>>,
    measurer: Measurer,
}

impl MatcherBuilder {
    fn pattern(&mut self, rule: usize, pattern: usize, source: &Pattern, within: usize) {
        let mut parts: Vec<Vec<Subpattern>> =
            source.parts.iter().map(|part| Subpattern::split(part, &mut self.measurer)).collect();
        if parts.len() == 1 {
            for sought in parts.remove(0) {
                self.lead(&sought);
                self.targets.push(ProgramOrigin { rule, pattern, programs: Programs::Ordered(sought) });
            }
            return;
        }
        // Every part has to occur, so the one with the fewest words to look for stands for all.
        let mut cost = |sought: &Subpattern| u64::from(self.measurer.cost(sought.node()).unwrap_or_default());
        let rarest = parts.iter().min_by_key(|part| part.iter().map(&mut cost).sum::<u64>());
        for sought in rarest.into_iter().flatten() {
            self.lead(sought);
        }
        self.targets.push(ProgramOrigin { rule, pattern, programs: Programs::Unordered(parts, within) });
    }

    /// Makes the words by which this is found lead to the target that is pushed next.
    fn lead(&mut self, sought: &Subpattern) {
        let number = |count: usize| u32::try_from(count).expect("rule files are limited to far fewer patterns");
        let anchor = self.measurer.anchor(sought.node());
        let target = number(self.targets.len());
        let lead = Anchor { target, before: number(anchor.before), marks: number(anchor.marks) };
        for word in anchor.words.iter().flat_map(|word| word.folded_forms()) {
            match self.leads.get_mut(&*word) {
                Some(leads) if leads.last().is_some_and(|last| last.target == target) => {}
                Some(leads) => leads.push(lead),
                None => drop(self.leads.insert(word.into(), vec![lead])),
            }
        }
    }

    fn finish(self) -> Matcher {
        Matcher { targets: self.targets, leads: self.leads }
    }
}
