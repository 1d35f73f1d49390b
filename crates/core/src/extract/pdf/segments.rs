//! Joins the characters of a page to segments: text that is on one line without a wide gap.
//!
//! Characters are joined in the order in which the document draws them, which is the order of reading within a line nearly
//! always. What was drawn in parts is joined by position. A wide gap separates columns and the cells of tables.

use super::glyph::Glyph;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Gaps below are in units of the font size.
///
/// The narrowest gap between two words, as the document draws no space in many fonts.
const WORD_GAP: f32 = 0.17;
/// The widest gap within a segment whose parts are drawn one after the other. Justified text has wide gaps.
const DRAWN_GAP: f32 = 1.6;
/// The widest gap between parts that are drawn elsewhere.
const JOINED_GAP: f32 = 1.0;
/// The widest gap after the mark or number of a list item.
const LABEL_GAP: f32 = 4.0;
/// How far a character may reach back over the one before.
const OVERLAP: f32 = 0.6;
/// How far the baselines of one line differ, with raised and lowered characters.
const RAISE: f32 = 0.55;
/// How many segments at other heights are tried for a part.
const MAX_TRIED: usize = 16;

/// The fewest numbers below each other that are those of lines.
const MIN_LINE_NUMBERS: usize = 8;

/// Marks the start and the end of raised characters in the text of a segment. No text of a document contains them.
pub(super) const RAISED: [char; 2] = ['\u{1}', '\u{2}'];

/// Text on a line.
#[derive(Clone, Debug, Default)]
pub(super) struct Segment {
    pub text: String,
    pub start: f32,
    pub end: f32,
    pub baseline: f32,
    pub size: f32,
    pub is_bold: bool,
    pub is_artifact: bool,
    /// Whether it begins with the mark or the number of a list item that is apart from the text.
    pub is_item: bool,
}

/// Returns the segments of glyphs of one direction, from the top to the bottom.
pub(super) fn segments(glyphs: &[Glyph]) -> Vec<Segment> {
    let mut parts: Vec<Segment> = Vec::new();
    let mut first = 0;
    for at in 1..=glyphs.len() {
        let continues = glyphs.get(at).is_some_and(|next| follows(&glyphs[first..at], next));
        if !continues {
            parts.extend(part(&glyphs[first..at]));
            first = at;
        }
    }
    let mut segments = join(parts);
    segments.sort_by(|a, b| {
        (Reverse(order(a.baseline)), order(a.start)).cmp(&(Reverse(order(b.baseline)), order(b.start)))
    });
    join_labels(without_line_numbers(segments))
}

/// Removes the numbers of lines in the margin: numbers below each other, each one more than the one before.
fn without_line_numbers(mut segments: Vec<Segment>) -> Vec<Segment> {
    // The last number at each right edge, and the indices of those that count up to it.
    let mut columns: BTreeMap<i64, (u32, Vec<usize>)> = BTreeMap::new();
    let mut removed: Vec<usize> = Vec::new();
    let remove_if_many = |counted: Vec<usize>, removed: &mut Vec<usize>| {
        if counted.len() >= MIN_LINE_NUMBERS {
            removed.extend(counted);
        }
    };
    for (at, segment) in segments.iter().enumerate() {
        let Some(number) = segment.text.parse().ok().filter(|_| segment.text.len() < 5) else { continue };
        let (last, counted) = columns.entry(order(segment.end) / 128).or_default();
        if number != *last + 1 {
            remove_if_many(std::mem::take(counted), &mut removed);
        }
        *last = number;
        counted.push(at);
    }
    columns.into_values().for_each(|(_, counted)| remove_if_many(counted, &mut removed));
    removed.sort_unstable();
    let mut at = 0;
    segments.retain(|_| {
        at += 1;
        removed.binary_search(&(at - 1)).is_err()
    });
    segments
}

/// Returns a number that has the order of a position.
pub(super) fn order(position: f32) -> i64 {
    (f64::from(position) * 64.0) as i64
}

/// Returns whether a character is on the line of those drawn before.
fn follows(line: &[Glyph], next: &Glyph) -> bool {
    let Some(last) = line.last() else { return false };
    let size = last.size.max(next.size);
    let gap = (next.start - last.end) / size;
    let is_level = (next.baseline - last.baseline).abs() < RAISE * size;
    is_level && (-OVERLAP..DRAWN_GAP).contains(&gap) && last.is_artifact == next.is_artifact
}

