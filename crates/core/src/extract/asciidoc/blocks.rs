//! Reads the blocks of AsciiDoc, line by line.
//!
//! The same code splits a document into pieces and reads them, so that both agree on where a block starts. A cut is
//! possible where a block starts after a blank line outside of everything: no list is open, nothing was said about the
//! next block, and the header of the document is over.

use super::cursor::{Cursor, Line};
use super::inline;
use super::level::{Level, Metadata};
use super::line::{
    self, BlockKind, Delimiter, delimiter, is_attribute_line, is_block_title, is_break, is_comment, is_include,
    section_title, underlined_title,
};
use super::marker::{Marker, marker};
use crate::extract::collector::Collector;
use crate::extract::leaf_context::LeafContext;
use crate::extract::outline::{Collection, CreditSpan};
use crate::extract::parts::Part;
use wordgate_text::prose::Scope;
use wordgate_text::source::{Span, to_u32};

/// The maximum number of delimited blocks and cells around a block. The delimiters of deeper ones are ignored.
const MAX_DEPTH: usize = 32;

/// The styles that make a block or a paragraph code: code itself, and the languages of diagrams.
const CODE_STYLES: &[&str] = &[
    "a2s", "actdiag", "barcode", "blockdiag", "bpmn", "bytefield", "d2", "dbml", "diagramsnet", "ditaa", "dpic", "erd",
    "excalidraw", "gnuplot", "graphviz", "listing", "literal", "lilypond", "meme", "mermaid", "msc", "nomnoml",
    "nwdiag", "packetdiag", "pass", "pikchr", "plantuml", "rackdiag", "seqdiag", "shaape", "smcat", "source",
    "structurizr", "svgbob", "symbolator", "syntrax", "tikz", "umlet", "vega", "vegalite", "wavedrom",
];

/// The styles of formulas.
const MATH_STYLES: [&str; 3] = ["asciimath", "latexmath", "stem"];

/// Where a document can be cut, and what is certainly code in it.
#[derive(Default)]
pub(super) struct Cuts {
    /// The byte offsets at which a piece may start.
    pub starts: Vec<u32>,
    /// The content of code blocks.
    pub code: Vec<Span>,
    /// The minimum number of bytes between two cuts.
    pub min_len: usize,
}

/// Reads blocks.
pub(super) struct BlockReader<'r, 't> {
    pub text: &'t str,
    /// Receives the blocks, unless the document is only being split.
    pub out: Option<&'r mut Collector<'t>>,
    /// Receives the cuts, if the document is being split.
    pub cuts: Option<Cuts>,
}

