//! Finds the words of patterns that may match a word of the text.
//!
//! Whole words are keys of one hash map. A word of another [`Shape`] is found by a few more lookups, which depend on
//! the text only by the length of its word: by the shapes of its number, and by its first and last letters, as many as
//! some pattern has. Most rule sets have no such words, so then these lookups are skipped.

use rustc_hash::FxHashMap;
use wordgate_rules::{Shape, Word, number_shapes};

/// Values for words of patterns.
#[derive(Clone, Debug)]
pub(super) struct WordIndex<V> {
    whole: FxHashMap<Box<str>, Vec<V>>,
    shapes: Option<Box<Shapes<V>>>,
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

impl<V: Copy + PartialEq> WordIndex<V> {
    /// Adds a value for every form of a word.
    pub fn insert(&mut self, word: &Word, value: V) {
        for form in word.folded_forms() {
            let shapes = (word.shape != Shape::Whole).then(|| self.shapes.get_or_insert_default());
            match (word.shape, shapes) {
                (Shape::Number, Some(shapes)) => add(&mut shapes.numbers, &form, value),
                (Shape::Start, Some(shapes)) => shapes.starts.add(&form, value),
                (Shape::End, Some(shapes)) => shapes.ends.add(&form, value),
                _ => add(&mut self.whole, &form, value),
            }
        }
    }

    /// Returns whether the index has no word.
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.shapes.is_none()
    }

    /// Returns the values of this whole word.
    pub fn whole(&self, folded: &str) -> &[V] {
        self.whole.get(folded).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns every whole word with its values.
    #[cfg(test)]
    pub fn whole_words(&self) -> impl Iterator<Item = (&str, &[V])> {
        self.whole.iter().map(|(word, values)| (&**word, &values[..]))
    }

    /// Returns the values of the words of another shape that may match this word.
    pub fn shaped(&self, folded: &str) -> Vec<V> {
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

impl<V> Default for WordIndex<V> {
    fn default() -> WordIndex<V> {
        WordIndex { whole: FxHashMap::default(), shapes: None }
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
