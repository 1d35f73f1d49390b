//! Turns the syntax errors of the TOML parser into errors with advice.
//!
//! The parser continues after an error. One error on each line is reported, because the others of a line follow from
//! it.

use super::schema::TomlSchema;
use super::spelling::quoted;
use super::{TomlError, TomlFile, advice, conflict};
use crate::date::{parse_date, possible_dates};
use std::ops::Range;
use toml::de::{DeValue, Error};
use wordgate_text::escape::needs_escape;

/// Typographic quotation marks.
const QUOTES: [char; 10] = ['“', '”', '„', '‟', '«', '»', '‘', '’', '‚', '‛'];

/// Returns the syntax errors of a file, and whether the rest of the file could be understood in spite of them.
pub(super) fn explain(file: &TomlFile, errors: Vec<Error>, schema: &TomlSchema) -> (Vec<TomlError>, bool) {
    let mut errors: Vec<(Range<usize>, String)> =
        errors.iter().map(|error| (error.span().unwrap_or(0..0), error.message().to_owned())).collect();
    errors.sort_by_key(|(at, _)| at.start);
    // From an open bracket on, the parser reads everything as entries of the list.
    if errors.iter().any(|(_, message)| message.starts_with("unclosed")) {
        let last = errors.iter().position(|(_, message)| !is_wrong_value(message)).unwrap_or(0);
        errors.truncate(last + 1);
    }
    let can_continue = errors.iter().all(|(_, message)| is_wrong_value(message));
    let mut mistakes = Vec::new();
    let mut end_of_line = 0;
    for (at, message) in errors {
        let at = at.start.min(file.text.len())..at.end.min(file.text.len());
        if at.start < end_of_line || (end_of_line > 0 && at.start == end_of_line) {
            continue;
        }
        let line = line_at(&file.text, at.start);
        end_of_line = line.end;
        mistakes.push(mistake(file, schema, at, line, message));
    }
    (mistakes, can_continue)
}

/// Returns whether a message is about one value, after which the parser reads on as if it were right.
fn is_wrong_value(message: &str) -> bool {
    [
        "string values must be quoted", "invalid date", "invalid time", "invalid float", "invalid integer",
        "invalid boolean", "duplicate key",
    ]
    .iter()
    .any(|start| message.starts_with(start))
}

/// Returns the range of the line of a position. An empty range at the end of a line belongs to this line.
fn line_at(text: &str, position: usize) -> Range<usize> {
    let start = text[..position].rfind('\n').map_or(0, |at| at + 1);
    let end = text[position..].find('\n').map_or(text.len(), |at| position + at);
    start..end
}

fn mistake(file: &TomlFile, schema: &TomlSchema, at: Range<usize>, line: Range<usize>, message: String) -> TomlError {
    let text = file.text[line.clone()].trim();
    if conflict::is_marker(text) {
        return file.conflict(line.start..line.start + text.len());
    }
    let marked = &file.text[at.clone()];
    if let Some(control) = marked.chars().next().filter(|c| c.is_control() && !c.is_whitespace()) {
        let help = "delete it; it is invisible in most editors";
        let message = format!("the control character U+{:04X} is not allowed here", u32::from(control));
        return file.error(at, message).help(help);
    }
    if message == "duplicate key" {
        return duplicate(file, schema, at, text);
    }
    let (key, value) = match text.split_once('=') {
        Some((key, value)) => (key.trim(), value.trim()),
        None => ("", text),
    };
    let write =
        |value: &str| if key.is_empty() { format!("write `{value}`") } else { format!("write `{key} = {value}`") };
    if marked.starts_with(QUOTES) || (message.contains("string") && value.contains(QUOTES)) {
        let straight = straight(value);
        let help = match DeValue::parse(&straight) {
            Ok(_) => write(&straight),
            Err(_) => "write `\"` before and after the text".to_owned(),
        };
        let message = "typographic quotation marks cannot enclose a text; straight ones can";
        return file.error(at, message).help(help);
    }
    let is_value_wrong = is_wrong_value(&message);
    let without_comment = value.split(" #").next().unwrap_or(value).trim();
    let is_date = !possible_dates(without_comment).is_empty() || message.starts_with("invalid date");
    if is_value_wrong
        && is_date
        && let Err(mistake) = parse_date(without_comment)
    {
        let start = line.start + file.text[line].find(without_comment).unwrap_or(0);
        let help = advice::date(key, &mistake);
        return file.error(start..start + without_comment.len(), mistake.message).help(help);
    }
    let help = match () {
        () if message.starts_with("string values must be quoted") || message.starts_with("invalid boolean") => {
            let lower = marked.to_lowercase();
            match &*lower {
                "true" | "false" => write(&lower),
                _ if marked == without_comment => write(&quoted(marked)),
                _ => format!("put quotation marks around it: {}", quoted(marked)),
            }
        }
        () if message.starts_with("missing comma") => "put a comma between the entries of the list".to_owned(),
        () if message.starts_with("unclosed array") => "close the list with `]`".to_owned(),
        () if message.contains("unicode value") || message.contains("escape") => {
            "write `\\\\` for a backslash, or put the text between apostrophes".to_owned()
        }
        () if key.is_empty() && text.contains(':') && !text.starts_with(['[', '"', '\'']) => {
            "write `=` between a key and its value".to_owned()
        }
        () => return file.error(at, message),
    };
    let message = match message.split_once(", expected literal string") {
        Some((start, _)) => start.replace("string values", "texts"),
        None => message,
    };
    file.error(at, message).help(help)
}

fn duplicate(file: &TomlFile, schema: &TomlSchema, at: Range<usize>, line: &str) -> TomlError {
    let key = &file.text[at.clone()];
    if !line.starts_with('[') {
        let help = "remove one of the two, or join their values";
        return file.error(at.clone(), format!("`{key}` is written twice")).help(help);
    }
    let help = match schema.header(key) {
        header if header.starts_with("[[") => format!("write `{header}`, with two brackets, for each of them"),
        _ => "join the two tables".to_owned(),
    };
    file.error(at.clone(), format!("the table `{key}` is written twice")).help(help)
}

/// Replaces typographic quotation marks with straight ones.
fn straight(value: &str) -> String {
    let replace = |c: char| match c {
        '‘' | '’' | '‚' | '‛' => '\'',
        c if QUOTES.contains(&c) => '"',
        c => c,
    };
    value.chars().map(replace).filter(|c| !needs_escape(*c)).collect()
}
