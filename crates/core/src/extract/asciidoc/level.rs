//! The state of reading one level of blocks: a document, the content of a delimited block, a table cell.

use super::attributes::{Attribute, attributes, positional};
use super::cursor::{Cursor, Line};
use super::line::{ADMONITIONS, Delimiter};
use super::marker::{Marker, MarkerKey};
use crate::extract::leaf_context::LeafContext;
use rustc_hash::FxHashSet;
use wordgate_text::source::Span;

/// The state of reading the blocks of one level.
pub(super) struct Level<'t> {
    pub cursor: Cursor<'t>,
    /// The context of blocks outside of lists.
    pub context: LeafContext,
    /// The number of delimited blocks and cells around.
    pub depth: usize,
    /// The number of blank lines before the current line.
    pub blanks: usize,
    /// Whether the title of the document may still come.
    pub is_header: bool,
    /// What was said about the next block.
    pub metadata: Metadata<'t>,
    /// The open list items.
    pub list: ListStack,
    /// The terminators that do not occur again on this level.
    missing: FxHashSet<&'t str>,
}

impl<'t> Level<'t> {
    pub fn new(cursor: Cursor<'t>, context: LeafContext, depth: usize) -> Level<'t> {
        Level {
            cursor,
            context,
            depth,
            blanks: 0,
            is_header: false,
            metadata: Metadata::default(),
            list: ListStack::default(),
            missing: FxHashSet::default(),
        }
    }

    /// Returns the line that ends the delimited block whose first line is `line`. A block without such a line is
    /// none: a false finding in code is better than an unchecked rest of the document.
    pub fn terminator(&mut self, text: &'t str, line: Line, delimiter: Delimiter<'t>) -> Option<Line> {
        if self.missing.contains(delimiter.terminator) {
            return None;
        }
        let mut cursor = self.cursor;
        cursor.skip(line);
        let found = std::iter::from_fn(|| cursor.next()).find(|line| line.content(text) == delimiter.terminator);
        if found.is_none() {
            self.missing.insert(delimiter.terminator);
        }
        found
    }

    /// Returns the context of a block at the current line.
    pub fn block_context(&self) -> LeafContext {
        self.list.context().unwrap_or(self.context)
    }
}

/// What the lines before a block say about it.
#[derive(Clone, Debug, Default)]
pub(super) struct Metadata<'t> {
    /// Whether there is any such line.
    pub is_set: bool,
    /// The text of the title.
    pub title: Option<Span>,
    /// The attribute lists, without brackets.
    pub lists: Vec<Span>,
    /// The style, as in `[style#id.role%option]`; empty if there is none.
    pub style: &'t str,
}

impl<'t> Metadata<'t> {
    /// Adds an attribute list. `list` is its source between the brackets.
    pub fn add_list(&mut self, text: &'t str, list: Span) {
        self.is_set = true;
        self.lists.push(list);
        let source = &text[list.range()];
        let first = source.split(',').next().unwrap_or_default().trim();
        let style = &first[..first.find(['#', '.', '%', '=', '"', '\'']).unwrap_or(first.len())];
        if !style.is_empty() && !first[style.len()..].starts_with('=') {
            self.style = style;
        }
    }

    /// Returns the names in the attribute `options`.
    fn option_list(&self, text: &'t str) -> impl Iterator<Item = &'t str> + '_ {
        let values = ["options", "opts"].into_iter().filter_map(move |name| self.named(text, name));
        values.flat_map(move |value| text[value.range()].split(',').map(str::trim))
    }

    /// Returns whether an option is set: `[%header]`, `[options="header"]`.
    pub fn has_option(&self, text: &'t str, option: &str) -> bool {
        let shorthand = |list: &Span| {
            let first = text[list.range()].split(',').next().unwrap_or_default();
            first.split('%').skip(1).any(|rest| rest.split(['.', '#']).next() == Some(option))
        };
        self.lists.iter().any(shorthand) || self.option_list(text).any(|name| name == option)
    }

