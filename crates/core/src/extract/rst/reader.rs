//! Reads the blocks of a document, each in its context.

use super::block::{Block, BlockKind, announces_literal, next_block};
use super::inline::write_leaf;
use super::line::{Line, least_column};
use super::tables::{self, Cell};
use super::titles::{Title, TitleStyles};
use super::{directives, explicit};
use crate::extract::collector::Collector;
use crate::extract::leaf_context::LeafContext;
use crate::extract::outline::{Collection, CreditSpan};
use wordgate_text::prose::{Scope, TableCell};
use wordgate_text::source::{Span, to_u32};

/// The maximum nesting depth of blocks. What is deeper is read as paragraphs, so that hostile nesting takes linear time.
const MAX_DEPTH: usize = 32;

/// Where a block is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The column at which its lines start.
    pub base: usize,
    pub context: LeafContext,
    pub depth: usize,
    /// Whether a replacement may change the length of its lines.
    pub is_writable: bool,
}

impl Place {
    /// Returns the place of blocks that start at another column, one level deeper.
    pub fn inside(self, base: usize, context: LeafContext) -> Place {
        Place { base, context, depth: self.depth + 1, ..self }
    }

    pub fn with_context(self, context: LeafContext) -> Place {
        Place { context, ..self }
    }
}

/// Reads the lines of a piece.
pub(super) struct Reader<'r, 't> {
    pub out: &'r mut Collector<'t>,
    pub text: &'t str,
    styles: TitleStyles,
    /// Whether only titles, comments and targets came so far, so that fields are metadata of the document.
    is_at_start: bool,
}

impl<'r, 't> Reader<'r, 't> {
    /// Creates a reader. `is_at_start` says whether the lines start the file.
    pub fn new(out: &'r mut Collector<'t>, is_at_start: bool) -> Reader<'r, 't> {
        let text = out.text;
        Reader { out, text, styles: TitleStyles::default(), is_at_start }
    }

    /// Reads the blocks in `lines`.
    pub fn read(&mut self, lines: &mut [Line], place: Place) {
        if place.depth > MAX_DEPTH {
            return self.paragraphs(lines, place);
        }
        let mut next = 0;
        while let Some((at, block)) = next_block(self.text, lines, next, place.base) {
            self.block(block.kind, &mut lines[at..block.end], at, place);
            next = block.end;
        }
    }

    /// Reads the block that consists of `lines`, the first of which has the index `first`.
    fn block(&mut self, kind: BlockKind, lines: &mut [Line], first: usize, place: Place) {
        let was_at_start = self.is_at_start;
        if !matches!(
            kind,
            BlockKind::Title(_) | BlockKind::Explicit | BlockKind::AnonymousTarget | BlockKind::Field { .. }
        ) {
            self.is_at_start = false;
        }
        match kind {
            BlockKind::Quote => self.quotes(lines, place),
            BlockKind::Title(title) => self.title(Title { text: title.text - first, ..title }, lines, place),
            BlockKind::Transition => {}
            BlockKind::Paragraph { text_end } => self.paragraph(lines, text_end - first, place),
            BlockKind::Definition => self.definition(lines, place),
            BlockKind::Item { marker_len } => {
                let context = self.item_context(lines, place.context);
                let base = self.skip_bullet(lines, marker_len);
                self.read(lines, place.inside(base, context));
            }
            BlockKind::Field { name_end } if was_at_start && place.depth == 0 => {
                let context = place.context.with_own_scope(Scope::Attribute);
                self.skip_marker(lines, name_end + 1);
                self.leaf(lines, place.with_context(context));
            }
            BlockKind::Field { name_end } => self.field(lines, name_end, place),
            BlockKind::Options { options_len } => {
                let start = lines[0].text;
                let context = place.context.in_group(to_u32(start));
                self.out.push_source([Span::new(start, start + options_len)], Scope::Code, context);
                let base = self.skip_marker(lines, options_len);
                self.read(lines, place.inside(base, context));
            }
            BlockKind::Doctest => self.code(lines, Scope::Code, place.context),
            BlockKind::LineBlock => self.line_block(lines, place),
            BlockKind::GridTable => self.cells(lines, tables::grid_cells(self.text, lines), place),
            BlockKind::SimpleTable => self.cells(lines, tables::simple_cells(self.text, lines), place),
            BlockKind::Explicit => self.explicit(lines, place),
            BlockKind::AnonymousTarget => self.source(lines, Scope::Url, place.context),
        }
    }

    /// Moves the start of the first line over a marker of `len` bytes, and aligns it with the other lines. Returns the
    /// column at which the lines start.
    pub fn skip_marker(&self, lines: &mut [Line], len: usize) -> usize {
        lines[0].skip(self.text, len);
        lines[0].column = least_column(&lines[1..]).unwrap_or(lines[0].column);
        lines[0].column
    }

