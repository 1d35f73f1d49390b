//! `conditional`: the match is supposed, not stated.
//!
//! "If SRE provided …", "customers may assume …", "… would require a contract". A condition on what the reader wants
//! ("if you need …, SRE is for you") is a promise and does not count, nor does what follows a condition in a clause of
//! its own.

use super::clause::{ClauseRange, TriggerRange};
use super::cue::{Cue, CueKind};
use super::lists::WordLists;
use super::match_context::MatchContext;
use super::window::Window;
use std::ops::Range;

/// Most words between the supposition and the match.
const MOST_BETWEEN: usize = 14;

pub(super) fn holds(lists: &WordLists, site: &MatchContext) -> Option<Cue> {
    let window = Window::around(site.words, &site.range);
    let found = before(lists, &window).or_else(|| behind(lists, &window))?;
    Some(CueKind::Supposition.units(&window.units[found]))
}

fn before(lists: &WordLists, window: &Window) -> Option<Range<usize>> {
    let (words, units, matched) = (&lists.conditional, &window.units, &window.matched);
    let wishes = words.wishes.all(window.before());
    let wanted = (0..3).any(|skip| words.wishes_after.at(units, matched.end + skip).is_some());
    for at in (0..matched.start).rev() {
        let Some(end) = words.suppose.at(window.before(), at).filter(|_| !window.in_compound(at)) else { continue };
        let between = units[end..matched.start].iter().filter(|unit| unit.counts).count();
        let wish = wanted || wishes.iter().any(|wish| wish.start < end && at < wish.end);
        let stretch = ClauseRange { lists: &lists.clause, units, from: end, matched, reach: TriggerRange::Clause };
        if wish || between > MOST_BETWEEN {
            return None;
        }
        if stretch.is_governed() {
            return Some(at..end);
        }
    }
    None
}

/// "… would violate the agreement", right behind the match or behind "to …" and the like.
fn behind(lists: &WordLists, window: &Window) -> Option<Range<usize>> {
    let (words, units, end) = (&lists.conditional, &window.units, window.matched.end);
    let tied = units.get(end).is_some_and(|unit| lists.clause.ties.contains(unit.word));
    for at in end..units.len().min(end + 8) {
        if words.wishes_after.at(units, at).is_some() {
            return None;
        }
        if let Some(found) = words.after.at(units, at) {
            return Some(at..found);
        }
        if !tied || units[at].mark.is_some() || lists.clause.stops.contains(units[at].word) {
            return None;
        }
    }
    None
}
