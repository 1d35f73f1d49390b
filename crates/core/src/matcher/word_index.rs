//! Finds the words of patterns that may match a word of the text.
//!
//! Whole words are found by their hash, which is computed once for each word of the text. Two words may have the same
//! hash, so a caller has to compare the words as well. A word of another [`Shape`] is found by a few more lookups, which
//! depend on the text only by the length of its word: by the shapes of its number, and by its first and last letters, as
//! many as some pattern has. Most rule sets have no such words, so then these lookups are skipped.

use rustc_hash::FxHashMap;
use std::borrow::Cow;
use wordgate_rules::{Shape, Word, number_shapes};
use wordgate_text::prose::{Token, Words, word_hash};

/// Values for words of patterns.
#[derive(Clone, Debug)]
pub(super) struct WordIndex<V> {
    whole: HashIndex<V>,
    shapes: Option<Box<Shapes<V>>>,
}

/// Collects the words of a [`WordIndex`].
#[derive(Debug)]
pub(super) struct WordIndexBuilder<V> {
    /// The hash of each whole word, with its value.
    whole: Vec<(u64, V)>,
    shapes: Option<Box<Shapes<V>>>,
}

/// Values by hash. A search begins at the bucket of the first bits of the hash, which has one hash on average.
#[derive(Clone, Debug)]
struct HashIndex<V> {
    /// For each bucket, the index in `hashes` of its first hash, and at the end the number of hashes.
    buckets: Vec<u32>,
    /// The number of bits after those that select a bucket.
    shift: u32,
    /// The distinct hashes, sorted.
    hashes: Vec<u64>,
    /// For each hash, the index in `values` of its first value, and at the end the number of values.
    starts: Vec<u32>,
    values: Vec<V>,
}

#[derive(Clone, Debug)]
struct Shapes<V> {
    numbers: FxHashMap<Box<str>, Vec<V>>,
    starts: Affixes<V>,
    ends: Affixes<V>,
}

/// Values for the first or the last letters of words.
#[derive(Clone, Debug)]
struct Affixes<V> {
    values: FxHashMap<Box<str>, Vec<V>>,
    /// The lengths of the keys in bytes, sorted.
    lengths: Vec<usize>,
}

impl<V: Copy + PartialEq> WordIndexBuilder<V> {
    /// Adds a value for the whole word with this hash.
    pub fn insert_hash(&mut self, hash: u64, value: V) {
        self.whole.push((hash, value));
    }

    /// Adds a value for every form of a word.
    pub fn insert(&mut self, word: &Word, value: V) {
        for form in word.folded_forms() {
            let shapes = (word.shape != Shape::Whole).then(|| self.shapes.get_or_insert_default());
            match (word.shape, shapes) {
                (Shape::Number, Some(shapes)) => add(&mut shapes.numbers, &form, value),
                (Shape::Start, Some(shapes)) => shapes.starts.add(&form, value),
                (Shape::End, Some(shapes)) => shapes.ends.add(&form, value),
                _ => self.insert_hash(word_hash(&form), value),
            }
        }
    }

    /// Returns the index of the words so far.
    pub fn finish(self) -> WordIndex<V> {
        WordIndex { whole: HashIndex::new(self.whole), shapes: self.shapes }
    }
}

impl<V: Copy + PartialEq> HashIndex<V> {
    fn new(mut entries: Vec<(u64, V)>) -> HashIndex<V> {
        // Stable, so that the values of a word stay in their order.
        entries.sort_by_key(|(hash, _)| *hash);
        entries.dedup();
        let (mut hashes, mut starts) = (Vec::new(), Vec::new());
        for (index, (hash, _)) in (0..).zip(&entries) {
            if hashes.last() != Some(hash) {
                hashes.push(*hash);
                starts.push(index);
            }
        }
        starts.push(to_u32(entries.len()));
        let bits = hashes.len().checked_ilog2().unwrap_or(0);
        let mut index = HashIndex {
            buckets: Vec::with_capacity((1 << bits) + 1),
            shift: u64::BITS - bits,
            hashes,
            starts,
            values: entries.into_iter().map(|(_, value)| value).collect(),
        };
        for bucket in 0..=1 << bits {
            let first = index.hashes.partition_point(|hash| index.bucket(*hash) < bucket);
            index.buckets.push(to_u32(first));
        }
        index
    }

    fn bucket(&self, hash: u64) -> usize {
        // One bucket needs no bits, and a shift by all bits is no shift.
        hash.checked_shr(self.shift).unwrap_or(0) as usize
    }

    fn get(&self, hash: u64) -> &[V] {
        let bucket = self.bucket(hash);
        let range = self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize;
        let found = self.hashes[range.clone()].iter().position(|known| *known == hash);
        found.map_or(&[], |found| {
            let at = range.start + found;
            &self.values[self.starts[at] as usize..self.starts[at + 1] as usize]
        })
    }
}

impl<V: Copy + PartialEq> WordIndex<V> {
    /// Returns whether the index has no word.
    pub fn is_empty(&self) -> bool {
        self.whole.values.is_empty() && self.shapes.is_none()
    }

    /// Returns the values of the words that may match this token: first those of whole words in the order in which they
    /// were added, then those of other shapes.
    pub fn get(&self, words: &Words, token: &Token) -> Cow<'_, [V]> {
        let whole = self.whole.get(words.hash(token));
        let shaped = self.shaped(words.folded(token));
        if shaped.is_empty() { whole.into() } else { [whole, &shaped].concat().into() }
    }

    /// Returns the values of the words of another shape that may match this word.
    fn shaped(&self, folded: &str) -> Vec<V> {
        let Some(shapes) = &self.shapes else { return Vec::new() };
        let mut found = Vec::new();
        if !shapes.numbers.is_empty() {
            let values = number_shapes(folded).filter_map(|shape| shapes.numbers.get(&*shape));
            found.extend(values.flatten());
        }
        let starts = shapes.starts.lengths.iter().take_while(|len| **len < folded.len());
        let starts = starts.filter_map(|len| folded.get(..*len));
        found.extend(starts.filter_map(|start| shapes.starts.values.get(start)).flatten());
        let ends = shapes.ends.lengths.iter().take_while(|len| **len < folded.len());
        let ends = ends.filter_map(|len| folded.get(folded.len() - len..));
        found.extend(ends.filter_map(|end| shapes.ends.values.get(end)).flatten());
        found
    }
}

impl<V: Copy + PartialEq> Affixes<V> {
    fn add(&mut self, form: &str, value: V) {
        if let Err(at) = self.lengths.binary_search(&form.len()) {
            self.lengths.insert(at, form.len());
        }
        add(&mut self.values, form, value);
    }
}

fn add<V: Copy + PartialEq>(values: &mut FxHashMap<Box<str>, Vec<V>>, form: &str, value: V) {
    match values.get_mut(form) {
        Some(known) if known.last() == Some(&value) => {}
        Some(known) => known.push(value),
        None => drop(values.insert(form.into(), vec![value])),
    }
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).expect("rule files are limited to far fewer words")
}

impl<V> Default for WordIndexBuilder<V> {
    fn default() -> WordIndexBuilder<V> {
        WordIndexBuilder { whole: Vec::new(), shapes: None }
    }
}

impl<V> Default for Shapes<V> {
    fn default() -> Shapes<V> {
        Shapes { numbers: FxHashMap::default(), starts: Affixes::default(), ends: Affixes::default() }
    }
}

impl<V> Default for Affixes<V> {
    fn default() -> Affixes<V> {
        Affixes { values: FxHashMap::default(), lengths: Vec::new() }
    }
}
