//! Tracks the block quotes and list items that contain a line of MDX, and removes indentation without meaning.
//!
//! MDX has no indented code: a line may start at any column, and indentation matters only inside list items. The block
//! grammar would read a line that is indented far enough as code. So we remove such white space.

use super::fence::Fence;
use wordgate_text::source::Span;

/// An open container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OpenContainer {
    Quote,
    /// A list item. `content` is the column of its text. `shift` is the number of columns that we removed before its
    /// lines.
    Item {
        content: usize,
        shift: usize,
    },
}

/// The block quotes and list items that are open.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    containers: Vec<OpenContainer>,
}

/// The containers of a line, and where its text starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LinePrefix {
    /// Byte offset of its text in the line, after white space and markers.
    pub text: usize,
    /// The number of quotes and items that contain the line.
    pub depth: usize,
    /// Whether the line opens one of them.
    pub opens_container: bool,
}

/// The maximum number of open quotes and items. Markers beyond this depth are text.
const MAX_DEPTH: usize = 64;

/// The number of columns of indentation that make a line code.
const CODE_INDENT: usize = 4;

impl Nesting {
    /// Matches a line against the open containers, without opening or closing any.
    pub fn continuation(&self, line: &str) -> LinePrefix {
        let (reader, depth) = self.matched(line, &mut Vec::new());
        LinePrefix { text: reader.at, depth, opens_container: false }
    }

    /// Closes the containers that do not contain the line and opens those that it starts. If the line before is in a
    /// paragraph (`in_paragraph`), a line that continues this paragraph closes nothing. Adds the byte ranges of white
    /// space without meaning to `cuts`.
    pub fn enter(&mut self, line: &str, in_paragraph: bool, cuts: &mut Vec<Span>) -> LinePrefix {
        let (mut reader, depth) = self.matched(line, cuts);
        if in_paragraph && depth < self.containers.len() && is_paragraph(reader.rest()) && !opens(reader.rest()) {
            reader.cut(cuts);
            return LinePrefix { text: reader.at, depth: self.containers.len(), opens_container: false };
        }
        self.containers.truncate(depth);
        let mut opens = false;
        while self.containers.len() < MAX_DEPTH {
            if reader.rest().starts_with('>') {
                reader.cut(cuts);
                reader.quote();
                self.containers.push(OpenContainer::Quote);
            } else if let Some(len) = marker_len(reader.rest()) {
                let shift = reader.cut(cuts);
                self.containers.push(reader.item(len, shift, cuts));
            } else {
                break;
            }
            opens = true;
        }
        if !reader.rest().is_empty() {
            reader.cut(cuts);
        }
        LinePrefix { text: reader.at, depth: self.containers.len(), opens_container: opens }
    }

    /// Reads the markers of the open containers, and the white space after them.
    fn matched<'l>(&self, line: &'l str, cuts: &mut Vec<Span>) -> (PrefixReader<'l>, usize) {
        let mut reader =
            PrefixReader { line: line.trim_end_matches(['\n', '\r']), at: 0, column: 0, run: None, base: 0, shift: 0 };
        reader.space();
        let mut depth = 0;
        for container in &self.containers {
            match *container {
                OpenContainer::Quote if reader.rest().starts_with('>') => {
                    reader.cut(cuts);
                    reader.quote();
                }
                OpenContainer::Item { content, shift } if reader.column >= content || reader.rest().is_empty() => {
                    (reader.base, reader.shift) = (content, shift);
                }
                _ => break,
            }
            depth += 1;
        }
        (reader, depth)
    }
}

/// Reads the white space and the markers at the start of a line.
struct PrefixReader<'l> {
    line: &'l str,
    at: usize,
    column: usize,
    /// Byte offset and column of the white space before `at`, or `None` after it was cut.
    run: Option<(usize, usize)>,
    /// The column from which indentation counts. `shift` is the number of columns removed before it.
    base: usize,
    shift: usize,
}

