//! What a line of Markdown can be, by the looks of the line alone.
//!
//! The predicates follow the block grammar's scanner where it differs from the specification: a list that starts at
//! any single digit interrupts a paragraph, white space is blank and tab only. Where the looks of a line leave a doubt
//! the answer is [`LineStart::Doubtful`] or none, never a guess.

use super::html;
use memchr::memchr;

/// A line of Markdown.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    /// First byte in the file.
    pub start: usize,
    /// One past the last byte, the line's end included.
    pub end: usize,
    /// Columns of white space before the content; tabs stop at every fourth.
    pub indent: usize,
    /// From the first byte that is no white space up to the line's end.
    pub content: &'t [u8],
}

/// Columns of white space, and runs of one character, from which on the scanner's counters of eight bits may overflow.
pub(super) const COUNTABLE: usize = 200;

/// What begins with a line, when it is read as the first line of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineStart {
    /// A heading with its `#`.
    Heading,
    /// A fenced code block.
    Fence(CodeFence),
    /// A list item with text behind its marker.
    Item(ListMarker),
    /// A block quote.
    Quote,
    /// `***`, `___` or `- - -`.
    Break,
    /// `---`: a thematic break, an underline, a table's delimiter row.
    Rule,
    /// An HTML block.
    Html(html::HtmlBlockKind),
    /// A list marker without text, or HTML that cannot be told from text.
    Doubtful,
    /// Anything else.
    Text,
}

/// The opening line of fenced code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CodeFence {
    /// A backtick or a tilde.
    pub mark: u8,
    /// How many of them.
    pub len: usize,
}

/// The marker of a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ListMarker {
    /// Columns from the marker to the item's text.
    pub width: usize,
    /// Bytes from the marker to the item's text.
    pub len: usize,
    /// Whether it does not interrupt a paragraph: it is a number of two or more digits.
    pub yields: bool,
    /// Whether so much white space follows that the text is indented code.
    pub code: bool,
}

impl<'t> Line<'t> {
    /// The line of `text` that starts at byte `start`, `None` at the end of the text.
    pub fn at(text: &'t str, start: usize) -> Option<Line<'t>> {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let len = memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let bytes = &rest.as_bytes()[..len];
        let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        let mut line = Line { start, end: start + len, indent: 0, content: bytes };
        while let [space @ (b' ' | b'\t'), rest @ ..] = line.content {
            line.indent = next_column(line.indent, *space);
            line.content = rest;
        }
        Some(line)
    }

    /// Whether there is nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.content.is_empty()
    }

    /// Whether the document must not begin with this line: it would become front matter, or lose a byte order mark.
    pub fn changes_at_the_top(&self) -> bool {
        self.content.starts_with("\u{FEFF}".as_bytes()) || is_rule(self.content, b'-') || is_rule(self.content, b'+')
    }

    /// Whether the line closes this fence, when it stands `indent` columns to the right of what holds the fence.
    pub fn closes(&self, fence: CodeFence, indent: usize) -> bool {
        let run = run(self.content, fence.mark);
        indent < 4 && run >= fence.len && self.content[run..].iter().all(|byte| matches!(byte, b' ' | b'\t'))
    }

    /// Whether the line, or the item that it opens, may begin with a link reference definition.
    pub fn defines(&self) -> bool {
        match self.content.first() {
            Some(b'[') => is_definition(self.content),
            Some(b'-' | b'*' | b'+' | b'0'..=b'9') => {
                matches!(self.start(), LineStart::Item(marker) if is_definition(&self.content[marker.len..]))
            }
            _ => false,
        }
    }

    /// What begins here.
    pub fn start(&self) -> LineStart {
        start(self.content, self.indent)
    }

    /// Whether a paragraph of such lines is one whatever stands around it but white space.
    pub fn is_paragraph(&self) -> bool {
        let letter = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b"*_[(\"'!`:".contains(byte);
        // The grammar makes errors of some labels with escapes.
        let label = self.content.starts_with(b"[") && self.content.contains(&b'\\');
        self.content.first().is_some_and(letter) && !label && self.is_plain() && self.start() == LineStart::Text
    }

    /// Whether the grammar surely makes no error of the line, wherever it stands.
    pub fn is_regular(&self) -> bool {
        let start =
            matches!(self.start(), LineStart::Text | LineStart::Heading | LineStart::Item(_) | LineStart::Fence(_));
        start && self.is_plain() && !self.defines()
    }

