//! Parses lists of attributes: `[quote, Jane Roe, "A book", role=x]`, `image::x.png[Text,title="More text"]`.

use std::ops::Range;

/// An attribute, or a value that has only a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute<'t> {
    /// The name, if there is one.
    pub name: Option<&'t str>,
    /// The byte range of the value in the source, without quotes.
    pub value: Range<usize>,
}

/// Parses the source between the brackets of a list.
pub(super) fn attributes(source: &str) -> Vec<Attribute<'_>> {
    let mut all = Vec::new();
    let mut at = 0;
    loop {
        at += blank_len(&source[at..]);
        let (attribute, end) = attribute(source, at);
        all.push(attribute);
        let rest = &source[end..];
        let Some(comma) = rest.find(',') else { return all };
        at = end + comma + 1;
    }
}

fn blank_len(source: &str) -> usize {
    source.len() - source.trim_start().len()
}

/// Parses the attribute at byte `at`. Returns it and its end.
fn attribute(source: &str, at: usize) -> (Attribute<'_>, usize) {
    let rest = &source[at..];
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let name_len = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
    let after = at + name_len + blank_len(&rest[name_len..]);
    if name_len > 0 && source[after..].starts_with('=') {
        let start = after + 1 + blank_len(&source[after + 1..]);
        let (value, end) = value(source, start);
        return (Attribute { name: Some(&rest[..name_len]), value }, end);
    }
    let (value, end) = value(source, at);
    (Attribute { name: None, value }, end)
}

/// Parses the value at byte `start`. Returns its range and its end.
fn value(source: &str, start: usize) -> (Range<usize>, usize) {
    let rest = &source[start..];
    if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let mut from = 1;
        while let Some(found) = rest[from..].find(quote) {
            let end = from + found;
            if !rest[..end].ends_with('\\') {
                return (start + 1..start + end, start + end + 1);
            }
            from = end + 1;
        }
    }
    let len = rest.find(',').unwrap_or(rest.len());
    (start..start + rest[..len].trim_end().len(), start + len)
}

/// Returns the value of the positional attribute with this index, if it is not empty.
pub(super) fn positional(all: &[Attribute], index: usize) -> Option<Range<usize>> {
    let mut values = all.iter().filter(|attribute| attribute.name.is_none());
    values.nth(index).map(|attribute| attribute.value.clone()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_names_and_ranges() {
        let source = "quote, Jane Roe , \"A, \\\"b\\\"\", role = x,title='T',,=y";
        let read: Vec<(Option<&str>, &str)> =
            attributes(source).into_iter().map(|found| (found.name, &source[found.value])).collect();
        let expected = [
            (None, "quote"),
            (None, "Jane Roe"),
            (None, "A, \\\"b\\\""),
            (Some("role"), "x"),
            (Some("title"), "T"),
            (None, ""),
            (None, "=y"),
        ];
        assert_eq!(read, expected);
        assert_eq!(attributes("").len(), 1);
        assert_eq!(positional(&attributes(source), 1), Some(7..15));
    }
}
