//! Patterns with `&`: all parts in one sentence, in any order, within so many words.

use super::program::Program;
use super::run::{GapStop, Machine, RunResult};
use super::subpattern::Subpattern;
use super::target::{Match, ProgramOrigin};
use std::ops::Range;
use wordgate_text::prose::{TokenKind, Words};

/// Looks for unordered patterns in one sentence after the other.
pub(super) struct Search<'s, 'm> {
    pub words: &'s Words,
    pub machine: &'m mut Machine,
    pub stop: GapStop<'s>,
}

/// One place of one part.
struct PartMatch<'p> {
    start: usize,
    program: &'p Program,
    reading: RunResult,
}

impl Search<'_, '_> {
    /// The shortest stretches of the sentence that hold a place of every part, none inside another.
    pub fn find(
        &mut self,
        target: &ProgramOrigin,
        parts: &[Vec<Subpattern>],
        within: usize,
        sentence: Range<usize>,
    ) -> Vec<Match> {
        let mut places = Vec::with_capacity(parts.len());
        for part in parts {
            let found = self.places(part, sentence.clone());
            if found.is_empty() {
                return Vec::new();
            }
            places.push(found);
        }
        let mut starts: Vec<usize> = places.iter().flatten().map(|place| place.start).collect();
        starts.sort_unstable();
        starts.dedup();
        let mut matches: Vec<Match> = Vec::new();
        for start in starts {
            let Some(chosen) = nearest_places(&places, start) else { continue };
            let end = chosen.iter().map(|place| place.reading.end).max().unwrap_or(start);
            if count_words(self.words, start, end, within + 1) > within {
                continue;
            }
            // A stretch that ends where the one before ends lies inside it and is the shorter one.
            while matches.last().is_some_and(|last| last.tokens.end >= end) {
                matches.pop();
            }
            let captures = chosen
                .iter()
                .flat_map(|place| target.matched(place.program, place.start, place.reading.clone()).captures)
                .collect();
            matches.push(Match {
                rule: target.rule,
                pattern: target.pattern,
                tokens: start..end,
                captures,
                gap_words: 0,
            });
        }
        matches
    }

    /// Every place where a part stands in the sentence, by start; of several programs the longest reading counts.
    fn places<'p>(&mut self, part: &'p [Subpattern], sentence: Range<usize>) -> Vec<PartMatch<'p>> {
        let mut places = Vec::new();
        for start in sentence.clone() {
            let readings = part.iter().filter_map(|sought| {
                let program = sought.program();
                let reading = self.machine.run(program, self.words, start, self.stop)?;
                (reading.end <= sentence.end).then_some(PartMatch { start, program, reading })
            });
            places.extend(readings.max_by_key(|place| place.reading.end));
        }
        places
    }
}

/// The place at `start`, and for each other part the first one behind it that shares no word with those taken.
fn nearest_places<'a, 'p>(places: &'a [Vec<PartMatch<'p>>], start: usize) -> Option<Vec<&'a PartMatch<'p>>> {
    let from = |part: &'a Vec<PartMatch<'p>>| &part[part.partition_point(|place| place.start < start)..];
    let owner = places.iter().position(|part| from(part).first().is_some_and(|place| place.start == start))?;
    let mut chosen = vec![&from(&places[owner])[0]];
    for (_, part) in places.iter().enumerate().filter(|(index, _)| *index != owner) {
        let free = |place: &&PartMatch| {
            chosen.iter().all(|other| place.reading.end <= other.start || other.reading.end <= place.start)
        };
        let place = from(part).iter().find(free)?;
        chosen.push(place);
    }
    Some(chosen)
}

/// Words in a stretch of tokens, counted up to `limit`.
fn count_words(words: &Words, start: usize, end: usize, limit: usize) -> usize {
    let is_word = |token: &&wordgate_text::prose::Token| !matches!(token.kind, TokenKind::Mark(_));
    words.tokens()[start..end.max(start)].iter().filter(is_word).take(limit).count()
}
