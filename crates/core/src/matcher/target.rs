//! What is looked for, and what is found: a pattern with its programs, and its matches.

use super::program::Program;
use super::run::RunResult;
use super::subpattern::Subpattern;
use std::ops::Range;
use std::sync::Arc;

/// One match of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The rule, by index in its set.
    pub rule: usize,
    /// The pattern, by index in the rule.
    pub pattern: usize,
    /// The tokens from the first to the last, end exclusive.
    pub tokens: Range<usize>,
    /// The term sets in it, by name, and their tokens.
    pub captures: Vec<(Arc<str>, Range<usize>)>,
    /// Words in its gaps.
    pub gap_words: u32,
}

/// Where a program comes from.
#[derive(Clone, Debug)]
pub(super) struct ProgramOrigin {
    /// The rule, by index in its set.
    pub rule: usize,
    /// The pattern, by index in the rule.
    pub pattern: usize,
    /// What finds its matches.
    pub programs: Programs,
}

/// What finds the matches of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Programs {
    /// A sequence.
    Ordered(Subpattern),
    /// The parts of a pattern with `&`, each a choice of programs, and the words they must lie within.
    Unordered(Vec<Vec<Subpattern>>, usize),
}

impl ProgramOrigin {
    /// The match that a reading of one of its programs is.
    pub fn matched(&self, program: &Program, start: usize, reading: RunResult) -> Match {
        let named = |(set, range): (u16, Range<usize>)| (program.captures[usize::from(set)].clone(), range);
        Match {
            rule: self.rule,
            pattern: self.pattern,
            tokens: start..reading.end,
            captures: reading.captures.into_iter().map(named).collect(),
            gap_words: reading.gap_words,
        }
    }
}
