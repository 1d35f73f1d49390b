//! Splits a document into pieces, and finds its titles.

use super::block::{BlockKind, next_block};
use super::explicit::{Explicit, explicit};
use super::line::{Line, lines};
use super::reader::code_lines;
use super::titles::{TitleStyles, adornment};
use crate::extract::piece::{Piece, Pieces, plain_pieces};
use wordgate_text::source::{Span, to_u32};

/// The maximum length in bytes of a document whose lines we look at, because each line takes memory.
const MAX_LEN: usize = 8 << 20;

/// The maximum length in bytes of the titles that a piece needs as context. Beyond it, the rest is one piece.
const MAX_CONTEXT: usize = 4 << 10;

/// Splits a document before blocks that follow a blank line. Joins blocks until they are longer than `min_len` bytes.
pub fn split(text: &str, min_len: usize) -> Pieces {
    if text.len() > MAX_LEN {
        let pieces = plain_pieces(text, Span::new(0, text.len()), min_len, true);
        return Pieces { pieces, ..Pieces::default() };
    }
    let lines = lines_of(text);
    let mut splitter = Splitter {
        text,
        lines: &lines,
        min_len,
        pieces: Vec::new(),
        code: Vec::new(),
        start: 0,
        start_line: 0,
        styles: TitleStyles::default(),
        title_lines: Vec::new(),
        context_len: 0,
    };
    let mut head = Head::default();
    let mut next = 0;
    while let Some((at, block)) = next_block(text, &lines, next, 0) {
        match head.add(text, &lines, at, block.kind) {
            // Fields are metadata only together with what is before them.
            HeadPart::Metadata | HeadPart::Possible => {}
            HeadPart::Done if at > 0 && lines[at - 1].is_blank() => splitter.cut(at),
            HeadPart::Done => {}
        }
        splitter.code.extend(code_lines(text, &lines, &block, at));
        if let BlockKind::Title(title) = block.kind
            && splitter.styles.add(title.style)
        {
            splitter.title_lines.extend(at..block.end);
            splitter.context_len += lines[at..block.end].iter().map(|line| line.next - line.text).sum::<usize>();
        }
        next = block.end;
    }
    splitter.cut(lines.len());
    let unsplittable = splitter.context_len > MAX_CONTEXT;
    let pieces = Pieces { pieces: splitter.pieces, code: splitter.code, unsplittable };
    pieces.with_long_as_plain(text, min_len)
}

/// Returns the lines of a document, without its byte order mark.
fn lines_of(text: &str) -> Vec<Line> {
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    lines(text, start..text.len()).collect()
}

/// The start of a document, which may have metadata.
#[derive(Default)]
struct Head {
    is_over: bool,
}

/// What a block is for the metadata at the start of the document.
enum HeadPart {
    /// A title, a comment or a target, after which metadata may follow.
    Possible,
    /// Metadata.
    Metadata,
    /// The document has begun.
    Done,
}

impl Head {
    fn add(&mut self, text: &str, lines: &[Line], at: usize, kind: BlockKind) -> HeadPart {
        if self.is_over {
            return HeadPart::Done;
        }
        match kind {
            BlockKind::Field { .. } => HeadPart::Metadata,
            BlockKind::Title(_) | BlockKind::AnonymousTarget => HeadPart::Possible,
            BlockKind::Explicit => {
                let mut first = lines[at];
                first.skip(text, 2);
                match explicit(first.of(text)) {
                    Explicit::Directive(start) | Explicit::Substitution { directive: Some(start) } => {
                        self.is_over = !matches!(start.name, "meta" | "highlight" | "role" | "default-role");
                    }
                    _ => {}
                }
                HeadPart::Possible
            }
            _ => {
                self.is_over = true;
                HeadPart::Done
            }
        }
    }
}

struct Splitter<'s> {
    text: &'s str,
    lines: &'s [Line],
    min_len: usize,
    pieces: Vec<Piece>,
    code: Vec<Span>,
    /// The byte offset at which the next piece starts.
    start: u32,
    /// The index of its first line.
    start_line: usize,
    styles: TitleStyles,
    /// The lines of the first title of each style so far.
    title_lines: Vec<usize>,
    /// The length of these lines in bytes.
    context_len: usize,
}

impl Splitter<'_> {
    /// Ends the current piece before the line at `at`.
    fn cut(&mut self, at: usize) {
        let end = self.lines.get(at).map_or(self.text.len(), |line| self.line_start(line));
        let (len, is_last) = (end - self.start as usize, at == self.lines.len());
        if len == 0 || !is_last && (len <= self.min_len || self.context_len > MAX_CONTEXT) {
            return;
        }
        let inside = &self.lines[self.start_line..at];
        let may_have_title = inside.iter().any(|line| adornment(line.of(self.text)).is_some());
        let before = self.title_lines.partition_point(|line| *line < self.start_line);
        let context = self.title_lines[..before].iter().filter(|_| may_have_title).map(|line| {
            let line = &self.lines[*line];
            Span::new(self.line_start(line), line.next)
        });
        let range = Span { start: self.start, end: to_u32(end) };
        self.pieces.push(Piece { context: context.collect(), ..Piece::without_context(range) });
        (self.start, self.start_line) = (to_u32(end), at);
    }

    /// Returns the start of a line, with its white space.
    fn line_start(&self, line: &Line) -> usize {
        let before = &self.text[..line.text];
        before.rfind(['\n', '\r']).map_or(0, |end| end + 1)
    }
}

/// Returns whether source may contain a title: a line of one repeated punctuation character.
pub fn may_contain_rst_title(source: &str) -> bool {
    source.split(['\n', '\r']).any(|line| adornment(line.trim()).is_some())
}

/// A title of a document.
#[derive(Clone, Copy, Debug)]
pub struct RstTitle {
    /// The byte offset of its text in the file.
    pub start: u32,
    /// Its level (1 to 6).
    pub level: u8,
}

/// Returns the titles of a document that are outside of other blocks.
pub fn rst_titles(text: &str) -> Vec<RstTitle> {
    let lines = lines_of(text);
    let mut styles = TitleStyles::default();
    let mut found = Vec::new();
    let mut next = 0;
    while let Some((_, block)) = next_block(text, &lines, next, 0) {
        if let BlockKind::Title(title) = block.kind {
            styles.add(title.style);
            found.push(RstTitle { start: to_u32(lines[title.text].text), level: styles.level(title.style) });
        }
        next = block.end;
    }
    found
}
