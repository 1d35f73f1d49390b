//! Labels that advise which wording to avoid and which to use: headings, column headers, ticks and crosses, and
//! lead-ins (the paragraph that introduces a list or table).
//!
//! A promise can look like such advice ("Avoid downtime", "Never wait again"). So a label counts only if all of its
//! words are advice about wording ("Words to avoid"). A lead-in may also contain other words.

use super::lists::Guidance;
use super::phrase::PhraseList;
use super::window::{Unit, split_into_units};
use wordgate_text::prose::Words;

/// The advice of a label about the wording that it labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Advice {
    Avoid,
    Use,
}

/// The length of the longest label in bytes. A longer text is not a label.
const MAX_LABEL: usize = 160;

/// Returns the advice of a heading or a table header.
pub(super) fn label_advice(lists: &Guidance, text: &str) -> Option<Advice> {
    if text.len() > MAX_LABEL {
        return None;
    }
    let words = Words::new(text);
    let units = split_into_units(&words, 0..words.tokens().len());
    whole_label_advice(lists, &units).or_else(|| whole_label_advice(lists, without_prefix(&units)?))
}

/// Returns the units after a prefix such as "Appendix B:".
fn without_prefix<'u, 'a>(units: &'u [Unit<'a>]) -> Option<&'u [Unit<'a>]> {
    let end = units.iter().rposition(|unit| unit.is(':') || unit.is('—'))?;
    Some(&units[end + 1..])
}

/// Returns whether a label introduces terms and their definitions.
pub(super) fn is_glossary(lists: &Guidance, text: &str) -> bool {
    is_label_of(&lists.glossary, text)
}

/// Returns whether the header of a table column says that its cells are terms.
pub(super) fn is_term_column(lists: &Guidance, text: &str) -> bool {
    is_label_of(&lists.term_columns, text)
}

/// Returns whether a label is one of these phrases.
pub(super) fn is_label_of(phrases: &PhraseList, text: &str) -> bool {
    let words = Words::new(text);
    text.len() <= MAX_LABEL && phrases.covers(&split_into_units(&words, 0..words.tokens().len()))
}

/// Returns whether a label says that what follows is false, as in "Myth".
pub(super) fn is_debunked(lists: &Guidance, units: &[Unit]) -> bool {
    lists.debunked.covers(units)
}

/// Returns the advice of a sentence before a list or table.
pub(super) fn lead_in_advice(lists: &Guidance, text: &str) -> Option<Advice> {
    let words = Words::new(text);
    let units = split_into_units(&words, 0..words.tokens().len());
    if lists.refusing.covers(&units) {
        return Some(Advice::Avoid);
    }
    introduction_advice(lists, &units)
}

/// Returns the advice of the units before a list, a colon or a dash.
pub(super) fn introduction_advice(lists: &Guidance, units: &[Unit]) -> Option<Advice> {
    let advice = whole_label_advice(lists, units);
    if advice.is_some() {
        return advice;
    }
    let start = units.iter().position(|unit| unit.mark.is_none())?;
    if lists.recommending.match_at(units, start).is_some() {
        return Some(Advice::Use);
    }
    lists.introducing.find_first(units, 0..units.len()).filter(|_| !praises(lists, units)).map(|_| Advice::Avoid)
}

/// Returns the advice of the units of a label, all of which have to be advice.
fn whole_label_advice(lists: &Guidance, units: &[Unit]) -> Option<Advice> {
    if let Some(advice) = units.iter().find_map(|unit| symbol_advice(lists, unit)) {
        return Some(advice);
    }
    let title = units.iter().position(|unit| unit.is(':') || unit.is('—')).unwrap_or(units.len());
    let is_false = is_debunked(lists, units) || is_debunked(lists, &units[..title]);
    if (lists.negative.covers(units) || is_false) && !praises(lists, units) {
        return Some(Advice::Avoid);
    }
    lists.positive.covers(units).then_some(Advice::Use)
}

/// Returns whether a label denies something to praise the offer, as in "What others do not offer".
fn praises(lists: &Guidance, units: &[Unit]) -> bool {
    lists.pseudo.find_first(units, 0..units.len()).is_some()
}

/// Returns the advice of a tick or a cross, given as a character or as the name of its emoji.
pub(super) fn symbol_advice(lists: &Guidance, unit: &Unit) -> Option<Advice> {
    let mut buffer = [0; 4];
    let symbol = match unit.mark {
        Some(mark) => mark.encode_utf8(&mut buffer),
        None => unit.word,
    };
    if lists.crosses.contains(symbol) {
        return Some(Advice::Avoid);
    }
    lists.ticks.contains(symbol).then_some(Advice::Use)
}
