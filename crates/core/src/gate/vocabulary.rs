//! The words that are looked for, and a quick way to tell that a word of the text is none of them.

use super::bytes::{ByteClass, byte_class, eight};
use rustc_hash::FxHashMap;

/// Bits of the filter for each word: with sixteen, about one word of the text in sixteen is looked up in vain.
const BITS_PER_KEY: usize = 16;

/// To ask for longer words would make more work than it spares.
const SHORTEST: usize = 3;

/// The least bits of a filter.
const LEAST_BITS: usize = 1 << 12;

/// Words by number. A word here is a run of letters and digits with case folded and without marks.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// Sorted: a word's number is its index.
    keys: Vec<Box<str>>,
    /// An open hash table: one more than the number of a word, or 0. A power of two of them, at most half in use.
    slots: Vec<u32>,
    all: Filter,
    rarest: Filter,
    /// Whether each word is one of the rarest of some pattern.
    is_rare: Vec<bool>,
    /// Whether every word that a pattern asks for is plain ASCII, with its marks.
    is_ascii: bool,
}

/// Tells that a word is surely not in a set.
#[derive(Debug, Default)]
pub(super) struct Filter {
    bits: Vec<u64>,
    /// The same for what each word begins with, its first eight bytes or all.
    heads: Vec<u64>,
    has_signs: bool,
    /// The fewest letters and digits of ASCII that a word begins with, at least 1 and at most [`SHORTEST`].
    shortest: usize,
    /// How far a hash is shifted to become the index of a bit.
    shift: u32,
    /// Whether only the rarest words are in the set.
    rare: bool,
}

/// The hash of a word, made of eight bytes at a time while the word's end is looked for.
#[derive(Clone, Copy, Default)]
pub(super) struct WordHash(u64);

impl WordHash {
    /// The hash of a word that goes on with these bytes, in lower case and filled up with zeros.
    pub fn then(self, bytes: u64) -> WordHash {
        WordHash((self.0.rotate_left(23) ^ bytes).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn of(word: &str) -> WordHash {
        let blocks = (0..word.len()).step_by(8).map(|at| eight(word.as_bytes(), at));
        blocks.fold(WordHash::default(), WordHash::then)
    }

    /// The hash of what a word begins with.
    fn of_head(word: &str) -> WordHash {
        WordHash::default().then(eight(word.as_bytes(), 0))
    }
}

impl Filter {
    fn new<'k>(keys: impl Iterator<Item = &'k str> + Clone, rare: bool) -> Filter {
        let bits = (keys.clone().count() * BITS_PER_KEY).next_power_of_two().max(LEAST_BITS);
        let shift = 64 - bits.trailing_zeros();
        let empty = vec![0; bits / 64];
        let mut filter =
            Filter { heads: empty.clone(), bits: empty, has_signs: false, shortest: SHORTEST, shift, rare };
        for key in keys {
            let (word, bit) = filter.place(WordHash::of(key));
            filter.bits[word] |= bit;
            let (word, bit) = filter.place(WordHash::of_head(key));
            filter.heads[word] |= bit;
            let letters = key.bytes().take_while(|byte| byte_class(*byte) == ByteClass::Letter).count();
            filter.shortest = filter.shortest.min(letters.max(1));
            filter.has_signs |= key.bytes().any(|byte| byte_class(byte) == ByteClass::Sign);
        }
        filter
    }

    fn place(&self, hash: WordHash) -> (usize, u64) {
        let index = hash.0 >> self.shift;
        ((index / 64) as usize, 1 << (index % 64))
    }

    /// Whether a word with this hash may be in the set.
    pub fn may_have(&self, hash: WordHash) -> bool {
        let (word, bit) = self.place(hash);
        self.bits[word] & bit != 0
    }

    /// Whether a word of which the first eight bytes, or all, have this hash may be in the set.
    pub fn may_have_head(&self, hash: WordHash) -> bool {
        let (word, bit) = self.place(hash);
        self.heads[word] & bit != 0
    }

    /// No run of fewer letters than this is a word of the set.
    pub fn shortest(&self) -> usize {
        self.shortest
    }

    /// Whether some word of the set is a sign.
    pub fn has_signs(&self) -> bool {
        self.has_signs
    }
}

impl Vocabulary {
    /// The lexicon of these words, with the number that each had before; and their new numbers by the old ones.
    /// `is_ascii`: every word that a pattern asks for is; here they stand without marks. `is_rare` tells by the old
    /// number whether a word is one of the rarest of some pattern.
    pub fn new(
        words: FxHashMap<Box<str>, u32>,
        is_ascii: bool,
        is_rare: impl Fn(u32) -> bool,
    ) -> (Vocabulary, Vec<u32>) {
        let mut words: Vec<(Box<str>, u32)> = words.into_iter().collect();
        words.sort_unstable();
        let mut numbers = vec![0; words.len()];
        for (new, (_, old)) in (0..).zip(&words) {
            numbers[*old as usize] = new;
        }
        let is_rare: Vec<bool> = words.iter().map(|(_, old)| is_rare(*old)).collect();
        let keys: Vec<Box<str>> = words.into_iter().map(|(key, _)| key).collect();
        let all = Filter::new(keys.iter().map(|key| &**key), false);
        let rare = keys.iter().zip(&is_rare).filter(|(_, rare)| **rare).map(|(key, _)| &**key);
        let rarest = Filter::new(rare, true);
        let mut lexicon = Vocabulary {
            slots: vec![0; 2 * (keys.len() + 1).next_power_of_two()],
            keys,
            all,
            rarest,
            is_rare,
            is_ascii,
        };
        for number in 0..lexicon.keys.len() {
            let hash = WordHash::of(&lexicon.keys[number]);
            let free = lexicon.probe(hash).find(|slot| lexicon.slots[*slot] == 0).expect("half of the slots are free");
            lexicon.slots[free] = wordgate_text::source::to_u32(number + 1);
        }
        (lexicon, numbers)
    }

