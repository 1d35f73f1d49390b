//! Reads the lists of the word tables: phrases, sets of words, and endings.

use super::phrase::{PhraseList, WordSet};
use rustc_hash::FxHashMap;
use serde::Deserialize;

/// The classes of words that lists may refer to, by name.
pub(super) type Classes = FxHashMap<String, WordSet>;

pub(super) trait FromRaw: Sized {
    /// Reads the lines of a list.
    ///
    /// # Errors
    /// Returns the first phrase or class that is wrong.
    fn read(list: &[String], classes: &Classes) -> Result<Self, String>;
}

impl FromRaw for PhraseList {
    fn read(list: &[String], classes: &Classes) -> Result<PhraseList, String> {
        PhraseList::parse(list, classes)
    }
}

impl FromRaw for WordSet {
    fn read(list: &[String], classes: &Classes) -> Result<WordSet, String> {
        words(list.iter().flat_map(|line| line.split_whitespace()), classes)
    }
}

/// Word endings.
#[derive(Debug)]
pub(super) struct Endings(Vec<String>);

impl Endings {
    /// Returns whether the word has one of the endings.
    pub fn matches(&self, word: &str) -> bool {
        self.0.iter().any(|ending| word.ends_with(ending.as_str()))
    }
}

impl FromRaw for Endings {
    fn read(list: &[String], _: &Classes) -> Result<Endings, String> {
        Ok(Endings(list.to_vec()))
    }
}

/// Parses a set of words, in which each `@name` represents the words of that class.
pub(super) fn words<'t>(list: impl Iterator<Item = &'t str>, classes: &Classes) -> Result<WordSet, String> {
    let mut set = WordSet::default();
    for word in list {
        match word.strip_prefix('@') {
            Some(class) => set.extend(classes.get(class).ok_or_else(|| word.to_owned())?.iter().cloned()),
            None => drop(set.insert(word.into())),
        }
    }
    Ok(set)
}

/// A named set of words. A class may include the classes before it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawClass {
    pub name: String,
    pub words: String,
}
