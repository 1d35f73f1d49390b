//! Finds the headings above a heading, up to the first one of the document, without parsing all of the text between.
//!
//! A scan of the lines finds what looks like a heading, in one pass over the document. Only the candidates that can be
//! above a block are then parsed, because a comment in a script (`# install`) looks like a heading too.

use crate::extract::{Format, rst_titles};
use crate::lint::parsed::{BlockId, ParsedDocument};
use wordgate_text::source::to_u32;

/// The most candidates above one block that turn out to be something else. The limit bounds the time for a hostile
/// document.
const MAX_FALSE: usize = 64;

/// The most bytes of markup between the line or tag of a heading and its text.
const MAX_GAP: u32 = 1 << 10;

/// The most alternative texts and titles of links in a heading.
const MAX_ASIDES: usize = 8;

/// The line or tag of a possible heading.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    /// The byte offset of its line or tag.
    start: u32,
    /// Where its text is.
    place: HeadingPlace,
    /// The level (1 to 6).
    level: u8,
    /// The index of the nearest candidate before it with a lower level, plus one; 0 if there is none.
    above: u32,
}

/// Where the text of a heading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HeadingPlace {
    /// In the line, or after the tag.
    Line,
    /// Before the line, which underlines it.
    LineBefore,
}

/// The possible headings of a document, in order.
#[derive(Debug, Default)]
pub(super) struct HeadingCandidates(Vec<Candidate>);

impl HeadingCandidates {
    /// Finds the possible headings outside of fenced code.
    pub fn find(parsed: &ParsedDocument) -> HeadingCandidates {
        let text = parsed.text();
        let marks = match parsed.format() {
            Format::Markdown | Format::Notebook | Format::Mdx => Some(Marks { lines: "#", underlines: "=-" }),
            Format::Asciidoc => Some(Marks { lines: "=#", underlines: "=-~^+" }),
            _ => None,
        };
        let is_html = parsed.format().is_html() || parsed.format().is_component();
        let tags = is_html || matches!(parsed.format(), Format::Markdown | Format::Notebook | Format::Mdx);
        let mut all = HeadingCandidates::default();
        if parsed.format() == Format::Rst {
            for title in rst_titles(text) {
                all.push(title.start as usize, HeadingPlace::Line, title.level);
            }
        }
        let mut at = 0;
        let mut is_after_text = false;
        for line in text.split_inclusive(['\n', '\r']) {
            let start = at;
            at += line.len();
            if parsed.is_code(start) {
                is_after_text = false;
                continue;
            }
            if let Some(marks) = &marks {
                if is_after_text && let Some(level) = marks.underline_level(line) {
                    all.push(start, HeadingPlace::LineBefore, level);
                } else if let Some(level) = marks.line_level(line) {
                    all.push(start, HeadingPlace::Line, level);
                }
            }
            is_after_text = !line.trim().is_empty();
            for (open, _) in line.match_indices('<').filter(|_| tags) {
                let level = line[open + 1..].strip_prefix(['h', 'H']).and_then(|rest| rest.bytes().next());
                if let Some(level @ b'1'..=b'6') = level {
                    all.push(start + open, HeadingPlace::Line, level - b'0');
                }
            }
        }
        all
    }

    fn push(&mut self, start: usize, place: HeadingPlace, level: u8) {
        let above = self.lower(self.0.len(), level);
        self.0.push(Candidate { start: to_u32(start), place, level, above: to_u32(above) });
    }

    /// Returns the index, plus one, of the nearest candidate before `index` with a lower level than `level`.
    fn lower(&self, index: usize, level: u8) -> usize {
        let mut at = index;
        while let Some(candidate) = at.checked_sub(1).map(|before| self.0[before])
            && candidate.level >= level
        {
            at = candidate.above as usize;
        }
        at
    }

    /// Returns the heading above `heading`: the nearest one before it with a lower level.
    pub fn above(&self, parsed: &ParsedDocument, heading: BlockId) -> Option<BlockId> {
        let block = parsed.block(heading);
        let (start, level) = (block.map.extent().start, block.heading_level?);
        let mut at = self.0.partition_point(|candidate| candidate.start < start);
        for _ in 0..MAX_FALSE {
            at = self.lower(at, level);
            let candidate = self.0[at.checked_sub(1)?];
            if let Some(found) = heading_at(parsed, candidate) {
                return Some(found);
            }
            at -= 1;
        }
        None
    }
}

/// The characters that make a line a heading.
struct Marks {
    /// Those before the text of a heading. Their number is its level.
    lines: &'static str,
    /// Those that underline a heading, one for each level.
    underlines: &'static str,
}

impl Marks {
    /// Returns the level of a line that looks like a heading.
    fn line_level(&self, line: &str) -> Option<u8> {
        let is_marker = |c: char| matches!(c, ' ' | '\t' | '>' | '*' | '+' | '-' | '.' | ')') || c.is_ascii_digit();
        let content = line.trim().trim_start_matches(is_marker);
        let mark = content.chars().next().filter(|mark| self.lines.contains(*mark))?;
        let rest = content.trim_start_matches(mark);
        let level = u8::try_from(content.len() - rest.len()).ok().filter(|level| (1..=6).contains(level));
        level.filter(|_| rest.is_empty() || rest.starts_with([' ', '\t']))
    }

    /// Returns the level of a heading that a line underlines.
    fn underline_level(&self, line: &str) -> Option<u8> {
        let content = line.trim().trim_start_matches(['>', ' ']);
        let mark = content.chars().next()?;
        let level = u8::try_from(self.underlines.find(mark)? + 1).ok()?;
        content.chars().all(|c| c == mark).then_some(level)
    }
}

/// Returns the heading that a candidate is, after parsing its piece.
fn heading_at(parsed: &ParsedDocument, candidate: Candidate) -> Option<BlockId> {
    let piece = parsed.piece_of(candidate.start);
    let blocks = parsed.blocks(piece);
    let is_heading = |index: &usize| blocks[*index].heading_level == Some(candidate.level);
    let first = blocks.partition_point(|block| block.map.extent().start < candidate.start);
    let nearest = match candidate.place {
        HeadingPlace::Line => (first..blocks.len()).take(MAX_ASIDES).find(is_heading),
        HeadingPlace::LineBefore => (0..first).rev().take(MAX_ASIDES).find(is_heading),
    };
    let is_near = |index: &usize| {
        let extent = blocks[*index].map.extent();
        let gap = extent.start.saturating_sub(candidate.start).max(candidate.start.saturating_sub(extent.end));
        gap <= MAX_GAP
    };
    nearest.filter(is_near).map(|block| BlockId { piece, block })
}
