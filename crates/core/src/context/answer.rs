//! The answer to a question: whether it denies, leaves open or affirms.
//!
//! "No", "Only in private rooms" and "Cloud: no, …" deny, "It depends" leaves open. A denial is at the start of the answer
//! or after its first label, as in a list that answers for each product. "No problem" and "Only with us" are no denials.

use super::cue::{Cue, CueKind};
use super::lists::Asked;
use super::phrase::WordSet;
use super::window::Unit;

/// The most units of a label in front of a denial.
const MAX_LABEL: usize = 8;

/// Finds the words with which the answer says "no" or, if the question is a yes-or-no question, leaves it open.
pub(super) fn find_denial(lists: &Asked, answer: &[Unit], is_open: bool) -> Option<Cue> {
    let start = after_label(answer, 0, |word| is_label(word, &lists.answer_labels))?;
    if is_question(lists, answer) || lists.pseudo.match_at(answer, start).is_some() {
        return None;
    }
    let hedge = || lists.hedges.match_at(answer, start).filter(|_| is_open);
    if let Some(end) = lists.denials.match_at(answer, start).or_else(hedge) {
        return Some(CueKind::Denial.with_units(&answer[start..end]));
    }
    let has_opener = lists.answer_openers.contains(answer[start].word);
    let ends_label = |unit: &Unit| matches!(unit.mark, Some(':' | '—')) || has_opener && unit.is(',');
    let label = answer[start..].iter().take(MAX_LABEL).position(ends_label)?;
    let (label, rest) = answer[start..].split_at(label);
    let ends_sentence = |unit: &Unit| matches!(unit.mark, Some('.' | '!' | '?'));
    let first = rest.iter().position(|unit| unit.mark.is_none()).filter(|_| is_open)?;
    if label.iter().any(ends_sentence) || affirms(lists, label) || lists.pseudo.match_at(rest, first).is_some() {
        return None;
    }
    let end = lists.denials.match_at(rest, first)?;
    Some(CueKind::Denial.with_units(&rest[first..end]))
}

/// Returns whether a word anywhere in the answer says "yes".
pub(super) fn affirms(lists: &Asked, answer: &[Unit]) -> bool {
    !is_question(lists, answer) && lists.affirmations.find_first(answer, 0..answer.len()).is_some()
}

/// Returns whether the answer is a question too: its first full stop comes after a question mark.
pub(super) fn is_question(lists: &Asked, answer: &[Unit]) -> bool {
    let Some(start) = after_label(answer, 0, |word| is_label(word, &lists.answer_labels)) else { return false };
    answer[start..].iter().find(|unit| matches!(unit.mark, Some('?' | '.'))).is_some_and(|unit| unit.is('?'))
}

/// Returns the first word from unit `from`, or the first word after the label that starts there.
pub(super) fn after_label(units: &[Unit], from: usize, is_label: impl Fn(&str) -> bool) -> Option<usize> {
    let word_from = |from: usize| Some(from + units.get(from..)?.iter().position(|unit| unit.mark.is_none())?);
    let start = word_from(from)?;
    let closes = |unit: &Unit| matches!(unit.mark, Some(':' | '.' | '—' | ')'));
    let has_label = is_label(units[start].word) && units.get(start + 1).is_some_and(closes);
    if has_label { word_from(start + 1) } else { Some(start) }
}

/// Returns whether a word is a number, or one of these labels with a number after it or without.
pub(super) fn is_label(word: &str, labels: &WordSet) -> bool {
    let name = word.trim_end_matches(|c: char| c.is_ascii_digit());
    name.is_empty() || labels.contains(name)
}
