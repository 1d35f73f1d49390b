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
}
