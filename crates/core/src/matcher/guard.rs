//! Guards: words beside or over a match that make it harmless.
//!
//! A rule that forbids `guarantee~` may have `unless_before = ["no"]`. Then "no guarantee" is not reported. The words
//! of `unless_before` and `unless_after` have to be on the line of the match, because a hard line break starts another
//! clause.

use super::run::Machine;
use super::set_table::SetTable;
use super::subpattern::Subpattern;
use super::{Matcher, skip_words_back};
use std::ops::Range;
use wordgate_rules::{Guards, Pattern};
use wordgate_text::prose::Words;

/// The guards of one rule, compiled, except for those that search a range around the match.
#[derive(Debug, Default)]
pub struct Guard {
    before: Vec<Subpattern>,
    after: Vec<Subpattern>,
    /// The term sets of `before` and `after`.
    sets: SetTable,
    subject: Option<Matcher>,
    under: Option<Matcher>,
}

impl Guard {
    /// Compiles the guards of a rule. Returns `None` if the rule has no guards.
    pub fn new(guards: &Guards) -> Option<Guard> {
        let matcher = |patterns: &[Pattern]| (!patterns.is_empty()).then(|| Matcher::from_patterns(patterns));
        let sets = SetTable::default();
        let guard = Guard {
            before: subpatterns(&guards.before, &sets),
            after: subpatterns(&guards.after, &sets),
            sets,
            subject: matcher(&guards.subject),
            under: matcher(&guards.under),
        };
        let Guard { before, after, subject, under, .. } = &guard;
        let is_empty = before.is_empty() && after.is_empty() && subject.is_none() && under.is_none();
        (!is_empty).then_some(guard)
    }

    /// Returns the tokens directly before these ones that match an `unless_before` guard.
    pub fn before(&self, words: &Words, tokens: &Range<usize>) -> Option<Range<usize>> {
        let (mut machine, at) = (Machine::default(), tokens.start);
        let line = words.lines(tokens).start;
        self.before.iter().find_map(|subpattern| {
            let first = skip_words_back(words, at, subpattern.max_tokens).max(line);
            let mut ranges = (first..at).map(|start| start..at);
            ranges
                .find(|range| machine.matches_exactly(subpattern.program(&self.sets), words, range.clone(), &|_| false))
        })
    }

    /// Returns the tokens directly after these ones that match an `unless_after` guard.
    pub fn after(&self, words: &Words, tokens: &Range<usize>) -> Option<Range<usize>> {
        let mut machine = Machine::default();
        let rest = tokens.end..words.lines(tokens).end;
        self.after.iter().find_map(|subpattern| {
            let found = machine.run_within(subpattern.program(&self.sets), words, rest.clone(), &|_| false)?;
            Some(rest.start..found.end)
        })
    }

    /// Returns the token ranges in a block that match an `unless_subject` guard, sorted by start.
    pub fn subjects(&self, words: &Words) -> Vec<Range<usize>> {
        self.subject.as_ref().map_or_else(Vec::new, |subject| subject.find_ranges(words))
    }

    /// Returns the matcher of `unless_under`.
    pub fn under(&self) -> Option<&Matcher> {
        self.under.as_ref()
    }
}

fn subpatterns(patterns: &[Pattern], sets: &SetTable) -> Vec<Subpattern> {
    let parts = patterns.iter().flat_map(|pattern| pattern.parts.iter());
    parts.flat_map(|part| Subpattern::split(part, sets)).collect()
}
