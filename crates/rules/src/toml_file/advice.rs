//! What the errors of the schema check say: what a key takes, what it has instead, and what to write.

use super::schema::{Expected, TomlSchema};
use super::spelling::{nearest, quoted};
use crate::date::DateMistake;
use serde_json::Value;
use toml::de::DeValue;

/// What is being checked: a key, an entry of its list, or the whole file.
pub(super) struct Place<'p> {
    /// The key; empty for the file.
    pub key: &'p str,
    /// The key as a user writes it at the top of the file: `[pack]`, `[[rule]]` or just the key.
    pub header: Option<String>,
    /// Whether this is the whole file.
    pub is_file: bool,
    is_entry: bool,
}

impl Place<'_> {
    pub fn file() -> Place<'static> {
        Place { key: "", header: None, is_file: true, is_entry: false }
    }

    pub fn child<'k>(&self, schema: &TomlSchema, key: &'k str) -> Place<'k> {
        Place { key, header: self.is_file.then(|| schema.header(key)), is_file: false, is_entry: false }
    }

    pub fn entry(&self) -> Place<'_> {
        Place { key: self.key, header: self.header.clone(), is_file: false, is_entry: true }
    }

    /// Returns the table as the subject of a sentence.
    pub fn shown(&self) -> String {
        match &self.header {
            _ if self.is_file => "the file".to_owned(),
            Some(header) if header.starts_with('[') => format!("this `{header}`"),
            _ => self.subject(),
        }
    }

    /// Returns the value as the subject of a sentence.
    pub fn subject(&self) -> String {
        if self.is_entry { format!("an entry of `{}`", self.key) } else { format!("`{}`", self.key) }
    }
}

/// Returns the message for a value of a wrong type.
pub(super) fn mismatch(schema: &TomlSchema, place: &Place, options: &[Expected], value: &DeValue) -> String {
    let list = options.iter().find(|option| matches!(option, Expected::List { .. }));
    let expected = match list {
        // One value instead of the list is not worth a mention.
        Some(list) => kind(schema, list, false),
        None => options.iter().map(|option| kind(schema, option, false)).collect::<Vec<_>>().join(" or "),
    };
    let expected = match options {
        [Expected::Table(table), ..] if list.is_some() && options.len() > 1 => {
            format!("{} or {expected}", kind(schema, &Expected::Table(table), false))
        }
        _ => expected,
    };
    format!("{} must be {expected}, not {}", place.subject(), found(value))
}

fn kind(schema: &TomlSchema, expected: &Expected, is_plural: bool) -> String {
    let (one, many) = match expected {
        Expected::Text => ("a text", "texts"),
        Expected::Names(names) if is_plural => return names_in_words(names),
        Expected::Names(names) => return format!("one of {}", names_in_words(names)),
        Expected::Date => ("a date", "dates"),
        Expected::Bool => ("`true` or `false`", "`true` or `false`"),
        Expected::Integer(..) => ("a whole number", "whole numbers"),
        Expected::Table(_) => ("a table", "tables"),
        Expected::List { items, .. } => {
            let entries = schema.expected(items);
            let entries: Vec<String> = entries.iter().map(|entry| kind(schema, entry, true)).collect();
            let list = if is_plural { "lists" } else { "a list" };
            return format!("{list} of {}", entries.join(" or "));
        }
    };
    if is_plural { many } else { one }.to_owned()
}

fn names_in_words(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    quoted.join(", ")
}

