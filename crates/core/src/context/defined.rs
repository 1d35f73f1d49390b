//! Recognises the term of a glossary entry, which is defined and not used: "*Guaranteed returns*: a fixed rate that …".
//!
//! A list of features has the same shape, so only a label above the entry is evidence: the header of a column of terms, or
//! a heading such as "Glossary".

use super::guidance::{is_glossary, is_term_column, label_advice};
use super::lists::WordLists;
use super::match_context::{Label, LabelKind, MatchContext};
use super::window::{Unit, Window};

/// The most words that a term has before or after the match.
const MAX_TERM: usize = 2;

/// Returns the label that makes the match the term of an entry.
pub(super) fn find_definition<'c>(lists: &WordLists, cx: &MatchContext<'c>, window: &Window) -> Option<Label<'c>> {
    let guidance = &lists.guidance;
    let is_term = |label: &Label| match label.kind {
        LabelKind::ColumnHeader => is_term_column(guidance, label.text) && label_advice(guidance, label.text).is_none(),
        _ => is_entry(lists, cx, window) && is_glossary(guidance, label.text),
    };
    cx.block.labels().find(is_term)
}

/// Returns whether the match starts its line and a colon, a dash or a verb such as "means" follows, or nothing at all.
fn is_entry(lists: &WordLists, cx: &MatchContext, window: &Window) -> bool {
    let line = cx.words.lines(&cx.range);
    let words_before = window.before().iter().filter(|unit| unit.starts_word).count();
    let is_first = window.units.first().is_some_and(|unit| unit.token == line.start);
    let closes = |unit: &&Unit| matches!(unit.mark, Some('"' | '\''));
    let after = &window.after()[window.after().iter().take_while(closes).count()..];
    let defines = |at: usize| lists.mentioned.defining.match_at(after, at).is_some();
    let end = (0..after.len().min(MAX_TERM + 1)).find(|&at| after[at].mark.is_some() || defines(at));
    let ends = match end {
        Some(end) => after[end].is(':') || after[end].is('—') || defines(end),
        None => after.len() <= MAX_TERM && line.end <= cx.range.end + MAX_TERM,
    };
    is_first && words_before <= MAX_TERM && ends
}
