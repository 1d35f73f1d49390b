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

/// What came of a competition.
#[derive(Default)]
pub(super) struct Outcome<'c> {
    /// The candidates that win, by position.
    pub winners: Vec<Candidate<'c>>,
    /// The others, the strongest first.
    pub losers: Vec<Loser<'c>>,
}

/// A candidate that lost words to another one.
pub(super) struct Loser<'c> {
    pub candidate: Candidate<'c>,
    /// The rule of the other one, by index in its set.
    pub winner: usize,
}

/// Stretches of words that are taken: the first token, then the end and the rule that took them.
type Taken = BTreeMap<usize, (usize, usize)>;

/// Lets the candidates compete.
pub(super) fn compete(mut candidates: Vec<Candidate>) -> Outcome {
    candidates.sort_by_key(|candidate| {
        let length = candidate.range.end - candidate.range.start;
        (Reverse(candidate.severity), Reverse(length), candidate.range.start, candidate.id)
    });
    let mut packs: HashMap<&str, Taken> = HashMap::new();
    let mut outcome = Outcome::default();
    for candidate in candidates {
        let taken = packs.entry(candidate.pack).or_default();
        let tokens = &candidate.found.tokens;
        let before = taken.range(..tokens.end).next_back();
        match before.filter(|(_, (end, _))| *end > tokens.start) {
            Some((_, (_, winner))) => outcome.losers.push(Loser { winner: *winner, candidate }),
            None => {
                taken.insert(tokens.start, (tokens.end, candidate.found.rule));
                outcome.winners.push(candidate);
            }
        }
    }
    outcome.winners.sort_by_key(|winner| (winner.range.start, winner.range.end, winner.id));
    outcome
}

/// Who allows a phrase: a rule, by index in its set, or else the configuration.
pub(super) type Authority = Option<usize>;

/// The allowed phrases of a block, collected first and asked afterwards.
#[derive(Default)]
pub(super) struct Protected {
    everywhere: Phrases,
    packs: HashMap<String, Phrases>,
}

impl Protected {
    /// Allows these tokens against all packs.
    pub fn everywhere(&mut self, tokens: Range<usize>) {
        self.everywhere.add(tokens, None);
    }

    /// Allows these tokens against one pack, on the say of a rule.
    pub fn in_pack(&mut self, pack: &str, tokens: Range<usize>, rule: usize) {
        match self.packs.get_mut(pack) {
            Some(phrases) => phrases.add(tokens, Some(rule)),
            None => self.packs.entry(pack.to_owned()).or_default().add(tokens, Some(rule)),
        }
    }

    /// Who allows these tokens; `None` when nobody does.
    pub fn by(&self, pack: &str, tokens: &Range<usize>) -> Option<Authority> {
        self.everywhere.cover(tokens).or_else(|| self.packs.get(pack)?.cover(tokens))
    }
}

/// Stretches of tokens of which none covers another: start, then end and who allows it.
#[derive(Default)]
struct Phrases(BTreeMap<usize, (usize, Authority)>);

impl Phrases {
    fn add(&mut self, tokens: Range<usize>, authority: Authority) {
        if self.cover(&tokens).is_some() {
            return;
        }
        let inner: Vec<usize> = self
            .0
            .range(tokens.start..tokens.end)
            .take_while(|(_, (end, _))| *end <= tokens.end)
            .map(|(start, _)| *start)
            .collect();
        for start in inner {
            self.0.remove(&start);
        }
        self.0.insert(tokens.start, (tokens.end, authority));
    }

    /// Ends grow with starts, so the last phrase that starts early enough reaches furthest.
    fn cover(&self, tokens: &Range<usize>) -> Option<Authority> {
        let (_, (end, authority)) = self.0.range(..=tokens.start).next_back()?;
        (tokens.end <= *end).then_some(*authority)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(severity: Severity, id: &'static str, range: Range<u32>) -> Candidate<'static> {
        let tokens = range.start as usize..range.end as usize;
        let found = Match { rule: 0, pattern: 0, tokens, captures: Vec::new(), gap_words: 0 };
        Candidate { severity, pack: id.split_once('/').unwrap().0, id, range, found }
    }

    fn ids(candidates: Vec<Candidate<'static>>) -> Vec<&'static str> {
        compete(candidates).winners.iter().map(|winner| winner.id).collect()
    }

    #[test]
    fn allowed_phrases_cover_what_lies_inside_them() {
        let mut phrases = Phrases::default();
        for range in [4..6, 2..5, 2..9, 3..4, 8..12] {
            phrases.add(range, None);
        }
        assert_eq!(phrases.0, BTreeMap::from([(2, (9, None)), (8, (12, None))]));
        let covers = |tokens: Range<usize>| phrases.cover(&tokens).is_some();
        assert!(covers(2..9) && covers(5..6) && covers(9..12));
        assert!(!covers(1..3) && !covers(7..10));
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
