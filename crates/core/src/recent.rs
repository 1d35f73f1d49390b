//! A map that forgets what was of no use lately: what is remembered of a document stays about as large as the document.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

/// Values that were of use in this round or in the one before.
#[derive(Debug)]
pub(crate) struct Recent<K, V> {
    known: HashMap<K, Used<V>>,
    round: u32,
}

#[derive(Debug)]
struct Used<V> {
    value: V,
    /// The last round in which it was of use.
    round: u32,
}

impl<K, V> Default for Recent<K, V> {
    fn default() -> Recent<K, V> {
        Recent { known: HashMap::new(), round: 0 }
    }
}

impl<K: Eq + Hash, V> Recent<K, V> {
    /// The value of a key, which is of use with that.
    pub fn get<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let used = self.known.get_mut(key)?;
        used.round = self.round;
        Some(&used.value)
    }

    /// Remembers a value.
    pub fn insert(&mut self, key: K, value: V) {
        self.known.insert(key, Used { value, round: self.round });
    }

    /// Ends a round that asked for everything that is of use. One that was given up ends without this.
    pub fn end_round(&mut self) {
        let last = self.round;
        self.known.retain(|_, used| used.round + 1 >= last);
        self.round += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_of_no_use_in_two_rounds_is_forgotten() {
        let mut recent = Recent::default();
        recent.insert("a".to_owned(), 1);
        recent.insert("b".to_owned(), 2);
        for _ in 0..3 {
            recent.end_round();
            assert_eq!(recent.get("a"), Some(&1));
        }
        assert_eq!(recent.known.len(), 1);
        assert_eq!(recent.get("b"), None);
    }
}
