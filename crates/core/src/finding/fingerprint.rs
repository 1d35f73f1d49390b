//! Fingerprints: hashes that identify a finding, and that do not change when other lines of the file do.
//!
//! The baseline and many report formats use them to recognise a finding in a later version of the file.

use std::collections::HashMap;
use std::ops::Range;
use wordgate_text::prose::{TokenKind, Words};

/// A hash of words alone. Texts that differ only in case, markup, line breaks or punctuation have the same hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct WordsHash([u8; 32]);

/// The hash of the words of several texts in a row; `None` if they have no words.
pub fn hash_of_words(texts: &[Words]) -> Option<WordsHash> {
    let mut hasher = WordsHasher::default();
    texts.iter().for_each(|text| hasher.add(text, 0..text.tokens().len()));
    hasher.finish()
}

/// Computes a [`WordsHash`].
#[derive(Default)]
struct WordsHasher {
    hasher: blake3::Hasher,
    has_any: bool,
}

impl WordsHasher {
    fn add(&mut self, words: &Words, tokens: Range<usize>) {
        for token in &words.tokens()[tokens] {
            let word = match token.kind {
                TokenKind::Word => words.folded(token),
                TokenKind::Opaque => OPAQUE_WORD,
                TokenKind::Mark(_) => continue,
            };
            self.hasher.update(word.as_bytes()).update(b" ");
            self.has_any = true;
        }
    }

    fn finish(&self) -> Option<WordsHash> {
        self.has_any.then(|| WordsHash(self.hasher.finalize().into()))
    }
}

/// The word that replaces code and addresses in a hash.
const OPAQUE_WORD: &str = "\u{FFFC}";

/// The hashes of a sentence.
#[derive(Clone, Copy)]
struct Sentence {
    number: u32,
    /// The hash of words and punctuation.
    exact: blake3::Hash,
    words: WordsHash,
}

/// Computes the fingerprints of one file.
pub(crate) struct Fingerprints<'p> {
    path: &'p str,
    /// The number of findings so far with the same rule, sentence and match.
    seen: HashMap<blake3::Hash, u32>,
    /// The last sentence hashed in this block, so that a sentence with many findings is hashed once.
    sentence: Option<Sentence>,
}

impl<'p> Fingerprints<'p> {
    /// Starts the file at `path`.
    pub fn new(path: &'p str) -> Fingerprints<'p> {
        Fingerprints { path, seen: HashMap::new(), sentence: None }
    }

    /// Starts a new block.
    pub fn enter_block(&mut self) {
        self.sentence = None;
    }

    /// The fingerprint of a match of `rule`: 32 hexadecimal digits.
    pub fn of_match(&mut self, rule: &str, words: &Words, tokens: &Range<usize>) -> String {
        let sentence = self.sentence(words, words.tokens()[tokens.start].sentence);
        let mut hasher = blake3::Hasher::new();
        for part in [rule.as_bytes(), self.path.as_bytes()] {
            hasher.update(part).update(b"\0");
        }
        hasher.update(sentence.exact.as_bytes());
        hash_words(&mut hasher, words, tokens.clone());
        self.numbered(hasher)
    }

    /// The fingerprint of a finding about a directive with this source text: 32 hexadecimal digits.
    pub fn of_directive(&mut self, rule: &str, source: &str) -> String {
        let mut hasher = blake3::Hasher::new();
        for part in [rule.as_bytes(), self.path.as_bytes(), source.as_bytes()] {
            hasher.update(part).update(b"\0");
        }
        self.numbered(hasher)
    }

    /// The fingerprint of a hash. The same hash gives a different fingerprint each time.
    fn numbered(&mut self, mut hasher: blake3::Hasher) -> String {
        let base = hasher.finalize();
        let ordinal = self.seen.entry(base).or_insert(0);
        let hash = hasher.update(&ordinal.to_le_bytes()).finalize();
        *ordinal += 1;
        hash.to_hex()[..32].to_owned()
    }

    /// The hash of the words of the sentence that contains a match.
    pub fn sentence_of(&mut self, words: &Words, tokens: &Range<usize>) -> WordsHash {
        self.sentence(words, words.tokens()[tokens.start].sentence).words
    }

    fn sentence(&mut self, words: &Words, number: u32) -> Sentence {
        if let Some(known) = self.sentence.filter(|known| known.number == number) {
            return known;
        }
        let tokens = words.tokens();
        let start = tokens.partition_point(|token| token.sentence < number);
        let end = tokens.partition_point(|token| token.sentence <= number);
        let mut hasher = blake3::Hasher::new();
        hash_words(&mut hasher, words, start..end);
        let mut only_words = WordsHasher::default();
        only_words.add(words, start..end);
        let only_words = only_words.finish().unwrap_or_default();
        let sentence = Sentence { number, exact: hasher.finalize(), words: only_words };
        self.sentence = Some(sentence);
        sentence
    }
}

fn hash_words(hasher: &mut blake3::Hasher, words: &Words, tokens: Range<usize>) {
    for token in &words.tokens()[tokens] {
        match token.kind {
            TokenKind::Word => hasher.update(words.folded(token).as_bytes()),
            TokenKind::Opaque => hasher.update(OPAQUE_WORD.as_bytes()),
            TokenKind::Mark(mark) => hasher.update(mark.encode_utf8(&mut [0; 4]).as_bytes()),
        };
        hasher.update(b" ");
    }
}
