//! Extraction, format by format: each row has a source and the blocks that a reader of it sees.

mod dialects;
mod front_matter;
mod hostile;
mod html;
mod markdown;
mod mdx;
mod oracle;
mod pieces;
mod properties;
mod shuffled;
mod split;
mod support;
