//! Classifies a line of Markdown by its own characters: heading, fence, list item, text and so on.
//!
//! Where the grammar's lexer differs from the CommonMark specification, we follow the lexer. In the lexer, a list that
//! starts at any single digit interrupts a paragraph, and only spaces and tabs are white space. If the characters of a
//! line are not enough to decide, the result is [`LineStart::Uncertain`] or `false`, never a guess.

use super::html;
use crate::extract::directive;
use memchr::memchr;

/// A line of Markdown.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    /// Byte offset of its start in the file.
    pub start: usize,
    /// Byte offset just after its line terminator.
    pub end: usize,
    /// Columns of white space before the content. There is a tab stop at every fourth column.
    pub indent: usize,
    /// The bytes from the first one that is not white space up to the line terminator.
    pub content: &'t [u8],
}

/// The number of columns of white space, or of repeats of one character, from which we do not trust the grammar's
/// lexer. Its 8-bit counters overflow at 256.
pub(super) const COUNTER_LIMIT: usize = 200;

/// The kind of block that a line starts, if it starts one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineStart {
    /// A heading with `#`.
    Heading,
    /// A fenced code block.
    Fence(CodeFence),
    /// A list item with text after its marker.
    Item(ListMarker),
    /// A block quote.
    Quote,
    /// A thematic break that can be nothing else: `***`, `___` or `- - -`.
    Break,
    /// `---`: a thematic break, the underline of a heading or the delimiter row of a table.
    Rule,
    /// An HTML block.
    Html(html::HtmlBlockKind),
    /// A list marker without text, or something that may be HTML or text.
    Uncertain,
    /// Anything else.
    Text,
}

/// The opening fence of a code block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CodeFence {
    /// A backtick or a tilde.
    pub mark: u8,
    /// The number of these characters.
    pub len: usize,
}

/// The marker of a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ListMarker {
    /// The number of columns from the start of the marker to the item's text.
    pub width: usize,
    /// The number of bytes from the start of the marker to the item's text.
    pub len: usize,
    /// Whether the marker cannot interrupt a paragraph, because it is a number of two or more digits.
    pub never_interrupts: bool,
    /// Whether the white space after the marker makes the text indented code.
    pub is_code: bool,
}

impl<'t> Line<'t> {
    /// Returns the line of `text` that starts at byte `start`, or `None` at the end of the text.
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

    /// Returns the byte offset of the content in the file. `text` is the file.
    pub fn content_start(&self, text: &str) -> usize {
        let source = &text[self.start..self.end];
        self.end - source.trim_start_matches([' ', '\t']).len()
    }

    /// Returns whether the line contains only white space.
    pub fn is_blank(&self) -> bool {
        self.content.is_empty()
    }

    /// Returns whether the line would parse differently at the start of a document, as front matter or a byte order
    /// mark.
    pub fn is_special_at_start(&self) -> bool {
        self.content.starts_with("\u{FEFF}".as_bytes()) || is_rule(self.content, b'-') || is_rule(self.content, b'+')
    }

    /// Returns whether the line closes the code block that `fence` opened. `indent` is its indentation inside the
    /// container of the fence.
    pub fn closes(&self, fence: CodeFence, indent: usize) -> bool {
        let len = repeats(self.content, fence.mark);
        indent < 4 && len >= fence.len && self.content[len..].iter().all(|byte| matches!(byte, b' ' | b'\t'))
    }

    /// Returns whether the line, or the list item that it opens, may start with a link reference definition.
    pub fn may_define(&self) -> bool {
        match self.content.first() {
            Some(b'[') => is_definition(self.content),
            Some(b'-' | b'*' | b'+' | b'0'..=b'9') => {
                matches!(self.start(), LineStart::Item(marker) if is_definition(&self.content[marker.len..]))
            }
            _ => false,
        }
    }

    /// Classifies the line.
    pub fn start(&self) -> LineStart {
        start(self.content, self.indent)
    }

    /// Returns whether consecutive lines of this kind, between blank lines, are certainly one paragraph.
    pub fn is_paragraph(&self) -> bool {
        let is_start = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b"*_[(\"'!`:".contains(byte);
        self.content.first().is_some_and(is_start)
            && !has_odd_label(self.content)
            && self.is_plain()
            && self.start() == LineStart::Text
    }

    /// Returns whether the grammar certainly parses the line without a syntax error, wherever it is.
    pub fn is_regular(&self) -> bool {
        let is_known =
            matches!(self.start(), LineStart::Text | LineStart::Heading | LineStart::Item(_) | LineStart::Fence(_));
        is_known && self.is_plain() && !self.may_define()
    }

