//! Edits made one after the other, as edits of the first text.
//!
//! Who holds the first text only, such as an editor, can be handed what several rounds came to.

use crate::finding::Edit;
use std::ops::Range;
use wordgate_text::source::{Span, to_u32};

/// The edits of a text that come to the same as `first` and then, in what that leaves, `second`. Both are in order and
/// none overlaps another; so it is with what comes out.
pub(super) fn compose(first: &[Edit], second: &[Edit]) -> Vec<Edit> {
    let first = placed(first);
    let (mut at, mut other) = (0, 0);
    let mut shift = 0;
    let mut composed = Vec::new();
    while at < first.len() || other < second.len() {
        let (from, other_from) = (at, other);
        let starts = [first.get(at).map(|edit| edit.between.start), second.get(other).map(|edit| edit.span.start)];
        let Some(start) = starts.into_iter().flatten().min() else { break };
        let mut end = start;
        // Everything that touches is one edit.
        loop {
            if let Some(edit) = first.get(at).filter(|edit| edit.between.start <= end) {
                end = end.max(edit.between.end);
                at += 1;
            } else if let Some(edit) = second.get(other).filter(|edit| edit.span.start <= end) {
                end = end.max(edit.span.end);
                other += 1;
            } else {
                break;
            }
        }
        let own = &first[from..at];
        let grown: i64 = own.iter().map(|edit| edit.growth()).sum();
        let span = Span { start: moved(start, shift), end: moved(end, shift + grown) };
        shift += grown;
        composed.push(Edit { span, new_text: rewritten(own, &second[other_from..other], start..end) });
    }
    composed
}

/// An edit of the first text and where its words stand in the second.
struct Placed<'e> {
    edit: &'e Edit,
    between: Range<u32>,
}

impl Placed<'_> {
    fn growth(&self) -> i64 {
        i64::from(to_u32(self.edit.new_text.len())) - i64::from(to_u32(self.edit.span.len()))
    }
}

fn placed(edits: &[Edit]) -> Vec<Placed<'_>> {
    let mut shift = 0;
    let place = |edit| {
        let mut placed = Placed { edit, between: 0..0 };
        let start = moved(edit.span.start, -shift);
        placed.between = start..start + to_u32(edit.new_text.len());
        shift += placed.growth();
        placed
    };
    edits.iter().map(place).collect()
}

/// The place in the text before, of which the one behind is `shift` bytes further.
fn moved(at: u32, shift: i64) -> u32 {
    u32::try_from(i64::from(at) - shift).expect("edits of a text lie in it")
}

/// What `second` leaves of a stretch of the text in between, all of which was written by `first` or goes by `second`.
fn rewritten(first: &[Placed], second: &[Edit], stretch: Range<u32>) -> String {
    let mut text = String::new();
    let kept = |from: u32, to: u32, text: &mut String| {
        for Placed { edit, between } in first {
            let (start, end) = (from.max(between.start), to.min(between.end));
            if start < end {
                text.push_str(&edit.new_text[(start - between.start) as usize..(end - between.start) as usize]);
            }
        }
    };
    let mut at = stretch.start;
    for edit in second {
        kept(at, edit.span.start, &mut text);
        text.push_str(&edit.new_text);
        at = edit.span.end;
    }
    kept(at, stretch.end, &mut text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Edits of a text of this length: for each how many bytes are left alone, how many go, and what comes.
    fn edits(steps: &[(usize, usize, String)], len: usize) -> Vec<Edit> {
        let mut at = 0;
        let mut edits = Vec::new();
        for (keep, gone, new_text) in steps {
            let start = at + keep;
            if start + gone > len {
                break;
            }
            edits.push(Edit { span: Span::new(start, start + gone), new_text: new_text.clone() });
            at = start + gone;
        }
        edits
    }

    fn applied(text: &str, edits: &[Edit]) -> String {
        let mut text = text.to_owned();
        for edit in edits.iter().rev() {
            text.replace_range(edit.span.range(), &edit.new_text);
        }
        text
    }

    fn steps() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
        prop::collection::vec((0_usize..5, 0_usize..5, "[A-Z]{0,4}"), 0..6)
    }

    proptest! {
        #[test]
        fn both_at_once_come_to_the_same(text in "[a-z]{0,30}", first in steps(), second in steps()) {
            let first = edits(&first, text.len());
            let between = applied(&text, &first);
            let second = edits(&second, between.len());
            let both = compose(&first, &second);
            prop_assert!(both.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{both:?}");
            prop_assert_eq!(applied(&text, &both), applied(&between, &second));
        }
    }
}
