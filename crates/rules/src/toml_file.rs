//! Mistakes in the TOML files a user writes (rules and configuration), each with its place and how to mend it.

use serde::de::DeserializeOwned;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, Deserializer, Error};
use wordgate_text::escape::needs_escape;
use wordgate_text::source::{LineIndex, to_u32};

/// The name and text of a TOML file: makes errors that point into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TomlFile {
    /// The path as the user knows it.
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
    /// The file; its text is empty where it could not be read.
    pub file: TomlFile,
    /// The bytes that are wrong; `None` for the file as a whole.
    pub at: Option<Range<usize>>,
    /// What stands there, in a few words.
    pub label: String,
}

impl TomlFile {
    /// A file of this name and text.
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> TomlFile {
        TomlFile { name: name.into(), text: text.into() }
    }

    /// Reads the file as `T`, whose structs deny unknown fields.
    ///
    /// # Errors
    /// The first mistake; an unknown key comes with the known one that is nearest to it.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, TomlError> {
        self.read(self.table()?)
    }

    /// The file as a table of keys and values.
    pub(crate) fn table(&self) -> Result<Spanned<DeTable<'_>>, TomlError> {
        DeTable::parse(&self.text).map_err(|error| self.mistake(&error))
    }

    /// Reads the table of the file as `T`; see [`TomlFile::parse`].
    pub(crate) fn read<T: DeserializeOwned>(&self, table: Spanned<DeTable>) -> Result<T, TomlError> {
        T::deserialize(Deserializer::from(table)).map_err(|error| self.mistake(&error))
    }

    fn mistake(&self, error: &Error) -> TomlError {
        let (message, help) = explained(error.message());
        TomlError { help, ..self.error(error.span().unwrap_or(0..0), message) }
    }

    /// A mistake at these bytes.
    pub fn error(&self, at: Range<usize>, message: impl Into<String>) -> TomlError {
        let at = self.visible(at);
        TomlError { message: message.into(), help: None, file: self.clone(), at: Some(at), label: "here".into() }
    }

    /// An empty place could not be underlined: it takes the character behind it, or at the end of a line the one before.
    fn visible(&self, at: Range<usize>) -> Range<usize> {
        if !at.is_empty() {
            return at;
        }
        let start = at.start.min(self.text.len());
        let (before, behind) = self.text.split_at(start);
        match (behind.chars().next(), before.chars().next_back()) {
            (Some(c), _) if c != '\n' && c != '\r' => start..start + c.len_utf8(),
            (_, Some(c)) if c != '\n' && c != '\r' => start - c.len_utf8()..start,
            _ => at,
        }
    }

    /// The bytes of the file behind bytes of a string value, whose quotes stand at the ends of `span`.
    pub fn inside(&self, span: Range<usize>, within: Range<usize>) -> Range<usize> {
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

    /// A mistake of the file as a whole, such as that it cannot be read.
    pub fn unplaced(name: &str, message: impl Into<String>) -> TomlError {
        TomlError { message: message.into(), help: None, file: TomlFile::new(name, ""), at: None, label: String::new() }
    }
}

impl TomlError {
    /// The mistake in one line: the place, what is wrong, how to fix it. Not escaped.
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

    /// The same mistake with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> TomlError {
        self.help = Some(help.into());
        self
    }

    /// The same mistake with these words at its place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> TomlError {
        self.label = label.into();
        self
    }
}

/// The known name nearest to `name`, when it is near enough to be meant.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + name.len().min(candidate.len()) / 4)
        .min()
        .map(|(_, candidate)| candidate)
}

/// A text as a string of TOML on one line, in which nothing hides and nothing has an effect on a terminal.
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

/// Bytes of `raw`, the body of a TOML string with escapes, that spell the first `len` bytes of its value.
fn raw_offset(raw: &str, len: usize) -> usize {
    let mut value = 0;
    let mut rest = raw.char_indices();
    while value < len {
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

/// Turns serde's "unknown field `x`, expected one of `a`, `b`" into a short message and advice.
fn explained(message: &str) -> (String, Option<String>) {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown field") || message.starts_with("unknown variant");
    let Some(name) = quoted.next().filter(|_| unknown) else {
        return (message.to_owned(), None);
    };
    let known: Vec<&str> = quoted.collect();
    let what = if message.starts_with("unknown field") { "key" } else { "value" };
    let help = match nearest(name, known.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("known here: {}", known.join(", ")),
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
    fn an_unknown_key_is_placed_and_the_nearest_known_one_is_named() {
        let error = file("severty = 'x'").parse::<Sample>().unwrap_err();
        assert_eq!(error.message, "unknown key `severty`");
        assert_eq!(error.help.as_deref(), Some("did you mean `severity`?"));
        assert_eq!(error.at, Some(0..7));
    }

    #[test]
    fn places_inside_strings_survive_quotes_and_escapes() {
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
            assert_eq!(&text[file(text).inside(value.span(), within)], expected, "{text}");
        }
    }

    #[test]
    fn a_quoted_text_is_read_as_it_was() {
        let text = "a \"b\" \\ c\r\n\t\u{0}\u{1b}\u{7f}\u{85}\u{202e}\u{2028}日🙂'";
        let quoted = quoted(text);
        assert!(!quoted.chars().any(needs_escape), "{quoted}");
        let read: std::collections::BTreeMap<String, String> = toml::from_str(&format!("p = {quoted}")).unwrap();
        assert_eq!(read["p"], text);
    }

    #[test]
    fn other_mistakes_keep_their_words() {
        let error = file("severity = 3").parse::<Sample>().unwrap_err();
        assert_eq!(error.message, "invalid type: integer `3`, expected a string");
        assert_eq!(error.at, Some(11..12));
    }
}
