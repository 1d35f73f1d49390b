//! Finds candidate insertion points for a directive: on a separate line before the block, or on the lines of the match.

use crate::extract::{CommentDelimiters, Format, comment_syntax, start_after_bom};
use wordgate_text::prose::{ProseBlock, Scope};
use wordgate_text::source::{Span, to_u32};

/// A candidate insertion point for a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InsertionPoint {
    /// The byte offset in the text.
    pub at: u32,
    /// The text to insert before the comment.
    pub prefix: String,
    /// The start and the end of the comment.
    pub comment: CommentDelimiters,
    /// The text to insert after the comment.
    pub suffix: String,
}

/// The maximum number of lines to try above a front matter value. A value may start several lines below its key, but
/// each line that we try takes a check of the document.
const MAX_LINES_UP: usize = 8;

/// Returns the insertion points for a directive that allows a match in a block, the best first. The caller must check
/// that they work.
pub(super) fn insertion_points(text: &str, format: Format, block: &ProseBlock, found: Span) -> Vec<InsertionPoint> {
    let extent = block.map.extent();
    let page = PageText { text, line_ending: line_ending(text, extent.start as usize) };
    let (start, found) = (extent.start as usize, found.range());
    if block.scopes.contains(Scope::FrontMatter) {
        let comment = ("# ", "");
        let separate = page.lines_up_from(start).take(MAX_LINES_UP).map(|line| page.separate_line(line, comment));
        return separate.chain([page.inline(page.content_end(found.end), comment)]).collect();
    }
    if format == Format::Asciidoc {
        // A comment of AsciiDoc is a line. The lines of a block attribute and of a title are before the block.
        return page
            .lines_up_from(start)
            .take(MAX_LINES_UP)
            .map(|line| page.separate_line(line, ("// ", "")))
            .collect();
    }
    if format == Format::Rst {
        // A table has no place for a comment.
        return if block.cell.is_some() { Vec::new() } else { page.rst_lines(start) };
    }
    if format.is_component() {
        return page.points_in_component(format, start, found.end);
    }
    let comment = if format == Format::Mdx { ("{/* ", " */}") } else { ("<!-- ", " -->") };
    // A directive before a table would cover the whole table.
    let separate = block.cell.is_none().then(|| page.before_block(start, comment));
    let inline = [found.start, found.end].into_iter().flat_map(|at| page.line_ends(at, block.cell.is_some()));
    let inline = inline.chain([found.end]).map(|at| page.inline(at, comment));
    let mut all: Vec<InsertionPoint> = separate.into_iter().chain(inline).collect();
    all.dedup();
    all
}

struct PageText<'p> {
    text: &'p str,
    line_ending: &'static str,
}

