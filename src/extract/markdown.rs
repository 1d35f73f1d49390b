//! The block structure of Markdown: which bytes are which leaf, and in what containers.
//!
//! The walk over the tree keeps the offset up to which the document is dealt with. Every node that is a leaf or markup
//! moves it on; source that no node accounts for, as around the empty cells of a table or inside an error, is read as
//! prose, so that no text is lost to a gap in the grammar.

use super::Interrupt;
use super::block_kind::{BlockKind, KINDS};
use super::collector::Collector;
use super::grammar::{Budget, Grammar, leave};
use super::html::HtmlReader;
use super::inline::InlineReader;
use super::outline::Collection;
use super::paragraph::{Section, SectionKind, Sections};
use super::parts::{Joined, Part, Role, clipped, subtract};
use super::place::Place;
use super::table::Row;
use super::warning::Misread;
use super::{Piece, Shape, data_uri, directive, heading, paragraph, text};
use crate::prose::Scope;
use crate::source::{Span, to_u32};
use tree_sitter::{Node, TreeCursor};

/// A stretch of Markdown to read by itself.
struct Job {
    parts: Vec<Part>,
    place: Place,
    depth: usize,
}

/// Indented text is read again this many times at most.
const DEEPEST_JOB: usize = 8;

/// Documents use some 40 callbacks a KiB; nothing hostile is known that uses more than 60.
const BUDGET: Budget = Budget { base: 200, per_kib: 100, most: usize::MAX };

/// Reads Markdown.
pub(super) struct MarkdownReader {
    grammar: Grammar<BlockKind>,
    inline: InlineReader,
    html: HtmlReader,
}

impl MarkdownReader {
    /// A reader with its parsers.
    pub fn new(interrupt: &Interrupt) -> MarkdownReader {
        MarkdownReader {
            grammar: Grammar::new(&tree_sitter_md::LANGUAGE.into(), KINDS, BUDGET, interrupt),
            inline: InlineReader::new(interrupt),
            html: HtmlReader::new(interrupt),
        }
    }

    /// Adds the blocks of a piece of known shape to `out`. Blank lines may follow its text.
    pub fn read_plain(&mut self, piece: &Piece, out: &mut Collector) {
        let (skipped, place) = match piece.shape {
            Shape::Unknown | Shape::Paragraph | Shape::Plain => (0, Place::default()),
            Shape::Item(text) => {
                let item = Place::default().inside(Scope::List);
                // Each line of the context opens one of the items around it.
                let around = (0..=piece.context.len()).fold(item, |place, _| out.within(place, Collection::List));
                (text as usize, around)
            }
        };
        let start = piece.range.start as usize + skipped;
        let source = &out.text[start..piece.range.end as usize];
        let len = source.trim_end_matches([' ', '\t', '\n', '\r']).len();
        let spaces = source[len..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let parts = data_uri::mask(out.text, vec![Part::markup(start, start + len + spaces)]);
        if paragraph::holds_body(out.text, &parts, place) {
            return self.read(piece.parts(out.text), false, out);
        }
        let sections = cut_sections(&parts, place, out);
        read_sections(&mut self.inline, &sections, &parts, place, out);
    }

    /// Adds the blocks of the document made of `parts` to `out`. In MDX, `jsx`, there is no indented code.
    pub fn read(&mut self, parts: Vec<Part>, jsx: bool, out: &mut Collector) {
        let mut jobs = vec![Job { parts, place: Place::default(), depth: 0 }];
        while let Some(job) = jobs.pop() {
            if job.depth > DEEPEST_JOB {
                text::fall_back(&job.parts, Misread::DeepIndent, out);
                continue;
            }
            let joined = Joined::for_blocks(out.text, &job.parts);
            let Some(tree) = self.grammar.parse_lines(&joined.text) else {
                text::fall_back(&job.parts, Misread::DeepNesting, out);
                continue;
            };
            let walk = Walk {
                grammar: &self.grammar,
                inline: &mut self.inline,
                html: &mut self.html,
                out,
                at: job.parts.first().map_or(0, |part| part.span.start as usize),
                job: &job,
                joined: &joined,
                places: vec![job.place],
                jsx,
                held: None,
                joined_until: 0,
                in_table: false,
                row: Row::default(),
                jobs: Vec::new(),
                leaf: Vec::new(),
                holes: Vec::new(),
            };
            jobs.extend(walk.run(&mut tree.walk()));
        }
    }
}

struct Walk<'a, 't> {
    grammar: &'a Grammar<BlockKind>,
    inline: &'a mut InlineReader,
    html: &'a mut HtmlReader,
    out: &'a mut Collector<'t>,
    job: &'a Job,
    joined: &'a Joined<'t>,
    /// Everything before is dealt with.
    at: usize,
    /// The place at each level of the tree down to the current node.
    places: Vec<Place>,
    jsx: bool,
    /// What indented text goes on with.
    held: Option<SectionKind>,
    /// Indented text before this byte was joined to what it goes on with.
    joined_until: u32,
    in_table: bool,
    /// The table, and the row of it that was entered last.
    row: Row,
    jobs: Vec<Job>,
    leaf: Vec<Part>,
    holes: Vec<Span>,
}

impl Walk<'_, '_> {
    fn run(mut self, cursor: &mut TreeCursor) -> Vec<Job> {
        loop {
            let node = cursor.node();
            let inside = self.enter(cursor, &node);
            if let Some(place) = inside.filter(|_| cursor.goto_first_child()) {
                self.places.push(place);
                continue;
            }
            let Some(up) = leave(cursor) else { break };
            self.places.truncate(self.places.len() - up);
        }
        let end = self.job.parts.last().map_or(0, |part| part.span.end as usize);
        self.sweep(end);
        self.jobs
    }

