//! Where a reader finds a text in a file whose lines and columns do not tell: the cell of a notebook, or the paragraph of
//! an Office document.

use super::span::{floor_char_boundary, to_u32};
use std::fmt;
use std::sync::Arc;

/// The maximum length in bytes of a heading in a place. A heading is rarely longer, and every finding has a copy.
const MAX_HEADING: usize = 200;

/// Where a reader finds a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The 1-based number of the notebook cell, counting cells of every type.
    pub cell: Option<u32>,
    /// The part of the Office document.
    pub part: Option<Part>,
    /// The 1-based number of the paragraph in the part, counting every paragraph that is read, also empty ones and those
    /// in tables.
    pub paragraph: Option<u32>,
    /// The headings above the text, outermost first.
    pub headings: Vec<Arc<str>>,
}

/// A part of an Office document, which is a file in its zip archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name in the archive.
    pub name: Arc<str>,
    /// What its text is in the document.
    pub area: Area,
    /// The 1-based number of the slide that it is, or that it belongs to.
    pub slide: Option<u32>,
}

/// What the text of a part is in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// The text itself, or a slide.
    Body,
    /// The notes of a slide for its speaker.
    Notes,
    /// Footnotes.
    Footnotes,
    /// Endnotes.
    Endnotes,
    /// What is printed at the top of pages.
    Header,
    /// What is printed at the bottom of pages.
    Footer,
}

impl Area {
    fn name(self) -> Option<&'static str> {
        match self {
            Area::Body => None,
            Area::Notes => Some("notes"),
            Area::Footnotes => Some("footnotes"),
            Area::Endnotes => Some("endnotes"),
            Area::Header => Some("header"),
            Area::Footer => Some("footer"),
        }
    }
}

/// Formats the place for people, as in `slide 4, paragraph 2, under “Why us”`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let area = self.part.as_ref().and_then(|part| part.area.name());
        let slide = self.part.as_ref().and_then(|part| part.slide);
        let words = [
            self.cell.map(|cell| format!("cell {cell} of the notebook")),
            match (area, slide) {
                (Some(area), Some(slide)) => Some(format!("{area} of slide {slide}")),
                (None, Some(slide)) => Some(format!("slide {slide}")),
                (area, None) => area.map(str::to_owned),
            },
            self.paragraph.map(|number| format!("paragraph {number}")),
            self.headings.last().map(|heading| format!("under “{heading}”")),
        ];
        f.write_str(&words.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

/// The paragraphs of an Office document, and the headings above them.
#[derive(Debug, Default)]
pub(super) struct Paragraphs {
    /// In the order of the text.
    starts: Vec<ParagraphStart>,
    headings: Vec<Heading>,
    /// The index, plus one, of the nearest heading above the next paragraph; 0 if there is none.
    above: u32,
}

#[derive(Clone, Copy, Debug)]
struct ParagraphStart {
    /// The byte offset in the text.
    start: u32,
    /// The number in its part; 0 for a text that is in no paragraph.
    number: u32,
    /// The index, plus one, of the nearest heading above it; 0 if there is none.
    above: u32,
}

#[derive(Debug)]
struct Heading {
    text: Arc<str>,
    level: u8,
    /// The index, plus one, of the heading above it.
    above: u32,
}

impl Paragraphs {
    /// Starts a text without headings above it.
    pub fn leave_headings(&mut self) {
        self.above = 0;
    }

    /// Starts a paragraph at byte `start` of the text.
    pub fn begin(&mut self, start: usize, number: Option<u32>, heading: Option<(u8, &str)>) {
        if let Some((level, _)) = heading {
            while let Some(above) = self.heading(self.above).filter(|above| above.level >= level) {
                self.above = above.above;
            }
        }
        self.starts.push(ParagraphStart { start: to_u32(start), number: number.unwrap_or(0), above: self.above });
        if let Some((level, text)) = heading {
            let text = text[..floor_char_boundary(text, MAX_HEADING)].into();
            self.headings.push(Heading { text, level, above: self.above });
            self.above = to_u32(self.headings.len());
        }
    }

    /// Returns the number of the paragraph that contains an offset, and the headings above it.
    pub fn at(&self, offset: u32) -> (Option<u32>, Vec<Arc<str>>) {
        let after = self.starts.partition_point(|paragraph| paragraph.start <= offset);
        let Some(paragraph) = after.checked_sub(1).map(|index| self.starts[index]) else { return (None, Vec::new()) };
        let innermost = self.heading(paragraph.above);
        let above = std::iter::successors(innermost, |heading| self.heading(heading.above));
        let mut headings: Vec<Arc<str>> = above.map(|heading| heading.text.clone()).collect();
        headings.reverse();
        (Some(paragraph.number).filter(|number| *number > 0), headings)
    }

    fn heading(&self, number: u32) -> Option<&Heading> {
        self.headings.get((number as usize).checked_sub(1)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_like_a_phrase() {
        let part = |area, slide| Some(Part { name: "x.xml".into(), area, slide });
        let place = |part, paragraph, heading: &str| Place {
            part,
            paragraph,
            headings: (!heading.is_empty()).then(|| heading.into()).into_iter().collect(),
            ..Place::default()
        };
        let cases = [
            (Place { cell: Some(2), ..Place::default() }, "cell 2 of the notebook"),
            (place(part(Area::Body, None), Some(12), "Why us"), "paragraph 12, under “Why us”"),
            (place(part(Area::Body, Some(4)), Some(2), ""), "slide 4, paragraph 2"),
            (place(part(Area::Notes, Some(4)), Some(1), "Why us"), "notes of slide 4, paragraph 1, under “Why us”"),
            (place(part(Area::Footer, None), Some(1), ""), "footer, paragraph 1"),
        ];
        for (place, expected) in cases {
            assert_eq!(place.to_string(), expected);
        }
    }

    #[test]
    fn headings_are_those_above_a_paragraph() {
        let mut paragraphs = Paragraphs::default();
        paragraphs.begin(0, Some(1), Some((1, "A")));
        paragraphs.begin(10, Some(2), Some((2, "B")));
        paragraphs.begin(20, Some(4), None);
        paragraphs.begin(30, Some(5), Some((2, "C")));
        paragraphs.begin(40, None, None);
        paragraphs.leave_headings();
        paragraphs.begin(50, Some(1), None);
        let at = |offset| {
            let (number, headings) = paragraphs.at(offset);
            (number, headings.join("/"))
        };
        let expected = [(Some(1), ""), (Some(2), "A"), (Some(4), "A/B"), (Some(5), "A"), (None, "A/C"), (Some(1), "")];
        for (offset, (number, headings)) in (5..).step_by(10).zip(expected) {
            assert_eq!(at(offset), (number, headings.to_owned()), "{offset}");
        }
    }
}
