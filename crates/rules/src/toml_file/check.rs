//! Checks a parsed TOML file against its schema and reports every mistake.
//!
//! Checking also brings values into the form that serde deserializes: one value becomes a list of one, and a date
//! between quotes becomes a date. A wrong value is removed, or replaced if its key is required, so that the checks that
//! follow can report the mistakes in the rest of the file.

use super::advice::{self, Place};
use super::schema::{Expected, TomlSchema};
use super::{TomlError, TomlFile};
use crate::date::parse_date;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeInteger, DeString, DeTable, DeValue};

/// A file after it is checked.
pub(crate) struct Checked<'f> {
    /// Everything in it that the schema allows.
    pub table: Spanned<DeTable<'f>>,
    /// All mistakes, in the order of the file.
    pub mistakes: Vec<TomlError>,
    /// The mistakes in each table of the file.
    pub wrong: WrongTables,
}

/// The keys with mistakes in the tables of a file, by the key of the table and its index if there is a list of them.
pub(crate) type WrongTables = HashMap<(String, usize), WrongKeys>;

/// The keys with mistakes in one table. A check that reads one of them could only report what follows from that.
#[derive(Clone, Debug, Default)]
pub(crate) struct WrongKeys {
    /// The known keys. Their values are left out.
    pub known: HashSet<String>,
    /// Whether there is an unknown key, which may be meant for any that is missing.
    pub has_unknown: bool,
}

impl WrongKeys {
    /// Returns what is missing from `[defaults]` on their own: the patterns of a rule, and what its kind needs.
    pub fn of_defaults() -> WrongKeys {
        WrongKeys { known: ["patterns", "kind"].map(str::to_owned).into(), has_unknown: true }
    }

    /// Returns the keys with mistakes in either of two tables.
    #[must_use]
    pub fn and(mut self, other: WrongKeys) -> WrongKeys {
        self.known.extend(other.known);
        WrongKeys { has_unknown: self.has_unknown || other.has_unknown, ..self }
    }

    /// Returns whether one of these keys has a mistake.
    pub fn any_of(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.known.contains(*key))
    }
}

/// Checks the table of a file.
pub(super) fn check<'f>(file: &TomlFile, table: Spanned<DeTable<'f>>, schema: &TomlSchema) -> Checked<'f> {
    let (mistakes, wrong) = (Vec::new(), WrongTables::new());
    let mut checker = Checker { file, schema, mistakes, wrong, entry: None, key: None };
    let at = table.span();
    let table = checker.table(&Place::file(), schema.as_json(), &at, table.into_inner());
    let Checker { mistakes, wrong, .. } = checker;
    Checked { table: Spanned::new(at, table), mistakes, wrong }
}

struct Checker<'c> {
    file: &'c TomlFile,
    schema: &'c TomlSchema,
    mistakes: Vec<TomlError>,
    wrong: WrongTables,
    /// The key of the file, and the entry of its list of tables, that is being checked.
    entry: Option<(String, usize)>,
    /// The key of this table that is being checked.
    key: Option<String>,
}

impl<'c> Checker<'c> {
    fn error(&mut self, at: &Range<usize>, message: String, help: Option<String>) {
        if let Some(entry) = &self.entry {
            self.wrong.entry(entry.clone()).or_default().known.extend(self.key.clone());
        }
        self.mistakes.push(TomlError { help, ..self.file.error(at.clone(), message) });
    }

    /// Sets the key of an outer table that is being checked.
    fn enter(&mut self, key: Option<&str>) {
        self.key = key.map(str::to_owned).or(self.key.take());
    }

    fn leave(&mut self, is_outer: bool) {
        self.key.take_if(|_| is_outer);
    }