    /// Returns the value of a named attribute. The last one counts.
    pub fn named(&self, text: &'t str, name: &str) -> Option<Span> {
        self.all(text).filter(|(_, attribute)| attribute.name == Some(name)).map(|(span, _)| span).last()
    }

    /// Returns the value of a positional attribute, or of the named attribute that means the same.
    pub fn value(&self, text: &'t str, index: usize, name: &str) -> Option<Span> {
        let at = |list: &Span, range: std::ops::Range<usize>| {
            Span::new(list.start as usize + range.start, list.start as usize + range.end)
        };
        let by_position =
            |list: &Span| positional(&attributes(&text[list.range()]), index).map(|range| at(list, range));
        self.named(text, name).or_else(|| self.lists.iter().rev().find_map(by_position))
    }

    /// Returns all attributes with the spans of their values in the file.
    pub fn all(&self, text: &'t str) -> impl Iterator<Item = (Span, Attribute<'t>)> + '_ {
        self.lists.iter().flat_map(move |list| {
            let start = list.start as usize;
            let to_span = move |attribute: Attribute<'t>| {
                (Span::new(start + attribute.value.start, start + attribute.value.end), attribute)
            };
            attributes(&text[list.range()]).into_iter().map(to_span)
        })
    }

    /// Returns whether the style makes the block an admonition.
    pub fn is_admonition(&self) -> bool {
        ADMONITIONS.contains(&self.style)
    }
}

/// The open list items, outermost first.
#[derive(Default)]
pub(super) struct ListStack {
    items: Vec<OpenItem>,
    /// The number of blank lines before a line `+`, which attaches the next block to an item.
    pub continuation: Option<usize>,
    /// Whether the last item is a term without a description so far.
    pub needs_text: bool,
}

struct OpenItem {
    key: MarkerKey,
    /// The context inside the list.
    list: LeafContext,
    /// The context inside the item.
    item: LeafContext,
    /// Whether the item is a term that has no description yet. The next term has the same description.
    is_bare_term: bool,
}

impl ListStack {
    pub fn is_open(&self) -> bool {
        !self.items.is_empty()
    }

    pub fn close(&mut self) {
        *self = ListStack::default();
    }

    /// Returns the context of a block in the list, or `None` outside of lists. A line `+` after blank lines attaches
    /// the next block to an outer item.
    pub fn context(&self) -> Option<LeafContext> {
        let up = self.continuation.unwrap_or(0);
        let index = self.items.len().checked_sub(1)?.saturating_sub(up);
        Some(self.items[index].item)
    }

    /// Ends the block that a line `+` attached.
    pub fn end_block(&mut self) {
        if let Some(up) = self.continuation.take() {
            let left = self.items.len().saturating_sub(up).max(1);
            self.items.truncate(left);
        }
        self.needs_text = false;
        if let Some(last) = self.items.last_mut() {
            last.is_bare_term = false;
        }
    }

    /// Starts the item with this marker. `around` is the context around all lists. `open_list` makes the context inside
    /// a new list, and `in_item` that inside a new item. Returns the context inside the item.
    pub fn start_item(
        &mut self,
        marker: Marker,
        around: LeafContext,
        open_list: impl FnOnce(LeafContext) -> LeafContext,
        in_item: impl FnOnce(LeafContext) -> LeafContext,
    ) -> LeafContext {
        let known = self.items.iter().rposition(|open| open.key == marker.key);
        let shares_item = known.is_some_and(|index| index + 1 == self.items.len() && self.items[index].is_bare_term);
        let (list, item) = match known {
            Some(index) if shares_item => (self.items[index].list, self.items[index].item),
            Some(index) => (self.items[index].list, in_item(self.items[index].list)),
            None => {
                let list = open_list(self.context().unwrap_or(around));
                (list, in_item(list))
            }
        };
        if let Some(index) = known {
            self.items.truncate(index);
        }
        self.continuation = None;
        self.items.push(OpenItem { key: marker.key, list, item, is_bare_term: marker.key.is_term() });
        item
    }
}
