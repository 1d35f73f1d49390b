//! Tracks which list items are open at a line of Markdown.
//!
//! The indentation of a line decides which items it continues, if we are certain where every earlier item starts and
//! ends. Otherwise the stack of items is uncertain until the list certainly ends. Until then, any line that is indented
//! enough for the narrowest possible item may belong to an item.

use super::line::{Line, ListMarker};
use wordgate_text::source::Span;

/// The width of the narrowest item in columns: a bullet and a space.
const MIN_WIDTH: usize = 2;

/// The maximum number of items that we track at once. The scanner's own limit is about 250 open blocks.
const MAX_DEPTH: usize = 40;

/// An open list item.
#[derive(Clone, Copy, Debug)]
pub(super) struct ListItem {
    /// The column at which its text starts.
    pub content: usize,
    /// The line that opens it.
    pub opening: Span,
    /// Whether its opening line is enough context for the lines inside it.
    pub is_context: bool,
}

/// The open items, outermost first.
#[derive(Default)]
pub(super) struct ListItems {
    open: Vec<ListItem>,
    uncertain: bool,
}

impl ListItems {
    /// Returns whether we do not know for certain which items are open.
    pub fn is_uncertain(&self) -> bool {
        self.uncertain
    }

    /// Records that the open items are unknown from here on.
    pub fn mark_uncertain(&mut self) {
        self.uncertain = true;
    }

    /// Closes all items.
    pub fn clear(&mut self) {
        self.open.clear();
        self.uncertain = false;
    }

    /// Returns how many items are open, unless the stack is uncertain.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Returns whether a line with this indentation may be inside an item.
    pub fn may_contain(&self, indent: usize) -> bool {
        let min_indent = if self.uncertain { Some(MIN_WIDTH) } else { self.open.first().map(|item| item.content) };
        min_indent.is_some_and(|content| content <= indent)
    }

    /// Returns how many of the items contain a line with this indentation.
    pub fn depth_at(&self, indent: usize) -> usize {
        self.open.iter().take_while(|item| item.content <= indent).count()
    }

    /// Returns the column at which the text of the innermost of the first `depth` items starts.
    pub fn content_column(&self, depth: usize) -> usize {
        depth.checked_sub(1).map_or(0, |last| self.open[last].content)
    }

    /// Closes all but the first `depth` items.
    pub fn truncate(&mut self, depth: usize) {
        self.open.truncate(depth);
    }

    /// Opens the item that `line` starts, inside the items that are open.
    pub fn open(&mut self, line: &Line, marker: ListMarker, is_context: bool) {
        if self.open.len() >= MAX_DEPTH {
            return self.mark_uncertain();
        }
        let opening = Span::new(line.start, line.end);
        // A number of several digits is not a marker directly after the line that opens its parent item.
        let is_context = is_context && (!marker.never_interrupts || self.open.is_empty());
        self.open.push(ListItem { content: line.indent + marker.width, opening, is_context });
    }

    /// Returns the lines that open the first `depth` items, if these lines are enough context.
    pub fn context(&self, depth: usize) -> Option<Vec<Span>> {
        let items = &self.open[..depth];
        let is_enough = !self.uncertain && items.iter().all(|item| item.is_context);
        is_enough.then(|| items.iter().map(|item| item.opening).collect())
    }
}
