//! Waivers: recorded, reasoned exceptions, each for one rule in one sentence.
//!
//! A waiver names the finding by its fingerprint or by the words of its sentence. Either way an edit of the sentence ends
//! it, for what was approved is what the sentence said. Words are read in every format, so that a sentence may be copied
//! from the source or from the screen.

use crate::extract::{Extractor, Format, Piece};
use crate::finding::{WordsHash, hash_of_words};
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use wordgate_rules::globs::PathGlobs;
use wordgate_text::prose::{ScopeSet, TokenKind, Words};

/// A recorded, reasoned exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The full id of the rule.
    pub rule: Arc<str>,
    /// A glob of the files it is for.
    pub path: String,
    /// What it is for in them.
    pub named: Named,
    /// Why it was granted.
    pub reason: String,
    /// Who granted it.
    pub approver: String,
    /// Where that is recorded.
    pub ticket: Option<String>,
    /// The last day on which it holds; `None`: it does not end.
    pub expires: Option<Date>,
    /// The 1-based line of the configuration file that it starts on.
    pub line: u32,
}

impl Waiver {
    /// Who approved it, as a short clause for what is said about it.
    pub fn authority(&self) -> String {
        let ticket = self.ticket.as_ref().map_or_else(String::new, |ticket| format!(", {ticket}"));
        format!("approved by {}{ticket}", self.approver)
    }
}

/// Whether a reason or a name can be one: an ellipsis that waits to be filled in is none.
pub fn says_something(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// How a waiver names a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// By its fingerprint: 32 hexadecimal digits.
    Fingerprint(String),
    /// By all words of its sentence.
    Words(String),
}

/// The digits of a whole fingerprint.
const DIGITS: usize = 32;
/// From so many hexadecimal digits on, a text without any other character is meant to be a fingerprint.
const MEANT: usize = 8;
/// Bytes that the words of a sentence may have: reading them is what a waiver costs.
const MAX_WORDS: usize = 4096;

impl Named {
    /// Reads the `text` of a waiver: hexadecimal digits and nothing else are a fingerprint.
    ///
    /// # Errors
    /// What is wrong, when it is neither a whole fingerprint nor has a word.
    pub fn parse(text: &str) -> Result<Named, &'static str> {
        let text = text.trim();
        if text.len() >= MEANT && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            let whole = text.len() == DIGITS;
            return if whole {
                Ok(Named::Fingerprint(text.to_ascii_lowercase()))
            } else {
                Err("a fingerprint has 32 digits")
            };
        }
        if text.len() > MAX_WORDS {
            return Err("it is longer than a sentence");
        }
        if Words::new(text).tokens().iter().all(|token| matches!(token.kind, TokenKind::Mark(_))) {
            return Err("there is no word in it");
        }
        Ok(Named::Words(text.to_owned()))
    }
}

/// The waivers of a configuration, ready to be asked.
#[derive(Debug, Default)]
pub struct Waivers {
    list: Vec<Waiver>,
    /// Their globs, by index.
    paths: PathGlobs,
    /// The day by which it is judged whether they have ended.
    as_of: Date,
    /// By fingerprint and by the words of sentences, made when a finding first asks.
    index: OnceLock<WaiverIndex>,
}

/// The waivers by what they name.
#[derive(Debug, Default)]
struct WaiverIndex {
    fingerprints: HashMap<String, Vec<usize>>,
    sentences: HashMap<WordsHash, Vec<usize>>,
}

/// The waivers whose glob matches one file.
pub(super) struct FileWaivers<'w> {
    waivers: &'w Waivers,
    /// By index, in order.
    matching: Vec<usize>,
}

impl Waivers {
    /// Takes waivers and, in the same order, their globs.
    pub fn new(list: Vec<Waiver>, paths: PathGlobs, as_of: Date) -> Waivers {
        Waivers { list, paths, as_of, index: OnceLock::new() }
    }

    /// All of them, in the order of the configuration.
    pub fn list(&self) -> &[Waiver] {
        &self.list
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether the waiver with this index has not ended.
    pub fn hold(&self, waiver: usize) -> bool {
        self.list[waiver].expires.is_none_or(|last| self.as_of <= last)
    }

    /// The waivers for a file, by index.
    pub fn matching(&self, path: &str) -> Vec<usize> {
        self.paths.matching(path)
    }

    pub(super) fn of_file(&self, path: &str) -> FileWaivers<'_> {
        FileWaivers { waivers: self, matching: self.matching(path) }
    }

