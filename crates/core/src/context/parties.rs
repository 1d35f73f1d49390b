//! The names of the organisation and of other parties, and where they are in a text.
//!
//! The patterns are data: the configuration has the names of the organisation, and `wordgate-packs` those of well-known
//! companies. A name of the organisation wins over a well-known name.

use super::window::Unit;
use crate::matcher::Matcher;
use std::ops::Range;
use std::sync::OnceLock;
use wordgate_rules::Pattern;
use wordgate_text::prose::Words;

/// Whose name a word belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Party {
    /// The organisation that writes the text.
    Own,
    /// Somebody else who is well known.
    Other,
}

/// The names of the organisation that writes the texts, and of others. They are compiled when they are first needed.
#[derive(Debug)]
pub struct Parties {
    own: Vec<Pattern>,
    known: fn() -> Pattern,
    compiled: OnceLock<Compiled>,
}

#[derive(Debug)]
struct Compiled {
    own: Matcher,
    known: Matcher,
}

impl Parties {
    /// Creates the list. `own` has the names of the organisation, `known` returns those of others.
    pub fn new(own: Vec<Pattern>, known: fn() -> Pattern) -> Parties {
        Parties { own, known, compiled: OnceLock::new() }
    }

    /// Returns the names of the organisation.
    pub fn own(&self) -> &[Pattern] {
        &self.own
    }

    /// Returns whether the organisation has names, so that any other name is that of somebody else.
    pub(super) fn has_names(&self) -> bool {
        !self.own.is_empty()
    }

    /// Marks the units of known names. `units` are units of `words`, in order.
    pub(super) fn mark(&self, words: &Words, units: &mut [Unit]) {
        let (Some(first), Some(last)) = (units.first(), units.last()) else { return };
        let within = first.token..last.token + 1;
        let compiled = self.compiled.get_or_init(|| Compiled {
            own: Matcher::from_patterns(&self.own),
            known: Matcher::from_patterns(&[(self.known)()]),
        });
        let own = compiled.own.find_ranges_near(words, within.clone());
        for known in compiled.known.find_ranges_near(words, within) {
            // "Acme" also makes "Acme Cloud" its own.
            let is_own = own.iter().any(|own| own.start < known.end && known.start < own.end);
            set(units, &known, if is_own { Party::Own } else { Party::Other });
        }
        own.iter().for_each(|own| set(units, own, Party::Own));
    }
}

/// Marks the units of a range of tokens. Part of an own name stays one.
fn set(units: &mut [Unit], tokens: &Range<usize>, party: Party) {
    let start = units.partition_point(|unit| unit.token < tokens.start);
    for unit in units[start..].iter_mut().take_while(|unit| unit.token < tokens.end) {
        if unit.party != Some(Party::Own) {
            unit.party = Some(party);
        }
    }
}
