//! The description of a TOML file: which keys it may have and which values they take.
//!
//! The JSON Schema of the struct that the file is deserialized to is the only description. Editors get it from
//! `wordgate schema`, and [`TomlFile`](super::TomlFile) checks files against it.

use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// The JSON Schema of a TOML file.
#[derive(Clone, Debug)]
pub struct TomlSchema(Value);

/// A kind of value that a key takes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expected<'s> {
    Text,
    /// One of these texts.
    Names(Vec<&'s str>),
    Date,
    Bool,
    /// A whole number from the first to the second.
    Integer(i64, i64),
    List {
        items: &'s Value,
        /// The number of entries, if it is fixed.
        length: Option<u64>,
    },
    Table(&'s Value),
}

impl TomlSchema {
    /// Returns the schema of the files that are deserialized to `T`. A key that takes a list takes one value as well,
    /// except for the tables that a file writes as `[[name]]`.
    pub fn of<T: JsonSchema>() -> TomlSchema {
        let mut schema = SchemaGenerator::new(SchemaSettings::default()).into_root_schema_for::<T>().to_value();
        let tables = root_table_lists(&schema);
        if let Some(definitions) = schema.get_mut("$defs").and_then(Value::as_object_mut) {
            definitions.values_mut().for_each(|definition| take_one_value(definition, &[]));
        }
        take_one_value(&mut schema, &tables);
        TomlSchema(schema)
    }

    /// Returns the JSON Schema.
    pub fn as_json(&self) -> &Value {
        &self.0
    }

    /// Returns what values a schema, which is part of this one, accepts.
    pub(super) fn expected<'s>(&'s self, schema: &'s Value) -> Vec<Expected<'s>> {
        let schema = self.resolve(schema);
        let alternatives = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array);
        if let Some(alternatives) = alternatives {
            let names: Vec<&str> = alternatives.iter().filter_map(|value| value.get("const")?.as_str()).collect();
            let rest = alternatives.iter().filter(|value| value.get("const").is_none());
            let names = (!names.is_empty()).then_some(Expected::Names(names));
            return names.into_iter().chain(rest.flat_map(|value| self.expected(value))).collect();
        }
        if let Some(names) = schema.get("enum").and_then(Value::as_array) {
            return vec![Expected::Names(names.iter().filter_map(Value::as_str).collect())];
        }
        let kind = schema.get("type");
        let kinds = kind.and_then(Value::as_array).map_or(kind.as_slice(), |_| &[]).iter().copied();
        let kinds = kinds.chain(kind.and_then(Value::as_array).into_iter().flatten());
        kinds.filter_map(Value::as_str).filter_map(|kind| expected_of_type(kind, schema)).collect()
    }

    /// Follows a reference to a definition.
    pub(super) fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        resolve(&self.0, schema)
    }

    /// Returns the keys of a table's schema.
    pub(super) fn keys<'s>(&'s self, table: &'s Value) -> Option<&'s Map<String, Value>> {
        self.resolve(table).get("properties")?.as_object()
    }

    /// Returns the schema of the table that a key of the file holds, or of each of its tables, and whether it holds
    /// several.
    pub(super) fn root_table<'s>(&'s self, key: &str) -> Option<(&'s Value, bool)> {
        let value = self.keys(&self.0)?.get(key)?;
        match self.expected(value)[..] {
            [Expected::Table(table)] => Some((table, false)),
            [Expected::List { items, .. }] => match self.expected(items)[..] {
                [Expected::Table(table)] => Some((table, true)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns where a key belongs, as a user writes it: `[pack]`, `[[rule]]`, or `None` for the top of the file.
    pub(super) fn homes(&self, key: &str) -> Vec<Option<String>> {
        let Some(keys) = self.keys(&self.0) else { return Vec::new() };
        let top = keys.contains_key(key).then_some(None);
        let tables = keys.keys().filter_map(|table| {
            let (schema, _) = self.root_table(table)?;
            self.keys(schema)?.contains_key(key).then(|| Some(self.header(table)))
        });
        let mut homes: Vec<Option<String>> = top.into_iter().chain(tables).collect();
        homes.sort_by(|a, b| match (a, b) {
            // Single tables stand before the lists.
            (Some(a), Some(b)) => (a.starts_with("[["), a).cmp(&(b.starts_with("[["), b)),
            (a, b) => a.cmp(b),
        });
        homes
    }

    /// Returns a key of the file as a user writes it: `[pack]`, `[[rule]]`, or just the key.
    pub(super) fn header(&self, key: &str) -> String {
        match self.root_table(key) {
            Some((_, false)) => format!("[{key}]"),
            Some((_, true)) => format!("[[{key}]]"),
            None => key.to_owned(),
        }
    }
}

fn expected_of_type<'s>(kind: &str, schema: &'s Value) -> Option<Expected<'s>> {
    let limit = |key: &str| schema.get(key).and_then(Value::as_i64);
    Some(match kind {
        "string" if schema.get("format").is_some_and(|format| format == "date") => Expected::Date,
        "string" => Expected::Text,
        "boolean" => Expected::Bool,
        "integer" => Expected::Integer(limit("minimum").unwrap_or(i64::MIN), limit("maximum").unwrap_or(i64::MAX)),
        "array" => {
            let length = schema.get("maxItems").filter(|most| schema.get("minItems") == Some(most));
            Expected::List {
                items: schema.get("items").unwrap_or(&Value::Null),
                length: length.and_then(Value::as_u64),
            }
        }
        "object" => Expected::Table(schema),
        _ => return None,
    })
}

fn resolve<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    let definition = schema.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix('#'));
    definition.and_then(|pointer| root.pointer(pointer)).map_or(schema, |definition| resolve(root, definition))
}

/// Returns the keys of the file whose value is a list of nothing but tables.
fn root_table_lists(root: &Value) -> Vec<String> {
    let is_list_of_tables = |schema: &Value| {
        let items = schema.get("items").map(|items| resolve(root, items));
        items.is_some_and(|items| items.get("type").is_some_and(|kind| kind == "object"))
    };
    let keys = root.get("properties").and_then(Value::as_object).into_iter().flatten();
    keys.filter(|(_, schema)| is_list_of_tables(schema)).map(|(key, _)| key.clone()).collect()
}

/// Lets each key of a table that takes a list take one value as well, except for these keys.
fn take_one_value(table: &mut Value, except: &[String]) {
    if let Some(alternatives) = table.get_mut("anyOf").and_then(Value::as_array_mut) {
        let items: Vec<Value> = alternatives.iter().filter_map(|value| value.get("items").cloned()).collect();
        alternatives.extend(items);
    }
    let Some(keys) = table.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (_, schema) in keys.iter_mut().filter(|(key, _)| !except.contains(key)) {
        let Some(schema) = schema.as_object_mut() else { continue };
        let Some(items) = schema.get("items").cloned() else { continue };
        let mut list = Map::from_iter([("type".to_owned(), json!("array"))]);
        schema.remove("type");
        for key in ["items", "minItems", "maxItems"] {
            list.extend(schema.remove(key).map(|value| (key.to_owned(), value)));
        }
        schema.insert("anyOf".to_owned(), json!([list, items]));
    }
}
