//! Others without a name, for the context `third-party`: institutions ("the city has pledged …"), rivals ("other vendors
//! sell …"), sellers in general ("many hosts offer …"), and works cited with their year ("ResNet (2015) achieved …").
//!
//! Any company may call itself "the company" and its customers "many companies". So a class counts only with a verb that
//! fits others better than the writer, and "the company" only after the name of somebody else.

use super::lists::WordLists;
use super::parties::Party;
use super::run_on::{is_writer, runs_on};
use super::window::{Unit, Window};
use std::ops::Range;

/// The most units before a class that are read for the start of its clause.
const MAX_BEFORE: usize = 5;

/// The digits of a year.
const YEAR: usize = 4;

/// Returns the nearest subject before the match that is a class of others, together with its verb.
pub(super) fn find(lists: &WordLists, window: &Window) -> Option<Range<usize>> {
    // The verb may be part of the match, as in "many hosts *offer unlimited storage*".
    let (units, matched) = (&window.units[..window.matched.end], window.matched.start);
    let others = &lists.others;
    let about = |found: &Range<usize>| {
        let rest = matched.min(found.end - 1)..matched;
        !has_own(&window.units[found.clone()])
            && !window.units[rest.clone()].iter().any(|unit| others.reader.contains(unit.word))
            && runs_on(lists, &window.units, rest)
    };
    let found = |at: usize| {
        let anaphor = || others.anaphors.match_at(units, at).filter(|_| follows_name(lists, &units[..at]));
        let end = others.subjects.match_at(units, at).or_else(anaphor)?;
        Some(at..end).filter(|_| starts_clause(lists, units, at))
    };
    let subject = (0..matched).rev().filter_map(found).find(|found| about(found));
    subject
        .or_else(|| (0..matched).find_map(|at| cited(lists, units, at)).filter(about))
        .or_else(|| wish(lists, window))
}

/// Returns whether the organisation has a part in the units. Its competitors have not.
fn has_own(units: &[Unit]) -> bool {
    units.iter().any(|unit| unit.party == Some(Party::Own))
}

/// Returns whether somebody else was named, and not the writer.
fn follows_name(lists: &WordLists, units: &[Unit]) -> bool {
    units.iter().any(|unit| unit.party == Some(Party::Other)) && !units.iter().any(|unit| is_writer(lists, unit))
}

/// Returns whether a clause starts at `at`, perhaps after the time or place of what it says.
fn starts_clause(lists: &WordLists, units: &[Unit], at: usize) -> bool {
    let clause = &lists.clause;
    for unit in units[at.saturating_sub(MAX_BEFORE)..at].iter().rev() {
        let word = unit.word;
        let is_start = unit.mark.is_some_and(|mark| mark != '"')
            || clause.stops.contains(word)
            || clause.relatives.contains(word)
            || clause.claims.contains(word)
            || clause.joins.contains(word);
        if is_start {
            return true;
        }
        let is_time = lists.third_party.times.contains(word) || word.starts_with(|c: char| c.is_ascii_digit());
        if !is_time && !clause.prepositions.contains(word) && !clause.adverbs.matches(word) {
            return false;
        }
    }
    at <= MAX_BEFORE
}

/// Returns a name at `at` with a year in brackets and its verb, as in "ResNet (2015) achieved".
fn cited(lists: &WordLists, units: &[Unit], at: usize) -> Option<Range<usize>> {
    let [name, open, year, close, verb] = units.get(at..at + 5)? else { return None };
    let is_year =
        year.word.len() == YEAR && year.word.starts_with(['1', '2']) && year.word.bytes().all(|b| b.is_ascii_digit());
    let is_verb = lists.third_party.verbs.contains(verb.word) || verb.word.ends_with("ed");
    let is_cited = (name.is_name || name.word == "al") && open.is('(') && is_year && close.is(')') && is_verb;
    is_cited.then_some(at..at + 5)
}

/// Returns the start of a sentence that has no subject but tells what moves somebody, as in "Motivated to save money".
fn wish(lists: &WordLists, window: &Window) -> Option<Range<usize>> {
    let start = window.units.iter().position(|unit| unit.mark.is_none())?;
    let end = lists.others.wishes.match_at(window.before(), start)?;
    let is_statement = |unit: &Unit| {
        lists.clause.finite.contains(unit.word)
            || lists.others.reader.contains(unit.word)
            || is_writer(lists, unit)
            || matches!(unit.mark, Some('?' | '!' | ',' | ':' | '—'))
    };
    (!window.units[end..].iter().any(is_statement)).then_some(start..end)
}
