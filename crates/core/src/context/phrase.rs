//! Phrases of the word lists: what they look like in a table, and how they are found among the units of a sentence.
//!
//! A phrase is a sequence of slots. `not` is a word, `a|b` either word, `@name` any word of a class; a slot with `?`
//! may be missing and one with `*` may stand up to six times; `..3` is up to three words of any kind, `%ing` a word
//! with this ending, `&name` a word with a capital. Marks stand for
//! themselves, `^` is the start of the sentence or of a clause, `$` its end.

use super::window::Unit;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// A set of words.
pub(super) type WordSet = FxHashSet<Box<str>>;

/// Most units that a `*` slot takes.
const REPEAT: usize = 6;

#[derive(Clone, Debug)]
struct PhraseSlot {
    what: SlotKind,
    least: usize,
    most: usize,
}

#[derive(Clone, Debug)]
enum SlotKind {
    Words(WordSet),
    Mark(char),
    Any,
    Ending(Box<str>),
    Name,
    Start,
    End,
}

impl SlotKind {
    fn takes(&self, unit: &Unit) -> bool {
        match self {
            SlotKind::Words(words) => unit.mark.is_none() && words.contains(unit.word),
            SlotKind::Mark(mark) => unit.is(*mark),
            SlotKind::Any => unit.mark.is_none(),
            SlotKind::Name => unit.name,
            SlotKind::Ending(ending) => unit.word.ends_with(&**ending),
            SlotKind::Start | SlotKind::End => false,
        }
    }
}

/// A list of phrases, indexed by their first words.
#[derive(Debug, Default)]
pub(super) struct PhraseList {
    phrases: Vec<Vec<PhraseSlot>>,
    by_word: FxHashMap<Box<str>, Vec<usize>>,
    others: Vec<usize>,
}

impl PhraseList {
    /// Reads a list, with the classes its phrases may name.
    ///
    /// # Errors
    /// The phrase that names a class which does not exist.
    pub fn parse<S: AsRef<str>>(list: &[S], classes: &FxHashMap<String, WordSet>) -> Result<PhraseList, String> {
        let mut phrases = PhraseList::default();
        for text in list {
            let slots: Option<Vec<PhraseSlot>> =
                text.as_ref().split_whitespace().map(|slot| parse(slot, classes)).collect();
            let slots = slots.filter(|slots| !slots.is_empty()).ok_or_else(|| text.as_ref().to_owned())?;
            phrases.add(slots);
        }
        Ok(phrases)
    }

    fn add(&mut self, slots: Vec<PhraseSlot>) {
        let at = self.phrases.len();
        match &slots[0] {
            PhraseSlot { what: SlotKind::Words(words), least: 1, .. } => {
                for word in words {
                    self.by_word.entry(word.clone()).or_default().push(at);
                }
            }
            _ => self.others.push(at),
        }
        self.phrases.push(slots);
    }

    /// The end of the longest phrase that starts at `at`; none does past the end of the units.
    pub fn at(&self, units: &[Unit], at: usize) -> Option<usize> {
        if at > units.len() {
            return None;
        }
        let word = units.get(at).filter(|unit| unit.mark.is_none()).map_or("", |unit| unit.word);
        let indexed = self.by_word.get(word).into_iter().flatten();
        indexed.chain(&self.others).filter_map(|&phrase| ends(&self.phrases[phrase], units, at)).max()
    }

    /// The first phrase that starts inside `within` and ends there too.
    pub fn first(&self, units: &[Unit], within: Range<usize>) -> Option<Range<usize>> {
        let found = |at| self.at(&units[..within.end], at).map(|end| at..end);
        within.clone().find_map(found)
    }

    /// The last phrase that starts inside `within` and ends there too.
    pub fn last(&self, units: &[Unit], within: Range<usize>) -> Option<Range<usize>> {
        let found = |at| self.at(&units[..within.end], at).map(|end| at..end);
        within.clone().rev().find_map(found)
    }

    /// Every phrase among the units, by start; they may overlap.
    pub fn all(&self, units: &[Unit]) -> Vec<Range<usize>> {
        (0..units.len()).filter_map(|at| self.at(units, at).map(|end| at..end)).collect()
    }

    /// Whether some phrase covers all units but for marks at the ends and a number in front.
    pub fn cover(&self, units: &[Unit]) -> bool {
        let numbers = |unit: &Unit| unit.mark.is_some() || unit.word.starts_with(|c: char| c.is_ascii_digit());
        let Some(first) = units.iter().position(|unit| !numbers(unit)) else { return false };
        let last = units.iter().rposition(|unit| unit.mark.is_none()).map_or(0, |last| last + 1);
        self.at(&units[..last], first) == Some(last)
    }
}

fn parse(text: &str, classes: &FxHashMap<String, WordSet>) -> Option<PhraseSlot> {
    if let Some(most) = text.strip_prefix("..") {
        return Some(PhraseSlot { what: SlotKind::Any, least: 0, most: most.parse().ok()? });
    }
    let (text, least, most) = match (text.strip_suffix('?'), text.strip_suffix('*')) {
        (Some(text), _) if !text.is_empty() => (text, 0, 1),
        (_, Some(text)) if !text.is_empty() => (text, 0, REPEAT),
        _ => (text, 1, 1),
    };
    Some(PhraseSlot { what: what(text, classes)?, least, most })
}

fn what(text: &str, classes: &FxHashMap<String, WordSet>) -> Option<SlotKind> {
    let mut chars = text.chars();
    let single = chars.next().filter(|_| chars.as_str().is_empty());
    match (text, single) {
        ("^", _) => return Some(SlotKind::Start),
        ("$", _) => return Some(SlotKind::End),
        ("&name", _) => return Some(SlotKind::Name),
        (_, Some(mark)) if !mark.is_alphanumeric() && mark != '/' => return Some(SlotKind::Mark(mark)),
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

/// The end of the longest reading of `slots` from `at` on. As deep as the phrase has slots.
fn ends(slots: &[PhraseSlot], units: &[Unit], at: usize) -> Option<usize> {
    let Some((slot, rest)) = slots.split_first() else { return Some(at) };
    match slot.what {
        SlotKind::Start if starts_clause(units, at) => return ends(rest, units, at),
        SlotKind::End if ends_clause(units, at) => return ends(rest, units, at),
        SlotKind::Start | SlotKind::End => return None,
        _ => {}
    }
    let taken = units[at..].iter().take(slot.most).take_while(|unit| slot.what.takes(unit)).count();
    (slot.least..=taken).rev().find_map(|count| ends(rest, units, at + count))
}

fn starts_clause(units: &[Unit], at: usize) -> bool {
    let before = units[..at].iter().rfind(|unit| !matches!(unit.mark, Some('"' | '\'' | '(' | '[' | '*')));
    before.is_none_or(|unit| unit.mark.is_some())
}

fn ends_clause(units: &[Unit], at: usize) -> bool {
    let behind = units[at..].iter().find(|unit| !matches!(unit.mark, Some('"' | '\'' | ')' | ']' | '*')));
    behind.is_none_or(|unit| unit.mark.is_some())
}