    fn place(&self) -> Place {
        self.places.last().copied().unwrap_or(self.job.place)
    }

    /// The place of the leaf that was cut, with its cell when it is in a table.
    fn leaf_place(&mut self) -> Place {
        let start = self.leaf.first().filter(|_| self.in_table).map(|part| part.span.start);
        let cell = start.and_then(|start| self.row.cell(self.out.text, start));
        self.place().cell(cell)
    }

    /// Deals with a node; returns the place inside it when it is to be looked into.
    fn enter(&mut self, cursor: &mut TreeCursor, node: &Node) -> Option<Place> {
        let place = self.place();
        let Some(kind) = self.grammar.kind(node) else { return Some(place) };
        let span = self.joined.span(node);
        match kind {
            BlockKind::Quote => {
                let start = start_of_text(self.out.text, span);
                let place = self.out.within(place.inside(Scope::Quote), Collection::At(start));
                return self.container(span, place);
            }
            BlockKind::Item => {
                let place = self.out.within(place.inside(Scope::List), Collection::List);
                return self.container(span, place);
            }
            BlockKind::Heading => {
                let source = &self.out.text[span.range()];
                return self.container(span, place.heading(heading::level(source)));
            }
            BlockKind::Table => {
                self.row = Row::before(start_of_text(self.out.text, span));
                let place = self.out.within(place.named(Scope::Table), Collection::At(self.row.table()));
                return self.container(span, place);
            }
            BlockKind::Row => {
                self.sweep(span.start as usize);
                let left_out = self.out.rows_left_out(self.row.table(), span.start);
                self.row = self.row.next(&self.out.text[span.range()], span.start, left_out);
                self.in_table = true;
                return Some(place);
            }
            _ => {}
        }
        let span = if kind == BlockKind::Inline { self.with_line_start(span) } else { span };
        self.sweep(span.start as usize);
        self.in_table = kind == BlockKind::Cell;
        let continues = matches!(kind, BlockKind::Indented | BlockKind::Continuation);
        self.held = self.held.filter(|_| continues);
        match kind {
            BlockKind::Inline | BlockKind::Cell => self.paragraph(cursor, span),
            BlockKind::Definition => self.definition(cursor, span),
            BlockKind::Indented => self.indented(cursor, span),
            BlockKind::Fence => self.fence(cursor, span),
            BlockKind::Html => {
                self.cut_leaf(cursor, span);
                self.html.read(&self.leaf, place, self.out);
            }
            _ => {}
        }
        self.at = self.at.max(span.end as usize);
        None
    }

