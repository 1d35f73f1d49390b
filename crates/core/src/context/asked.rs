//! The context `asked`: the match is in a question, and the text answers it with "no".
//!
//! In "Does Acme offer *direct access*? No.", the answer is the sentence after the question. If the question ends its
//! block, the answer is the start of the next block. A question without an answer does not count, because a reader may
//! remember only the question. A question that "no" cannot deny, such as "Why not …?" or "Tired of waiting for …?",
//! does not count either. In a heading, the question mark may be missing.

use super::cue::{Cue, CueKind};
use super::lists::{Asked, WordLists};
use super::match_context::MatchContext;
use super::window::{Unit, Window, split_into_units};
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
    if !rest.is_empty() {
        return find_denial(lists, rest);
    }
    let next = cx.block.next_block()?;
    let len = (0..=next.len().min(MAX_NEXT_BLOCK)).rev().find(|&len| next.is_char_boundary(len))?;
    let words = Words::new(&next[..len]);
    find_denial(lists, &split_into_units(&words, 0..words.tokens().len().min(MAX_ANSWER)))
}

/// Returns the units of the question that ends before unit `end`. It starts at the start of the sentence, or after the
/// last mark before the match that separates it from other text, such as a colon or the question mark of another
/// question.
fn question<'w, 'a>(window: &'w Window<'a>, end: usize) -> &'w [Unit<'a>] {
    let separates = |unit: &Unit| matches!(unit.mark, Some('?' | ':' | '"' | '!' | '|'));
    let start = window.before().iter().rposition(separates).map_or(0, |at| at + 1);
    &window.units[start..end]
}

/// Finds the words with which the answer says "no".
fn find_denial(lists: &Asked, answer: &[Unit]) -> Option<Cue> {
    let start = answer.iter().position(|unit| unit.mark.is_none())?;
    // A question mark before the first full stop makes the answer a question.
    let question_mark = answer[start..].iter().position(|unit| matches!(unit.mark, Some('?')));
    let is_question = question_mark.is_some_and(|at| !answer[start..start + at].iter().any(|unit| unit.is('.')));
    if is_question || lists.pseudo.match_at(answer, start).is_some() {
        return None;
    }
    let end = lists.denials.match_at(answer, start)?;
    Some(CueKind::Denial.with_units(&answer[start..end]))
}
