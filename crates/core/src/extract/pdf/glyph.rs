//! A character at its position on a page.

/// A character on a page. A ligature counts as several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Glyph {
    pub c: char,
    /// The direction in which the text runs, in degrees from left to right, anticlockwise. The coordinates are those of a
    /// page that is turned so that the text runs from left to right.
    pub direction: i16,
    /// Where it starts on its line.
    pub start: f32,
    /// Where the next one starts, unless there is a gap.
    pub end: f32,
    /// The height of its baseline.
    pub baseline: f32,
    /// The size of its font.
    pub size: f32,
    pub is_bold: bool,
    /// Whether the document says that it is no part of the text, such as a page number.
    pub is_artifact: bool,
}
