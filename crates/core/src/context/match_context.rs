//! The input of a context: one match, and the text around it.
//!
//! The trait [`BlockContext`] gives access to the surrounding blocks. It is a trait because the linter parses these
//! only on request, and because tests can supply them as plain strings.

use super::parties::Parties;
use std::ops::Range;
use wordgate_text::prose::Words;

/// One match among the words of its block.
pub struct MatchContext<'a> {
    /// The words of the block.
    pub words: &'a Words,
    /// The matched tokens of `words`.
    pub range: Range<usize>,
    /// The blocks around this block in the document.
    pub block: &'a dyn BlockContext,
    /// The names of the organisation and of other parties.
    pub parties: &'a Parties,
}

/// The blocks around a block. A method returns `None` if there is no such text. A call may have to parse another part
/// of the document, so a context calls only the methods that it needs.
pub trait BlockContext {
    /// Returns the text over the block that says what the block is about, the nearest first.
    fn labels(&self) -> Box<dyn Iterator<Item = Label<'_>> + '_>;
    /// Returns the label at the start of the block itself, as in "**Pricing**: …", as a range of bytes of its text.
    fn own_label(&self) -> Option<Range<u32>>;
    /// Returns the next block, ignoring link titles and alternative texts.
    fn next_block(&self) -> Option<&str>;
    /// Returns whether the block itself is a heading.
    fn is_heading(&self) -> bool;
    /// Returns what surrounds the innermost block quotation that contains the block.
    fn quotation(&self) -> Option<Quotation<'_>>;
}

/// Text over a block that says what the block is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label<'a> {
    /// Where the text is.
    pub kind: LabelKind,
    /// The text, as a reader sees it.
    pub text: &'a str,
}

/// Where a label is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelKind {
    /// The first cell of the table row.
    RowHeader,
    /// The header of the table column.
    ColumnHeader,
    /// The start of a list item around the block, or the term of a definition.
    Item,
    /// The last sentence of the paragraph right before the block, or before the list, table or quotation that contains
    /// it.
    LeadIn,
    /// A heading above the block. The nearest one comes first, then the one above that heading, up to the title of the
    /// document.
    Heading,
}

/// The places that may name the source of a block quotation.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quotation<'a> {
    /// The paragraph right before the quotation.
    pub introduction: Option<&'a str>,
    /// The end of the quotation, and the paragraph right after it.
    pub credits: [Option<Credit<'a>>; 2],
    /// The byte offset in the match's own block at which the first credit starts, if it is in this block.
    pub own_credit: Option<usize>,
}

/// Text that may name the source of a block quotation.
#[derive(Clone, Copy, Debug)]
pub struct Credit<'a> {
    /// The text, with the dash before it.
    pub text: &'a str,
    /// Whether an element such as `<cite>` marks it, so that it needs no dash.
    pub is_marked: bool,
}
