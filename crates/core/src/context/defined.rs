//! Recognises a term that is defined and not used.
//!
//! A sentence may define it ("*Carbon positive* refers to …") or ask for its meaning ("What is *zero trust*?"). A promise
//! can look like a definition ("*Guaranteed returns* mean peace of mind"), so the term has to be the subject, the verb has
//! to be one of a dictionary, and the sentence may not speak of the writer or to the reader.
//!
//! A glossary has entries ("*Guaranteed returns*: a fixed rate that …"). A list of features has the same shape, so there
//! only a label above the entry is evidence: the header of a column of terms, a heading such as "Glossary", or one that
//! asks for the meaning of the match.

use super::guidance::{is_glossary, is_label_of, is_term_column, label_advice};
use super::lists::WordLists;
use super::match_context::{Label, LabelKind, MatchContext};
use super::window::{Unit, Window, split_into_units, to_text};
use std::ops::Range;
use wordgate_text::prose::Words;

/// The most words that a term has before or after the match.
const MAX_TERM: usize = 2;

/// The most units between "means" and the noun of the term.
const REPEAT_WITHIN: usize = 4;

/// The most tokens before a term that its sentence starts with, as in "the term".
const MAX_OPENING: usize = 4;

/// The most bytes of the block after a heading that are read.
const MAX_NEXT_BLOCK: usize = 400;

/// The length of the longest question in a label in bytes.
const MAX_QUESTION: usize = 160;

/// Returns the label that makes the match the term of an entry.
pub(super) fn find_definition<'c>(lists: &WordLists, cx: &MatchContext<'c>, window: &Window) -> Option<Label<'c>> {
    let guidance = &lists.guidance;
    let is_term = |label: &Label| match label.kind {
        LabelKind::ColumnHeader => is_term_column(guidance, label.text) && label_advice(guidance, label.text).is_none(),
        LabelKind::LeadIn if is_label_of(&lists.defined.meanings, label.text) => true,
        _ => {
            (is_entry(lists, cx, window) && is_glossary(guidance, label.text))
                || (answers(lists, cx, window) && asks_for_match(lists, window, label.text))
        }
    };
    cx.block.labels().find(is_term)
}

/// Returns whether the match starts its line and a colon, a dash or a verb such as "means" follows, or nothing at all.
fn is_entry(lists: &WordLists, cx: &MatchContext, window: &Window) -> bool {
    let line = cx.words.lines(&cx.range);
    let words_before = window.before().iter().filter(|unit| unit.starts_word).count();
    let is_first = window.units.first().is_some_and(|unit| unit.token == line.start);
    let after = &window.after()[closing_quotes(window.after())..];
    let defines = |at: usize| lists.mentioned.defining.match_at(after, at).is_some();
    let end = (0..after.len().min(MAX_TERM + 1)).find(|&at| after[at].mark.is_some() || defines(at));
    let ends = match end {
        Some(end) => after[end].is(':') || after[end].is('—') || defines(end),
        None => after.len() <= MAX_TERM && line.end <= cx.range.end + MAX_TERM,
    };
    is_first && words_before <= MAX_TERM && ends
}

/// Returns whether the match is the term of an entry or the subject of a sentence that does not advertise.
fn answers(lists: &WordLists, cx: &MatchContext, window: &Window) -> bool {
    let after = window.after();
    let closed = closing_quotes(after);
    let end = after.len().min(closed + MAX_TERM + 1);
    let is_subject =
        lists.defined.openings.covers(window.before()) || window.before().iter().all(|unit| unit.mark.is_some());
    is_entry(lists, cx, window)
        || is_subject
            && !addresses(lists, &window.units)
            && after[closed.min(end)..end].iter().any(|unit| lists.defined.copulas.contains(unit.word))
}

/// Returns whether a sentence speaks of the writer or to the reader, as advertising does.
fn addresses(lists: &WordLists, units: &[Unit]) -> bool {
    units.iter().any(|unit| lists.judged.own.contains(unit.word) || lists.defined.readers.contains(unit.word))
}

