//! A cache that drops entries which were not used recently.
//!
//! The language server keeps results for the parts of each open document. Each check of the document is a round.
//! Entries that were not used in two rounds are dropped, so the cache stays about as large as the document.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

/// A map of the values that were used in the current round or in the previous one.
#[derive(Debug)]
pub(crate) struct RecentCache<K, V> {
    entries: HashMap<K, Used<V>>,
    round: u32,
}

#[derive(Debug)]
struct Used<V> {
    value: V,
    /// The last round in which it was used.
    round: u32,
}

impl<K, V> Default for RecentCache<K, V> {
    fn default() -> RecentCache<K, V> {
        RecentCache { entries: HashMap::new(), round: 0 }
    }
}

impl<K: Eq + Hash, V> RecentCache<K, V> {
    /// Returns the value of a key. This counts as a use.
    pub fn get<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let used = self.entries.get_mut(key)?;
        used.round = self.round;
        Some(&used.value)
    }

    /// Adds a value. This counts as a use.
    pub fn insert(&mut self, key: K, value: V) {
        self.entries.insert(key, Used { value, round: self.round });
    }

    /// Ends a round. Do not call this for a round that was cancelled, because it did not use all entries that it needs.
    pub fn end_round(&mut self) {
        let last = self.round;
        self.entries.retain(|_, used| used.round + 1 >= last);
        self.round += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_unused_in_two_rounds_are_dropped() {
        let mut recent = RecentCache::default();
        recent.insert("a".to_owned(), 1);
        recent.insert("b".to_owned(), 2);
        for _ in 0..3 {
            recent.end_round();
            assert_eq!(recent.get("a"), Some(&1));
        }
        assert_eq!(recent.entries.len(), 1);
        assert_eq!(recent.get("b"), None);
    }
}
