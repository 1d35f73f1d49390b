//! Phrases of the word lists: parses them, and finds them among the units (words and marks) of a sentence.
//!
//! A phrase is a sequence of slots. For example, `@aux not ..1 provide|offer` matches "does not provide" and "will not
//! always offer". The slots are:
//!
//! - `not`: this word; `a|b`: either word; `@name`: any word of the class `name` in `classes.toml`;
//! - `..3`: up to three words of any kind; `%ing`: a word with this ending; `&name`: a word with a capital letter;
//!   `&party`: a word of the name of another party;
//! - `,` or any other mark: the mark itself; `^` and `$`: the start and the end of a clause;
//! - a slot with `?` is optional, and a slot with `*` may repeat up to six times or be missing.
//!
//! A phrase does not start or end inside a compound, and neither does a gap, so the phrase `end` is not found in
//! "end-to-end". A last word that writes the hyphen, as `non-` does, may end inside one. The words of a compound match one
//! after the other, as `long term` does in "long-term".

use super::parties::Party;
use super::window::Unit;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// A set of folded words.
pub(super) type WordSet = FxHashSet<Box<str>>;

/// The most units that a `*` slot matches.
const MAX_REPEAT: usize = 6;

#[derive(Clone, Debug)]
struct PhraseSlot {
    kind: SlotKind,
    min: usize,
    max: usize,
    /// Whether the phrase may end with this slot inside a compound.
    is_prefix: bool,
}

#[derive(Clone, Debug)]
enum SlotKind {
    Words(WordSet),
    Mark(char),
    Any,
    Ending(Box<str>),
    Name,
    Party,
    Start,
    End,
}

impl SlotKind {
    fn matches(&self, unit: &Unit) -> bool {
        match self {
            SlotKind::Words(words) => unit.mark.is_none() && words.contains(unit.word),
            SlotKind::Mark(mark) => unit.is(*mark),
            SlotKind::Any => unit.mark.is_none(),
            SlotKind::Name => unit.is_name,
            SlotKind::Party => unit.party == Some(Party::Other),
            SlotKind::Ending(ending) => unit.word.ends_with(&**ending),
            SlotKind::Start | SlotKind::End => false,
        }
    }
}

/// A list of phrases, indexed by first word.
#[derive(Debug, Default)]
pub(super) struct PhraseList {
    phrases: Vec<Vec<PhraseSlot>>,
    by_word: FxHashMap<Box<str>, Vec<usize>>,
    /// The phrases that are not in `by_word`, because their first slot is optional or is not a list of words.
    others: Vec<usize>,
}

impl PhraseList {
    /// Parses a list whose phrases may refer to `classes`.
    ///
    /// # Errors
    /// Returns the first phrase that is empty or malformed, or that refers to an unknown class.
    pub fn parse<S: AsRef<str>>(list: &[S], classes: &FxHashMap<String, WordSet>) -> Result<PhraseList, String> {
        let mut phrases = PhraseList::default();
        for text in list {
            let slots: Option<Vec<PhraseSlot>> =
                text.as_ref().split_whitespace().map(|slot| parse_slot(slot, classes)).collect();
            let slots = slots.filter(|slots| !slots.is_empty()).ok_or_else(|| text.as_ref().to_owned())?;
            phrases.add(slots);
        }
        Ok(phrases)
    }

    fn add(&mut self, slots: Vec<PhraseSlot>) {
        let at = self.phrases.len();
        match &slots[0] {
            PhraseSlot { kind: SlotKind::Words(words), min: 1, .. } => {
                for word in words {
                    self.by_word.entry(word.clone()).or_default().push(at);
                }
            }
            _ => self.others.push(at),
        }
        self.phrases.push(slots);
    }

    /// Returns the end of the longest phrase that starts at `at`, or `None` if no phrase starts there.
    pub fn match_at(&self, units: &[Unit], at: usize) -> Option<usize> {
        if at > units.len() || splits_compound(units, at) {
            return None;
        }
        let word = units.get(at).filter(|unit| unit.mark.is_none()).map_or("", |unit| unit.word);
        let indexed = self.by_word.get(word).into_iter().flatten();
        indexed.chain(&self.others).filter_map(|&phrase| longest_end(&self.phrases[phrase], units, at)).max()
    }

    /// Returns the first phrase that lies inside `within`.
    pub fn find_first(&self, units: &[Unit], within: Range<usize>) -> Option<Range<usize>> {
        let found = |at| self.match_at(&units[..within.end], at).map(|end| at..end);
        within.clone().find_map(found)
    }

    /// Returns the last phrase that lies inside `within`.
    pub fn find_last(&self, units: &[Unit], within: Range<usize>) -> Option<Range<usize>> {
        let found = |at| self.match_at(&units[..within.end], at).map(|end| at..end);
        within.clone().rev().find_map(found)
    }

