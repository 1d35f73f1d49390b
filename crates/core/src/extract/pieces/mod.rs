//! Decides where a Markdown or HTML file can be split into pieces. [`super::piece`] explains pieces.
//!
//! One pass over the lines finds the splits, without a parser. A Markdown line starts a piece only if its characters
//! and a little state (an open fence, the open list items) prove that the grammar would parse the text from there on in
//! the same way.

mod html;
mod line;
mod list;
mod markdown;
mod page;
mod single_block;
mod table;

pub(super) use markdown::split as markdown;
pub(super) use page::{MIN_SPLIT_LEN as LONG_PAGE, split as page};
pub(super) use single_block::SingleBlock;
