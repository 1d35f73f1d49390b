//! Finds the text over a block that says what the block is about: the headers of its table row and column, the start of
//! its list item, the paragraph before it, and the headings above it.
//!
//! Readers take some other blocks for headings: a paragraph that is bold as a whole, the summary of an HTML
//! disclosure, a line in capitals in plain text. They count as headings below those of the format. The label may also be
//! at the start of the block itself, as in "**Pricing:** …".

mod apparent;
mod containers;
mod headings;
mod start;
#[cfg(test)]
mod tests;

use self::apparent::{ApparentHeading, ApparentHeadings};
use self::containers::Containers;
use self::headings::HeadingCandidates;
use self::start::{
    ends_with_tag, is_data_cell, item_label, last_sentence, line_before, own_label, own_label_in_plain_text,
};
use super::parsed::{BlockId, MAX_ASIDES, ParsedDocument, is_aside};
use super::quotation;
use crate::context::{BlockContext, Label, LabelKind, Quotation};
use crate::extract::Format;
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};
use std::cmp::Reverse;
use std::ops::Range;
use std::rc::Rc;
use wordgate_text::prose::{ProseBlock, Scope, TableCell};

/// The most groups around a block that are read.
const MAX_GROUPS: usize = 32;

/// The most blocks before a block that are headings only to a reader and are looked at.
const MAX_APPARENT: usize = 16;

/// The most bytes between a block and a paragraph that is a heading to a reader.
const MAX_REACH: u32 = 1 << 15;

/// A label of a block: where it is, and which part of that block it is.
#[derive(Clone, Debug)]
pub(super) struct PlacedLabel {
    kind: LabelKind,
    block: BlockId,
    /// The byte range in the text of the block.
    range: Range<usize>,
}

/// What the blocks of a document share to find their labels.
#[derive(Debug, Default)]
pub(super) struct PlaceCache {
    headings: OnceCell<HeadingCandidates>,
    apparent: OnceCell<ApparentHeadings>,
    containers: OnceCell<Containers>,
    title: OnceCell<Option<BlockId>>,
    /// The groups around the last block for which they were needed, innermost first.
    groups: RefCell<Option<(BlockId, Rc<[u32]>)>>,
    /// The start of the group around each group.
    parents: RefCell<FxHashMap<u32, Option<u32>>>,
    /// The labels of items, as ranges in the text of their first block, by the start of the item.
    items: RefCell<FxHashMap<u32, Range<usize>>>,
    /// The labels of the last block for which they were needed.
    last: RefCell<Option<(BlockId, Vec<PlacedLabel>)>>,
}

/// A block in its document. Contexts use it to access the labels of the block and the blocks around it.
#[derive(Clone, Copy)]
pub(super) struct LocatedBlock<'a, 'd> {
    pub parsed: &'a ParsedDocument<'d>,
    pub cache: &'a PlaceCache,
    pub id: BlockId,
}

impl BlockContext for LocatedBlock<'_, '_> {
    fn labels(&self) -> Box<dyn Iterator<Item = Label<'_>> + '_> {
        let known =
            self.cache.last.borrow().as_ref().filter(|(id, _)| *id == self.id).map(|(_, labels)| labels.clone());
        let labels = known.unwrap_or_else(|| {
            let labels = self.find_labels();
            self.cache.last.replace(Some((self.id, labels.clone())));
            labels
        });
        let to_label =
            |label: PlacedLabel| Label { kind: label.kind, text: &self.parsed.block(label.block).text[label.range] };
        Box::new(labels.into_iter().map(to_label))
    }

    fn own_label(&self) -> Option<Range<u32>> {
        let read = if self.parsed.format() == Format::Text { own_label_in_plain_text } else { own_label };
        read(self.parsed.text(), self.parsed.block(self.id))
    }

    fn next_block(&self) -> Option<&str> {
        let after = self.parsed.blocks_from(self.id).skip(1).take(MAX_ASIDES).map(|at| self.parsed.block(at));
        after.into_iter().find(|block| !is_aside(block)).map(|block| block.text.as_str())
    }

    fn is_heading(&self) -> bool {
        self.parsed.block(self.id).heading_level.is_some()
    }

    fn quotation(&self) -> Option<Quotation<'_>> {
        quotation::quotation(self.parsed, self.id)
    }
}

