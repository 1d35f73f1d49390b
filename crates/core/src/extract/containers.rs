//! Tracks the open HTML elements that determine the scope of text.
//!
//! Unclosed elements, stray end tags and optional end tags are common, above all in fragments inside Markdown. We track
//! only elements that affect a scope, and each step takes constant time on average, even for hostile nesting.

use super::collector::Collector;
use super::element::{Container, ItemKind};
use super::leaf_context::LeafContext;
use super::outline::Collection;
use rustc_hash::FxHashMap;
use std::mem::{Discriminant, discriminant};
use wordgate_text::prose::{Scope, TableCell};

/// The stack of open containers.
#[derive(Default)]
pub(super) struct Containers {
    /// The context around the HTML, without the scope `html`.
    around_html: LeafContext,
    /// The context of text in the HTML that is outside all containers.
    base: LeafContext,
    open: Vec<(Container, LeafContext)>,
    /// The current cell of each open table.
    tables: Vec<TableCell>,
    /// The start of the last term in each open list.
    terms: Vec<Option<u32>>,
    /// The number of open containers of each kind.
    counts: FxHashMap<ContainerKind, u32>,
}

/// A kind of container. Headings of all levels are one kind.
type ContainerKind = Discriminant<Container>;

impl Containers {
    /// Creates a stack for the tags inside a Markdown leaf. Its text is still Markdown, so it does not get the scope
    /// `html`.
    pub fn inline(context: LeafContext) -> Containers {
        Containers { around_html: context, base: context, ..Containers::default() }
    }

    /// Creates a stack for HTML in `context`.
    pub fn html(context: LeafContext) -> Containers {
        Containers { base: context.inside(Scope::Html), ..Containers::inline(context) }
    }

    /// Creates a stack for HTML inside of other HTML, in which `context` is the context of text.
    pub fn nested(context: LeafContext) -> Containers {
        Containers { base: context, ..Containers::default() }
    }

    /// Returns the context of text at this point.
    pub fn context(&self) -> LeafContext {
        self.open.last().map_or(self.base, |(_, context)| *context)
    }

    /// Records a container's start or end tag at byte `at`.
    pub fn tag(&mut self, container: Container, closing: bool, at: u32, out: &mut Collector) {
        if closing {
            return self.end(container);
        }
        match container {
            Container::Table => self.tables.push(TableCell { table: at, row: 0, column: 0 }),
            Container::List => self.terms.push(None),
            _ => {}
        }
        self.start(container, at, out);
    }

    /// Closes the paragraph that is open, if one is. Every block element does so.
    pub fn close_paragraph(&mut self) {
        if self.top() == Some(Container::Paragraph) {
            self.pop();
        }
    }

    /// Opens a container, and closes those that its start tag closes.
    fn start(&mut self, container: Container, at: u32, out: &mut Collector) {
        self.close_paragraph();
        if container == Container::Row && self.top() == Some(Container::Cell) {
            self.pop();
        }
        if self.top().is_some_and(|top| discriminant(&top) == discriminant(&container) && closes_sibling(container)) {
            self.pop();
        }
        let context = self.context();
        let cell = self.tables.last().copied();
        let context = match container {
            Container::Heading(level) => context.with_outer_scope(Scope::Html).heading(level),
            Container::Item(kind) => {
                let start = self.start_of_item(kind, at);
                context.with_outer_scope(Scope::Html).inside(Scope::List).in_group(start)
            }
            Container::Details => context.in_group(at),
            Container::Cell => context.with_outer_scope(Scope::Html).with_own_scope(Scope::Table).cell(cell),
            Container::Quote => {
                out.enter_collection(context.with_outer_scope(Scope::Html).inside(Scope::Quote), Collection::Quote(at))
            }
            Container::Title => context.with_outer_scope(Scope::Html).with_own_scope(Scope::Title),
            Container::Paragraph => context.with_outer_scope(Scope::Html).without_html_scope(self.around_html),
            Container::List | Container::Table => out.enter_collection(context, Collection::At(at)),
            Container::Row => context,
        };
        self.open.push((container, context));
        *self.counts.entry(discriminant(&container)).or_default() += 1;
    }

    /// Returns the start of the group of an item that starts at byte `at`: a description belongs to its term.
    fn start_of_item(&mut self, kind: ItemKind, at: u32) -> u32 {
        match (kind, self.terms.last_mut()) {
            (ItemKind::Term, Some(term)) => *term.insert(at),
            (ItemKind::Description, Some(Some(term))) => *term,
            _ => at,
        }
    }

    /// Closes the innermost container of this kind, and all containers inside it.
    fn end(&mut self, container: Container) {
        let kind = discriminant(&container);
        if self.counts.get(&kind).is_some_and(|open| *open > 0) {
            while self.pop().is_some_and(|popped| discriminant(&popped) != kind) {}
        }
    }

    fn top(&self) -> Option<Container> {
        self.open.last().map(|(container, _)| *container)
    }

    fn pop(&mut self) -> Option<Container> {
        let (container, _) = self.open.pop()?;
        *self.counts.entry(discriminant(&container)).or_default() -= 1;
        match (container, self.tables.last_mut()) {
            (Container::Cell, Some(cell)) => cell.column += 1,
            (Container::Row, Some(cell)) => (cell.row, cell.column) = (cell.row + 1, 0),
            (Container::Table, _) => drop(self.tables.pop()),
            (Container::List, _) => drop(self.terms.pop()),
            _ => {}
        }
        Some(container)
    }
}

/// Returns whether a start tag of this kind closes an open element of the same kind, as `<li>` does.
fn closes_sibling(container: Container) -> bool {
    matches!(container, Container::Item(_) | Container::Cell | Container::Row | Container::Heading(_))
}