    /// Returns whether the line is certainly not a link reference definition, a table row or the underline of a
    /// heading. If it also starts no other block, and a paragraph can start or continue here, it is a line of a
    /// paragraph.
    pub fn is_plain(&self) -> bool {
        is_plain(self.content)
    }
}

/// Returns the column after a space or tab at `column`.
fn next_column(column: usize, space: u8) -> usize {
    if space == b'\t' { (column / 4 + 1) * 4 } else { column + 1 }
}

/// Returns how many times `mark` is repeated at the start of `content`.
fn repeats(content: &[u8], mark: u8) -> usize {
    content.iter().take_while(|byte| **byte == mark).count()
}

/// Returns whether `content` may start a link reference definition or a footnote, whose label may span lines.
pub(super) fn is_definition(content: &[u8]) -> bool {
    let Some(inside) = content.strip_prefix(b"[") else { return false };
    label_len(inside).is_none_or(|len| inside[len + 1..].starts_with(b":"))
}

/// Returns whether `content` starts with a label with escapes, so that the grammar may report an error.
pub(super) fn has_escaped_label(content: &[u8]) -> bool {
    content.starts_with(b"[") && content.contains(&b'\\')
}

/// Returns whether `content` starts with a label whose escapes may confuse the grammar: it takes the label for that of a
/// definition, and resumes somewhere after it.
fn has_odd_label(content: &[u8]) -> bool {
    let Some(inside) = content.strip_prefix(b"[").filter(|_| has_escaped_label(content)) else { return false };
    let is_link = |len: usize| {
        let (label, rest) = inside.split_at(len);
        let has_target =
            matches!(rest, [b']', b'(', next, ..] if next.is_ascii_alphanumeric() || b"#./".contains(next));
        has_target && !label.contains(&b'[') && label.iter().any(u8::is_ascii_alphanumeric)
    };
    !label_len(inside).is_some_and(is_link)
}

/// Returns the length of the label that is open at the start of `inside`.
fn label_len(inside: &[u8]) -> Option<usize> {
    let mut escaped = false;
    inside.iter().position(|byte| {
        let ends = *byte == b']' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    })
}

/// Returns whether `content` is plain: see [`Line::is_plain`].
pub(super) fn is_plain(content: &[u8]) -> bool {
    !is_definition(content) && !content.contains(&b'|') && !matches!(content.first(), None | Some(b'=' | b'<' | b'\\'))
}

/// Classifies a line, or the text of a list item, by its `content`, which starts at `column`.
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

/// Returns whether the text of a list item starts with a checkbox.
pub(super) fn is_task(content: &[u8]) -> bool {
    matches!(content, [b'[', b' ' | b'\t' | b'x' | b'X', b']', ..])
}

fn heading(content: &[u8]) -> LineStart {
    let level = repeats(content, b'#');
    let ends = matches!(content.get(level), None | Some(b' ' | b'\t'));
    if level <= 6 && ends { LineStart::Heading } else { LineStart::Text }
}

fn fence(content: &[u8], mark: u8) -> LineStart {
    let len = repeats(content, mark);
    match len {
        0..3 => LineStart::Text,
        COUNTER_LIMIT.. => LineStart::Uncertain,
        _ if mark == b'`' && content[len..].contains(&b'`') => LineStart::Text,
        _ => LineStart::Fence(CodeFence { mark, len }),
    }
}

/// Returns whether the line opens a fence that contains prose.
pub(super) fn is_prose_fence(content: &[u8]) -> bool {
    let line = std::str::from_utf8(content).unwrap_or_default();
    directive::parse_fence_name(line).is_some_and(|(name, _)| name.is_prose_fence())
}

/// Returns whether `content` is three times `mark`, or three or more dashes.
fn is_rule(content: &[u8], mark: u8) -> bool {
    let len = repeats(content, mark);
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
    let after = &content[sign..];
    let spaces = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    if spaces == after.len() || is_delimiter_row(content) {
        return LineStart::Uncertain;
    }
    let end = after[..spaces].iter().fold(column + sign, |column, space| next_column(column, *space));
    let gap = end - column - sign;
    match gap {
        0 => LineStart::Text,
        COUNTER_LIMIT.. => LineStart::Uncertain,
        1..=4 => LineStart::Item(ListMarker {
            width: sign + gap,
            len: sign + spaces,
            never_interrupts: digits > 1,
            is_code: false,
        }),
        _ => LineStart::Item(ListMarker {
            width: sign + 1,
            len: sign + spaces,
            never_interrupts: digits > 1,
            is_code: true,
        }),
    }
}

/// Returns whether the content of a line may be the delimiter row of a table.
pub(super) fn is_delimiter_row(content: &[u8]) -> bool {
    !content.is_empty() && content.iter().all(|byte| matches!(byte, b'-' | b':' | b'|' | b' ' | b'\t'))
}