/// Returns whether a label asks for the meaning of the match and of nothing else, as in "What is carbon neutral?".
fn asks_for_match(lists: &WordLists, window: &Window, label: &str) -> bool {
    if label.len() > MAX_QUESTION {
        return false;
    }
    let words = Words::new(label);
    let units = split_into_units(&words, 0..words.tokens().len());
    let Some(start) = lists.defined.questions.match_at(&units, 0) else { return false };
    let matched = &window.units[window.matched.clone()];
    let is_asked = |unit: &Unit| matched.iter().any(|own| !own.word.is_empty() && own.word == unit.word);
    let term = units[start..].iter().skip_while(|unit| unit.mark.is_some()).take_while(|unit| is_asked(unit)).count();
    let end = start + term + units[start..].iter().take_while(|unit| unit.mark == Some('"')).count();
    let end = end + closing_quotes(&units[end..]);
    term > 0 && lists.defined.asked.match_at(&units, end) == Some(units.len())
}

/// Finds the words of the sentence that define the match or ask for its meaning.
pub(super) fn find_defining(lists: &WordLists, cx: &MatchContext, window: &Window) -> Option<Range<usize>> {
    let (words, units, matched) = (&lists.defined, &window.units, &window.matched);
    if addresses(lists, units) {
        return None;
    }
    let before = window.before();
    let end = matched.end + closing_quotes(window.after());
    if let Some(start) = (0..before.len()).find(|&at| before[at].mark.is_none())
        && let Some(found) = words.questions.match_at(before, start)
        && before[found..].iter().all(|unit| unit.mark == Some('"') || unit.mark == Some('\''))
        && words.asked.match_at(units, end) == Some(units.len())
        && is_whole_block(cx, window)
    {
        return Some(start..found);
    }
    find_frame(lists, window)
}

/// Finds a phrase that defines the match, which is the subject of its sentence.
fn find_frame(lists: &WordLists, window: &Window) -> Option<Range<usize>> {
    let (words, units, before) = (&lists.defined, &window.units, window.before());
    let end = window.matched.end + closing_quotes(window.after());
    if !before.iter().all(|unit| unit.mark.is_some()) && !words.openings.covers(before) {
        return None;
    }
    let last = units.len().min(end + MAX_TERM + 1);
    for at in end..last {
        if let Some(found) = words.frames.match_at(units, at) {
            return Some(at..found);
        }
        if words.repeating.match_at(units, at).is_some() {
            let noun = units[at - 1].word;
            let right = &units[at + 1..units.len().min(at + 1 + REPEAT_WITHIN)];
            let is_repeated = at > end && right.iter().any(|unit| unit.word == noun);
            return is_repeated.then_some(at..at + 1);
        }
        if units[at].mark.is_some() {
            return None;
        }
    }
    None
}

/// Finds the words of the block after a heading that define the match, which the heading consists of and the block
/// starts with.
pub(super) fn find_defining_below(lists: &WordLists, cx: &MatchContext) -> Option<String> {
    if !cx.block.is_heading() || cx.words.tokens().len() > cx.range.len() + MAX_TERM {
        return None;
    }
    let text = cx.block.next_block()?;
    let end = (0..=text.len().min(MAX_NEXT_BLOCK)).rev().find(|&at| text.is_char_boundary(at))?;
    let words = Words::new(&text[..end]);
    let folded = |words: &Words, range: Range<usize>| -> Vec<String> {
        words.tokens()[range].iter().map(|token| words.folded(token).to_owned()).collect()
    };
    let len = cx.range.len();
    let matched = folded(cx.words, cx.range.clone());
    let start =
        (0..=MAX_OPENING).find(|&at| at + len <= words.tokens().len() && folded(&words, at..at + len) == matched)?;
    let window = Window::around(&words, &(start..start + len));
    let found = find_frame(lists, &window).filter(|_| !addresses(lists, &window.units))?;
    Some(to_text(&window.units[found]))
}

/// Returns whether the block is a heading or has no other sentence.
fn is_whole_block(cx: &MatchContext, window: &Window) -> bool {
    let first = window.units.first().map(|unit| unit.token);
    let last = window.units.last().map(|unit| unit.token + 1);
    cx.block.is_heading() || first == Some(0) && last == Some(cx.words.tokens().len())
}

fn closing_quotes(units: &[Unit]) -> usize {
    units.iter().take_while(|unit| matches!(unit.mark, Some('"' | '\''))).count()
}
