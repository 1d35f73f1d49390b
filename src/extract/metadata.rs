//! What front matter says under one key: for what concerns a document as a whole, such as its date.

use super::Format;
use super::text::lines;
use crate::source::Span;
use std::ops::Range;

/// The bytes of the one-line value of a top-level key in the YAML or TOML front matter of `text`, quotes and comments
/// left out; `None` when there is no such key, or no value on its line.
pub fn metadata(text: &str, format: Format, key: &str) -> Option<Span> {
    let front = FrontMatter::find(text, format)?;
    let mut in_string = false;
    for line in lines(text, front.inside.start, front.inside.end) {
        let source = &text[line.range()];
        if !in_string {
            if front.separator == '=' && source.starts_with('[') {
                return None;
            }
            if let Some(value) = value(source, key, front.separator) {
                let start = line.start as usize;
                return Some(Span::new(start + value.start, start + value.end));
            }
        }
        let quotes = ["\"\"\"", "'''"].map(|quote| source.matches(quote).count());
        in_string ^= front.separator == '=' && quotes.iter().sum::<usize>() % 2 == 1;
    }
    None
}

struct FrontMatter {
    /// Between the lines that delimit it.
    inside: Range<usize>,
    /// What stands between a key and its value: `:` in YAML, `=` in TOML.
    separator: char,
}

impl FrontMatter {
    fn find(text: &str, format: Format) -> Option<FrontMatter> {
        let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let mut lines = lines(text, start, text.len());
        let first = lines.next().filter(|_| matches!(format, Format::Markdown | Format::Mdx))?;
        let delimiter = text[first.range()].trim_end();
        let separator = match delimiter {
            "---" => ':',
            "+++" => '=',
            _ => return None,
        };
        let last = lines.find(|line| text[line.range()].trim_end() == delimiter)?;
        Some(FrontMatter { inside: first.end as usize..last.start as usize, separator })
    }
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
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(date(text), expected, "{text:?}");
        }
        assert_eq!(metadata("---\ndate: 1\n---\n", Format::Text, "date"), None);
    }
}
