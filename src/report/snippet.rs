//! Renders one message with its source lines, using miette.
//!
//! miette scans its built-in sources from the first byte for every label, and panics if a label starts after column
//! 65,535. So [`Snippet`] implements miette's `SourceCode` itself: it has only a few lines, already escaped and cut to
//! the width, and the caller sets its line and column.

use super::excerpt::{Excerpt, ExcerptLine};
use super::style::Style;
use miette::{Diagnostic, GraphicalReportHandler, LabeledSpan, MietteError, MietteSpanContents, Severity, SourceCode};
use miette::{SourceSpan, SpanContents};
use std::fmt;
use std::ops::Range;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
use wordgate_text::escape::{push_visible, starts_log_command};

/// A message with its position, advice and source lines. Every text in it is already escaped.
#[derive(Debug, Default)]
pub(super) struct Snippet {
    pub severity: Option<Severity>,
    pub message: String,
    pub code: Option<String>,
    pub help: Option<String>,
    /// The file, with line and column if they are known.
    pub name: String,
    /// 1-based line and column of the first mark; 0 if the file has none.
    pub line: usize,
    pub column: usize,
    /// The text under the first mark.
    pub label: Option<String>,
    /// The lines to show; may be empty.
    pub text: String,
    /// The byte ranges of `text` to underline, ascending.
    pub marks: Vec<Range<usize>>,
    /// The number of the first line of `text`.
    pub first_line: usize,
}

impl Snippet {
    /// Sets the source lines to those of `excerpt`, escaped and cut for this style.
    pub fn set_lines(&mut self, excerpt: &Excerpt, style: &Style) {
        let last_line = excerpt.first_line as usize + excerpt.lines.len();
        // A label is drawn from the middle of a mark, and may extend past the end of the line.
        let label = self.label.as_ref().map_or(0, |label| (label.width() + 4).min(style.width / 2));
        // The gutter has a line number, a bar and spaces around them: 5 columns besides the number.
        let width = style.width.saturating_sub(last_line.to_string().len() + 5 + label).max(20);
        self.first_line = excerpt.first_line as usize;
        for (at, line) in excerpt.lines.iter().enumerate() {
            if at > 0 {
                self.text.push('\n');
            }
            let start = self.text.len();
            let (text, marks) = fit(line, width, style.ellipsis());
            self.text.push_str(&text);
            self.marks.extend(marks.into_iter().map(|mark| start + mark.start..start + mark.end));
        }
    }
}

/// Renders messages in one style.
pub(super) struct Renderer {
    errors: GraphicalReportHandler,
    warnings: GraphicalReportHandler,
    advice: GraphicalReportHandler,
}

impl Renderer {
    /// Creates a renderer for a style.
    pub fn new(style: &Style) -> Renderer {
        let handler = |severity| {
            let mut theme = style.theme();
            theme.styles.highlights = vec![match severity {
                Severity::Error => theme.styles.error,
                Severity::Warning => theme.styles.warning,
                Severity::Advice => theme.styles.advice,
            }];
            GraphicalReportHandler::new_themed(theme)
                .with_width(style.width)
                .with_context_lines(0)
                .with_urls(false)
                // Ids and paths are meant to be copied, so lines are not broken at hyphens.
                .with_word_separator(textwrap::WordSeparator::AsciiSpace)
                .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
                .without_syntax_highlighting()
        };
        Renderer {
            errors: handler(Severity::Error),
            warnings: handler(Severity::Warning),
            advice: handler(Severity::Advice),
        }
    }

    /// Renders a message.
    pub fn render(&self, snippet: &Snippet) -> String {
        let handler = match snippet.severity {
            Some(Severity::Warning) => &self.warnings,
            Some(Severity::Advice) => &self.advice,
            Some(Severity::Error) | None => &self.errors,
        };
        let mut out = String::new();
        // Writing to a string fails only if miette finds no source for a label, and a snippet always has one.
        let _ = match snippet.line {
            0 => handler.clone().without_primary_span_start().render_report(&mut out, snippet),
            _ => handler.render_report(&mut out, snippet),
        };
        out
    }
}

/// Returns a line cut to `width` columns, and its marks as byte ranges of the result.
fn fit(line: &ExcerptLine, width: usize, ellipsis: &str) -> (String, Vec<Range<usize>>) {
    let ShownLine { text: shown, cells } = ShownLine::new(line);
    let total: usize = cells.iter().map(|cell| cell.width).sum();
    let cut = (line.cut_before || line.cut_after) as usize * 2 * ellipsis.width();
    let visible = match total + cut <= width {
        true => 0..cells.len(),
        false => window(&cells, width.saturating_sub(2 * ellipsis.width())),
    };
    let mut text = String::new();
    if line.cut_before || visible.start > 0 {
        text.push_str(ellipsis);
    }
    let start_of = |cell: usize| cells.get(cell).map_or(shown.len(), |cell| cell.start);
    let bytes = start_of(visible.start)..start_of(visible.end);
    let shift = |at: usize| at - bytes.start + text.len();
    let mut marks: Vec<Range<usize>> = Vec::new();
    let mut current = None;
    for at in visible.clone() {
        let cell = shift(start_of(at))..shift(start_of(at + 1));
        match (cells[at].mark, marks.last_mut()) {
            (Some(mark), Some(last)) if current == Some(mark) => last.end = cell.end,
            (Some(_), _) => marks.push(cell),
            (None, _) => {}
        }
        current = cells[at].mark;
    }
    text.push_str(&shown[bytes]);
    if line.cut_after || visible.end < cells.len() {
        text.push_str(ellipsis);
    }
    (text, marks)
}

