//! Parts of a rule that are deserialized on first use.
//!
//! Built-in rules are embedded as bytes, and a run uses the details of few of them. A [`Lazy`] part holds either a
//! value or the bytes to read it from.

use crate::pattern::Pattern;
use crate::trees::{StoredTerms, VALID_BYTES};
use serde::de::DeserializeOwned;
use std::sync::{Arc, OnceLock};

/// A part of a rule: a value, or bytes that become one on first use.
#[derive(Clone, Debug)]
pub(crate) struct Lazy<T> {
    value: OnceLock<Box<T>>,
    /// The bytes to read `value` from; `None` if the part was created from a value.
    stored: Option<StoredPart>,
}

#[derive(Clone, Debug)]
struct StoredPart {
    /// The serialized part without its pattern trees, followed by these trees.
    bytes: &'static [u8],
    terms: Arc<StoredTerms>,
}

/// A part of a rule that contains patterns.
pub(crate) trait Patterns {
    /// Returns the patterns, always in the same order.
    fn patterns_mut(&mut self) -> impl Iterator<Item = &mut Pattern>;
}

impl Patterns for Vec<Pattern> {
    fn patterns_mut(&mut self) -> impl Iterator<Item = &mut Pattern> {
        self.iter_mut()
    }
}

impl<T> Default for Lazy<T> {
    fn default() -> Lazy<T> {
        Lazy { value: OnceLock::new(), stored: None }
    }
}

impl<T> From<T> for Lazy<T> {
    fn from(part: T) -> Lazy<T> {
        Lazy { value: Box::new(part).into(), stored: None }
    }
}

impl<T: Patterns + DeserializeOwned> Lazy<T> {
    /// Creates a part that is read from these bytes on first use.
    pub fn from_bytes(bytes: &'static [u8], terms: &Arc<StoredTerms>) -> Lazy<T> {
        Lazy { value: OnceLock::new(), stored: Some(StoredPart { bytes, terms: terms.clone() }) }
    }

    /// Returns the value, and reads it if this is its first use.
    pub fn get(&self) -> &T {
        let read = || self.stored.as_ref().expect("a part without a value has bytes").read().expect(VALID_BYTES);
        self.value.get_or_init(|| Box::new(read()))
    }

    pub fn get_mut(&mut self) -> &mut T {
        self.get();
        self.value.get_mut().expect("`get` initialises the value")
    }
}

impl StoredPart {
    fn read<T: Patterns + DeserializeOwned>(&self) -> Option<T> {
        let (mut part, mut trees): (T, _) = postcard::take_from_bytes(self.bytes).ok()?;
        for pattern in part.patterns_mut() {
            pattern.parts = self.terms.trees(&mut trees)?;
        }
        Some(part)
    }
}
