//! The patterns of a matcher and the matches that they find.

use super::program::Program;
use super::run::RunResult;
use super::set_table::SetTable;
use super::subpattern::Subpattern;
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use wordgate_rules::Pattern;

/// One match of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The index of the rule in its set.
    pub rule: usize,
    /// The index of the pattern in the rule.
    pub pattern: usize,
    /// The matched tokens.
    pub tokens: Range<usize>,
    /// For each term of a set in the match, the name of the set and the tokens of the term.
    pub captures: Vec<(Arc<str>, Range<usize>)>,
    /// The number of words in the gaps of the match.
    pub gap_words: u32,
}

/// A pattern that is searched for.
#[derive(Debug)]
pub(super) struct SearchPattern {
    /// The index of the rule in its set.
    pub rule: usize,
    /// The index of the pattern in the rule.
    pub pattern: usize,
    /// The most words of a match, if the pattern has `&`.
    pub max_words: usize,
    /// Its parts, each split into branches. A pattern without `&` has one part.
    parts: OnceLock<Vec<Vec<Subpattern>>>,
}

impl SearchPattern {
    pub fn new(rule: usize, pattern: usize, max_words: usize) -> SearchPattern {
        SearchPattern { rule, pattern, max_words, parts: OnceLock::new() }
    }

    /// Returns the parts. At the first call they are read from `source`.
    pub fn parts<'p>(&self, sets: &SetTable, source: impl FnOnce() -> &'p Pattern) -> &[Vec<Subpattern>] {
        self.parts.get_or_init(|| source().parts.iter().map(|part| Subpattern::split(part, sets)).collect())
    }

    /// Converts the result of `program` at `start` to a match.
    pub fn to_match(&self, program: &Program, start: usize, result: RunResult) -> Match {
        let with_name = |(set, range): (u16, Range<usize>)| (program.captures[usize::from(set)].clone(), range);
        Match {
            rule: self.rule,
            pattern: self.pattern,
            tokens: start..result.end,
            captures: result.captures.into_iter().map(with_name).collect(),
            gap_words: result.gap_words,
        }
    }
}