impl PageText<'_> {
    /// Returns the start of the line that contains byte `at`. A byte order mark has to stay before the first line.
    fn line_start(&self, at: usize) -> usize {
        let first = || start_after_bom(self.text).min(at);
        self.text[..at].rfind(['\n', '\r']).map_or_else(first, |end| end + 1)
    }

    /// Returns the start of the line that contains byte `at`, then the starts of the lines above it.
    fn lines_up_from(&self, at: usize) -> impl Iterator<Item = usize> {
        let above = |line: &usize| {
            let before = self.text[..*line].strip_suffix(['\n', '\r'])?;
            let before = before.strip_suffix('\r').filter(|_| self.text[..*line].ends_with("\r\n")).unwrap_or(before);
            Some(self.line_start(before.len()))
        };
        std::iter::successors(Some(self.line_start(at)), above)
    }

    /// Returns the insertion points for a comment in reStructuredText before a block: after the marker of its list item,
    /// or before its line, its title or its directive. A blank line ends the comment.
    fn rst_lines(&self, start: usize) -> Vec<InsertionPoint> {
        let comment = (".. ", "");
        let line = self.line_start(start);
        let before = &self.text[line..start];
        let end = [self.line_ending, self.line_ending].concat();
        let is_marker = |word: &str| {
            matches!(word, "-" | "*" | "+" | "•" | "‣" | "⁃")
                || word.strip_suffix(['.', ')']).is_some_and(|name| {
                    let name = name.strip_prefix('(').unwrap_or(name);
                    name == "#" || !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric())
                })
        };
        let item = (!before.trim().is_empty() && before.split_whitespace().all(is_marker)).then(|| {
            let indent = before.chars().map(|c| if c == '\t' { c } else { ' ' }).collect::<String>();
            InsertionPoint { at: to_u32(start), prefix: String::new(), comment, suffix: end.clone() + &indent }
        });
        let lines = self.lines_up_from(start).take(MAX_LINES_UP);
        let separate = lines.map(|line| InsertionPoint { suffix: end.clone(), ..self.separate_line(line, comment) });
        item.into_iter().chain(separate).collect()
    }

    /// Returns the insertion points in a component: on a separate line above, and on the line of the match. The way to
    /// write a comment depends on what is around it.
    fn points_in_component(&self, format: Format, start: usize, found_end: usize) -> Vec<InsertionPoint> {
        let syntax = |at: usize| comment_syntax(self.text, format, at);
        let separate = self.lines_up_from(start).take(MAX_LINES_UP).filter_map(|line| {
            let rest = &self.text[line..];
            let content = line + rest.len() - rest.trim_start_matches([' ', '\t']).len();
            Some(self.separate_line(line, syntax(content)?.separate))
        });
        let end = self.content_end(found_end);
        let inline = [end, found_end].into_iter().filter_map(|at| Some(self.inline(at, syntax(at)?.inline)));
        separate.chain(inline).collect()
    }

    /// Returns the insertion point for a comment on a separate line before the line that starts at byte `line`.
    fn separate_line(&self, line: usize, comment: CommentDelimiters) -> InsertionPoint {
        let rest = &self.text[line..];
        let indent = &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()];
        InsertionPoint { at: to_u32(line), prefix: indent.to_owned(), comment, suffix: self.line_ending.to_owned() }
    }

    /// Returns the insertion point for a comment on a separate line before a block: inside the same block quotes and,
    /// in a list item, after its marker.
    fn before_block(&self, start: usize, comment: CommentDelimiters) -> InsertionPoint {
        let line = self.line_start(start);
        let before = &self.text[line..start];
        let marker = before.trim_start_matches([' ', '\t', '>']);
        let quotes = &before[..before.len() - marker.len()];
        if is_list_marker(marker) {
            let blank = |c: char| if matches!(c, '>' | '\t') { c } else { ' ' };
            let suffix = [self.line_ending, quotes, &marker.chars().map(blank).collect::<String>()].concat();
            return InsertionPoint { at: to_u32(start), prefix: String::new(), comment, suffix };
        }
        InsertionPoint { at: to_u32(line), prefix: quotes.to_owned(), comment, suffix: self.line_ending.to_owned() }
    }

    /// Returns the offsets at the end of a line at which a comment can be inserted. In a table, these include the end
    /// of the cell.
    fn line_ends(&self, at: usize, in_cell: bool) -> Vec<usize> {
        let end = self.content_end(at);
        let cell = self.text[at..end].match_indices('|').map(|(bar, _)| at + bar);
        let cell = cell.filter(|bar| !self.text[..*bar].ends_with('\\')).find(|_| in_cell);
        let cell = cell.map(|bar| self.text[..bar].trim_end().len());
        let heading = self.text[..end].trim_end_matches('#').trim_end().len();
        let ends = cell.into_iter().chain([end, heading]);
        ends.filter(|end| *end >= at).collect()
    }

    /// Returns the end of the line that contains byte `at`, without trailing white space and the backslash of a hard
    /// line break.
    fn content_end(&self, at: usize) -> usize {
        let end = self.text[at..].find(['\n', '\r']).map_or(self.text.len(), |len| at + len);
        self.text[..end].trim_end_matches([' ', '\t', '\\']).len().max(at)
    }

    fn inline(&self, at: usize, comment: CommentDelimiters) -> InsertionPoint {
        InsertionPoint { at: to_u32(at), prefix: " ".to_owned(), comment, suffix: String::new() }
    }
}

/// Returns the line ending after byte `at`, or that of the first line if `at` is on the last line.
fn line_ending(text: &str, at: usize) -> &'static str {
    let end = text[at..].find(['\n', '\r']).map(|len| at + len).or_else(|| text.find(['\n', '\r']));
    match end.map(|end| &text[end..]) {
        Some(rest) if rest.starts_with("\r\n") => "\r\n",
        Some(rest) if rest.starts_with('\r') => "\r",
        _ => "\n",
    }
}

/// Returns whether a text consists of list item markers, with block quote markers between them.
fn is_list_marker(text: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let after = match digits.len() < rest.len() {
            true => digits.strip_prefix(['.', ')']),
            false => rest.strip_prefix(['-', '*', '+', '>']),
        };
        let Some(after) = after else { return false };
        rest = after.trim_start_matches([' ', '\t']);
        if rest.len() == after.len() && !rest.is_empty() {
            return false;
        }
    }
    !text.is_empty()
}
