//! Errors in the TOML files that users write: rule files and configurations.
//!
//! Each error has a location in the file and advice on how to fix it. Checks that run after parsing report the same
//! kind of error.

use serde::de::DeserializeOwned;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, Deserializer, Error};
use wordgate_text::escape::needs_escape;
use wordgate_text::source::{LineIndex, to_u32};

/// The name and text of a TOML file. Creates errors that point into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TomlFile {
    /// The path to show to the user.
    pub name: String,
    /// The content.
    pub text: Arc<str>,
}

/// A mistake in a TOML file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TomlError {
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
    /// The file; its text is empty if it could not be read.
    pub file: TomlFile,
    /// The byte range that is wrong; `None` for the whole file.
    pub at: Option<Range<usize>>,
    /// A short label for that range.
    pub label: String,
}

impl TomlFile {
    /// Creates a file from its name and text.
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> TomlFile {
        TomlFile { name: name.into(), text: text.into() }
    }

    /// Deserializes the file to `T`, whose structs must deny unknown fields.
    ///
    /// # Errors
    /// The first mistake. For an unknown key, the help names the most similar known key.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, TomlError> {
        self.deserialize(self.table()?)
    }

    /// Parses the file to a table of keys and values.
    pub(crate) fn table(&self) -> Result<Spanned<DeTable<'_>>, TomlError> {
        DeTable::parse(&self.text).map_err(|error| self.toml_error(&error))
    }

    /// Deserializes the table of the file to `T`; see [`TomlFile::parse`].
    pub(crate) fn deserialize<T: DeserializeOwned>(&self, table: Spanned<DeTable>) -> Result<T, TomlError> {
        T::deserialize(Deserializer::from(table)).map_err(|error| self.toml_error(&error))
    }

    fn toml_error(&self, error: &Error) -> TomlError {
        let (message, help) = explain(error.message());
        TomlError { help, ..self.error(error.span().unwrap_or(0..0), message) }
    }

    /// Creates an error for a byte range of the file.
    pub fn error(&self, at: Range<usize>, message: impl Into<String>) -> TomlError {
        let at = self.non_empty(at);
        TomlError { message: message.into(), help: None, file: self.clone(), at: Some(at), label: "here".into() }
    }

    /// Widens an empty range, which could not be underlined, to the next character, or to the previous one at the end
    /// of a line.
    fn non_empty(&self, at: Range<usize>) -> Range<usize> {
        if !at.is_empty() {
            return at;
        }
        let start = at.start.min(self.text.len());
        let (before, after) = self.text.split_at(start);
        match (after.chars().next(), before.chars().next_back()) {
            (Some(c), _) if c != '\n' && c != '\r' => start..start + c.len_utf8(),
            (_, Some(c)) if c != '\n' && c != '\r' => start - c.len_utf8()..start,
            _ => at,
        }
    }

    /// Maps a byte range within the value of a TOML string to bytes of the file. `span` is the string with its quotes.
    pub fn span_in_string(&self, span: Range<usize>, within: Range<usize>) -> Range<usize> {
        let raw = &self.text[span.clone()];
        let quotes = raw.len() - raw.trim_start_matches(['"', '\'']).len();
        let quotes = if quotes >= 3 { 3 } else { 1 };
        let literal = raw.starts_with('\'');
        let newline = if quotes == 3 { raw[3..].len() - raw[3..].trim_start_matches(['\r', '\n']).len() } else { 0 };
        let body = raw.get(quotes + newline..raw.len().saturating_sub(quotes)).unwrap_or("");
        let start = span.start + quotes + newline;
        let at = |offset: usize| start + if literal { offset } else { raw_offset(body, offset) };
        let (from, to) = (at(within.start).min(span.end), at(within.end).min(span.end));
        from..to.max(from)
    }

    /// Creates an error for a whole file, such as one that cannot be read.
    pub fn file_error(name: &str, message: impl Into<String>) -> TomlError {
        TomlError { message: message.into(), help: None, file: TomlFile::new(name, ""), at: None, label: String::new() }
    }
}

