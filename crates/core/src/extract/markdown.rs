//! Finds the leaf blocks of Markdown (paragraphs, headings, table cells, code) and the containers around each of them
//! (block quotes, list items, tables).
//!
//! A paragraph of the grammar may have *sections* that we read on their own, such as a footnote or a directive. Some of
//! them have a *body*: indented blocks, which are parsed as a Markdown text of their own.
//!
//! The walk over the syntax tree tracks the offset up to which it has read the document. Each node that it reads or skips
//! advances this offset. *Unclaimed* source, which no node covers, such as text around empty table cells or inside an
//! error node, is read as prose, so that no text is lost where the grammar has a gap.

use super::collector::Collector;
use super::grammar::skip_subtree;
use super::leaf_context::LeafContext;
use super::lines::{lines, paragraphs, start_of_text, without_block_indent, without_indent};
use super::outline::Collection;
use super::parsers::{BlockKind, Parsers};
use super::parts::{Joined, Part, PartRole, clipped, extent, subtract};
use super::piece::{Piece, Pieces};
use super::pieces::SingleBlock;
use super::section::{ParagraphSection, ParagraphSections, SectionContexts, SectionKind};
use super::table::TableRow;
use super::warning::Misread;
use super::{data_uri, directive, front_matter, heading, hidden, html, inline, paragraph, pieces, single_block, text};
use std::ops::Range;
use tree_sitter::{Node, TreeCursor};
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// Adds the blocks of `piece`, a part of a Markdown file, to `out`.
pub(super) fn read_piece(parsers: &mut Parsers, piece: &Piece, out: &mut Collector) {
    if let Some(block) = SingleBlock::of(out.text, piece).filter(|_| !parsers.only_block_grammar) {
        return single_block::read(parsers, block, piece, out);
    }
    let parts = data_uri::mask(out.text, front_matter::read_and_cut(piece, out));
    let parts = text::without_long_lines(parts, out);
    let parts = hidden::mask(parts, &piece.hidden, out);
    read(parsers, parts, false, out);
}

/// Splits a Markdown file into pieces. A file with a lone carriage return stays one piece, because parsers disagree on
/// whether it ends a line.
pub(super) fn split(text: &str, min_len: usize) -> Pieces {
    let bytes = text.as_bytes();
    let has_lone_return = memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n'));
    let pieces = match has_lone_return {
        true => Pieces { unsplittable: true, ..Pieces::whole(text) },
        false => pieces::markdown(text, min_len),
    };
    pieces.with_long_as_plain(text, min_len)
}

/// Adds a leaf without bodies, such as a paragraph or a heading, to `out`.
pub(super) fn read_leaf(parsers: &mut Parsers, leaf: &[Part], context: LeafContext, out: &mut Collector) {
    let sections = cut_sections(leaf, context, out);
    read_sections(parsers, &sections, leaf, context, out);
}

/// A Markdown document to read: a whole piece, or the body of a block, such as an admonition.
struct MarkdownJob {
    parts: Vec<Part>,
    /// The containers around the document.
    context: LeafContext,
    /// How many documents contain this one.
    depth: usize,
}

/// The maximum [`MarkdownJob::depth`]. Each level parses the text inside it again, so the limit keeps the time linear.
const MAX_DEPTH: usize = 8;

/// Adds the blocks of the document that consists of `parts` to `out`. `is_mdx` says whether it is MDX, which has no
/// indented code.
pub(super) fn read(parsers: &mut Parsers, parts: Vec<Part>, is_mdx: bool, out: &mut Collector) {
    let mut jobs = vec![MarkdownJob { parts, context: LeafContext::default(), depth: 0 }];
    while let Some(job) = jobs.pop() {
        if job.depth > MAX_DEPTH {
            text::fall_back(&job.parts, Misread::DeepIndent, out);
            continue;
        }
        let joined = Joined::for_blocks(out.text, &job.parts);
        let Some(tree) = parsers.blocks.parse_lines(&joined.text) else {
            text::fall_back(&job.parts, Misread::DeepNesting, out);
            continue;
        };
        let walk = BlockWalk {
            parsers,
            out,
            at: extent(&job.parts).map_or(0, |range| range.start),
            job: &job,
            joined: &joined,
            contexts: vec![job.context],
            is_mdx,
            open_section: None,
            joined_until: 0,
            in_table: false,
            row: TableRow::default(),
            jobs: Vec::new(),
        };
        jobs.extend(walk.run(&mut tree.walk()));
    }
}