impl<'t> BlockReader<'_, 't> {
    /// Reads the blocks from byte `at` to `end`. `depth` is the number of delimited blocks and cells around.
    pub fn read(&mut self, at: usize, end: usize, context: LeafContext, depth: usize) {
        self.read_level(Level::new(Cursor::new(self.text, at, end), context, depth));
    }

    /// Reads the blocks of a level.
    pub fn read_level(&mut self, mut level: Level<'t>) {
        while let Some(line) = level.cursor.peek() {
            if line.content(self.text).is_empty() {
                level.blanks += 1;
                level.cursor.skip(line);
            } else {
                self.read_line(&mut level, line);
                level.blanks = 0;
            }
        }
        let context = level.block_context();
        self.take_title(&mut level, context);
    }

    /// Reads the block, or the line about a block, that starts at `line`.
    fn read_line(&mut self, level: &mut Level<'t>, line: Line) {
        let content = line.content(self.text);
        if content == "+" {
            if level.list.is_open() {
                level.list.continuation = Some(level.blanks);
                level.list.needs_text = false;
            }
            return level.cursor.skip(line);
        }
        let found = delimiter(content);
        if let Some(delimiter) = found
            && let Some(last) = level.terminator(self.text, line, delimiter)
        {
            let is_comment = delimiter.kind == BlockKind::Comment;
            self.begin(level, line, is_comment && level.blanks == 0);
            return self.delimited(level, line, delimiter, last);
        }
        let is_metadata = is_comment(content) || is_attribute_line(content) || is_block_title(content);
        if is_metadata || found.is_some() || line::attribute_entry(content).is_some() {
            self.begin(level, line, level.blanks == 0);
            return self.metadata(level, line);
        }
        if is_include(content) {
            self.begin(level, line, true);
            let context = level.block_context();
            self.take_title(level, context);
            level.cursor.skip(line);
            return self.not_prose(line, Span::new(line.start, line.end), Scope::Code, context);
        }
        let marker = marker(content).filter(|_| !is_break(content));
        let is_indented = content.starts_with([' ', '\t']);
        let stays = marker.is_some() || level.list.needs_text || level.blanks == 0 || is_indented;
        self.begin(level, line, stays);
        if !level.list.is_open() && self.section(level, line) {
            return;
        }
        level.is_header = false;
        match marker {
            Some(marker) if !self.has_paragraph_style(&level.metadata) => self.item(level, line, marker),
            _ => self.leaf_block(level, line),
        }
    }

    /// Returns whether the style of the next block makes a line with a list marker a paragraph.
    fn has_paragraph_style(&self, metadata: &Metadata) -> bool {
        scope_of_style(metadata.style).is_some()
    }

    /// Begins a block, or the lines about it, at `line`. `stays` is whether it may belong to the open list.
    fn begin(&mut self, level: &mut Level<'t>, line: Line, stays: bool) {
        if level.list.is_open() && level.list.continuation.is_none() && !stays {
            level.list.close();
        }
        let is_outside = level.depth == 0 && !level.list.is_open() && !level.metadata.is_set && !level.is_header;
        if let Some(cuts) = self.cuts.as_mut().filter(|_| is_outside && level.blanks > 0) {
            let last = cuts.starts.last().copied().unwrap_or(0) as usize;
            if line.whole - last > cuts.min_len {
                cuts.starts.push(to_u32(line.whole));
            }
        }
    }

    /// Reads a line that says something about the next block, or a comment.
    fn metadata(&mut self, level: &mut Level<'t>, line: Line) {
        let content = line.content(self.text);
        level.cursor.skip(line);
        if is_comment(content) {
            return self.comment(line, level.block_context());
        }
        if line::attribute_entry(content).is_some() {
            return self.attribute_entry(level, line);
        }
        if is_attribute_line(content) {
            level.metadata.is_set = true;
            if !content.starts_with("[[") {
                level.metadata.add_list(self.text, Span::new(line.start + 1, line.end - 1));
            }
        } else if is_block_title(content) {
            level.metadata.is_set = true;
            level.metadata.title = Some(Span::new(line.start + 1, line.end));
        }
    }

    /// Records a comment, which may contain a directive.
    pub(super) fn comment(&mut self, line: Line, context: LeafContext) {
        if let Some(out) = &mut self.out {
            let (span, content) = (Span::new(line.start, line.end), Span::new(line.start + 2, line.end));
            out.push_source([content], Scope::Comment, context);
            out.record_comment(span, content, Some(context), false);
        }
    }

    /// Writes what was said about the next block, and forgets it. Returns the style.
    pub(super) fn take_title(&mut self, level: &mut Level<'t>, context: LeafContext) -> Metadata<'t> {
        let metadata = std::mem::take(&mut level.metadata);
        if let Some(out) = &mut self.out {
            if let Some(title) = metadata.title {
                inline::read(out, &[part(title)], context.with_own_scope(Scope::Title), false);
            }
            for (span, attribute) in metadata.all(self.text) {
                if let Some(name) = attribute.name {
                    inline::read_attribute(out, name, span, context);
                }
            }
        }
        metadata
    }

    /// Reads a delimited block from `line` to `last`.
    fn delimited(&mut self, level: &mut Level<'t>, line: Line, delimiter: Delimiter<'t>, last: Line) {
        level.cursor.skip(last);
        let inside = Span::new(line.next, last.start.max(line.next));
        if delimiter.kind == BlockKind::Comment {
            if let Some(out) = &mut self.out {
                let context = level.block_context();
                out.push_source([inside], Scope::Comment, context);
                out.record_comment(Span::new(line.start, last.end), inside, Some(context), false);
            }
            return;
        }
        level.is_header = false;
        let around = level.block_context();
        let style = level.metadata.style;
        let code = match delimiter.kind {
            BlockKind::Verbatim | BlockKind::Passthrough => Some(scope_of_style(style).unwrap_or(Scope::Code)),
            BlockKind::Open => scope_of_style(style),
            _ => None,
        };
        if let Some(scope) = code {
            self.take_title(level, around);
            if let Some(cuts) = self.cuts.as_mut().filter(|_| level.depth == 0 && scope == Scope::Code) {
                cuts.code.push(inside);
            }
            self.not_prose(line, inside, scope, around);
            return level.list.end_block();
        }
        if level.depth >= MAX_DEPTH {
            // Read the content on this level.
            level.cursor = Cursor::new(self.text, line.next, level.cursor.end());
            return;
        }
        let start = level.metadata.title.map_or(inside.start, |title| title.start);
        let context = match (delimiter.kind, style) {
            (BlockKind::Quote, _) | (BlockKind::Open, "quote" | "verse") => self.in_quotation(around, line.start),
            (BlockKind::Table(_), _) => around,
            _ => around.in_group(start),
        };
        let metadata = self.take_title(level, context);
        if context.is_quoted() {
            self.attribution(&metadata, context);
        }
        match delimiter.kind {
            BlockKind::Table(separator) => self.table(level, line, inside, separator, &metadata),
            _ if style == "verse" => self.verse(inside, context),
            _ => self.read_inside(inside, context, level.depth + 1),
        }
        level.list.end_block();
    }

    /// Reads the blocks in a block, unless the document is only being split.
    pub(super) fn read_inside(&mut self, inside: Span, context: LeafContext, depth: usize) {
        if self.out.is_some() {
            self.read(inside.start as usize, inside.end as usize, context, depth);
        }
    }

    /// Returns the context inside a quotation that starts at byte `start`.
    pub(super) fn in_quotation(&mut self, around: LeafContext, start: usize) -> LeafContext {
        let context = around.inside(Scope::Quote);
        match &mut self.out {
            Some(out) => out.enter_collection(context, Collection::Quote(to_u32(start))),
            None => context,
        }
    }

    /// Writes the author and the source of a quotation: `[quote, author, source]`.
    pub(super) fn attribution(&mut self, metadata: &Metadata<'t>, context: LeafContext) {
        for (index, name) in [(1, "attribution"), (2, "citetitle")] {
            if let Some(span) = metadata.value(self.text, index, name) {
                self.credit(span, context);
            }
        }
    }

    /// Writes the source of a quotation.
    pub(super) fn credit(&mut self, span: Span, context: LeafContext) {
        if let Some(out) = &mut self.out {
            out.outline.credit(CreditSpan { span, is_caption: false });
            inline::read(out, &[part(span)], context, false);
        }
    }

    /// Writes the paragraphs of a verse, whose line ends are line breaks.
    fn verse(&mut self, inside: Span, context: LeafContext) {
        let mut cursor = Cursor::new(self.text, inside.start as usize, inside.end as usize);
        let mut lines = Vec::new();
        loop {
            let line = cursor.next();
            match line {
                Some(line) if !line.content(self.text).is_empty() => lines.push(line),
                _ => self.leaf(&parts(&std::mem::take(&mut lines)), context, true),
            }
            if line.is_none() {
                return;
            }
        }
    }

    /// Writes a leaf.
    pub(super) fn leaf(&mut self, parts: &[Part], context: LeafContext, has_hard_breaks: bool) {
        if let Some(out) = self.out.as_mut().filter(|_| !parts.is_empty()) {
            inline::read(out, parts, context, has_hard_breaks);
        }
    }

    /// Records a block that starts at `line` and whose content is not prose.
    pub(super) fn not_prose(&mut self, line: Line, content: Span, scope: Scope, context: LeafContext) {
        if let Some(out) = &mut self.out {
            out.begin_non_prose(line.start, context);
            out.push_source([content], scope, context);
        }
    }

    /// Reads a section title at `line`. Returns whether there is one.
    fn section(&mut self, level: &mut Level<'t>, line: Line) -> bool {
        let content = line.content(self.text);
        let mut after = level.cursor;
        after.skip(line);
        let (number, text) = match section_title(content) {
            Some(title) => (title.level, Span::new(line.start + title.text.start, line.start + title.text.end)),
            None => {
                if level.depth > 0 && !matches!(level.metadata.style, "discrete" | "float") {
                    return false;
                }
                let Some(underline) = after.peek() else { return false };
                let Some(number) = underlined_title(content, underline.content(self.text)) else { return false };
                after.skip(underline);
                (number, Span::new(line.start, line.end))
            }
        };
        level.cursor = after;
        let context = level.context;
        self.take_title(level, context);
        self.leaf(&[part(text)], context.heading(number), false);
        if std::mem::take(&mut level.is_header) && number == 1 {
            self.header(level);
        }
        true
    }

    /// Reads a list item.
    fn item(&mut self, level: &mut Level<'t>, line: Line, marker: Marker) {
        let around = level.context;
        self.take_title(level, around);
        let start = line.start + marker.start;
        let BlockReader { out, .. } = self;
        let open_list = |context: LeafContext| match out {
            Some(out) => out.enter_collection(context, Collection::At(to_u32(start))),
            None => context,
        };
        let in_item = |list: LeafContext| list.inside(Scope::List).in_group(to_u32(start));
        let context = level.list.start_item(marker, around, open_list, in_item);
        let mut from = line.start + marker.text;
        if marker.key.is_term() {
            self.leaf(&[Part::markup(start, line.start + marker.end)], context, false);
            level.list.needs_text = from >= line.end;
            if level.list.needs_text {
                return level.cursor.skip(line);
            }
        } else {
            let text = &self.text[from..line.end];
            let has_box = ["[ ] ", "[x] ", "[*] "].into_iter().any(|mark| text.starts_with(mark));
            from += if has_box { "[ ] ".len() } else { 0 };
        }
        let lines = self.paragraph_lines(level, Line { start: from, ..line }, context);
        self.leaf(&parts(&lines), context, false);
        level.list.end_block();
    }
}

/// Returns the scope of a block with this style, if it is not prose.
pub(super) fn scope_of_style(style: &str) -> Option<Scope> {
    if MATH_STYLES.contains(&style) {
        return Some(Scope::Math);
    }
    let scope = if style == "comment" { Scope::Comment } else { Scope::Code };
    (style == "comment" || CODE_STYLES.contains(&style)).then_some(scope)
}

/// Returns a part that consists of `span`.
pub(super) fn part(span: Span) -> Part {
    Part::markup(span.start as usize, span.end as usize)
}

/// Returns the parts that consist of lines, with the white space between them.
pub(super) fn parts(lines: &[Line]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let is_last = index + 1 == lines.len();
        for (start, end) in [(line.start, line.end), (line.rest, if is_last { line.rest } else { line.next })] {
            match parts.last_mut().filter(|last| last.span.end as usize == start) {
                Some(last) => last.span.end = to_u32(end),
                None if start < end => parts.push(Part::markup(start, end)),
                None => {}
            }
        }
    }
    parts
}
