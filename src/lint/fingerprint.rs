//! A name for a finding that stays when other lines of the file change.

use crate::prose::{TokenKind, Words};
use crate::rule::Rule;
use std::collections::HashMap;
use std::ops::Range;

/// Makes the fingerprints of one file.
pub(super) struct Fingerprints<'p> {
    path: &'p str,
    /// How often each rule, sentence and match was seen.
    seen: HashMap<blake3::Hash, u32>,
    /// The last sentence of the block that was hashed: a sentence with many findings is hashed once.
    sentence: Option<(u32, blake3::Hash)>,
}

impl<'p> Fingerprints<'p> {
    /// For the file at `path`.
    pub fn new(path: &'p str) -> Fingerprints<'p> {
        Fingerprints { path, seen: HashMap::new(), sentence: None }
    }

    /// Findings of another block follow.
    pub fn enter_block(&mut self) {
        self.sentence = None;
    }

    /// The fingerprint of a match of `rule`: 32 hexadecimal digits.
    pub fn of(&mut self, rule: &Rule, words: &Words, tokens: &Range<usize>) -> String {
        let sentence = self.sentence(words, words.tokens()[tokens.start].sentence);
        let mut hasher = blake3::Hasher::new();
        for part in [rule.id.as_bytes(), self.path.as_bytes()] {
            hasher.update(part).update(b"\0");
        }
        hasher.update(sentence.as_bytes());
        hash_words(&mut hasher, words, tokens.clone());
        self.numbered(hasher)
    }

    /// The fingerprint of what is said about a directive that is written so: 32 hexadecimal digits.
    pub fn of_directive(&mut self, rule: &str, written: &str) -> String {
        let mut hasher = blake3::Hasher::new();
        for part in [rule.as_bytes(), self.path.as_bytes(), written.as_bytes()] {
            hasher.update(part).update(b"\0");
        }
        self.numbered(hasher)
    }

    fn numbered(&mut self, mut hasher: blake3::Hasher) -> String {
        let base = hasher.finalize();
        let ordinal = self.seen.entry(base).or_insert(0);
        let hash = hasher.update(&ordinal.to_le_bytes()).finalize();
        *ordinal += 1;
        hash.to_hex()[..32].to_owned()
    }

    fn sentence(&mut self, words: &Words, number: u32) -> blake3::Hash {
        if let Some((_, hash)) = self.sentence.filter(|(known, _)| *known == number) {
            return hash;
        }
        let tokens = words.tokens();
        let start = tokens.partition_point(|token| token.sentence < number);
        let end = tokens.partition_point(|token| token.sentence <= number);
        let mut hasher = blake3::Hasher::new();
        hash_words(&mut hasher, words, start..end);
        let hash = hasher.finalize();
        self.sentence = Some((number, hash));
        hash
    }
}

fn hash_words(hasher: &mut blake3::Hasher, words: &Words, tokens: Range<usize>) {
    for token in &words.tokens()[tokens] {
        match token.kind {
            TokenKind::Word => hasher.update(words.folded(token).as_bytes()),
            TokenKind::Opaque => hasher.update("\u{FFFC}".as_bytes()),
            TokenKind::Mark(mark) => hasher.update(mark.encode_utf8(&mut [0; 4]).as_bytes()),
        };
        hasher.update(b" ");
    }
}
