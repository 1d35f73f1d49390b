//! Decides which of several overlapping matches is reported.
//!
//! Matches of the same pack that share a word compete. The more severe match wins; if both are equally severe, the
//! longer one; then the earlier one; then the one whose rule id sorts first. For example, of "master/slave" and
//! "master" with equal severity, "master/slave" is reported. Matches of different packs do not compete. Every match
//! inside an allowed phrase is dropped.

use crate::finding::Reason;
use crate::matcher::Match;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;
use wordgate_rules::Severity;
use wordgate_text::language::Language;

/// A match that may become a finding.
pub(super) struct Candidate<'c> {
    pub severity: Severity,
    pub pack: &'c str,
    /// The full id of the rule, `pack/rule`.
    pub rule: &'c Arc<str>,
    /// The byte range in the block's text.
    pub range: Range<u32>,
    /// The language of its text.
    pub language: Language,
    pub found: Match,
}

/// The candidates of a block.
pub(super) struct Candidates<'c> {
    /// The candidates that may still become findings.
    pub remaining: Vec<Candidate<'c>>,
    /// The dropped candidates with their reasons, in the order in which they were dropped.
    pub dropped: Vec<(Candidate<'c>, Reason)>,
}

impl Candidates<'_> {
    /// Drops the candidates for which `reason` returns a reason.
    pub fn drop_where(&mut self, mut reason: impl FnMut(&Candidate) -> Option<Reason>) {
        for candidate in std::mem::take(&mut self.remaining) {
            match reason(&candidate) {
                Some(reason) => self.dropped.push((candidate, reason)),
                None => self.remaining.push(candidate),
            }
        }
    }
}

/// The token ranges of the winners so far. Maps the start of a range to its end and the rule.
type WonRanges<'c> = BTreeMap<usize, (usize, &'c Arc<str>)>;

/// Returns the winners, sorted by position. Adds the losers to `dropped`, the strongest first.
pub(super) fn compete<'c>(
    mut candidates: Vec<Candidate<'c>>,
    dropped: &mut Vec<(Candidate<'c>, Reason)>,
) -> Vec<Candidate<'c>> {
    candidates.sort_by_key(|candidate| {
        let length = candidate.range.end - candidate.range.start;
        (Reverse(candidate.severity), Reverse(length), candidate.range.start, candidate.rule)
    });
    let mut packs: HashMap<&str, WonRanges> = HashMap::new();
    let mut winners = Vec::new();
    for candidate in candidates {
        let won = packs.entry(candidate.pack).or_default();
        let tokens = &candidate.found.tokens;
        let before = won.range(..tokens.end).next_back();
        match before.filter(|(_, (end, _))| *end > tokens.start) {
            Some((_, (_, winner))) => dropped.push((candidate, Reason::Overlapped(Arc::clone(winner)))),
            None => {
                won.insert(tokens.start, (tokens.end, candidate.rule));
                winners.push(candidate);
            }
        }
    }
    winners.sort_by_key(|winner| (winner.range.start, winner.range.end, winner.rule));
    winners
}

/// What allows a phrase: a rule (its full id), or the configuration (`None`).
type AllowedBy = Option<Arc<str>>;

/// The allowed phrases of a block.
#[derive(Default)]
pub(super) struct AllowedPhrases<'c> {
    everywhere: PhraseRanges,
    packs: HashMap<&'c str, PhraseRanges>,
}

impl<'c> AllowedPhrases<'c> {
    /// Adds a phrase that the configuration allows. No rule may report matches inside it.
    pub fn allow_everywhere(&mut self, tokens: &Range<usize>) {
        self.everywhere.add(tokens, None);
    }

    /// Adds a match of an `allow` rule. No rule of the same pack may report matches inside it.
    pub fn allow_in_pack(&mut self, candidate: &Candidate<'c>) {
        let phrases = self.packs.entry(candidate.pack).or_default();
        phrases.add(&candidate.found.tokens, Some(candidate.rule.clone()));
    }

    /// Returns the reason if an allowed phrase covers the candidate.
    pub fn reason(&self, candidate: &Candidate) -> Option<Reason> {
        let tokens = &candidate.found.tokens;
        let in_pack = || self.packs.get(candidate.pack)?.cover(tokens);
        self.everywhere.cover(tokens).or_else(in_pack).cloned().map(Reason::Allowed)
    }
}

/// Token ranges of allowed phrases. Maps the start of a range to its end and to what allows the phrase. No range covers
/// another one.
#[derive(Default)]
struct PhraseRanges(BTreeMap<usize, (usize, AllowedBy)>);

impl PhraseRanges {
    fn add(&mut self, tokens: &Range<usize>, allowed_by: AllowedBy) {
        if self.cover(tokens).is_some() {
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
        self.0.insert(tokens.start, (tokens.end, allowed_by));
    }

    /// Returns what allows a phrase that covers `tokens`. No range covers another, so their ends are in the same order
    /// as their starts, and only the last phrase that starts at or before `tokens` can cover them.
    fn cover(&self, tokens: &Range<usize>) -> Option<&AllowedBy> {
        let (_, (end, allowed_by)) = self.0.range(..=tokens.start).next_back()?;
        (tokens.end <= *end).then_some(allowed_by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(severity: Severity, id: &'static str, range: Range<u32>) -> Candidate<'static> {
        let tokens = range.start as usize..range.end as usize;
        let found = Match { rule: 0, pattern: 0, tokens, captures: Vec::new(), gap_words: 0 };
        let rule: &Arc<str> = Box::leak(Box::new(id.into()));
        Candidate { severity, pack: id.split_once('/').unwrap().0, rule, range, language: Language::ENGLISH, found }
    }

    fn ids(candidates: Vec<Candidate<'static>>) -> Vec<&'static str> {
        compete(candidates, &mut Vec::new()).iter().map(|winner| &**winner.rule).collect()
    }

    #[test]
    fn allowed_phrases_cover_the_tokens_inside_them() {
        let mut phrases = PhraseRanges::default();
        for range in [4..6, 2..5, 2..9, 3..4, 8..12] {
            phrases.add(&range, None);
        }
        assert_eq!(phrases.0, BTreeMap::from([(2, (9, None)), (8, (12, None))]));
        let covers = |tokens: Range<usize>| phrases.cover(&tokens).is_some();
        assert!(covers(2..9) && covers(5..6) && covers(9..12));
        assert!(!covers(1..3) && !covers(7..10));
    }

    #[test]
    fn severity_length_position_and_id_decide_in_this_order() {
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