    /// A paragraph with the text before it on its line. The grammar leaves some of it in an error, having taken it for
    /// the label of a link reference definition: `[\\(a\\) b](c)`.
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

    fn container(&mut self, span: Span, place: Place) -> Option<Place> {
        self.sweep(span.start as usize);
        self.in_table = false;
        self.held = None;
        Some(place)
    }

    /// Reads what lies before `to` and belongs to no node as prose.
    fn sweep(&mut self, to: usize) {
        if self.at >= to {
            return;
        }
        let from = std::mem::replace(&mut self.at, to);
        let mut parts = std::mem::take(&mut self.leaf);
        for (start, end) in self.stray(from, to) {
            parts.clear();
            parts.extend(clipped(&self.job.parts, start, end));
            std::mem::swap(&mut self.leaf, &mut parts);
            let place = self.leaf_place();
            self.inline.read(&self.leaf, place, self.out);
            std::mem::swap(&mut self.leaf, &mut parts);
        }
        self.leaf = parts;
    }

    /// The tags, and the stretches between blank lines, and in a table between pipes, that hold a letter or a digit.
    fn stray(&self, from: usize, to: usize) -> Vec<(usize, usize)> {
        let text = self.out.text;
        let mut found = Vec::new();
        for part in clipped(&self.job.parts, from, to) {
            let (start, end) = (part.span.start as usize, part.span.end as usize);
            if !text[start..end].contains(char::is_alphanumeric) {
                continue;
            }
            match part.role {
                Role::Opaque | Role::Hidden => {}
                Role::Tag | Role::String => found.push((start, end)),
                Role::Markup | Role::Literal if self.in_table => found.extend(split(text, start, end, '|')),
                Role::Markup | Role::Literal => {
                    let paragraphs = text::paragraphs(text, start, end);
                    found.extend(paragraphs.map(|span| (span.start as usize, span.end as usize)));
                }
            }
        }
        found.retain(|(start, end)| text[*start..*end].contains(char::is_alphanumeric));
        found
    }

    /// Cuts the parts of a leaf out of the document, without the markers of its containers.
    fn cut_leaf(&mut self, cursor: &mut TreeCursor, span: Span) {
        self.leaf.clear();
        self.holes.clear();
        let (start, end) = (span.start as usize, span.end as usize);
        if self.out.text[start..end].contains(['\n', '\r']) && cursor.goto_first_child() {
            loop {
                let child = cursor.node();
                if self.grammar.kind(&child) == Some(BlockKind::Continuation) {
                    self.holes.push(self.joined.span(&child));
                }
                if !cursor.goto_next_sibling() {
                    break;
                }
            }
            cursor.goto_parent();
        }
        subtract(&self.job.parts, start, end, &self.holes, &mut self.leaf);
        self.leaf.retain(|part| part.role != Role::Hidden);
    }

    fn paragraph(&mut self, cursor: &mut TreeCursor, span: Span) {
        if !self.out.covers(span.start as usize) {
            return;
        }
        let span = if self.place().heading_level.is_some() {
            heading::without_closing_hashes(self.out.text, span)
        } else {
            span
        };
        self.cut_leaf(cursor, span);
        let next = cursor.node().parent().and_then(|paragraph| paragraph.next_sibling());
        self.sections(next, false);
    }

