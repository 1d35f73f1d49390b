//! Recognises pieces that are certainly one block: a paragraph, a list item with one paragraph, a heading, rows of a
//! table, or fenced code.
//!
//! Most pieces are, and their lines are enough to know which nodes the block grammar would find. The grammar stays the
//! reader of record: in case of doubt, the result is `None`, and the grammar parses the piece. The tests compare both
//! readers.

use super::line::{self, COUNTER_LIMIT, CodeFence, Line, LineStart, ListMarker};
use super::table::{self, PipeTable};
use crate::extract::heading;
use crate::extract::leaf_context::LeafContext;
use crate::extract::lines::MAX_LINE_LEN;
use crate::extract::paragraph;
use crate::extract::parts::Part;
use crate::extract::piece::Piece;
use memchr::memchr_iter;
use wordgate_text::source::Span;

/// The number of columns of indentation from which a line may be code.
const CODE_INDENT: usize = 4;

/// The block that is all of a piece.
pub(in crate::extract) enum SingleBlock {
    /// A paragraph outside of any container.
    Paragraph(Vec<Part>),
    /// The only paragraph of a list item. Each line of the context opens an item around it.
    Item(Vec<Part>),
    /// A heading: its level and its text.
    Heading(u8, Span),
    /// Rows of a table, except the delimiter row. The context is the head of the table, or else the first row is.
    Rows(Vec<Span>),
    /// Fenced code: the lines between the fences.
    Code(Span),
}

impl SingleBlock {
    /// Returns the block that is all of `piece`, or `None` in case of doubt.
    pub fn of(text: &str, piece: &Piece) -> Option<SingleBlock> {
        let source = &text[piece.range.range()];
        let bytes = source.as_bytes();
        // Parsers disagree on whether a lone carriage return ends a line.
        let has_lone_return = || memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n'));
        let is_special = !piece.hidden.is_empty() || source.starts_with('\u{FEFF}') || source.len() > MAX_LINE_LEN;
        if is_special || has_lone_return() {
            return None;
        }
        let first = Line::at(text, piece.range.start as usize)?;
        let end = first.start + source.trim_end_matches([' ', '\t', '\n', '\r']).len();
        let block = BlockLines { text, context: &piece.context, first, end };
        let is_outside = piece.context.is_empty() && first.indent < CODE_INDENT;
        match first.start() {
            LineStart::Item(marker) if is_outside || !piece.context.is_empty() && !marker.never_interrupts => {
                block.item(marker)
            }
            LineStart::Text if table::is_row(&first) => block.rows(is_outside),
            LineStart::Text if is_outside => block.paragraph(),
            LineStart::Heading if is_outside => block.heading(),
            LineStart::Fence(fence) if is_outside && !line::is_prose_fence(first.content) => block.code(fence),
            _ => None,
        }
    }
}

/// The lines of a piece up to its last byte that is not white space.
struct BlockLines<'t> {
    text: &'t str,
    context: &'t [Span],
    first: Line<'t>,
    end: usize,
}

impl<'t> BlockLines<'t> {
    /// Returns the lines after byte `at`, where a line starts.
    fn lines(&self, at: usize) -> impl Iterator<Item = Line<'t>> {
        let (text, end) = (self.text, self.end);
        let mut at = at;
        std::iter::from_fn(move || {
            let line = Line::at(text, at).filter(|_| at < end)?;
            at = line.end;
            Some(line)
        })
    }

    fn heading(&self) -> Option<SingleBlock> {
        let is_alone = self.first.end >= self.end;
        let start = self.first.content_start(self.text);
        is_alone.then(|| {
            let source = &self.text[start..self.end];
            let text = source.trim_start_matches('#').trim_start_matches([' ', '\t']);
            let span = Span::new(self.end - text.len(), self.end);
            SingleBlock::Heading(heading::level(source), heading::without_closing_hashes(self.text, span))
        })
    }

    fn paragraph(&self) -> Option<SingleBlock> {
        let is_text = |line: Line| line.indent < CODE_INDENT && line.is_paragraph();
        let parts = vec![Part::markup(self.first.start, self.end)];
        (self.lines(self.first.start).all(is_text) && self.has_no_body(&parts)).then_some(SingleBlock::Paragraph(parts))
    }

    /// Returns the item if its further lines are indented as far as its text, so that they certainly belong to it.
    fn item(&self, marker: ListMarker) -> Option<SingleBlock> {
        let column = self.first.indent + marker.width;
        let content = &self.first.content[marker.len..];
        let opening = Line { indent: column, content, ..self.first };
        if marker.is_code || line::is_task(content) || !opening.is_paragraph() || !self.has_regular_context() {
            return None;
        }
        let start = self.first.content_start(self.text) + marker.len;
        let mut parts = vec![Part::markup(start, self.end.min(self.first.end))];
        let has_tab = |from: usize, to: usize| self.text.as_bytes()[from..to].contains(&b'\t');
        for line in self.lines(self.first.end) {
            let is_text = (column..column + CODE_INDENT).contains(&line.indent) && line.is_paragraph();
            if !is_text || has_tab(self.first.start, start) || has_tab(line.start, line.content_start(self.text)) {
                return None;
            }
            // The indentation up to the column of the item is not part of its text.
            parts.push(Part::markup(line.start + column, self.end.min(line.end)));
        }
        self.has_no_body(&parts).then_some(SingleBlock::Item(parts))
    }

    /// Returns whether the grammar certainly finds an item on each line of the context.
    fn has_regular_context(&self) -> bool {
        self.context.iter().filter_map(|span| Line::at(self.text, span.start as usize)).all(|line| {
            let LineStart::Item(marker) = line.start() else { return false };
            !line::has_escaped_label(&line.content[marker.len..])
        })
    }

    /// Returns the rows of a table. `with_head` says whether the first one is its header.
    fn rows(&self, with_head: bool) -> Option<SingleBlock> {
        let span = |line: Line| Span::new(line.start, line.end);
        let (mut rows, mut at) = (Vec::new(), self.first.start);
        if with_head {
            let [header, delimiter] = PipeTable::with_header(&self.first, self.text)?.head;
            rows.push(header);
            at = delimiter.end as usize;
        }
        for line in self.lines(at) {
            if !table::is_plain_row(&line) {
                return None;
            }
            rows.push(span(line));
        }
        Some(SingleBlock::Rows(rows))
    }

    /// Returns the code if the last line of the piece is the first one that closes it.
    fn code(&self, fence: CodeFence) -> Option<SingleBlock> {
        let closes = |line: &Line| line.closes(fence, line.indent);
        let closing = self.lines(self.first.end).find(|line| closes(line) || line.indent >= COUNTER_LIMIT)?;
        (closes(&closing) && closing.end >= self.end)
            .then(|| SingleBlock::Code(Span::new(self.first.end, closing.start)))
    }

    /// Returns whether the paragraph has no section with blocks of its own, such as the body of an admonition.
    fn has_no_body(&self, parts: &[Part]) -> bool {
        !paragraph::contains_body(self.text, parts, LeafContext::default())
    }
}
