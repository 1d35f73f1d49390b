//! An exemption also covers the matches of the same rule inside the exempt match.
//!
//! Patterns of one rule overlap: if "a claim of direct access" is exempt, the shorter match "access" inside it is part
//! of the same claim.

use super::compete::Candidate;
use crate::finding::Reason;
use std::collections::HashMap;
use std::ops::Range;

/// The exempt matches of a block: by rule, the token ranges and reasons in order of their starts. Call `sort` between
/// adding and asking.
#[derive(Default)]
pub(super) struct ExemptMatches(HashMap<usize, Vec<(Range<usize>, Reason)>>);

impl ExemptMatches {
    /// Adds an exempt match.
    pub fn add(&mut self, candidate: &Candidate, reason: Reason) {
        let found = &candidate.found;
        self.0.entry(found.rule).or_default().push((found.tokens.clone(), reason));
    }

    /// Sorts the matches and removes those that another one covers.
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

    /// The reason of the exempt match of the same rule that covers the candidate or is the candidate itself.
    pub fn reason(&self, candidate: &Candidate) -> Option<Reason> {
        let (exempt, tokens) = (self.0.get(&candidate.found.rule)?, &candidate.found.tokens);
        let before = exempt.partition_point(|(exempt, _)| exempt.start <= tokens.start);
        let (exempt, reason) = exempt[..before].last()?;
        (tokens.end <= exempt.end).then(|| reason.clone())
    }
}
