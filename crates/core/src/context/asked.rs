//! The context `asked`: the match is in a question, and the text answers it with "no".
//!
//! In "Does Acme offer *direct access*? No.", the answer is the sentence after the question. If the question ends its
//! block, the answer is the start of the next block. An answer that leaves a yes-or-no question open ("it depends") counts
//! as well. Any other question without a denial does not count, because a reader may remember only the question, unless
//! the text says that somebody else asks it (Users often ask "…?") or that it is for somebody else ("Questions to ask
//! your bank") and does not answer it with "yes". A question that "no" cannot deny, such as "Why not …?" or "Tired of
//! waiting for …?", does not count either. In a heading, the question mark may be missing.

use super::cue::{Cue, CueKind};
use super::guidance::is_label_of;
use super::lists::{Asked, WordLists};
use super::match_context::MatchContext;
use super::window::{Unit, Window, split_into_units};
use std::ops::Range;
use wordgate_text::prose::Words;

/// The most tokens of an answer that are read. A denial is at the start of the answer.
const MAX_ANSWER: usize = 24;

/// The most bytes of the next block that are read. [`MAX_ANSWER`] tokens are nearly always shorter.
const MAX_NEXT_BLOCK: usize = 400;

pub(super) fn find_cue(lists: &WordLists, cx: &MatchContext) -> Option<Cue> {
    let lists = &lists.asked;
    let window = Window::around(cx.words, &cx.range);
    let mark = window.after().iter().position(|unit| unit.is('?'));
    let question = question(&window, mark.map_or(window.units.len(), |mark| window.matched.end + mark));
    let first_word = question.iter().position(|unit| unit.mark.is_none())?;
    if lists.leading.match_at(question, first_word).is_some()
        || (mark.is_none() && lists.starts.match_at(question, first_word).is_none())
    {
        return None;
    }
    let tokens = cx.words.tokens();
    let end = match mark {
        Some(mark) => window.after()[mark].token + 1,
        None if cx.block.is_heading() => tokens.len(),
        None => return None,
    };
    let closes = |unit: &&Unit| matches!(unit.mark, Some('"' | '\'' | ')' | ']' | '?' | '!' | '*'));
    let rest = split_into_units(cx.words, end..tokens.len().min(end + MAX_ANSWER));
    let rest = &rest[rest.iter().take_while(closes).count()..];
    let next_words = cx.block.next_block().filter(|_| rest.is_empty()).and_then(first_words);
    let next = next_words
        .as_ref()
        .map_or(Vec::new(), |words| split_into_units(words, 0..words.tokens().len().min(MAX_ANSWER)));
    let answer = if rest.is_empty() { &next } else { rest };
    let is_open = lists.starts.match_at(question, first_word).is_some();
    find_denial(lists, answer, is_open)
        .or_else(|| mark.and_then(|_| find_asker(lists, &window, rest, answer)))
        .or_else(|| mark.filter(|_| rest.is_empty()).and_then(|_| find_label(lists, cx, answer)))
}

/// Returns the words at the start of the next block.
fn first_words(block: &str) -> Option<Words> {
    let len = (0..=block.len().min(MAX_NEXT_BLOCK)).rev().find(|&len| block.is_char_boundary(len))?;
    Some(Words::new(&block[..len]))
}

/// Finds the words that make the question one of the reader or one to somebody else, as in: Users often ask "…?". The
/// question counts unless the answer affirms.
fn find_asker(lists: &Asked, window: &Window, rest: &[Unit], answer: &[Unit]) -> Option<Cue> {
    if affirms(lists, answer) {
        return None;
    }
    let before = window.before();
    let introduces = |found: &Range<usize>| {
        let opens = |unit: &Unit| matches!(unit.mark, Some('"' | '\'' | ':' | ','));
        before.get(found.end).is_some_and(opens) && !before[found.end..].iter().any(|unit| unit.is('?'))
    };
    if let Some(found) = lists.askers.find_all(before).into_iter().rfind(introduces) {
        return Some(CueKind::Asker.with_units(&before[found]));
    }
    let start = rest.iter().position(|unit| unit.mark.is_none())?;
    let end = lists.askers_after.match_at(rest, start)?;
    Some(CueKind::Asker.with_units(&rest[start..end]))
}

/// Finds the label above the block that introduces questions to somebody else, as in "Questions to ask your bank".
fn find_label(lists: &Asked, cx: &MatchContext, answer: &[Unit]) -> Option<Cue> {
    if affirms(lists, answer) {
        return None;
    }
    let label = cx.block.labels().find(|label| is_label_of(&lists.labels, label.text))?;
    Some(CueKind::from(label.kind).with_words(label.text))
}

fn affirms(lists: &Asked, answer: &[Unit]) -> bool {
    lists.affirmations.find_first(answer, 0..answer.len()).is_some()
}

/// Returns the units of the question that ends before unit `end`. It starts at the start of the sentence, or after the
/// last mark before the match that separates it from other text, such as a colon or the question mark of another
/// question.
fn question<'w, 'a>(window: &'w Window<'a>, end: usize) -> &'w [Unit<'a>] {
    let separates = |unit: &Unit| matches!(unit.mark, Some('?' | ':' | '"' | '!' | '|'));
    let start = window.before().iter().rposition(separates).map_or(0, |at| at + 1);
    &window.units[start..end]
}

/// Finds the words with which the answer says "no" or, if the question is a yes-or-no question, leaves it open.
fn find_denial(lists: &Asked, answer: &[Unit], is_open: bool) -> Option<Cue> {
    let word_from = |from: usize| Some(from + answer.get(from..)?.iter().position(|unit| unit.mark.is_none())?);
    let mut start = word_from(0)?;
    let is_label = lists.answer_labels.contains(answer[start].word)
        && answer.get(start + 1).is_some_and(|next| matches!(next.mark, Some(':' | '.' | '—' | ')')));
    if is_label {
        start = word_from(start + 1)?;
    }
    // A question mark before the first full stop makes the answer a question.
    let question_mark = answer[start..].iter().position(|unit| matches!(unit.mark, Some('?')));
    let is_question = question_mark.is_some_and(|at| !answer[start..start + at].iter().any(|unit| unit.is('.')));
    if is_question || lists.pseudo.match_at(answer, start).is_some() {
        return None;
    }
    let hedge = || lists.hedges.match_at(answer, start).filter(|_| is_open);
    let end = lists.denials.match_at(answer, start).or_else(hedge)?;
    Some(CueKind::Denial.with_units(&answer[start..end]))
}
