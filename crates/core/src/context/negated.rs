//! `negated`: a negator governs the match.
//!
//! Negators stand before the match within eight words of its clause, or behind it as in "… is not provided". Phrases
//! that look like a denial and promise ("not only", "no waitlist for", "never been easier") do not count, and a denied
//! denial ("does not lack") affirms. A negator inside a compound ("non-custodial", "no-code") denies only the rest
//! of that compound.

use super::clause::{ClauseRange, TriggerRange};
use super::cue::{Cue, CueKind};
use super::lists::WordLists;
use super::match_context::MatchContext;
use super::window::{Unit, Window};
use std::ops::Range;

/// Most words between a negator and the match.
const MOST_BETWEEN: usize = 8;

/// Most words between the match and a denial behind it, as in "direct access *to these models* is not offered".
const MOST_BEHIND: usize = 8;

/// A negator before the match.
#[derive(Clone, Debug)]
struct Negator {
    units: Range<usize>,
    reach: TriggerRange,
    /// Whether denying it affirms: "lack", "fail to", "without".
    deniable: bool,
}

pub(super) fn holds(lists: &WordLists, site: &MatchContext) -> Option<Cue> {
    let window = Window::around(site.words, &site.range);
    if lists.negated.cancels.all(&window.units).iter().any(|found| !overlaps(found, &window.matched)) {
        return None;
    }
    let found = before(lists, &window).or_else(|| behind(lists, &window))?;
    Some(CueKind::Negator.units(&window.units[found]))
}

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The negator before the match that governs it.
fn before(lists: &WordLists, window: &Window) -> Option<Range<usize>> {
    let negators = negators(lists, window);
    for (at, negator) in negators.iter().enumerate().rev() {
        let words = window.units[negator.units.end..window.matched.start].iter().filter(|unit| unit.counts).count();
        if words > MOST_BETWEEN {
            return None;
        }
        if is_burden(lists, window, negator) || !governs(lists, window, negator) {
            continue;
        }
        let outer = at.checked_sub(1).map(|outer| &negators[outer]);
        if outer.is_some_and(|outer| affirms(lists, window.before(), outer, negator)) {
            return None;
        }
        return Some(negator.units.clone());
    }
    None
}

/// The negators among the units, in order, but for those inside pseudo-negations and longer negators.
fn negators(lists: &WordLists, window: &Window) -> Vec<Negator> {
    let (lists, units) = (&lists.negated, window.before());
    let pseudo = lists.pseudo.all(&window.units);
    let mut found: Vec<Negator> = Vec::new();
    for start in 0..units.len() {
        let candidates = [
            (lists.plain.at(units, start), TriggerRange::Plain, false),
            (lists.clausal.at(units, start), TriggerRange::Clause, false),
            (lists.short.at(units, start), TriggerRange::Short, true),
            (lists.verbs.at(units, start), TriggerRange::Clause, true),
        ];
        let longest = candidates.into_iter().filter_map(|(end, reach, deniable)| Some((end?, reach, deniable)));
        let Some((end, reach, deniable)) = longest.max_by_key(|(end, ..)| *end) else { continue };
        let covered = found.last().is_some_and(|last| start < last.units.end);
        let stretch = start..end;
        let is_prefix = lists.prefixes.contains(units[start].word) || window.parts_compound(&stretch);
        if covered
            || (is_prefix && !window.leads_into_match(&stretch))
            || pseudo.iter().any(|pseudo| overlaps(pseudo, &stretch))
        {
            continue;
        }
        found.push(Negator { units: stretch, reach, deniable });
    }
    found
}

fn governs(lists: &WordLists, window: &Window, negator: &Negator) -> bool {
    let stretch = ClauseRange {
        lists: &lists.clause,
        units: &window.units,
        from: negator.units.end,
        matched: &window.matched,
        reach: negator.reach,
    };
    let start = negator.units.start;
    let relative = (start.saturating_sub(3)..start).any(|at| lists.clause.relatives.contains(window.units[at].word));
    let least = if lists.negated.determiners.contains(window.units[start].word) { 1 } else { 2 };
    stretch.is_governed() && (!relative || stretch.no_verb_of_its_own(least))
}

/// "You do not need a key to get …" promises what follows "to".
fn is_burden(lists: &WordLists, window: &Window, negator: &Negator) -> bool {
    let lists = &lists.negated;
    let before = window.before();
    let Some(end) = lists.burdens.at(before, negator.units.end) else { return false };
    let link = (end + 1..before.len()).find(|&at| lists.burden_links.contains(before[at].word));
    let duty = |link: usize| before.get(link + 1).is_some_and(|unit| lists.duties.contains(unit.word));
    link.is_some_and(|link| !lists.persons.contains(before[link - 1].word) && !duty(link))
}

/// Whether the inner negator is itself denied by the outer one.
fn affirms(lists: &WordLists, units: &[Unit], outer: &Negator, inner: &Negator) -> bool {
    let between = &units[outer.units.end..inner.units.start];
    let clause = &lists.clause;
    let parted = |unit: &Unit| {
        matches!(unit.mark, Some(',' | '—' | ':' | '(' | ')'))
            || clause.joins.contains(unit.word)
            || clause.stops.contains(unit.word)
    };
    if between.len() > MOST_BETWEEN || between.iter().any(parted) {
        return false;
    }
    let claimed = |unit: &Unit| {
        clause.claims.contains(unit.word) || clause.relatives.contains(unit.word) || clause.subjects.contains(unit.word)
    };
    inner.deniable || outer.deniable || between.iter().any(claimed)
}

/// A denial behind the match: "… is not provided".
fn behind(lists: &WordLists, window: &Window) -> Option<Range<usize>> {
    let (end, units) = (window.matched.end, &window.units);
    let closes = |unit: &&Unit| matches!(unit.mark, Some('"' | '\'' | ')' | ']')) && unit.glued;
    let first = end + units[end..].iter().take_while(closes).count();
    let tied = units.get(first).is_some_and(|unit| lists.clause.ties.contains(unit.word));
    for at in first..units.len().min(first + MOST_BEHIND + 1) {
        if let Some(found) = lists.negated.after.at(units, at) {
            let pseudo = lists.negated.pseudo.all(&units[..found.max(at)]);
            return (!pseudo.iter().any(|pseudo| overlaps(pseudo, &(at..found)))).then_some(at..found);
        }
        let unit = &units[at];
        let adverb = lists.clause.adverbs.end(unit.word);
        let goes_on = unit.mark.is_none()
            && !lists.clause.stops.contains(unit.word)
            && !lists.clause.finite.contains(unit.word)
            && !lists.clause.subjects.contains(unit.word);
        if !(tied || adverb) || !(goes_on || closes(&unit) || unit.is('"')) {
            return None;
        }
    }
    None
}
