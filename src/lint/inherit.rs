//! An excuse holds for what lies inside the excused words.
//!
//! Patterns of one rule overlap: when "a claim of direct access" is excused, the shorter "access" inside it is the same
//! words again and not a second claim.

use std::collections::HashMap;
use std::ops::Range;

/// The excused matches of a block.
#[derive(Default)]
pub(super) struct Excuses {
    /// For each rule, in the order of the starts: the tokens and the reason.
    by_rule: HashMap<usize, Vec<(Range<usize>, String)>>,
}

impl Excuses {
    /// Takes note of an excused match of a rule.
    pub fn add(&mut self, rule: usize, tokens: Range<usize>, reason: String) {
        self.by_rule.entry(rule).or_default().push((tokens, reason));
    }

    /// Brings the matches in order, before they are asked for.
    pub fn sort(&mut self) {
        for excuses in self.by_rule.values_mut() {
            excuses.sort_by_key(|(tokens, _)| (tokens.start, std::cmp::Reverse(tokens.end)));
            // What another one covers says nothing new; then ends grow with starts.
            let mut end = 0;
            excuses.retain(|(tokens, _)| {
                let reaches_further = end < tokens.end;
                end = end.max(tokens.end);
                reaches_further
            });
        }
    }

    /// The reason of an excused match of the same rule that covers these tokens.
    pub fn of(&self, rule: usize, tokens: &Range<usize>) -> Option<&str> {
        let excuses = self.by_rule.get(&rule)?;
        let before = excuses.partition_point(|(excused, _)| excused.start <= tokens.start);
        let (excused, reason) = excuses[..before].last()?;
        (tokens.end <= excused.end).then_some(reason)
    }
}
