//! The source lines that are shown with a finding.
//!
//! The thread that has read the file copies them, so that a report does not keep files in memory. An excerpt has at
//! most [`MAX_LINES`] lines of at most [`MAX_LINE`] bytes, because a whole book may be on one line.

use std::ops::Range;
use wordgate_core::finding::Finding;
use wordgate_text::source::{SourceFile, Span, floor_char_boundary};

/// The maximum number of lines of an excerpt.
const MAX_LINES: usize = 4;
/// The maximum length of a line in bytes: 4 for each of the 160 columns of the widest output.
const MAX_LINE: usize = 640;
/// The maximum length in bytes of the matched source text that is kept.
const MAX_MATCHED: usize = 4096;
/// If a line is cut, the maximum number of bytes that are kept before its first matched byte.
const MAX_BEFORE: usize = 240;

/// The source lines of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The 1-based number of the first line.
    pub first_line: u32,
    /// Consecutive lines.
    pub lines: Vec<ExcerptLine>,
    /// The source from the first to the last matched byte, with the markup between; `None` if it is very long.
    pub matched: Option<String>,
}

/// A line, or a part of a long line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExcerptLine {
    /// The text without its line end.
    pub text: String,
    /// The matched byte ranges of `text`, ascending.
    pub marks: Vec<Range<usize>>,
    /// Whether the line has more text before `text`.
    pub cut_before: bool,
    /// Whether the line has more text after `text`.
    pub cut_after: bool,
}

impl Excerpt {
    /// Copies the lines of `file` that contain `spans`, which must be ascending.
    pub fn new(file: &SourceFile, spans: &[Span]) -> Excerpt {
        let lines = file.lines();
        let first = lines.line_of(spans.first().map_or(0, |span| span.start));
        let last = lines.line_of(spans.last().map_or(0, |span| span.end.saturating_sub(1).max(span.start)));
        let shown = first..=last.min(first + MAX_LINES - 1);
        let matched = match spans {
            [first, .., last] => Span { start: first.start, end: last.end },
            [only] => *only,
            [] => Span::default(),
        };
        Excerpt {
            matched: (matched.len() <= MAX_MATCHED).then(|| file.text()[matched.range()].to_owned()),
            first_line: file.position(lines.start_of(first).unwrap_or(0)).line,
            lines: shown.map(|line| excerpt_line(file, line, spans)).collect(),
        }
    }

    /// Returns the sentence of a finding as a line, which takes the place of source lines in a document without them. Its
    /// number is that of the page or the paragraph.
    pub fn of_sentence(finding: &Finding) -> Excerpt {
        let quote = &finding.quote;
        let marked = quote.before.len()..quote.before.len() + finding.text.len();
        let line = ExcerptLine {
            text: [&*quote.before, &finding.text, &quote.after].concat(),
            marks: std::iter::once(marked).filter(|mark| !mark.is_empty()).collect(),
            cut_before: quote.cut_before,
            cut_after: quote.cut_after,
        };
        let first_line = finding.place.as_ref().and_then(|place| place.page.or(place.paragraph)).unwrap_or(1);
        Excerpt { matched: None, first_line, lines: vec![line] }
    }
}

fn excerpt_line(file: &SourceFile, line: usize, spans: &[Span]) -> ExcerptLine {
    let text = file.text();
    let start = file.lines().start_of(line).map_or(text.len(), |start| start as usize);
    let end = file.lines().start_of(line + 1).map_or(text.len(), |end| end as usize);
    let end = start + text[start..end].trim_end_matches(['\n', '\r']).len();
    let marks = spans
        .iter()
        .map(|span| (span.start as usize).max(start)..(span.end as usize).min(end))
        .filter(|mark| mark.start < mark.end)
        .map(|mark| without_spaces(text, mark))
        .filter(|mark| mark.start < mark.end);
    let focus = marks.clone().next().map_or(start, |mark| mark.start);
    let window = window(text, start..end, focus);
    ExcerptLine {
        text: text[window.clone()].to_owned(),
        marks: marks
            .map(|mark| mark.start.max(window.start)..mark.end.min(window.end))
            .filter(|mark| mark.start < mark.end)
            .map(|mark| mark.start - window.start..mark.end - window.start)
            .collect(),
        cut_before: window.start > start,
        cut_after: window.end < end,
    }
}

/// Returns a mark without the white space at its ends, which need not be underlined.
fn without_spaces(text: &str, mark: Range<usize>) -> Range<usize> {
    let start = mark.end - text[mark.clone()].trim_start().len();
    start..start + text[start..mark.end].trim_end().len()
}

/// Returns the part of `line` to keep: all of it if it is short, and otherwise about [`MAX_LINE`] bytes around `focus`,
/// of which about [`MAX_BEFORE`] bytes come before it.
fn window(text: &str, line: Range<usize>, focus: usize) -> Range<usize> {
    if line.len() <= MAX_LINE {
        return line;
    }
    let start = focus.saturating_sub(MAX_BEFORE).clamp(line.start, line.end - MAX_LINE);
    let start = floor_char_boundary(text, start);
    start..floor_char_boundary(text, (start + MAX_LINE).min(line.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, parts: &[&str]) -> Excerpt {
        let spans: Vec<Span> = parts
            .iter()
            .map(|part| {
                let start = text.find(part).unwrap();
                Span::new(start, start + part.len())
            })
            .collect();
        Excerpt::new(&SourceFile::decode(text.as_bytes().to_vec()).unwrap(), &spans)
    }

    fn ends(line: &ExcerptLine) -> Vec<(usize, usize)> {
        line.marks.iter().map(|mark| (mark.start, mark.end)).collect()
    }

    #[test]
    fn spans_are_marked_line_by_line() {
        let excerpt = excerpt("one\r\ntwo **three**\r\nfour five\r\nsix", &["two", "three", "four"]);
        assert_eq!(excerpt.first_line, 2);
        assert_eq!(excerpt.matched.as_deref(), Some("two **three**\r\nfour"));
        let shown: Vec<_> = excerpt.lines.iter().map(|line| (line.text.as_str(), ends(line))).collect();
        assert_eq!(shown, [("two **three**", vec![(0, 3), (6, 11)]), ("four five", vec![(0, 4)])]);
        assert!(excerpt.lines.iter().all(|line| !line.cut_before && !line.cut_after));
    }

    #[test]
    fn a_span_over_a_line_end_is_marked_in_both_lines() {
        let excerpt = excerpt("a direct\naccess b", &["direct\naccess"]);
        let marks: Vec<_> = excerpt.lines.iter().map(ends).collect();
        assert_eq!(marks, [[(2, 8)], [(0, 6)]]);
    }

    #[test]
    fn a_long_line_becomes_a_window_on_character_boundaries() {
        let text = format!("{}needle{}", "日".repeat(50_000), "本".repeat(50_000));
        let line = &excerpt(&text, &["needle"]).lines[0];
        assert!(line.text.len() <= MAX_LINE && line.cut_before && line.cut_after);
        assert_eq!(&line.text[line.marks[0].clone()], "needle");
    }

    #[test]
    fn a_byte_order_mark_is_not_shown() {
        let excerpt = excerpt("\u{FEFF}one two", &["two"]);
        assert_eq!((excerpt.lines[0].text.as_str(), ends(&excerpt.lines[0])), ("one two", vec![(4, 7)]));
    }

    #[test]
    fn the_number_of_lines_is_bounded() {
        let text = format!("a{}b", "\n".repeat(1000));
        assert_eq!(excerpt(&text, &["a", "b"]).lines.len(), MAX_LINES);
    }
}
