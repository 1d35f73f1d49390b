//! `mentioned`: the wording is talked about, not used, as messaging guides do.
//!
//! Advice stands in the sentence ("do not say …", "the phrase “…”"), before a colon or behind a cross in the block, or
//! around it: in the row's or column's header, the lead-in of the list, the heading above. The nearest label that says
//! either "avoid" or "use" decides. Quotation marks alone are no mention.

use super::clause::{ClauseRange, TriggerRange};
use super::cue::{Cue, CueKind};
use super::guidance::{Advice, label, lead_in, of_lead_in, symbol};
use super::lists::{Clause, Guidance, WordLists};
use super::match_context::MatchContext;
use super::phrase::PhraseList;
use super::quoted;
use super::window::{Unit, Window, shown, units};
use std::ops::Range;

/// Tokens before a match among which a label in its block is looked for.
const LABEL_WITHIN: usize = 96;

/// Longest label before a colon, in tokens.
const LONGEST_LABEL: usize = 24;

/// Most words between advice against saying something and what is not to be said.
const MOST_BETWEEN: usize = 14;

pub(super) fn holds<'s>(lists: &WordLists, site: &MatchContext<'s>) -> Option<Cue> {
    if let Some(Label { advice, text }) = label_in_block(lists, site) {
        return (advice == Advice::Avoid).then(|| CueKind::Marker.words(text));
    }
    let window = Window::around(site.words, &site.range);
    if let Some(found) = in_sentence(lists, site, &window) {
        return Some(CueKind::Advice.units(&window.units[found]));
    }
    let block = site.block;
    let decisive = |kind: CueKind, text: Option<&'s str>, read: fn(&Guidance, &str) -> Option<Advice>| {
        Some((kind, text?, read(&lists.guidance, text?)?))
    };
    let (kind, text, advice) = decisive(CueKind::RowHeader, block.row_header(), label)
        .or_else(|| decisive(CueKind::ColumnHeader, block.column_header(), label))
        .or_else(|| decisive(CueKind::LeadIn, block.lead_in(), lead_in))
        .or_else(|| decisive(CueKind::Heading, block.heading_above(), label))?;
    (advice == Advice::Avoid).then(|| kind.words(shortened(text)))
}

/// The end of a label, where a lead-in says what it wants.
fn shortened(text: &str) -> &str {
    let start = text.char_indices().rev().nth(80).map_or(0, |(at, _)| at);
    &text[start..]
}

struct Label {
    advice: Advice,
    text: String,
}

/// The label nearest before the match: a tick or cross, or advice that ends in a colon or dash. After the end of its
/// sentence it counts only if it opens the block, and after the end of its line only if that line ends with it.
fn label_in_block(lists: &WordLists, site: &MatchContext) -> Option<Label> {
    let tokens = site.words.tokens();
    let sentence = tokens[site.range.start].sentence;
    let start = site.range.start.saturating_sub(LABEL_WITHIN);
    let before = units(site.words, start..site.range.start);
    let line = site.words.lines(&site.range).start;
    for at in (0..before.len()).rev() {
        let token = before[at].token;
        if token < line && !site.words.starts_line(token + 1) {
            continue;
        }
        if let Some(advice) = symbol(&lists.guidance, &before[at]) {
            return Some(Label { advice, text: shown(&before[at..=at]) });
        }
        if !(before[at].is(':') || before[at].is('—')) {
            continue;
        }
        let ends = |unit: &Unit| matches!(unit.mark, Some('.' | '?' | '!' | ';' | '|' | ':' | '—' | '(' | '['));
        let from = before[..at].iter().rposition(ends).map_or(0, |end| end + 1);
        let opens = from == 0 && start == 0;
        if at - from > LONGEST_LABEL || !(opens || tokens[token].sentence == sentence) {
            continue;
        }
        if let Some(advice) = of_lead_in(&lists.guidance, &before[from..at]) {
            return Some(Label { advice, text: shown(&before[from..at]) });
        }
    }
    None
}

