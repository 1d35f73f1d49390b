//! Where a file can be cut into pieces that are extracted alone, exactly as inside the file.
//!
//! Parsing is the slow step, and a finding concerns a paragraph, an item or a row; so only these are parsed. The cuts
//! follow from the looks of the lines, in one pass and without a parser. Every way of checking a file goes through its
//! pieces, so that what a grammar makes of a broken document never depends on how much of it was parsed.

mod html;
mod line;
mod list;
mod markdown;
mod page;
mod table;

pub(super) use markdown::split as markdown;
pub(super) use page::{LONG as LONG_PAGE, split as page};
