//! A prose block: one paragraph-like unit of a document, such as a heading, a list item or a table cell.
//!
//! A block has the text that a reader sees, a map back to the source, and the scopes that contain the text.

use super::notation::Notation;
use super::scope::{Scope, ScopeSet};
use super::words::Words;
use crate::source::{SourceMap, Span};
use std::ops::Range;

/// The text of one paragraph-like unit.
#[derive(Clone, Debug)]
pub struct ProseBlock {
    /// The text that a reader sees. Markup and invisible characters are removed, entities and escapes are decoded, each
    /// run of white space is one space, and white space at the ends is removed. [`OPAQUE`](super::OPAQUE) replaces a
    /// code span, a URL or an image.
    pub text: String,
    /// Maps bytes of `text` to bytes of the source.
    pub map: SourceMap,
    /// The scope of the whole block.
    pub scope: Scope,
    /// `scope` and the scopes of all containers around the block.
    pub scopes: ScopeSet,
    /// Byte ranges of `text` with a different scope, such as the text of a link.
    pub inner_scopes: Vec<(Range<u32>, Scope)>,
    /// The byte offsets of the spaces in `text` that are hard line breaks, in ascending order.
    pub breaks: Vec<u32>,
    /// The level (1 to 6), if the block is a heading.
    pub heading_level: Option<u8>,
    /// The table cell, if the block is one.
    pub cell: Option<TableCell>,
    /// The innermost group that contains the block.
    pub group: Option<Group>,
    /// How to write replacement text into the block.
    pub notation: Notation,
    /// Byte ranges of `text` with a different notation, such as strings in expressions, in ascending order.
    pub inner_notations: Vec<(Range<u32>, Notation)>,
}

/// The position of a cell in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TableCell {
    /// The byte offset of the start of the table, which identifies it.
    pub table: u32,
    /// The 0-based row; row 0 is the header.
    pub row: u32,
    /// The 0-based column.
    pub column: u32,
}

/// Blocks that belong together: a list item, a term and its descriptions, or an admonition. The first block says what
/// the others are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Group {
    /// The byte offset of its start, which identifies it.
    pub start: u32,
    /// The start of the group around it.
    pub parent: Option<u32>,
}

impl ProseBlock {
    /// Splits the text into words. Hard line breaks end lines.
    pub fn words(&self) -> Words {
        Words::of_lines(&self.text, &self.breaks)
    }

    /// Returns the innermost scope around a byte range of `text`.
    pub fn scope_of(&self, range: &Range<u32>) -> Scope {
        self.scopes_around(range)
            .min_by_key(|(inner, _)| inner.end - inner.start)
            .map_or(self.scope, |(_, scope)| *scope)
    }

    /// Returns all scopes around a byte range of `text`.
    pub fn scopes_of(&self, range: &Range<u32>) -> ScopeSet {
        self.scopes_around(range).fold(self.scopes, |scopes, (_, scope)| scopes.with(*scope))
    }

    /// Returns the source spans of a byte range of `text`, in order, without the markup between them.
    pub fn spans(&self, range: &Range<u32>) -> Vec<Span> {
        self.map.to_source(range)
    }

    /// Returns how to write text that replaces a byte range of `text`.
    pub fn notation_of(&self, range: &Range<u32>) -> Notation {
        let mut overlapping =
            self.inner_notations.iter().filter(|(inner, _)| inner.start < range.end && range.start < inner.end);
        let Some((inner, notation)) = overlapping.next() else { return self.notation };
        if inner.start <= range.start && range.end <= inner.end {
            return *notation;
        }
        // The replacement takes the place of the whole range, so it removes inner ranges that are strictly inside,
        // together with their markup.
        let is_removed = |inner: &Range<u32>| range.start < inner.start && inner.end < range.end;
        if is_removed(inner) && overlapping.all(|(inner, _)| is_removed(inner)) {
            self.notation
        } else {
            Notation::Unknown
        }
    }

    /// Returns the inner scopes that contain a byte range of `text`.
    fn scopes_around(&self, range: &Range<u32>) -> impl Iterator<Item = &(Range<u32>, Scope)> {
        self.inner_scopes.iter().filter(move |(inner, _)| inner.start <= range.start && range.end <= inner.end)
    }
}