    /// Moves the start of a list item over its marker of `len` bytes. Returns the column at which its lines start: that
    /// of the text after the marker, if there is any.
    pub fn skip_bullet(&self, lines: &mut [Line], len: usize) -> usize {
        let mut first = lines[0];
        first.skip(self.text, len);
        if first.is_blank() {
            return self.skip_marker(lines, len);
        }
        lines[0] = first;
        first.column
    }

    fn item_context(&mut self, lines: &[Line], around: LeafContext) -> LeafContext {
        let context = around.inside(Scope::List).in_group(to_u32(lines[0].text));
        self.out.enter_collection(context, Collection::List)
    }

    /// Reads lines as paragraphs between blank lines.
    fn paragraphs(&mut self, lines: &[Line], place: Place) {
        for paragraph in lines.split(Line::is_blank).filter(|lines| !lines.is_empty()) {
            write_leaf(self.out, paragraph, place.context, false);
        }
    }

    /// Reads lines as one leaf.
    pub fn leaf(&mut self, lines: &[Line], place: Place) {
        write_leaf(self.out, lines, place.context, place.is_writable);
    }

    /// Reads a block of code or of formulas.
    pub fn code(&mut self, lines: &[Line], scope: Scope, context: LeafContext) {
        if let Some(first) = lines.iter().find(|line| !line.is_blank()) {
            self.out.begin_non_prose(first.text, context);
            self.source(lines, scope, context);
        }
    }

    /// Reads lines that are neither prose nor a block of their own.
    pub fn source(&mut self, lines: &[Line], scope: Scope, context: LeafContext) {
        let spans = lines.iter().map(|line| Span::new(line.text, line.next.max(line.text)));
        self.out.push_source(spans, scope, context);
    }

    fn title(&mut self, title: Title, lines: &[Line], place: Place) {
        if place.depth == 0 {
            self.styles.add(title.style);
        }
        if place.context.cell.is_some() {
            // A table has no sections.
            return self.leaf(&lines[title.text..=title.text], place);
        }
        let context = place.context.heading(self.styles.level(title.style));
        write_leaf(self.out, &lines[title.text..=title.text], context, false);
    }

    /// Reads a paragraph and the literal block after it.
    fn paragraph(&mut self, lines: &mut [Line], text_end: usize, place: Place) {
        let (text, literal) = lines.split_at_mut(text_end);
        let last = text.last_mut().expect("a paragraph has a line");
        if announces_literal(last.of(self.text)) {
            // A reader sees one colon, or none after white space.
            let source = last.of(self.text);
            let shown = source[..source.len() - 2].trim_end();
            let colons = if shown.len() == source.len() - 2 && !shown.is_empty() { 1 } else { 0 };
            last.end = last.text + shown.len() + colons;
        }
        self.leaf(text, place);
        self.code(literal, Scope::Code, place.context);
    }

    /// Reads a term and its definition.
    fn definition(&mut self, lines: &mut [Line], place: Place) {
        let context = place.context.in_group(to_u32(lines[0].text));
        let (term, rest) = lines.split_at_mut(1);
        self.leaf(term, place.with_context(context));
        let base = least_column(rest).unwrap_or(place.base);
        self.read(rest, place.inside(base, context));
    }

    fn field(&mut self, lines: &mut [Line], name_end: usize, place: Place) {
        let start = lines[0].text;
        let context = place.context.in_group(to_u32(start));
        let name = Line { text: start + 1, end: start + name_end, next: start + name_end + 1, ..lines[0] };
        if directives::is_code_field(name.of(self.text)) {
            self.out.push_source([name.span()], Scope::Code, context);
        } else {
            self.leaf(&[name], place.with_context(context));
        }
        let base = self.skip_marker(lines, name_end + 1);
        self.read(lines, place.inside(base, context));
    }

    /// Reads a line block. Each line keeps its end.
    fn line_block(&mut self, lines: &mut [Line], place: Place) {
        for line in lines.iter_mut().filter(|line| line.indent(place.base) == 0) {
            line.skip(self.text, 1);
        }
        super::inline::write_line_block(self.out, lines, place.context, place.is_writable);
    }