/// Returns the segment of characters that follow each other; `None` if they are spaces.
fn part(glyphs: &[Glyph]) -> Option<Segment> {
    let first = glyphs.iter().find(|glyph| glyph.c != ' ')?;
    let size = main_size(glyphs);
    let baseline = main_baseline(glyphs, size);
    let word_gap = word_gap(glyphs);
    let mut segment = Segment { baseline, size, is_artifact: first.is_artifact, ..Segment::default() };
    segment.start = f32::INFINITY;
    segment.end = f32::NEG_INFINITY;
    let mut bold = 0_usize;
    let mut last: Option<&Glyph> = None;
    let (mut is_raised, mut has_space) = (false, false);
    for glyph in glyphs {
        if glyph.c == ' ' {
            // Some documents draw spaces that are no wider than the gaps of letters.
            has_space |= last.is_some_and(|last| glyph.end - last.end > 0.08 * size);
            continue;
        }
        let was_raised =
            std::mem::replace(&mut is_raised, glyph.size < 0.85 * size && glyph.baseline > baseline + 0.15 * size);
        if was_raised && !is_raised {
            segment.text.push(RAISED[1]);
        }
        let gap = last.map_or(0.0, |last| (glyph.start - last.end) / last.size.max(glyph.size));
        if std::mem::take(&mut has_space) || gap > word_gap {
            segment.text.push(' ');
        }
        if is_raised && !was_raised {
            segment.text.push(RAISED[0]);
        }
        segment.text.push(glyph.c);
        segment.start = segment.start.min(glyph.start);
        segment.end = segment.end.max(glyph.end);
        bold += usize::from(glyph.is_bold);
        last = Some(glyph);
    }
    if is_raised {
        segment.text.push(RAISED[1]);
    }
    segment.is_bold = bold * 10 > segment.text.chars().filter(|c| *c != ' ').count() * 8;
    Some(segment)
}

/// Returns the size of most characters. The mark of a list item may be larger than its text.
fn main_size(glyphs: &[Glyph]) -> f32 {
    let mut sizes: Vec<i64> = glyphs.iter().filter(|glyph| glyph.c != ' ').map(|glyph| order(glyph.size)).collect();
    sizes.sort_unstable();
    let most = sizes.chunk_by(|a, b| a == b).max_by_key(|same| same.len());
    most.map_or(0.0, |same| same[0] as f32 / 64.0)
}

/// Returns the height on which most of the large characters stand.
fn main_baseline(glyphs: &[Glyph], size: f32) -> f32 {
    let mut heights: Vec<i64> =
        glyphs.iter().filter(|glyph| glyph.size > 0.85 * size).map(|glyph| order(glyph.baseline)).collect();
    heights.sort_unstable();
    let middle = heights.get(heights.len() / 2).copied().unwrap_or(0);
    middle as f32 / 64.0
}

/// Returns the narrowest gap between words. If the letters of a headline are set apart, it is wider than the usual one.
fn word_gap(glyphs: &[Glyph]) -> f32 {
    let mut gaps: Vec<i64> = glyphs
        .windows(2)
        .filter(|pair| pair.iter().all(|glyph| glyph.c != ' '))
        .map(|pair| order((pair[1].start - pair[0].end) / pair[0].size.max(pair[1].size)))
        .collect();
    gaps.sort_unstable();
    let usual = gaps.get(gaps.len() / 2).map_or(0.0, |gap| *gap as f32 / 64.0);
    if gaps.len() < 3 { WORD_GAP } else { WORD_GAP + usual.max(0.0) * 1.5 }
}

