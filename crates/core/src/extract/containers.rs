//! The open HTML elements that name text.
//!
//! Elements that are left open, end tags without a start and the end tags that HTML lets writers leave out are the
//! normal case, above all in fragments inside Markdown. Only the elements that matter to a scope are kept, and each
//! step is constant on average, so that hostile nesting costs nothing.

use super::collector::Collector;
use super::element::Container;
use super::outline::Collection;
use super::place::LeafContext;
use rustc_hash::FxHashMap;
use std::mem::{Discriminant, discriminant};
use wordgate_text::prose::{Scope, TableCell};

/// A stack of open containers.
#[derive(Default)]
pub(super) struct Containers {
    /// Where the HTML stands.
    outside: LeafContext,
    /// Where text without any container stands.
    base: LeafContext,
    open: Vec<(Container, LeafContext)>,
    /// The cell that was opened last in each open table.
    tables: Vec<TableCell>,
    /// How many of each kind are open.
    counts: FxHashMap<ContainerKind, u32>,
}

/// A kind of container; headings of all levels are one.
type ContainerKind = Discriminant<Container>;

impl Containers {
    /// For tags inside a Markdown leaf at `place`, where they do not make its text HTML.
    pub fn inline(place: LeafContext) -> Containers {
        Containers { outside: place, base: place, ..Containers::default() }
    }

    /// For HTML that stands at `place`.
    pub fn html(place: LeafContext) -> Containers {
        Containers { base: place.inside(Scope::Html), ..Containers::inline(place) }
    }

    /// The place of text here.
    pub fn context(&self) -> LeafContext {
        self.open.last().map_or(self.base, |(_, place)| *place)
    }

    /// Takes note of a container's start or end tag, which starts at byte `at`.
    pub fn tag(&mut self, container: Container, closing: bool, at: u32, out: &mut Collector) {
        if closing {
            return self.end(container);
        }
        if container == Container::Table {
            self.tables.push(TableCell { table: at, row: 0, column: 0 });
        }
        self.start(container, at, out);
    }

    /// Takes note of any other block: it ends an open paragraph.
    pub fn block(&mut self) {
        if self.top() == Some(Container::Paragraph) {
            self.pop();
        }
    }

    fn start(&mut self, container: Container, at: u32, out: &mut Collector) {
        self.block();
        if container == Container::Row && self.top() == Some(Container::Cell) {
            self.pop();
        }
        if self.top().is_some_and(|top| discriminant(&top) == discriminant(&container) && ends_its_sibling(container)) {
            self.pop();
        }
        let place = self.context();
        let cell = self.tables.last().copied();
        let place = match container {
            Container::Heading(level) => place.around(Scope::Html).heading(level),
            Container::Item => place.around(Scope::Html).inside(Scope::List),
            Container::Cell => place.around(Scope::Html).named(Scope::Table).cell(cell),
            Container::Quote => {
                out.enter_collection(place.around(Scope::Html).inside(Scope::Quote), Collection::At(at))
            }
            Container::Title => place.around(Scope::Html).named(Scope::Title),
            Container::Paragraph => place.around(Scope::Html).without_html_name(self.outside),
            Container::List | Container::Table => out.enter_collection(place, Collection::At(at)),
            Container::Row => place,
        };
        self.open.push((container, place));
        *self.counts.entry(discriminant(&container)).or_default() += 1;
    }

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
            _ => {}
        }
        Some(container)
    }
}

/// Whether HTML ends an open element when the next of its kind starts.
fn ends_its_sibling(container: Container) -> bool {
    matches!(container, Container::Item | Container::Cell | Container::Row | Container::Heading(_))
}
