//! Joins the lines of blocks to paragraphs, and tells headings and list items.
//!
//! A paragraph ends at a wider gap, at an indent, at a change of the font, at the mark of a list item, and where the next
//! word would have fitted on the line. One that goes on in the next column or on the next page is joined if it clearly
//! does: it stops without the end of a sentence and at the end of a line, and the next one starts with a small letter.

use super::super::html_text::MAX_LEVEL;
use super::blocks::Block;
use super::segments::{Segment, is_label, item_text, order};
use std::collections::BTreeMap;

/// How much a gap between lines must exceed the usual one to separate paragraphs.
const PARAGRAPH_GAP: f32 = 1.25;
/// The indent of a first line, in font sizes.
const INDENT: f32 = 0.9;
/// The space that a line leaves free before it counts as ended early, in font sizes, beside that for the next word.
const SLACK: f32 = 1.5;
/// The share of the width of a block that a line fills which goes on in the next block.
const MIN_FILL: f32 = 0.75;
/// How many paragraphs, such as footnotes, are between the parts of one that goes on, with the first part itself.
const MAX_BETWEEN: usize = 8;
/// How much larger than the text a heading is.
const HEADING_SIZE: f32 = 1.12;
/// The maximum length of a heading in bytes.
const MAX_HEADING: usize = 240;
/// The maximum length in bytes of a heading in the size of the text.
const MAX_BOLD_HEADING: usize = 100;

/// A paragraph of a document.
#[derive(Debug)]
pub(super) struct Paragraph {
    pub lines: Vec<Line>,
    pub kind: Kind,
    size: f32,
    is_bold: bool,
    /// Whether its last line is about as wide as the block, which has other lines. A cell of a table is not.
    is_full: bool,
}

/// A line of a paragraph.
#[derive(Debug)]
pub(super) struct Line {
    pub text: String,
    /// The index of its page.
    pub page: usize,
}

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Heading(u8),
    /// An item of a list; its mark is removed.
    Item,
}

impl Paragraph {
    /// Returns the index of the page on which it starts.
    pub fn page(&self) -> usize {
        self.lines.first().map_or(0, |line| line.page)
    }

    fn len(&self) -> usize {
        self.lines.iter().map(|line| line.text.len() + 1).sum()
    }

    fn last_char(&self) -> Option<char> {
        self.lines.last()?.text.trim_end_matches(|c: char| c.is_control()).chars().next_back()
    }

    /// Returns whether it stops within a sentence.
    fn is_open(&self) -> bool {
        self.last_char()
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '-' | '\u{AD}' | '\u{2010}' | '–' | '—'))
    }

    fn starts_small(&self) -> bool {
        self.lines.first().and_then(|line| line.text.chars().next()).is_some_and(char::is_lowercase)
    }
}

/// Adds the paragraphs of a block on a page to `paragraphs`.
pub(super) fn add(block: Block, page: usize, paragraphs: &mut Vec<Paragraph>) {
    let edges = Edges::new(&block.lines);
    let lines = rows(block.lines);
    let leading = usual_leading(&lines);
    let is_full = |line: &Segment| line.end - edges.start > MIN_FILL * (edges.end - edges.start);
    let has_lines = lines.len() > 1;
    let mut last: Option<Segment> = None;
    for line in lines {
        let starts = last.as_ref().is_none_or(|last| starts_paragraph(last, &line, &edges, leading));
        last = Some(line.clone());
        let is_full = has_lines && is_full(&line);
        let text = Line { text: line.text, page };
        if !starts && let Some(paragraph) = paragraphs.last_mut() {
            paragraph.is_bold &= line.is_bold;
            paragraph.is_full = is_full;
            paragraph.lines.push(text);
            continue;
        }
        let (kind, text) = match item_text(&text.text) {
            Some(item) => (Kind::Item, Line { text: item.to_owned(), page }),
            None => (Kind::Text, text),
        };
        paragraphs.push(Paragraph { lines: vec![text], kind, size: line.size, is_bold: line.is_bold, is_full });
    }
}

/// The left and right edges of a block.
struct Edges {
    start: f32,
    end: f32,
}

impl Edges {
    fn new(lines: &[Segment]) -> Edges {
        let start = lines.iter().map(|line| line.start).fold(f32::INFINITY, f32::min);
        let end = lines.iter().map(|line| line.end).fold(f32::NEG_INFINITY, f32::max);
        Edges { start, end }
    }
}

/// Joins segments that are beside each other.
fn rows(segments: Vec<Segment>) -> Vec<Segment> {
    let mut rows: Vec<Segment> = Vec::new();
    for segment in segments {
        match rows.last_mut().filter(|last| (last.baseline - segment.baseline).abs() < 0.3 * segment.size) {
            Some(last) => {
                last.text = format!("{} {}", last.text, segment.text);
                last.end = last.end.max(segment.end);
            }
            None => rows.push(segment),
        }
    }
    rows
}

