//! Reads the lines of AsciiDoc, without the conditional directives of the preprocessor.
//!
//! `ifdef::x[]` and `endif::[]` may stand between any two lines, also inside a paragraph, and say nothing about it. So
//! these lines are dropped before anything else is decided, and the lines of both branches are read. The text in
//! `ifdef::x[text]` is a line of its own.

use memchr::memchr2;

/// A line. Its offsets are bytes in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// The start of the line in the file.
    pub whole: usize,
    /// The start of its content.
    pub start: usize,
    /// The end of its content, without white space and the line end.
    pub end: usize,
    /// The end of the content as written, which is the start of the white space and the line end after it.
    pub rest: usize,
    /// The start of the next line.
    pub next: usize,
}

impl Line {
    /// Returns the content.
    pub fn content(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// A position in a range of lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    end: usize,
}

impl<'t> Cursor<'t> {
    /// Starts at byte `at`, where a line starts. The lines end at byte `end`.
    pub fn new(text: &'t str, at: usize, end: usize) -> Cursor<'t> {
        Cursor { text, at, end }
    }

    /// Returns the byte offset at which the lines end.
    pub fn end(self) -> usize {
        self.end
    }

    /// Returns the next line, and does not move beyond it.
    pub fn peek(&mut self) -> Option<Line> {
        loop {
            let line = self.raw()?;
            let content = line.content(self.text);
            match conditional(content) {
                None => return Some(line),
                Some(None) => self.at = line.next,
                Some(Some((from, to))) => {
                    let (start, end) = (line.start + from, line.start + to);
                    return Some(Line { start, end, rest: line.end, ..line });
                }
            }
        }
    }

    /// Moves to the start of the line after `line`.
    pub fn skip(&mut self, line: Line) {
        self.at = line.next;
    }

    /// Returns the next line and moves beyond it.
    pub fn next(&mut self) -> Option<Line> {
        let line = self.peek()?;
        self.skip(line);
        Some(line)
    }

    fn raw(&self) -> Option<Line> {
        let source = self.text.get(self.at..self.end).filter(|source| !source.is_empty())?;
        let len = memchr2(b'\n', b'\r', source.as_bytes()).unwrap_or(source.len());
        let next = if source[len..].starts_with("\r\n") { len + 2 } else { (len + 1).min(source.len()) };
        let end = self.at + source[..len].trim_end().len();
        Some(Line { whole: self.at, start: self.at, end, rest: end, next: self.at + next })
    }
}

/// Returns whether a line is a conditional directive, and the range of the text in it that is a line of its own.
fn conditional(content: &str) -> Option<Option<(usize, usize)>> {
    if !content.starts_with(['i', 'e']) || !content.ends_with(']') {
        return None;
    }
    let (name, rest) = content.split_once("::")?;
    if !matches!(name, "ifdef" | "ifndef" | "ifeval" | "endif") {
        return None;
    }
    let open = rest.find('[').filter(|open| !rest[..*open].contains(char::is_whitespace))?;
    let from = content.len() - rest.len() + open + 1;
    let inside = content[from..content.len() - 1].trim();
    let has_line = name.starts_with("if") && name != "ifeval" && open > 0 && !inside.is_empty();
    Some(has_line.then(|| (from, content.len() - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditional_directives_are_dropped_and_their_text_is_read() {
        let text = "a  \r\nifdef::x,y[]\nb\nendif::[]\nifndef::x[c d]\nifeval::[1 > 0]\nifdef::a b[]\n ifdef::x[]\n";
        let mut cursor = Cursor::new(text, 0, text.len());
        let lines: Vec<&str> = std::iter::from_fn(|| cursor.next()).map(|line| line.content(text)).collect();
        assert_eq!(lines, ["a", "b", "c d", "ifdef::a b[]", " ifdef::x[]"]);
    }
}
