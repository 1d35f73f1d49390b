//! What stands around a block: headings, sections, lead-ins, table headers.

use crate::prose::{Cell, ProseBlock, Scope};
use std::collections::HashMap;
use std::ops::Range;

/// The blocks of a document and how they hang together.
pub(super) struct Document<'d> {
    pub blocks: &'d [ProseBlock],
    /// For each block, the nearest heading above it.
    heading_above: Vec<Option<usize>>,
    /// For each block in a list, a table or a quotation, the last block before it.
    lead_in: Vec<Option<usize>>,
    /// The blocks that are the first cell of their row or column.
    cells: HashMap<Cell, usize>,
}

impl<'d> Document<'d> {
    pub fn new(blocks: &'d [ProseBlock]) -> Document<'d> {
        let (mut heading_above, mut lead_in) = (Vec::with_capacity(blocks.len()), Vec::with_capacity(blocks.len()));
        let (mut heading, mut before, mut outside) = (None, None, None);
        for (index, block) in blocks.iter().enumerate() {
            heading_above.push(heading);
            let collection =
                [Scope::List, Scope::Table, Scope::Quote].into_iter().find(|scope| block.scopes.contains(*scope));
            if collection != outside {
                // It starts or ends here.
                lead_in.push(collection.and(before));
                outside = collection;
            } else {
                lead_in.push(collection.and_then(|_| lead_in.last().copied().flatten()));
            }
            if !is_aside(block) {
                before = Some(index);
            }
            if block.heading_level.is_some() {
                heading = Some(index);
            }
        }
        let edge = |cell: &Cell| cell.row == 0 || cell.column == 0;
        let cells = blocks.iter().enumerate().filter_map(|(index, block)| Some((block.cell.filter(edge)?, index)));
        Document { blocks, heading_above, lead_in, cells: cells.collect() }
    }

    /// The text of the nearest heading above a block.
    pub fn heading_above(&self, block: usize) -> Option<&'d str> {
        self.heading_above[block].map(|heading| self.blocks[heading].text.as_str())
    }

    /// The text of the paragraph right before the list, table or quotation that a block is in.
    pub fn lead_in(&self, block: usize) -> Option<&'d str> {
        let lead_in = &self.blocks[self.lead_in[block]?];
        lead_in.heading_level.is_none().then_some(lead_in.text.as_str())
    }

    /// The text of the block right behind a block, titles and alternative texts left out.
    pub fn next(&self, block: usize) -> Option<&'d str> {
        self.blocks[block + 1..].iter().take(16).find(|block| !is_aside(block)).map(|block| block.text.as_str())
    }

    /// The text of the header of a block's table column.
    pub fn column_header(&self, block: usize) -> Option<&'d str> {
        let cell = self.blocks[block].cell.filter(|cell| cell.row > 0)?;
        let header = *self.cells.get(&Cell { row: 0, ..cell })?;
        Some(self.blocks[header].text.as_str())
    }

    /// The text of the first cell in a block's table row.
    pub fn row_header(&self, block: usize) -> Option<&'d str> {
        let cell = self.blocks[block].cell.filter(|cell| cell.column > 0)?;
        let first = *self.cells.get(&Cell { column: 0, ..cell })?;
        Some(self.blocks[first].text.as_str())
    }

    /// The blocks of the section that a block is in: from its heading up to the next heading of equal or higher level.
    pub fn section(&self, block: usize) -> Range<usize> {
        let own = self.blocks[block].heading_level.map(|_| block);
        let Some(heading) = own.or(self.heading_above[block]) else {
            let end = self.blocks.iter().position(|block| block.heading_level.is_some());
            return 0..end.unwrap_or(self.blocks.len());
        };
        let level = self.blocks[heading].heading_level;
        let ends = |block: &ProseBlock| block.heading_level.is_some_and(|other| Some(other) <= level);
        let end = self.blocks[heading + 1..].iter().position(ends);
        heading..end.map_or(self.blocks.len(), |end| heading + 1 + end)
    }
}

/// Whether a block stands beside the running text rather than in it.
fn is_aside(block: &ProseBlock) -> bool {
    matches!(block.scope, Scope::Alt | Scope::Title | Scope::Attribute | Scope::Url | Scope::Comment)
}
