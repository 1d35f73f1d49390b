//! Section titles: a line of text over a line of punctuation, and possibly under another one.
//!
//! The level of a title depends on the order in which the styles of these lines (their character, and whether there is
//! a line above the text) first occur in the document.

use super::line::Line;

/// The levels of headings in HTML, which the rest of the program uses too.
const MAX_LEVEL: usize = 6;

/// The shortest line of punctuation that is a title even if the text is longer.
const SURE_LEN: usize = 4;

/// The style of a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TitleStyle {
    mark: u8,
    has_overline: bool,
}

/// The styles that occurred so far, outermost first.
#[derive(Clone, Debug, Default)]
pub(super) struct TitleStyles(Vec<TitleStyle>);

impl TitleStyles {
    /// Adds a style, unless it is known. Returns whether it was new.
    pub fn add(&mut self, style: TitleStyle) -> bool {
        let is_new = !self.0.contains(&style);
        if is_new {
            self.0.push(style);
        }
        is_new
    }

    /// Returns the level (1 to 6) of a title of this style. An unknown style is one level below all known ones.
    pub fn level(&self, style: TitleStyle) -> u8 {
        let index = self.0.iter().position(|known| *known == style).unwrap_or(self.0.len());
        u8::try_from(MAX_LEVEL.min(index + 1)).expect("a level is at most six")
    }
}

/// Returns the character of a line that consists of one repeated punctuation character.
pub(super) fn adornment(line: &str) -> Option<u8> {
    let mark = *line.as_bytes().first().filter(|mark| mark.is_ascii_punctuation())?;
    line.bytes().all(|byte| byte == mark).then_some(mark)
}

/// A title: its style and the index of its text in the lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Title {
    pub style: TitleStyle,
    /// The line of its text.
    pub text: usize,
    /// The line after it.
    pub end: usize,
}

/// Returns the title whose text is the line at `at`, which `base` aligns.
pub(super) fn underlined(text: &str, lines: &[Line], at: usize, base: usize) -> Option<Title> {
    let under = lines.get(at + 1).filter(|line| line.is_flush(base))?.of(text);
    let mark = adornment(under)?;
    let fits = under.len() >= SURE_LEN || width(lines[at].of(text)) <= under.len();
    fits.then_some(Title { style: TitleStyle { mark, has_overline: false }, text: at, end: at + 2 })
}

/// Returns the title whose overline is the line at `at`.
pub(super) fn overlined(text: &str, lines: &[Line], at: usize, base: usize) -> Option<Title> {
    let over = lines[at].of(text);
    let mark = adornment(over)?;
    let title = lines.get(at + 1).filter(|line| !line.is_blank())?;
    let under = lines.get(at + 2).filter(|line| line.is_flush(base))?.of(text);
    let is_title = under == over && adornment(title.of(text)).is_none();
    let fits = over.len() >= SURE_LEN || width(title.of(text)) + title.indent(base) <= over.len();
    (is_title && fits).then_some(Title { style: TitleStyle { mark, has_overline: true }, text: at + 1, end: at + 3 })
}

/// Returns whether the line is a transition between paragraphs, if a blank line follows.
pub(super) fn is_transition(line: &str) -> bool {
    line.len() >= SURE_LEN && adornment(line).is_some()
}

/// Returns the number of columns of a title.
fn width(title: &str) -> usize {
    title.chars().map(super::columns::width).sum()
}
