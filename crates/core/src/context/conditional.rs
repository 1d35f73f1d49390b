//! The context `conditional`: the sentence mentions the match only as a possibility.
//!
//! Examples are "If Acme provided …", "customers may assume …" and "… would require a contract". A condition about the
//! reader's wish ("if you need …, Acme is for you") is a promise, so it does not count, except after advice against the
//! offer ("not for you if you want …"). A match in the main clause
//! after the condition does not count either.

use super::clause::{TriggerKind, TriggerScope};
use super::cue::{Cue, CueKind};
use super::lists::WordLists;
use super::match_context::MatchContext;
use super::window::Window;
use std::ops::Range;

/// The most words between the supposition and the match.
const MAX_BETWEEN: usize = 14;

/// A supposition has to start fewer than this many units after the match.
const AFTER_WITHIN: usize = 8;

/// The words of a wish may start at most this many units after the match.
const WISH_WITHIN: usize = 2;

pub(super) fn find_cue(lists: &WordLists, cx: &MatchContext) -> Option<Cue> {
    let window = Window::around(cx.words, &cx.range);
    let found = excluded(lists, &window).or_else(|| before(lists, &window)).or_else(|| after(lists, &window))?;
    Some(CueKind::Supposition.with_units(&window.units[found]))
}

/// Finds advice against the offer, such as "not for you if", whose scope extends to the match.
fn excluded(lists: &WordLists, window: &Window) -> Option<Range<usize>> {
    let (units, matched) = (&window.units, &window.matched);
    let found = lists.conditional.excluding.find_last(units, 0..matched.start)?;
    let between = units[found.end..matched.start].iter().filter(|unit| unit.starts_word).count();
    let scope = TriggerScope { lists: &lists.clause, units, from: found.end, matched, kind: TriggerKind::Clause };
    (between <= MAX_BETWEEN && scope.reaches_match()).then_some(found)
}

/// Finds the nearest supposition before the match whose scope extends to the match.
fn before(lists: &WordLists, window: &Window) -> Option<Range<usize>> {
    let (words, units, matched) = (&lists.conditional, &window.units, &window.matched);
    let wishes = words.wishes.find_all(window.before());
    let is_wished_after =
        (0..=WISH_WITHIN).any(|skip| words.wishes_after.match_at(units, matched.end + skip).is_some());
    for at in (0..matched.start).rev() {
        let Some(end) = words.suppose.match_at(window.before(), at).filter(|_| !window.in_compound(at)) else {
            continue;
        };
        let between = units[end..matched.start].iter().filter(|unit| unit.starts_word).count();
        let is_wish = is_wished_after || wishes.iter().any(|wish| wish.start < end && at < wish.end);
        let scope = TriggerScope { lists: &lists.clause, units, from: end, matched, kind: TriggerKind::Clause };
        if is_wish || between > MAX_BETWEEN {
            return None;
        }
        if scope.reaches_match() {
            return Some(at..end);
        }
    }
    None
}

/// Finds a supposition after the match, as in "… would violate the agreement". Only a phrase that starts with a
/// preposition such as "to" may come between.
fn after(lists: &WordLists, window: &Window) -> Option<Range<usize>> {
    let (words, units, end) = (&lists.conditional, &window.units, window.matched.end);
    let has_preposition = units.get(end).is_some_and(|unit| lists.clause.prepositions.contains(unit.word));
    for at in end..units.len().min(end + AFTER_WITHIN) {
        if words.wishes_after.match_at(units, at).is_some() {
            return None;
        }
        if let Some(found) = words.after.match_at(units, at) {
            return Some(at..found);
        }
        if !has_preposition || units[at].mark.is_some() || lists.clause.stops.contains(units[at].word) {
            return None;
        }
    }
    None
}
