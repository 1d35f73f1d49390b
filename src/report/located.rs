//! A finding or a skipped match with its position in a file: lines, columns and bytes of the stored file. A match in an
//! Office document has none, and is found by its [`Place`].
//!
//! The thread that has read the file copies everything that writers need from the source. The finding itself is
//! unchanged, except that its spans are byte offsets in the text of [`SourceFile::stored`];
//! [`LocatedFinding::position`] converts them.

use super::excerpt::Excerpt;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use wordgate_core::finding::{Finding, FindingIdentity, Place, Reason, Skipped};
use wordgate_text::source::{Position, PositionCursor, SourceFile, Span, to_u32};

/// A finding with its position in a file.
#[derive(Clone, Debug)]
pub struct LocatedFinding {
    /// The finding.
    pub finding: Finding,
    /// The path relative to the working directory, with forward slashes.
    pub path: Arc<str>,
    /// Its range in the stored file; `None` if the text has no bytes there.
    pub range: Option<StoredRange>,
    /// Whether its severity fails the run.
    pub fails: bool,
    /// The source lines; `None` if no writer shows them.
    pub excerpt: Option<Excerpt>,
    /// The positions of the starts and ends of the finding's spans and edits, by byte offset in the text.
    pub(super) positions: Vec<(u32, Position)>,
}

/// The range of a match in the stored file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoredRange {
    /// The position of the first matched character.
    pub start: Position,
    /// The position after the last matched character.
    pub end: Position,
    /// The column after the last matched character of the first line.
    pub first_line_end: u32,
}

/// Where a match is, for people: `docs/a.md:3:10`, or `a.pptx (slide 4, second bullet)`. It is not escaped.
#[derive(Clone, Copy, Debug)]
pub struct Whereabouts<'m> {
    path: &'m str,
    range: Option<StoredRange>,
    place: Option<&'m Place>,
}

/// A skipped match with its position in a file.
#[derive(Clone, Debug)]
pub struct LocatedSkip {
    /// The match.
    pub skipped: Skipped,
    /// The path, as in a finding.
    pub path: Arc<str>,
    /// Its range in the stored file; `None` if the text has no bytes there.
    pub range: Option<StoredRange>,
    /// Where a reader finds it, as in a finding.
    pub place: Option<Place>,
    /// The path in the exception that suppresses it, if the file was renamed since.
    pub moved_from: Option<Arc<str>>,
}

impl LocatedFinding {
    /// Locates a finding that does not fail the run. `cursor` belongs to `file`, and is fast if findings come in source order.
    pub fn locate(
        finding: Finding,
        path: &Arc<str>,
        file: &SourceFile,
        cursor: &mut PositionCursor<'_>,
        with_excerpt: bool,
    ) -> LocatedFinding {
        let excerpt = with_excerpt.then(|| match finding.spans.as_slice() {
            _ if !file.has_bytes() => Excerpt::of_sentence(&finding),
            [] => Excerpt::new(file, &[finding.span]),
            spans => Excerpt::new(file, spans),
        });
        let finding = finding.in_stored(file);
        let edits = finding.suggestions.iter().flat_map(|suggestion| &suggestion.edits);
        let spans = finding.spans.iter().copied().chain(edits.map(|edit| edit.span));
        let mut offsets: Vec<u32> = spans.flat_map(|span| [span.start, span.end]).collect();
        offsets.sort_unstable();
        offsets.dedup();
        let positions = offsets.into_iter().map(|offset| (offset, cursor.position(offset))).collect();
        LocatedFinding {
            path: path.clone(),
            range: file.has_bytes().then(|| StoredRange::new(file, cursor, finding.span)),
            fails: false,
            excerpt,
            positions,
            finding,
        }
    }

    /// Returns where it is, for people.
    pub fn whereabouts(&self) -> Whereabouts<'_> {
        Whereabouts { path: &self.path, range: self.range, place: self.finding.place.as_ref() }
    }

    /// Returns the place, if the finding has no range.
    pub fn place_without_range(&self) -> Option<&Place> {
        self.finding.place.as_ref().filter(|_| self.range.is_none())
    }

    /// Returns the position of a byte offset at which a span or edit of the finding starts or ends. It panics for any
    /// other offset.
    pub fn position(&self, offset: u32) -> Position {
        let at = self.positions.binary_search_by_key(&offset, |(known, _)| *known);
        self.positions[at.expect("the byte is an end of a span or an edit of the finding")].1
    }
}

impl LocatedSkip {
    /// Locates a match. `cursor` is fast if matches come in source order.
    pub fn locate(
        mut skipped: Skipped,
        path: &Arc<str>,
        file: &SourceFile,
        cursor: &mut PositionCursor<'_>,
    ) -> LocatedSkip {
        let place = file.place_at(skipped.span.start);
        skipped.span = file.stored_span(skipped.span);
        let range = file.has_bytes().then(|| StoredRange::new(file, cursor, skipped.span));
        LocatedSkip { skipped, path: path.clone(), range, place, moved_from: None }
    }

