//! What is found in a piece of a file.

use super::outline::Outline;
use super::references::References;
use crate::prose::ProseBlock;
use crate::source::Span;

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

/// A stretch of a document that was read as plain text because parsing it would cost too much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtractWarning {
    /// The stretch (bytes of the file).
    pub span: Span,
    /// What happened, for the user.
    pub message: String,
}
