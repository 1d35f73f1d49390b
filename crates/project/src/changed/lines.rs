//! Decides whether a finding is on a line that a change touched.
//!
//! Git counts only LF bytes in the stored file; reports also count a lone CR. So line numbers of a diff are never
//! compared with those of a report: this module converts byte offsets of the text to git's line numbers.

use wordgate_text::source::{Encoding, SourceFile, Span};

/// The lines of a text that a change touched, 1-based, in git's numbering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangedLines {
    /// All lines, because the file is new.
    All,
    /// The lines in these ranges, in order.
    Some(Vec<LineRange>),
}

/// Consecutive lines that were added or changed; empty where lines were only removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineRange {
    /// The first line; for an empty range, the line before it.
    pub first: u32,
    /// The number of lines.
    pub count: u32,
}

impl LineRange {
    /// Returns whether text from line `first` to line `last` touches the range. Text touches an empty range if it spans
    /// the removed lines, because the removal changed it.
    fn touches(self, first: u32, last: u32) -> bool {
        let next = self.first.saturating_add(self.count.max(1));
        if self.count == 0 { first <= self.first && next <= last } else { first < next && self.first <= last }
    }

    /// Returns the last line of the range; for an empty range, the line after it.
    fn last(self) -> u32 {
        self.first.saturating_add(self.count.max(1)) - u32::from(self.count > 0)
    }
}

impl ChangedLines {
    /// Returns whether text from line `first` to line `last` touches a changed range.
    pub fn intersects(&self, first: u32, last: u32) -> bool {
        match self {
            ChangedLines::All => true,
            ChangedLines::Some(ranges) => {
                let from = ranges.partition_point(|range| range.last() < first);
                ranges[from..].iter().take_while(|s| s.first <= last).any(|s| s.touches(first, last))
            }
        }
    }
}

/// The byte offsets at which lines start in git's numbering, except the first line.
#[derive(Debug)]
pub struct GitLines {
    starts: Vec<u32>,
}

impl GitLines {
    /// Finds the lines of a file.
    pub fn new(file: &SourceFile) -> GitLines {
        let text = file.text();
        let starts = match file.encoding() {
            Encoding::Utf8 | Encoding::SingleByte(_) => {
                let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
                ends.map(|(at, _)| wordgate_text::source::to_u32(at + 1)).collect()
            }
            // Git counts LF bytes in UTF-16 too, including those that are half of another character.
            Encoding::Utf16Le | Encoding::Utf16Be => {
                text.char_indices().flat_map(|(at, c)| line_feeds(c, at)).collect()
            }
        };
        GitLines { starts }
    }

    /// Returns the 1-based lines of the first and the last byte of a span.
    pub fn of(&self, span: Span) -> (u32, u32) {
        let line =
            |offset: u32| wordgate_text::source::to_u32(self.starts.partition_point(|start| *start <= offset) + 1);
        (line(span.start), line(span.end.saturating_sub(1).max(span.start)))
    }
}

/// Returns the end of the character `c` at byte `at`, once for each LF byte in its UTF-16 code units.
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

    fn lines(ranges: &[(u32, u32)]) -> ChangedLines {
        ChangedLines::Some(ranges.iter().map(|&(first, count)| LineRange { first, count }).collect())
    }

    #[test]
    fn a_finding_counts_when_any_of_its_lines_changed() {
        let changed = lines(&[(3, 2), (8, 1)]);
        let touched: Vec<u32> = (1..=10).filter(|line| changed.intersects(*line, *line)).collect();
        assert_eq!(touched, [3, 4, 8]);
        assert!(
            changed.intersects(1, 3)
                && changed.intersects(4, 7)
                && changed.intersects(1, 10)
                && changed.intersects(7, 8)
        );
        assert!(!changed.intersects(1, 2) && !changed.intersects(5, 7) && !changed.intersects(9, 10));
        assert!(ChangedLines::All.intersects(7, 7) && !lines(&[]).intersects(1, 9));
    }

    #[test]
    fn removed_lines_touch_only_text_that_spans_them() {
        let removed = lines(&[(3, 0)]);
        assert!(removed.intersects(3, 4) && removed.intersects(1, 9));
        assert!(
            !removed.intersects(3, 3)
                && !removed.intersects(4, 4)
                && !removed.intersects(2, 3)
                && !removed.intersects(4, 5)
        );
        let first = lines(&[(0, 0)]);
        assert!(!first.intersects(1, 1) && !first.intersects(1, 2));
    }

    #[test]
    fn counts_lines_like_git() {
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
        #[test]
        fn binary_search_agrees_with_linear_search(
            parts in prop::collection::vec((0_u32..4, 0_u32..3), 0..8), first in 1_u32..30, length in 0_u32..6,
        ) {
            let (mut at, mut ranges) = (1, Vec::new());
            for (gap, count) in parts {
                at += gap + 1;
                ranges.push(LineRange { first: at, count });
                at += count;
            }
            let expected = ranges.iter().any(|range| range.touches(first, first + length));
            prop_assert_eq!(ChangedLines::Some(ranges).intersects(first, first + length), expected);
        }
    }
}