    /// Turns a finding into a match that an exception with another path suppresses.
    pub fn moved(located: &LocatedFinding, reason: Reason, from: Arc<str>) -> LocatedSkip {
        let Finding { rule, pattern, text, span, fingerprint, sentence, quote, place, .. } = located.finding.clone();
        let excepted = Some(Box::new(FindingIdentity { fingerprint, sentence, quote }));
        let skipped = Skipped { rule, pattern, text, span, reason, excepted };
        LocatedSkip { skipped, path: located.path.clone(), range: located.range, place, moved_from: Some(from) }
    }

    /// Turns a finding into a match that was skipped for this reason.
    pub fn from_finding(
        finding: Finding,
        reason: Reason,
        path: &Arc<str>,
        file: &SourceFile,
        cursor: &mut PositionCursor<'_>,
    ) -> LocatedSkip {
        let Finding { rule, pattern, text, span, fingerprint, sentence, quote, .. } = finding;
        let excepted = Some(Box::new(FindingIdentity { fingerprint, sentence, quote }));
        LocatedSkip::locate(Skipped { rule, pattern, text, span, reason, excepted }, path, file, cursor)
    }

    /// Returns where it is, for people.
    pub fn whereabouts(&self) -> Whereabouts<'_> {
        Whereabouts { path: &self.path, range: self.range, place: self.place.as_ref() }
    }
}

impl StoredRange {
    fn new(file: &SourceFile, cursor: &mut PositionCursor<'_>, span: Span) -> StoredRange {
        let (start, end) = (cursor.position(span.start), cursor.position(span.end));
        StoredRange { start, end, first_line_end: first_line_end(file.stored(), cursor, span, start, end) }
    }
}

impl fmt::Display for Whereabouts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path)?;
        match (self.range, self.place) {
            (Some(StoredRange { start, .. }), _) => write!(f, ":{}:{}", start.line, start.column),
            (None, Some(place)) => write!(f, " ({place})"),
            (None, None) => Ok(()),
        }
    }
}

impl Deref for LocatedFinding {
    type Target = Finding;

    fn deref(&self) -> &Finding {
        &self.finding
    }
}

impl DerefMut for LocatedFinding {
    fn deref_mut(&mut self) -> &mut Finding {
        &mut self.finding
    }
}

impl Deref for LocatedSkip {
    type Target = Skipped;

    fn deref(&self) -> &Skipped {
        &self.skipped
    }
}

/// Returns the column after the last character of `span` on its first line, without the line end.
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
    cursor.position(span.start + to_u32(line.len())).column
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use wordgate_core::finding::{Applicability, Edit, Suggestion};

    /// Returns a finding that matches `matched` and replaces `edited`. `bytes` is `text` in the encoding of the file.
    fn located(text: &str, bytes: Vec<u8>, matched: &str, edited: &str) -> LocatedFinding {
        let span = |part: &str| {
            let start = text.find(part).unwrap();
            Span::new(start, start + part.len())
        };
        let edit = Edit { span: span(edited), new_text: "x".into() };
        let suggestion = Suggestion { text: "x".into(), applicability: Applicability::Safe, edits: vec![edit] };
        let (span, model) = (span(matched), sample::report().findings.swap_remove(0).finding);
        let finding = Finding { span, spans: vec![span], suggestions: vec![suggestion], ..model };
        let file = SourceFile::decode(bytes).unwrap();
        LocatedFinding::locate(finding, &"a.md".into(), &file, &mut PositionCursor::new(&file), true)
    }

    #[test]
    fn a_position_has_line_columns_and_the_byte_in_the_stored_file() {
        let text = "\u{FEFF}日 an old\r\nlist";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, [start, end, edited]) in [(text.as_bytes().to_vec(), [10, 19, 7]), (utf16, [12, 30, 6])] {
            let finding = located(text, bytes, "old\r\nlist", "an old\r\nlist");
            let range = finding.range.unwrap();
            assert_eq!((range.start.line, range.start.column, range.start.utf8_column), (1, 6, 8));
            assert_eq!((range.end.line, range.end.column, range.end.utf8_column), (2, 5, 5));
            assert_eq!(range.first_line_end, 9);
            let edit = finding.suggestions[0].edits[0].span;
            let (from, to) = (finding.position(edit.start), finding.position(edit.end));
            assert_eq!((from.line, from.column, from.utf8_column), (1, 3, 5));
            assert_eq!(to, range.end);
            assert_eq!((range.start.byte, range.end.byte), (start, end));
            assert_eq!((from.byte, to.byte), (edited, end));
        }
    }

    #[test]
    fn a_match_within_a_line_ends_at_its_own_end() {
        let finding = located("a list, and\rmore", b"a list, and\rmore".to_vec(), "list", "list");
        let range = finding.range.unwrap();
        assert_eq!((range.first_line_end, range.end.column), (7, 7));
    }
}
