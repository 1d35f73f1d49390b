//! Where a leaf sits, as scopes.

use super::outline::ContainerId;
use wordgate_text::prose::{Scope, ScopeSet, TableCell};

/// What names a leaf, and every container around it.
///
/// A heading, a cell, a title and the like name their text wherever they stand; other text is named by its innermost
/// container, and only text without any is a paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LeafContext {
    own: Option<Scope>,
    container: Option<Scope>,
    around: ScopeSet,
    /// The level (1 to 6) of a heading.
    pub heading_level: Option<u8>,
    /// Its place in a table.
    pub cell: Option<TableCell>,
    /// The collections around it, in the outline.
    pub collections: ContainerId,
}

impl LeafContext {
    /// The place inside a container: a list item, a quotation, a footnote, HTML.
    pub fn inside(self, container: Scope) -> LeafContext {
        LeafContext { container: Some(container), around: self.around.with(container), ..self }
    }

    /// The place with a container around it that does not name the text.
    pub fn around(self, container: Scope) -> LeafContext {
        LeafContext { around: self.around.with(container), ..self }
    }

    /// The place of a paragraph in HTML that stands at `outside`: `html` is around it but does not name it.
    pub fn without_html_name(self, outside: LeafContext) -> LeafContext {
        if self.container == Some(Scope::Html) { LeafContext { container: outside.container, ..self } } else { self }
    }

    /// The place of something that names its text: a heading, a cell, a title, an alternative text.
    pub fn named(self, scope: Scope) -> LeafContext {
        let around = self.own.map_or(self.around, |own| self.around.with(own));
        LeafContext { own: Some(scope), around, heading_level: None, cell: None, ..self }
    }

    /// The place of a heading's text.
    pub fn heading(self, level: u8) -> LeafContext {
        LeafContext { heading_level: Some(level), ..self.named(Scope::Heading) }
    }

    /// The place of a table cell's text.
    pub fn cell(self, cell: Option<TableCell>) -> LeafContext {
        LeafContext { cell, ..self }
    }

    /// The place with these collections around it.
    pub fn collected(self, collections: ContainerId) -> LeafContext {
        LeafContext { collections, ..self }
    }

    /// Whether the text has a name of its own, as in a heading or a cell.
    pub fn is_named(self) -> bool {
        self.own.is_some()
    }

    /// Whether the innermost container is a quotation.
    pub fn is_quoted(self) -> bool {
        self.container == Some(Scope::Quote)
    }

    /// The innermost scope.
    pub fn scope(self) -> Scope {
        self.own.or(self.container).unwrap_or(Scope::Paragraph)
    }

    /// Every scope around, and the innermost one.
    pub fn scopes(self) -> ScopeSet {
        self.around.with(self.scope())
    }
}
