//! Writes indented JSON documents with a list that may be very long: its items are drawn in parallel, and only a few of
//! them are in memory at a time.

use super::draw::draw_each;
use super::escape::harmless_json;
use crate::workers::Workers;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{Formatter, PrettyFormatter};
use std::io::{self, Write};

/// A place in a document for a list.
pub(super) struct JsonList {
    /// The document up to the place, and after it.
    before: String,
    after: String,
    /// The depth of indentation of the items.
    depth: usize,
}

impl JsonList {
    /// Returns the first empty list in `document` with this key, or the document itself if there is no key.
    pub fn new(document: &impl Serialize, key: Option<&str>) -> io::Result<JsonList> {
        let mut before = harmless_json(serde_json::to_string_pretty(document)?);
        // In JSON, quotes in strings are escaped, so no string contains this text.
        let empty = key.map_or("[]".to_owned(), |key| format!("\"{key}\": []"));
        let start = before.find(&empty).expect("the document has an empty list with this key");
        let after = before.split_off(start + empty.len() - 1);
        let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
        let spaces = line.len() - line.trim_start_matches(' ').len();
        Ok(JsonList { before, after, depth: spaces / INDENT.len() + 1 })
    }

    /// Writes the document with the values of these items in the list.
    pub fn write<'i, T: Sync, V: Serialize>(
        &self,
        items: &'i [T],
        value: impl Fn(&'i T) -> V + Sync,
        workers: &Workers,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        out.write_all(self.before.as_bytes())?;
        draw_each(items, workers, out, |index, item, out| {
            out.extend_from_slice(if index == 0 { b"\n" } else { b",\n" });
            out.extend_from_slice(INDENT.repeat(self.depth).as_bytes());
            draw_value(&value(item), self.depth, out)
        })?;
        if !items.is_empty() {
            write!(out, "\n{}", INDENT.repeat(self.depth - 1))?;
        }
        writeln!(out, "{}", self.after)
    }
}

/// The indentation of one level, as in serde_json.
const INDENT: &str = "  ";

/// Appends a value, escaped for terminals. All its lines but the first are indented by `depth` more levels.
fn draw_value(value: &impl Serialize, depth: usize, out: &mut Vec<u8>) -> io::Result<()> {
    let mut formatter = PrettyFormatter::new();
    // The formatter indents by one level for each array that it has begun.
    (0..depth).try_for_each(|_| formatter.begin_array(&mut io::sink()))?;
    let mut json = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut json, formatter))?;
    let json = String::from_utf8(json).map_err(io::Error::other)?;
    out.extend_from_slice(harmless_json(json).as_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn a_list_is_written_as_in_the_whole_document() {
        let items: Vec<Value> = vec![json!({ "a": [1, {}], "b": "##[x]\n\"list\": []" }), json!(null), json!([[]])];
        type Document = fn(Value) -> Value;
        let documents: [(Document, Option<&str>); 3] = [
            (|list| list, None),
            (|list| json!({ "x": "\"list\": []", "list": list, "y": { "list": [] } }), Some("list")),
            (|list| json!({ "x": [{ "y": { "list": list, "z": 1 } }] }), Some("list")),
        ];
        for (document, key) in documents {
            for count in 0..=items.len() {
                let items = &items[..count];
                let whole = harmless_json(serde_json::to_string_pretty(&document(items.into())).unwrap());
                let mut out = Vec::new();
                let list = JsonList::new(&document(json!([])), key).unwrap();
                list.write(items, |item| item, &Workers::new(1), &mut out).unwrap();
                assert_eq!(String::from_utf8(out).unwrap(), whole + "\n");
            }
        }
    }
}
