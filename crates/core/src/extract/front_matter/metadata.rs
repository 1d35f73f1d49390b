//! Looks up the value of one key in front matter, such as the date or the language of the document.

use super::find::{FrontMatter, FrontMatterSyntax};
use super::flow::{Flow, FlowToken};
use super::scalars;
use crate::extract::format::Format;
use crate::extract::lines::lines;
use std::ops::Range;
use wordgate_text::source::Span;

/// Returns the span of the value of the first of `keys` at the top level of the front matter of `text`, without quotes
/// and comments. The value must be on the line of its key. Returns `None` if there is no such key or value.
pub(in crate::extract) fn value(text: &str, format: Format, keys: &[String]) -> Option<Span> {
    let is_markdown = matches!(format, Format::Markdown | Format::Notebook | Format::Mdx);
    let front = Some(text).filter(|_| is_markdown).and_then(FrontMatter::find)?;
    keys.iter().find_map(|key| value_of(text, &front, key))
}

/// Returns the span of the value of `key`, if `front` has such a key at its top level.
fn value_of(text: &str, front: &FrontMatter, key: &str) -> Option<Span> {
    let FrontMatter { inside, syntax, .. } = *front;
    if syntax == FrontMatterSyntax::Json {
        return in_mapping(text, inside.range(), key);
    }
    let is_toml = syntax == FrontMatterSyntax::Toml;
    let mut in_string = false;
    for line in lines(text, inside.range()) {
        let source = &text[line.range()];
        if !in_string {
            let start = line.start as usize;
            match source.chars().next() {
                Some('[') if is_toml => return None,
                Some('{') if !is_toml => return in_mapping(text, start..inside.end as usize, key),
                _ => {}
            }
            if let Some(value) = in_line(source, key, syntax.separator()) {
                return Some(Span::new(start + value.start, start + value.end));
            }
        }
        let quotes = ["\"\"\"", "'''"].map(|quote| source.matches(quote).count());
        in_string ^= is_toml && quotes.iter().sum::<usize>() % 2 == 1;
    }
    None
}

/// Returns the value of `key` in the mapping at the start of `range`, not in nested mappings.
fn in_mapping(text: &str, range: Range<usize>, key: &str) -> Option<Span> {
    let mut depth = 0;
    let mut follows_key = false;
    for token in Flow::new(text, range, ':') {
        match token {
            FlowToken::Open => depth += 1,
            FlowToken::Close => depth -= 1,
            FlowToken::Key(ref known) => follows_key = depth == 1 && &text[known.span.range()] == key,
            FlowToken::Scalar(scalar) if follows_key && depth == 1 => {
                return Some(scalar.span).filter(|span| !span.is_empty());
            }
            FlowToken::Comma | FlowToken::Scalar(_) | FlowToken::Comment(_) => {}
        }
        follows_key &= matches!(token, FlowToken::Key(_));
    }
    None
}

/// Returns the byte range of the value of `key` in a line that starts with this key.
fn in_line(line: &str, key: &str, separator: char) -> Option<Range<usize>> {
    let (_, after) = scalars::key(line, separator).filter(|(known, _)| *known == key)?;
    let spaced = line[after..].is_empty() || line[after..].starts_with(char::is_whitespace);
    if line.starts_with(char::is_whitespace) || separator == ':' && !spaced {
        return None;
    }
    let value = line[after..].trim_start();
    let start = line.len() - value.len();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let closed = quote.and_then(|quote| value[1..].find(quote));
    let inside = match closed {
        Some(len) => start + 1..start + 1 + len,
        None => {
            let len = value.find(" #").unwrap_or(value.len());
            start..start + value[..len].trim_end().len()
        }
    };
    (!inside.is_empty()).then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<&str> {
        value(text, Format::Markdown, &["date".to_owned()]).map(|span| &text[span.range()])
    }

    #[test]
    fn top_level_values_are_found_without_quotes_and_comments() {
        let cases = [
            ("---\ntitle: x\ndate: 2026-03-11\n---\n", Some("2026-03-11")),
            ("\u{FEFF}---\r\ndate: '2026-03-11' # day\r\n---\r\n", Some("2026-03-11")),
            ("---\n\"date\" :  2026-03-11T10:00:00Z # x\n---\n", Some("2026-03-11T10:00:00Z")),
            ("+++\ndate = 2026-03-11 10:00:00\n+++\n", Some("2026-03-11 10:00:00")),
            ("+++\ntext = \"\"\"\ndate = no\n\"\"\"\ndate = \"yes\"\n+++\n", Some("yes")),
            ("+++\n[x]\ndate = 2026-03-11\n+++\n", None),
            ("---\nx:\n  date: 2026-03-11\n---\n", None),
            ("---\ndate:\nupdate: 2026-03-11\ndates: 1\n---\n", None),
            ("---\ndate: 2026-03-11\n", None),
            ("Text\n\n---\ndate: 2026-03-11\n---\n", None),
            ("---\n---\ndate: 2026-03-11\n", None),
            ("---\ndate: 2026-03-11\n...\n", Some("2026-03-11")),
            ("---\n{title: x, date: 2026-03-11}\n---\n", Some("2026-03-11")),
            ("---\n{x: {date: 1}, date: }\n---\n", None),
            ("{\"x\": {\"date\": \"no\"},\n\"date\": \"2026-03-11\"\n}\n", Some("2026-03-11")),
            ("{\"x\": [\"date\", 1]}\n", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(date(text), expected, "{text:?}");
        }
        assert_eq!(value("---\ndate: 1\n---\n", Format::Text, &["date".to_owned()]), None);
    }
}
