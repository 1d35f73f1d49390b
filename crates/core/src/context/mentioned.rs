//! The context `mentioned`: the text talks about the wording and does not use it, as in a style guide.
//!
//! The evidence may be in the sentence ("do not say …", "the phrase “…”", "ads that promise … are not allowed"), in a
//! label in the same block ("Avoid: …", "Myth: …", "❌ …"), or in a label outside of the block: a row or column header, a
//! list item, the lead-in of a list (the paragraph before it), or a heading above. The nearest label that advises to
//! avoid or to use wording decides; others, such as "Examples", are passed over. Quotation marks alone are not evidence.

use super::clause::{TriggerKind, TriggerScope};
use super::cue::{Cue, CueKind};
use super::defined::find_definition;
use super::guidance::{Advice, introduction_advice, is_debunked, label_advice, lead_in_advice, symbol_advice};
use super::judged::find_judgement;
use super::lists::{Clause, WordLists};
use super::match_context::{LabelKind, MatchContext};
use super::phrase::PhraseList;
use super::quoted;
use super::window::{Unit, Window, split_into_units, to_text};
use std::ops::Range;

/// The most tokens before a match that are searched for a label in its block.
const LABEL_WITHIN: usize = 96;

/// The most units of a label before a colon or dash. Longer text is a sentence of its own.
const MAX_LABEL: usize = 24;

/// The most words between "do not say" and the match.
const MAX_BETWEEN: usize = 14;

/// The most units of a phrase that names the wording after it.
const MAX_NAMING: usize = 16;

pub(super) fn find_cue(lists: &WordLists, cx: &MatchContext) -> Option<Cue> {
    if let Some(OwnLabel { advice, text }) = find_label_in_block(lists, cx) {
        return (advice == Advice::Avoid).then(|| CueKind::Marker.with_words(text));
    }
    let window = Window::around(cx.words, &cx.range);
    if let Some(found) = find_in_sentence(lists, cx, &window) {
        return Some(CueKind::Advice.with_units(&window.units[found]));
    }
    if let Some(label) = find_definition(lists, cx, &window) {
        return Some(CueKind::Definition.with_words(shortened(label.text)));
    }
    let (label, advice) = cx.block.labels().find_map(|label| {
        let advice = match label.kind {
            LabelKind::LeadIn | LabelKind::Item => lead_in_advice(&lists.guidance, label.text),
            _ => label_advice(&lists.guidance, label.text),
        };
        Some((label, advice?))
    })?;
    (advice == Advice::Avoid).then(|| CueKind::from(label.kind).with_words(shortened(label.text)))
}

/// Shortens a label to its last 80 characters, because the advice is at the end of a lead-in.
fn shortened(text: &str) -> &str {
    let start = text.char_indices().rev().nth(79).map_or(0, |(at, _)| at);
    &text[start..]
}

struct OwnLabel {
    advice: Advice,
    text: String,
}

/// Finds the nearest label before the match: a tick or cross, or advice that ends in a colon or dash. A label in an
/// earlier sentence counts only if it starts the block, and a label on an earlier line only if it ends that line.
fn find_label_in_block(lists: &WordLists, cx: &MatchContext) -> Option<OwnLabel> {
    let tokens = cx.words.tokens();
    let sentence = tokens[cx.range.start].sentence;
    let start = cx.range.start.saturating_sub(LABEL_WITHIN);
    let before = split_into_units(cx.words, start..cx.range.start);
    let line = cx.words.lines(&cx.range).start;
    for at in (0..before.len()).rev() {
        let token = before[at].token;
        if token < line && !cx.words.starts_line(token + 1) {
            continue;
        }
        if let Some(advice) = symbol_advice(&lists.guidance, &before[at]) {
            return Some(OwnLabel { advice, text: to_text(&before[at..=at]) });
        }
        if !(before[at].is(':') || before[at].is('—')) {
            continue;
        }
        let ends = |unit: &Unit| matches!(unit.mark, Some('.' | '?' | '!' | ';' | '|' | ':' | '—' | '(' | '['));
        let from = before[..at].iter().rposition(ends).map_or(0, |end| end + 1);
        let opens = from == 0 && start == 0;
        if at - from > MAX_LABEL || !(opens || tokens[token].sentence == sentence) {
            continue;
        }
        let label = &before[from..at];
        // The sentences after a myth are the writer's answer to it.
        if tokens[token].sentence != sentence && is_debunked(&lists.guidance, label) {
            return None;
        }
        if let Some(advice) = introduction_advice(&lists.guidance, label) {
            return Some(OwnLabel { advice, text: to_text(label) });
        }
    }
    None
}

