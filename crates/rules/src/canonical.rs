//! A canonical form of a rule's content, independent of the layout of its file, and its hash.
//!
//! Keys are sorted by name, values are parsed (`0x10` is `16`), and each string is preceded by its length. So two rules
//! have the same form only if they have the same content. Comments, quote styles and line breaks between values do not
//! count.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// A value in canonical form.
#[derive(Debug)]
pub(crate) struct CanonicalForm(Vec<u8>);

/// The canonical forms of the content of a rule file.
#[derive(Debug)]
pub(crate) struct CanonicalForms {
    /// The term sets, by name.
    pub terms: BTreeMap<String, CanonicalForm>,
    /// The rules, in file order.
    pub rules: Vec<CanonicalForm>,
}

impl CanonicalForms {
    /// Computes the forms of a file's term sets and rules.
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

    /// Returns the hash of a rule together with the term sets of its pack, which its patterns may use.
    pub fn hash(&self, terms: &BTreeMap<&String, &CanonicalForm>) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(&self.0);
        for (name, set) in terms {
            hasher.update(length_prefix(name.len()));
            hasher.update(name);
            hasher.update(&set.0);
        }
        hasher.finalize().into()
    }
}

fn write(value: &DeValue, form: &mut Vec<u8>) {
    match value {
        DeValue::String(text) => write_tagged(b's', text.as_bytes(), form),
        DeValue::Integer(number) => {
            let value = i64::from_str_radix(number.as_str(), number.radix());
            write_tagged(b'i', value.map_or_else(|_| number.to_string(), |value| value.to_string()).as_bytes(), form);
        }
        DeValue::Float(number) => {
            let value = number.as_str().parse::<f64>();
            write_tagged(
                b'f',
                value.map_or_else(|_| number.as_str().to_owned(), |value| value.to_string()).as_bytes(),
                form,
            );
        }
        DeValue::Boolean(value) => write_tagged(b'b', &[u8::from(*value)], form),
        DeValue::Datetime(day) => write_tagged(b'd', day.to_string().as_bytes(), form),
        DeValue::Array(values) => {
            form.push(b'a');
            form.extend(length_prefix(values.len()));
            values.iter().for_each(|value| write(value.get_ref(), form));
        }
        DeValue::Table(table) => write_table(table, form),
    }
}

fn write_table(table: &DeTable, form: &mut Vec<u8>) {
    let keys: BTreeMap<&str, &DeValue> = table.iter().map(|(key, value)| (&**key.get_ref(), value.get_ref())).collect();
    form.push(b't');
    form.extend(length_prefix(keys.len()));
    for (key, value) in keys {
        write_tagged(b'k', key.as_bytes(), form);
        write(value, form);
    }
}

fn write_tagged(tag: u8, bytes: &[u8], form: &mut Vec<u8>) {
    form.push(tag);
    form.extend(length_prefix(bytes.len()));
    form.extend(bytes);
}

/// Returns the length of a text, to hash before the text.
pub(crate) fn length_prefix(length: usize) -> [u8; 8] {
    (length as u64).to_le_bytes()
}