/// Returns the usual distance between baselines.
fn usual_leading(lines: &[Segment]) -> f32 {
    let mut gaps: Vec<i64> = lines.windows(2).map(|pair| order(pair[0].baseline - pair[1].baseline)).collect();
    gaps.sort_unstable();
    // The smaller half, because the gaps between paragraphs may be as many.
    gaps.get(gaps.len().saturating_sub(1) / 3).map_or(f32::INFINITY, |gap| *gap as f32 / 64.0)
}

/// Returns whether a line starts a paragraph.
fn starts_paragraph(last: &Segment, line: &Segment, edges: &Edges, leading: f32) -> bool {
    let size = line.size;
    let is_other_font = !(0.93..1.08).contains(&(last.size / size));
    let is_apart = last.baseline - line.baseline > PARAGRAPH_GAP * leading.max(size);
    let first = line.text.split(' ').next().unwrap_or_default();
    let is_item = line.is_item || (is_label(first) && line.text.len() > first.len());
    let starts_small = line.text.starts_with(char::is_lowercase);
    if is_other_font || is_apart || is_item {
        return true;
    }
    if starts_small {
        return false;
    }
    let is_indented = line.start - last.start > INDENT * size && line.start - edges.start < 4.0 * size;
    // The text of an item hangs to the right of its mark.
    let hangs = last.is_item || is_label(last.text.split(' ').next().unwrap_or_default());
    let word = (line.end - line.start) * first.chars().count() as f32 / line.text.chars().count().max(1) as f32;
    let is_early = last.end + word + SLACK * size < edges.end;
    let is_ended = is_early && !last.text.ends_with([',', '-', '\u{AD}']);
    (is_indented && !hangs) || is_ended || last.is_bold != line.is_bold && is_early
}

/// Joins paragraphs that go on in the next block. `first` is the index of the first paragraph of the block, or of the page.
pub(super) fn join_continued(paragraphs: &mut Vec<Paragraph>, first: usize) {
    let Some(next) = paragraphs.get(first).filter(|next| next.kind == Kind::Text && next.starts_small()) else {
        return;
    };
    let (size, is_bold) = (next.size, next.is_bold);
    // Footnotes and captions in smaller letters may be between.
    let nearest = first.saturating_sub(MAX_BETWEEN);
    let before = paragraphs[nearest..first].iter().rposition(|before| before.size > 0.93 * size);
    let continues = |before: &Paragraph| {
        before.is_open() && before.is_full && before.size < 1.08 * size && before.is_bold == is_bold
    };
    let Some(before) = before.map(|before| nearest + before).filter(|before| continues(&paragraphs[*before])) else {
        return;
    };
    let next = paragraphs.remove(first);
    let mut continued = paragraphs.remove(before);
    continued.lines.extend(next.lines);
    continued.is_full = next.is_full;
    paragraphs.insert(first - 1, continued);
}

/// Tells headings by the size of their letters, or bold letters.
pub(super) fn mark_headings(paragraphs: &mut [Paragraph]) {
    let mut lens: BTreeMap<i64, usize> = BTreeMap::new();
    let mut bold = 0;
    for paragraph in paragraphs.iter() {
        *lens.entry(step(paragraph.size)).or_default() += paragraph.len();
        bold += if paragraph.is_bold { paragraph.len() } else { 0 };
    }
    let all: usize = lens.values().sum();
    let Some(body) = lens.iter().max_by_key(|(_, len)| **len).map(|(size, _)| *size) else { return };
    let is_large = |paragraph: &Paragraph| {
        paragraph.size > HEADING_SIZE * body as f32 / 2.0
            && paragraph.len() <= MAX_HEADING
            && paragraph.lines.len() <= 4
    };
    let marks_bold = bold * 3 < all;
    let is_bold = |paragraph: &Paragraph| {
        let is_short = paragraph.lines.len() == 1 && paragraph.len() <= MAX_BOLD_HEADING;
        let is_sentence = paragraph.last_char().is_some_and(|c| matches!(c, '.' | ',' | ';'));
        marks_bold && paragraph.is_bold && is_short && !is_sentence && step(paragraph.size) >= body
    };
    let is_candidate = |paragraph: &&Paragraph| paragraph.kind == Kind::Text && has_letters(paragraph);
    let mut sizes: Vec<i64> =
        paragraphs.iter().filter(is_candidate).filter(|p| is_large(p)).map(|paragraph| step(paragraph.size)).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    sizes.dedup();
    for paragraph in paragraphs.iter_mut().filter(|paragraph| is_candidate(&&**paragraph)) {
        if is_large(paragraph) {
            let level = sizes.partition_point(|size| *size > step(paragraph.size)) + 1;
            paragraph.kind = Kind::Heading(level.min(5) as u8);
        } else if is_bold(paragraph) {
            paragraph.kind = Kind::Heading((sizes.len() + 1).min(MAX_LEVEL.into()) as u8);
        }
    }
}

fn has_letters(paragraph: &Paragraph) -> bool {
    paragraph.lines.iter().any(|line| line.text.contains(char::is_alphabetic))
}

/// Returns a size in half points.
fn step(size: f32) -> i64 {
    (size * 2.0).round() as i64
}
