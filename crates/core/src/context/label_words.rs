//! The words of a label, as units.

use super::match_context::{Label, LabelKind, MatchContext};
use super::window::{Unit, split_into_units};
use wordgate_text::prose::Words;

/// The length of the longest label in bytes, other than a lead-in. A longer text is not a label.
const MAX_LABEL: usize = 160;

/// The words of a label.
pub(super) struct LabelWords<'l> {
    text: &'l str,
    words: Words,
}

impl<'l> LabelWords<'l> {
    /// Reads a label. Returns `None` if the text is not a label.
    pub fn read(label: &Label<'l>) -> Option<LabelWords<'l>> {
        let is_label = label.kind == LabelKind::LeadIn || label.text.len() <= MAX_LABEL;
        is_label.then(|| LabelWords { text: label.text, words: Words::new(label.text) })
    }

    /// Returns the text.
    pub fn text(&self) -> &'l str {
        self.text
    }

    /// Returns the units, in which the names of parties are marked.
    pub fn units(&self, cx: &MatchContext) -> Vec<Unit<'_>> {
        let mut units = split_into_units(&self.words, 0..self.words.tokens().len());
        cx.parties.mark(&self.words, &mut units);
        units
    }
}

/// Returns the units of the label at the start of the block, if the match is not part of it.
pub(super) fn own_label<'a>(cx: &MatchContext<'a>) -> Option<Vec<Unit<'a>>> {
    let label = cx.block.own_label()?;
    let tokens = cx.words.tokens();
    let start = tokens.partition_point(|token| token.span.start < label.start);
    let end = tokens.partition_point(|token| token.span.end <= label.end);
    if start >= end || cx.range.start < end || label.end as usize - label.start as usize > MAX_LABEL {
        return None;
    }
    let mut units = split_into_units(cx.words, start..end);
    cx.parties.mark(cx.words, &mut units);
    Some(units)
}