fn found(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(true) => "`true`",
        DeValue::Boolean(false) => "`false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Returns what to write instead of a value of a wrong type. `raw` is the value in the file.
pub(super) fn right_value(
    schema: &TomlSchema,
    place: &Place,
    options: &[Expected],
    value: &DeValue,
    raw: &str,
) -> String {
    let key = place.key;
    let write = |value: &str| match place.is_entry {
        true => format!("write `{value}`"),
        false => format!("write `{key} = {value}`"),
    };
    let header = place.header.as_deref().filter(|header| header.starts_with('['));
    if let (Some(header), DeValue::Table(_) | DeValue::Array(_)) = (header, value) {
        let brackets = if header.starts_with("[[") { "two brackets" } else { "one bracket" };
        return format!("write `{header}`, with {brackets}");
    }
    let items = options.iter().find_map(|option| match option {
        Expected::List { items, .. } => Some(schema.expected(items)),
        _ => None,
    });
    let in_list = |value: String| if items.is_some() && !place.is_entry { format!("[{value}]") } else { value };
    let of_one = items.as_deref().unwrap_or(options);
    match (value, of_one) {
        (DeValue::String(text), [.., Expected::Table(table)]) => {
            if let [name] = required(table)[..] {
                return write(&in_list(format!("{{ {name} = {} }}", quoted(text))));
            }
        }
        (DeValue::String(text), [Expected::Bool | Expected::Integer(..)]) => {
            let text = text.trim().to_lowercase();
            if text == "true" || text == "false" || text.parse::<i64>().is_ok() {
                return format!("{}, without quotes", write(&text));
            }
        }
        (DeValue::Boolean(true), [Expected::Names(names), ..]) if !names.is_empty() => {
            let rest = names_in_words(&names[1..]);
            return format!("{}, or {rest}", write(&in_list(format!("\"{}\"", names[0]))));
        }
        (DeValue::Boolean(false), [Expected::Names(names), ..]) => {
            return format!("remove `{key}`, or write one of {}", names_in_words(names));
        }
        (
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_),
            [Expected::Text, ..],
        ) => {
            return format!("{}, in quotes", write(&in_list(quoted(raw))));
        }
        _ => {}
    }
    match options.first() {
        Some(option) if place.is_entry => format!("write {}", kind(schema, option, false)),
        Some(option) => write(&example_of(schema, option)),
        None => "remove it".to_owned(),
    }
}

/// Returns an example of a value.
pub(super) fn example(schema: &TomlSchema, value: &Value) -> String {
    schema.expected(value).first().map_or_else(|| "…".to_owned(), |expected| example_of(schema, expected))
}

fn example_of(schema: &TomlSchema, expected: &Expected) -> String {
    match expected {
        Expected::Text => "\"…\"".to_owned(),
        Expected::Names(names) => format!("\"{}\"", names.first().copied().unwrap_or_default()),
        Expected::Date => "2026-11-30".to_owned(),
        Expected::Bool => "true".to_owned(),
        Expected::Integer(least, _) => (*least).max(1).to_string(),
        Expected::List { items, .. } => format!("[{}]", example(schema, items)),
        Expected::Table(table) => {
            let keys = schema.keys(table);
            let pair = |name: &str| Some(format!("{name} = {}", example(schema, keys?.get(name)?)));
            let pairs: Vec<String> = required(table).into_iter().filter_map(pair).collect();
            if pairs.is_empty() { "{ … }".to_owned() } else { format!("{{ {} }}", pairs.join(", ")) }
        }
    }
}

fn required(table: &Value) -> Vec<&str> {
    table.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Returns the help for a key that a table does not have.
pub(super) fn unknown_key(schema: &TomlSchema, table: &Value, place: &Place, name: &str) -> String {
    if let Some(nearest) = nearest_key(schema, table, name) {
        let shown = if place.is_file { schema.header(nearest) } else { nearest.to_owned() };
        return format!("did you mean `{shown}`?");
    }
    move_key(schema, name).unwrap_or_else(|| {
        let mut keys: Vec<&str> = schema.keys(table).into_iter().flatten().map(|(key, _)| key.as_str()).collect();
        keys.sort_unstable();
        format!("known keys: {}", keys.join(", "))
    })
}

/// Returns the key of a table that an unknown key may be a typo of.
pub(super) fn nearest_key<'s>(schema: &'s TomlSchema, table: &'s Value, name: &str) -> Option<&'s str> {
    nearest(name, schema.keys(table)?.keys().map(String::as_str))
}

/// Returns where to move a key that belongs to another table.
pub(super) fn move_key(schema: &TomlSchema, name: &str) -> Option<String> {
    let homes = schema.homes(name);
    let tables: Vec<String> = homes.iter().flatten().map(|home| format!("`{home}`")).collect();
    match (homes.first()?, tables.is_empty()) {
        (None, true) => Some(format!("`{name}` is a key of the whole file; move it above the first `[…]` line")),
        _ => Some(format!("`{name}` is a key of {}; move it there", tables.join(" and "))),
    }
}

/// Returns the help for a name that is not one of the known ones.
pub(super) fn unknown_name(name: &str, known: &[&str]) -> String {
    match nearest(&name.to_lowercase(), known.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("known values: {}", known.join(", ")),
    }
}

/// Returns the help for a date in another spelling.
pub(super) fn date(key: &str, mistake: &DateMistake) -> String {
    match mistake.help.strip_prefix("write 2") {
        Some(rest) => format!("write `{key} = 2{}`", rest.replace(" or ", &format!("` or `{key} = "))),
        None => mistake.help.clone(),
    }
}
