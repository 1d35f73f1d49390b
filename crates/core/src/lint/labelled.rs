//! The guard `unless_under`: a match is harmless if a label over it names what it is about.
//!
//! Labels are headings, lead-ins, the starts of list items, and the headers of rows and columns. Any of them guards,
//! whatever a nearer one names.

use super::place::LocatedBlock;
use super::readable;
use super::target::byte_range;
use crate::context::{BlockContext, Label, LabelKind};
use crate::finding::GuardingLabel;
use crate::matcher::{Match, Matcher};
use std::collections::HashMap;
use wordgate_text::prose::Words;
use wordgate_text::source::floor_char_boundary;

/// The maximum number of labels to search for a match. More than any document nests; a limit keeps deeply nested lists
/// fast.
const MAX_LABELS: usize = 64;

/// The maximum length of a label in bytes. The rest of a longer one is not searched, because a heading would be searched
/// again for each block below it.
const MAX_LABEL: usize = 1000;

/// Searches the labels over one block.
pub(super) struct LabelSearch<'j, 'd> {
    block: LocatedBlock<'j, 'd>,
    words: &'j Words,
    /// The first label over the block that guards the matches of a rule.
    found: HashMap<usize, Option<GuardingLabel>>,
}

impl<'j, 'd> LabelSearch<'j, 'd> {
    pub fn new(block: LocatedBlock<'j, 'd>, words: &'j Words) -> LabelSearch<'j, 'd> {
        LabelSearch { block, words, found: HashMap::new() }
    }

    /// Returns the label, the nearest one first, that guards a match because `under` finds something in it.
    pub fn guarding(&mut self, found: &Match, under: &Matcher) -> Option<GuardingLabel> {
        let block = self.block;
        let own = block.own_label().filter(|own| own.end <= byte_range(self.words, &found.tokens).start);
        let text = own.map(|own| &block.parsed.block(block.id).text[own.start as usize..own.end as usize]);
        text.and_then(|text| guarding(under, "label", text)).or_else(|| {
            let search = || block.labels().take(MAX_LABELS).find_map(|label| over(under, &label));
            self.found.entry(found.rule).or_insert_with(search).clone()
        })
    }
}

/// Returns the label if `under` finds something in it. A sentence before a list that ends in neither a colon nor a
/// question mark is a statement of its own: "We do not sell the OpenAI API."
fn over(under: &Matcher, label: &Label) -> Option<GuardingLabel> {
    if label.kind == LabelKind::LeadIn && !label.text.trim_end().ends_with([':', '?']) {
        return None;
    }
    let place = match label.kind {
        LabelKind::RowHeader => "row header",
        LabelKind::ColumnHeader => "column header",
        LabelKind::Item => "list item",
        LabelKind::LeadIn => "lead-in",
        LabelKind::Heading => "heading",
    };
    guarding(under, place, label.text)
}

fn guarding(under: &Matcher, place: &'static str, text: &str) -> Option<GuardingLabel> {
    let text = start(text);
    let guards = !under.find_ranges(&Words::new(text)).is_empty();
    guards.then(|| GuardingLabel { place, text: readable::short(text).into() })
}

/// Returns the start of a label.
fn start(text: &str) -> &str {
    if text.len() <= MAX_LABEL {
        return text;
    }
    let cut = &text[..floor_char_boundary(text, MAX_LABEL)];
    cut.rfind(char::is_whitespace).map_or(cut, |end| &cut[..end])
}
