//! Extraction, format by format: a source and the blocks that a reader of it sees.

#[path = "../shared/corpus.rs"]
mod corpus;
mod dialects;
mod front_matter;
mod hostile;
mod html;
mod markdown;
mod mdx;
mod pieces;
mod properties;
mod split;
mod support;