/// A walk over the syntax tree of one document.
struct BlockWalk<'a, 't> {
    parsers: &'a mut Parsers,
    out: &'a mut Collector<'t>,
    job: &'a MarkdownJob,
    joined: &'a Joined<'t>,
    /// Everything before this byte has been read.
    at: usize,
    /// The context at each level of the tree, from the root to the current node.
    contexts: Vec<LeafContext>,
    is_mdx: bool,
    /// The context of the last section, if indented text after it continues it.
    open_section: Option<LeafContext>,
    /// The indented text before this byte has already been read: see [`BlockWalk::join_indented`].
    joined_until: u32,
    in_table: bool,
    /// The current row of the current table.
    row: TableRow,
    /// The documents inside this one, which are read after it.
    jobs: Vec<MarkdownJob>,
}

impl BlockWalk<'_, '_> {
    /// Reads the whole tree. Returns the documents inside this one.
    fn run(mut self, cursor: &mut TreeCursor) -> Vec<MarkdownJob> {
        loop {
            let node = cursor.node();
            let inside = self.enter(node);
            if let Some(context) = inside.filter(|_| cursor.goto_first_child()) {
                self.contexts.push(context);
                continue;
            }
            let Some(up) = skip_subtree(cursor) else { break };
            self.contexts.truncate(self.contexts.len() - up);
        }
        self.read_unclaimed(extent(&self.job.parts).map_or(0, |range| range.end));
        self.jobs
    }

    fn context(&self) -> LeafContext {
        self.contexts.last().copied().unwrap_or(self.job.context)
    }

    /// Returns the context of a leaf. In a table, the context includes the cell.
    fn leaf_context(&mut self, leaf: &[Part]) -> LeafContext {
        let start = leaf.first().filter(|_| self.in_table).map(|part| part.span.start);
        let cell = start.and_then(|start| self.row.cell(self.out.text, start));
        self.context().cell(cell)
    }

    /// Reads a node. Returns the context of its children, or `None` if the walk must skip them.
    fn enter(&mut self, node: Node) -> Option<LeafContext> {
        let context = self.context();
        let Some(kind) = self.parsers.blocks.kind(&node) else { return Some(context) };
        let span = self.joined.span(&node);
        match kind {
            BlockKind::Quote => {
                let start = start_of_text(self.out.text, span);
                let context = self.out.enter_collection(context.inside(Scope::Quote), Collection::Quote(start));
                return self.container(span, context);
            }
            BlockKind::Item => {
                let context = context.inside(Scope::List).in_group(start_of_text(self.out.text, span));
                let context = self.out.enter_collection(context, Collection::List);
                return self.container(span, context);
            }
            BlockKind::Heading => {
                let source = &self.out.text[span.range()];
                return self.container(span, context.heading(heading::level(source)));
            }
            BlockKind::Table => {
                self.row = TableRow::before(start_of_text(self.out.text, span));
                let context =
                    self.out.enter_collection(context.with_own_scope(Scope::Table), Collection::At(self.row.table()));
                return self.container(span, context);
            }
            BlockKind::Row => {
                self.read_unclaimed(span.start as usize);
                let skipped = self.out.skipped_rows_before(self.row.table(), span.start);
                self.row = self.row.next(&self.out.text[span.range()], span.start, skipped);
                self.in_table = true;
                return Some(context);
            }
            _ => {}
        }
        let span = if kind == BlockKind::Inline { self.with_line_start(span) } else { span };
        self.read_unclaimed(span.start as usize);
        self.in_table = kind == BlockKind::Cell;
        let continues = matches!(kind, BlockKind::Indented | BlockKind::Continuation);
        self.open_section = self.open_section.filter(|_| continues);
        match kind {
            BlockKind::Inline | BlockKind::Cell => self.paragraph(node, span),
            BlockKind::Definition => self.definition(node, span),
            BlockKind::Indented => self.indented(node, span),
            BlockKind::Fence => self.fence(node, span),
            BlockKind::Html => {
                let leaf = self.cut_leaf(node, span);
                html::read(&mut self.parsers.html, &leaf, context, self.out);
            }
            _ => {}
        }
        self.at = self.at.max(span.end as usize);
        None
    }

