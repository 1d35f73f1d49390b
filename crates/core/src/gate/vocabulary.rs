//! The words of all patterns, and Bloom filters that reject other words quickly.
//!
//! Most words of a text are in no pattern. A [`Filter`] rejects nearly all of them by a hash that the scanner computes
//! anyway. Only the others are looked up in the hash table. For the first pass over a file, there is a second filter
//! with only the words of anchors.

use super::bytes::{ByteClass, Letters, byte_class, read_eight};
use super::run_shape::{RunShape, ShapeFilter};
use rustc_hash::FxHashMap;

/// The bits of a filter for each word of the set. With sixteen bits, about one in sixteen other words is accepted and
/// has to be looked up.
const BITS_PER_WORD: usize = 16;

/// The upper bound of `min_letters` in a [`Filter`]. Checking for more letters would cost more than it saves.
const MAX_MIN_LETTERS: usize = 3;

/// The fewest bits of a filter, so that a small set has few false positives as well.
const MIN_BITS: usize = 1 << 12;

/// The words of all patterns. A word here is a run of letters and digits, case folded and without diacritics.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// All words, sorted. The id of a word is its index.
    words: Vec<Box<str>>,
    /// An open-addressing hash table. Its length is a power of two, and at most half of its slots are in use.
    slots: Vec<Option<Slot>>,
    all: Filter,
    anchors: Filter,
    /// For each word, whether it is in an anchor.
    is_anchor: Vec<bool>,
    /// The entries that are no words but shapes of runs, with their ids.
    shapes: Vec<(RunShape, u32)>,
    /// Whether every word of the patterns is plain ASCII, diacritics included.
    is_ascii: bool,
}

/// A word in the hash table.
#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: WordHash,
    id: u32,
}

/// A Bloom filter with one hash function. It may accept a word that is not in the set, but it never rejects a word of
/// the set.
#[derive(Debug, Default)]
pub(super) struct Filter {
    words: Vec<u64>,
    /// A second filter over the first eight bytes of each word.
    prefixes: Vec<u64>,
    has_signs: bool,
    shapes: ShapeFilter,
    /// The fewest ASCII letters and digits at the start of a word of the set, clamped to `1..=MAX_MIN_LETTERS`.
    min_letters: usize,
    /// A hash is shifted right by this to get the index of its bit.
    shift: u32,
    /// Whether the set has only the words of anchors.
    anchors_only: bool,
}

/// The hash of a word, computed from eight bytes at a time while the scanner searches for the end of the word.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct WordHash(u64);

