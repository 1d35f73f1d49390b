//! From a finding of one file to one of a report: bytes of the text become lines, columns and bytes of the stored file.
//!
//! Everything that any writer needs of the source is taken here, in the worker, while the file is at hand.

use super::{ByteRange, Excerpt, LocatedEdit, LocatedFinding, LocatedSkip, LocatedSuggestion};
use crate::finding::{Edit, Finding, Skipped, Suggestion};
use crate::source::{Position, PositionCursor, SourceFile, Span};
use std::sync::Arc;

impl LocatedFinding {
    /// Gives a finding its place. `cursor` belongs to `file`; it is quick when findings come in their order.
    pub fn locate(
        finding: Finding,
        path: &Arc<str>,
        file: &SourceFile,
        cursor: &mut PositionCursor<'_>,
        with_excerpt: bool,
    ) -> LocatedFinding {
        let start = cursor.position(finding.span.start);
        let spans = finding.spans.iter().map(|span| byte_range(cursor, *span)).collect();
        let suggestions = finding.suggestions.into_iter().map(|s| locate_suggestion(cursor, s)).collect();
        let end = cursor.position(finding.span.end);
        LocatedFinding {
            rule: finding.rule,
            severity: finding.severity,
            message: finding.message,
            path: path.clone(),
            text: finding.text,
            scope: finding.scope,
            start,
            end,
            spans,
            suggestions,
            fingerprint: finding.fingerprint,
            url: finding.url,
            quote: finding.quote,
            first_line_end: first_line_end(file, cursor, finding.span, start, end),
            excerpt: with_excerpt.then(|| match finding.spans.as_slice() {
                [] => Excerpt::new(file, &[finding.span]),
                spans => Excerpt::new(file, spans),
            }),
        }
    }
}

impl LocatedSkip {
    /// Gives a match its place. `cursor` is quick when matches come in their order.
    pub fn locate(skipped: Skipped, path: &Arc<str>, cursor: &mut PositionCursor<'_>) -> LocatedSkip {
        LocatedSkip {
            rule: skipped.rule,
            path: path.clone(),
            text: skipped.text,
            start: cursor.position(skipped.span.start),
            end: cursor.position(skipped.span.end),
            reason: skipped.reason.to_string(),
            fingerprint: skipped.excepted.map(|excepted| excepted.fingerprint),
            waiver: None,
        }
    }
}

fn locate_suggestion(cursor: &mut PositionCursor<'_>, suggestion: Suggestion) -> LocatedSuggestion {
    let mut locate = |edit: Edit| {
        let (start, end) = (cursor.position(edit.span.start), cursor.position(edit.span.end));
        let range = ByteRange { start_byte: start.byte, end_byte: end.byte };
        LocatedEdit { range, new_text: edit.new_text, start, end }
    };
    LocatedSuggestion {
        text: suggestion.text,
        applicability: suggestion.applicability,
        edits: suggestion.edits.into_iter().map(&mut locate).collect(),
    }
}

/// The column behind the last character of `span` in its first line, line end excluded.
fn first_line_end(
    file: &SourceFile,
    cursor: &mut PositionCursor<'_>,
    span: Span,
    start: Position,
    end: Position,
) -> u32 {
    let next = (start.line < end.line).then(|| file.lines().start_of(start.line as usize)).flatten();
    let Some(next) = next.map(|next| next.min(span.end)) else { return end.column };
    let line = file.text()[span.start as usize..next as usize].trim_end_matches(['\n', '\r']);
    cursor.position(span.start + crate::source::to_u32(line.len())).column
}

fn byte_range(cursor: &PositionCursor<'_>, span: Span) -> ByteRange {
    ByteRange { start_byte: cursor.stored_offset(span.start), end_byte: cursor.stored_offset(span.end) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Applicability, Severity};
    use crate::prose::Scope;

    /// A finding of `matched` in a stored file, with an edit of `edited`.
    fn located(text: &str, bytes: Vec<u8>, matched: &str, edited: &str) -> LocatedFinding {
        let span = |part: &str| {
            let start = text.find(part).unwrap();
            Span::new(start, start + part.len())
        };
        let edit = Edit { span: span(edited), new_text: "x".into() };
        let finding = Finding {
            rule: "p/r".into(),
            pattern: 0,
            severity: Severity::Error,
            message: String::new(),
            text: matched.into(),
            scope: Scope::Paragraph,
            span: span(matched),
            spans: vec![span(matched)],
            suggestions: vec![Suggestion { text: "x".into(), applicability: Applicability::Safe, edits: vec![edit] }],
            fingerprint: String::new(),
            sentence: Default::default(),
            quote: Default::default(),
            url: None,
        };
        let file = SourceFile::decode(bytes).unwrap();
        LocatedFinding::locate(finding, &"a.md".into(), &file, &mut PositionCursor::new(&file), true)
    }

    #[test]
    fn a_place_is_known_in_lines_characters_and_both_kinds_of_bytes() {
        let text = "\u{FEFF}日 an old\r\nlist";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, [start, end, edited]) in [(text.as_bytes().to_vec(), [10, 19, 7]), (utf16, [12, 30, 6])] {
            let finding = located(text, bytes, "old\r\nlist", "an old\r\nlist");
            assert_eq!((finding.start.line, finding.start.column, finding.start.utf8_column), (1, 6, 8));
            assert_eq!((finding.end.line, finding.end.column, finding.end.utf8_column), (2, 5, 5));
            assert_eq!(finding.first_line_end, 9);
            let edit = &finding.suggestions[0].edits[0];
            assert_eq!((edit.start.line, edit.start.column, edit.start.utf8_column), (1, 3, 5));
            assert_eq!(edit.end, finding.end);
            assert_eq!((finding.start.byte, finding.end.byte), (start, end));
            assert_eq!((edit.range.start_byte, edit.range.end_byte), (edited, end));
        }
    }

    #[test]
    fn a_match_within_a_line_ends_where_it_ends() {
        let finding = located("a list, and\rmore", b"a list, and\rmore".to_vec(), "list", "list");
        assert_eq!((finding.first_line_end, finding.end.column), (7, 7));
    }
}