impl TomlError {
    /// Returns the error on one line: location, message and help. Not escaped for a terminal.
    pub fn one_line(&self) -> String {
        let TomlFile { name, text } = &self.file;
        let before = self.at.as_ref().and_then(|at| text.get(..at.start));
        let place = before.map_or_else(String::new, |before| {
            let (line, column) = LineIndex::new(before).line_column(before, to_u32(before.len()));
            format!(":{line}:{column}")
        });
        let help = self.help.as_ref().map_or_else(String::new, |help| format!(" ({help})"));
        format!("{name}{place}: {}{help}", self.message)
    }

    /// Sets the help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> TomlError {
        self.help = Some(help.into());
        self
    }

    /// Sets the label.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> TomlError {
        self.label = label.into();
        self
    }
}

/// Returns the known name most similar to `name`, if `name` may be a typo of it. A typo may have one edit, and one more
/// for every four bytes of the shorter name.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + name.len().min(candidate.len()) / 4)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Writes a text as a TOML string on one line. Invisible characters and control characters are escaped.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if needs_escape(c) => out.push_str(&format!("\\U{:08X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Maps a byte offset in the value of a TOML string to one in `raw`, the body of the string with its escapes.
fn raw_offset(raw: &str, value_offset: usize) -> usize {
    let mut value = 0;
    let mut rest = raw.char_indices();
    while value < value_offset {
        let Some((at, c)) = rest.next() else { return raw.len() };
        if c != '\\' {
            value += c.len_utf8();
            continue;
        }
        let digits = match rest.next() {
            Some((_, 'x')) => 2,
            Some((_, 'u')) => 4,
            Some((_, 'U')) => 8,
            _ => 0,
        };
        let code = raw.get(at + 2..at + 2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        value += code.and_then(char::from_u32).map_or(1, char::len_utf8);
        rest.by_ref().take(digits).for_each(drop);
    }
    rest.next().map_or(raw.len(), |(at, _)| at)
}

/// Splits serde's "unknown field `x`, expected one of `a`, `b`" into a short message and help.
fn explain(message: &str) -> (String, Option<String>) {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown field") || message.starts_with("unknown variant");
    let Some(name) = quoted.next().filter(|_| unknown) else {
        return (message.to_owned(), None);
    };
    let known: Vec<&str> = quoted.collect();
    let what = if message.starts_with("unknown field") { "key" } else { "value" };
    let help = match nearest(name, known.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("known {what}s: {}", known.join(", ")),
    };
    (format!("unknown {what} `{name}`"), Some(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[serde(rename = "severity")]
        _severity: String,
    }

    fn file(text: &str) -> TomlFile {
        TomlFile::new("a.toml", text)
    }

    #[test]
    fn locates_an_unknown_key_and_suggests_the_nearest() {
        let error = file("severty = 'x'").parse::<Sample>().unwrap_err();
        assert_eq!(error.message, "unknown key `severty`");
        assert_eq!(error.help.as_deref(), Some("did you mean `severity`?"));
        assert_eq!(error.at, Some(0..7));
    }

    #[test]
    fn maps_ranges_in_strings_with_quotes_and_escapes() {
        let cases = [
            (r#"p = "direct (access""#, 7..8, "("),
            (r#"p = 'direct (access'"#, 7..8, "("),
            (r#"p = "\"d\u00e9\\(x""#, 5..6, "("),
            ("p = \"\"\"\nab (c\"\"\"", 3..4, "("),
        ];
        for (text, within, expected) in cases {
            let parsed: std::collections::BTreeMap<String, toml::Spanned<String>> = toml::from_str(text).unwrap();
            let value = &parsed["p"];
            assert_eq!(&value.get_ref()[within.clone()], expected, "{text}");
            assert_eq!(&text[file(text).span_in_string(value.span(), within)], expected, "{text}");
        }
    }

    #[test]
    fn quoted_text_parses_to_the_same_text() {
        let text = "a \"b\" \\ c\r\n\t\u{0}\u{1b}\u{7f}\u{85}\u{202e}\u{2028}日🙂'";
        let quoted = quoted(text);
        assert!(!quoted.chars().any(needs_escape), "{quoted}");
        let read: std::collections::BTreeMap<String, String> = toml::from_str(&format!("p = {quoted}")).unwrap();
        assert_eq!(read["p"], text);
    }

    #[test]
    fn keeps_other_messages_of_serde() {
        let error = file("severity = 3").parse::<Sample>().unwrap_err();
        assert_eq!(error.message, "invalid type: integer `3`, expected a string");
        assert_eq!(error.at, Some(11..12));
    }
}
