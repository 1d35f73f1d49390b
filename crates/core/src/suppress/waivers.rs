//! Waivers: approved exceptions with a reason, each for one rule in one sentence.
//!
//! A waiver names a finding by its fingerprint or by the words of its sentence. In both cases it no longer applies when
//! the sentence is edited, because only that sentence was approved. The words are parsed in every document format, so
//! that users can copy a sentence from the source or from the rendered page.

use crate::extract::{Extractor, Format, Piece};
use crate::finding::{WordsHash, hash_of_words};
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use wordgate_rules::globs::PathGlobs;
use wordgate_text::prose::{ScopeSet, TokenKind, Words};

/// An approved exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The full id of the rule.
    pub rule: Arc<str>,
    /// A glob of the files that it applies to, relative to the folder of its configuration.
    pub path: String,
    /// The only document that the glob matches, as documents are named; `None` if it may match several.
    pub document: Option<String>,
    /// Whether it comes from a configuration that the nearest one extends, so that it is also for other documents.
    pub is_inherited: bool,
    /// The finding or the sentence that it applies to.
    pub target: WaiverTarget,
    /// Why it was approved.
    pub reason: String,
    /// Who approved it.
    pub approver: String,
    /// Where the approval is recorded.
    pub ticket: Option<String>,
    /// The day on which it was granted, if that is recorded.
    pub granted: Option<Date>,
    /// The last day on which it applies; `None` if it does not expire.
    pub expires: Option<Date>,
    /// The file in which it is written, as shown to the user.
    pub file: Arc<str>,
    /// The 1-based line in that file where it starts.
    pub line: u32,
}

impl Waiver {
    /// Returns who approved it and the ticket, as a clause for messages.
    pub fn approval(&self) -> String {
        let ticket = self.ticket.as_ref().map_or_else(String::new, |ticket| format!(", {ticket}"));
        format!("approved by {}{ticket}", self.approver)
    }
}

/// Returns whether a reason or a name contains a letter or digit. A placeholder such as "…" does not.
pub fn has_content(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// How a waiver names a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaiverTarget {
    /// By its fingerprint: 32 hexadecimal digits.
    Fingerprint(String),
    /// By all words of its sentence.
    Words(String),
}

/// The number of digits of a fingerprint.
const FINGERPRINT_LEN: usize = 32;
/// A text of at least this many hexadecimal digits and nothing else is treated as a fingerprint.
const MIN_FINGERPRINT_LEN: usize = 8;
/// The maximum length of a sentence in bytes. Each sentence is parsed in every format, so the limit bounds the time for
/// one waiver.
const MAX_SENTENCE_LEN: usize = 4096;

impl WaiverTarget {
    /// Parses the `text` of a waiver. A text of at least eight hexadecimal digits and nothing else must be a
    /// fingerprint.
    ///
    /// # Errors
    /// The reason why the text is neither a complete fingerprint nor a sentence.
    pub fn parse(text: &str) -> Result<WaiverTarget, &'static str> {
        let text = text.trim();
        if text.len() >= MIN_FINGERPRINT_LEN && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            let is_complete = text.len() == FINGERPRINT_LEN;
            return if is_complete {
                Ok(WaiverTarget::Fingerprint(text.to_ascii_lowercase()))
            } else {
                Err("a fingerprint must have 32 hexadecimal digits")
            };
        }
        if text.len() > MAX_SENTENCE_LEN {
            return Err("it is longer than a sentence");
        }
        if Words::new(text).tokens().iter().all(|token| matches!(token.kind, TokenKind::Mark(_))) {
            return Err("it has no words");
        }
        Ok(WaiverTarget::Words(text.to_owned()))
    }
}

/// The waivers of a configuration.
#[derive(Debug, Default)]
pub struct Waivers {
    list: Vec<Waiver>,
    /// The globs of the waivers, in the order of `list`.
    paths: PathGlobs,
    /// The day on which we check whether waivers have expired.
    as_of: Date,
    /// The index for looking up waivers, built on first use.
    index: OnceLock<WaiverIndex>,
}

