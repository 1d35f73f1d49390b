//! The result of extracting a [`Piece`](super::Piece) of a file.

use super::outline::Outline;
use super::references::References;
use super::warning::ExtractWarning;
use wordgate_text::language::Language;
use wordgate_text::prose::ProseBlock;
use wordgate_text::source::Span;

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
    /// The start tags with a `lang` attribute, in the order in which they were read.
    pub(crate) language_tags: Vec<LanguageTag>,
}

/// A start tag with a `lang` attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LanguageTag {
    /// The byte range of the tag in the file.
    pub span: Span,
    /// The language of the element.
    pub language: Language,
}

impl LanguageTag {
    /// Returns the tag, with its offsets shifted.
    pub(super) fn moved(self, shift: impl Fn(u32) -> u32) -> LanguageTag {
        LanguageTag { span: Span { start: shift(self.span.start), end: shift(self.span.end) }, ..self }
    }
}