impl LocatedBlock<'_, '_> {
    /// Finds all labels, the nearest first.
    fn find_labels(&self) -> Vec<PlacedLabel> {
        let parsed = self.parsed;
        let whole = |kind, block: BlockId| PlacedLabel { kind, block, range: 0..parsed.block(block).text.len() };
        let mut labels = Vec::new();
        labels.extend(self.row_header().map(|header| whole(LabelKind::RowHeader, header)));
        labels.extend(self.column_header().map(|header| whole(LabelKind::ColumnHeader, header)));
        labels.extend(self.groups().iter().filter_map(|start| self.item_label(*start)));
        if let Some(block) = self.lead_in() {
            let range = last_sentence(&parsed.block(block).text);
            labels.push(PlacedLabel { kind: LabelKind::LeadIn, block, range });
        }
        labels.extend(self.headings().into_iter().map(|heading| whole(LabelKind::Heading, heading)));
        labels
    }

    /// Returns the label of the group that starts at byte `start`, unless it starts with this block.
    fn item_label(&self, start: u32) -> Option<PlacedLabel> {
        let block = self.parsed.first_of_group(start).filter(|first| *first < self.id)?;
        let find = || item_label(self.parsed.text(), self.parsed.block(block));
        let range = self.cache.items.borrow_mut().entry(start).or_insert_with(find).clone();
        Some(PlacedLabel { kind: LabelKind::Item, block, range })
    }

    fn row_header(&self) -> Option<BlockId> {
        let block = self.parsed.block(self.id);
        let is_data = |row: u32| row > 0 || is_data_cell(self.parsed.text(), block);
        let cell = block.cell.filter(|cell| cell.column > 0 && is_data(cell.row))?;
        self.parsed.edge_cell(TableCell { column: 0, ..cell })
    }

    fn column_header(&self) -> Option<BlockId> {
        let cell = self.parsed.block(self.id).cell.filter(|cell| cell.row > 0)?;
        self.parsed.edge_cell(TableCell { row: 0, ..cell })
    }

    /// Returns the starts of the groups around the block, innermost first.
    fn groups(&self) -> Rc<[u32]> {
        if let Some((id, groups)) = &*self.cache.groups.borrow()
            && *id == self.id
        {
            return groups.clone();
        }
        let own = self.parsed.block(self.id).group;
        let around = std::iter::successors(own.map(|group| group.start), |start| self.parent_of_group(*start));
        let groups: Rc<[u32]> = around.take(MAX_GROUPS).collect();
        self.cache.groups.replace(Some((self.id, groups.clone())));
        groups
    }

    /// Returns the start of the group around the group that starts at byte `start`.
    fn parent_of_group(&self, start: u32) -> Option<u32> {
        if let Some(own) = self.parsed.block(self.id).group.filter(|own| own.start == start) {
            return own.parent;
        }
        let find = || self.parsed.block(self.parsed.first_of_group(start)?).group?.parent;
        *self.cache.parents.borrow_mut().entry(start).or_insert_with(find)
    }

    /// Returns the paragraph before the block, or before the list, table or quotation around it, if it leads in the
    /// block.
    fn lead_in(&self) -> Option<BlockId> {
        let parsed = self.parsed;
        let is_paragraph = |at: BlockId| {
            let block = parsed.block(at);
            block.heading_level.is_none() && block.cell.is_none()
        };
        let ends_with_colon = |at: BlockId| parsed.block(at).text.trim_end().ends_with(':');
        // Plain text has no headings, so only a colon distinguishes a lead-in from other paragraphs.
        let leads = |at: &BlockId| parsed.format() != Format::Text || ends_with_colon(*at);
        if let Some(before) = parsed.before_collection(self.id) {
            let counts =
                |before: &BlockId| leads(before) && is_paragraph(*before) && self.is_within_containers_of(*before);
            return Some(before).filter(counts);
        }
        let block = parsed.block(self.id);
        let before = self.previous()?;
        let is_text =
            block.heading_level.is_none() && is_paragraph(before) && !parsed.block(before).scopes.contains(Scope::List);
        (is_text && ends_with_colon(before)).then_some(before)
    }

    /// Returns the previous block of the running text, unless another block, such as code, is between.
    fn previous(&self) -> Option<BlockId> {
        let before = self.parsed.before(self.id, |_| true).take(MAX_ASIDES);
        let before = before.into_iter().find(|before| !is_aside(self.parsed.block(*before)))?;
        quotation::is_adjacent(self.parsed, before, self.id).then_some(before)
    }

