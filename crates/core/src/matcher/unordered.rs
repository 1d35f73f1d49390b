//! Matches patterns with `&`, whose parts may occur in any order in one sentence, within a limited number of words.
//!
//! For `direct & access` and the text "access that is direct", each part is first matched by itself: the rarest part at
//! every token of the sentence, the others only near its matches. Then each match of a part is combined with the nearest
//! match of every other part after it. The shortest of these combinations are the matches of the pattern.

use super::program::Program;
use super::run::{GapStop, Machine, RunResult};
use super::set_table::SetTable;
use super::skip_words_back;
use super::subpattern::Subpattern;
use super::target::{Match, SearchPattern};
use std::ops::Range;
use wordgate_text::prose::{TokenKind, Words};

/// A search in the words of one block.
pub(super) struct Search<'s, 'm> {
    pub words: &'s Words,
    pub sets: &'s SetTable,
    pub machine: &'m mut Machine,
    pub stops_gap: GapStop<'s>,
}

/// A match of one part.
struct PartMatch<'p> {
    start: usize,
    program: &'p Program,
    result: RunResult,
}

impl Search<'_, '_> {
    /// Finds the shortest ranges of the sentence that contain a match of every part. No range lies inside another.
    pub fn find(
        &mut self,
        pattern: &SearchPattern,
        parts: &[Vec<Subpattern>],
        rarest: usize,
        sentence: Range<usize>,
    ) -> Vec<Match> {
        let mut part_matches: Vec<Vec<PartMatch>> = parts.iter().map(|_| Vec::new()).collect();
        part_matches[rarest] = self.matches_of(&parts[rarest], std::slice::from_ref(&sentence), sentence.end);
        let near = self.near(&part_matches[rarest], pattern.max_words, &sentence);
        for (index, part) in parts.iter().enumerate() {
            if index != rarest {
                part_matches[index] = self.matches_of(part, &near, sentence.end);
            }
            if part_matches[index].is_empty() {
                return Vec::new();
            }
        }
        let mut starts: Vec<usize> = part_matches.iter().flatten().map(|part| part.start).collect();
        starts.sort_unstable();
        starts.dedup();
        let mut matches: Vec<Match> = Vec::new();
        for start in starts {
            let Some(chosen) = nearest_matches(&part_matches, start) else { continue };
            let end = chosen.iter().map(|part| part.result.end).max().unwrap_or(start);
            if count_words(self.words, start, end, pattern.max_words + 1) > pattern.max_words {
                continue;
            }
            // A previous match that does not end before this one contains it.
            while matches.last().is_some_and(|last| last.tokens.end >= end) {
                matches.pop();
            }
            let captures = chosen
                .iter()
                .flat_map(|part| pattern.to_match(part.program, part.start, part.result.clone()).captures)
                .collect();
            matches.push(Match {
                rule: pattern.rule,
                pattern: pattern.pattern,
                tokens: start..end,
                captures,
                gap_words: 0,
            });
        }
        matches
    }

    /// Returns the tokens of the sentence that are within `max_words` words of one of these matches, as sorted ranges
    /// that do not overlap.
    fn near(&self, matches: &[PartMatch], max_words: usize, sentence: &Range<usize>) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for found in matches {
            let start = skip_words_back(self.words, found.start, max_words).max(sentence.start);
            let end = skip_words(self.words, found.result.end, max_words, sentence.end);
            match ranges.last_mut() {
                Some(last) if last.end >= start => last.end = last.end.max(end),
                _ => ranges.push(start..end),
            }
        }
        ranges
    }

    /// Finds the matches of a part that start in one of these ranges and end before token `end`, sorted by start. At
    /// each start only the longest match is kept.
    fn matches_of<'p>(&mut self, part: &'p [Subpattern], starts: &[Range<usize>], end: usize) -> Vec<PartMatch<'p>> {
        let mut matches = Vec::new();
        for start in starts.iter().cloned().flatten() {
            let found = part.iter().filter_map(|subpattern| {
                let program = subpattern.program(self.sets);
                if !self.machine.may_start(program, self.words, start) {
                    return None;
                }
                let result = self.machine.run(program, self.words, start, self.stops_gap)?;
                (result.end <= end).then_some(PartMatch { start, program, result })
            });
            matches.extend(found.max_by_key(|part| part.result.end));
        }
        matches
    }
}

/// Returns a match that begins at `start`, and for each other part its first match after `start` that does not overlap
/// the matches chosen so far. Returns `None` if some part has no such match.
fn nearest_matches<'a, 'p>(parts: &'a [Vec<PartMatch<'p>>], start: usize) -> Option<Vec<&'a PartMatch<'p>>> {
    let from = |part: &'a Vec<PartMatch<'p>>| &part[part.partition_point(|found| found.start < start)..];
    let first = parts.iter().position(|part| from(part).first().is_some_and(|found| found.start == start))?;
    let mut chosen = vec![&from(&parts[first])[0]];
    for (_, part) in parts.iter().enumerate().filter(|(index, _)| *index != first) {
        let overlaps_none = |found: &&PartMatch| {
            chosen.iter().all(|other| found.result.end <= other.start || other.result.end <= found.start)
        };
        chosen.push(from(part).iter().find(overlaps_none)?);
    }
    Some(chosen)
}

/// Returns the number of words in `start..end`, counted up to `limit`.
fn count_words(words: &Words, start: usize, end: usize, limit: usize) -> usize {
    let is_word = |token: &&wordgate_text::prose::Token| !matches!(token.kind, TokenKind::Mark(_));
    words.tokens()[start..end.max(start)].iter().filter(is_word).take(limit).count()
}

/// Returns the token after the `count` words from token `at` on, or `end` if there are fewer.
fn skip_words(words: &Words, at: usize, count: usize, end: usize) -> usize {
    let tokens = words.tokens()[..end].iter().enumerate().skip(at);
    let mut after = tokens.filter(|(_, token)| !matches!(token.kind, TokenKind::Mark(_))).skip(count);
    after.next().map_or(end, |(at, _)| at)
}
