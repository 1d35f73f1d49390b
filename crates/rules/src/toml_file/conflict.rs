//! Finds merge conflicts that nobody has resolved.
//!
//! Their markers are syntax errors in TOML, but the errors of a parser would not say that a merge is the reason. Inside
//! of a long text they are not even errors.

use std::ops::Range;

/// Returns the first marker line of the first conflict that has all of its marker lines.
pub(super) fn merge_conflict(text: &str) -> Option<Range<usize>> {
    let mut start = None;
    let mut is_second_side = false;
    for (line, range) in lines(text) {
        match marker(line) {
            Some('<') => (start, is_second_side) = (Some(range), false),
            Some('=') => is_second_side = start.is_some(),
            Some('>') if is_second_side => return start,
            _ => {}
        }
    }
    None
}

/// Returns whether a line is one of the lines that a merge conflict adds to a file.
pub(super) fn is_marker(line: &str) -> bool {
    marker(line).is_some()
}

fn marker(line: &str) -> Option<char> {
    let first = line.chars().next().filter(|c| "<=>|".contains(*c))?;
    let rest = line.trim_start_matches(first);
    let has_form = line.len() - rest.len() == 7 && (rest.trim_end().is_empty() || rest.starts_with(' '));
    has_form.then_some(first)
}

fn lines(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut end = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = end;
        end += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        (line, start..start + line.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_only_whole_conflicts() {
        let found = |text: &str| merge_conflict(text).map(|at| text[at].to_owned());
        let sides = "a = 1\r\n<<<<<<< HEAD\r\nb = 1\r\n=======\r\nb = 2\r\n>>>>>>> other\r\n";
        assert_eq!(found(sides).as_deref(), Some("<<<<<<< HEAD"));
        assert_eq!(found("<<<<<<<\n|||||||\n=======\n>>>>>>>"), Some("<<<<<<<".to_owned()));
        for text in
            ["", "=======\n", "a = '''\n=======\n>>>>>>> x\n'''", "<<<<<<< x\n>>>>>>> y\n", " <<<<<<< x\n=======\n"]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