impl WordHash {
    /// Adds eight more bytes of the word, in lower case and padded with zeros. The multiplier is 2⁶⁴ divided by the
    /// golden ratio, as in Fibonacci hashing.
    pub fn add_bytes(self, bytes: u64) -> WordHash {
        WordHash((self.0.rotate_left(23) ^ bytes).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn of(word: &str) -> WordHash {
        let blocks = (0..word.len()).step_by(8).map(|at| read_eight(word.as_bytes(), at));
        blocks.fold(WordHash::default(), WordHash::add_bytes)
    }

    /// Returns the hash and the end of the run of ASCII letters and digits at byte `start`. Case is ignored.
    pub fn of_run(bytes: &[u8], start: usize) -> (WordHash, usize) {
        let (mut hash, mut end) = (WordHash::default(), start);
        loop {
            let letters = Letters::at(bytes, end);
            if letters.count > 0 {
                hash = hash.add_bytes(letters.lower);
            }
            end += letters.count;
            if letters.count < 8 {
                return (hash, end);
            }
        }
    }

    /// Returns the hash of the first eight bytes of a word.
    fn of_prefix(word: &str) -> WordHash {
        WordHash::default().add_bytes(read_eight(word.as_bytes(), 0))
    }
}

impl Filter {
    fn new<'k>(words: impl Iterator<Item = &'k str> + Clone, anchors_only: bool) -> Filter {
        let bits = (words.clone().count() * BITS_PER_WORD).next_power_of_two().max(MIN_BITS);
        let shift = 64 - bits.trailing_zeros();
        let empty = vec![0; bits / 64];
        let mut filter = Filter {
            prefixes: empty.clone(),
            words: empty,
            has_signs: false,
            shapes: ShapeFilter::default(),
            min_letters: MAX_MIN_LETTERS,
            shift,
            anchors_only,
        };
        for word in words {
            if let Some(shape) = RunShape::of_entry(word) {
                filter.shapes.add(&shape);
            }
            let (index, bit) = filter.bit_of(WordHash::of(word));
            filter.words[index] |= bit;
            let (index, bit) = filter.bit_of(WordHash::of_prefix(word));
            filter.prefixes[index] |= bit;
            let letters = word.bytes().take_while(|byte| byte_class(*byte) == ByteClass::Letter).count();
            filter.min_letters = filter.min_letters.min(letters.max(1));
            filter.has_signs |= word.bytes().any(|byte| byte_class(byte) == ByteClass::Sign);
        }
        filter
    }

    /// Returns the index and the bit of a hash.
    fn bit_of(&self, hash: WordHash) -> (usize, u64) {
        let index = hash.0 >> self.shift;
        ((index / 64) as usize, 1 << (index % 64))
    }

    /// Returns whether a word with this hash may be in the set.
    pub fn may_contain(&self, hash: WordHash) -> bool {
        let (index, bit) = self.bit_of(hash);
        self.words[index] & bit != 0
    }

    /// Returns whether a word may be in the set if its first eight bytes have this hash.
    pub fn may_contain_prefix(&self, hash: WordHash) -> bool {
        let (index, bit) = self.bit_of(hash);
        self.prefixes[index] & bit != 0
    }

    /// Returns the fewest letters of a letter run that may be in the set.
    pub fn min_letters(&self) -> usize {
        self.min_letters
    }

    /// Returns whether the set has a shape, so that any run may be in it.
    pub fn has_shapes(&self) -> bool {
        self.shapes != ShapeFilter::default()
    }

    /// Returns whether a run may have a shape of the set.
    pub fn may_have_shape(&self, run: &[u8]) -> bool {
        self.shapes.may_accept(run)
    }

    /// Returns whether a word of the set is a sign.
    pub fn has_signs(&self) -> bool {
        self.has_signs
    }
}

impl Vocabulary {
    /// Builds the vocabulary of `words`, which have the ids that the builder assigned. Also returns the new id for each
    /// of these old ids. `is_ascii` is whether every word of the patterns was ASCII before its diacritics were removed.
    /// `is_anchor` returns whether the word with an old id is in an anchor.
    pub fn new(
        words: FxHashMap<Box<str>, u32>,
        is_ascii: bool,
        is_anchor: impl Fn(u32) -> bool,
    ) -> (Vocabulary, Vec<u32>) {
        let mut words: Vec<(Box<str>, u32)> = words.into_iter().collect();
        words.sort_unstable();
        let mut new_ids = vec![0; words.len()];
        for (new, (_, old)) in (0..).zip(&words) {
            new_ids[*old as usize] = new;
        }
        let is_anchor: Vec<bool> = words.iter().map(|(_, old)| is_anchor(*old)).collect();
        let words: Vec<Box<str>> = words.into_iter().map(|(word, _)| word).collect();
        let all = Filter::new(words.iter().map(|word| &**word), false);
        let anchors = words.iter().zip(&is_anchor).filter(|(_, is_anchor)| **is_anchor).map(|(word, _)| &**word);
        let anchors = Filter::new(anchors, true);
        let shapes = (0..).zip(&words).filter_map(|(id, word)| Some((RunShape::of_entry(word)?, id))).collect();
        let mut vocabulary = Vocabulary {
            slots: vec![None; 2 * (words.len() + 1).next_power_of_two()],
            words,
            all,
            anchors,
            is_anchor,
            shapes,
            is_ascii,
        };
        for id in 0..vocabulary.words.len() {
            let hash = WordHash::of(&vocabulary.words[id]);
            let free = vocabulary
                .probe(hash)
                .find(|slot| vocabulary.slots[*slot].is_none())
                .expect("half of the slots are free");
            vocabulary.slots[free] = Some(Slot { hash, id: wordgate_text::source::to_u32(id) });
        }
        (vocabulary, new_ids)
    }