    fn table<'f>(&mut self, place: &Place, schema: &'c Value, at: &Range<usize>, table: DeTable<'f>) -> DeTable<'f> {
        let schema = self.schema.resolve(schema);
        let keys = self.schema.keys(schema);
        // A mistake deeper in the file is one of the key of the outer table.
        let is_outer = !place.is_file && self.key.is_none();
        let any_key = schema.get("additionalProperties").filter(|value| value.is_object());
        let mut checked = DeTable::new();
        let mut rejected = HashSet::new();
        let mut unknown = Vec::new();
        for (key, value) in table {
            let name: &str = key.get_ref();
            if place.is_file {
                self.entry = Some((name.to_owned(), 0));
            }
            self.enter(is_outer.then_some(name));
            let known = keys.and_then(|keys| keys.get(name));
            let Some(value_schema) = known.or(any_key) else {
                if schema.get("additionalProperties").is_none() {
                    checked.insert(key, value);
                    continue;
                }
                unknown.push((key, value));
                continue;
            };
            if known.is_none() && !self.check_name(schema, &key) {
                continue;
            }
            let before = self.mistakes.len();
            let value = self.value(&place.child(self.schema, name), value_schema, value);
            if known.is_none()
                && let Some(mistake) = self.mistakes.get_mut(before)
            {
                // A key of another table that stands below this table's header would be an entry of this table.
                mistake.help = advice::move_key(self.schema, name).or(mistake.help.take());
            }
            match value {
                Some(value) => drop(checked.insert(key, value)),
                None => drop(rejected.insert(name.to_owned())),
            }
        }
        self.leave(is_outer);
        for (key, value) in unknown {
            let name: &str = key.get_ref();
            if place.is_file {
                self.entry = Some((name.to_owned(), 0));
            }
            let help = advice::unknown_key(self.schema, schema, place, name);
            self.error(&key.span(), format!("unknown key `{name}`"), Some(help));
            // The value of a misspelt key is checked as if the key were right.
            let meant = advice::nearest_key(self.schema, schema, name);
            let meant = meant.filter(|meant| !checked.contains_key(*meant) && !rejected.contains(*meant));
            let meant = meant.and_then(|name| keys?.get_key_value(name));
            if let Some(entry) = self.entry.clone().filter(|_| is_outer && meant.is_none()) {
                self.wrong.entry(entry).or_default().has_unknown = true;
            }
            if let Some((name, schema)) = meant {
                self.enter(is_outer.then_some(name));
                match self.value(&place.child(self.schema, name), schema, value) {
                    Some(value) => drop(checked.insert(Spanned::new(key.span(), name.clone().into()), value)),
                    None => drop(rejected.insert(name.clone())),
                }
            }
            self.leave(is_outer);
        }
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let missing: Vec<&str> = required.filter(|name| !checked.contains_key(*name)).collect();
        for name in missing {
            let Some(value) = keys.and_then(|keys| keys.get(name)) else { continue };
            if !rejected.contains(name) {
                self.enter(is_outer.then_some(name));
                let help = format!("write `{name} = {}`", advice::example(self.schema, value));
                self.error(at, format!("{} has no `{name}`", place.shown()), Some(help));
                self.leave(is_outer);
            }
            let stand_in = Spanned::new(at.clone(), self.stand_in(value, at.start));
            checked.insert(Spanned::new(at.clone(), name.to_owned().into()), stand_in);
        }
        checked
    }

    /// Checks a key of a table whose keys are names.
    fn check_name(&mut self, table: &'c Value, key: &Spanned<DeString>) -> bool {
        let Some(names) = table.get("propertyNames") else { return true };
        for expected in self.schema.expected(names) {
            if let Expected::Names(names) = expected
                && !names.contains(&&**key.get_ref())
            {
                let help = advice::unknown_name(key.get_ref(), &names);
                self.error(&key.span(), format!("unknown key `{}`", key.get_ref()), Some(help));
                return false;
            }
        }
        true
    }