/// A line as it is shown, with its characters.
struct ShownLine {
    text: String,
    cells: Vec<ShownChar>,
}

/// A character as it is shown, possibly as an escape.
struct ShownChar {
    /// The byte of the shown text where it starts.
    start: usize,
    width: usize,
    /// The index of its mark.
    mark: Option<usize>,
}

impl ShownLine {
    fn new(line: &ExcerptLine) -> ShownLine {
        let mut shown = ShownLine { text: String::with_capacity(line.text.len()), cells: Vec::new() };
        shown.cells.reserve(line.text.len());
        let mut mark = 0;
        for (at, c) in line.text.char_indices() {
            while line.marks.get(mark).is_some_and(|m| m.end <= at) {
                mark += 1;
            }
            let start = shown.text.len();
            match c {
                '\t' => shown.text.push(' '),
                // CI log commands start a line or follow `##`. Every line starts with a gutter, so only `##` matters.
                '#' => push_visible(&mut shown.text, c, starts_log_command(&line.text, at)),
                c => push_visible(&mut shown.text, c, false),
            }
            let marked = line.marks.get(mark).is_some_and(|m| m.start <= at);
            let width = shown.text[start..].chars().map(|c| c.width().unwrap_or(0)).sum();
            shown.cells.push(ShownChar { start, width, mark: marked.then_some(mark) });
        }
        shown
    }
}

/// Returns the range of cells to show: the marks, or at least their start, and as much as fits on both sides.
fn window(cells: &[ShownChar], width: usize) -> Range<usize> {
    let first = cells.iter().position(|cell| cell.mark.is_some()).unwrap_or(0);
    let last = cells.iter().rposition(|cell| cell.mark.is_some()).map_or(first, |last| last + 1);
    let marked: usize = cells[first..last].iter().map(|cell| cell.width).sum();
    let after: usize = cells[last..].iter().map(|cell| cell.width).sum();
    let spare = width.saturating_sub(marked);
    // Half of the spare width goes before the marks, or more if the rest of the line is short.
    let mut room = (spare / 2).max(spare.saturating_sub(after));
    let mut start = first;
    while start > 0 && cells[start - 1].width <= room {
        start -= 1;
        room -= cells[start].width;
    }
    let mut used = 0;
    let mut end = start;
    while end < cells.len() && used + cells[end].width <= width {
        used += cells[end].width;
        end += 1;
    }
    start..end
}

impl fmt::Display for Snippet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Snippet {}

impl Diagnostic for Snippet {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.as_ref().map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<Severity> {
        self.severity
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.marks.is_empty()).then_some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = |at: usize| self.label.clone().filter(|_| at == 0);
        let labels = self.marks.iter().enumerate();
        Some(Box::new(labels.map(move |(at, mark)| LabeledSpan::new(label(at), mark.start, mark.len()))))
    }
}

impl SourceCode for Snippet {
    /// Returns all lines for every span, so that miette draws all labels into one excerpt.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let _ = (span, before);
        let lines = self.text.lines().count();
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            (0..self.text.len()).into(),
            self.first_line.saturating_sub(1),
            self.column.saturating_sub(1),
            lines,
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, marked: &str) -> ExcerptLine {
        let start = text.find(marked).unwrap();
        let mark = start..start + marked.len();
        ExcerptLine { text: text.into(), marks: Vec::from([mark]), cut_before: false, cut_after: false }
    }

    #[test]
    fn a_line_is_cut_around_its_mark() {
        let text = format!("{} needle {}", "before ".repeat(20), "after ".repeat(20));
        let (shown, marks) = fit(&line(&text, "needle"), 40, "…");
        assert_eq!(shown.chars().count(), 40, "{shown}");
        assert!(shown.starts_with('…') && shown.ends_with('…'));
        assert_eq!(&shown[marks[0].clone()], "needle");
    }

    #[test]
    fn near_the_end_of_a_line_more_is_shown_before_the_mark() {
        let text = format!("{} needle.", "before ".repeat(20));
        let (shown, _) = fit(&line(&text, "needle"), 40, "…");
        assert!(shown.ends_with("needle.") && shown.chars().count() >= 38, "{shown}");
    }

    #[test]
    fn wide_characters_count_twice() {
        let text = format!("{}針{}", "日".repeat(50), "本".repeat(50));
        let (shown, marks) = fit(&line(&text, "針"), 40, "…");
        assert!(shown.chars().map(|c| c.width().unwrap_or(0)).sum::<usize>() <= 40);
        assert_eq!(&shown[marks[0].clone()], "針");
    }

    #[test]
    fn marks_are_shifted_by_escapes() {
        let (shown, marks) = fit(&line("\u{1b}[2J a\u{200B}b", "a\u{200B}b"), 40, "…");
        assert_eq!(shown, "\\u{1b}[2J a\\u{200b}b");
        assert_eq!(&shown[marks[0].clone()], "a\\u{200b}b");
    }
}
