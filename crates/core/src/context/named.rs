//! Names among the words of a sentence: those of known parties and, if the organisation has names, all others.
//!
//! A capital in the middle of a sentence makes a name. At its start every word has a capital, so there the grammar
//! decides: English puts no article before a name, but it does before most other nouns in the singular. "Globex sells"
//! starts with a name, "Customers get" and "Hosting costs" do not.

use super::MatchContext;
use super::lists::WordLists;
use super::parties::Party;
use super::window::{Unit, Window};
use std::ops::Range;

/// The most of the longer words of a sentence, in percent, that may have a capital. In a title all words have one.
const MAX_CAPITALS: usize = 60;

/// Fewer longer words than this are no title.
const MIN_TITLE: usize = 3;

/// Finds names.
pub(super) struct Names<'w, 'a> {
    lists: &'w WordLists,
    cx: &'w MatchContext<'a>,
    units: &'w [Unit<'a>],
    /// Whether any word with a capital may be a name, or only those of known parties.
    finds_unknown: bool,
}

impl<'w, 'a> Names<'w, 'a> {
    pub fn new(lists: &'w WordLists, cx: &'w MatchContext<'a>, window: &'w Window<'a>) -> Names<'w, 'a> {
        let finds_unknown = cx.parties.has_names() && !is_title(&window.units);
        Names { lists, cx, units: &window.units, finds_unknown }
    }

    /// Returns the name before unit `end`, together with the words that a product's name adds to it.
    pub fn last_before(&self, end: usize) -> Option<Range<usize>> {
        let last = (0..end).rev().find(|&at| self.is_other(at))?;
        Some(self.start_of(last)..last + 1)
    }

    /// Returns the name that starts at `start`.
    pub fn at(&self, start: usize) -> Option<Range<usize>> {
        let len = (start..self.units.len()).take_while(|&at| self.is_other(at)).count();
        (len > 0).then_some(start..start + len)
    }

    fn start_of(&self, last: usize) -> usize {
        last - (0..last).rev().take_while(|&at| self.is_other(at)).count()
    }

    /// Returns whether the unit belongs to the name of somebody else.
    pub fn is_other(&self, at: usize) -> bool {
        match self.units[at].party {
            Some(party) => party == Party::Other,
            None => self.finds_unknown && self.is_unknown_name(at),
        }
    }

    /// Returns whether a known party has a part in the range.
    pub fn has_known(&self, range: &Range<usize>) -> bool {
        self.units[range.clone()].iter().any(|unit| unit.party == Some(Party::Other))
    }

    /// Returns whether a possessive "'s" follows the unit.
    pub fn is_possessive(&self, at: usize) -> bool {
        self.cx.words.tokens()[self.units[at].token].possessive
    }

    fn is_unknown_name(&self, at: usize) -> bool {
        let unit = &self.units[at];
        let lists = &self.lists.third_party;
        if !may_be_name(unit) || lists.no_names.contains(unit.word) || self.lists.clause.is_light(unit.word) {
            return false;
        }
        let starts = at == 0
            || self.units[at - 1].mark.is_some_and(|mark| !matches!(mark, ',' | '&' | '\'' | '"'))
            || self.cx.words.starts_line(unit.token);
        !starts || self.is_name_at_start(at)
    }

    /// Returns whether the first word of a sentence is a name.
    fn is_name_at_start(&self, at: usize) -> bool {
        let (unit, lists) = (&self.units[at], &self.lists.third_party);
        if lists.kinds.contains(unit.word) || self.lists.clause.prepositions.contains(unit.word) {
            return false;
        }
        let Some(next) = self.units.get(at + 1) else { return false };
        let exact = self.cx.words.exact(&self.cx.words.tokens()[unit.token]);
        let has_inner_capital = exact.chars().skip(1).any(char::is_uppercase);
        let is_plain = lists.noun_endings.matches(unit.word);
        let takes_singular = |word: &str| {
            word.ends_with('s') && !word.ends_with("ss") && lists.verbs.contains(word)
                || lists.after_name.contains(word)
        };
        has_inner_capital
            || self.is_possessive(at)
            || next.is_name && may_be_name(next) && !next.hyphenated
            || next.is(',') && self.is_name_before_remark(at + 2)
            || !is_plain && takes_singular(next.word)
    }

    /// Returns whether the remark at `from` explains a name, as in "Globex, a startup, …".
    fn is_name_before_remark(&self, from: usize) -> bool {
        self.units.get(from).is_some_and(|unit| matches!(unit.word, "a" | "an" | "the" | "one" | "which" | "who"))
    }
}

/// Returns whether a unit is a word with a capital. Code and addresses are not.
fn may_be_name(unit: &Unit) -> bool {
    unit.is_name
        && unit.word.len() > 1
        && !unit.word.contains(['/', ':', '=', '@'])
        && unit.word.starts_with(char::is_alphabetic)
}

/// Returns whether the units have capitals as in a title.
fn is_title(units: &[Unit]) -> bool {
    let longer = || units.iter().skip(1).filter(|unit| unit.word.len() > 3);
    let capitals = longer().filter(|unit| unit.is_name).count();
    longer().count() >= MIN_TITLE && capitals * 100 > longer().count() * MAX_CAPITALS
}
