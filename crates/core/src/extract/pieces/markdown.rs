//! Where a Markdown file can be cut.
//!
//! The scan keeps of the block structure only what the next cuts depend on: whether fenced code, an HTML block or a
//! table is open, which list items are, and whether the line before is blank. A line that is cut before begins a piece
//! that the grammar reads as it would in the file:
//!
//! - a line behind a blank one that no open list item can hold: blank lines end all else;
//! - a heading, a fence or a list item with text, wherever they stand: they interrupt all else;
//! - an item inside items, with the lines that open those as its context;
//! - a row of a table, with the table's head as its context.
//!
//! What is not certain is not cut, and where even the cuts behind it are not certain, the rest of the file is one
//! piece.

use super::html;
use super::line::{self, COUNTABLE, CodeFence, Line, LineStart, ListMarker};
use super::list::ListItems;
use super::table::PipeTable;
use crate::extract::front_matter::FrontMatter;
use crate::extract::hidden::hidden_at;
use crate::extract::lines::LONGEST_LINE;
use crate::extract::missing::Missing;
use crate::extract::parts::COMMENT;
use crate::extract::piece::{Hidden, MOST_PIECES, Piece, PieceKind, Pieces};
use crate::extract::{data_uri, directive};
use wordgate_text::source::{Span, to_u32};

/// Splits Markdown. No piece but the last is shorter than `shortest` (bytes).
pub(in crate::extract) fn split(text: &str, shortest: usize) -> Pieces {
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut splitter = Splitter {
        text,
        shortest,
        pieces: Vec::with_capacity((text.len() / 128).min(MOST_PIECES)),
        code: Vec::new(),
        piece: Piece { range: Span::new(start, start), ..Piece::default() },
        context_len: 0,
        inside: Inside::Nothing,
        before: Before::Blank,
        items: ListItems::default(),
        defined: false,
        is_regular: true,
        hidden_until: start,
        line_start: start,
        found: None,
        missing: Missing::default(),
    };
    let sticky = splitter.run();
    splitter.finish(sticky)
}

/// What the line before says about the next one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// It is blank.
    Blank,
    /// It ends a block.
    Closed,
    /// It is surely a line of a paragraph.
    Text,
    /// Anything else.
    Unknown,
}

/// The block that is open.
enum Inside {
    Nothing,
    /// `opened` is where its code is known to begin, `holder` the column that its lines must be indented to.
    Fence {
        fence: CodeFence,
        opened: Option<usize>,
        holder: usize,
    },
    Html(html::HtmlBlockKind),
    Table(PipeTable),
}

/// The rest of the file can not be cut.
struct Unsplittable;

struct Splitter<'t> {
    text: &'t str,
    shortest: usize,
    pieces: Vec<Piece>,
    code: Vec<Span>,
    /// The piece that is open; it has no end yet.
    piece: Piece,
    /// Bytes of its context.
    context_len: usize,
    inside: Inside,
    before: Before,
    items: ListItems,
    /// Whether what may be a link reference definition stands since the last blank line. The grammar follows its
    /// readings side by side and chooses later, and not by this block alone.
    defined: bool,
    /// Whether no line of the piece so far is one that the grammar may make an error of. It might lose a fence in it.
    is_regular: bool,
    /// Up to here the grammar sees nothing.
    hidden_until: usize,
    /// Where the current line begins.
    line_start: usize,
    /// What begins with the current line and is hidden.
    found: Option<Hidden>,
    missing: Missing<'t>,
}

impl<'t> Splitter<'t> {
    fn run(&mut self) -> Result<(), Unsplittable> {
        let start = self.piece.range.start as usize;
        let mut at = FrontMatter::find(self.text).map_or(start, |front| front.end);
        while let Some(line) = Line::at(self.text, at) {
            at = line.end;
            self.line_start = line.start;
            if self.is_too_long(&line) || self.loses_count_in(&line) {
                return Err(Unsplittable);
            }
            if line.start < self.hidden_until {
                continue;
            }
            let line = self.without_hidden(line)?;
            if !self.goes_on(&line) {
                if line.is_blank() {
                    self.before = Before::Blank;
                    self.defined = false;
                } else {
                    let follows = self.before == Before::Text;
                    self.block(&line)?;
                    self.piece.shape = self.shape(&line, follows);
                    self.defined |= line.defines();
                    self.is_regular = self.is_regular && line.is_regular();
                }
            }
            self.piece.hidden.extend(self.found.take());
        }
        Ok(())
    }