    /// Extends the span of a paragraph to the start of its line, if text precedes it there. In `[\(a\) b](c)`, the
    /// grammar takes the brackets for the label of a link reference definition and leaves them in an error node.
    fn with_line_start(&self, span: Span) -> Span {
        let Some(gap) = self.out.text.get(self.at..span.start as usize) else { return span };
        let line = gap.rfind(['\n', '\r']).map_or(gap, |end| &gap[end + 1..]);
        let stray = line.trim_start_matches([' ', '\t']);
        if stray.contains(char::is_alphanumeric) {
            Span::new(span.start as usize - stray.len(), span.end as usize)
        } else {
            span
        }
    }

    /// Starts a container, whose children have this context.
    fn container(&mut self, span: Span, context: LeafContext) -> Option<LeafContext> {
        self.read_unclaimed(span.start as usize);
        self.in_table = false;
        self.open_section = None;
        Some(context)
    }

    /// Reads the source that no node covers, from the current offset to `to`, as prose.
    fn read_unclaimed(&mut self, to: usize) {
        if self.at >= to {
            return;
        }
        let from = std::mem::replace(&mut self.at, to);
        for range in self.split_unclaimed(from..to) {
            let leaf: Vec<Part> = clipped(&self.job.parts, range).collect();
            let context = self.leaf_context(&leaf);
            inline::read(&mut self.parsers.inline, &leaf, context, self.out);
        }
    }

    /// Splits source that no node covers into tags, strings, paragraphs and, in a table, cells. Keeps only ranges that
    /// contain a letter or digit.
    fn split_unclaimed(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let text = self.out.text;
        let has_words = |range: &Range<usize>| text[range.clone()].contains(char::is_alphanumeric);
        let mut found = Vec::new();
        for part in clipped(&self.job.parts, range).filter(|part| has_words(&part.span.range())) {
            match part.role {
                PartRole::Opaque | PartRole::Hidden => {}
                PartRole::Tag | PartRole::String => found.push(part.span.range()),
                PartRole::Markup | PartRole::Literal if self.in_table => found.extend(cells(text, part.span.range())),
                PartRole::Markup | PartRole::Literal => {
                    found.extend(paragraphs(text, part.span.range()).map(|span| span.range()));
                }
            }
        }
        found.retain(has_words);
        found
    }

    /// Returns the parts of a leaf, without hidden parts and without the container markers at the start of its lines.
    fn cut_leaf(&self, node: Node, span: Span) -> Vec<Part> {
        // Only a leaf of several lines has container markers inside.
        let mut holes = Vec::new();
        if self.out.text[span.range()].contains(['\n', '\r']) {
            for child in node.children(&mut node.walk()) {
                if self.parsers.blocks.kind(&child) == Some(BlockKind::Continuation) {
                    holes.push(self.joined.span(&child));
                }
            }
        }
        let mut leaf = subtract(&self.job.parts, span.range(), &holes);
        leaf.retain(|part| part.role != PartRole::Hidden);
        leaf
    }

    /// Reads the text of a paragraph, a heading or a cell.
    fn paragraph(&mut self, node: Node, span: Span) {
        if !self.out.covers(span.start as usize) {
            return;
        }
        let span = if self.context().heading_level.is_some() {
            heading::without_closing_hashes(self.out.text, span)
        } else {
            span
        };
        let leaf = self.cut_leaf(node, span);
        let next = node.parent().and_then(|paragraph| paragraph.next_sibling());
        self.sections(&leaf, next, false);
    }