    /// The filter of all words.
    pub fn all(&self) -> &Filter {
        &self.all
    }

    /// The filter of the rarest words of each pattern.
    pub fn rarest(&self) -> &Filter {
        &self.rarest
    }

    /// Whether every word that a pattern asks for is plain ASCII.
    pub fn is_ascii(&self) -> bool {
        self.is_ascii
    }

    /// The number of a word, when it is one of those of `filter`.
    pub fn find(&self, word: &str, filter: &Filter) -> Option<u32> {
        if !filter.may_have(WordHash::of(word)) {
            return None;
        }
        self.find_hashed(word, WordHash::of(word), filter)
    }

    /// [`Vocabulary::find`] for a word with this hash, which the filter does not exclude.
    pub fn find_hashed(&self, word: &str, hash: WordHash, filter: &Filter) -> Option<u32> {
        let mut taken = self.probe(hash).map_while(|slot| self.slots[slot].checked_sub(1));
        let index = taken.find(|index| *self.keys[*index as usize] == *word)?;
        self.numbered(index as usize, filter)
    }

    /// The slots in which a word with this hash is looked for.
    fn probe(&self, hash: WordHash) -> impl Iterator<Item = usize> + use<> {
        let mask = self.slots.len() - 1;
        let first = (hash.0 >> 32) as usize;
        (0..=mask).map(move |step| (first + step) & mask)
    }

    /// The words that begin with `start` and are longer, with their numbers.
    pub fn longer_than<'l>(&'l self, start: &'l str, filter: &'l Filter) -> impl Iterator<Item = (&'l str, u32)> {
        let from = self.keys.partition_point(|key| **key <= *start);
        let keys = self.keys[from..].iter().take_while(move |key| key.starts_with(start));
        keys.zip(from..).filter_map(|(key, index)| Some((&**key, self.numbered(index, filter)?)))
    }

    /// Whether a word begins with `start` in lower case, and is longer.
    pub fn goes_on(&self, start: &str, filter: &Filter) -> bool {
        self.longer_than(&start.to_ascii_lowercase(), filter).next().is_some()
    }

    fn numbered(&self, index: usize, filter: &Filter) -> Option<u32> {
        (!filter.rare || self.is_rare[index]).then(|| wordgate_text::source::to_u32(index))
    }
}