    /// Reads block quotes. The name of the author ends a quote.
    fn quotes(&mut self, lines: &mut [Line], place: Place) {
        let base = least_column(lines).unwrap_or(place.base);
        let mut rest = lines;
        while let Some(first) = rest.iter().position(|line| !line.is_blank()) {
            rest = &mut rest[first..];
            let start = to_u32(rest[0].text);
            let context = place.context.inside(Scope::Quote);
            let context = self.out.enter_collection(context, Collection::Quote(start));
            let attribution = attribution(self.text, rest, base);
            let end = attribution.map_or(rest.len(), |(start, _)| start);
            let (quote, after) = rest.split_at_mut(end);
            self.read(quote, place.inside(base, context));
            let Some((_, len)) = attribution else { break };
            let (credit, after) = after.split_at_mut(len);
            self.leaf(credit, place.with_context(context));
            let dash = credit[0].of(self.text).trim_start_matches(['-', '—', ' ']).len();
            let span = Span::new(credit[0].end - dash, credit[len - 1].end);
            self.out.outline.credit(CreditSpan { span, is_caption: false });
            rest = after;
        }
    }

    fn cells(&mut self, lines: &[Line], cells: Vec<Cell>, place: Place) {
        let table = to_u32(lines[0].text);
        let context = self.out.enter_collection(place.context, Collection::At(table));
        for mut cell in cells {
            let context = cell_context(context, TableCell { table, row: cell.row, column: cell.column });
            let Some(base) = least_column(&cell.lines) else { continue };
            let place = Place { is_writable: false, ..place.inside(base, context) };
            self.read(&mut cell.lines, place);
        }
    }

    fn explicit(&mut self, lines: &mut [Line], place: Place) {
        let whole = Span::new(lines[0].text, lines.iter().map(|line| line.end).max().unwrap_or(lines[0].end));
        let mut first = lines[0];
        first.skip(self.text, 2);
        let rest = first.of(self.text);
        match explicit::explicit(rest) {
            explicit::Explicit::Comment => {
                let content = Span::new(first.text, (whole.end as usize).max(first.text));
                self.out.record_comment(whole, content, Some(place.context), false);
                lines[0] = first;
                self.source(lines, Scope::Comment, place.context);
            }
            explicit::Explicit::Footnote { body } => {
                let context = place.context.inside(Scope::Footnote);
                let skipped = first.text - lines[0].text;
                let base = self.skip_marker(lines, skipped + body);
                self.read(lines, place.inside(base, context));
            }
            explicit::Explicit::Target { target } => {
                let skipped = first.text - lines[0].text;
                lines[0].skip(self.text, skipped + target);
                self.source(lines, Scope::Url, place.context);
            }
            explicit::Explicit::Substitution { directive: None } => {
                self.source(lines, Scope::Code, place.context);
            }
            explicit::Explicit::Substitution { directive: Some(start) } | explicit::Explicit::Directive(start) => {
                self.is_at_start &= matches!(start.name, "meta" | "highlight" | "role" | "default-role");
                self.directive(start, first, lines, place);
            }
        }
    }
}

/// Returns the context of a cell.
pub(super) fn cell_context(table: LeafContext, cell: TableCell) -> LeafContext {
    table.with_own_scope(Scope::Table).cell(Some(cell))
}

/// Returns the index of the line that starts the name of the author of a quotation, after a dash, and its number of
/// lines.
fn attribution(text: &str, lines: &[Line], base: usize) -> Option<(usize, usize)> {
    for at in 1..lines.len() {
        if !lines[at - 1].is_blank() || lines[at].is_blank() || lines[at].column != base {
            continue;
        }
        let source = lines[at].of(text);
        let name = source.strip_prefix('—').or_else(|| {
            let dashes = source.len() - source.trim_start_matches('-').len();
            (2..=3).contains(&dashes).then(|| &source[dashes..])
        });
        if name.is_none_or(|name| name.trim().is_empty()) {
            continue;
        }
        let len = lines[at..].iter().take_while(|line| !line.is_blank()).count();
        // The lines after the first one have the same indentation.
        if lines[at + 1..at + len].windows(2).all(|pair| pair[0].column == pair[1].column) {
            return Some((at, len));
        }
    }
    None
}

/// Returns whether a block is code, or a comment, so that it certainly contains no prose.
pub(super) fn code_lines(text: &str, lines: &[Line], block: &Block, at: usize) -> Option<Span> {
    let span = |from: usize| {
        let first = lines[from..block.end].iter().find(|line| !line.is_blank())?;
        let last = lines[from..block.end].iter().rev().find(|line| !line.is_blank())?;
        Some(Span::new(first.text, last.next))
    };
    match block.kind {
        BlockKind::Doctest => span(at),
        BlockKind::Paragraph { text_end } if text_end < block.end => span(text_end),
        BlockKind::Explicit => {
            let mut first = lines[at];
            first.skip(text, 2);
            let explicit::Explicit::Directive(start) = explicit::explicit(first.of(text)) else { return None };
            let is_code = directives::directive_rule(start.name).body == directives::Body::Code;
            let blank = (at..block.end).find(|line| lines[*line].is_blank()).filter(|_| is_code)?;
            span(blank)
        }
        _ => None,
    }
}
