//! Composes the edits of two consecutive rounds into edits of the original text. Callers such as editors only have that
//! text.

use crate::finding::Edit;
use std::ops::Range;
use wordgate_text::source::{Span, to_u32};

/// Returns edits with the same effect as applying `first`, and then `second` to the resulting text. The edits in each
/// list must be in order and must not overlap. The returned edits are in order and do not overlap either.
pub(super) fn compose(first: &[Edit], second: &[Edit]) -> Vec<Edit> {
    let first = mapped_edits(first);
    let (mut at, mut other) = (0, 0);
    let mut shift = 0;
    let mut composed = Vec::new();
    while at < first.len() || other < second.len() {
        let (from, other_from) = (at, other);
        let starts = [first.get(at).map(|edit| edit.new_range.start), second.get(other).map(|edit| edit.span.start)];
        let Some(start) = starts.into_iter().flatten().min() else { break };
        let mut end = start;
        // Edits that touch are merged into one.
        loop {
            if let Some(edit) = first.get(at).filter(|edit| edit.new_range.start <= end) {
                end = end.max(edit.new_range.end);
                at += 1;
            } else if let Some(edit) = second.get(other).filter(|edit| edit.span.start <= end) {
                end = end.max(edit.span.end);
                other += 1;
            } else {
                break;
            }
        }
        let merged = &first[from..at];
        let growth: i64 = merged.iter().map(|edit| edit.growth()).sum();
        let span = Span { start: shifted_back(start, shift), end: shifted_back(end, shift + growth) };
        shift += growth;
        composed.push(Edit { span, new_text: new_text(merged, &second[other_from..other], start..end) });
    }
    composed
}

/// An edit of the original text, and the range of its new text after the first round.
struct MappedEdit<'e> {
    edit: &'e Edit,
    new_range: Range<u32>,
}

impl MappedEdit<'_> {
    fn growth(&self) -> i64 {
        i64::from(to_u32(self.edit.new_text.len())) - i64::from(to_u32(self.edit.span.len()))
    }
}

fn mapped_edits(edits: &[Edit]) -> Vec<MappedEdit<'_>> {
    let mut shift = 0;
    let map = |edit| {
        let mut mapped = MappedEdit { edit, new_range: 0..0 };
        let start = shifted_back(edit.span.start, -shift);
        mapped.new_range = start..start + to_u32(edit.new_text.len());
        shift += mapped.growth();
        mapped
    };
    edits.iter().map(map).collect()
}

/// Returns the offset `shift` bytes before `at`.
fn shifted_back(at: u32, shift: i64) -> u32 {
    u32::try_from(i64::from(at) - shift).expect("edits lie inside their text")
}

/// Applies `second` to a range of the text after the first round. Each byte of the range is new text of an edit in
/// `first`, or an edit in `second` removes it.
fn new_text(first: &[MappedEdit], second: &[Edit], range: Range<u32>) -> String {
    let mut text = String::new();
    let push_unedited = |from: u32, to: u32, text: &mut String| {
        for MappedEdit { edit, new_range } in first {
            let (start, end) = (from.max(new_range.start), to.min(new_range.end));
            if start < end {
                text.push_str(&edit.new_text[(start - new_range.start) as usize..(end - new_range.start) as usize]);
            }
        }
    };
    let mut at = range.start;
    for edit in second {
        push_unedited(at, edit.span.start, &mut text);
        text.push_str(&edit.new_text);
        at = edit.span.end;
    }
    push_unedited(at, range.end, &mut text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Creates edits of a text of this length. A step has the number of bytes to keep, the number to remove, and the
    /// new text.
    fn edits(steps: &[(usize, usize, String)], len: usize) -> Vec<Edit> {
        let mut at = 0;
        let mut edits = Vec::new();
        for (keep, remove, new_text) in steps {
            let start = at + keep;
            if start + remove > len {
                break;
            }
            edits.push(Edit { span: Span::new(start, start + remove), new_text: new_text.clone() });
            at = start + remove;
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
        fn composed_edits_have_the_same_effect(text in "[a-z]{0,30}", first in steps(), second in steps()) {
            let first = edits(&first, text.len());
            let between = applied(&text, &first);
            let second = edits(&second, between.len());
            let both = compose(&first, &second);
            prop_assert!(both.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{both:?}");
            prop_assert_eq!(applied(&text, &both), applied(&between, &second));
        }
    }
}
