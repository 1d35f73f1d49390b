//! Builds the text of a prose block and its source map.
//!
//! Extractors call one method for each part of the source: text, a decoded character, a break, something opaque. The
//! builder collapses white space and removes invisible characters, so that every format handles them the same way.

use super::block::ProseBlock;
use super::characters::{OPAQUE, is_invisible, is_space};
use super::notation::Notation;
use super::scope::{Scope, ScopeSet};
use crate::source::{SUBSTITUTE, SourceMap, Span, to_u32};
use std::ops::Range;

/// Builds one [`ProseBlock`] from parts in reading order.
#[derive(Debug, Default)]
pub struct ProseBuilder {
    text: String,
    map: SourceMap,
    inner_scopes: Vec<(Range<u32>, Scope)>,
    breaks: Vec<u32>,
    inner_notations: Vec<(Range<u32>, Notation)>,
}

impl ProseBuilder {
    /// Creates an empty builder.
    pub fn new() -> ProseBuilder {
        ProseBuilder::default()
    }

    /// Returns whether the builder has no text yet.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns whether there is text other than opaque words.
    pub fn has_prose(&self) -> bool {
        self.text.chars().any(|c| c != OPAQUE && c != ' ')
    }

    /// Returns whether the last character of the text so far meets a condition.
    pub fn ends_with(&self, condition: impl Fn(char) -> bool) -> bool {
        self.text.chars().next_back().is_some_and(condition)
    }

    /// Returns the length of the text so far in bytes, which is the `from` of a later [`ProseBuilder::mark_scope`].
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Adds source text without markup or escapes. `source` starts at byte `start` of the file.
    pub fn source(&mut self, source: &str, start: usize) {
        let (mut at, mut verbatim_start) = (0, 0);
        // Nearly all text is printable ASCII, which is kept.
        while let Some(len) = source.as_bytes()[at..].iter().position(|byte| !byte.is_ascii_graphic()) {
            at += len;
            let rest = &source[at..];
            let Some(c) = rest.chars().next() else { break };
            let after = at + c.len_utf8();
            let is_special = is_space(c) || c == SUBSTITUTE || is_invisible(c);
            let is_single_space = c == ' ' && !source[after..].starts_with(is_space);
            if !is_special || is_single_space && self.keeps_space(source, verbatim_start, at) {
                at = after;
                continue;
            }
            self.verbatim(&source[verbatim_start..at], start + verbatim_start);
            let end_of_run = |is_part: fn(char) -> bool| source.len() - rest.trim_start_matches(is_part).len();
            let mut end = after;
            if is_space(c) {
                end = end_of_run(is_space);
                self.space(Span::new(start + at, start + end));
            } else if c == SUBSTITUTE {
                // A run becomes one character, because a damaged file may consist of nothing else.
                end = end_of_run(|next| next == SUBSTITUTE);
                self.replaced("\u{FFFD}", Span::new(start + at, start + end));
            } else {
                self.dropped(Span::new(start + at, start + end));
            }
            (at, verbatim_start) = (end, end);
        }
        self.verbatim(&source[verbatim_start..], start + verbatim_start);
    }

    /// Adds text that is written differently in the source, such as an entity or an escaped character.
    pub fn decoded(&mut self, text: &str, source: Span) {
        if text.chars().all(is_space) {
            self.space(source);
        } else if text.chars().all(is_invisible) {
            self.dropped(source);
        } else {
            self.replaced(text, source);
        }
    }

    /// Adds a space for white space or a soft line break in the source.
    pub fn space(&mut self, source: Span) {
        if self.text.is_empty() {
            return;
        }
        if self.text.ends_with(' ') {
            self.dropped(source);
        } else {
            self.replaced(" ", source);
        }
    }

    /// Adds a hard line break. Patterns treat it as white space. The contexts of rules treat it as the end of a clause.
    pub fn hard_break(&mut self, source: Span) {
        self.space(source);
        let at = self.text.len().checked_sub(1).map(to_u32);
        self.breaks.extend(at.filter(|at| self.breaks.last() != Some(at)));
    }

    /// Adds [`OPAQUE`] for a code span, a URL or an image.
    pub fn opaque(&mut self, source: Span) {
        self.replaced(OPAQUE.encode_utf8(&mut [0; 4]), source);
    }

    /// Sets an inner scope for the text from byte `from` to the end.
    pub fn mark_scope(&mut self, from: usize, scope: Scope) {
        if from < self.text.len() {
            self.inner_scopes.push((to_u32(from)..to_u32(self.text.len()), scope));
        }
    }

    /// Sets a different notation for the text from byte `from` to the end.
    pub fn mark_notation(&mut self, from: usize, notation: Notation) {
        if from < self.text.len() {
            self.inner_notations.push((to_u32(from)..to_u32(self.text.len()), notation));
        }
    }

