//! `[defaults]`: values for the keys of a pack's rules.
//!
//! A default is added to the table of each rule that does not have the key, before the rule is read. So it counts in
//! every check, and in the hash of the rule, as if the rule had it.

use crate::builder::line_of;
use crate::schema::{KIND_KEYS, KindToml, RuleToml};
use crate::toml_file::TomlFile;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};
use wordgate_text::source::LineIndex;

/// The keys that every rule has of its own.
const OWN_KEYS: [&str; 3] = ["id", "patterns", "examples"];

/// Describes `[defaults]`: any key of a rule but `id`, `patterns` and `examples`.
pub(crate) enum DefaultsToml {}

impl JsonSchema for DefaultsToml {
    fn schema_name() -> Cow<'static, str> {
        "Defaults".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = RuleToml::json_schema(generator);
        let description = "Values for the keys that a rule of the pack does not have. A key of the rule replaces them.";
        schema.insert("description".to_owned(), description.into());
        schema.remove("required");
        if let Some(keys) = schema.get_mut("properties").and_then(|keys| keys.as_object_mut()) {
            keys.retain(|key, _| !OWN_KEYS.contains(&&**key));
        }
        schema
    }
}

/// Removes the defaults from the table of a file and returns them, with their place in the file.
pub(crate) fn take<'f>(file: &mut DeTable<'f>) -> Option<Spanned<DeTable<'f>>> {
    let value = file.remove("defaults")?;
    let at = value.span();
    match value.into_inner() {
        DeValue::Table(defaults) => Some(Spanned::new(at, defaults)),
        _ => None,
    }
}

/// Returns a rule that has nothing but the defaults, to check these on their own.
pub(crate) fn as_rule<'f>(defaults: &Spanned<DeTable<'f>>) -> Spanned<DeTable<'f>> {
    let at = defaults.span();
    let mut rule = defaults.get_ref().clone();
    let text = || Spanned::new(at.clone(), DeValue::String("defaults".into()));
    let patterns = DeValue::Array([text()].into_iter().collect());
    rule.insert(Spanned::new(at.clone(), "id".into()), text());
    rule.insert(Spanned::new(at.clone(), "patterns".into()), Spanned::new(at.clone(), patterns));
    Spanned::new(at.clone(), rule)
}

/// The 1-based lines of the texts in the defaults of a pack.
pub(crate) type DefaultLines = HashMap<String, u32>;

/// Returns the lines of the texts in the defaults. Of equal texts, the first counts.
pub(crate) fn lines(file: &TomlFile, defaults: &DeTable) -> DefaultLines {
    let (index, mut lines) = (LineIndex::new(&file.text), DefaultLines::new());
    let mut pending: Vec<&Spanned<DeValue>> = defaults.values().collect();
    while let Some(value) = pending.pop() {
        match value.get_ref() {
            DeValue::String(text) => {
                let line = line_of(&index, &value.span());
                lines.entry(text.to_string()).and_modify(|first| *first = line.min(*first)).or_insert(line);
            }
            DeValue::Array(list) => pending.extend(list.iter()),
            DeValue::Table(table) => pending.extend(table.values()),
            _ => {}
        }
    }
    lines
}

/// Adds the defaults to every rule in the table of a file.
///
/// The values may come from another file, so their place becomes the id of the rule.
pub(crate) fn add<'f>(defaults: &DeTable<'f>, file: &mut DeTable<'f>) {
    let Some(DeValue::Array(rules)) = file.get_mut("rule").map(Spanned::get_mut) else { return };
    for rule in rules.iter_mut() {
        let DeValue::Table(rule) = rule.get_mut() else { continue };
        let at = rule.get("id").map_or(0..0, Spanned::span);
        let kind = rule.get("kind").or_else(|| defaults.get("kind")).and_then(|kind| kind.get_ref().as_str());
        let kind = kind.unwrap_or(KindToml::default().id()).to_owned();
        // A default for rules of one kind does not concern the others.
        let is_for_kind = |key: &str| KIND_KEYS.iter().all(|(known, of)| *known != key || of.id() == kind);
        for (key, value) in defaults {
            let name: &str = key.get_ref();
            if !rule.contains_key(name) && is_for_kind(name) {
                rule.insert(Spanned::new(at.clone(), key.get_ref().clone()), moved(value.get_ref(), &at));
            }
        }
    }
}

/// Returns a value whose place, and that of all of its parts, is `at`.
fn moved<'f>(value: &DeValue<'f>, at: &Range<usize>) -> Spanned<DeValue<'f>> {
    let moved = match value {
        DeValue::Array(list) => {
            DeValue::Array(list.iter().map(|entry| moved(entry.get_ref(), at)).collect::<DeArray>())
        }
        DeValue::Table(table) => {
            let mut moved_table = DeTable::new();
            for (key, value) in table {
                moved_table.insert(Spanned::new(at.clone(), key.get_ref().clone()), moved(value.get_ref(), at));
            }
            DeValue::Table(moved_table)
        }
        other => other.clone(),
    };
    Spanned::new(at.clone(), moved)
}