/// Maps fingerprints and sentences to the indices of waivers.
#[derive(Debug, Default)]
struct WaiverIndex {
    fingerprints: HashMap<String, Vec<usize>>,
    sentences: HashMap<WordsHash, Vec<usize>>,
}

/// The waivers whose glob matches one file.
pub(super) struct FileWaivers<'w> {
    waivers: &'w Waivers,
    /// The indices of the waivers, in ascending order.
    matching: Vec<usize>,
}

impl Waivers {
    /// Creates the waivers. `paths` are their globs, in the order of `list`.
    pub fn new(list: Vec<Waiver>, paths: PathGlobs, as_of: Date) -> Waivers {
        Waivers { list, paths, as_of, index: OnceLock::new() }
    }

    /// Returns the same waivers for paths that are relative to another folder; see [`PathGlobs::below`].
    #[must_use]
    pub fn below(self, prefix: &str) -> Waivers {
        Waivers { paths: self.paths.below(prefix), ..self }
    }

    /// Joins the waivers of several files.
    pub fn concat(files: Vec<Waivers>, as_of: Date) -> Waivers {
        let (mut list, mut paths) = (Vec::new(), Vec::new());
        for waivers in files {
            list.extend(waivers.list);
            paths.push(waivers.paths);
        }
        Waivers::new(list, PathGlobs::concat(paths), as_of)
    }

    /// Returns all waivers, in the order of the configuration.
    pub fn list(&self) -> &[Waiver] {
        &self.list
    }

    /// Returns whether there are no waivers.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns whether the waiver with this index has not expired.
    pub fn is_active(&self, waiver: usize) -> bool {
        self.list[waiver].expires.is_none_or(|last| self.as_of <= last)
    }

    /// Returns the indices of the waivers whose glob matches a path.
    pub fn indices_for(&self, path: &str) -> Vec<usize> {
        self.paths.matching_indices(path)
    }

    pub(super) fn for_file(&self, path: &str) -> FileWaivers<'_> {
        FileWaivers { waivers: self, matching: self.indices_for(path) }
    }

    /// Returns the indices of the waivers that have this fingerprint, whatever their path.
    pub(super) fn with_fingerprint(&self, fingerprint: &str) -> &[usize] {
        self.index().fingerprints.get(fingerprint).map_or(&[], Vec::as_slice)
    }

    /// Returns the indices of the waivers that have this sentence, whatever their path.
    pub(super) fn with_sentence(&self, sentence: WordsHash) -> &[usize] {
        self.index().sentences.get(&sentence).map_or(&[], Vec::as_slice)
    }

    fn index(&self) -> &WaiverIndex {
        self.index.get_or_init(|| {
            let mut index = WaiverIndex::default();
            let mut extractor = Extractor::new();
            for (at, waiver) in self.list.iter().enumerate() {
                match &waiver.target {
                    WaiverTarget::Fingerprint(digits) => index.fingerprints.entry(digits.clone()).or_default().push(at),
                    WaiverTarget::Words(text) => {
                        for hash in hash_in_each_format(&mut extractor, text) {
                            index.sentences.entry(hash).or_default().push(at);
                        }
                    }
                }
            }
            index
        })
    }
}

impl FileWaivers<'_> {
    /// Returns the indices of the waivers that name a finding of `rule` with this fingerprint or sentence, in ascending
    /// order.
    pub fn waivers_naming(&self, rule: &str, fingerprint: &str, sentence: WordsHash) -> Vec<usize> {
        if self.matching.is_empty() {
            return Vec::new();
        }
        let index = self.waivers.index();
        let lists = [index.fingerprints.get(fingerprint), index.sentences.get(&sentence)];
        let applies = |at: &usize| *self.waivers.list[*at].rule == *rule && self.matching.binary_search(at).is_ok();
        let mut named: Vec<usize> = lists.into_iter().flatten().flatten().copied().filter(applies).collect();
        named.sort_unstable();
        named
    }
}

