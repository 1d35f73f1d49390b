//! What is found in a piece of a file.

use super::outline::Outline;
use super::references::References;
use super::warning::ExtractWarning;
use wordgate_text::prose::ProseBlock;

/// What an extractor found.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// The prose blocks in the order of their first byte.
    pub blocks: Vec<ProseBlock>,
    /// Where the document could not be understood and was read as plain text instead.
    pub warnings: Vec<ExtractWarning>,
    /// Where blocks begin, and the comments that hold directives.
    pub outline: Outline,
    /// The links whose text is their label, and the definitions.
    pub references: References,
}
