//! Where a reader finds a text in a file whose lines and columns do not tell: the cell of a notebook, the paragraph of an
//! Office document, or the page of a PDF document.

use super::span::{floor_char_boundary, to_u32};
use std::borrow::Cow;
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
    /// The 1-based number of the page.
    pub page: Option<u32>,
    /// The 1-based number of the paragraph in the part, counting every paragraph that is read, also empty ones and those
    /// in tables. In a document with pages, that among the paragraphs that start on the same page as this one.
    pub paragraph: Option<u32>,
    /// The 1-based number of the bullet in its list, counting those of the lists inside of it.
    pub bullet: Option<u32>,
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

/// The pages of a document on which no text was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PagesWithoutText {
    /// The 1-based number of the first of them.
    pub first: u32,
    /// Their number.
    pub count: u32,
    /// The number of all pages.
    pub total: u32,
}

/// What a paragraph of an Office document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParagraphRole<'t> {
    /// Text.
    Text,
    /// A heading.
    Heading {
        /// Its level, 1 for the highest.
        level: u8,
        /// Its text.
        text: &'t str,
    },
    /// An item of a list, with its [`Place::bullet`].
    Bullet(u32),
}

/// Formats the place for people, as in `slide 4, “Why us”, second bullet`.
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
            self.page.map(|number| format!("page {number}")),
            self.headings.last().map(|heading| format!("“{heading}”")),
            match (self.bullet, self.paragraph) {
                (Some(number), _) => Some(format!("{} bullet", ordinal(number))),
                // Nobody counts the paragraphs of a page, where they are not marked as such.
                (None, number) => number.filter(|_| self.page.is_none()).map(|number| format!("paragraph {number}")),
            },
        ];
        f.write_str(&words.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

/// Returns `second` for 2, and `12th` for 12.
fn ordinal(number: u32) -> Cow<'static, str> {
    const WORDS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    if let Some(word) = WORDS.get((number as usize).wrapping_sub(1)) {
        return (*word).into();
    }
    let suffix = match (number % 10, number % 100 / 10) {
        (_, 1) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{suffix}").into()
}

/// The paragraphs of a document, and the headings above them.
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
    /// The number of its bullet; 0 if it has none.
    bullet: u32,
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
    pub fn begin(&mut self, start: usize, number: Option<u32>, role: ParagraphRole) {
        if let ParagraphRole::Heading { level, .. } = role {
            while let Some(above) = self.heading(self.above).filter(|above| above.level >= level) {
                self.above = above.above;
            }
        }
        let bullet = if let ParagraphRole::Bullet(number) = role { number } else { 0 };
        self.starts.push(ParagraphStart {
            start: to_u32(start),
            number: number.unwrap_or(0),
            bullet,
            above: self.above,
        });
        if let ParagraphRole::Heading { level, text } = role {
            let text = text[..floor_char_boundary(text, MAX_HEADING)].into();
            self.headings.push(Heading { text, level, above: self.above });
            self.above = to_u32(self.headings.len());
        }
    }

    /// Returns the place of an offset in its part.
    pub fn at(&self, offset: u32) -> Place {
        let after = self.starts.partition_point(|paragraph| paragraph.start <= offset);
        let Some(ParagraphStart { number, bullet, above, .. }) = after.checked_sub(1).map(|index| self.starts[index])
        else {
            return Place::default();
        };
        let headings = std::iter::successors(self.heading(above), |heading| self.heading(heading.above));
        let mut headings: Vec<Arc<str>> = headings.map(|heading| heading.text.clone()).collect();
        headings.reverse();
        let some = |number| Some(number).filter(|number| *number > 0);
        Place { paragraph: some(number), bullet: some(bullet), headings, ..Place::default() }
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
            (place(part(Area::Body, None), Some(12), "Why us"), "“Why us”, paragraph 12"),
            (
                Place { bullet: Some(2), ..place(part(Area::Body, Some(4)), Some(3), "Why us") },
                "slide 4, “Why us”, second bullet",
            ),
            (place(part(Area::Body, Some(4)), Some(2), ""), "slide 4, paragraph 2"),
            (place(part(Area::Notes, Some(4)), Some(1), "Why us"), "notes of slide 4, “Why us”, paragraph 1"),
            (place(part(Area::Footer, None), Some(1), ""), "footer, paragraph 1"),
            (Place { page: Some(3), ..place(None, Some(2), "Why us") }, "page 3, “Why us”"),
        ];
        for (place, expected) in cases {
            assert_eq!(place.to_string(), expected);
        }
    }

    #[test]
    fn ordinals_are_words_up_to_ten() {
        let expected = [(1, "first"), (10, "tenth"), (11, "11th"), (22, "22nd"), (113, "113th"), (201, "201st")];
        for (number, ordinal_of_it) in expected {
            assert_eq!(ordinal(number), ordinal_of_it);
        }
    }

    #[test]
    fn headings_are_those_above_a_paragraph() {
        let heading = |level, text| ParagraphRole::Heading { level, text };
        let mut paragraphs = Paragraphs::default();
        paragraphs.begin(0, Some(1), heading(1, "A"));
        paragraphs.begin(10, Some(2), heading(2, "B"));
        paragraphs.begin(20, Some(4), ParagraphRole::Bullet(3));
        paragraphs.begin(30, Some(5), heading(2, "C"));
        paragraphs.begin(40, None, ParagraphRole::Text);
        paragraphs.leave_headings();
        paragraphs.begin(50, Some(1), ParagraphRole::Text);
        assert_eq!(paragraphs.at(25).bullet, Some(3));
        let at = |offset| {
            let Place { paragraph, headings, .. } = paragraphs.at(offset);
            (paragraph, headings.join("/"))
        };
        let expected = [(Some(1), ""), (Some(2), "A"), (Some(4), "A/B"), (Some(5), "A"), (None, "A/C"), (Some(1), "")];
        for (offset, (number, headings)) in (5..).step_by(10).zip(expected) {
            assert_eq!(at(offset), (number, headings.to_owned()), "{offset}");
        }
    }
}
