//! The sections of a Markdown paragraph that the block grammar does not know, and the context of each of them.
//!
//! [`super::paragraph`] splits a paragraph into its sections.

use super::leaf_context::LeafContext;
use super::lines::start_of_text;
use super::parts::Part;
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// A section of a paragraph.
pub(super) struct ParagraphSection {
    /// The byte ranges of the section, without its marker.
    pub parts: Vec<Part>,
    /// The kind of the section.
    pub kind: SectionKind,
}

/// The kind of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SectionKind {
    /// A paragraph.
    Text,
    /// The text of a footnote. Indented paragraphs may continue it.
    Footnote,
    /// The definition of a term. Indented paragraphs may continue it.
    Definition,
    /// The line of a directive after its colons: `::: note Title`.
    Directive(Span),
    /// An option of a directive: its name and its value.
    Option { name: Span, value: Span },
    /// The title of a link reference definition that the grammar parses as a task list item.
    Reference(Span),
    /// The title of an admonition or a tab. Its body is indented.
    Title(Span),
    /// The body of an admonition or a tab, or of a footnote or a definition that starts with a block. It is Markdown
    /// with blocks of its own.
    Body { in_footnote: bool },
}

impl SectionKind {
    /// Returns whether the section has blocks of its own.
    pub fn is_body(self) -> bool {
        matches!(self, SectionKind::Body { .. })
    }

    /// Returns whether indented paragraphs after the section continue it. After other sections they are code.
    pub fn continues_when_indented(self) -> bool {
        self.is_body() || matches!(self, SectionKind::Footnote | SectionKind::Definition | SectionKind::Title(_))
    }
}

/// The sections of a paragraph.
#[derive(Default)]
pub(super) struct ParagraphSections {
    /// The sections with text, in order.
    pub all: Vec<ParagraphSection>,
    /// The kind of the last section, even if it has no text.
    pub last: Option<SectionKind>,
}

/// Determines the contexts of the sections of a leaf, in order. A definition is in one group with its term, and the body
/// of an admonition with its title.
pub(super) struct SectionContexts<'t> {
    /// The text of the file.
    text: &'t str,
    /// The context of the leaf.
    around: LeafContext,
    /// The start of the last section that may be a term or a title.
    label: Option<u32>,
}

impl<'t> SectionContexts<'t> {
    /// Starts before the first section of a leaf with this context.
    pub fn new(text: &'t str, around: LeafContext) -> SectionContexts<'t> {
        SectionContexts { text, around, label: None }
    }

    /// Returns the context of the next section.
    pub fn next(&mut self, section: &ParagraphSection) -> LeafContext {
        if matches!(section.kind, SectionKind::Text | SectionKind::Title(_)) {
            // A piece may lack the white space before the section.
            self.label = section.parts.first().map(|part| start_of_text(self.text, part.span));
        }
        self.of(section.kind)
    }

    /// Returns the context of a section of this kind after the sections so far.
    pub fn of(&self, kind: SectionKind) -> LeafContext {
        match kind {
            SectionKind::Footnote | SectionKind::Body { in_footnote: true } => self.around.inside(Scope::Footnote),
            SectionKind::Directive(_) | SectionKind::Option { .. } | SectionKind::Reference(_) => self.around,
            SectionKind::Text | SectionKind::Title(_) | SectionKind::Definition | SectionKind::Body { .. } => {
                self.label.map_or(self.around, |start| self.around.in_group(start))
            }
        }
    }
}