impl<'l> PrefixReader<'l> {
    fn rest(&self) -> &'l str {
        &self.line[self.at..]
    }

    /// Reads white space.
    fn space(&mut self) {
        self.run = Some((self.at, self.column));
        for byte in self.rest().bytes().take_while(|byte| matches!(byte, b' ' | b'\t')) {
            self.column = next_column(self.column, byte);
            self.at += 1;
        }
    }

    /// Reads `>` and one space.
    fn quote(&mut self) {
        (self.at, self.column) = (self.at + 1, self.column + 1);
        if let Some(space @ (b' ' | b'\t')) = self.rest().bytes().next() {
            (self.at, self.column) = (self.at + 1, next_column(self.column, space));
        }
        (self.base, self.shift) = (self.column, 0);
        self.space();
    }

    /// Reads the marker of an item. The marker has `len` bytes and is moved to the left by `shift` columns.
    fn item(&mut self, len: usize, shift: usize, cuts: &mut Vec<Span>) -> OpenContainer {
        (self.at, self.column) = (self.at + len, self.column + len);
        let (from, after) = (self.at, self.column);
        self.space();
        self.run = None;
        let is_empty = self.rest().is_empty();
        let content = if is_empty { after + 1 } else { self.column };
        let mut shift = shift;
        if !is_empty && content - after > CODE_INDENT {
            cuts.push(Span::new(from + 1, self.at));
            shift += content - next_column(after, self.line.as_bytes()[from]);
        }
        (self.base, self.shift) = (content, shift);
        OpenContainer::Item { content, shift }
    }

    /// Cuts the white space before `at` down to what the grammar may see. Returns how many columns it removed.
    fn cut(&mut self, cuts: &mut Vec<Span>) -> usize {
        let Some((from, start)) = self.run.take() else { return self.shift };
        let extra = self.column.saturating_sub(self.base);
        let allowed =
            self.base.saturating_sub(self.shift) + if extra >= CODE_INDENT || self.base == 0 { 0 } else { extra };
        let (mut at, mut column) = (from, start);
        while at < self.at && column < allowed {
            (at, column) = (at + 1, next_column(column, self.line.as_bytes()[at]));
        }
        if at < self.at {
            cuts.push(Span::new(at, self.at));
        }
        self.column - column
    }
}

/// Returns whether a line may belong to a paragraph. `text` is the line without the markers of its containers.
pub(super) fn is_paragraph(text: &str) -> bool {
    let is_block = text.starts_with(['#', '{', '<', '|']) || Fence::opened_by(text).is_some();
    !text.trim().is_empty() && !is_block && !is_break(text)
}

/// Returns whether a line starts with the marker of a quote or an item.
fn opens(text: &str) -> bool {
    text.starts_with('>') || marker_len(text).is_some()
}

fn next_column(column: usize, space: u8) -> usize {
    if space == b'\t' { (column / 4 + 1) * 4 } else { column + 1 }
}

/// Returns the length of the list marker that `text` starts with.
fn marker_len(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let len = match text.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => 1,
        b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    let ends = text[len..].is_empty() || text[len..].starts_with([' ', '\t']);
    (ends && !is_break(text)).then_some(len)
}

/// Returns whether a line is a thematic break, such as `* * *`.
fn is_break(text: &str) -> bool {
    let marks = text.bytes().filter(|byte| !matches!(byte, b' ' | b'\t'));
    let Some(&first) = text.as_bytes().first() else { return false };
    matches!(first, b'-' | b'*' | b'_') && marks.clone().count() >= 3 && marks.clone().all(|mark| mark == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the lines as the grammar sees them.
    fn shown(lines: &[&str]) -> Vec<String> {
        let mut nesting = Nesting::default();
        let shown = lines.iter().map(|line| {
            let mut cuts = Vec::new();
            nesting.enter(line, false, &mut cuts);
            let mut shown = (*line).to_owned();
            cuts.iter().rev().for_each(|cut| shown.replace_range(cut.range(), ""));
            shown
        });
        shown.collect()
    }

    #[test]
    fn indentation_without_meaning_is_removed() {
        assert_eq!(shown(&["        a", "\t\tb", "  c"]), ["a", "b", "c"]);
        let list = ["        1. a", "           b", "", "           - c", "             d", "        2. e", "f"];
        assert_eq!(shown(&list), ["1. a", "   b", "", "   - c", "     d", "2. e", "f"]);
        assert_eq!(shown(&["- a", "          b", "-       c", "        d"]), ["- a", "  b", "- c", "  d"]);
        assert_eq!(shown(&["> a", ">       b", ">     - c", ">       d"]), ["> a", "> b", "> - c", ">   d"]);
        assert_eq!(shown(&["      > - a", "      >   b"]), ["> - a", ">   b"]);
        assert_eq!(shown(&["- a", "\t- b", "\t\t- c"]), ["- a", "\t- b", "\t\t- c"]);
        assert_eq!(shown(&["* * *", "    ---", "1986. a", "2x"]), ["* * *", "---", "1986. a", "2x"]);
    }

    #[test]
    fn the_containers_of_a_line_are_tracked() {
        let mut nesting = Nesting::default();
        let mut cuts = Vec::new();
        assert_eq!(nesting.enter("> - a\n", false, &mut cuts), LinePrefix { text: 4, depth: 2, opens_container: true });
        let cases = [(">   b", 4, 2), ("> b", 2, 1), ("b", 0, 0), (">", 1, 2), ("", 0, 0)];
        for (line, text, depth) in cases {
            assert_eq!(nesting.continuation(line), LinePrefix { text, depth, opens_container: false }, "{line}");
        }
        assert_eq!(nesting.enter("lazy", true, &mut cuts), LinePrefix { text: 0, depth: 2, opens_container: false });
        assert_eq!(nesting.enter("# b", true, &mut cuts), LinePrefix { text: 0, depth: 0, opens_container: false });
    }
}
