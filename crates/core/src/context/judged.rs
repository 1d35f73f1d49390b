//! Finds a claim of others that the sentence judges: "Ads that promise *guaranteed returns* are not allowed".
//!
//! The sentence names who or what makes the claim (`judged.claims`: "ads that promise", "anyone selling", "claims of"),
//! and the scope of that phrase extends to the match. This alone proves nothing, because "the fund that promises …" may
//! be the writer's own. So the sentence also has to judge: before the claim ("we reject", "beware of", "consider") or
//! after the match ("are not allowed", "is lying", "need proof"). A regulator's example ("A marketer advertises …")
//! judges by its form.

use super::clause::{TriggerKind, TriggerScope};
use super::lists::WordLists;
use super::window::{Unit, Window};
use std::ops::Range;

/// The most words between the claim and the match.
const MAX_BETWEEN: usize = 10;

/// The most units after the match that are searched for a judgement.
const AFTER_WITHIN: usize = 32;

/// The most words between the match and a judgement that needs no claim before it, as in "a *risk-free* bond is a
/// myth".
const NOUNS: usize = 2;

/// Returns the words that judge the claim, or those that introduce it as an example.
pub(super) fn find_judgement(lists: &WordLists, window: &Window) -> Option<Range<usize>> {
    let words = &lists.judged;
    let (units, matched) = (&window.units, &window.matched);
    let is_own = |range: Range<usize>| units[range].iter().any(|unit| words.own.contains(unit.word));
    if let Some(found) = condemnation(lists, window) {
        return Some(found);
    }
    let acts = words.acts.find_all(window.before());
    if let Some(act) = acts.into_iter().find(|act| !is_own(act.clone()) && reaches(lists, window, act.end)) {
        return Some(act);
    }
    let mut claims = words.claims.find_all(window.before()).into_iter().rev();
    claims.find_map(|claim| {
        if is_own(claim.clone()) || !reaches(lists, window, claim.end) {
            return None;
        }
        judgement_before(lists, units, claim.start).or_else(|| judgement_after(lists, units, matched.end))
    })
}

/// Returns whether the scope of the claim that ends at `from` extends to the match.
fn reaches(lists: &WordLists, window: &Window, from: usize) -> bool {
    let (units, matched) = (&window.units, &window.matched);
    if units[from..matched.start].iter().filter(|unit| unit.starts_word).count() > MAX_BETWEEN {
        return false;
    }
    let opening = |unit: &&Unit| matches!(unit.mark, Some('"' | '\'' | ',' | ':'));
    let from = from + units[from..matched.start].iter().take_while(opening).count();
    TriggerScope { lists: &lists.clause, units, from, matched, kind: TriggerKind::Clause }.reaches_match()
}

/// Finds a judgement that ends where the claim starts.
fn judgement_before(lists: &WordLists, units: &[Unit], claim: usize) -> Option<Range<usize>> {
    let ends = |at: usize| lists.judged.before.match_at(&units[..claim], at).filter(|end| *end == claim);
    (0..claim).rev().find_map(|at| ends(at).map(|end| at..end))
}

/// Finds a judgement after the match, in the same clause or in the main clause after an if-clause.
fn judgement_after(lists: &WordLists, units: &[Unit], from: usize) -> Option<Range<usize>> {
    let clause = &lists.clause;
    for at in from..units.len().min(from + AFTER_WITHIN) {
        if let Some(end) = lists.judged.after.match_at(units, at) {
            return Some(at..end);
        }
        let is_end = matches!(units[at].mark, Some('?' | ';' | ':' | '|' | '→'));
        if is_end || clause.stops.contains(units[at].word) || lists.judged.own.contains(units[at].word) {
            return None;
        }
    }
    None
}

/// Finds a judgement right after the match or after the noun that the match belongs to.
fn condemnation(lists: &WordLists, window: &Window) -> Option<Range<usize>> {
    let (units, end) = (&window.units, window.matched.end);
    let is_question = units[end..].iter().any(|unit| unit.is('?'));
    for at in (end..units.len().min(end + NOUNS + 1)).filter(|_| !is_question) {
        if let Some(found) = lists.judged.condemned.match_at(units, at) {
            return Some(at..found);
        }
        let word = units[at].word;
        let starts_clause = lists.clause.stops.contains(word) || lists.clause.relatives.contains(word);
        if starts_clause || units[at].mark.is_some_and(|mark| !matches!(mark, '"' | '\'')) {
            return None;
        }
    }
    None
}