    /// Reads the leaf that was cut, and leaves bodies to be read as documents. `next` is what follows its block; it goes
    /// on with a footnote that `looks_like_definition`.
    fn sections(&mut self, next: Option<Node>, looks_like_definition: bool) {
        let place = self.leaf_place();
        let mut sections = cut_sections(&self.leaf, place, self.out);
        let next = next.filter(|next| self.grammar.kind(next) == Some(BlockKind::Indented));
        if let Some(footnote) = sections.all.last_mut().filter(|_| looks_like_definition && next.is_some())
            && footnote.kind == SectionKind::Footnote
        {
            footnote.kind = SectionKind::Body { in_footnote: true };
            sections.last = Some(footnote.kind);
        }
        read_sections(self.inline, &sections, &self.leaf, place, self.out);
        self.held = sections.last.filter(|kind| kind.holds_indented());
        let ends_with_body = sections.all.last().is_some_and(|last| last.kind.is_body());
        for Section { parts, kind } in sections.all.into_iter().filter(|section| section.kind.is_body()) {
            let place = if kind.is_footnote() { place.inside(Scope::Footnote) } else { place };
            self.read_later(text::without_indent(self.out.text, &parts), place);
        }
        if let Some(next) = next.filter(|_| ends_with_body) {
            self.join_indented(&next);
        }
    }

    /// Reads `parts` as a document of their own, after this one.
    fn read_later(&mut self, parts: Vec<Part>, place: Place) {
        self.jobs.push(Job { parts, place, depth: self.job.depth + 1 });
    }

    /// Joins the indented text after a paragraph to the body that the paragraph ends with: fenced code may begin in one
    /// and end in the other.
    fn join_indented(&mut self, next: &Node) {
        let Some(mut body) = self.jobs.pop() else { return };
        let end = body.parts.last().map_or(0, |part| part.span.end as usize);
        let more = self.joined.span(next);
        // The line ends between, without the markers of containers.
        let gap = self.out.text[end..more.start as usize].match_indices('\n').take(2);
        body.parts.extend(gap.map(|(at, _)| Part::markup(end + at, end + at + 1)));
        self.cut_leaf(&mut next.walk(), more);
        body.parts.extend(text::without_block_indent(self.out.text, &self.leaf));
        self.joined_until = more.end;
        self.jobs.push(body);
    }

    /// A link reference definition, or a footnote of one word, which looks like one.
    fn definition(&mut self, cursor: &mut TreeCursor, span: Span) {
        if !self.out.covers(span.start as usize) {
            return;
        }
        self.cut_leaf(cursor, span);
        if paragraph::is_footnote(self.out.text, &self.leaf) {
            // A footnote whose first line is one word. The lines after it look like code.
            return self.sections(cursor.node().next_sibling(), true);
        }
        let parts = std::mem::take(&mut self.leaf);
        if cursor.goto_first_child() {
            loop {
                let child = self.joined.span(&cursor.node());
                match cursor.node().kind() {
                    "link_title" if child.len() >= 2 => {
                        let title = Span { start: child.start + 1, end: child.end - 1 };
                        paragraph::read_title(title, &parts, self.place(), self.out);
                    }
                    "link_label" => {
                        let label = clipped(&parts, child.start as usize, child.end as usize);
                        self.out.references.define(self.out.text, label);
                    }
                    "link_destination" => self.out.push_source([child], Scope::Url, self.place()),
                    _ => {}
                }
                if !cursor.goto_next_sibling() {
                    break;
                }
            }
            cursor.goto_parent();
        }
        self.leaf = parts;
    }

