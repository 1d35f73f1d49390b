//! Search targets (patterns with their programs) and the matches that they find.

use super::program::Program;
use super::run::RunResult;
use super::subpattern::Subpattern;
use std::ops::Range;
use std::sync::Arc;

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

/// A pattern, or one alternative of a pattern that is a choice of terms.
#[derive(Clone, Debug)]
pub(super) struct SearchTarget {
    /// The index of the rule in its set.
    pub rule: usize,
    /// The index of the pattern in the rule.
    pub pattern: usize,
    /// The programs that find its matches.
    pub programs: Programs,
}

/// The programs of a search target.
#[derive(Clone, Debug)]
pub(super) enum Programs {
    /// One program for the whole target.
    Ordered(Subpattern),
    /// The parts of a pattern with `&`.
    Unordered(UnorderedParts),
}

/// The parts of a pattern with `&`.
#[derive(Clone, Debug)]
pub(super) struct UnorderedParts {
    /// The alternatives of each part.
    pub parts: Vec<Vec<Subpattern>>,
    /// The index of the part that is expected to match least often. Its anchors are those of the pattern.
    pub rarest: usize,
    /// The most words of a match.
    pub max_words: usize,
}

impl SearchTarget {
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
