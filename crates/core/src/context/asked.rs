//! `asked`: the match is in a question that is answered by no.
//!
//! The answer is the sentence behind the question, in the block or, where the question ends its block, in the next one.
//! A question alone excuses nothing: a reader may remember only that. Nor does one that no "no" denies, such as "Why
//! not …?" or "Tired of waiting for …?".

use super::cue::{Cue, CueKind};
use super::lists::{Asked, WordLists};
use super::match_context::MatchContext;
use super::window::{Unit, Window, units};
use wordgate_text::prose::Words;

/// Tokens of an answer that are read.
const ANSWER: usize = 24;

/// Bytes of the next block that are read.
const NEXT_BLOCK: usize = 400;

pub(super) fn holds(lists: &WordLists, site: &MatchContext) -> Option<Cue> {
    let lists = &lists.asked;
    let window = Window::around(site.words, &site.range);
    let mark = window.after().iter().position(|unit| unit.is('?'));
    let question = question(&window, mark.map_or(window.units.len(), |mark| window.matched.end + mark));
    let opens = question.iter().position(|unit| unit.mark.is_none())?;
    if lists.leading.at(question, opens).is_some() || (mark.is_none() && lists.starts.at(question, opens).is_none()) {
        return None;
    }
    let tokens = site.words.tokens();
    let end = match mark {
        Some(mark) => window.after()[mark].token + 1,
        None if site.block.is_heading() => tokens.len(),
        None => return None,
    };
    let closes = |unit: &&Unit| matches!(unit.mark, Some('"' | '\'' | ')' | ']' | '?' | '!' | '*'));
    let rest = units(site.words, end..tokens.len().min(end + ANSWER));
    let rest = &rest[rest.iter().take_while(closes).count()..];
    if !rest.is_empty() {
        return denied(lists, rest);
    }
    let next = site.block.next_block()?;
    let len = (0..=next.len().min(NEXT_BLOCK)).rev().find(|&len| next.is_char_boundary(len))?;
    let words = Words::new(&next[..len]);
    denied(lists, &units(&words, 0..words.tokens().len().min(ANSWER)))
}

/// The units of the question from its first word on: from the sentence's start, or behind a colon or another question.
fn question<'w, 'a>(window: &'w Window<'a>, end: usize) -> &'w [Unit<'a>] {
    let opens = |unit: &Unit| matches!(unit.mark, Some('?' | ':' | '"' | '!' | '|'));
    let start = window.before().iter().rposition(opens).map_or(0, |at| at + 1);
    &window.units[start..end]
}

/// How the answer says no.
fn denied(lists: &Asked, answer: &[Unit]) -> Option<Cue> {
    let start = answer.iter().position(|unit| unit.mark.is_none())?;
    let sentence = answer[start..].iter().position(|unit| matches!(unit.mark, Some('?')));
    let asks = sentence.is_some_and(|at| !answer[start..start + at].iter().any(|unit| unit.is('.')));
    if asks || lists.pseudo.at(answer, start).is_some() {
        return None;
    }
    let end = lists.denials.at(answer, start)?;
    Some(CueKind::Denial.units(&answer[start..end]))
}
