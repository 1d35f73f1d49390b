//! Collects the blocks, warnings and block starts of one extraction.
//!
//! The parser also sees the context of a [`Piece`], and the caller does not want every scope. The collector drops
//! blocks that start outside the piece's range or are in no wanted scope, so the modules of the formats do not have to.

use super::extraction::{Extraction, LanguageTag};
use super::leaf_context::LeafContext;
use super::outline::{Collection, Comment, MARKER, Outline, is_alone};
use super::piece::Piece;
use super::reading::ReadingLists;
use super::references::References;
use super::warning::{ExtractWarning, Misread};
use wordgate_text::prose::{Notation, OPAQUE, ProseBlock, ProseBuilder, Scope, ScopeSet};
use wordgate_text::source::Span;

/// The scopes that are not prose. Their text is extracted only if `wanted` contains them, even inside a wanted scope.
const NOT_PROSE: [Scope; 4] = [Scope::Code, Scope::Comment, Scope::Url, Scope::Math];

/// The blocks, warnings and block starts that were extracted so far.
pub(super) struct Collector<'t> {
    /// The text of the file.
    pub text: &'t str,
    /// The keys and attributes whose values are read.
    pub reading: ReadingLists,
    wanted: ScopeSet,
    range: Span,
    skipped_rows: u32,
    blocks: Vec<ProseBlock>,
    warnings: Vec<ExtractWarning>,
    /// The starts of blocks.
    pub outline: Outline,
    /// The links whose text is their label, and the link definitions.
    pub references: References,
    language_tags: Vec<LanguageTag>,
}

impl<'t> Collector<'t> {
    /// Creates a collector for the prose of `piece` that reads the keys and attributes in `reading`.
    pub fn new(text: &'t str, piece: &Piece, wanted: ScopeSet, reading: &ReadingLists) -> Collector<'t> {
        Collector {
            text,
            reading: reading.clone(),
            wanted,
            range: piece.range,
            skipped_rows: piece.skipped_rows,
            blocks: Vec::new(),
            warnings: Vec::new(),
            outline: Outline::default(),
            references: References::default(),
            language_tags: Vec::new(),
        }
    }

    /// Returns whether `scope`, which is one of [`NOT_PROSE`], is wanted.
    pub fn wants(&self, scope: Scope) -> bool {
        self.wanted.contains(scope)
    }

    /// Returns whether byte `start` is in the range of the piece, rather than in its context.
    pub fn covers(&self, start: usize) -> bool {
        self.range.range().contains(&start)
    }

    /// Returns the number of skipped rows between the header of the table at byte `table` and the row at byte `row`.
    pub fn skipped_rows_before(&self, table: u32, row: u32) -> u32 {
        if self.covers(row as usize) && !self.covers(table as usize) { self.skipped_rows } else { 0 }
    }

    /// Adds a block, unless it contains no prose. `notation` is how a fix must write text into its source.
    pub fn push(&mut self, builder: ProseBuilder, context: LeafContext, notation: Notation) {
        let Some(mut block) = builder.finish(context.scope(), context.scopes()) else { return };
        if block.text.chars().all(|c| c == OPAQUE || c == ' ') {
            return;
        }
        block.heading_level = context.heading_level;
        block.cell = context.cell;
        block.group = context.group;
        block.notation = notation;
        let scopes = block.inner_scopes.iter().fold(block.scopes, |scopes, (_, scope)| scopes.with(*scope));
        let hidden = NOT_PROSE.contains(&block.scope) && !self.wanted.contains(block.scope);
        if scopes.intersects(self.wanted) && !hidden && self.covers(block.map.extent().start as usize) {
            self.blocks.push(block);
        }
    }

    /// Adds source that is not prose as a block of its own, if its scope is wanted.
    pub fn push_source(&mut self, spans: impl IntoIterator<Item = Span>, scope: Scope, context: LeafContext) {
        if !self.wants(scope) {
            return;
        }
        let mut builder = ProseBuilder::new();
        for span in spans {
            builder.source(&self.text[span.range()], span.start as usize);
        }
        self.push(builder, context.with_own_scope(scope), Notation::Plain);
    }

    /// Records the start of a block that is not prose, at byte `start`.
    pub fn begin_non_prose(&mut self, start: usize, context: LeafContext) {
        self.outline.begin_block(start);
        self.outline.confirm_block(context.collections);
    }

    /// Records a comment if it may contain a directive. `context` is `None` if it is unknown. `is_first` says whether
    /// the comment is the first content of its block.
    pub fn record_comment(&mut self, span: Span, content: Span, context: Option<LeafContext>, is_first: bool) {
        if self.covers(span.start as usize) && self.text[content.range()].trim_start().starts_with(MARKER) {
            let around = context.map(|context| context.collections);
            self.outline
                .comment(Comment { span, content, is_alone: is_alone(self.text, span), collection: around }, is_first);
        }
    }

    /// Records the language of the element that a tag starts.
    pub fn record_language(&mut self, tag: Option<LanguageTag>) {
        self.language_tags.extend(tag.filter(|tag| self.covers(tag.span.start as usize)));
    }

    /// Enters `collection`. Returns the context inside it.
    pub fn enter_collection(&mut self, context: LeafContext, collection: Collection) -> LeafContext {
        context.with_collections(self.outline.enter_collection(context.collections, collection))
    }

    /// Warns that `span` was not parsed because of `cause`.
    pub fn warn(&mut self, span: Span, cause: Misread) {
        let inside = Span { start: span.start.max(self.range.start), end: span.end.min(self.range.end) };
        if inside.start < inside.end {
            self.warnings.push(ExtractWarning { span: inside, cause });
        }
    }

    /// Returns everything that was collected, in source order.
    pub fn finish(mut self) -> Extraction {
        self.blocks.sort_by_cached_key(|block| block.map.extent().start);
        // Most pieces have one block, but a large file has up to a million pieces, so spare capacity adds up.
        self.blocks.shrink_to_fit();
        let outline = self.outline.finish(self.text, self.range, self.blocks.iter().map(|block| block.map.extent()));
        Extraction {
            blocks: self.blocks,
            warnings: self.warnings,
            outline,
            references: self.references.finish(),
            language_tags: self.language_tags,
        }
    }
}
