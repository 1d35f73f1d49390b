//! Reads the TOML files that users write: rule files, configurations and baselines.
//!
//! All mistakes of a file are reported at once. Each has a location in the file and advice on how to fix it. Checks
//! that run after parsing report the same kind of error.

mod advice;
mod check;
mod conflict;
mod schema;
mod spelling;
mod syntax;
#[cfg(test)]
mod tests;

pub(crate) use check::{Checked, WrongKeys, WrongTables};
pub use schema::TomlSchema;
pub use spelling::{nearest, quoted};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, Deserializer};
use wordgate_text::source::{LineIndex, to_u32};

/// The message of the error for a merge conflict.
pub const MERGE_CONFLICT: &str = "a merge conflict is not resolved";

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
    /// All mistakes, in the order of the file.
    pub fn parse<T: DeserializeOwned + JsonSchema>(&self) -> Result<T, Vec<TomlError>> {
        let Checked { table, mistakes, .. } = self.check(&TomlSchema::of::<T>());
        if mistakes.is_empty() { self.deserialize(table).map_err(|error| vec![error]) } else { Err(mistakes) }
    }

    /// Parses the file to a table of keys and values, and checks it against a schema.
    pub(crate) fn check(&self, schema: &TomlSchema) -> Checked<'_> {
        let none =
            |mistakes| Checked { table: Spanned::new(0..0, DeTable::new()), mistakes, wrong: WrongTables::new() };
        if let Some(mistake) = self.merge_conflict() {
            return none(vec![mistake]);
        }
        let (table, errors) = DeTable::parse_recoverable(&self.text);
        let (mut mistakes, can_continue) = syntax::explain(self, errors, schema);
        if !can_continue {
            return none(mistakes);
        }
        let mut checked = check::check(self, table, schema);
        // A value that is not TOML is reported already.
        let lines: HashSet<usize> = mistakes.iter().map(|mistake| self.line_start(mistake)).collect();
        checked.mistakes.retain(|mistake| !lines.contains(&self.line_start(mistake)));
        checked.mistakes.append(&mut mistakes);
        checked.mistakes.sort_by_key(|mistake| mistake.at.as_ref().map(|at| at.start));
        checked
    }

    fn line_start(&self, mistake: &TomlError) -> usize {
        let at = mistake.at.as_ref().map_or(0, |at| at.start);
        self.text[..at].rfind('\n').map_or(0, |at| at + 1)
    }

    /// Deserializes a checked table of the file to `T`.
    pub(crate) fn deserialize<T: DeserializeOwned>(&self, table: Spanned<DeTable>) -> Result<T, TomlError> {
        T::deserialize(Deserializer::from(table))
            .map_err(|error| self.error(error.span().unwrap_or(0..0), error.message()))
    }

    /// Returns an error at the first merge conflict that is not resolved.
    fn merge_conflict(&self) -> Option<TomlError> {
        conflict::merge_conflict(&self.text).map(|at| self.conflict(at))
    }

    fn conflict(&self, at: Range<usize>) -> TomlError {
        let help = "resolve it: keep the right lines of both sides, and delete the lines with `<<<<<<<`, `=======` and \
                    `>>>>>>>`";
        self.error(at, MERGE_CONFLICT).help(help)
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