    /// Returns the filter of all words.
    pub fn all(&self) -> &Filter {
        &self.all
    }

    /// Returns the filter of the words of anchors.
    pub fn anchors(&self) -> &Filter {
        &self.anchors
    }

    /// Returns whether every word of the patterns is plain ASCII.
    pub fn is_ascii(&self) -> bool {
        self.is_ascii
    }

    /// Returns the shapes in the set of `filter`, with their ids.
    pub fn shapes<'l>(&'l self, filter: &'l Filter) -> impl Iterator<Item = (&'l RunShape, u32)> {
        self.shapes.iter().filter_map(|(shape, id)| Some((shape, self.id_in(*id as usize, filter)?)))
    }

    /// Returns the id of a word, if it is in the set of `filter`.
    pub fn find(&self, word: &str, filter: &Filter) -> Option<u32> {
        if !filter.may_contain(WordHash::of(word)) {
            return None;
        }
        self.find_hashed(word.as_bytes(), WordHash::of(word), filter)
    }

    /// Returns the id of a run or a sign of the text, if it is in the set of `filter`. Case is ignored.
    pub fn find_run(&self, run: &str, filter: &Filter) -> Option<u32> {
        match WordHash::of_run(run.as_bytes(), 0) {
            (hash, end) if end == run.len() && filter.may_contain(hash) => {
                self.find_hashed(run.as_bytes(), hash, filter)
            }
            (_, end) if end == run.len() => None,
            _ => self.find(run, filter),
        }
    }

    /// Does the same as [`Vocabulary::find`] for a word whose hash the filter has already accepted. Case is ignored.
    pub fn find_hashed(&self, word: &[u8], hash: WordHash, filter: &Filter) -> Option<u32> {
        let is_equal = |known: &str| match word.len() {
            // A hash of one block has an inverse, so no other short word has this hash.
            ..=8 => known.len() <= 8,
            _ => known.as_bytes().eq_ignore_ascii_case(word),
        };
        let mut taken = self.probe(hash).map_while(|slot| self.slots[slot]);
        let slot = taken.find(|slot| slot.hash == hash && is_equal(&self.words[slot.id as usize]))?;
        self.id_in(slot.id as usize, filter)
    }

    /// Returns the slots that may have a word with this hash, in probing order.
    fn probe(&self, hash: WordHash) -> impl Iterator<Item = usize> + use<> {
        let mask = self.slots.len() - 1;
        let first = (hash.0 >> 32) as usize;
        (0..=mask).map(move |step| (first + step) & mask)
    }

    /// Returns the words that begin with `start` and are longer than it, with their ids.
    pub fn longer_words<'l>(&'l self, start: &'l str, filter: &'l Filter) -> impl Iterator<Item = (&'l str, u32)> {
        let from = self.words.partition_point(|word| **word <= *start);
        let words = self.words[from..].iter().take_while(move |word| word.starts_with(start));
        words.zip(from..).filter_map(|(word, id)| Some((&**word, self.id_in(id, filter)?)))
    }

    /// Returns whether some word begins with `start`, ignoring case, and is longer than it.
    pub fn has_longer_word(&self, start: &str, filter: &Filter) -> bool {
        self.longer_words(&start.to_ascii_lowercase(), filter).next().is_some()
    }

    fn id_in(&self, id: usize, filter: &Filter) -> Option<u32> {
        (!filter.anchors_only || self.is_anchor[id]).then(|| wordgate_text::source::to_u32(id))
    }
}
