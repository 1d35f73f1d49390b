//! What front matter says under one key: for what concerns a document as a whole, such as its date.

use super::flow::{Flow, Token};
use super::{FrontMatter, Syntax};
use crate::extract::Format;
use crate::extract::text::lines;
use crate::source::Span;
use std::ops::Range;

/// The bytes of the one-line value of a top-level key in the front matter of `text`, quotes and comments left out;
/// `None` when there is no such key, or no value on its line.
pub(super) fn metadata(text: &str, format: Format, key: &str) -> Option<Span> {
    let is_markdown = matches!(format, Format::Markdown | Format::Mdx);
    let front = Some(text).filter(|_| is_markdown).and_then(FrontMatter::find)?;
    let (start, end) = (front.inside.start as usize, front.inside.end as usize);
    let separator = front.syntax.separator();
    if front.syntax == Syntax::Json {
        return in_mapping(text, start..end, key);
    }
    let mut in_string = false;
    for line in lines(text, start, end) {
        let source = &text[line.range()];
        if !in_string {
            if separator == '=' && source.starts_with('[') {
                return None;
            }
            let start = line.start as usize;
            if separator == ':' && source.starts_with('{') {
                return in_mapping(text, start..end, key);
            }
            if let Some(value) = value(source, key, separator) {
                return Some(Span::new(start + value.start, start + value.end));
            }
        }
        let quotes = ["\"\"\"", "'''"].map(|quote| source.matches(quote).count());
        in_string ^= separator == '=' && quotes.iter().sum::<usize>() % 2 == 1;
    }
    None
}

/// The value of `key` in the mapping in braces that begins at the start of `range`, not in those inside it.
fn in_mapping(text: &str, range: Range<usize>, key: &str) -> Option<Span> {
    let mut depth = 0;
    let mut is_found = false;
    for token in Flow::new(text, range, ':') {
        match token {
            Token::Open => depth += 1,
            Token::Close => depth -= 1,
            Token::Key(ref known) => is_found = depth == 1 && &text[known.span.range()] == key,
            Token::Scalar(scalar) if is_found && depth == 1 => {
                return Some(scalar.span).filter(|span| !span.is_empty());
            }
            Token::Comma | Token::Scalar(_) | Token::Comment(_) => {}
        }
        is_found &= matches!(token, Token::Key(_));
    }
    None
}

/// Where in a line the value of `key` stands.
fn value(line: &str, key: &str, separator: char) -> Option<Range<usize>> {
    let behind_key = ["\"", "'", ""].into_iter().find_map(|quote| {
        line.strip_prefix(quote)?.strip_prefix(key)?.strip_prefix(quote)?.trim_start().strip_prefix(separator)
    })?;
    if separator == ':' && !behind_key.is_empty() && !behind_key.starts_with(char::is_whitespace) {
        return None;
    }
    let value = behind_key.trim_start();
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
        metadata(text, Format::Markdown, "date").map(|span| &text[span.range()])
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
        assert_eq!(metadata("---\ndate: 1\n---\n", Format::Text, "date"), None);
    }
}
