//! Whether a statement runs on from one word of a sentence to another, without a new clause between them.
//!
//! This differs from [`TriggerScope`](super::clause::TriggerScope), which asks how far a word such as "not" reaches: "an
//! account *with* direct access" is still what "you need", but no longer what "does not leave" denies. Words of the
//! writer end the statement too, because what follows them is then the writer's offer.

use super::lists::WordLists;
use super::parties::Party;
use super::window::Unit;
use std::ops::Range;

/// The most units of a subject that are read after a comma or "and".
const MAX_SUBJECT: usize = 6;

/// Returns whether the statement that starts at `range.start` runs on to `range.end`.
pub(super) fn runs_on(lists: &WordLists, units: &[Unit], range: Range<usize>) -> bool {
    let clause = &lists.clause;
    let mut at = range.start;
    while at < range.end {
        let unit = &units[at];
        match unit.mark {
            Some(';' | '?' | '!' | '|' | '→' | '>' | '⇒') => return false,
            // Only a colon before a list continues the statement.
            Some(':')
                if !units[at + 1..range.end].iter().all(|unit| unit.mark.is_some() || clause.is_light(unit.word)) =>
            {
                return false;
            }
            Some('(') => {
                // A remark in brackets is passed over.
                if let Some(close) = units[at..range.end].iter().position(|unit| unit.is(')')) {
                    at += close;
                }
            }
            Some(',' | '—') if starts_clause(lists, units, at + 1..range.end) => return false,
            Some(_) => {}
            None => {
                let ends = clause.stops.contains(unit.word) && clause.stop_exceptions.match_at(units, at).is_none();
                let joins = clause.joins.contains(unit.word) && starts_clause(lists, units, at + 1..range.end);
                if ends
                    || joins
                    || is_writer(lists, unit) && !is_object(lists, units, at)
                    || is_reader_subject(lists, units, at)
                {
                    return false;
                }
            }
        }
        at += 1;
    }
    true
}

/// Returns whether a word stands for the writer: "we", or a name of the organisation.
pub(super) fn is_writer(lists: &WordLists, unit: &Unit) -> bool {
    unit.party == Some(Party::Own) || lists.third_party.writer.contains(unit.word)
}

/// Returns whether the text offers something of the writer: it has a word for the writer, or "you get".
pub(super) fn is_offer(lists: &WordLists, units: &[Unit]) -> bool {
    units.iter().enumerate().any(|(at, unit)| is_writer(lists, unit) && !is_object(lists, units, at))
        || lists.third_party.offers.find_first(units, 0..units.len()).is_some()
}

/// Returns whether "us" is what somebody gives something to, as in "Google gives us …".
fn is_object(lists: &WordLists, units: &[Unit], at: usize) -> bool {
    units[at].word == "us"
        && at > 0
        && lists.third_party.verbs.contains(units[at - 1].word)
        && units.get(at + 1).is_none_or(|next| next.word != "to")
}

/// Returns whether "you" is the subject of a verb, as in "so that you get …", but not in "gives you …".
fn is_reader_subject(lists: &WordLists, units: &[Unit], at: usize) -> bool {
    let is_object = || at > 0 && lists.third_party.verbs.contains(units[at - 1].word);
    units[at].word == "you" && lists.third_party.offers.match_at(units, at).is_some() && !is_object()
}

/// Returns whether a subject and its verb follow at the start of `range`, before the next comma, "and" or "or".
fn starts_clause(lists: &WordLists, units: &[Unit], range: Range<usize>) -> bool {
    let clause = &lists.clause;
    let mut has_subject = false;
    for at in range.clone().take(MAX_SUBJECT) {
        let unit = &units[at];
        if unit.mark.is_some()
            || clause.joins.contains(unit.word)
            || clause.prepositions.contains(unit.word)
            || clause.relatives.contains(unit.word)
        {
            return false;
        }
        if clause.finite.contains(unit.word) || lists.third_party.verbs.contains(unit.word) && !unit.hyphenated {
            let is_infinitive = at > range.start && clause.before_infinitive.contains(units[at - 1].word);
            return has_subject && !is_infinitive;
        }
        has_subject |= !clause.is_light(unit.word) || clause.subjects.contains(unit.word);
    }
    false
}
