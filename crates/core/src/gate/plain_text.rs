//! The words of one small, plain file, for which a gate can be built of what can match in it alone.
//!
//! In a file that is short, and in which nothing can hide letters, nearly no pattern has all of its words, and the first
//! one that is missing ends the look at a pattern. A gate for all texts takes longer to build than the rest of such a run
//! takes: to check a page of prose took 4.5 ms of processor time so and 7.3 ms with the gate for all texts by the default
//! set, 9 ms and 21 ms by all packs.

use super::bytes::{ByteClass, Letters, byte_class, is_closed, is_opened};
use rustc_hash::FxHashSet;

/// A longer file (bytes) is none of a few words.
const LONGEST: usize = 16 << 10;

/// With more markup than this a file is not plain: parts of it may be too costly to parse, which is then reported.
const MOST_MARKUP: usize = 64;

/// The words of a plain file.
#[derive(Debug)]
pub(super) struct PlainText {
    words: FxHashSet<String>,
}

impl PlainText {
    /// The words of `text`, if it is short and nothing in it can hide letters.
    pub fn of(text: &str) -> Option<PlainText> {
        let bytes = text.as_bytes();
        let markup = bytes.iter().filter(|byte| byte_class(**byte) == ByteClass::Markup).count();
        if bytes.len() > LONGEST || markup > MOST_MARKUP {
            return None;
        }
        let mut words = FxHashSet::default();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let start = at;
            match byte_class(byte) {
                ByteClass::High | ByteClass::Spelling => return None,
                ByteClass::Separator | ByteClass::Markup => {
                    at += 1;
                    continue;
                }
                ByteClass::Sign => at += 1,
                ByteClass::Letter => {
                    while let Letters { count: count @ 1.., .. } = Letters::at(bytes, at) {
                        at += count;
                    }
                    if is_opened(bytes, at) || is_closed(bytes, start) {
                        return None;
                    }
                }
            }
            words.insert(text[start..at].to_ascii_lowercase());
        }
        Some(PlainText { words })
    }

    /// Whether a run of a folded word stands in it.
    pub fn has(&self, run: &str) -> bool {
        self.words.contains(run)
    }
}
