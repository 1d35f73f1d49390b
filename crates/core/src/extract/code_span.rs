//! Code spans of Markdown, by their backticks.

use rustc_hash::FxHashMap;

/// The runs of backticks in a text. A run opens a code span when another one of its length follows; whether one does is
/// known from a single look at the text, so that runs without a partner cost nothing.
pub(super) struct CodeSpans<'t> {
    text: &'t str,
    /// Where the last run of each length begins.
    last: FxHashMap<usize, usize>,
}

impl<'t> CodeSpans<'t> {
    /// The runs of `text` from byte `from` on.
    pub fn new(text: &'t str, from: usize) -> CodeSpans<'t> {
        let mut last = FxHashMap::default();
        let mut at = from;
        while let Some((start, len)) = next_run(text, at) {
            last.insert(len, start);
            at = start + len;
        }
        CodeSpans { text, last }
    }

    /// The length of the code span at byte `at`, where backticks stand, if they open one.
    pub fn len(&self, at: usize) -> Option<usize> {
        let ticks = backtick_count(&self.text[at..]);
        self.last.get(&ticks).filter(|last| **last > at)?;
        let mut next = at + ticks;
        while let Some((start, len)) = next_run(self.text, next) {
            next = start + len;
            if len == ticks {
                return Some(next - at);
            }
        }
        None
    }
}

/// Where the next run of backticks from byte `from` on begins, and its length.
fn next_run(text: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + memchr::memchr(b'`', text.as_bytes().get(from..)?)?;
    Some((start, backtick_count(&text[start..])))
}

/// How many backticks `source` starts with.
pub(super) fn backtick_count(source: &str) -> usize {
    source.bytes().take_while(|byte| *byte == b'`').count()
}