/// The words of the sentence that talk about the match or about the quotation it stands in.
fn in_sentence(lists: &WordLists, site: &MatchContext, window: &Window) -> Option<Range<usize>> {
    let quotation = quoted::inside(&lists.quoted, site.words, &site.range).and_then(|tokens| window.find(&tokens));
    advised_against(lists, window)
        .or_else(|| quotation.as_ref().and_then(|quotation| named(lists, window, quotation, true)))
        .or_else(|| named(lists, window, &window.matched, false))
}

/// "Do not say …", in the clause of the match.
fn advised_against(lists: &WordLists, window: &Window) -> Option<Range<usize>> {
    let found = lists.mentioned.advice.last(&window.units, 0..window.matched.start)?;
    if lists
        .negated
        .pseudo
        .all(window.before())
        .iter()
        .any(|pseudo| pseudo.start < found.end && found.start < pseudo.end)
    {
        return None;
    }
    let between = window.units[found.end..window.matched.start].iter().filter(|unit| unit.counts).count();
    let mut from = found.end;
    while window.units.get(from).is_some_and(|unit| matches!(unit.mark, Some('"' | '\'' | ',')))
        && from < window.matched.start
    {
        from += 1;
    }
    let stretch = ClauseRange {
        lists: &lists.clause,
        units: &window.units,
        from,
        matched: &window.matched,
        reach: TriggerRange::Clause,
    };
    (between <= MOST_BETWEEN && stretch.is_governed()).then_some(found)
}

/// What names the wording right before it, or judges it right behind.
fn named(lists: &WordLists, window: &Window, target: &Range<usize>, quoted: bool) -> Option<Range<usize>> {
    let units = &window.units;
    let clause = &lists.clause;
    let start = skip_list(clause, units, target.start);
    let lists = &lists.mentioned;
    let recommended = |naming: &Range<usize>| {
        (0..=naming.start).any(|at| lists.recommending.at(&units[..naming.end], at) == Some(naming.end))
    };
    let mut names = vec![&lists.naming];
    let mut verdicts = vec![&lists.verdicts];
    if quoted {
        names.push(&lists.naming_quoted);
        verdicts.push(&lists.verdicts_quoted);
    }
    let ends_here = |phrases: &&PhraseList| {
        (start.saturating_sub(16)..start)
            .find_map(|at| phrases.at(&units[..start], at).filter(|end| *end == start).map(|_| at..start))
    };
    let naming = names.iter().find_map(ends_here).filter(|naming| !recommended(naming));
    let behind =
        units[target.end..].iter().take_while(|unit| matches!(unit.mark, Some('"' | '\'' | ')' | ',')) && unit.glued);
    let end = skip_list_behind(clause, units, target.end + behind.count());
    let judged =
        |phrases: &&PhraseList| [target.end, end].into_iter().find_map(|at| phrases.at(units, at).map(|end| at..end));
    let contrasted = Some(&lists.contrasting).filter(|_| quoted).and_then(|phrases| ends_here(&phrases));
    naming.or(contrasted).or_else(|| verdicts.iter().find_map(judged))
}

/// Where the list of quotations starts whose last item starts at `start`.
fn skip_list(lists: &Clause, units: &[Unit], start: usize) -> usize {
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

/// Where the list of quotations ends whose first item ends at `end`.
fn skip_list_behind(lists: &Clause, units: &[Unit], end: usize) -> usize {
    let mut at = end;
    loop {
        let next =
            units[at..].iter().position(|unit| !unit.is(',') && unit.word != "/" && !lists.joins.contains(unit.word));
        let Some(open) = next.map(|next| at + next).filter(|&open| open > at && units[open].is('"')) else { return at };
        let Some(close) = units[open + 1..].iter().position(|unit| unit.is('"')) else { return at };
        at = open + 1 + close + 1;
    }
}
