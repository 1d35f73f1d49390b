//! Reads what names the source of a block quotation: a line with a dash and a name, as in "— Jane Roe, CEO of Acme",
//! or the content of an element such as `<cite>`.
//!
//! Many lines start with a dash: items of a list, the turns of a dialog, an afterthought. So the text after the dash
//! has to be a name and at most a remark on who that is.

use super::lists::WordLists;
use super::match_context::Credit;
use super::window::{Unit, split_into_units};
use wordgate_text::prose::Words;

/// The length of the longest credit in bytes. A longer text is a sentence.
const MAX_LEN: usize = 160;

/// The most words of a name.
const MAX_NAME: usize = 5;

/// The most letters of an abbreviation in a name, such as "Prof".
const MAX_ABBREVIATION: usize = 4;

/// The dashes before a credit.
const DASHES: [&str; 5] = ["—", "–", "―", "---", "--"];

/// Returns the text after the dash at the start of a line.
pub(crate) fn after_dash(line: &str) -> Option<&str> {
    let line = line.trim_start();
    DASHES.iter().find_map(|dash| line.strip_prefix(dash))
}

/// Returns whether the text names somebody who is not the writer.
pub(super) fn names_source(lists: &WordLists, credit: &Credit) -> bool {
    let text = match after_dash(credit.text) {
        Some(name) => name,
        None if credit.is_marked => credit.text,
        None => return false,
    };
    if text.len() > MAX_LEN {
        return false;
    }
    let words = Words::new(text);
    is_name(lists, &split_into_units(&words, 0..words.tokens().len()), 1)
}

/// Returns whether the units are a name of at least `min_words` words, and at most a remark on who that is.
pub(super) fn is_name(lists: &WordLists, units: &[Unit], min_words: usize) -> bool {
    let (units, has_full_stop) = match units.split_last() {
        Some((last, rest)) if last.is('.') => (rest, true),
        _ => (units, false),
    };
    let makes_statement = |unit: &Unit| {
        lists.clause.finite.contains(unit.word)
            || lists.clause.subjects.contains(unit.word)
            || lists.attributed.own.contains(unit.word)
            || matches!(unit.mark, Some('?' | '!' | ':' | ';' | '—' | '…'))
    };
    if units.iter().any(makes_statement) {
        return false;
    }
    let name = &units[..name_len(units)];
    let is_capital = |unit: &Unit| unit.is_name && !unit.word.is_empty();
    let capitals = name.iter().filter(|unit| is_capital(unit) && !is_common(lists, unit)).count();
    let words = name.iter().filter(|unit| unit.starts_word).count();
    // The first word of any line may have a capital, so it is no evidence if the next word has none.
    let only_first = words > 1 && name[1..].iter().all(|unit| !is_capital(unit));
    (min_words..=MAX_NAME).contains(&words) && capitals > usize::from(has_full_stop && words == 1) && !only_first
}

/// Returns whether a word is no name although it starts a line with a capital: "More", "Yes".
fn is_common(lists: &WordLists, unit: &Unit) -> bool {
    lists.clause.light.contains(unit.word)
        || lists.clause.joins.contains(unit.word)
        || lists.attributed.no_names.contains(unit.word)
}

/// Returns the number of units of the name. It ends at the first mark other than the full stop of an abbreviation.
fn name_len(units: &[Unit]) -> usize {
    let ends = |at: &usize| {
        let abbreviates = *at > 0 && units[*at].is('.') && units[at - 1].word.len() <= MAX_ABBREVIATION;
        units[*at].mark.is_some() && !abbreviates
    };
    (0..units.len()).find(ends).unwrap_or(units.len())
}
