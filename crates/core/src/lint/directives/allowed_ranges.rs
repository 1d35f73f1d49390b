//! Where a rule is allowed to match, and by which directive.
//!
//! Blocks, lines and regions may overlap in any way. They are cut into stretches that do not, each with the permit that
//! begins last, so that asking is a search; the one that says most exactly what is meant is the one that is used.

use std::cmp::Reverse;
use wordgate_text::source::Span;

/// That one rule may match somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AllowedRange {
    /// Where.
    pub span: Span,
    /// Whether it is enough when a match only touches `span`: else it has to begin there.
    pub by_touch: bool,
    /// Its number among all of the document.
    pub number: usize,
}

/// The permits of one rule.
#[derive(Debug, Default)]
pub(super) struct AllowedRanges {
    stretches: Vec<AllowedRange>,
}

impl AllowedRanges {
    pub fn new(mut permits: Vec<AllowedRange>) -> AllowedRanges {
        permits.sort_by_key(|permit| (permit.span.start, Reverse(permit.span.end)));
        let mut stretches = Vec::new();
        let mut open: Vec<AllowedRange> = Vec::new();
        let mut at = 0;
        let mut cut = |permit: &AllowedRange, at: &mut u32, end: u32| {
            if *at < end {
                stretches.push(AllowedRange { span: Span { start: *at, end }, ..*permit });
                *at = end;
            }
        };
        for permit in permits {
            while let Some(last) = open.pop_if(|last| last.span.end <= permit.span.start) {
                cut(&last, &mut at, last.span.end);
            }
            if let Some(last) = open.last() {
                cut(last, &mut at, permit.span.start);
            }
            at = permit.span.start;
            open.push(permit);
        }
        while let Some(last) = open.pop() {
            cut(&last, &mut at, last.span.end);
        }
        AllowedRanges { stretches }
    }

    /// The number of the permit for a match.
    pub fn of(&self, found: Span) -> Option<usize> {
        let first = self.stretches.partition_point(|stretch| stretch.span.end <= found.start);
        let mut near = self.stretches[first..].iter().take_while(|stretch| stretch.span.start < found.end);
        let permit = near.find(|stretch| stretch.by_touch || stretch.span.start <= found.start)?;
        Some(permit.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A match is permitted exactly where one of the permits holds its first byte, or is touched and may be.
        #[test]
        fn stretches_say_what_the_permits_say(
            spans in prop::collection::vec((0..30_u32, 1..12_u32, any::<bool>()), 0..10),
            start in 0..40_u32,
            len in 1..6_u32,
        ) {
            let permit = |(number, (start, len, by_touch)): (usize, &(u32, u32, bool))| {
                AllowedRange { span: Span { start: *start, end: start + len }, by_touch: *by_touch, number }
            };
            let all: Vec<AllowedRange> = spans.iter().enumerate().map(permit).collect();
            let found = Span { start, end: start + len };
            let holds = |permit: &&AllowedRange| permit.span.start <= start && start < permit.span.end;
            let latest = all.iter().filter(holds).map(|permit| permit.span.start).max();
            match AllowedRanges::new(all.clone()).of(found) {
                Some(number) if latest.is_some() => prop_assert_eq!(Some(all[number].span.start), latest),
                Some(number) => {
                    let permit = all[number];
                    prop_assert!(permit.by_touch && permit.span.start < found.end && found.start < permit.span.end);
                }
                None => prop_assert_eq!(latest, None),
            }
        }
    }
}
