//! Which of several overlapping matches is reported.
//!
//! Inside a pack, matches that share a word compete: severity first, then length, then position, then id. Packs do not
//! see each other. An allowed phrase takes out every match that lies inside it.

use crate::matcher::Match;
use crate::rule::Severity;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// A match that may become a finding.
pub(super) struct Candidate<'c> {
    pub severity: Severity,
    pub pack: &'c str,
    pub id: &'c str,
    /// Bytes of the block's text.
    pub range: Range<u32>,
    pub found: Match,
}

/// The candidates that win, by position.
pub(super) fn winners(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by_key(|candidate| {
        let length = candidate.range.end - candidate.range.start;
        (Reverse(candidate.severity), Reverse(length), candidate.range.start, candidate.id)
    });
    // For each pack, the taken words: start and end token.
    let mut taken: HashMap<&str, BTreeMap<usize, usize>> = HashMap::new();
    let mut winners: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let taken = taken.entry(candidate.pack).or_default();
        let tokens = &candidate.found.tokens;
        let before = taken.range(..tokens.end).next_back();
        if before.is_none_or(|(_, end)| *end <= tokens.start) {
            taken.insert(tokens.start, tokens.end);
            winners.push(candidate);
        }
    }
    winners.sort_by_key(|winner| (winner.range.start, winner.range.end, winner.id));
    winners
}

/// The allowed phrases of a block, collected first and asked afterwards.
#[derive(Default)]
pub(super) struct Protected {
    everywhere: Phrases,
    packs: HashMap<String, Phrases>,
}

impl Protected {
    /// Allows these tokens against all packs.
    pub fn everywhere(&mut self, tokens: Range<usize>) {
        self.everywhere.add(tokens);
    }

    /// Allows these tokens against one pack.
    pub fn in_pack(&mut self, pack: &str, tokens: Range<usize>) {
        match self.packs.get_mut(pack) {
            Some(phrases) => phrases.add(tokens),
            None => self.packs.entry(pack.to_owned()).or_default().add(tokens),
        }
    }

    /// Whether an allowed phrase covers these tokens.
    pub fn covers(&self, pack: &str, tokens: &Range<usize>) -> bool {
        self.everywhere.cover(tokens) || self.packs.get(pack).is_some_and(|phrases| phrases.cover(tokens))
    }
}

/// Stretches of tokens of which none covers another: start and end.
#[derive(Default)]
struct Phrases(BTreeMap<usize, usize>);

impl Phrases {
    fn add(&mut self, tokens: Range<usize>) {
        if self.cover(&tokens) {
            return;
        }
        let inner: Vec<usize> = self
            .0
            .range(tokens.start..tokens.end)
            .take_while(|(_, end)| **end <= tokens.end)
            .map(|(start, _)| *start)
            .collect();
        for start in inner {
            self.0.remove(&start);
        }
        self.0.insert(tokens.start, tokens.end);
    }

    /// Ends grow with starts, so the last phrase that starts early enough reaches furthest.
    fn cover(&self, tokens: &Range<usize>) -> bool {
        self.0.range(..=tokens.start).next_back().is_some_and(|(_, end)| tokens.end <= *end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(severity: Severity, id: &'static str, range: Range<u32>) -> Candidate<'static> {
        let tokens = range.start as usize..range.end as usize;
        let found = Match { rule: 0, pattern: 0, tokens, captures: Vec::new() };
        Candidate { severity, pack: id.split_once('/').unwrap().0, id, range, found }
    }

    fn ids(candidates: Vec<Candidate<'static>>) -> Vec<&'static str> {
        winners(candidates).iter().map(|winner| winner.id).collect()
    }

    #[test]
    fn allowed_phrases_cover_what_lies_inside_them() {
        let mut phrases = Phrases::default();
        for range in [4..6, 2..5, 2..9, 3..4, 8..12] {
            phrases.add(range);
        }
        assert_eq!(phrases.0, BTreeMap::from([(2, 9), (8, 12)]));
        assert!(phrases.cover(&(2..9)) && phrases.cover(&(5..6)) && phrases.cover(&(9..12)));
        assert!(!phrases.cover(&(1..3)) && !phrases.cover(&(7..10)));
    }

    #[test]
    fn severity_then_length_then_position_then_id() {
        use Severity::{Error, Warning};
        let cases = [
            (vec![candidate(Warning, "a/x", 0..9), candidate(Error, "a/y", 3..4)], vec!["a/y"]),
            (vec![candidate(Error, "a/x", 0..3), candidate(Error, "a/y", 1..5)], vec!["a/y"]),
            (vec![candidate(Error, "a/y", 2..4), candidate(Error, "a/x", 3..5)], vec!["a/y"]),
            (vec![candidate(Error, "a/y", 2..4), candidate(Error, "a/x", 2..4)], vec!["a/x"]),
            (vec![candidate(Error, "a/y", 2..4), candidate(Error, "a/x", 4..6)], vec!["a/y", "a/x"]),
            (vec![candidate(Error, "a/x", 0..9), candidate(Warning, "b/y", 3..4)], vec!["a/x", "b/y"]),
        ];
        for (index, (candidates, expected)) in cases.into_iter().enumerate() {
            assert_eq!(ids(candidates), expected, "case {index}");
        }
    }
}
