//! The words of one short and plain file, so that a gate can be built for that file alone.
//!
//! Building a gate for all texts takes longer than the rest of a run that checks one short file. Hardly any pattern has
//! all of its words in such a file, and the builder can drop a pattern at the first missing word. With a gate for the
//! file alone, checking a page of prose took 4.5 ms of processor time instead of 7.3 ms with the default set, and 9 ms
//! instead of 21 ms with all packs. This requires that nothing in the file can hide letters: only then are its words
//! known for certain.

use super::bytes::{ByteClass, Letters, byte_class, may_begin_before_markup, may_continue_after_markup};
use super::run_shape::RunShape;
use rustc_hash::FxHashSet;

/// The length in bytes of the longest file for which this is worthwhile.
const MAX_LEN: usize = 16 << 10;

/// The most bytes of markup in a plain file. More markup may be nested too deeply to parse, which the check reports as
/// a warning. A gate for one file opens less often and could therefore suppress the warning.
const MAX_MARKUP: usize = 64;

/// The words of a plain file.
#[derive(Debug)]
pub(super) struct PlainText {
    words: FxHashSet<String>,
}

impl PlainText {
    /// Collects the words of `text`. Returns `None` if it is too long, or if something in it can hide letters.
    pub fn new(text: &str) -> Option<PlainText> {
        let bytes = text.as_bytes();
        let markup = bytes.iter().filter(|byte| byte_class(**byte) == ByteClass::Markup).count();
        if bytes.len() > MAX_LEN || markup > MAX_MARKUP {
            return None;
        }
        let mut words = FxHashSet::default();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let start = at;
            match byte_class(byte) {
                ByteClass::NonAscii | ByteClass::EncodingStart => return None,
                ByteClass::Separator | ByteClass::Markup => {
                    at += 1;
                    continue;
                }
                ByteClass::Sign => at += 1,
                ByteClass::Letter => {
                    while let Letters { count: count @ 1.., .. } = Letters::at(bytes, at) {
                        at += count;
                    }
                    if may_continue_after_markup(bytes, at) || may_begin_before_markup(bytes, start) {
                        return None;
                    }
                }
            }
            words.insert(text[start..at].to_ascii_lowercase());
        }
        Some(PlainText { words })
    }

    /// Returns whether some run of the text has this shape.
    pub fn has_shape(&self, shape: &RunShape) -> bool {
        self.words.iter().any(|word| shape.fits(word))
    }

    /// Returns whether the text contains this run of a folded word.
    pub fn has(&self, run: &str) -> bool {
        self.words.contains(run)
    }
}