    /// Returns the block, or `None` if it has no text. `containers` are the scopes around the block.
    pub fn finish(mut self, scope: Scope, containers: ScopeSet) -> Option<ProseBlock> {
        let len = self.text.trim_end_matches(' ').len();
        self.text.truncate(len);
        self.map.truncate(len);
        let end = to_u32(len);
        for (range, _) in &mut self.inner_scopes {
            range.end = range.end.min(end);
        }
        self.inner_scopes.retain(|(range, _)| range.start < range.end);
        self.breaks.retain(|at| *at < end);
        (len > 0).then(|| ProseBlock {
            text: self.text,
            map: self.map,
            scope,
            scopes: containers.with(scope),
            inner_scopes: self.inner_scopes,
            breaks: self.breaks,
            heading_level: None,
            cell: None,
            group: None,
            notation: Notation::Plain,
            inner_notations: self.inner_notations,
        })
    }

    /// Returns whether a single space at `at` can stay in the verbatim range that starts at `verbatim_start`.
    fn keeps_space(&self, source: &str, verbatim_start: usize, at: usize) -> bool {
        if at > verbatim_start {
            !source[..at].ends_with(' ')
        } else {
            !self.text.is_empty() && !self.text.ends_with(' ')
        }
    }

    fn verbatim(&mut self, text: &str, start: usize) {
        if !text.is_empty() {
            self.map.push(self.text.len(), text.len(), Span::new(start, start + text.len()), true);
            self.text.push_str(text);
        }
    }

    fn replaced(&mut self, text: &str, source: Span) {
        self.map.push(self.text.len(), text.len(), source, false);
        self.text.push_str(text);
    }

    fn dropped(&mut self, source: Span) {
        if !self.text.is_empty() {
            self.map.push(self.text.len(), 0, source, false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build_block(build: impl FnOnce(&mut ProseBuilder)) -> ProseBlock {
        let mut builder = ProseBuilder::new();
        build(&mut builder);
        builder.finish(Scope::Paragraph, ScopeSet::default()).unwrap()
    }

    fn spans(block: &ProseBlock, needle: &str) -> Vec<(u32, u32)> {
        let start = block.text.find(needle).unwrap();
        let range = to_u32(start)..to_u32(start + needle.len());
        block.spans(&range).iter().map(|span| (span.start, span.end)).collect()
    }

    #[test]
    fn collapses_white_space_and_trims_the_ends() {
        let source = "  direct \t\r\n access  ";
        let block = build_block(|b| b.source(source, 10));
        assert_eq!(block.text, "direct access");
        assert_eq!(spans(&block, "direct access"), [(12, 29)]);
        assert_eq!(spans(&block, "access"), [(23, 29)]);
    }

    #[test]
    fn invisible_characters_do_not_split_a_span() {
        let source = "ac\u{AD}cess x";
        let block = build_block(|b| b.source(source, 0));
        assert_eq!(block.text, "access x");
        assert_eq!(spans(&block, "access"), [(0, 8)]);
    }

    #[test]
    fn markup_splits_spans_and_is_not_part_of_them() {
        // Open**AI** models
        let block = build_block(|b| {
            b.source("Open", 0);
            b.source("AI", 6);
            b.source(" models", 10);
        });
        assert_eq!(spans(&block, "OpenAI models"), [(0, 4), (6, 8), (10, 17)]);
        assert_eq!(spans(&block, "AI"), [(6, 8)]);
    }

    #[test]
    fn decoded_text_maps_as_a_whole() {
        // a&nbsp;b&amp;c
        let block = build_block(|b| {
            b.source("a", 0);
            b.decoded("\u{A0}", Span::new(1, 7));
            b.source("b", 7);
            b.decoded("&", Span::new(8, 13));
            b.source("c", 13);
        });
        assert_eq!(block.text, "a b&c");
        assert_eq!(spans(&block, "a b"), [(0, 8)]);
        assert_eq!(spans(&block, "&"), [(8, 13)]);
    }

    #[test]
    fn collapses_spaces_on_both_sides_of_markup() {
        let block = build_block(|b| {
            b.source("a ", 0);
            b.source(" b", 5);
        });
        assert_eq!(block.text, "a b");
        assert_eq!(spans(&block, "a b"), [(0, 2), (5, 7)]);
    }

    #[test]
    fn hard_breaks_are_recorded_spaces() {
        // <br>a <br><br> b<br>
        let block = build_block(|b| {
            b.hard_break(Span::new(0, 4));
            b.source("a ", 4);
            b.hard_break(Span::new(6, 10));
            b.hard_break(Span::new(10, 14));
            b.source(" b", 14);
            b.hard_break(Span::new(16, 20));
        });
        assert_eq!((block.text.as_str(), block.breaks.as_slice()), ("a b", [1].as_slice()));
    }

    #[test]
    fn marks_are_clipped_to_the_text() {
        let mut builder = ProseBuilder::new();
        builder.source("see ", 0);
        let from = builder.len();
        builder.source("docs ", 5);
        builder.mark_scope(from, Scope::Link);
        let block = builder.finish(Scope::Paragraph, ScopeSet::default()).unwrap();
        assert_eq!(block.text, "see docs");
        assert_eq!(block.scope_of(&(4..8)), Scope::Link);
        assert_eq!(block.scope_of(&(0..8)), Scope::Paragraph);
        assert!(block.scopes_of(&(4..8)).contains(Scope::Paragraph));
    }
}
