//! The context `negated`: a negator applies to the match.
//!
//! In "Acme does not, under its terms, offer *direct access*.", the negator `does not` comes at most [`MAX_BETWEEN`]
//! words before the match and its scope extends to the match (see [`TriggerScope`]), so the context holds. If there is
//! no such negator before the match, [`after`] searches for one after it, as in "*direct access* is not provided".
//!
//! A negator does not count in these cases:
//!
//! - A phrase elsewhere in the sentence turns the denial into a promise, such as "elsewhere" in "You will not get this
//!   elsewhere". (List `cancels`.)
//! - It is part of a pseudo-negation, which looks like a denial but is a promise: "not only", "no waitlist for", "never
//!   been easier". (List `pseudo`.)
//! - It denies only a burden, such as a need or a cost, so the sentence promises what follows: "You do not need a key
//!   to get …". See [`is_burden`].
//! - Another negator negates it, so that together they affirm the match: "does not lack …". See
//!   [`is_double_negation`].
//! - It is in a compound ("non-custodial", "no-code"), so it negates only the rest of that compound. See [`negators`].
//! - It is in a relative clause, which has ended before the match: "keys that have no limit give …". See [`governs`].

use super::clause::{TriggerKind, TriggerScope};
use super::cue::{Cue, CueKind};
use super::lists::WordLists;
use super::match_context::MatchContext;
use super::window::{Unit, Window};
use std::ops::Range;

/// The most words between a negator and the match.
const MAX_BETWEEN: usize = 8;

/// The most words between the match and a denial after it, as in "direct access *to these models* is not offered".
const MAX_AFTER: usize = 8;

/// A negator is in a relative clause if a word such as "that" is among this many units before it.
const RELATIVE_WITHIN: usize = 3;

/// A negator before the match.
#[derive(Clone, Debug)]
struct Negator {
    units: Range<usize>,
    kind: TriggerKind,
    /// Whether it affirms together with another negator, as in "does not lack", "never fails to" and "not without".
    affirms_if_negated: bool,
}

pub(super) fn find_cue(lists: &WordLists, cx: &MatchContext) -> Option<Cue> {
    let window = Window::around(cx.words, &cx.range);
    if lists.negated.cancels.find_all(&window.units).iter().any(|found| !overlaps(found, &window.matched)) {
        return None;
    }
    let found = before(lists, &window).or_else(|| long_subject(lists, &window)).or_else(|| after(lists, &window))?;
    Some(CueKind::Negator.with_units(&window.units[found]))
}

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Finds the nearest negator before the match that applies to it.
fn before(lists: &WordLists, window: &Window) -> Option<Range<usize>> {
    let negators = negators(lists, window);
    for (at, negator) in negators.iter().enumerate().rev() {
        if words_outside_quotations(&window.units[negator.units.end..window.matched.start]) > MAX_BETWEEN {
            return None;
        }
        if is_burden(lists, window, negator) || !governs(lists, window, negator) {
            continue;
        }
        let outer = at.checked_sub(1).map(|outer| &negators[outer]);
        if outer.is_some_and(|outer| is_double_negation(lists, window.before(), outer, negator)) {
            return None;
        }
        return Some(negator.units.clone());
    }
    None
}

/// Counts the words of the units without those of quotations that end among them: the earlier items of a list.
fn words_outside_quotations(units: &[Unit]) -> usize {
    let (mut outside, mut quoted) = (0, None);
    for unit in units {
        match (&mut quoted, unit.is('"')) {
            (None, true) => quoted = Some(0),
            (Some(_), true) => quoted = None,
            (Some(words), false) => *words += usize::from(unit.starts_word),
            (None, false) => outside += usize::from(unit.starts_word),
        }
    }
    outside + quoted.unwrap_or(0)
}

/// Finds a negator that starts a sentence whose subject is too long for [`MAX_BETWEEN`], as in "No method of
/// transmission over the internet, or method of storage, is *100% secure*". The verb has to come right before the match.
fn long_subject(lists: &WordLists, window: &Window) -> Option<Range<usize>> {
    let (units, clause) = (window.before(), &lists.clause);
    let is_verb = |unit: &Unit| lists.negated.copulas.contains(unit.word);
    let verb = units.iter().rposition(|unit| unit.mark.is_some() || is_verb(unit) || !clause.is_light(unit.word))?;
    let negator = negators(lists, window).into_iter().next()?.units;
    let starts_sentence = units[..negator.start].iter().filter(|unit| unit.starts_word).count() <= 1
        && lists.negated.subjects.contains(units[negator.start].word);
    if !starts_sentence || negator.end > verb || !is_verb(&units[verb]) {
        return None;
    }
    let ends_subject = |at: usize| match units[at].mark {
        Some(',') => at + 1 != verb && !clause.joins.contains(units[at + 1].word),
        Some(mark) => !matches!(mark, '"' | '\'' | '(' | ')'),
        None => clause.stops.contains(units[at].word),
    };
    (!(negator.end..verb).any(ends_subject)).then_some(negator)
}

