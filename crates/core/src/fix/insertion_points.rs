//! Where a directive for a finding may stand: on a line of its own before the block, else on the lines of the match.

use crate::extract::Format;
use wordgate_text::prose::{ProseBlock, Scope};
use wordgate_text::source::{Span, to_u32};

/// A place for a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InsertionPoint {
    /// The byte before which it comes.
    pub at: u32,
    /// What comes before the comment.
    pub lead: String,
    /// How the comment opens and closes.
    pub comment: (&'static str, &'static str),
    /// What comes behind it.
    pub tail: String,
}

/// How many lines above a value of front matter its key is looked for.
const MOST_LINES: usize = 8;

/// The places for a directive for a match in a block, the best first. It is for the caller to find out what they are
/// good for.
pub(super) fn places(text: &str, format: Format, block: &ProseBlock, found: Span) -> Vec<InsertionPoint> {
    let extent = block.map.extent();
    let page = InsertionPage { text, end_of_line: end_of_line(text, extent.start as usize) };
    let (start, found) = (extent.start as usize, found.range());
    if block.scopes.contains(Scope::FrontMatter) {
        let comment = ("# ", "");
        let own = page.lines_up_from(start).take(MOST_LINES).map(|line| page.own_line(line, comment));
        return own.chain([page.beside(page.content_end(found.end), comment)]).collect();
    }
    let comment = if format == Format::Mdx { ("{/* ", " */}") } else { ("<!-- ", " -->") };
    // Before a table it would speak for all of it.
    let own = block.cell.is_none().then(|| page.before_block(start, comment));
    let beside = [found.start, found.end].into_iter().flat_map(|at| page.ends(at, block.cell.is_some()));
    let beside = beside.chain([found.end]).map(|at| page.beside(at, comment));
    let mut all: Vec<InsertionPoint> = own.into_iter().chain(beside).collect();
    all.dedup();
    all
}

struct InsertionPage<'p> {
    text: &'p str,
    end_of_line: &'static str,
}

impl InsertionPage<'_> {
    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
    }

    /// The starts of the line that a byte stands on and of those above it.
    fn lines_up_from(&self, at: usize) -> impl Iterator<Item = usize> {
        let above = |line: &usize| {
            let before = self.text[..*line].strip_suffix(['\n', '\r'])?;
            let before = before.strip_suffix('\r').filter(|_| self.text[..*line].ends_with("\r\n")).unwrap_or(before);
            Some(self.line_start(before.len()))
        };
        std::iter::successors(Some(self.line_start(at)), above)
    }

    /// A line of its own before the line that starts at a byte.
    fn own_line(&self, line: usize, comment: (&'static str, &'static str)) -> InsertionPoint {
        let rest = &self.text[line..];
        let indent = &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()];
        InsertionPoint { at: to_u32(line), lead: indent.to_owned(), comment, tail: self.end_of_line.to_owned() }
    }

    /// A line of its own before a block: in the same quotations, and in its list item behind the marker.
    fn before_block(&self, start: usize, comment: (&'static str, &'static str)) -> InsertionPoint {
        let line = self.line_start(start);
        let before = &self.text[line..start];
        let own = before.trim_start_matches([' ', '\t', '>', '\u{FEFF}']);
        let quotes = &before[..before.len() - own.len()];
        if is_list_marker(own) {
            let blank = |c: char| if matches!(c, '>' | '\t') { c } else { ' ' };
            let tail = [self.end_of_line, quotes, &own.chars().map(blank).collect::<String>()].concat();
            return InsertionPoint { at: to_u32(start), lead: String::new(), comment, tail };
        }
        let (mark, quotes) = match quotes.strip_prefix('\u{FEFF}') {
            Some(quotes) => ('\u{FEFF}'.len_utf8(), quotes),
            None => (0, quotes),
        };
        InsertionPoint { at: to_u32(line + mark), lead: quotes.to_owned(), comment, tail: self.end_of_line.to_owned() }
    }

    /// Where the line of a byte may be added to: in a table the end of the cell, else the end of the text.
    fn ends(&self, at: usize, in_cell: bool) -> Vec<usize> {
        let end = self.content_end(at);
        let cell = self.text[at..end].match_indices('|').map(|(bar, _)| at + bar);
        let cell = cell.filter(|bar| !self.text[..*bar].ends_with('\\')).find(|_| in_cell);
        let cell = cell.map(|bar| self.text[..bar].trim_end().len());
        let heading = self.text[..end].trim_end_matches('#').trim_end().len();
        let ends = cell.into_iter().chain([end, heading]);
        ends.filter(|end| *end >= at).collect()
    }

    /// The end of a line without white space and without the sign of a hard break.
    fn content_end(&self, at: usize) -> usize {
        let end = self.text[at..].find(['\n', '\r']).map_or(self.text.len(), |len| at + len);
        self.text[..end].trim_end_matches([' ', '\t', '\\']).len().max(at)
    }

    fn beside(&self, at: usize, comment: (&'static str, &'static str)) -> InsertionPoint {
        InsertionPoint { at: to_u32(at), lead: " ".to_owned(), comment, tail: String::new() }
    }
}

/// How the line of a byte ends, or else the first line of the text.
fn end_of_line(text: &str, at: usize) -> &'static str {
    let end = text[at..].find(['\n', '\r']).map(|len| at + len).or_else(|| text.find(['\n', '\r']));
    match end.map(|end| &text[end..]) {
        Some(rest) if rest.starts_with("\r\n") => "\r\n",
        Some(rest) if rest.starts_with('\r') => "\r",
        _ => "\n",
    }
}

/// Whether a text is the markers of list items, with quotations between.
fn is_list_marker(text: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let behind = match digits.len() < rest.len() {
            true => digits.strip_prefix(['.', ')']),
            false => rest.strip_prefix(['-', '*', '+', '>']),
        };
        let Some(behind) = behind else { return false };
        rest = behind.trim_start_matches([' ', '\t']);
        if rest.len() == behind.len() && !rest.is_empty() {
            return false;
        }
    }
    !text.is_empty()
}
