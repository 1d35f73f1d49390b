//! Splits a Markdown file into pieces.
//!
//! One pass over the lines tracks only the block structure that later splits depend on: whether fenced code, an HTML
//! block or a table is open, which list items are open, and whether the previous line is blank. We split before
//!
//! - a line after a blank line, if no open list item can contain it: a blank line ends every other block;
//! - a heading, a fence or a list item with text: each of them interrupts every other block;
//! - a nested list item, with the lines that open its parent items as context;
//! - a table row, with the table's head as context.
//!
//! If a split may be unsafe, we do not split. If that also makes all later splits unsafe, the rest of the file becomes
//! one piece.

use super::html;
use super::line::{self, COUNTER_LIMIT, CodeFence, Line, LineStart, ListMarker};
use super::list::ListItems;
use super::table::PipeTable;
use crate::extract::data_uri;
use crate::extract::front_matter::FrontMatter;
use crate::extract::hidden::hidden_at;
use crate::extract::lines::MAX_LINE_LEN;
use crate::extract::missing::Missing;
use crate::extract::parts::HIDDEN_PLACEHOLDER;
use crate::extract::piece::{Hidden, MAX_PIECES, Piece, Pieces};
use wordgate_text::source::Span;

/// Splits a Markdown file into pieces. Every piece but the last is longer than `min_len` bytes.
pub(in crate::extract) fn split(text: &str, min_len: usize) -> Pieces {
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut splitter = Splitter {
        text,
        min_len,
        pieces: Vec::with_capacity((text.len() / 128).min(MAX_PIECES)),
        code: Vec::new(),
        piece: Piece { range: Span::new(start, start), ..Piece::default() },
        context_len: 0,
        open_block: MultilineBlock::None,
        previous: PreviousLine::Blank,
        items: ListItems::default(),
        may_have_definition: false,
        is_regular: true,
        hidden_end: start,
        line_start: start,
        new_hidden: None,
        missing: Missing::default(),
    };
    let result = splitter.split_lines();
    splitter.finish(result)
}

/// The kind of the previous line, as far as it matters to the next one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PreviousLine {
    /// A blank line.
    Blank,
    /// The last line of a block.
    EndsBlock,
    /// Certainly a line of a paragraph.
    Text,
    /// Anything else.
    Unknown,
}

/// The multi-line block that is open.
enum MultilineBlock {
    None,
    /// A fenced code block. `code_start` is the byte offset at which it starts, if it certainly contains code. `column`
    /// is the indentation that its container requires on each line.
    Fence {
        fence: CodeFence,
        code_start: Option<usize>,
        column: usize,
    },
    Html(html::HtmlBlockKind),
    Table(PipeTable),
}

/// The result when the rest of the file cannot be split.
struct Unsplittable;

/// The state of the pass over the lines.
struct Splitter<'t> {
    text: &'t str,
    min_len: usize,
    pieces: Vec<Piece>,
    code: Vec<Span>,
    /// The piece that is open. It has no end yet.
    piece: Piece,
    /// The length of its context in bytes.
    context_len: usize,
    open_block: MultilineBlock,
    previous: PreviousLine,
    items: ListItems,
    /// Whether there may be a link reference definition since the last blank line. The grammar is a GLR grammar: it
    /// follows both readings, as a definition and as a paragraph, and decides only after later blocks.
    may_have_definition: bool,
    /// Whether the grammar certainly parses all lines of the piece so far without a syntax error. With an error, it
    /// could miss a fence.
    is_regular: bool,
    /// Byte offset of the end of the last hidden range.
    hidden_end: usize,
    /// Byte offset of the current line.
    line_start: usize,
    /// The hidden range that starts on the current line.
    new_hidden: Option<Hidden>,
    missing: Missing<'t>,
}

impl<'t> Splitter<'t> {
    /// Reads every line, up to one after which no split is safe.
    fn split_lines(&mut self) -> Result<(), Unsplittable> {
        let start = self.piece.range.start as usize;
        let mut at = FrontMatter::find(self.text).map_or(start, |front| front.end);
        while let Some(line) = Line::at(self.text, at) {
            at = line.end;
            self.line_start = line.start;
            if self.is_too_long(&line) || self.overflows_lexer(&line) {
                return Err(Unsplittable);
            }
            if line.start < self.hidden_end {
                continue;
            }
            let line = self.visible_line(line)?;
            if !self.continues_block(&line) {
                if line.is_blank() {
                    self.previous = PreviousLine::Blank;
                    self.may_have_definition = false;
                } else {
                    self.start_block(&line)?;
                    self.may_have_definition |= line.may_define();
                    self.is_regular = self.is_regular && line.is_regular();
                }
            }
            self.piece.hidden.extend(self.new_hidden.take());
        }
        Ok(())
    }

