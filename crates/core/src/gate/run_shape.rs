//! Runs of letters and digits that a pattern describes by their shape: by a number, or by their first or last letters.
//!
//! The vocabulary has an entry for each of these shapes, as if it were a word. The scanner reports it wherever a run
//! has the shape, and wherever a run before markup may be the first part of a word that has it. It is reported as a
//! hidden word, so that the words beside it do not count.

/// The first character of the vocabulary entries of shapes. No run contains one of them.
const MARKERS: [char; 3] = ['\u{1}', '\u{2}', '\u{3}'];

/// A shape of runs. The letters are those of an entry of the vocabulary: case folded and without diacritics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RunShape {
    /// The run has an ASCII digit.
    Number,
    /// The run begins with these letters.
    Start(Box<str>),
    /// The run ends with these letters.
    End(Box<str>),
}

impl RunShape {
    /// Returns the entry of this shape in the vocabulary.
    pub fn entry(&self) -> String {
        let [number, start, end] = MARKERS;
        match self {
            RunShape::Number => number.to_string(),
            RunShape::Start(letters) => format!("{start}{letters}"),
            RunShape::End(letters) => format!("{end}{letters}"),
        }
    }

    /// Returns the shape of an entry of the vocabulary, or `None` if the entry is a word.
    pub fn of_entry(entry: &str) -> Option<RunShape> {
        let [number, start, end] = MARKERS;
        let letters = entry.get(1..)?;
        match entry.chars().next()? {
            marker if marker == number => Some(RunShape::Number),
            marker if marker == start => Some(RunShape::Start(letters.into())),
            marker if marker == end => Some(RunShape::End(letters.into())),
            _ => None,
        }
    }

    /// Returns whether a run has the shape. It may be one of several runs of its word.
    pub fn fits(&self, run: &str) -> bool {
        match self {
            RunShape::Number => run.bytes().any(|byte| byte.is_ascii_digit()),
            RunShape::Start(letters) => run.starts_with(&**letters),
            RunShape::End(letters) => run.ends_with(&**letters),
        }
    }

    /// Returns whether a run may have the shape, whatever follows, if its word continues after markup.
    pub fn may_fit_with_more(&self, run: &str) -> bool {
        matches!(self, RunShape::Start(letters) if letters.starts_with(run))
    }

    /// Returns the letters with which a word has to continue after markup to have the shape, if `run` comes before the
    /// markup.
    pub fn missing_ends<'s>(&'s self, run: &'s str) -> impl Iterator<Item = &'s str> {
        let letters = if let RunShape::End(letters) = self { &**letters } else { "" };
        let splits = letters.char_indices().skip(1).map(|(at, _)| letters.split_at(at));
        splits.filter(|(start, _)| run.ends_with(start)).map(|(_, end)| end)
    }
}

/// The first and last letters of a set of shapes. It rejects most runs that have none of the shapes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ShapeFilter {
    has_number: bool,
    /// A bit for each ASCII character that begins a shape's letters.
    firsts: u128,
    /// A bit for each ASCII character that ends a shape's letters.
    lasts: u128,
}

impl ShapeFilter {
    /// Adds a shape to the set.
    pub fn add(&mut self, shape: &RunShape) {
        match shape {
            RunShape::Number => self.has_number = true,
            RunShape::Start(letters) => self.firsts |= bit(letters.bytes().next()),
            RunShape::End(letters) => self.lasts |= bit(letters.bytes().next_back()),
        }
    }

    /// Returns whether a run of ASCII letters and digits may have a shape of the set.
    pub fn may_accept(&self, run: &[u8]) -> bool {
        self.firsts & bit(run.first().copied()) != 0
            || self.lasts & bit(run.last().copied()) != 0
            || self.has_number && run.iter().any(u8::is_ascii_digit)
    }
}

/// Returns the bit of an ASCII letter or digit, ignoring case.
fn bit(byte: Option<u8>) -> u128 {
    byte.filter(u8::is_ascii).map_or(0, |byte| 1 << byte.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_entries_of_the_vocabulary() {
        for shape in [RunShape::Number, RunShape::Start("gpt".into()), RunShape::End("é".into())] {
            assert_eq!(RunShape::of_entry(&shape.entry()), Some(shape));
        }
        assert_eq!(RunShape::of_entry("gpt"), None);
        assert_eq!(RunShape::of_entry("é"), None);
    }

    #[test]
    fn the_filter_accepts_every_run_with_a_shape() {
        let shapes = [RunShape::Number, RunShape::Start("non".into()), RunShape::End("gpt".into())];
        let mut filter = ShapeFilter::default();
        assert!(!filter.may_accept(b"gpt") && !filter.may_accept(b"5"));
        shapes.iter().for_each(|shape| filter.add(shape));
        for run in ["NonStop", "ChatGPT", "5", "a1b"] {
            assert!(shapes.iter().any(|shape| shape.fits(&run.to_lowercase())) && filter.may_accept(run.as_bytes()));
        }
        assert!(!filter.may_accept(b"Access"));
    }
}
