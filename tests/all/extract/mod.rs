//! Tests extraction. For each format, a file of tables: each row has a source and the blocks that a reader of it sees.
//! The other files test what holds for all formats, such as the positions of the blocks and how files are split.

mod asciidoc;
mod component;
mod dialects;
mod docutils;
mod front_matter;
mod hostile;
mod html;
mod markdown;
mod mdx;
mod oracle;
mod pieces;
mod properties;
mod readers;
mod rst;
mod shuffled;
mod split;
mod support;