    /// Reads the sections of a leaf, and queues its bodies as documents. `next` is the node after the leaf's block.
    /// If the leaf is a footnote that the grammar took for a definition (`is_misparsed_definition`), an indented `next`
    /// continues it.
    fn sections(&mut self, leaf: &[Part], next: Option<Node>, is_misparsed_definition: bool) {
        let around = self.leaf_context(leaf);
        let mut sections = cut_sections(leaf, around, self.out);
        let next = next.filter(|next| self.parsers.blocks.kind(next) == Some(BlockKind::Indented));
        if let Some(footnote) = sections.all.last_mut().filter(|_| is_misparsed_definition && next.is_some())
            && footnote.kind == SectionKind::Footnote
        {
            footnote.kind = SectionKind::Body { in_footnote: true };
            sections.last = Some(footnote.kind);
        }
        read_sections(self.parsers, &sections, leaf, around, self.out);
        let ends_with_body = sections.all.last().is_some_and(|last| last.kind.is_body());
        let mut contexts = SectionContexts::new(self.out.text, around);
        for section in &sections.all {
            let context = contexts.next(section);
            if section.kind.is_body() {
                self.read_later(without_indent(self.out.text, &section.parts), context);
            }
        }
        let last = sections.last.filter(|kind| kind.continues_when_indented());
        self.open_section = last.map(|kind| contexts.of(kind));
        if let Some(next) = next.filter(|_| ends_with_body) {
            self.join_indented(next);
        }
    }

    /// Queues `parts` to be read as a document after this one.
    fn read_later(&mut self, parts: Vec<Part>, context: LeafContext) {
        self.jobs.push(MarkdownJob { parts, context, depth: self.job.depth + 1 });
    }

    /// Appends the indented text after a paragraph to the body that ends the paragraph: fenced code may start in the
    /// body and end in the indented text.
    fn join_indented(&mut self, next: Node) {
        let Some(mut body) = self.jobs.pop() else { return };
        let end = extent(&body.parts).map_or(0, |range| range.end);
        let more = self.joined.span(&next);
        // Keep the line ends between them (two form a blank line) and drop the container markers.
        let gap = self.out.text[end..more.start as usize].match_indices('\n').take(2);
        body.parts.extend(gap.map(|(at, _)| Part::markup(end + at, end + at + 1)));
        body.parts.extend(without_block_indent(self.out.text, &self.cut_leaf(next, more)));
        self.joined_until = more.end;
        self.jobs.push(body);
    }

    /// Reads a link reference definition. A footnote whose first line is a single word (`[^1]: See`) looks like one to
    /// the grammar; it is read as a footnote.
    fn definition(&mut self, node: Node, span: Span) {
        if !self.out.covers(span.start as usize) {
            return;
        }
        let leaf = self.cut_leaf(node, span);
        if paragraph::is_footnote(self.out.text, &leaf) {
            // The other lines of the footnote look like indented code.
            return self.sections(&leaf, node.next_sibling(), true);
        }
        for child in node.children(&mut node.walk()) {
            let span = self.joined.span(&child);
            match child.kind() {
                "link_title" if span.len() >= 2 => {
                    let title = Span { start: span.start + 1, end: span.end - 1 };
                    paragraph::read_title(title, &leaf, self.context(), self.out);
                }
                "link_label" => self.out.references.record_definition(self.out.text, clipped(&leaf, span.range())),
                "link_destination" => self.out.push_source([span], Scope::Url, self.context()),
                _ => {}
            }
        }
    }

