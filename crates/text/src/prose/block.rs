//! One paragraph-like unit of a document: its text, and what is known of it.

use super::notation::Notation;
use super::scope::{Scope, ScopeSet};
use super::source_map::SourceMap;
use super::words::Words;
use crate::source::Span;
use std::ops::Range;

/// The text of one paragraph-like unit.
#[derive(Clone, Debug)]
pub struct ProseBlock {
    /// The text as a reader sees it: markup gone, entities and escapes decoded, invisible characters and soft hyphens
    /// out, each run of white space one space, none at the ends. [`OPAQUE`](super::OPAQUE) stands for a code span, a URL target or
    /// an image.
    pub text: String,
    /// From bytes of `text` to bytes of the source.
    pub map: SourceMap,
    /// What the whole block is.
    pub scope: Scope,
    /// `scope` and every container around it.
    pub scopes: ScopeSet,
    /// Stretches of `text` (bytes) with a scope of their own, such as the text of a link.
    pub inner: Vec<(Range<u32>, Scope)>,
    /// The spaces of `text` that are hard line breaks, by byte, in order.
    pub breaks: Vec<u32>,
    /// The level (1 to 6) when the block is a heading.
    pub heading_level: Option<u8>,
    /// Its place when the block is a table cell.
    pub cell: Option<TableCell>,
    /// How text is written into it.
    pub notation: Notation,
    /// Stretches of `text` (bytes) into which text is written in another way, in order: strings of expressions.
    pub inner_notations: Vec<(Range<u32>, Notation)>,
}

/// The place of a table cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TableCell {
    /// The table, by the first byte of it.
    pub table: u32,
    /// The row, counted from 0; row 0 is the header.
    pub row: u32,
    /// The column, counted from 0.
    pub column: u32,
}

impl ProseBlock {
    /// The words of the block, with its lines.
    pub fn words(&self) -> Words {
        Words::of_lines(&self.text, &self.breaks)
    }

    /// The innermost scope around a stretch of `text` (bytes).
    pub fn scope_of(&self, range: &Range<u32>) -> Scope {
        self.inner_of(range).min_by_key(|(inner, _)| inner.end - inner.start).map_or(self.scope, |(_, scope)| *scope)
    }

    /// Every scope around a stretch of `text` (bytes).
    pub fn scopes_of(&self, range: &Range<u32>) -> ScopeSet {
        self.inner_of(range).fold(self.scopes, |scopes, (_, scope)| scopes.with(*scope))
    }

    /// The pieces of source behind a stretch of `text` (bytes), without the markup between, in order.
    pub fn spans(&self, range: &Range<u32>) -> Vec<Span> {
        self.map.to_source(range)
    }

    /// How text is written in place of a stretch of `text` (bytes).
    pub fn notation_of(&self, range: &Range<u32>) -> Notation {
        let mut overlapping =
            self.inner_notations.iter().filter(|(inner, _)| inner.start < range.end && range.start < inner.end);
        let Some((inner, notation)) = overlapping.next() else { return self.notation };
        if inner.start <= range.start && range.end <= inner.end {
            return *notation;
        }
        // What lies between the first and the last letter goes as a whole.
        let goes = |inner: &Range<u32>| range.start < inner.start && inner.end < range.end;
        if goes(inner) && overlapping.all(|(inner, _)| goes(inner)) { self.notation } else { Notation::Unknown }
    }

    fn inner_of(&self, range: &Range<u32>) -> impl Iterator<Item = &(Range<u32>, Scope)> {
        self.inner.iter().filter(move |(inner, _)| inner.start <= range.start && range.end <= inner.end)
    }
}
