//! Tracks the scopes of a leaf (a paragraph, a heading, a table cell): its own scope and those of all containers around
//! it.

use super::outline::CollectionId;
use wordgate_text::prose::{Group, Scope, ScopeSet, TableCell};

/// The scope of a leaf, and every scope around it.
///
/// A heading, a cell or a title has a scope of its own in any container. Other text gets the scope of its innermost
/// container, or [`Scope::Paragraph`] if it has none. For example, a heading in a list item has the scope `heading`,
/// and a paragraph in that item the scope `list`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LeafContext {
    own_scope: Option<Scope>,
    container: Option<Scope>,
    around: ScopeSet,
    /// The level (1 to 6) of a heading.
    pub heading_level: Option<u8>,
    /// The row and column of a table cell.
    pub cell: Option<TableCell>,
    /// The innermost group, such as a list item, around the leaf.
    pub group: Option<Group>,
    /// The innermost collection (a list, a quotation or a table) around the leaf, in the
    /// [`Outline`](super::outline::Outline). The outline knows the collections around that one.
    pub collections: CollectionId,
}

impl LeafContext {
    /// Returns the context inside a container, such as a list item, a quotation, a footnote or HTML.
    pub fn inside(self, container: Scope) -> LeafContext {
        LeafContext { container: Some(container), around: self.around.with(container), ..self }
    }

    /// Adds a container that does not set the scope of the text.
    pub fn with_outer_scope(self, container: Scope) -> LeafContext {
        LeafContext { around: self.around.with(container), ..self }
    }

    /// Returns the context of a paragraph in HTML. `outside` is the context of the HTML. Only the
    /// innermost scope changes, to that of the container around the HTML; `html` stays among the scopes around it.
    pub fn without_html_scope(self, outside: LeafContext) -> LeafContext {
        if self.container == Some(Scope::Html) { LeafContext { container: outside.container, ..self } } else { self }
    }

    /// Returns the context of text with a scope of its own, such as a heading, a cell, a title or an alternative text.
    pub fn with_own_scope(self, scope: Scope) -> LeafContext {
        let around = self.own_scope.map_or(self.around, |own| self.around.with(own));
        LeafContext { own_scope: Some(scope), around, heading_level: None, cell: None, ..self }
    }

    /// Returns the context of the text of a heading.
    pub fn heading(self, level: u8) -> LeafContext {
        LeafContext { heading_level: Some(level), ..self.with_own_scope(Scope::Heading) }
    }

    /// Returns the context of the text of a table cell.
    pub fn cell(self, cell: Option<TableCell>) -> LeafContext {
        LeafContext { cell, ..self }
    }

    /// Returns the context inside the group that starts at byte `start`.
    pub fn in_group(self, start: u32) -> LeafContext {
        LeafContext { group: Some(Group { start, parent: self.group.map(|group| group.start) }), ..self }
    }

    /// Returns the context with these collections around it.
    pub fn with_collections(self, collections: CollectionId) -> LeafContext {
        LeafContext { collections, ..self }
    }

    /// Returns whether the text has a scope of its own, as in a heading or a cell.
    pub fn has_own_scope(self) -> bool {
        self.own_scope.is_some()
    }

    /// Returns whether the innermost container is a quotation.
    pub fn is_quoted(self) -> bool {
        self.container == Some(Scope::Quote)
    }

    /// Returns the innermost scope.
    pub fn scope(self) -> Scope {
        self.own_scope.or(self.container).unwrap_or(Scope::Paragraph)
    }

    /// Returns the innermost scope and every scope around it.
    pub fn scopes(self) -> ScopeSet {
        self.around.with(self.scope())
    }
}
