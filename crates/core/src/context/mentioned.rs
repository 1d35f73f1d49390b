//! The context `mentioned`: the text talks about the wording and does not use it, as in a style guide.
//!
//! The evidence may be in the sentence ("do not say …", "the phrase “…”", "ads that promise … are not allowed"), in a
//! label in the same block ("Avoid: …", "Myth: …", "❌ …"), or in a label outside of the block: a row or column header, a
//! list item, the lead-in of a list (the paragraph before it), or a heading above. The nearest label that advises to
//! avoid or to use wording decides; others, such as "Examples", are passed over. Quotation marks alone are not evidence.

use super::clause::{TriggerKind, TriggerScope};
use super::cue::{Cue, CueKind};
use super::defined::{find_defining, find_defining_below, find_definition};
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
    if let Some(text) = find_opening_sample(lists, cx) {
        return Some(CueKind::Marker.with_words(text));
    }
    if let Some(found) = find_denial_later(lists, cx).or_else(|| find_defining_below(lists, cx)) {
        return Some(CueKind::Advice.with_words(found));
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
        let ends = |at: &usize| match before[*at].mark {
            // "No. 2" has a full stop that ends nothing.
            Some('.') => !before.get(at + 1).is_some_and(|next| next.word.starts_with(|c: char| c.is_ascii_digit())),
            mark => matches!(mark, Some('?' | '!' | ';' | '|' | ':' | '—' | '(' | '[')),
        };
        let from = (0..at).rfind(ends).map_or(0, |end| end + 1);
        // A label starts with its line.
        let first = (from..at).rfind(|&at| cx.words.starts_line(before[at].token)).unwrap_or(from);
        let from = from.max(first);
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
        // In plain text the lines before it are in the same sentence.
        if let Some(last) = label.last().filter(|last| last.is_name)
            && lists.guidance.excerpts.contains(last.word)
            && let Some(text) = find_reasons(lists, cx)
        {
            return Some(OwnLabel { advice: Advice::Avoid, text });
        }
    }
    None
}

/// Finds a label such as "Reasoning:" after the match, which examines the text before it.
fn find_reasons(lists: &WordLists, cx: &MatchContext) -> Option<String> {
    let end = cx.words.tokens().len().min(cx.range.end + LABEL_WITHIN);
    let after = split_into_units(cx.words, cx.range.end..end);
    (0..after.len()).find_map(|at| {
        let end = lists.guidance.reasons.match_at(&after, at)?;
        let starts = at > 0 && (after[at - 1].mark.is_some() || cx.words.starts_line(after[at].token));
        (starts && after[at].is_name).then(|| to_text(&after[at..end]))
    })
}

/// Finds a later sentence of the block that denies what the match names: "… *SOC 2 certified*! … There is no such thing
/// as SOC 2 certification".
fn find_denial_later(lists: &WordLists, cx: &MatchContext) -> Option<String> {
    let tokens = cx.words.tokens();
    let end = tokens.len().min(cx.range.end + LABEL_WITHIN);
    let first = cx.words.folded(&tokens[cx.range.start]);
    let after = split_into_units(cx.words, cx.range.end..end);
    (0..after.len()).find_map(|at| {
        let end = lists.mentioned.denying.match_at(&after, at)?;
        let named = after[end..].iter().find(|unit| unit.mark.is_none())?;
        (!first.is_empty() && named.word == first).then(|| to_text(&after[at..end]))
    })
}

/// Finds the words of the sentence that talk about the match or about the quotation that contains it.
fn find_in_sentence(lists: &WordLists, cx: &MatchContext, window: &Window) -> Option<Range<usize>> {
    let quotation = quoted::find_enclosing_quotation(&lists.quoted, cx.words, &cx.range)
        .and_then(|tokens| window.units_of_tokens(&tokens).or_else(|| first_sentence_of(window, &tokens)));
    // What follows a quoted question is its answer, not a judgement on wording.
    let quotes_question = |quotation: &&Range<usize>| {
        let inner = &window.units[quotation.start..quotation.end - 1];
        inner.last().is_some_and(|unit| unit.is('?'))
            && inner.iter().any(|unit| lists.asked.openers.contains(unit.word))
    };
    let wording = quotation.as_ref().filter(|quotation| !quotes_question(quotation));
    find_advice(lists, window)
        .or_else(|| find_judgement(lists, window))
        .or_else(|| find_defining(lists, cx, window))
        .or_else(|| find_distancing(lists, window))
        .or_else(|| quotation.as_ref().and_then(|quotation| find_sample(lists, cx, window, quotation)))
        .or_else(|| wording.and_then(|quotation| find_comment(lists, window, quotation, true)))
        .or_else(|| find_comment(lists, window, &window.matched, false))
}

