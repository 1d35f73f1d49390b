//! Guards: words around a match that make it harmless. They must be on its line, because a hard line break starts
//! another clause.

use super::measure::Measurer;
use super::run::Machine;
use super::subpattern::Subpattern;
use super::{Matcher, go_back_words};
use std::ops::Range;
use wordgate_rules::{Guards, Pattern, Within};
use wordgate_text::prose::Words;

/// The guards of one rule, compiled.
#[derive(Debug, Default)]
pub struct Guard {
    before: Vec<Subpattern>,
    after: Vec<Subpattern>,
    subject: Option<Matcher>,
    near: Option<(Matcher, Within)>,
}

impl Guard {
    /// Compiles the guards of a rule; `None` when it has none.
    pub fn new(guards: &Guards) -> Option<Guard> {
        let matcher = |patterns: &[Pattern]| (!patterns.is_empty()).then(|| Matcher::of_patterns(patterns));
        let guard = Guard {
            before: programs(&guards.before),
            after: programs(&guards.after),
            subject: matcher(&guards.subject),
            near: guards.near.as_ref().and_then(|near| Some((matcher(&near.patterns)?, near.within))),
        };
        let is_empty =
            guard.before.is_empty() && guard.after.is_empty() && guard.subject.is_none() && guard.near.is_none();
        (!is_empty).then_some(guard)
    }

    /// Whether a guard stands right before these tokens.
    pub fn stands_before(&self, words: &Words, tokens: &Range<usize>) -> bool {
        let (mut machine, at) = (Machine::default(), tokens.start);
        let line = words.lines(tokens).start;
        self.before.iter().any(|sought| {
            let first = go_back_words(words, at, sought.max_tokens).max(line);
            (first..at).any(|start| machine.fills(sought.program(), words, start..at, &|_| false))
        })
    }

    /// Whether a guard stands right after these tokens.
    pub fn stands_after(&self, words: &Words, tokens: &Range<usize>) -> bool {
        let mut machine = Machine::default();
        let rest = tokens.end..words.lines(tokens).end;
        self.after.iter().any(|sought| machine.run_within(sought.program(), words, rest.clone(), &|_| false).is_some())
    }

    /// Where subjects that make a match harmless stand in a block, by start.
    pub fn subjects(&self, words: &Words) -> Vec<Range<usize>> {
        self.subject.as_ref().map_or_else(Vec::new, |subject| subject.places(words))
    }

    /// The words that make a match harmless nearby, and how near they have to be.
    pub fn near(&self) -> Option<(&Matcher, Within)> {
        self.near.as_ref().map(|(near, within)| (near, *within))
    }
}

fn programs(patterns: &[Pattern]) -> Vec<Subpattern> {
    let mut measurer = Measurer::default();
    let parts = patterns.iter().flat_map(|pattern| pattern.parts.iter());
    parts.flat_map(|part| Subpattern::split(part, &mut measurer)).collect()
}
