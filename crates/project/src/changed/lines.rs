//! Which lines of a text a change touched, and which of them a finding stands on.
//!
//! Git counts lines by the byte LF alone, in the bytes as stored; reports count a lone CR as well. So the lines of a
//! diff are never compared with those of a report: bytes of the text are turned into git's lines here.

use wordgate_text::source::{Encoding, SourceFile, Span};

/// The lines of a text that a change touched, 1-based, as git counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangedLines {
    /// All: the text is new.
    All,
    /// Those of these stretches, in order.
    Some(Vec<LineRange>),
}

/// Some lines in a row that were added or changed; none where lines were only removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineRange {
    /// The first line; of an empty stretch the line before the place.
    pub first: u32,
    /// How many lines.
    pub count: u32,
}

impl LineRange {
    /// Whether text that runs from one line to another touches the stretch. Where lines were only removed, text that
    /// runs across the place does: it reads as it does because of the change.
    fn touches(self, first: u32, last: u32) -> bool {
        let next = self.first.saturating_add(self.count.max(1));
        if self.count == 0 { first <= self.first && next <= last } else { first < next && self.first <= last }
    }

    /// The last line that the stretch has to do with.
    fn last(self) -> u32 {
        self.first.saturating_add(self.count.max(1)) - u32::from(self.count > 0)
    }
}

impl ChangedLines {
    /// Whether text from line `first` to line `last` was touched.
    pub fn touch(&self, first: u32, last: u32) -> bool {
        match self {
            ChangedLines::All => true,
            ChangedLines::Some(stretches) => {
                let from = stretches.partition_point(|stretch| stretch.last() < first);
                stretches[from..].iter().take_while(|s| s.first <= last).any(|s| s.touches(first, last))
            }
        }
    }
}

/// Where each of git's lines starts in a text.
#[derive(Debug)]
pub struct GitLines {
    starts: Vec<u32>,
}

impl GitLines {
    /// Counts the lines of a file.
    pub fn new(file: &SourceFile) -> GitLines {
        let text = file.text();
        let starts = match file.encoding() {
            Encoding::Utf8 => {
                let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
                ends.map(|(at, _)| wordgate_text::source::to_u32(at + 1)).collect()
            }
            // To git these are bytes like any others, and a byte of another character may read as LF.
            _ => text.char_indices().flat_map(|(at, c)| line_feeds(c, at)).collect(),
        };
        GitLines { starts }
    }

    /// The lines of the first and the last byte of a span.
    pub fn of(&self, span: Span) -> (u32, u32) {
        let line =
            |offset: u32| wordgate_text::source::to_u32(self.starts.partition_point(|start| *start <= offset) + 1);
        (line(span.start), line(span.end.saturating_sub(1).max(span.start)))
    }
}

/// The end of a character in the text, for each byte in its UTF-16 that is LF.
fn line_feeds(c: char, at: usize) -> impl Iterator<Item = u32> {
    let end = wordgate_text::source::to_u32(at + c.len_utf8());
    let units = c.encode_utf16(&mut [0; 2]).to_vec();
    let feeds = units.into_iter().flat_map(u16::to_le_bytes).filter(|byte| *byte == b'\n').count();
    std::iter::repeat_n(end, feeds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(stretches: &[(u32, u32)]) -> ChangedLines {
        ChangedLines::Some(stretches.iter().map(|&(first, count)| LineRange { first, count }).collect())
    }

    #[test]
    fn a_finding_counts_when_any_of_its_lines_changed() {
        let changed = lines(&[(3, 2), (8, 1)]);
        let touched: Vec<u32> = (1..=10).filter(|line| changed.touch(*line, *line)).collect();
        assert_eq!(touched, [3, 4, 8]);
        assert!(changed.touch(1, 3) && changed.touch(4, 7) && changed.touch(1, 10) && changed.touch(7, 8));
        assert!(!changed.touch(1, 2) && !changed.touch(5, 7) && !changed.touch(9, 10));
        assert!(ChangedLines::All.touch(7, 7) && !lines(&[]).touch(1, 9));
    }

    #[test]
    fn where_lines_were_removed_only_what_runs_across_is_touched() {
        let removed = lines(&[(3, 0)]);
        assert!(removed.touch(3, 4) && removed.touch(1, 9));
        assert!(!removed.touch(3, 3) && !removed.touch(4, 4) && !removed.touch(2, 3) && !removed.touch(4, 5));
        let first = lines(&[(0, 0)]);
        assert!(!first.touch(1, 1) && !first.touch(1, 2));
    }

    #[test]
    fn lines_are_those_of_git() {
        let text = "a\rb\r\nc\nd";
        let of =
            |bytes: Vec<u8>, start, end| GitLines::new(&SourceFile::decode(bytes).unwrap()).of(Span::new(start, end));
        assert_eq!(of(text.into(), 2, 3), (1, 1));
        assert_eq!(of(text.into(), 0, 6), (1, 2));
        assert_eq!(of(text.into(), 0, 5), (1, 1), "the line end belongs to its line");
        assert_eq!(of(text.into(), 7, 8), (3, 3));
        assert_eq!(of(text.into(), 5, 5), (2, 2));
        // U+010A has the byte 0A in UTF-16.
        let utf16: Vec<u8> = "\u{FEFF}\u{10A}\nx".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(of(utf16, 6, 7), (3, 3));
    }

    proptest! {
        /// The quick search agrees with looking at every stretch.
        #[test]
        fn the_search_misses_nothing(
            parts in prop::collection::vec((0_u32..4, 0_u32..3), 0..8), first in 1_u32..30, length in 0_u32..6,
        ) {
            let (mut at, mut stretches) = (1, Vec::new());
            for (gap, count) in parts {
                at += gap + 1;
                stretches.push(LineRange { first: at, count });
                at += count;
            }
            let expected = stretches.iter().any(|stretch| stretch.touches(first, first + length));
            prop_assert_eq!(ChangedLines::Some(stretches).touch(first, first + length), expected);
        }
    }
}