    fn index(&self) -> &WaiverIndex {
        self.index.get_or_init(|| {
            let mut index = WaiverIndex::default();
            let mut extractor = Extractor::new();
            for (at, waiver) in self.list.iter().enumerate() {
                match &waiver.named {
                    Named::Fingerprint(digits) => index.fingerprints.entry(digits.clone()).or_default().push(at),
                    Named::Words(text) => {
                        for reading in readings(&mut extractor, text) {
                            index.sentences.entry(reading).or_default().push(at);
                        }
                    }
                }
            }
            index
        })
    }
}

impl FileWaivers<'_> {
    /// The waivers that name a finding of the file, by index, in order: one of `rule`, with this fingerprint or in this
    /// sentence.
    pub fn naming(&self, rule: &str, fingerprint: &str, sentence: WordsHash) -> Vec<usize> {
        if self.matching.is_empty() {
            return Vec::new();
        }
        let index = self.waivers.index();
        let lists = [index.fingerprints.get(fingerprint), index.sentences.get(&sentence)];
        let fits = |at: &usize| *self.waivers.list[*at].rule == *rule && self.matching.binary_search(at).is_ok();
        let mut named: Vec<usize> = lists.into_iter().flatten().flatten().copied().filter(fits).collect();
        named.sort_unstable();
        named
    }
}

/// The words of a text as each format reads it, without those of nothing and each once.
fn readings(extractor: &mut Extractor, text: &str) -> Vec<WordsHash> {
    let is_plain = !text.contains(MARKUP) && !text.starts_with(LIST);
    let formats = Format::ids().filter_map(Format::from_id).filter(|format| !is_plain || *format == Format::Text);
    let mut readings = Vec::new();
    for format in formats {
        let blocks =
            extractor.extract(text, format, &Piece::whole(text, format), ScopeSet::checked_by_default()).blocks;
        let words: Vec<Words> = blocks.iter().map(|block| Words::new(&block.text)).collect();
        readings.extend(hash_of_words(&words).filter(|hash| !readings.contains(hash)));
    }
    readings
}

/// Without one of these characters, and without one of those of `LIST` at its start, a text reads the same in every
/// format.
const MARKUP: &[char] =
    &['*', '_', '`', '[', ']', '(', '<', '>', '&', '\\', '{', '}', '|', '~', '$', '\n', '\r', '\t', ':'];
const LIST: &[char] = &['#', '-', '+', '=', '%', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<WordsHash> {
        readings(&mut Extractor::new(), text)
    }

    #[test]
    fn hexadecimal_digits_alone_are_a_fingerprint() {
        let digits = "0123456789abcdef0123456789ABCDEF";
        assert_eq!(Named::parse(digits), Ok(Named::Fingerprint(digits.to_lowercase())));
        for short in ["0123abcd", "0123456789abcdef0123456789abcde", "0123456789abcdef0123456789abcdef0"] {
            assert_eq!(Named::parse(short), Err("a fingerprint has 32 digits"), "{short}");
        }
        for words in ["facade", "A decade.", "0123456789abcdef 0123456789abcdef"] {
            assert_eq!(Named::parse(words), Ok(Named::Words(words.to_owned())), "{words}");
        }
        for empty in ["", "  ", "…", "**"] {
            assert_eq!(Named::parse(empty), Err("there is no word in it"), "{empty:?}");
        }
        assert_eq!(Named::parse(&"word ".repeat(900)), Err("it is longer than a sentence"));
    }

    /// Texts without markup have one reading, whether it is asked for or not.
    #[test]
    fn plain_text_reads_the_same_in_every_format() {
        let mut extractor = Extractor::new();
        for c in (' '..='\u{17F}').chain("–—…“”‘’«»•日😀\u{A0}\u{200B}\u{FEFF}".chars()) {
            for text in [format!("Free {c} access"), format!("Free{c}"), format!("{c}Free access{c}.")] {
                let is_plain = !text.contains(MARKUP) && !text.starts_with(LIST);
                let mut all = Vec::new();
                for format in Format::ids().filter_map(Format::from_id) {
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
    fn words_are_the_same_however_they_are_written() {
        let shown = read("SRE gives direct access to models, today.");
        for written in [
            "SRE gives direct access to models, today",
            "sre gives **direct\n access** to [models](https://example.org/x), today.",
            "SRE gives <b>direct access</b> to models&nbsp;today",
            "- SRE gives direct access to models — today!",
        ] {
            assert!(read(written).iter().any(|reading| shown.contains(reading)), "{written}");
        }
        for other in ["SRE gives direct access to models", "SRE gives access direct to models, today."] {
            assert!(!read(other).iter().any(|reading| shown.contains(reading)), "{other}");
        }
    }
}