/// Joins parts that continue each other.
fn join(mut parts: Vec<Segment>) -> Vec<Segment> {
    parts.sort_by_key(|part| (order(part.start), order(part.end)));
    let mut joined: Vec<Segment> = Vec::new();
    // The segment that was extended last at each height.
    let mut at_height: BTreeMap<i64, usize> = BTreeMap::new();
    for part in parts {
        let near = RAISE * part.size;
        let heights = order(part.baseline - near)..=order(part.baseline + near);
        let candidates = at_height.range(heights).take(MAX_TRIED).map(|(_, index)| *index);
        let continued = candidates.filter(|index| continues(&joined[*index], &part));
        let nearest = continued.min_by_key(|index| order((joined[*index].baseline - part.baseline).abs()));
        match nearest {
            Some(index) => extend(&mut joined[index], &part),
            None => {
                at_height.insert(order(part.baseline), joined.len());
                joined.push(part);
            }
        }
    }
    joined
}

fn continues(segment: &Segment, part: &Segment) -> bool {
    let (large, small) = if segment.size >= part.size { (segment, part) } else { (part, segment) };
    let raise = (small.baseline - large.baseline) / large.size;
    let is_level = if small.size > 0.85 * large.size { raise.abs() < 0.25 } else { (-0.3..RAISE).contains(&raise) };
    let gap = (part.start - segment.end) / large.size;
    let is_label = is_label(&segment.text);
    !is_label && is_level && (-0.3..JOINED_GAP).contains(&gap) && segment.is_artifact == part.is_artifact
}

fn extend(segment: &mut Segment, part: &Segment) {
    let size = segment.size.max(part.size);
    let is_raised = |a: &Segment, b: &Segment| a.size < 0.85 * b.size && a.baseline > b.baseline + 0.15 * b.size;
    let mark = |text: &str| format!("{}{text}{}", RAISED[0], RAISED[1]);
    let mut added = part.text.clone();
    if is_raised(part, segment) {
        added = mark(&added);
    } else if is_raised(segment, part) {
        segment.text = mark(&segment.text);
    }
    if (part.start - segment.end) / size > WORD_GAP {
        segment.text.push(' ');
    }
    segment.text.push_str(&added);
    if part.size > segment.size {
        (segment.size, segment.baseline) = (part.size, part.baseline);
    }
    segment.is_bold &= part.is_bold;
    segment.end = segment.end.max(part.end);
}

/// Joins marks and numbers of list items with the text to their right.
fn join_labels(segments: Vec<Segment>) -> Vec<Segment> {
    let mut joined: Vec<Segment> = Vec::new();
    for segment in segments {
        let label = joined.last_mut().filter(|last| {
            let gap = (segment.start - last.end) / segment.size;
            let is_level = (segment.baseline - last.baseline).abs() < 0.4 * segment.size;
            let is_number = last.text.len() < 3 && last.text.bytes().all(|byte| byte.is_ascii_digit());
            is_level && (0.0..LABEL_GAP).contains(&gap) && (is_label(&last.text) || is_number)
        });
        match label {
            Some(label) => {
                label.text = format!("{} {}", label.text, segment.text);
                (label.end, label.baseline, label.size) = (segment.end, segment.baseline, segment.size);
                label.is_bold = segment.is_bold;
                label.is_item = true;
            }
            None => joined.push(segment),
        }
    }
    joined
}

/// The marks of list items.
const MARKS: &[char] =
    &['•', '‣', '◦', '▪', '▫', '■', '□', '●', '○', '–', '—', '-', '*', '➢', '➤', '✓', '✔', '❖', '·', '∙'];

/// Returns whether a text is the mark of a list item, or its number: `•`, `1.`, `(a)`, `iv)`.
pub(super) fn is_label(text: &str) -> bool {
    let mut chars = text.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        return MARKS.contains(&only);
    }
    let inner = text.strip_prefix('(').unwrap_or(text);
    let Some(inner) = inner.strip_suffix(['.', ')']) else { return false };
    let is_number = inner.len() <= 3 && inner.bytes().all(|byte| byte.is_ascii_digit());
    let is_roman = inner.len() <= 4 && inner.bytes().all(|byte| b"ivx".contains(&byte));
    let is_letter = inner.len() == 1 && inner.bytes().all(|byte| byte.is_ascii_alphabetic());
    !inner.is_empty() && (is_number || is_roman || is_letter)
}

/// Returns the text of an item after its mark; `None` if the text does not begin like one.
pub(super) fn item_text(text: &str) -> Option<&str> {
    let (label, rest) = text.split_once(' ')?;
    let is_mark = is_label(label) && label.chars().count() == 1;
    is_mark.then(|| rest.trim_start())
}
