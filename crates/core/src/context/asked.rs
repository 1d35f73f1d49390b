//! The context `asked`: the match is in a question that the text does not answer with "yes".
//!
//! In "Does Acme offer *direct access*? No.", the answer is the sentence after the question. If the question ends its
//! block, the answer is the start of the next block. An answer that leaves a yes-or-no question open ("it depends") counts
//! as well. Any other question without a denial does not count, because a reader may remember only the question, unless
//!
//! - the text says that somebody else asks it (Users often ask "…?") or that it is for somebody else ("Questions to ask
//!   your bank"), or it is a quotation by itself (“Is this contract *GDPR compliant*?”);
//! - it asks what the reader has, and the answer does not offer it ("Is your product *FDA approved*?");
//! - it is an entry of an index: a yes-or-no question about something, with another question instead of an answer;
//! - the match is in the quotation of a request: a query such as "Find a *GDPR compliant* host";
//! - the match is an answer to choose from, under "Which of the following …?".
//!
//! A question that "no" cannot deny, such as "Why not …?" or "Tired of waiting for …?", does not count. In a heading, the
//! question mark may be missing.

use super::answer::{affirms, after_label, find_denial, is_label, is_question};
use super::cue::{Cue, CueKind};
use super::guidance::is_label_of;
use super::label_words::LabelWords;
use super::lists::{Asked, WordLists};
use super::match_context::{LabelKind, MatchContext};
use super::window::{Unit, Window, split_into_units, to_text};
use std::ops::Range;
use wordgate_text::prose::Words;

/// The most tokens of an answer that are read. A denial is at the start of the answer.
const MAX_ANSWER: usize = 24;

/// The most bytes of the next block that are read. [`MAX_ANSWER`] tokens are nearly always shorter.
const MAX_NEXT_BLOCK: usize = 400;

/// The most tokens of an answer to choose from.
const MAX_OPTION: usize = 12;

pub(super) fn find_cue(lists: &WordLists, cx: &MatchContext) -> Option<Cue> {
    let lists = &lists.asked;
    let window = Window::around(cx.words, &cx.range);
    let mark = window.after().iter().position(|unit| unit.is('?'));
    if mark.is_none() && !cx.block.is_heading() {
        return find_request(lists, &window).or_else(|| find_quiz(lists, cx));
    }
    let question = question(&window, mark.map_or(window.units.len(), |mark| window.matched.end + mark));
    let first_word = after_label(question, 0, |word| is_label(word, &lists.question_labels))?;
    let is_open = lists.starts.match_at(question, first_word).is_some();
    if lists.leading.match_at(question, first_word).is_some() || mark.is_none() && !is_open {
        return None;
    }
    let tokens = cx.words.tokens();
    let end = mark.map_or(tokens.len(), |mark| window.after()[mark].token + 1);
    let rest = split_into_units(cx.words, end..tokens.len().min(end + MAX_ANSWER));
    let rest = &rest[rest.iter().take_while(closes).count()..];
    let next_words = cx.block.next_block().filter(|_| rest.is_empty()).and_then(first_words);
    let next = next_words
        .as_ref()
        .map_or(Vec::new(), |words| split_into_units(words, 0..words.tokens().len().min(MAX_ANSWER)));
    let answer = if rest.is_empty() { &next } else { rest };
    let denial = find_denial(lists, answer, is_open);
    if denial.is_some() || mark.is_none() || affirms(lists, answer) {
        return denial;
    }
    find_asker(lists, &window, rest)
        .or_else(|| find_quotation(lists, &window, question, first_word))
        .or_else(|| find_reader(lists, &question[first_word..], answer))
        .or_else(|| find_label(lists, cx).filter(|_| rest.is_empty()))
        .or_else(|| find_index(lists, &question[first_word..], answer).filter(|_| !cx.block.is_heading()))
}

/// Returns whether the unit belongs to the end of the question. A WordPress readme sets `= Is it safe? =`.
fn closes(unit: &&Unit) -> bool {
    matches!(unit.mark, Some('"' | '\'' | ')' | ']' | '?' | '!' | '*' | '=')) || unit.word == "="
}

/// Returns the words at the start of the next block.
fn first_words(block: &str) -> Option<Words> {
    let len = (0..=block.len().min(MAX_NEXT_BLOCK)).rev().find(|&len| block.is_char_boundary(len))?;
    Some(Words::new(&block[..len]))
}

/// Finds the words that make the question one of the reader or one to somebody else, as in: Users often ask "…?".
fn find_asker(lists: &Asked, window: &Window, rest: &[Unit]) -> Option<Cue> {
    let before = window.before();
    let introduces = |found: &Range<usize>| {
        let opens = |unit: &Unit| matches!(unit.mark, Some('"' | '\'' | ':' | ','));
        let has_colon = before[found.clone()].last().is_some_and(|unit| unit.is(':'));
        (has_colon || before.get(found.end).is_some_and(opens)) && !before[found.end..].iter().any(|unit| unit.is('?'))
    };
    if let Some(found) = lists.askers.find_all(before).into_iter().rfind(introduces) {
        return Some(CueKind::Asker.with_units(&before[found]));
    }
    let start = rest.iter().position(|unit| unit.mark.is_none())?;
    let end = lists.askers_after.match_at(rest, start)?;
    Some(CueKind::Asker.with_units(&rest[start..end]))
}

