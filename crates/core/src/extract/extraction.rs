//! The result of extracting a [`Piece`](super::Piece) of a file.

use super::outline::Outline;
use super::references::References;
use super::warning::ExtractWarning;
use wordgate_text::prose::ProseBlock;

/// The prose of a piece, and the data that allow directives (`wordgate-allow`) and link references need.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// The prose blocks, sorted by their first byte.
    pub blocks: Vec<ProseBlock>,
    /// The ranges that the extractor could not parse and read as plain text instead.
    pub warnings: Vec<ExtractWarning>,
    /// The starts of blocks, and the comments that contain allow directives.
    pub outline: Outline,
    /// The links whose text is their label, and the link definitions.
    pub references: References,
}