    /// Returns the line as the grammar sees it: if a hidden range starts on it, the grammar sees an HTML comment there.
    fn visible_line<'l>(&mut self, line: Line<'l>) -> Result<Line<'l>, Unsplittable> {
        if matches!(self.open_block, MultilineBlock::Fence { .. }) || !self.record_hidden(&line) {
            return Ok(line);
        }
        match line.content.first() {
            Some(b'{' | b'%' | b':') => Ok(Line { content: HIDDEN_PLACEHOLDER.as_bytes(), ..line }),
            Some(b'>') => Ok(line),
            // The grammar would see a list item that starts with an HTML comment.
            _ => Err(Unsplittable),
        }
    }

    /// Records the hidden range that starts on the line, after the markers of items and quotations, if there is one.
    fn record_hidden(&mut self, line: &Line) -> bool {
        let marks: &[char] = match line.content.first() {
            Some(b'{' | b'%' | b':') => &[' ', '\t'],
            Some(b'>' | b'-' | b'*' | b'+') if line.content.contains(&b'{') => &[' ', '\t', '>', '-', '*', '+'],
            _ => return false,
        };
        let source = &self.text[line.start..line.end];
        let at = line.end - source.trim_start_matches(marks).len();
        let Some(hidden) = hidden_at(self.text, at, self.text.len(), &mut self.missing) else { return false };
        self.hidden_end = hidden.span.end as usize;
        self.new_hidden = Some(hidden);
        true
    }

    /// Records the hidden ranges in the rest of the file. We no longer know which blocks are open, so any line that
    /// looks like a fence opens or closes code.
    fn record_hidden_in_rest(&mut self) {
        let mut fence = None;
        let mut next = self.line_start;
        while let Some(line) = Line::at(self.text, next) {
            next = line.end;
            self.piece.hidden.extend(self.new_hidden.take());
            if line.start < self.hidden_end {
                continue;
            }
            match fence {
                Some(open) if line.closes(open, 0) => fence = None,
                Some(_) => {}
                None => match line.start() {
                    LineStart::Fence(open) => fence = Some(open),
                    _ => {
                        self.record_hidden(&line);
                    }
                },
            }
        }
        self.piece.hidden.extend(self.new_hidden.take());
    }

    /// Ends the last piece. Returns all pieces.
    fn finish(mut self, result: Result<(), Unsplittable>) -> Pieces {
        if let MultilineBlock::Fence { code_start: Some(code_start), .. } = self.open_block
            && result.is_ok()
        {
            self.code.push(Span::new(code_start, self.text.len()));
        }
        let unsplittable = result.is_err();
        if unsplittable {
            self.record_hidden_in_rest();
        }
        self.piece.range = Span::new(self.piece.range.start as usize, self.text.len());
        self.pieces.push(self.piece);
        if let Some(first) = self.pieces.first_mut() {
            first.range.start = 0;
        }
        self.pieces.retain(|piece| !piece.range.is_empty());
        Pieces { pieces: self.pieces, code: self.code, unsplittable }
    }

    /// Returns whether the line is too long to parse. Data URIs do not count.
    fn is_too_long(&self, line: &Line) -> bool {
        line.end - line.start > MAX_LINE_LEN
            && data_uri::len_without_data_uris(self.text, Span::new(line.start, line.end)) > MAX_LINE_LEN
    }

    /// Returns whether the indentation of the line matters to the grammar's lexer and may overflow its counters.
    fn overflows_lexer(&self, line: &Line) -> bool {
        let matters = match &self.open_block {
            MultilineBlock::Fence { fence, .. } => line.content.first() == Some(&fence.mark),
            MultilineBlock::Html(_) => false,
            MultilineBlock::None | MultilineBlock::Table(_) => !line.is_blank(),
        };
        matters && line.indent >= COUNTER_LIMIT
    }

    /// Returns whether the line belongs to the multi-line block that is open. Splits the table before one of its rows.
    fn continues_block(&mut self, line: &Line) -> bool {
        match &mut self.open_block {
            MultilineBlock::None => false,
            MultilineBlock::Fence { fence, code_start, column } => {
                let is_inside = line.is_blank() || line.indent >= *column;
                let closes = is_inside && line.closes(*fence, line.indent.saturating_sub(*column));
                if is_inside && !closes {
                    self.previous = if line.is_blank() { PreviousLine::Blank } else { PreviousLine::EndsBlock };
                    return true;
                }
                let end = if closes { line.end } else { line.start };
                self.code.extend(code_start.map(|start| Span::new(start, end)));
                self.open_block = MultilineBlock::None;
                if closes {
                    self.previous = PreviousLine::EndsBlock;
                }
                closes
            }
            MultilineBlock::Html(kind) => {
                let ends = if kind.ends_at_blank_line() { line.is_blank() } else { kind.ends_on(line.content, false) };
                if ends {
                    self.previous =
                        if kind.ends_at_blank_line() { PreviousLine::Blank } else { PreviousLine::EndsBlock };
                    self.open_block = MultilineBlock::None;
                }
                true
            }
            MultilineBlock::Table(table) if line.start < table.head[1].end as usize => true,
            MultilineBlock::Table(table) => {
                if !PipeTable::is_next_row(line, self.text) {
                    self.open_block = MultilineBlock::None;
                    return false;
                }
                let (head, rows) = (table.head, table.rows);
                table.rows += 1;
                self.split_before(line, head.to_vec(), rows);
                self.previous = PreviousLine::Unknown;
                true
            }
        }
    }

    /// Ends the open piece before `line` and starts the next one, which needs `context`. Does nothing if the open piece
    /// is too short, or shorter than its own context, because then more than half of the text that we parse for it
    /// would be context.
    fn split_before(&mut self, line: &Line, context: Vec<Span>, skipped_rows: u32) {
        let start = self.piece.range.start as usize;
        if line.start - start <= self.min_len || (!context.is_empty() && line.start - start < self.context_len) {
            return;
        }
        self.context_len = context.iter().map(|span| span.len()).sum();
        self.is_regular = true;
        let range = Span::new(line.start, line.start);
        let next = Piece { range, context, skipped_rows, ..Piece::default() };
        let mut finished = std::mem::replace(&mut self.piece, next);
        finished.range = Span::new(start, line.start);
        self.pieces.push(finished);
    }

    /// Handles a line that is not blank and may start a block.
    fn start_block(&mut self, line: &Line) -> Result<(), Unsplittable> {
        if line.indent <= 3 && !self.items.may_contain(line.indent) {
            return self.top_level_line(line);
        }
        if self.items.is_uncertain() {
            return self.uncertain_line(line);
        }
        self.item_line(line)
    }

    /// Handles a line that no list item can contain, except as the lazy continuation of a paragraph in it.
    fn top_level_line(&mut self, line: &Line) -> Result<(), Unsplittable> {
        let start = self.resolve(line.start(), 0);
        let interrupts = matches!(start, LineStart::Heading | LineStart::Fence(_) | LineStart::Item(_));
        let after_blank = self.previous == PreviousLine::Blank;
        if after_blank || interrupts {
            self.items.clear();
        }
        let is_safe = after_blank || interrupts && !line.may_define() && !self.may_have_definition;
        if is_safe && !line.is_special_at_start() {
            self.split_before(line, Vec::new(), 0);
        }
        if after_blank && let Some(table) = PipeTable::with_header(line, self.text) {
            self.open_block = MultilineBlock::Table(table);
            self.previous = PreviousLine::Unknown;
            return Ok(());
        }
        let lazy = self.previous == PreviousLine::Text && line.is_plain();
        match start {
            LineStart::Quote | LineStart::Break | LineStart::Html(_) => self.items.clear(),
            LineStart::Rule | LineStart::Uncertain => self.items.mark_uncertain(),
            LineStart::Text if self.previous == PreviousLine::EndsBlock => self.items.clear(),
            LineStart::Text if self.items.depth() > 0 && !lazy => self.items.mark_uncertain(),
            _ => {}
        }
        self.record_start(line, start, 0)
    }

    /// Handles a line that is indented enough for a list item, when the open items are uncertain.
    fn uncertain_line(&mut self, line: &Line) -> Result<(), Unsplittable> {
        let opens = matches!(line.start(), LineStart::Fence(_) | LineStart::Html(_) | LineStart::Uncertain);
        if opens && (line.indent <= 3 || self.may_have_definition) {
            return Err(Unsplittable);
        }
        self.previous = PreviousLine::Unknown;
        Ok(())
    }

    /// Handles a line inside an open item: a block of the item, the continuation of a paragraph, or indented code.
    fn item_line(&mut self, line: &Line) -> Result<(), Unsplittable> {
        let depth = self.items.depth_at(line.indent);
        let column = self.items.content_column(depth);
        if line.indent - column > 3 {
            // The line continues a paragraph or is indented code. The grammar's lexer checks the indentation
            // for only some kinds of blocks.
            let start = line.start();
            let plain = line.is_plain() && matches!(start, LineStart::Text | LineStart::Heading | LineStart::Item(_));
            // After a definition, a block may start at any indentation.
            if self.may_have_definition && depth == 0 && matches!(start, LineStart::Fence(_) | LineStart::Html(_)) {
                return Err(Unsplittable);
            }
            match self.previous {
                PreviousLine::Blank => self.items.truncate(depth),
                PreviousLine::Text if plain && !line.content.starts_with(b"*") => {}
                _ => self.items.mark_uncertain(),
            }
            self.previous = PreviousLine::Unknown;
            return Ok(());
        }
        let start = self.resolve(line.start(), depth);
        let after_block = matches!(self.previous, PreviousLine::Blank | PreviousLine::EndsBlock);
        let lazy = self.previous == PreviousLine::Text && line.is_plain();
        match start {
            LineStart::Rule | LineStart::Uncertain => self.items.mark_uncertain(),
            LineStart::Text if lazy => {}
            LineStart::Text if !after_block && depth < self.items.depth() => self.items.mark_uncertain(),
            _ => self.items.truncate(depth),
        }
        if let LineStart::Item(marker) = start
            && !marker.never_interrupts
            && !line.may_define()
            && !self.may_have_definition
            && let Some(context) = self.items.context(depth)
        {
            self.split_before(line, context, 0);
        }
        self.record_start(line, start, depth)
    }

    /// Corrects `start` if it is a list marker or an HTML tag that cannot interrupt a paragraph: the line is text if a
    /// paragraph is open, and uncertain if one may be open. `depth` is the number of items that contain the line.
    fn resolve(&self, start: LineStart, depth: usize) -> LineStart {
        let never_interrupts = match start {
            LineStart::Item(marker) => {
                marker.never_interrupts && (self.items.is_uncertain() || depth == self.items.depth())
            }
            LineStart::Html(kind) => kind == html::HtmlBlockKind::Tag,
            _ => false,
        };
        match self.previous {
            PreviousLine::Text if never_interrupts => LineStart::Text,
            PreviousLine::Unknown if never_interrupts => LineStart::Uncertain,
            _ => start,
        }
    }

    /// Records what the line starts. `depth` is the number of items that contain the line.
    fn record_start(&mut self, line: &Line, start: LineStart, depth: usize) -> Result<(), Unsplittable> {
        self.previous = match start {
            LineStart::Heading | LineStart::Break | LineStart::Fence(_) => PreviousLine::EndsBlock,
            LineStart::Rule if self.previous != PreviousLine::Unknown => PreviousLine::EndsBlock,
            LineStart::Text if self.previous != PreviousLine::Unknown && line.is_plain() => PreviousLine::Text,
            _ => PreviousLine::Unknown,
        };
        match start {
            LineStart::Fence(fence) => {
                let code_start = Some(line.start).filter(|_| self.is_regular && !line::is_prose_fence(line.content));
                self.open_block = MultilineBlock::Fence { fence, code_start, column: self.items.content_column(depth) };
            }
            LineStart::Html(_) if depth > 0 => self.items.mark_uncertain(),
            LineStart::Html(kind) if kind.ends_on(line.content, true) => self.previous = PreviousLine::EndsBlock,
            LineStart::Html(kind) => self.open_block = MultilineBlock::Html(kind),
            LineStart::Item(marker) => return self.open_item(line, marker),
            LineStart::Uncertain if depth == 0 && line.content.starts_with(b"<") => return Err(Unsplittable),
            _ => {}
        }
        Ok(())
    }

    /// Opens a list item and records what its first line starts.
    fn open_item(&mut self, line: &Line, marker: ListMarker) -> Result<(), Unsplittable> {
        let content = &line.content[marker.len..];
        let column = line.indent + marker.width;
        let start = if marker.is_code { LineStart::Uncertain } else { line::start(content, column) };
        let plain = line::is_plain(content) && !line::is_task(content);
        let is_context = matches!(start, LineStart::Text | LineStart::Heading) && !line::is_definition(content);
        self.items.open(line, marker, is_context);
        self.previous = match start {
            LineStart::Heading | LineStart::Fence(_) => PreviousLine::EndsBlock,
            LineStart::Text if plain => PreviousLine::Text,
            _ => PreviousLine::Unknown,
        };
        match start {
            LineStart::Html(_) => return Err(Unsplittable),
            LineStart::Uncertain if content.starts_with(b"<") => return Err(Unsplittable),
            LineStart::Fence(fence) => {
                let code_start = Some(line.end).filter(|_| self.is_regular && !line::is_prose_fence(content));
                self.open_block = MultilineBlock::Fence { fence, code_start, column };
            }
            LineStart::Heading | LineStart::Text => {}
            _ => self.items.mark_uncertain(),
        }
        Ok(())
    }
}