/// Hashes the words of a text once for each document format, without duplicates.
fn hash_in_each_format(extractor: &mut Extractor, text: &str) -> Vec<WordsHash> {
    let is_plain = !text.contains(MARKUP) && !text.starts_with(LIST);
    let formats = document_formats().filter(|format| !is_plain || *format == Format::Text);
    let mut hashes = Vec::new();
    for format in formats {
        let blocks =
            extractor.extract(text, format, &Piece::whole(text, format), ScopeSet::checked_by_default()).blocks;
        let words: Vec<Words> = blocks.iter().map(|block| Words::new(&block.text)).collect();
        hashes.extend(hash_of_words(&words).filter(|hash| !hashes.contains(hash)));
    }
    hashes
}

/// Returns the formats in which a sentence is a document. In a script it would be code.
fn document_formats() -> impl Iterator<Item = Format> {
    Format::ALL.iter().copied().filter(|format| !format.is_component())
}

/// The characters that may be markup in some format. A text without any of them that does not start with one of
/// [`LIST`] has the same words in every format.
const MARKUP: &[char] = &[
    '*', '_', '`', '#', '^', '+', '[', ']', '(', ')', '<', '>', '&', '\\', '{', '}', '|', '~', '$', '\n', '\r', '\t',
    ':', ';',
];
/// The characters that may start a block, such as a heading or a list item, at the start of a text.
const LIST: &[char] = &[' ', '.', '/', '-', '=', '%', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<WordsHash> {
        hash_in_each_format(&mut Extractor::new(), text)
    }

    #[test]
    fn hexadecimal_digits_alone_are_a_fingerprint() {
        let digits = "0123456789abcdef0123456789ABCDEF";
        assert_eq!(WaiverTarget::parse(digits), Ok(WaiverTarget::Fingerprint(digits.to_lowercase())));
        for short in ["0123abcd", "0123456789abcdef0123456789abcde", "0123456789abcdef0123456789abcdef0"] {
            assert_eq!(WaiverTarget::parse(short), Err("a fingerprint must have 32 hexadecimal digits"), "{short}");
        }
        for words in ["facade", "A decade.", "0123456789abcdef 0123456789abcdef"] {
            assert_eq!(WaiverTarget::parse(words), Ok(WaiverTarget::Words(words.to_owned())), "{words}");
        }
        for empty in ["", "  ", "…", "**"] {
            assert_eq!(WaiverTarget::parse(empty), Err("it has no words"), "{empty:?}");
        }
        assert_eq!(WaiverTarget::parse(&"word ".repeat(900)), Err("it is longer than a sentence"));
    }

    /// Texts without markup have the same words in every format, so parsing them in one format is enough.
    #[test]
    fn plain_text_has_the_same_words_in_every_format() {
        let mut extractor = Extractor::new();
        for c in (' '..='\u{17F}').chain("–—…“”‘’«»•日😀\u{A0}\u{200B}\u{FEFF}".chars()) {
            for text in [format!("Free {c} access"), format!("Free{c}"), format!("{c}Free access{c}.")] {
                let is_plain = !text.contains(MARKUP) && !text.starts_with(LIST);
                let mut all = Vec::new();
                for format in document_formats() {
                    let scopes = ScopeSet::checked_by_default();
                    let blocks = extractor.extract(&text, format, &Piece::whole(&text, format), scopes).blocks;
                    let words: Vec<Words> = blocks.iter().map(|block| Words::new(&block.text)).collect();
                    all.push(hash_of_words(&words));
                }
                all.dedup();
                assert!(!is_plain || all.len() == 1, "{text:?}");
            }
        }
    }

    #[test]
    fn the_hash_of_words_does_not_depend_on_markup() {
        let rendered = hashes("SRE gives direct access to models, today.");
        for written in [
            "SRE gives direct access to models, today",
            "sre gives **direct\n access** to [models](https://example.org/x), today.",
            "SRE gives <b>direct access</b> to models&nbsp;today",
            "- SRE gives direct access to models — today!",
        ] {
            assert!(hashes(written).iter().any(|hash| rendered.contains(hash)), "{written}");
        }
        for other in ["SRE gives direct access to models", "SRE gives access direct to models, today."] {
            assert!(!hashes(other).iter().any(|hash| rendered.contains(hash)), "{other}");
        }
    }
}