/// Finds the start of a yes-or-no question that is a quotation by itself.
fn find_quotation(lists: &Asked, window: &Window, question: &[Unit], first_word: usize) -> Option<Cue> {
    let start = window.before().iter().position(|unit| unit.token == question[first_word].token)?;
    let opens = start.checked_sub(1).is_some_and(|before| is_quote(&window.units[before]));
    let mark = window.after().iter().position(|unit| unit.is('?'))?;
    let is_closed = window.after().get(mark + 1).is_some_and(is_quote);
    let is_question = lists.openers.contains(question[first_word].word);
    let words = &question[first_word..(first_word + 2).min(question.len())];
    (opens && is_closed && is_question).then(|| CueKind::Quotation.with_words(to_text(words)))
}

fn is_quote(unit: &Unit) -> bool {
    matches!(unit.mark, Some('"' | '\''))
}

/// Finds the words that ask what the reader has. An answer that speaks for the writer may offer it.
fn find_reader(lists: &Asked, question: &[Unit], answer: &[Unit]) -> Option<Cue> {
    let end = lists.reader.match_at(question, 0)?;
    let offers = answer.iter().any(|unit| lists.writer.contains(unit.word));
    (!offers && !is_question(lists, answer)).then(|| CueKind::Asker.with_units(&question[..end]))
}

/// Finds the label above the block that introduces questions to somebody else, as in "Questions to ask your bank".
fn find_label(lists: &Asked, cx: &MatchContext) -> Option<Cue> {
    let label = cx.block.labels().find(|label| is_label_of(&lists.labels, label.text))?;
    Some(CueKind::from(label.kind).with_words(label.text))
}

/// Finds the question that stands where the answer should be, in an index of questions. A question that addresses the
/// reader or speaks for the writer may be advertising.
fn find_index(lists: &Asked, question: &[Unit], answer: &[Unit]) -> Option<Cue> {
    let start = after_label(answer, 0, |word| is_label(word, &lists.question_labels))?;
    let addresses = |unit: &Unit| lists.addresses.contains(unit.word);
    let first = answer[start].word;
    let is_next = lists.question_words.contains(first)
        || lists.openers.contains(first) && lists.leading.match_at(answer, start).is_none();
    let is_entry = lists.openers.contains(question.first()?.word) && !question.iter().any(addresses);
    let end = start + answer[start..].iter().position(|unit| unit.is('?'))?;
    (is_next && is_entry && is_question(lists, answer))
        .then(|| CueKind::Asker.with_words(to_text(&answer[start..=end])))
}

/// Finds the words before the quotation around the match that make it a request.
fn find_request(lists: &Asked, window: &Window) -> Option<Cue> {
    let before = window.before();
    let quote = before.iter().rposition(is_quote)?;
    let opens = before.iter().filter(|unit| is_quote(unit)).count() % 2 == 1;
    let introduces = |found: &Range<usize>| before[found.end..quote].iter().all(|unit| unit.mark.is_some());
    let found = lists.requests.find_all(&before[..quote]).into_iter().rfind(introduces)?;
    (opens && window.after().iter().any(is_quote)).then(|| CueKind::Request.with_units(&before[found]))
}

/// Finds the question over an answer to choose from.
fn find_quiz(lists: &Asked, cx: &MatchContext) -> Option<Cue> {
    let ends = |token: &wordgate_text::prose::Token| token.sentence != cx.words.tokens()[0].sentence;
    if cx.words.tokens().len() > MAX_OPTION || cx.words.tokens().iter().any(ends) {
        return None;
    }
    let label = cx.block.labels().find(|label| matches!(label.kind, LabelKind::LeadIn | LabelKind::Heading))?;
    let words = LabelWords::read(&label)?;
    let units = words.units(cx);
    let addresses = units.iter().any(|unit| lists.addresses.contains(unit.word));
    (lists.quizzes.covers(&units) && !addresses).then(|| CueKind::from(label.kind).with_words(words.text()))
}

/// Returns the units of the question that ends before unit `end`. It starts at the start of the sentence, or after the
/// last mark before the match that separates it from other text, such as a colon or the question mark of another
/// question.
fn question<'w, 'a>(window: &'w Window<'a>, end: usize) -> &'w [Unit<'a>] {
    let separates = |unit: &Unit| matches!(unit.mark, Some('?' | ':' | '"' | '!' | '|'));
    let start = window.before().iter().rposition(separates).map_or(0, |at| at + 1);
    &window.units[start..end]
}
