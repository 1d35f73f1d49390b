//! Fingerprints: hashes that identify findings and do not change when other lines of the file change.
//!
//! A fingerprint covers the rule, the path, the sentence and the match, but not the position. An ordinal distinguishes
//! equal matches in one sentence, and equal sentences in one file.

use std::collections::HashMap;
use std::ops::Range;
use wordgate_text::prose::{TokenKind, Words};

/// A hash of the words of a text. Texts that differ only in case, markup, line breaks or punctuation have the same
/// hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct WordsHash([u8; 32]);

/// Hashes the words of several texts together. Returns `None` if there are no words.
pub fn hash_of_words(texts: &[Words]) -> Option<WordsHash> {
    let mut words = WordsHasher::default();
    texts.iter().for_each(|text| words.add(text, 0..text.tokens().len()));
    words.finish()
}

/// Computes a [`WordsHash`] incrementally.
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

/// The word that is hashed for code, an address or an image.
const OPAQUE_WORD: &str = "\u{FFFC}";

/// The hashes of a sentence.
#[derive(Clone, Copy)]
struct SentenceHashes {
    number: u32,
    /// The hash of the words and punctuation.
    exact: blake3::Hash,
    words: WordsHash,
}

/// What a fingerprint covers besides the rule and the path: the sentence and the match, or the text of a directive, and
/// the ordinal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FingerprintContent {
    bytes: Vec<u8>,
    ordinal: u32,
}

impl FingerprintContent {
    /// Returns the fingerprint that the finding has in the file at `path`: 32 hexadecimal digits.
    pub fn fingerprint(&self, rule: &str, path: &str) -> String {
        let hash = self.hasher(rule, path).update(&self.ordinal.to_le_bytes()).finalize();
        hash.to_hex()[..32].to_owned()
    }

    /// Returns the hasher before the ordinal.
    fn hasher(&self, rule: &str, path: &str) -> blake3::Hasher {
        let mut hasher = blake3::Hasher::new();
        for part in [rule.as_bytes(), path.as_bytes()] {
            hasher.update(part).update(b"\0");
        }
        hasher.update(&self.bytes);
        hasher
    }
}

/// Computes the fingerprints of one file.
pub(crate) struct Fingerprints<'p> {
    path: &'p str,
    /// The number of occurrences so far of each combination of rule, sentence and match.
    seen: HashMap<blake3::Hash, u32>,
    /// The last hashed sentence of the block. Cached, so that a sentence with many findings is hashed once.
    sentence: Option<SentenceHashes>,
}

impl<'p> Fingerprints<'p> {
    /// Creates the state for the file at `path`.
    pub fn new(path: &'p str) -> Fingerprints<'p> {
        Fingerprints { path, seen: HashMap::new(), sentence: None }
    }

    /// Starts a block. Must be called before the first match of each block.
    pub fn enter_block(&mut self) {
        self.sentence = None;
    }

    /// Returns the fingerprint of a match of `rule`: 32 hexadecimal digits. Also returns what it covers.
    pub fn of_match(&mut self, rule: &str, words: &Words, tokens: &Range<usize>) -> (String, FingerprintContent) {
        let sentence = self.sentence(words, words.tokens()[tokens.start].sentence);
        let mut bytes = sentence.exact.as_bytes().to_vec();
        each_word(words, tokens.clone(), |part| bytes.extend_from_slice(part));
        self.with_ordinal(rule, bytes)
    }

    /// The same for a finding about a directive with this source text.
    pub fn of_directive(&mut self, rule: &str, directive: &str) -> (String, FingerprintContent) {
        self.with_ordinal(rule, [directive.as_bytes(), b"\0"].concat())
    }

    fn with_ordinal(&mut self, rule: &str, bytes: Vec<u8>) -> (String, FingerprintContent) {
        let mut content = FingerprintContent { bytes, ordinal: 0 };
        let next = self.seen.entry(content.hasher(rule, self.path).finalize()).or_insert(0);
        content.ordinal = *next;
        *next += 1;
        (content.fingerprint(rule, self.path), content)
    }

    /// Returns the hash of the words of the sentence in which a match starts.
    pub fn sentence_of(&mut self, words: &Words, tokens: &Range<usize>) -> WordsHash {
        self.sentence(words, words.tokens()[tokens.start].sentence).words
    }

    fn sentence(&mut self, words: &Words, number: u32) -> SentenceHashes {
        if let Some(known) = self.sentence.filter(|known| known.number == number) {
            return known;
        }
        let tokens = words.tokens();
        let start = tokens.partition_point(|token| token.sentence < number);
        let end = tokens.partition_point(|token| token.sentence <= number);
        let mut hasher = blake3::Hasher::new();
        each_word(words, start..end, |part| {
            hasher.update(part);
        });
        let mut words_hasher = WordsHasher::default();
        words_hasher.add(words, start..end);
        let words = words_hasher.finish().unwrap_or_default();
        let sentence = SentenceHashes { number, exact: hasher.finalize(), words };
        self.sentence = Some(sentence);
        sentence
    }
}

/// Calls `add` with the parts of the words and punctuation that fingerprints cover.
fn each_word(words: &Words, tokens: Range<usize>, mut add: impl FnMut(&[u8])) {
    for token in &words.tokens()[tokens] {
        match token.kind {
            TokenKind::Word => add(words.folded(token).as_bytes()),
            TokenKind::Opaque => add(OPAQUE_WORD.as_bytes()),
            TokenKind::Mark(mark) => add(mark.encode_utf8(&mut [0; 4]).as_bytes()),
        }
        add(b" ");
    }
}
