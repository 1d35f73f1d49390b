//! Checks JSON by a schema, for the tests of outputs that have an official one.
//!
//! It knows the keywords of draft 7 that such a schema uses and refuses any other, so nothing passes unchecked. A
//! library for all of JSON Schema would take longer to build than the rest of wordgate's tests.

use regex::Regex;
use serde_json::Value;

/// Keywords that do not restrict anything.
const ANNOTATIONS: &[&str] = &["$schema", "$id", "title", "description", "default", "definitions"];

/// What in `value` does not obey `root`, each with its place.
pub fn violations(root: &Value, value: &Value) -> Vec<String> {
    let mut check = Check { root, violations: Vec::new() };
    check.value(root, value, "");
    check.violations
}

struct Check<'s> {
    root: &'s Value,
    violations: Vec<String>,
}

impl<'s> Check<'s> {
    fn value(&mut self, schema: &'s Value, value: &Value, at: &str) {
        let schema = match schema {
            Value::Bool(true) => return,
            Value::Bool(false) => return self.violations.push(format!("{at}: nothing may be here")),
            _ => schema.as_object().expect("a schema is an object or a boolean"),
        };
        for (keyword, wanted) in schema.iter().filter(|(keyword, _)| !ANNOTATIONS.contains(&keyword.as_str())) {
            let holds = match keyword.as_str() {
                "$ref" => {
                    let pointer = wanted.as_str().and_then(|name| name.strip_prefix('#')).expect("a local reference");
                    self.value(self.root.pointer(pointer).expect("a definition"), value, at);
                    true
                }
                "properties" | "additionalProperties" => {
                    let known = schema.get("properties").and_then(Value::as_object);
                    for (name, inner) in value.as_object().into_iter().flatten() {
                        let own = known.and_then(|known| known.get(name));
                        let schema = if keyword == "properties" { own } else { own.is_none().then_some(wanted) };
                        if let Some(schema) = schema {
                            self.value(schema, inner, &format!("{at}/{name}"));
                        }
                    }
                    true
                }
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.value(wanted, item, &format!("{at}/{index}"));
                    }
                    true
                }
                "anyOf" => self.count(wanted, value, at) > 0,
                "oneOf" => self.count(wanted, value, at) == 1,
                "type" => is_of_type(wanted.as_str().expect("one type"), value),
                "enum" => wanted.as_array().expect("values").contains(value),
                "required" => value.as_object().is_none_or(|object| {
                    let names = wanted.as_array().expect("names").iter().filter_map(Value::as_str);
                    names.into_iter().all(|name| object.contains_key(name))
                }),
                "minItems" => {
                    value.as_array().is_none_or(|items| items.len() as u64 >= wanted.as_u64().expect("a count"))
                }
                "uniqueItems" => {
                    let is_unique = |items: &Vec<Value>| (1..items.len()).all(|at| !items[..at].contains(&items[at]));
                    *wanted == false || value.as_array().is_none_or(is_unique)
                }
                "minimum" => value.as_f64().is_none_or(|number| number >= wanted.as_f64().expect("a number")),
                "maximum" => value.as_f64().is_none_or(|number| number <= wanted.as_f64().expect("a number")),
                "pattern" => {
                    let pattern = Regex::new(wanted.as_str().expect("a pattern")).expect("a regular expression");
                    value.as_str().is_none_or(|text| pattern.is_match(text))
                }
                "format" => value.as_str().is_none_or(|text| is_of_format(wanted.as_str().expect("a name"), text)),
                _ => panic!("the schema has a keyword that is not known here: {keyword}"),
            };
            if !holds {
                self.violations.push(format!("{at}: {value} does not obey {keyword}: {wanted}"));
            }
        }
    }

    /// How many of some schemas a value obeys.
    fn count(&self, schemas: &'s Value, value: &Value, at: &str) -> usize {
        let obeys = |schema: &&'s Value| {
            let mut check = Check { root: self.root, violations: Vec::new() };
            check.value(schema, value, at);
            check.violations.is_empty()
        };
        schemas.as_array().expect("schemas").iter().filter(obeys).count()
    }
}

fn is_of_type(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        _ => panic!("unknown type {name}"),
    }
}

fn is_of_format(name: &str, text: &str) -> bool {
    let is_uri_character = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    let escapes = || text.split('%').skip(1).map(|rest| rest.as_bytes().get(..2).unwrap_or_default());
    let is_reference = || {
        text.chars().all(is_uri_character)
            && escapes().all(|code| code.len() == 2 && code.iter().all(u8::is_ascii_hexdigit))
    };
    match name {
        "date-time" => text.contains('T') && text.parse::<jiff::Timestamp>().is_ok(),
        "uri-reference" => is_reference(),
        "uri" => is_reference() && Regex::new("^[A-Za-z][A-Za-z0-9+.-]*:").expect("a pattern").is_match(text),
        _ => panic!("unknown format {name}"),
    }
}

#[test]
fn each_keyword_is_checked() {
    let schema = serde_json::json!({
        "$schema": "x", "type": "object", "required": ["a"], "additionalProperties": false,
        "definitions": { "id": { "type": "string", "pattern": "^[a-z]+$" } },
        "properties": {
            "a": { "$ref": "#/definitions/id" },
            "b": { "type": "array", "minItems": 1, "uniqueItems": true, "items": { "type": "integer", "minimum": 2, "maximum": 5 } },
            "c": { "anyOf": [{ "type": "boolean" }, { "enum": [7, 8] }] },
            "d": { "oneOf": [{ "type": "number" }, { "type": "integer" }] },
            "e": { "format": "uri" }, "f": { "format": "date-time" }, "g": { "format": "uri-reference" },
        },
    });
    let count = |value: Value| violations(&schema, &value).len();
    let good = [
        serde_json::json!({ "a": "x", "b": [2, 5], "c": true, "d": 1.5 }),
        serde_json::json!({ "a": "x", "c": 8, "e": "https://e.org/a%20b#c", "f": "2026-11-22T10:00:00Z", "g": "../a" }),
    ];
    for value in good {
        assert_eq!(violations(&schema, &value), [""; 0]);
    }
    let bad = [
        r#"[]"#,
        r#"{}"#,
        r#"{"a": "X"}"#,
        r#"{"a": 1}"#,
        r#"{"a": "x", "z": 1}"#,
        r#"{"a": "x", "b": []}"#,
        r#"{"a": "x", "b": [3, 3]}"#,
        r#"{"a": "x", "b": [1]}"#,
        r#"{"a": "x", "b": [6]}"#,
        r#"{"a": "x", "b": [2.5]}"#,
        r#"{"a": "x", "c": 9}"#,
        r#"{"a": "x", "d": 1}"#,
        r#"{"a": "x", "e": "../a"}"#,
        r#"{"a": "x", "e": "x:a b"}"#,
        r#"{"a": "x", "f": "2026-11-22"}"#,
        r#"{"a": "x", "g": "a%2"}"#,
    ];
    for value in bad {
        assert_eq!(count(serde_json::from_str(value).expect("JSON")), 1, "{value}");
    }
}