    /// Whether this is surely a line of a paragraph when a paragraph can go on or begin here and nothing else starts:
    /// no link reference definition, no row of a table, no underline.
    pub fn is_plain(&self) -> bool {
        is_plain(self.content)
    }
}

/// The column behind a white space that stands at `column`.
fn next_column(column: usize, space: u8) -> usize {
    if space == b'\t' { (column / 4 + 1) * 4 } else { column + 1 }
}

/// How often `mark` stands at the start of `content`.
fn run(content: &[u8], mark: u8) -> usize {
    content.iter().take_while(|byte| **byte == mark).count()
}

/// Whether a link reference definition or a footnote may begin with `content`. Its label may go over lines.
pub(super) fn is_definition(content: &[u8]) -> bool {
    let Some(inside) = content.strip_prefix(b"[") else { return false };
    let mut escaped = false;
    let end = inside.iter().position(|byte| {
        let ends = *byte == b']' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    });
    end.is_none_or(|end| inside[end + 1..].starts_with(b":"))
}

/// See [`Line::is_plain`].
pub(super) fn is_plain(content: &[u8]) -> bool {
    !is_definition(content) && !content.contains(&b'|') && !matches!(content.first(), None | Some(b'=' | b'<' | b'\\'))
}

/// What begins with `content`, which starts at `column` of its line.
pub(super) fn start(content: &[u8], column: usize) -> LineStart {
    match content.first() {
        Some(b'#') => heading(content),
        Some(mark @ (b'`' | b'~')) => fence(content, *mark),
        Some(b'>') => LineStart::Quote,
        Some(b'<') => html::start(content),
        Some(b'-' | b'*' | b'_' | b'+' | b'0'..=b'9') => {
            if is_rule(content, b'-') {
                return LineStart::Rule;
            }
            if is_break(content) {
                return LineStart::Break;
            }
            marker(content, column)
        }
        _ => LineStart::Text,
    }
}

fn heading(content: &[u8]) -> LineStart {
    let level = run(content, b'#');
    let ends = matches!(content.get(level), None | Some(b' ' | b'\t'));
    if level <= 6 && ends { LineStart::Heading } else { LineStart::Text }
}

fn fence(content: &[u8], mark: u8) -> LineStart {
    let len = run(content, mark);
    match len {
        0..3 => LineStart::Text,
        COUNTABLE.. => LineStart::Doubtful,
        _ if mark == b'`' && content[len..].contains(&b'`') => LineStart::Text,
        _ => LineStart::Fence(CodeFence { mark, len }),
    }
}

/// Whether `content` is nothing but `mark`, three times or, when it is a dash, more often.
fn is_rule(content: &[u8], mark: u8) -> bool {
    let len = run(content, mark);
    let alone = content[len..].iter().all(|byte| matches!(byte, b' ' | b'\t'));
    alone && (len == 3 || mark == b'-' && len > 3)
}

fn is_break(content: &[u8]) -> bool {
    let mark = content[0];
    let count = content.iter().filter(|byte| **byte == mark).count();
    matches!(mark, b'-' | b'*' | b'_')
        && count >= 3
        && content.iter().all(|byte| *byte == mark || matches!(byte, b' ' | b'\t'))
}

fn marker(content: &[u8], column: usize) -> LineStart {
    let digits = content.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
    let sign = match (digits, content.get(digits)) {
        (0, Some(b'-' | b'*' | b'+')) | (1..=9, Some(b'.' | b')')) => digits + 1,
        _ => return LineStart::Text,
    };
    let behind = &content[sign..];
    let spaces = behind.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    if spaces == behind.len() || is_delimiter_row(content) {
        return LineStart::Doubtful;
    }
    let end = behind[..spaces].iter().fold(column + sign, |column, space| next_column(column, *space));
    let gap = end - column - sign;
    match gap {
        0 => LineStart::Text,
        COUNTABLE.. => LineStart::Doubtful,
        1..=4 => LineStart::Item(ListMarker { width: sign + gap, len: sign + spaces, yields: digits > 1, code: false }),
        _ => LineStart::Item(ListMarker { width: sign + 1, len: sign + spaces, yields: digits > 1, code: true }),
    }
}

/// Whether the content of a line may be the delimiter row of a table.
pub(super) fn is_delimiter_row(content: &[u8]) -> bool {
    !content.is_empty() && content.iter().all(|byte| matches!(byte, b'-' | b':' | b'|' | b' ' | b'\t'))
}
