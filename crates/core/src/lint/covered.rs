//! An exemption holds for what lies inside the exempt words.
//!
//! Patterns of one rule overlap: when "a claim of direct access" is exempt, the shorter "access" inside it is the same
//! words again and not a second claim.

use super::compete::Candidate;
use crate::finding::Reason;
use std::collections::HashMap;
use std::ops::Range;

/// The exempt matches of a block: for each rule, in the order of the starts, the tokens and the reason.
#[derive(Default)]
pub(super) struct Exempt(HashMap<usize, Vec<(Range<usize>, Reason)>>);

impl Exempt {
    /// Adds a match that is exempt.
    pub fn add(&mut self, candidate: &Candidate, reason: Reason) {
        let found = &candidate.found;
        self.0.entry(found.rule).or_default().push((found.tokens.clone(), reason));
    }

    /// Brings the matches in order, before they are asked for.
    pub fn sort(&mut self) {
        for exempt in self.0.values_mut() {
            exempt.sort_by_key(|(tokens, _)| (tokens.start, std::cmp::Reverse(tokens.end)));
            // What another one covers says nothing new; then ends grow with starts.
            let mut end = 0;
            exempt.retain(|(tokens, _)| {
                let reaches_further = end < tokens.end;
                end = end.max(tokens.end);
                reaches_further
            });
        }
    }

    /// The reason of an exempt match of the same rule that covers this one, or is this one.
    pub fn reason(&self, candidate: &Candidate) -> Option<Reason> {
        let (exempt, tokens) = (self.0.get(&candidate.found.rule)?, &candidate.found.tokens);
        let before = exempt.partition_point(|(exempt, _)| exempt.start <= tokens.start);
        let (exempt, reason) = exempt[..before].last()?;
        (tokens.end <= exempt.end).then(|| reason.clone())
    }
}