    /// Checks a value. Returns it in the form that serde expects, or `None` if it is wrong.
    fn value<'f>(
        &mut self,
        place: &Place,
        schema: &'c Value,
        value: Spanned<DeValue<'f>>,
    ) -> Option<Spanned<DeValue<'f>>> {
        let options = self.schema.expected(schema);
        let at = value.span();
        let option = options.iter().find(|option| self.accepts(option, value.get_ref()));
        let option = option.or_else(|| {
            let is_list = |option: &&Expected| matches!(option, Expected::List { .. });
            options.iter().find(is_list).filter(|_| value.get_ref().is_array() && !self.is_wrong_header(place, &at))
        });
        let Some(option) = option else {
            let raw = self.file.text.get(at.clone()).unwrap_or_default();
            let message = advice::mismatch(self.schema, place, &options, value.get_ref());
            let help = advice::right_value(self.schema, place, &options, value.get_ref(), raw);
            self.error(&at, message, Some(help));
            return self.recover(place, &options, value);
        };
        let checked = match (option, value.into_inner()) {
            (Expected::Names(names), DeValue::String(text)) if !names.contains(&&*text) => {
                let help = advice::unknown_name(&text, names);
                self.error(&at, format!("unknown value `{text}` for `{}`", place.key), Some(help));
                return None;
            }
            (Expected::Date, DeValue::String(text)) => self.date(place, &at, &text)?,
            (Expected::Date, DeValue::Integer(number)) => self.date(place, &at, number.as_str())?,
            (Expected::Date, DeValue::Datetime(day)) => self.date(place, &at, &day.to_string())?,
            (Expected::Integer(least, most), DeValue::Integer(number)) => {
                let value = i64::from_str_radix(number.as_str(), number.radix());
                if value.is_ok_and(|value| (*least..=*most).contains(&value)) {
                    DeValue::Integer(number)
                } else {
                    let message = format!("`{}` is out of range", place.key);
                    self.error(&at, message, Some(format!("write a number from {least} to {most}")));
                    return None;
                }
            }
            (Expected::List { items, length }, DeValue::Array(list)) => {
                DeValue::Array(self.list(place, items, *length, &at, list)?)
            }
            (Expected::Table(table), DeValue::Table(entries)) => DeValue::Table(self.table(place, table, &at, entries)),
            (_, value) => value,
        };
        let is_one_of_a_list = options.iter().any(|list| match list {
            Expected::List { items, .. } => self.schema.expected(items).contains(option),
            _ => false,
        });
        let checked = Spanned::new(at.clone(), checked);
        Some(if is_one_of_a_list { one_entry(checked) } else { checked })
    }

    /// Returns whether a value has the type that is expected. Of a list, the first entry decides.
    fn accepts(&self, expected: &Expected, value: &DeValue) -> bool {
        match (expected, value) {
            (Expected::Text | Expected::Names(_) | Expected::Date, DeValue::String(_))
            | (Expected::Date, DeValue::Datetime(_) | DeValue::Integer(_))
            | (Expected::Bool, DeValue::Boolean(_))
            | (Expected::Integer(..), DeValue::Integer(_))
            | (Expected::Table(_), DeValue::Table(_)) => true,
            (Expected::List { items, .. }, DeValue::Array(list)) => list.first().is_none_or(|first| {
                self.schema.expected(items).iter().any(|expected| self.accepts(expected, first.get_ref()))
            }),
            _ => false,
        }
    }

    /// Returns whether a table of the file is written as `[[name]]` where `[name]` is expected, or the other way round.
    fn is_wrong_header(&self, place: &Place, at: &Range<usize>) -> bool {
        let raw = self.file.text.get(at.clone()).unwrap_or_default();
        raw.starts_with('[') && place.header.as_ref().is_some_and(|header| header != raw && header.contains('['))
    }

    /// Returns a wrong value in the form that is expected, if all that is wrong is the brackets of its header.
    fn recover<'f>(
        &mut self,
        place: &Place,
        options: &[Expected<'c>],
        value: Spanned<DeValue<'f>>,
    ) -> Option<Spanned<DeValue<'f>>> {
        let at = value.span();
        place.header.as_ref()?;
        match (options, value.into_inner()) {
            ([Expected::Table(table)], DeValue::Array(tables)) => match tables.into_iter().next()?.into_inner() {
                DeValue::Table(first) => {
                    let checked = self.table(place, table, &at, first);
                    Some(Spanned::new(at, DeValue::Table(checked)))
                }
                _ => None,
            },
            ([Expected::List { items, .. }], table @ DeValue::Table(_)) => {
                let list = [Spanned::new(at.clone(), table)].into_iter().collect();
                let list = self.list(place, items, None, &at, list)?;
                Some(Spanned::new(at, DeValue::Array(list)))
            }
            ([Expected::Table(table)], _) => {
                let stand_in = self.stand_in(table, at.start);
                Some(Spanned::new(at, stand_in))
            }
            _ => None,
        }
    }

    fn list<'f>(
        &mut self,
        place: &Place,
        items: &'c Value,
        length: Option<u64>,
        at: &Range<usize>,
        list: DeArray<'f>,
    ) -> Option<DeArray<'f>> {
        if let Some(length) = length.filter(|length| *length != list.len() as u64) {
            let message = format!("{} must have {length} entries, not {}", place.subject(), list.len());
            let entries = vec![advice::example(self.schema, items); usize::try_from(length).unwrap_or(0)];
            self.error(at, message, Some(format!("write `[{}]`", entries.join(", "))));
            return None;
        }
        let is_list_of_tables = place.header.as_ref().is_some_and(|header| header.starts_with("[["));
        let mut checked = DeArray::new();
        for entry in list {
            if is_list_of_tables {
                self.entry = Some((place.key.to_owned(), checked.len()));
            }
            if let Some(entry) = self.value(&place.entry(), items, entry) {
                checked.push(entry);
            }
        }
        Some(checked)
    }

    fn date(&mut self, place: &Place, at: &Range<usize>, text: &str) -> Option<DeValue<'static>> {
        match parse_date(text) {
            Ok(date) => date.to_string().parse().ok().map(DeValue::Datetime),
            Err(mistake) => {
                let help = advice::date(place.key, &mistake);
                self.error(at, mistake.message, Some(help));
                None
            }
        }
    }

    /// Returns a valid value for a required key that has none, so that the rest of its table can be checked.
    fn stand_in(&self, schema: &'c Value, offset: usize) -> DeValue<'static> {
        match self.schema.expected(schema).into_iter().next() {
            Some(Expected::Names(names)) => {
                DeValue::String(names.first().copied().unwrap_or_default().to_owned().into())
            }
            Some(Expected::Bool) => DeValue::Boolean(false),
            Some(Expected::Integer(..)) => DeValue::Integer(DeInteger::default()),
            Some(Expected::List { items, .. }) => {
                DeValue::Array([Spanned::new(offset..offset, self.stand_in(items, offset))].into_iter().collect())
            }
            Some(Expected::Table(table)) => {
                let required = table.get("required").and_then(Value::as_array).into_iter().flatten();
                let mut stand_in = DeTable::new();
                for name in required.filter_map(Value::as_str) {
                    if let Some(value) = self.schema.keys(table).and_then(|keys| keys.get(name)) {
                        let value = Spanned::new(offset..offset, self.stand_in(value, offset));
                        stand_in.insert(Spanned::new(offset..offset, name.to_owned().into()), value);
                    }
                }
                DeValue::Table(stand_in)
            }
            Some(Expected::Text | Expected::Date) | None => DeValue::String(format!("stand-in-{offset}").into()),
        }
    }
}

fn one_entry(value: Spanned<DeValue>) -> Spanned<DeValue> {
    Spanned::new(value.span(), DeValue::Array([value].into_iter().collect()))
}
