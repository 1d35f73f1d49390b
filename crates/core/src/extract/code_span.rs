//! Finds the code spans of Markdown by their backticks.

use rustc_hash::FxHashMap;

/// The runs of backticks in a text. A run opens a code span if another run of the same length follows. One pass over
/// the text records the last run of each length, so a run without a match needs no search.
pub(super) struct CodeSpans<'t> {
    text: &'t str,
    /// The start of the last run of each length.
    last: FxHashMap<usize, usize>,
}

impl<'t> CodeSpans<'t> {
    /// Records the runs in `text` from byte `from` on.
    pub fn new(text: &'t str, from: usize) -> CodeSpans<'t> {
        let mut last = FxHashMap::default();
        let mut at = from;
        while let Some((start, len)) = next_run(text, at) {
            last.insert(len, start);
            at = start + len;
        }
        CodeSpans { text, last }
    }

    /// Returns the length of the code span that the backticks at byte `at` open, if they do.
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

/// Returns the start and length of the next run of backticks from byte `from` on.
fn next_run(text: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + memchr::memchr(b'`', text.as_bytes().get(from..)?)?;
    Some((start, backtick_count(&text[start..])))
}

/// Returns how many backticks `source` starts with.
pub(super) fn backtick_count(source: &str) -> usize {
    source.bytes().take_while(|byte| *byte == b'`').count()
}

/// Returns the length of the code span at the start of `source`, which starts with `ticks_len` backticks. We require
/// that the next backticks close it, because values are short.
pub(super) fn code_len(source: &str, ticks_len: usize) -> Option<usize> {
    let close = ticks_len + source[ticks_len..].find('`')?;
    (backtick_count(&source[close..]) == ticks_len).then_some(close + ticks_len)
}