    /// Finds the longest phrase at each unit, in order. The phrases may overlap.
    pub fn find_all(&self, units: &[Unit]) -> Vec<Range<usize>> {
        (0..units.len()).filter_map(|at| self.match_at(units, at).map(|end| at..end)).collect()
    }

    /// Returns whether one phrase covers all units, ignoring marks at both ends and a number at the start.
    pub fn covers(&self, units: &[Unit]) -> bool {
        let is_ignored_at_start =
            |unit: &Unit| unit.mark.is_some() || unit.word.starts_with(|c: char| c.is_ascii_digit());
        let Some(first) = units.iter().position(|unit| !is_ignored_at_start(unit)) else { return false };
        let last = units.iter().rposition(|unit| unit.mark.is_none()).map_or(0, |last| last + 1);
        self.match_at(&units[..last], first) == Some(last)
    }
}

/// Parses one slot. Returns `None` if it is malformed or refers to an unknown class.
fn parse_slot(text: &str, classes: &FxHashMap<String, WordSet>) -> Option<PhraseSlot> {
    if let Some(max) = text.strip_prefix("..") {
        return Some(PhraseSlot { kind: SlotKind::Any, min: 0, max: max.parse().ok()?, is_prefix: false });
    }
    let (text, min, max) = match (text.strip_suffix('?'), text.strip_suffix('*')) {
        (Some(text), _) if !text.is_empty() => (text, 0, 1),
        (_, Some(text)) if !text.is_empty() => (text, 0, MAX_REPEAT),
        _ => (text, 1, 1),
    };
    let prefix = text.strip_suffix('-').filter(|text| !text.is_empty());
    Some(PhraseSlot { kind: parse_kind(prefix.unwrap_or(text), classes)?, min, max, is_prefix: prefix.is_some() })
}

fn parse_kind(text: &str, classes: &FxHashMap<String, WordSet>) -> Option<SlotKind> {
    let mut chars = text.chars();
    let single = chars.next().filter(|_| chars.as_str().is_empty());
    match (text, single) {
        ("^", _) => return Some(SlotKind::Start),
        ("$", _) => return Some(SlotKind::End),
        ("&name", _) => return Some(SlotKind::Name),
        ("&party", _) => return Some(SlotKind::Party),
        // The tokenizer makes `/` and `#` words, so they are not marks here either.
        (_, Some(mark)) if !mark.is_alphanumeric() && !matches!(mark, '/' | '#') => return Some(SlotKind::Mark(mark)),
        _ => {}
    }
    if let Some(ending) = text.strip_prefix('%') {
        return Some(SlotKind::Ending(ending.into()));
    }
    let mut words = WordSet::default();
    for name in text.split('|') {
        match name.strip_prefix('@') {
            Some(class) => words.extend(classes.get(class)?.iter().cloned()),
            None => drop(words.insert(name.into())),
        }
    }
    Some(SlotKind::Words(words))
}

/// Returns the end of the longest match of `slots` that starts at `at`. The recursion is as deep as the phrase has
/// slots.
fn longest_end(slots: &[PhraseSlot], units: &[Unit], at: usize) -> Option<usize> {
    let Some((slot, rest)) = slots.split_first() else { return Some(at).filter(|&end| !splits_compound(units, end)) };
    match slot.kind {
        SlotKind::Start if starts_clause(units, at) => return longest_end(rest, units, at),
        SlotKind::End if ends_clause(units, at) => return longest_end(rest, units, at),
        SlotKind::Start | SlotKind::End => return None,
        _ => {}
    }
    let matched = units[at..].iter().take(slot.max).take_while(|unit| slot.kind.matches(unit)).count();
    let is_gap = matches!(slot.kind, SlotKind::Any);
    let splits =
        |count: usize| is_gap && count > 0 && (splits_compound(units, at) || splits_compound(units, at + count));
    if slot.is_prefix && rest.is_empty() {
        return (matched >= slot.min).then_some(at + matched);
    }
    (slot.min..=matched).rev().filter(|&count| !splits(count)).find_map(|count| longest_end(rest, units, at + count))
}

/// Returns whether the edge before the unit at `at` lies inside a compound.
fn splits_compound(units: &[Unit], at: usize) -> bool {
    units.get(at).is_some_and(|unit| unit.hyphenated)
}

fn starts_clause(units: &[Unit], at: usize) -> bool {
    let before = units[..at].iter().rfind(|unit| !matches!(unit.mark, Some('"' | '\'' | '(' | '[' | '*')));
    before.is_none_or(|unit| unit.mark.is_some())
}

fn ends_clause(units: &[Unit], at: usize) -> bool {
    let after = units[at..].iter().find(|unit| !matches!(unit.mark, Some('"' | '\'' | ')' | ']' | '*')));
    after.is_none_or(|unit| unit.mark.is_some())
}