/// Finds the words of the sentence that talk about the match or about the quotation that contains it.
fn find_in_sentence(lists: &WordLists, cx: &MatchContext, window: &Window) -> Option<Range<usize>> {
    let quotation = quoted::find_enclosing_quotation(&lists.quoted, cx.words, &cx.range)
        .and_then(|tokens| window.units_of_tokens(&tokens));
    // What follows a quoted question is its answer, not a judgement on wording.
    let quotes_question = |quotation: &&Range<usize>| {
        let inner = &window.units[quotation.start..quotation.end - 1];
        inner.last().is_some_and(|unit| unit.is('?'))
            && inner.iter().any(|unit| lists.asked.openers.contains(unit.word))
    };
    let wording = quotation.as_ref().filter(|quotation| !quotes_question(quotation));
    find_advice(lists, window)
        .or_else(|| find_judgement(lists, window))
        .or_else(|| wording.and_then(|quotation| find_comment(lists, window, quotation, true)))
        .or_else(|| find_comment(lists, window, &window.matched, false))
}

/// Finds advice against the match in its clause, such as "do not say …".
fn find_advice(lists: &WordLists, window: &Window) -> Option<Range<usize>> {
    let found = lists.mentioned.advice.find_last(&window.units, 0..window.matched.start)?;
    if lists
        .negated
        .pseudo
        .find_all(window.before())
        .iter()
        .any(|pseudo| pseudo.start < found.end && found.start < pseudo.end)
    {
        return None;
    }
    let between = window.units[found.end..window.matched.start].iter().filter(|unit| unit.starts_word).count();
    let mut from = found.end;
    while window.units.get(from).is_some_and(|unit| matches!(unit.mark, Some('"' | '\'' | ',')))
        && from < window.matched.start
    {
        from += 1;
    }
    let scope = TriggerScope {
        lists: &lists.clause,
        units: &window.units,
        from,
        matched: &window.matched,
        kind: TriggerKind::Clause,
    };
    (between <= MAX_BETWEEN && scope.reaches_match()).then_some(found)
}

/// Finds a phrase right before the target that names it as wording (the phrase "…"), or a phrase right after the target
/// that judges it ("…" is misleading).
fn find_comment(lists: &WordLists, window: &Window, target: &Range<usize>, quoted: bool) -> Option<Range<usize>> {
    let units = &window.units;
    let clause = &lists.clause;
    let start = skip_list_before(clause, units, target.start);
    let lists = &lists.mentioned;
    let recommended = |naming: &Range<usize>| {
        (0..=naming.start).any(|at| lists.recommending.match_at(&units[..naming.end], at) == Some(naming.end))
    };
    let mut names = vec![&lists.naming];
    let mut verdicts = vec![&lists.verdicts];
    if quoted {
        names.push(&lists.naming_quoted);
        verdicts.push(&lists.verdicts_quoted);
    }
    let ends_here = |phrases: &&PhraseList| {
        (start.saturating_sub(MAX_NAMING)..start)
            .find_map(|at| phrases.match_at(&units[..start], at).filter(|end| *end == start).map(|_| at..start))
    };
    let naming = names.iter().find_map(ends_here).filter(|naming| !recommended(naming));
    let closing =
        units[target.end..].iter().take_while(|unit| matches!(unit.mark, Some('"' | '\'' | ')' | ',')) && unit.glued);
    let end = skip_list_after(clause, units, target.end + closing.count());
    let judged = |phrases: &&PhraseList| {
        [target.end, end].into_iter().find_map(|at| phrases.match_at(units, at).map(|end| at..end))
    };
    let contrasted = Some(&lists.contrasting).filter(|_| quoted).and_then(|phrases| ends_here(&phrases));
    naming.or(contrasted).or_else(|| verdicts.iter().find_map(judged))
}

/// Returns the start of the list of quotations whose last item starts at `start`.
fn skip_list_before(lists: &Clause, units: &[Unit], start: usize) -> usize {
    let mut at = start;
    loop {
        let joined = units[..at]
            .iter()
            .rposition(|unit| !unit.is(',') && !unit.is('/') && unit.word != "/" && !lists.joins.contains(unit.word));
        let Some(close) = joined.filter(|&close| close + 1 < at && units[close].is('"')) else { return at };
        let Some(open) = units[..close].iter().rposition(|unit| unit.is('"')) else { return at };
        at = open;
    }
}

/// Returns the end of the list of quotations whose first item ends at `end`.
fn skip_list_after(lists: &Clause, units: &[Unit], end: usize) -> usize {
    let mut at = end;
    loop {
        let next =
            units[at..].iter().position(|unit| !unit.is(',') && unit.word != "/" && !lists.joins.contains(unit.word));
        let Some(open) = next.map(|next| at + next).filter(|&open| open > at && units[open].is('"')) else { return at };
        let Some(close) = units[open + 1..].iter().position(|unit| unit.is('"')) else { return at };
        at = open + 1 + close + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_label_keeps_its_last_80_characters() {
        assert_eq!(shortened("short"), "short");
        assert_eq!(shortened(&"é".repeat(80)).chars().count(), 80);
        assert_eq!(shortened(&format!("{}x", "é".repeat(90))), format!("{}x", "é".repeat(79)));
    }
}
