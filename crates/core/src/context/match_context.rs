//! Where a match stands: what a context may ask about it.

use std::ops::Range;
use wordgate_text::prose::Words;

/// One match among the words of its block.
pub struct MatchContext<'a> {
    /// The words of the block.
    pub words: &'a Words,
    /// The matched tokens of `words`.
    pub range: Range<usize>,
    /// What stands around the block.
    pub block: &'a dyn BlockContext,
}

/// What stands around a block, as text; `None` where there is nothing. Contexts ask only for what they need, because
/// the answer may have to be read first.
pub trait BlockContext {
    /// The nearest heading above.
    fn heading_above(&self) -> Option<&str>;
    /// The paragraph right before the list, table or quotation that the block is in.
    fn lead_in(&self) -> Option<&str>;
    /// The header of the block's table column.
    fn column_header(&self) -> Option<&str>;
    /// The first cell of the block's table row.
    fn row_header(&self) -> Option<&str>;
    /// The block right behind, titles and alternative texts left out.
    fn next_block(&self) -> Option<&str>;
    /// Whether the block is itself a heading.
    fn is_heading(&self) -> bool;
}

/// The language whose word lists judge a match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
}