/// Returns the units of a quotation that starts in the sentence and ends in a later one.
fn first_sentence_of(window: &Window, quotation: &Range<usize>) -> Option<Range<usize>> {
    let start = window.units.iter().position(|unit| unit.token == quotation.start)?;
    Some(start..window.units.len())
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
    let is_quote = |unit: &&Unit| unit.is('"');
    // The quotation after the advice is advised against as a whole, whatever its clauses are.
    let is_quoted = from > found.end
        && window.units[found.end..from].iter().filter(is_quote).count() == 1
        && !window.units[from..window.matched.start].iter().any(|unit| unit.is('"'));
    (between <= MAX_BETWEEN && (is_quoted || scope.reaches_match())).then_some(found)
}

/// Finds a phrase right before the target that names it as wording (the phrase "…"), or a phrase right after the target
/// that judges it ("…" is misleading).
fn find_comment(lists: &WordLists, window: &Window, target: &Range<usize>, quoted: bool) -> Option<Range<usize>> {
    let units = &window.units;
    let clause = &lists.clause;
    let start = skip_list_before(clause, units, target.start);
    let own = &lists.judged.own;
    let lists = &lists.mentioned;
    let recommended = |naming: &Range<usize>| {
        (0..=naming.start).any(|at| lists.recommending.match_at(&units[..naming.end], at) == Some(naming.end))
    };
    let mut names = vec![&lists.naming];
    let mut verdicts = vec![&lists.verdicts];
    let speaks_of_writer = window.units.iter().any(|unit| own.contains(unit.word));
    if !speaks_of_writer {
        names.push(&lists.naming_reported);
    }
    if quoted && !speaks_of_writer {
        names.extend([&lists.naming_others]);
        verdicts.extend([&lists.verdicts_others]);
    }
    if quoted {
        names.push(&lists.naming_quoted);
        verdicts.push(&lists.verdicts_quoted);
    }
    let ends_here = |phrases: &&PhraseList| {
        (start.saturating_sub(MAX_NAMING)..start)
            .find_map(|at| phrases.match_at(&units[..start], at).filter(|end| *end == start).map(|_| at..start))
    };
    let closing =
        units[target.end..].iter().take_while(|unit| matches!(unit.mark, Some('"' | '\'' | ')' | ',')) && unit.glued);
    let end = skip_list_after(clause, units, target.end + closing.count());
    let is_embraced = [target.end, end].into_iter().any(|at| lists.embracing.match_at(units, at).is_some());
    let naming = names.iter().find_map(ends_here).filter(|naming| !is_embraced && !recommended(naming));
    let judged = |phrases: &&PhraseList| {
        [target.end, end].into_iter().find_map(|at| phrases.match_at(units, at).map(|end| at..end))
    };
    let contrasted = Some(&lists.contrasting).filter(|_| quoted).and_then(|phrases| ends_here(&phrases));
    naming.or(contrasted).or_else(|| verdicts.iter().find_map(judged).filter(|_| !is_embraced))
}

/// Finds a participle such as "touted as" between a noun and the quotation that has the match in it, or that the match
/// has in it.
fn find_distancing(lists: &WordLists, window: &Window) -> Option<Range<usize>> {
    let (units, matched, clause) = (&window.units, &window.matched, &lists.clause);
    if units.iter().any(|unit| lists.judged.own.contains(unit.word)) {
        return None;
    }
    let found = lists.mentioned.distancing.find_last(units, 0..matched.end)?;
    let noun = units[..found.start].last()?;
    let is_reduced = noun.mark.is_none() && !clause.finite.contains(noun.word) && !clause.is_light(noun.word);
    let quote = units.get(found.end).filter(|unit| matches!(unit.mark, Some('"' | '\'')))?;
    let between = units[found.end..matched.start.max(found.end)].iter();
    let is_list = between.filter(|unit| unit.mark.is_some()).all(|unit| unit.is(',') || unit.mark == quote.mark);
    (is_reduced && is_list).then_some(found)
}

/// Finds "e.g." between an instruction to enter a text and a sample of it, which contains the match.
fn find_sample(
    lists: &WordLists,
    cx: &MatchContext,
    window: &Window,
    quotation: &Range<usize>,
) -> Option<Range<usize>> {
    let start = quotation.start;
    let ends = |at: usize| lists.mentioned.samples.match_at(&window.units[..start], at) == Some(start);
    let found = (start.saturating_sub(MAX_NAMING)..start).find(|&at| ends(at))?;
    let block = split_into_units(cx.words, 0..cx.words.tokens().len().min(2));
    lists.mentioned.prompting.match_at(&block, 0).map(|_| found..start)
}

/// Finds "e.g." at the start of the block, as in the sample of a field of a form.
fn find_opening_sample(lists: &WordLists, cx: &MatchContext) -> Option<String> {
    let units = split_into_units(cx.words, 0..cx.range.start);
    let end = lists.mentioned.opening_samples.match_at(&units, 0)?;
    Some(to_text(&units[..end]))
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
