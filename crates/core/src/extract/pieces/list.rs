//! The list items that are open at a line.
//!
//! Which items a line continues follows from its indentation alone, but only as long as every marker and every end of
//! an item before it is known for sure. Where one is not, the stack is uncertain until the list surely ends: then it
//! may hold any line that is indented enough for the narrowest item there is.

use super::line::{Line, ListMarker};
use wordgate_text::source::Span;

/// The columns of the narrowest item: a bullet and a space.
const NARROWEST: usize = 2;

/// Items that may be open at once; the scanner can hold some 250 blocks.
const DEEPEST: usize = 40;

/// An open list item.
#[derive(Clone, Copy, Debug)]
pub(super) struct ListItem {
    /// The column its text starts at.
    pub content: usize,
    /// The line that opens it.
    pub opening: Span,
    /// Whether its opening line says all about it that a line inside of it depends on.
    pub is_context: bool,
}

/// The open items, outermost first.
#[derive(Default)]
pub(super) struct ListItems {
    open: Vec<ListItem>,
    uncertain: bool,
}

impl ListItems {
    /// Whether the items that are open are not known for sure.
    pub fn is_uncertain(&self) -> bool {
        self.uncertain
    }

    /// From here on the open items are not known.
    pub fn doubt(&mut self) {
        self.uncertain = true;
    }

    /// Every item is closed.
    pub fn clear(&mut self) {
        self.open.clear();
        self.uncertain = false;
    }

    /// How many items are open, when that is known.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether a line with this indentation may stand inside an item.
    pub fn may_hold(&self, indent: usize) -> bool {
        let narrowest = if self.uncertain { Some(NARROWEST) } else { self.open.first().map(|item| item.content) };
        narrowest.is_some_and(|content| content <= indent)
    }

    /// How many of the items hold a line with this indentation.
    pub fn holding(&self, indent: usize) -> usize {
        self.open.iter().take_while(|item| item.content <= indent).count()
    }

    /// The column that the text of the first `count` items starts at.
    pub fn content(&self, count: usize) -> usize {
        count.checked_sub(1).map_or(0, |last| self.open[last].content)
    }

    /// Closes all but the first `count` items.
    pub fn keep(&mut self, count: usize) {
        self.open.truncate(count);
    }

    /// Opens the item that `line` starts inside the open ones.
    pub fn open(&mut self, line: &Line, marker: ListMarker, is_context: bool) {
        if self.open.len() >= DEEPEST {
            return self.doubt();
        }
        let opening = Span::new(line.start, line.end);
        // A number of several digits is no marker right behind the line that opens the item around it.
        let is_context = is_context && (!marker.yields || self.open.is_empty());
        self.open.push(ListItem { content: line.indent + marker.width, opening, is_context });
    }

    /// The lines that open the first `count` items, if these lines are all that matters.
    pub fn context(&self, count: usize) -> Option<Vec<Span>> {
        let items = &self.open[..count];
        let known = !self.uncertain && items.iter().all(|item| item.is_context);
        known.then(|| items.iter().map(|item| item.opening).collect())
    }
}
