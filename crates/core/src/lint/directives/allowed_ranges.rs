//! The ranges where directives allow one rule to match.
//!
//! A directive applies to a block, to lines or to a region, and these ranges may overlap in any way. They are cut into
//! segments that do not overlap, so that a lookup is a binary search. Where ranges overlap, the segment belongs to the
//! range that starts last, which is usually the most specific one.

use std::cmp::Reverse;
use wordgate_text::source::Span;

/// A range where a rule is allowed to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AllowedRange {
    pub span: Span,
    /// Whether a match is allowed as soon as it overlaps `span`. Otherwise it has to start inside `span`.
    pub on_overlap: bool,
    /// The index of its grant in `Directives::grants`.
    pub grant: usize,
}

/// The ranges where one rule is allowed to match, cut into segments.
#[derive(Debug, Default)]
pub(super) struct AllowedRanges {
    segments: Vec<AllowedRange>,
}

impl AllowedRanges {
    pub fn new(mut ranges: Vec<AllowedRange>) -> AllowedRanges {
        ranges.sort_by_key(|range| (range.span.start, Reverse(range.span.end)));
        let mut segments = Vec::new();
        let mut open: Vec<AllowedRange> = Vec::new();
        let mut at = 0;
        let mut cut = |range: &AllowedRange, at: &mut u32, end: u32| {
            if *at < end {
                segments.push(AllowedRange { span: Span { start: *at, end }, ..*range });
                *at = end;
            }
        };
        for range in ranges {
            while let Some(last) = open.pop_if(|last| last.span.end <= range.span.start) {
                cut(&last, &mut at, last.span.end);
            }
            if let Some(last) = open.last() {
                cut(last, &mut at, range.span.start);
            }
            at = range.span.start;
            open.push(range);
        }
        while let Some(last) = open.pop() {
            cut(&last, &mut at, last.span.end);
        }
        AllowedRanges { segments }
    }

    /// Returns the index of the grant that allows a match, or `None` if no range does.
    pub fn grant_of(&self, found: Span) -> Option<usize> {
        let first = self.segments.partition_point(|segment| segment.span.end <= found.start);
        let mut near = self.segments[first..].iter().take_while(|segment| segment.span.start < found.end);
        let range = near.find(|segment| segment.on_overlap || segment.span.start <= found.start)?;
        Some(range.grant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A match is allowed exactly if a range contains its first byte, or if it overlaps a `on_overlap` range.
        #[test]
        fn segments_allow_what_the_ranges_allow(
            spans in prop::collection::vec((0..30_u32, 1..12_u32, any::<bool>()), 0..10),
            start in 0..40_u32,
            len in 1..6_u32,
        ) {
            let range = |(grant, (start, len, by_touch)): (usize, &(u32, u32, bool))| {
                AllowedRange { span: Span { start: *start, end: start + len }, on_overlap: *by_touch, grant }
            };
            let all: Vec<AllowedRange> = spans.iter().enumerate().map(range).collect();
            let found = Span { start, end: start + len };
            let contains_start = |range: &&AllowedRange| range.span.start <= start && start < range.span.end;
            let latest = all.iter().filter(contains_start).map(|range| range.span.start).max();
            match AllowedRanges::new(all.clone()).grant_of(found) {
                Some(grant) if latest.is_some() => prop_assert_eq!(Some(all[grant].span.start), latest),
                Some(grant) => {
                    let range = all[grant];
                    prop_assert!(range.on_overlap && range.span.start < found.end && found.start < range.span.end);
                }
                None => prop_assert_eq!(latest, None),
            }
        }
    }
}