    /// The line as the grammar sees it: a comment when it begins what is hidden, over any number of lines.
    fn without_hidden<'l>(&mut self, line: Line<'l>) -> Result<Line<'l>, Unsplittable> {
        if matches!(self.inside, Inside::Fence { .. }) || !self.hides(&line) {
            return Ok(line);
        }
        match line.content.first() {
            Some(b'{' | b'%' | b':') => Ok(Line { content: COMMENT.as_bytes(), ..line }),
            Some(b'>') => Ok(line),
            // A list item that begins with a comment.
            _ => Err(Unsplittable),
        }
    }

    /// Notes what begins with the line, after the markers of items and quotations, and is hidden.
    fn hides(&mut self, line: &Line) -> bool {
        let marks: &[char] = match line.content.first() {
            Some(b'{' | b'%' | b':') => &[' ', '\t'],
            Some(b'>' | b'-' | b'*' | b'+') if line.content.contains(&b'{') => &[' ', '\t', '>', '-', '*', '+'],
            _ => return false,
        };
        let source = &self.text[line.start..line.end];
        let at = line.end - source.trim_start_matches(marks).len();
        let Some(hidden) = hidden_at(self.text, at, self.text.len(), &mut self.missing) else { return false };
        self.hidden_until = hidden.span.end as usize;
        self.found = Some(hidden);
        true
    }

    /// Finds what is hidden in the rest of the file, in which only the looks of lines tell what is fenced code.
    fn hide_rest(&mut self) {
        let mut fence = None;
        let mut next = self.line_start;
        while let Some(line) = Line::at(self.text, next) {
            next = line.end;
            self.piece.hidden.extend(self.found.take());
            if line.start < self.hidden_until {
                continue;
            }
            match fence {
                Some(open) if line.closes(open, 0) => fence = None,
                Some(_) => {}
                None => match line.start() {
                    LineStart::Fence(open) => fence = Some(open),
                    _ => {
                        self.hides(&line);
                    }
                },
            }
        }
        self.piece.hidden.extend(self.found.take());
    }

    fn finish(mut self, sticky: Result<(), Unsplittable>) -> Pieces {
        if let Inside::Fence { opened: Some(opened), .. } = self.inside
            && sticky.is_ok()
        {
            self.code.push(Span::new(opened, self.text.len()));
        }
        let sticky = sticky.is_err();
        if sticky {
            self.hide_rest();
        }
        self.piece.range = Span::new(self.piece.range.start as usize, self.text.len());
        if sticky {
            self.piece.shape = PieceKind::Unknown;
        }
        self.pieces.push(self.piece);
        if let Some(first) = self.pieces.first_mut() {
            first.range.start = 0;
        }
        self.pieces.retain(|piece| !piece.range.is_empty());
        Pieces { pieces: self.pieces, code: self.code, sticky }
    }

    /// The shape of the piece with `line` as its last line; `follows`: the line before is one of a paragraph.
    fn shape(&self, line: &Line, follows: bool) -> PieceKind {
        let goes_on = self.before == Before::Text && line.is_paragraph();
        // The first piece may begin with what is no line of it: a byte order mark, front matter.
        let begins = self.piece.range.start as usize == line.start && !self.pieces.is_empty();
        match self.piece.shape {
            PieceKind::Unknown if begins && goes_on && line.indent == 0 => PieceKind::Paragraph,
            PieceKind::Item(_) if begins => self.piece.shape,
            PieceKind::Paragraph if follows && goes_on => PieceKind::Paragraph,
            _ => PieceKind::Unknown,
        }
    }

    fn is_too_long(&self, line: &Line) -> bool {
        line.end - line.start > LONGEST_LINE
            && data_uri::len_without(self.text, Span::new(line.start, line.end)) > LONGEST_LINE
    }

    /// Whether the indentation of a line, where it matters, is more than the scanner can count.
    fn loses_count_in(&self, line: &Line) -> bool {
        let matters = match &self.inside {
            Inside::Fence { fence, .. } => line.content.first() == Some(&fence.mark),
            Inside::Html(_) => false,
            Inside::Nothing | Inside::Table(_) => !line.is_blank(),
        };
        matters && line.indent >= COUNTABLE
    }

    /// Whether the line belongs to the block that is open, and nothing can be cut here.
    fn goes_on(&mut self, line: &Line) -> bool {
        match &mut self.inside {
            Inside::Nothing => false,
            Inside::Fence { fence, opened, holder } => {
                let held = line.is_blank() || line.indent >= *holder;
                let closed = held && line.closes(*fence, line.indent.saturating_sub(*holder));
                if held && !closed {
                    self.before = if line.is_blank() { Before::Blank } else { Before::Closed };
                    return true;
                }
                let end = if closed { line.end } else { line.start };
                self.code.extend(opened.map(|opened| Span::new(opened, end)));
                self.inside = Inside::Nothing;
                if closed {
                    self.before = Before::Closed;
                }
                closed
            }
            Inside::Html(kind) => {
                let ends = if kind.ends_blank() { line.is_blank() } else { kind.ends_in(line.content, false) };
                if ends {
                    self.before = if kind.ends_blank() { Before::Blank } else { Before::Closed };
                    self.inside = Inside::Nothing;
                }
                true
            }
            Inside::Table(table) if line.start < table.head[1].end as usize => true,
            Inside::Table(table) => {
                if !PipeTable::goes_on(line, self.text) {
                    self.inside = Inside::Nothing;
                    return false;
                }
                let (head, rows) = (table.head, table.rows);
                table.rows += 1;
                self.cut(line, head.to_vec(), rows);
                self.before = Before::Unknown;
                true
            }
        }
    }

    /// Ends the piece before `line`, unless it is too short, or its context would be more than half of what is parsed for
    /// it.
    fn cut(&mut self, line: &Line, context: Vec<Span>, skipped_rows: u32) {
        let start = self.piece.range.start as usize;
        if line.start - start <= self.shortest || (!context.is_empty() && line.start - start < self.context_len) {
            return;
        }
        self.context_len = context.iter().map(|span| span.len()).sum();
        self.is_regular = true;
        let range = Span::new(line.start, line.start);
        let next = Piece { range, context, skipped_rows, ..Piece::default() };
        let mut done = std::mem::replace(&mut self.piece, next);
        done.range = Span::new(start, line.start);
        self.pieces.push(done);
    }

    /// Deals with a line that is not blank and may start a block.
    fn block(&mut self, line: &Line) -> Result<(), Unsplittable> {
        if line.indent <= 3 && !self.items.may_hold(line.indent) {
            return self.top(line);
        }
        if self.items.is_uncertain() {
            return self.somewhere(line);
        }
        self.held(line)
    }

    /// A line that no list item can hold, unless it goes on with a paragraph in one.
    fn top(&mut self, line: &Line) -> Result<(), Unsplittable> {
        let start = self.certain(line.start(), 0);
        let interrupts = matches!(start, LineStart::Heading | LineStart::Fence(_) | LineStart::Item(_));
        let fresh = self.before == Before::Blank;
        if fresh || interrupts {
            self.items.clear();
        }
        let cuts = fresh || interrupts && !line.defines() && !self.defined;
        if cuts && !line.changes_at_the_top() {
            self.cut(line, Vec::new(), 0);
        }
        if fresh && let Some(table) = PipeTable::headed_by(line, self.text) {
            self.inside = Inside::Table(table);
            self.before = Before::Unknown;
            return Ok(());
        }
        let lazy = self.before == Before::Text && line.is_plain();
        match start {
            LineStart::Quote | LineStart::Break | LineStart::Html(_) => self.items.clear(),
            LineStart::Rule | LineStart::Doubtful => self.items.doubt(),
            LineStart::Text if self.before == Before::Closed => self.items.clear(),
            LineStart::Text if self.items.depth() > 0 && !lazy => self.items.doubt(),
            _ => {}
        }
        self.begin(line, start, 0)
    }

    /// A line that is indented so that an item may hold it, when it is not known which items are open.
    fn somewhere(&mut self, line: &Line) -> Result<(), Unsplittable> {
        let opens = matches!(line.start(), LineStart::Fence(_) | LineStart::Html(_) | LineStart::Doubtful);
        if opens && (line.indent <= 3 || self.defined) {
            return Err(Unsplittable);
        }
        self.before = Before::Unknown;
        Ok(())
    }

    /// A line that stands in an open item, or goes on with a paragraph in one, or is indented code.
    fn held(&mut self, line: &Line) -> Result<(), Unsplittable> {
        let holding = self.items.holding(line.indent);
        let column = self.items.content(holding);
        if line.indent - column > 3 {
            // A further line of a paragraph, or code. The scanner asks for the indentation of some starts only.
            let start = line.start();
            let plain = line.is_plain() && matches!(start, LineStart::Text | LineStart::Heading | LineStart::Item(_));
            // Behind a definition nothing is indented too far to be a block.
            if self.defined && holding == 0 && matches!(start, LineStart::Fence(_) | LineStart::Html(_)) {
                return Err(Unsplittable);
            }
            match self.before {
                Before::Blank => self.items.keep(holding),
                Before::Text if plain && !line.content.starts_with(b"*") => {}
                _ => self.items.doubt(),
            }
            self.before = Before::Unknown;
            return Ok(());
        }
        let start = self.certain(line.start(), holding);
        let fresh = matches!(self.before, Before::Blank | Before::Closed);
        let lazy = self.before == Before::Text && line.is_plain();
        match start {
            LineStart::Rule | LineStart::Doubtful => self.items.doubt(),
            LineStart::Text if lazy => {}
            LineStart::Text if !fresh && holding < self.items.depth() => self.items.doubt(),
            _ => self.items.keep(holding),
        }
        if let LineStart::Item(marker) = start
            && !marker.yields
            && !line.defines()
            && !self.defined
            && let Some(context) = self.items.context(holding)
        {
            self.cut(line, context, 0);
        }
        self.begin(line, start, holding)
    }

    /// `start`, with a marker and a tag that would not interrupt a paragraph as text or in doubt, when one is or may be
    /// open. `holding` items hold the line.
    fn certain(&self, start: LineStart, holding: usize) -> LineStart {
        let yields = match start {
            LineStart::Item(marker) => marker.yields && (self.items.is_uncertain() || holding == self.items.depth()),
            LineStart::Html(kind) => kind == html::HtmlBlockKind::Tag,
            _ => false,
        };
        match self.before {
            Before::Text if yields => LineStart::Text,
            Before::Unknown if yields => LineStart::Doubtful,
            _ => start,
        }
    }

    /// Notes what the line begins. It stands in the first `holding` items.
    fn begin(&mut self, line: &Line, start: LineStart, holding: usize) -> Result<(), Unsplittable> {
        self.before = match start {
            LineStart::Heading | LineStart::Break | LineStart::Fence(_) => Before::Closed,
            LineStart::Rule if self.before != Before::Unknown => Before::Closed,
            LineStart::Text if self.before != Before::Unknown && line.is_plain() => Before::Text,
            _ => Before::Unknown,
        };
        match start {
            LineStart::Fence(fence) => {
                let opened = Some(line.start).filter(|_| self.is_regular && !holds_prose(line.content));
                self.inside = Inside::Fence { fence, opened, holder: self.items.content(holding) };
            }
            LineStart::Html(_) if holding > 0 => self.items.doubt(),
            LineStart::Html(kind) if kind.ends_in(line.content, true) => self.before = Before::Closed,
            LineStart::Html(kind) => self.inside = Inside::Html(kind),
            LineStart::Item(marker) => return self.item(line, marker),
            LineStart::Doubtful if holding == 0 && line.content.starts_with(b"<") => return Err(Unsplittable),
            _ => {}
        }
        Ok(())
    }

    /// Opens a list item, with what its first line begins.
    fn item(&mut self, line: &Line, marker: ListMarker) -> Result<(), Unsplittable> {
        let content = &line.content[marker.len..];
        let column = line.indent + marker.width;
        let start = if marker.code { LineStart::Doubtful } else { line::start(content, column) };
        let task = matches!(content, [b'[', b' ' | b'\t' | b'x' | b'X', b']', ..]);
        let plain = line::is_plain(content) && !task;
        let is_context = matches!(start, LineStart::Text | LineStart::Heading) && !line::is_definition(content);
        self.items.open(line, marker, is_context);
        let text = Line { indent: column, content, ..*line };
        if self.piece.range.start as usize == line.start && start == LineStart::Text && plain && text.is_paragraph() {
            let source = &self.text[line.start..line.end];
            let indent = source.len() - source.trim_start_matches([' ', '\t']).len();
            self.piece.shape = PieceKind::Item(to_u32(indent + marker.len));
        }
        self.before = match start {
            LineStart::Heading | LineStart::Fence(_) => Before::Closed,
            LineStart::Text if plain => Before::Text,
            _ => Before::Unknown,
        };
        match start {
            LineStart::Html(_) => return Err(Unsplittable),
            LineStart::Doubtful if content.starts_with(b"<") => return Err(Unsplittable),
            LineStart::Fence(fence) => {
                let opened = Some(line.end).filter(|_| self.is_regular && !holds_prose(content));
                self.inside = Inside::Fence { fence, opened, holder: column };
            }
            LineStart::Heading | LineStart::Text => {}
            _ => self.items.doubt(),
        }
        Ok(())
    }
}

/// Whether the fence that a line opens holds prose.
fn holds_prose(content: &[u8]) -> bool {
    let line = std::str::from_utf8(content).unwrap_or_default();
    directive::of_fence(line).is_some_and(|(name, _)| name.is_prose())
}
