//! The source lines that are shown with a finding.
//!
//! They are copied by the worker that has read the file, so that a report does not keep files in memory. Their size is
//! bounded, because one line can be a whole book: at most [`MAX_LINES`] lines of at most [`MAX_LINE`] bytes.

use std::ops::Range;
use wordgate_text::source::{SourceFile, Span, floor_char_boundary};

const MAX_LINES: usize = 4;
const MAX_LINE: usize = 640;
/// The maximum length in bytes of the matched source text that is kept.
const MAX_MATCHED: usize = 4096;
/// Bytes kept before the first mark of a clipped line.
const LEAD: usize = 240;

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
    /// The lines of `file` that contain `pieces` (ascending, at least one).
    pub fn new(file: &SourceFile, pieces: &[Span]) -> Excerpt {
        let lines = file.lines();
        let first = lines.line_of(pieces.first().map_or(0, |piece| piece.start));
        let last = lines.line_of(pieces.last().map_or(0, |piece| piece.end.saturating_sub(1).max(piece.start)));
        let shown = first..=last.min(first + MAX_LINES - 1);
        let matched = match pieces {
            [first, .., last] => Span { start: first.start, end: last.end },
            [only] => *only,
            [] => Span::default(),
        };
        Excerpt {
            matched: (matched.len() <= MAX_MATCHED).then(|| file.text()[matched.range()].to_owned()),
            first_line: wordgate_text::source::to_u32(first + 1),
            lines: shown.map(|line| excerpt_line(file, line, pieces)).collect(),
        }
    }
}

fn excerpt_line(file: &SourceFile, line: usize, pieces: &[Span]) -> ExcerptLine {
    let text = file.text();
    let start = file.lines().start_of(line).map_or(text.len(), |start| start as usize);
    let end = file.lines().start_of(line + 1).map_or(text.len(), |end| end as usize);
    let end = start + text[start..end].trim_end_matches(['\n', '\r']).len();
    let marks = pieces
        .iter()
        .map(|piece| (piece.start as usize).max(start)..(piece.end as usize).min(end))
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

/// A mark without white space at its ends, which need not be underlined.
fn without_spaces(text: &str, mark: Range<usize>) -> Range<usize> {
    let start = mark.end - text[mark.clone()].trim_start().len();
    start..start + text[start..mark.end].trim_end().len()
}

/// The part of `line` to keep: all of it, or [`MAX_LINE`] bytes that start a little before `focus`.
fn window(text: &str, line: Range<usize>, focus: usize) -> Range<usize> {
    if line.len() <= MAX_LINE {
        return line;
    }
    let start = focus.saturating_sub(LEAD).clamp(line.start, line.end - MAX_LINE);
    let start = floor_char_boundary(text, start);
    start..floor_char_boundary(text, (start + MAX_LINE).min(line.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, pieces: &[&str]) -> Excerpt {
        let spans: Vec<Span> = pieces
            .iter()
            .map(|piece| {
                let start = text.find(piece).unwrap();
                Span::new(start, start + piece.len())
            })
            .collect();
        Excerpt::new(&SourceFile::decode(text.as_bytes().to_vec()).unwrap(), &spans)
    }

    fn ends(line: &ExcerptLine) -> Vec<(usize, usize)> {
        line.marks.iter().map(|mark| (mark.start, mark.end)).collect()
    }

    #[test]
    fn pieces_are_marked_line_by_line() {
        let excerpt = excerpt("one\r\ntwo **three**\r\nfour five\r\nsix", &["two", "three", "four"]);
        assert_eq!(excerpt.first_line, 2);
        assert_eq!(excerpt.matched.as_deref(), Some("two **three**\r\nfour"));
        let shown: Vec<_> = excerpt.lines.iter().map(|line| (line.text.as_str(), ends(line))).collect();
        assert_eq!(shown, [("two **three**", vec![(0, 3), (6, 11)]), ("four five", vec![(0, 4)])]);
        assert!(excerpt.lines.iter().all(|line| !line.cut_before && !line.cut_after));
    }

    #[test]
    fn a_piece_over_a_line_end_is_marked_in_both_lines() {
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
    fn the_mark_that_tells_the_encoding_is_not_shown() {
        let excerpt = excerpt("\u{FEFF}one two", &["two"]);
        assert_eq!((excerpt.lines[0].text.as_str(), ends(&excerpt.lines[0])), ("one two", vec![(4, 7)]));
    }

    #[test]
    fn the_number_of_lines_is_bounded() {
        let text = format!("a{}b", "\n".repeat(1000));
        assert_eq!(excerpt(&text, &["a", "b"]).lines.len(), MAX_LINES);
    }
}
