//! Parts of a rule that are read when they are first asked for.

use crate::pattern::Pattern;
use crate::trees::{SOUND, StoredTerms};
use serde::de::DeserializeOwned;
use std::sync::{Arc, OnceLock};

/// A part of a rule, there or stored.
#[derive(Clone, Debug)]
pub(crate) struct Lazy<T> {
    read: OnceLock<Box<T>>,
    /// Where it is read; `None` when it was there from the start.
    stored: Option<StoredPart>,
}

#[derive(Clone, Debug)]
struct StoredPart {
    /// The part without the trees of its patterns, then the trees.
    bytes: &'static [u8],
    terms: Arc<StoredTerms>,
}

/// What has patterns.
pub(crate) trait Patterns {
    /// The patterns, always in the same order.
    fn each(&mut self) -> impl Iterator<Item = &mut Pattern>;
}

impl Patterns for Vec<Pattern> {
    fn each(&mut self) -> impl Iterator<Item = &mut Pattern> {
        self.iter_mut()
    }
}

impl<T> Default for Lazy<T> {
    fn default() -> Lazy<T> {
        Lazy { read: OnceLock::new(), stored: None }
    }
}

impl<T> From<T> for Lazy<T> {
    fn from(part: T) -> Lazy<T> {
        Lazy { read: Box::new(part).into(), stored: None }
    }
}

impl<T: Patterns + DeserializeOwned> Lazy<T> {
    pub fn stored(bytes: &'static [u8], terms: &Arc<StoredTerms>) -> Lazy<T> {
        Lazy { read: OnceLock::new(), stored: Some(StoredPart { bytes, terms: terms.clone() }) }
    }

    pub fn get(&self) -> &T {
        self.read.get_or_init(|| Box::new(self.stored.as_ref().expect("it is there or stored").read().expect(SOUND)))
    }

    pub fn get_mut(&mut self) -> &mut T {
        self.get();
        self.read.get_mut().expect("it was just read")
    }
}

impl StoredPart {
    fn read<T: Patterns + DeserializeOwned>(&self) -> Option<T> {
        let (mut part, mut trees): (T, _) = postcard::take_from_bytes(self.bytes).ok()?;
        for pattern in part.each() {
            pattern.parts = self.terms.trees(&mut trees)?;
        }
        Some(part)
    }
}
