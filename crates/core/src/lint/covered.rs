//! An exemption also covers the matches of the same rule inside the exempt match.
//!
//! Patterns of one rule overlap: if "a claim of direct access" is exempt, the shorter match "access" inside it is part
//! of the same claim.

use super::compete::Candidate;
use crate::finding::Reason;
use std::collections::HashMap;
use std::ops::Range;

/// The exempt matches of a block: their token ranges and reasons, grouped by the index of the rule. Call `sort` after
/// the last `add` and before the first `reason`.
#[derive(Default)]
pub(super) struct ExemptMatches(HashMap<usize, Vec<(Range<usize>, Reason)>>);

impl ExemptMatches {
    /// Adds an exempt match.
    pub fn add(&mut self, candidate: &Candidate, reason: Reason) {
        let found = &candidate.found;
        self.0.entry(found.rule).or_default().push((found.tokens.clone(), reason));
    }

    /// Sorts the matches by start, and removes those that another match of the same rule covers.
    pub fn sort(&mut self) {
        for exempt in self.0.values_mut() {
            exempt.sort_by_key(|(tokens, _)| (tokens.start, std::cmp::Reverse(tokens.end)));
            // Without covered matches, ends increase with starts, so `reason` can use a binary search.
            let mut end = 0;
            exempt.retain(|(tokens, _)| {
                let is_uncovered = end < tokens.end;
                end = end.max(tokens.end);
                is_uncovered
            });
        }
    }

    /// Returns the reason of the exempt match that covers the candidate: the candidate itself, or a longer match of its
    /// rule.
    pub fn reason(&self, candidate: &Candidate) -> Option<Reason> {
        let (exempt, tokens) = (self.0.get(&candidate.found.rule)?, &candidate.found.tokens);
        let before = exempt.partition_point(|(exempt, _)| exempt.start <= tokens.start);
        let (exempt, reason) = exempt[..before].last()?;
        (tokens.end <= exempt.end).then(|| reason.clone())
    }
}
