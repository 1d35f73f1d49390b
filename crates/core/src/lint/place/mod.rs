//! Finds the text over a block that says what the block is about: the headers of its table row and column, the start of
//! its list item, the paragraph before it, and the headings above it.
//!
//! Readers take some other blocks for headings: a paragraph that is bold as a whole, the summary of an HTML
//! disclosure, a line in capitals in plain text. They count as headings below those of the format. The label may also be
//! at the start of the block itself, as in "**Pricing:** …".

mod apparent;
mod headings;
mod start;
#[cfg(test)]
mod tests;

use self::apparent::{apparent_heading, may_contain_apparent_heading};
use self::headings::HeadingCandidates;
use self::start::{ends_with_tag, item_label, last_sentence, line_before, own_label};
use super::parsed::{BlockId, MAX_ASIDES, ParsedDocument, is_aside};
use super::quotation;
use crate::context::{BlockContext, Label, LabelKind, Quotation};
use crate::extract::Format;
use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use wordgate_text::prose::{ProseBlock, Scope, TableCell};

/// The most groups around a block that are read.
const MAX_GROUPS: usize = 8;

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
    title: OnceCell<Option<BlockId>>,
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
        own_label(self.parsed.text(), self.parsed.block(self.id))
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
        for start in self.group_starts() {
            let range = item_label(parsed.text(), parsed.block(start));
            labels.push(PlacedLabel { kind: LabelKind::Item, block: start, range });
        }
        if let Some(block) = self.lead_in() {
            let range = last_sentence(&parsed.block(block).text);
            labels.push(PlacedLabel { kind: LabelKind::LeadIn, block, range });
        }
        labels.extend(self.headings().into_iter().map(|heading| whole(LabelKind::Heading, heading)));
        labels
    }

    fn row_header(&self) -> Option<BlockId> {
        let cell = self.parsed.block(self.id).cell.filter(|cell| cell.row > 0 && cell.column > 0)?;
        self.parsed.edge_cell(TableCell { column: 0, ..cell })
    }

    fn column_header(&self) -> Option<BlockId> {
        let cell = self.parsed.block(self.id).cell.filter(|cell| cell.row > 0)?;
        self.parsed.edge_cell(TableCell { row: 0, ..cell })
    }

    /// Returns the first blocks of the groups around the block, innermost first, without the block itself.
    fn group_starts(&self) -> Vec<BlockId> {
        let own = self.parsed.block(self.id).group;
        let mut starts = Vec::new();
        let (mut start, mut parent) = (own.map(|group| group.start), own.and_then(|group| group.parent));
        for _ in 0..MAX_GROUPS {
            let Some(first) = start.map(|start| self.parsed.first_of_group(start)) else { break };
            starts.extend(first.filter(|first| *first < self.id));
            let around = parent.and_then(|parent| self.parsed.first_of_group(parent));
            start = parent;
            parent = around.and_then(|around| self.parsed.block(around).group?.parent);
        }
        starts
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
            return Some(before).filter(|before| leads(before) && is_paragraph(*before));
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
        let nearest = match parsed.block(self.id).heading_level {
            Some(_) => self.heading_above(self.id),
            None => parsed.heading_before(self.id),
        };
        let own = parsed.block(self.id).heading_level.is_none().then(|| self.apparent_heading(nearest)).flatten();
        let mut headings: Vec<BlockId> = own.into_iter().chain(nearest).collect();
        let mut at = nearest;
        while let Some(above) = at.and_then(|at| self.heading_above(at)) {
            headings.push(above);
            at = Some(above);
        }
        let title = *self.cache.title.get_or_init(|| title(parsed));
        headings.extend(title.filter(|title| *title < self.id && !headings.contains(title)));
        headings
    }

    /// Returns the nearest block before this one, after the heading `heading`, that is a heading only to a reader.
    fn apparent_heading(&self, heading: Option<BlockId>) -> Option<BlockId> {
        let parsed = self.parsed;
        let start = parsed.block(self.id).map.extent().start;
        let is_near = |end: u32| end + MAX_REACH >= start;
        let first = heading.map_or(0, |heading| heading.piece);
        let pieces = (first..=self.id.piece).rev().take_while(|piece| is_near(parsed.pieces()[*piece].range.end));
        let may_contain = |piece: &usize| {
            may_contain_apparent_heading(parsed.format(), &parsed.text()[parsed.pieces()[*piece].range.range()])
        };
        let blocks = pieces.filter(may_contain).flat_map(|piece| {
            let end = if piece == self.id.piece { self.id.block } else { parsed.blocks(piece).len() };
            (0..end).rev().map(move |block| BlockId { piece, block })
        });
        let mut candidates = blocks
            .take_while(|at| heading.is_none_or(|heading| heading < *at))
            .take_while(|at| is_near(parsed.block(*at).map.extent().end));
        candidates.find(|at| {
            let block = parsed.block(*at);
            let end = block.map.extent().end.min(start);
            let between = &parsed.text()[end as usize..start as usize];
            apparent_heading(parsed, block).is_some_and(|kind| !kind.ends_in(between))
        })
    }
}

/// Returns the title of the document, in its front matter or its head.
fn title(parsed: &ParsedDocument) -> Option<BlockId> {
    let text = parsed.text();
    let is_title = |block: &ProseBlock| {
        let line = || line_before(text, block.map.extent().start as usize);
        match block.scope {
            Scope::FrontMatter => matches!(line().trim_matches([' ', '"', '\'', ':', '=', '\t']), "title" | "Title"),
            Scope::Title => parsed.format() == Format::Html && ends_with_tag(line(), "title"),
            _ => false,
        }
    };
    let may_have_title = match parsed.format() {
        Format::Markdown | Format::Mdx => text.trim_start_matches('\u{FEFF}').starts_with(['-', '+', '{']),
        Format::Html => true,
        Format::Text => false,
    };
    let blocks = if may_have_title && !parsed.pieces().is_empty() { parsed.blocks(0) } else { &[] };
    blocks.iter().position(is_title).map(|block| BlockId { piece: 0, block })
}
