//! The input of a context: one match, and what surrounds it.
//!
//! Surrounding blocks are behind the trait [`BlockContext`] because the linter parses them only on request, and because
//! tests can supply them as plain strings.

use std::ops::Range;
use wordgate_text::prose::Words;

/// One match among the words of its block.
pub struct MatchContext<'a> {
    /// The words of the block.
    pub words: &'a Words,
    /// The matched tokens of `words`.
    pub range: Range<usize>,
    /// What surrounds the block in the document.
    pub block: &'a dyn BlockContext,
}

/// The text of what surrounds a block; `None` where there is nothing. A call may have to parse another part of the
/// document, so contexts ask only for what they need.
pub trait BlockContext {
    /// The nearest heading above the block.
    fn heading_above(&self) -> Option<&str>;
    /// The paragraph right before the list, table or quotation that contains the block.
    fn lead_in(&self) -> Option<&str>;
    /// The header of the block's table column.
    fn column_header(&self) -> Option<&str>;
    /// The first cell of the block's table row.
    fn row_header(&self) -> Option<&str>;
    /// The next block, ignoring link titles and alternative texts.
    fn next_block(&self) -> Option<&str>;
    /// Whether the block itself is a heading.
    fn is_heading(&self) -> bool;
}

/// The language whose word lists apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
}