    /// Returns the nearest heading before a heading that has a lower level.
    fn heading_above(&self, heading: BlockId) -> Option<BlockId> {
        self.cache.headings.get_or_init(|| HeadingCandidates::find(self.parsed)).above(self.parsed, heading)
    }

    /// Returns the headings above the block, the nearest first, up to the title of the document.
    fn headings(&self) -> Vec<BlockId> {
        let parsed = self.parsed;
        let mut at = match parsed.block(self.id).heading_level {
            Some(_) => self.heading_above(self.id),
            None => parsed.heading_before(self.id),
        };
        let mut headings = Vec::new();
        while let Some(heading) = at {
            headings.extend(Some(heading).filter(|heading| self.is_within_containers_of(*heading)));
            at = self.heading_above(heading);
        }
        headings.extend(self.apparent_headings(headings.first().copied()));
        headings.sort_unstable_by_key(|heading| Reverse(*heading));
        let title = *self.cache.title.get_or_init(|| title(parsed));
        headings.extend(title.filter(|title| *title < self.id && !headings.contains(title)));
        headings
    }

    /// Returns the blocks before this one that are headings over it only to a reader. `heading` is the nearest heading
    /// of the format.
    fn apparent_headings(&self, heading: Option<BlockId>) -> Vec<BlockId> {
        let parsed = self.parsed;
        let from = parsed.block(self.id).map.extent().start.saturating_sub(MAX_REACH);
        let all = self.cache.apparent.get_or_init(|| ApparentHeadings::new(parsed));
        let mut has_line = parsed.block(self.id).heading_level.is_some();
        let near = all.before(parsed, self.id, from).take(MAX_APPARENT);
        let near = near.take_while(|(at, _)| parsed.block(*at).map.extent().end >= from);
        let is_over = |(at, kind): &(BlockId, ApparentHeading)| {
            if !self.is_within_containers_of(*at) {
                return false;
            }
            let is_line = *kind == ApparentHeading::Line;
            // The next line of this kind, or the next heading, ends what a line is over.
            let counts = !is_line || !has_line && heading.is_none_or(|heading| heading < *at);
            has_line |= is_line;
            counts
        };
        near.filter(is_over).map(|(at, _)| at).collect()
    }

    /// Returns whether the block is in every quotation, group and other container around `label`.
    fn is_within_containers_of(&self, label: BlockId) -> bool {
        let parsed = self.parsed;
        let start = |at: BlockId| parsed.block(at).map.extent().start;
        let containers = self.cache.containers.get_or_init(|| Containers::find(parsed));
        let group = parsed.block(label).group.map(|group| group.start);
        // In Markdown, the group of a disclosure ends at the first blank line, although the disclosure does not.
        let group = group.filter(|start| !parsed.text()[*start as usize..].starts_with("<details"));
        let is_in_group = |group: u32| self.groups().contains(&group);
        quotation::shares_quotations(parsed, label, self.id)
            && group.is_none_or(is_in_group)
            && containers.reach(start(label), start(self.id))
    }
}

/// Returns whether documents of this format may name their title in an element of HTML.
fn has_title_element(format: Format) -> bool {
    format == Format::Html || format.is_component()
}

/// Returns the title of the document, in its front matter or its head.
fn title(parsed: &ParsedDocument) -> Option<BlockId> {
    let text = parsed.text();
    let is_title = |block: &ProseBlock| {
        let line = || line_before(text, block.map.extent().start as usize);
        match block.scope {
            Scope::FrontMatter => matches!(line().trim_matches([' ', '"', '\'', ':', '=', '\t']), "title" | "Title"),
            Scope::Title => has_title_element(parsed.format()) && ends_with_tag(line(), "title"),
            _ => false,
        }
    };
    let may_have_title = match parsed.format() {
        Format::Markdown | Format::Notebook | Format::Mdx | Format::Asciidoc => {
            text.trim_start_matches('\u{FEFF}').starts_with(['-', '+', '{'])
        }
        format => has_title_element(format),
    };
    let blocks = if may_have_title && !parsed.pieces().is_empty() { parsed.blocks(0) } else { &[] };
    blocks.iter().position(is_title).map(|block| BlockId { piece: 0, block })
}
