//! The result of extracting a [`Piece`](super::Piece) of a file.

use super::outline::Outline;
use super::references::References;
use super::warning::ExtractWarning;
use wordgate_text::prose::ProseBlock;

/// The prose of a piece, and what is needed for `wordgate-allow` directives and for link references.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// The prose blocks, sorted by their first byte.
    pub blocks: Vec<ProseBlock>,
    /// The ranges that the extractor could not parse and read as plain text instead.
    pub warnings: Vec<ExtractWarning>,
    /// Where blocks and collections start, and the comments that contain `wordgate-allow` directives.
    pub outline: Outline,
    /// The shortcut links such as `[label]`, and the link definitions.
    pub references: References,
}