    /// Reads fenced code, or a fenced directive that contains prose.
    fn fence(&mut self, node: Node, span: Span) {
        let context = self.context();
        let opening = lines(self.out.text, span.range()).next().unwrap_or(span);
        let is_prose =
            directive::parse_fence_name(&self.out.text[opening.range()]).is_some_and(|(name, _)| name.is_prose_fence());
        if !is_prose {
            self.out.begin_non_prose(span.start as usize, context);
        }
        if !is_prose && !self.out.wants(Scope::Code) {
            return;
        }
        let title = paragraph::fence_title(self.out.text, opening).filter(|_| is_prose);
        let titled = title.map_or(context, |_| context.in_group(opening.start));
        for content in node.children(&mut node.walk()).filter(|child| child.kind() == "code_fence_content") {
            let leaf = self.cut_leaf(content, self.joined.span(&content));
            if is_prose {
                let parts = paragraph::read_options(&leaf, context, self.out);
                self.read_later(parts, titled);
            } else {
                self.out.push_source(leaf.iter().map(|part| part.span), Scope::Code, context);
            }
        }
        if let Some(title) = title {
            read_shown_title(self.parsers, title, &self.job.parts, titled, self.out);
        }
    }

    /// Reads indented text. It is Markdown if it continues a section or if this is MDX, and code otherwise.
    fn indented(&mut self, node: Node, span: Span) {
        if span.start < self.joined_until {
            return;
        }
        let leaf = self.cut_leaf(node, span);
        let context = self.context();
        if self.is_mdx || self.open_section.is_some() {
            let context = self.open_section.unwrap_or(context);
            self.read_later(without_block_indent(self.out.text, &leaf), context);
        } else {
            self.out.begin_non_prose(span.start as usize, context);
            self.out.push_source(leaf.iter().map(|part| part.span), Scope::Code, context);
        }
    }
}

/// Splits a leaf into its sections. Returns no sections if the whole leaf is one paragraph, heading or cell.
fn cut_sections(leaf: &[Part], context: LeafContext, out: &Collector) -> ParagraphSections {
    if context.has_own_scope() || !paragraph::may_have_sections(out.text, leaf) {
        return ParagraphSections::default();
    }
    paragraph::split_sections(out.text, leaf, context)
}

/// Reads the sections of a leaf, except bodies, which are documents of their own.
fn read_sections(
    parsers: &mut Parsers,
    sections: &ParagraphSections,
    leaf: &[Part],
    context: LeafContext,
    out: &mut Collector,
) {
    if sections.last.is_none() {
        return inline::read(&mut parsers.inline, leaf, context, out);
    }
    let mut contexts = SectionContexts::new(out.text, context);
    for section in &sections.all {
        let (context, ParagraphSection { parts, kind }) = (contexts.next(section), section);
        match *kind {
            SectionKind::Text | SectionKind::Definition | SectionKind::Footnote => {
                inline::read(&mut parsers.inline, parts, context, out);
            }
            SectionKind::Directive(rest) => {
                if let Some(title) = paragraph::read_directive(rest, parts, context, out) {
                    read_shown_title(parsers, title, parts, context, out);
                }
            }
            SectionKind::Option { name, value } => paragraph::read_option(name, value, parts, context, out),
            SectionKind::Reference(title) => paragraph::read_title(title, parts, context, out),
            SectionKind::Title(title) => read_shown_title(parsers, title, parts, context, out),
            SectionKind::Body { .. } => {}
        }
    }
}

/// Reads the title of an admonition, a tab or a directive. Readers see it, and it may contain markup.
fn read_shown_title(parsers: &mut Parsers, title: Span, parts: &[Part], context: LeafContext, out: &mut Collector) {
    let source = &out.text[title.range()];
    let start = title.end as usize - source.trim_start().len();
    let parts: Vec<Part> = clipped(parts, start..start + source.trim().len()).collect();
    inline::read(&mut parsers.inline, &parts, context.with_own_scope(Scope::Title), out);
}

/// Splits `range` of `text` at every `|`.
fn cells(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut start = range.start;
    text[range].split('|').map(move |cell| {
        let end = start + cell.len();
        std::mem::replace(&mut start, end + 1)..end
    })
}