    /// Fenced code, or a directive that holds prose.
    fn fence(&mut self, cursor: &mut TreeCursor, span: Span) {
        let place = self.place();
        let opening = text::lines(self.out.text, span.start as usize, span.end as usize).next().unwrap_or(span);
        let is_prose = directive::of_fence(&self.out.text[opening.range()]).is_some_and(|(name, _)| name.is_prose());
        if !is_prose {
            self.out.no_prose(span.start as usize, place);
        }
        if !is_prose && !self.out.wants(Scope::Code) || !cursor.goto_first_child() {
            return;
        }
        loop {
            if cursor.node().kind() == "code_fence_content" {
                let content = self.joined.span(&cursor.node());
                self.cut_leaf(cursor, content);
                if is_prose {
                    let parts = paragraph::read_options(&self.leaf, place, self.out);
                    self.read_later(parts, place);
                } else {
                    let spans: Vec<Span> = self.leaf.iter().map(|part| part.span).collect();
                    self.out.push_source(spans, Scope::Code, place);
                }
            }
            if !cursor.goto_next_sibling() {
                break;
            }
        }
        cursor.goto_parent();
        if let Some(title) = paragraph::fence_title(self.out.text, opening).filter(|_| is_prose) {
            read_shown_title(self.inline, title, &self.job.parts, place, self.out);
        }
    }

    /// Indented text: code, or the further paragraphs of a footnote, or any text in MDX.
    fn indented(&mut self, cursor: &mut TreeCursor, span: Span) {
        if span.start < self.joined_until {
            return;
        }
        self.cut_leaf(cursor, span);
        let place = self.place();
        if self.jsx || self.held.is_some() {
            let in_footnote = self.held.is_some_and(SectionKind::is_footnote);
            let place = if in_footnote { place.inside(Scope::Footnote) } else { place };
            self.read_later(text::without_block_indent(self.out.text, &self.leaf), place);
        } else {
            self.out.no_prose(span.start as usize, place);
            let spans: Vec<Span> = self.leaf.iter().map(|part| part.span).collect();
            self.out.push_source(spans, Scope::Code, place);
        }
    }
}

/// The sections of a leaf; none when it is all one paragraph.
fn cut_sections(leaf: &[Part], place: Place, out: &Collector) -> Sections {
    if place.is_named() || !paragraph::is_special(out.text, leaf) {
        return Sections::default();
    }
    paragraph::sections(out.text, leaf, place)
}

/// Reads the sections of a leaf, but for those with blocks of their own.
fn read_sections(inline: &mut InlineReader, sections: &Sections, leaf: &[Part], place: Place, out: &mut Collector) {
    if sections.last.is_none() {
        return inline.read(leaf, place, out);
    }
    for Section { parts, kind } in &sections.all {
        match *kind {
            SectionKind::Text | SectionKind::Definition => inline.read(parts, place, out),
            SectionKind::Footnote => inline.read(parts, place.inside(Scope::Footnote), out),
            SectionKind::Directive(rest) => {
                if let Some(title) = paragraph::read_directive(rest, parts, place, out) {
                    read_shown_title(inline, title, parts, place, out);
                }
            }
            SectionKind::Option { name, value } => paragraph::read_option(name, value, parts, place, out),
            SectionKind::Reference(title) => paragraph::read_title(title, parts, place, out),
            SectionKind::Title(title) => read_shown_title(inline, title, parts, place, out),
            SectionKind::Body { .. } => {}
        }
    }
}

/// Reads the title of an admonition, a tab or a directive, which is shown and has markup as any text.
fn read_shown_title(inline: &mut InlineReader, title: Span, parts: &[Part], place: Place, out: &mut Collector) {
    let source = &out.text[title.range()];
    let start = title.end as usize - source.trim_start().len();
    let parts: Vec<Part> = clipped(parts, start, start + source.trim().len()).collect();
    inline.read(&parts, place.named(Scope::Title), out);
}

/// `from..to` of `text`, split at every `separator`.
fn split(text: &str, from: usize, to: usize, separator: char) -> impl Iterator<Item = (usize, usize)> {
    let mut start = from;
    text[from..to].split(separator).map(move |stretch| {
        let end = start + stretch.len();
        (std::mem::replace(&mut start, end + separator.len_utf8()), end)
    })
}

/// Where the text of a node begins. Behind a list nodes begin in the middle of the indentation.
fn start_of_text(text: &str, node: Span) -> u32 {
    node.end - to_u32(text[node.range()].trim_start_matches([' ', '\t']).len())
}
