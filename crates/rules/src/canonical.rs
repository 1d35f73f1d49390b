//! A rule's content in one form, whatever the layout of its file, and the hash of it.
//!
//! Keys come in the order of their names, values by their meaning, texts with their length before them, so that two rules
//! have one form only if they say the same. Comments, quotes and line breaks between values are no content.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// A value in its one form.
#[derive(Debug)]
pub(crate) struct CanonicalForm(Vec<u8>);

/// The forms of what a rule file says.
#[derive(Debug)]
pub(crate) struct CanonicalForms {
    /// Its term sets, by name.
    pub terms: BTreeMap<String, CanonicalForm>,
    /// Its rules, in order.
    pub rules: Vec<CanonicalForm>,
}

impl CanonicalForms {
    /// The forms of a file's term sets and rules.
    pub fn of(file: &DeTable) -> CanonicalForms {
        let value = |key| file.get(key).map(|value| value.get_ref());
        let terms = value("terms").and_then(DeValue::as_table).into_iter().flatten();
        let rules = value("rule").and_then(DeValue::as_array).into_iter().flat_map(|rules| rules.iter());
        CanonicalForms {
            terms: terms.map(|(name, set)| (name.get_ref().to_string(), CanonicalForm::of(set.get_ref()))).collect(),
            rules: rules.map(|rule| CanonicalForm::of(rule.get_ref())).collect(),
        }
    }
}

impl CanonicalForm {
    fn of(value: &DeValue) -> CanonicalForm {
        let mut form = Vec::new();
        write(value, &mut form);
        CanonicalForm(form)
    }

    /// The hash of a rule with the term sets that its patterns may name.
    pub fn hash(&self, terms: &BTreeMap<&String, &CanonicalForm>) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(&self.0);
        for (name, set) in terms {
            hasher.update(length(name.len()));
            hasher.update(name);
            hasher.update(&set.0);
        }
        hasher.finalize().into()
    }
}

fn write(value: &DeValue, form: &mut Vec<u8>) {
    match value {
        DeValue::String(text) => tagged(b's', text.as_bytes(), form),
        DeValue::Integer(number) => {
            let value = i64::from_str_radix(number.as_str(), number.radix());
            tagged(b'i', value.map_or_else(|_| number.to_string(), |value| value.to_string()).as_bytes(), form);
        }
        DeValue::Float(number) => {
            let value = number.as_str().parse::<f64>();
            tagged(b'f', value.map_or_else(|_| number.as_str().to_owned(), |value| value.to_string()).as_bytes(), form);
        }
        DeValue::Boolean(value) => tagged(b'b', &[u8::from(*value)], form),
        DeValue::Datetime(day) => tagged(b'd', day.to_string().as_bytes(), form),
        DeValue::Array(values) => {
            form.push(b'a');
            form.extend(length(values.len()));
            values.iter().for_each(|value| write(value.get_ref(), form));
        }
        DeValue::Table(table) => write_table(table, form),
    }
}

fn write_table(table: &DeTable, form: &mut Vec<u8>) {
    let keys: BTreeMap<&str, &DeValue> = table.iter().map(|(key, value)| (&**key.get_ref(), value.get_ref())).collect();
    form.push(b't');
    form.extend(length(keys.len()));
    for (key, value) in keys {
        tagged(b'k', key.as_bytes(), form);
        write(value, form);
    }
}

fn tagged(tag: u8, bytes: &[u8], form: &mut Vec<u8>) {
    form.push(tag);
    form.extend(length(bytes.len()));
    form.extend(bytes);
}

fn length(length: usize) -> [u8; 8] {
    (length as u64).to_le_bytes()
}