/// Finds the negators before the match, in order. It leaves out those inside of pseudo-negations or longer negators,
/// and those in a compound that does not contain the match.
fn negators(lists: &WordLists, window: &Window) -> Vec<Negator> {
    let (lists, units) = (&lists.negated, window.before());
    let pseudo = lists.pseudo.find_all(&window.units);
    let mut found: Vec<Negator> = Vec::new();
    for start in 0..units.len() {
        // `auxiliaries` has negated auxiliaries, and `clausal` other negators of a clause ("never"). Those in `phrasal`
        // ("without") and `verbs` ("fail to") affirm together with another negator.
        let candidates = [
            (lists.auxiliaries.match_at(units, start), TriggerKind::Auxiliary, false),
            (lists.clausal.match_at(units, start), TriggerKind::Clause, false),
            (lists.phrasal.match_at(units, start), TriggerKind::Phrase, true),
            (lists.verbs.match_at(units, start), TriggerKind::Clause, true),
        ];
        let longest =
            candidates.into_iter().filter_map(|(end, kind, affirms_if_negated)| Some((end?, kind, affirms_if_negated)));
        let Some((end, kind, affirms_if_negated)) = longest.max_by_key(|(end, ..)| *end) else { continue };
        let covered = found.last().is_some_and(|last| start < last.units.end);
        let range = start..end;
        let is_prefix = lists.prefixes.contains(units[start].word) || window.is_part_of_compound(&range);
        if covered
            || (is_prefix && !window.leads_into_match(&range))
            || pseudo.iter().any(|pseudo| overlaps(pseudo, &range))
        {
            continue;
        }
        found.push(Negator { units: range, kind, affirms_if_negated });
    }
    found
}

/// Returns whether the scope of the negator extends to the match. The scope of a negator in a relative clause ("keys
/// that have no limit give …") ends at the next independent verb.
fn governs(lists: &WordLists, window: &Window, negator: &Negator) -> bool {
    let scope = TriggerScope {
        lists: &lists.clause,
        units: &window.units,
        from: negator.units.end,
        matched: &window.matched,
        kind: negator.kind,
    };
    let start = negator.units.start;
    let relative =
        (start.saturating_sub(RELATIVE_WITHIN)..start).any(|at| lists.clause.relatives.contains(window.units[at].word));
    scope.reaches_match() && (!relative || scope.has_no_independent_verb())
}

/// Returns whether the negator denies a burden: "You do not need a key to get …" promises what follows "to".
///
/// It does not if the word before "to" is a person, who then has to do what follows: "You do not need customers to get
/// …". It does not either if the word after "to" is a duty: "We do not need to provide …".
fn is_burden(lists: &WordLists, window: &Window, negator: &Negator) -> bool {
    let lists = &lists.negated;
    let before = window.before();
    let Some(end) = lists.burdens.match_at(before, negator.units.end) else { return false };
    let link = (end + 1..before.len()).find(|&at| lists.burden_links.contains(before[at].word));
    let duty = |link: usize| before.get(link + 1).is_some_and(|unit| lists.duties.contains(unit.word));
    link.is_some_and(|link| !lists.persons.contains(before[link - 1].word) && !duty(link))
}

/// Returns whether the outer negator negates the inner one, so that the two affirm.
fn is_double_negation(lists: &WordLists, units: &[Unit], outer: &Negator, inner: &Negator) -> bool {
    let between = &units[outer.units.end..inner.units.start];
    let clause = &lists.clause;
    let separates = |unit: &Unit| {
        matches!(unit.mark, Some(',' | '—' | ':' | '(' | ')'))
            || clause.joins.contains(unit.word)
            || clause.stops.contains(unit.word)
    };
    if between.len() > MAX_BETWEEN || between.iter().any(separates) {
        return false;
    }
    let starts_clause = |unit: &Unit| {
        clause.claims.contains(unit.word) || clause.relatives.contains(unit.word) || clause.subjects.contains(unit.word)
    };
    // "The absence of keys" is the subject of "does not …", so it does not negate that. "Without keys you cannot …" does.
    let is_subject = outer.kind == TriggerKind::Phrase && inner.kind == TriggerKind::Auxiliary;
    between.iter().any(starts_clause) || !is_subject && (inner.affirms_if_negated || outer.affirms_if_negated)
}

/// Finds a denial after the match, as in "… is not provided". Only a phrase that starts with a preposition, or adverbs,
/// may come between.
fn after(lists: &WordLists, window: &Window) -> Option<Range<usize>> {
    let (end, units) = (window.matched.end, &window.units);
    let closes = |unit: &&Unit| matches!(unit.mark, Some('"' | '\'' | ')' | ']')) && unit.glued;
    let first = end + units[end..].iter().take_while(closes).count();
    let has_preposition = units.get(first).is_some_and(|unit| lists.clause.prepositions.contains(unit.word));
    for at in first..units.len().min(first + MAX_AFTER + 1) {
        if let Some(found) = lists.negated.after.match_at(units, at) {
            // Words after the denial cannot make it a pseudo-negation.
            let pseudo = lists.negated.pseudo.find_all(&units[..found]);
            return (!pseudo.iter().any(|pseudo| overlaps(pseudo, &(at..found)))).then_some(at..found);
        }
        let unit = &units[at];
        let adverb = lists.clause.adverbs.matches(unit.word);
        let continues = unit.mark.is_none()
            && !lists.clause.stops.contains(unit.word)
            && !lists.clause.finite.contains(unit.word)
            && !lists.clause.subjects.contains(unit.word);
        if !(has_preposition || adverb) || !(continues || closes(&unit) || unit.is('"')) {
            return None;
        }
    }
    None
}
