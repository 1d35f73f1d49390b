//! The section `[reading]`: which keys of front matter and which attributes are read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Spanned;
use wordgate_core::extract::ReadingLists;
use wordgate_rules::toml_file::{TomlError, TomlFile, nearest};

/// Changes to the built-in lists of what is read. A name adds an entry, a name with a leading `-` removes one; a later
/// entry takes precedence.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Reading {
    /// Keys of front matter, in any spelling: `hero_text`, `hero-text` and `heroText` are the same key.
    #[schemars(with = "Vec<String>")]
    pub keys: Vec<Spanned<String>>,
    /// Attributes of HTML elements and of components, in any case.
    #[schemars(with = "Vec<String>")]
    pub attributes: Vec<Spanned<String>>,
}

impl Reading {
    /// Returns whether there are no changes.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.attributes.is_empty()
    }

    /// Returns the built-in lists with changes of keys and of attributes, each with the file that it is in.
    ///
    /// # Errors
    /// Every entry that is not a name, or that removes a name that is not read.
    pub fn lists<'e>(
        keys: impl Iterator<Item = (&'e TomlFile, &'e Spanned<String>)> + Clone,
        attributes: impl Iterator<Item = (&'e TomlFile, &'e Spanned<String>)> + Clone,
    ) -> Result<ReadingLists, Vec<TomlError>> {
        let mut mistakes = Vec::new();
        let keys = changes(keys, &KEY, &mut mistakes);
        let attributes = changes(attributes, &ATTRIBUTE, &mut mistakes);
        if mistakes.is_empty() { Ok(ReadingLists::new(keys, attributes)) } else { Err(mistakes) }
    }
}

/// What the entries of a list name: keys of front matter, or attributes.
struct ListKind {
    /// The kind as shown in errors.
    what: &'static str,
    is_name: fn(&str) -> bool,
    is_read: fn(&ReadingLists, &str) -> bool,
    built_in: fn() -> Vec<&'static str>,
    help: &'static str,
}

const KEY: ListKind = ListKind {
    what: "a key of front matter",
    is_name: |name| name.contains(char::is_alphanumeric) && !name.contains(char::is_control),
    is_read: |lists, name| lists.reads_key(name),
    built_in: || ReadingLists::built_in_keys().to_vec(),
    help: "write the name of a key, such as \"blurb\", or \"-label\" to leave one out",
};

const ATTRIBUTE: ListKind = ListKind {
    what: "an attribute",
    is_name: |name| {
        let is_invalid = |c: char| c.is_whitespace() || c.is_control() || "\"'<>/={}".contains(c);
        !name.is_empty() && !name.contains(is_invalid)
    },
    is_read: |lists, name| lists.reads_attribute(name),
    built_in: ReadingLists::built_in_attributes,
    help: "write the name of an attribute, such as \"data-tooltip\", or \"-placeholder\" to leave one out",
};

/// Parses the entries to names, each with whether it is read, and adds a mistake for each invalid entry.
fn changes<'e>(
    entries: impl Iterator<Item = (&'e TomlFile, &'e Spanned<String>)> + Clone,
    kind: &ListKind,
    mistakes: &mut Vec<TomlError>,
) -> Vec<(&'e str, bool)> {
    let all: Vec<(&str, bool)> = entries.clone().map(|(_, entry)| change(entry.get_ref())).collect();
    // An entry may remove a name that another entry adds.
    let added = || all.iter().copied().filter(|(_, is_read)| *is_read);
    let known = ReadingLists::new(added(), added());
    for ((file, entry), (name, is_read)) in entries.zip(&all) {
        if !(kind.is_name)(name) {
            let message = format!("`{}` is not the name of {}", entry.get_ref(), kind.what);
            mistakes.push(file.error(entry.span(), message).help(kind.help));
        } else if !is_read && !(kind.is_read)(&known, name) {
            let help = match nearest(&name.to_lowercase(), (kind.built_in)()) {
                Some(near) => format!("did you mean `-{near}`?"),
                None => "docs/reading.md lists what is read by default".to_owned(),
            };
            mistakes.push(file.error(entry.span(), format!("`{name}` is not read by default")).help(help));
        }
    }
    all
}

/// Returns the name in an entry, and whether the entry adds it.
fn change(entry: &str) -> (&str, bool) {
    match entry.strip_prefix('-') {
        Some(name) => (name, false),
        None => (entry.strip_prefix('+').unwrap_or(entry), true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn lists(text: &str) -> Result<ReadingLists, Vec<(String, String, Option<String>)>> {
        let file = TomlFile::new("wordgate.toml", text);
        let config = Config::parse(&file).expect("sound keys");
        let Reading { keys, attributes } = &config.reading;
        let named = |entry| (&file, entry);
        Reading::lists(keys.iter().map(named), attributes.iter().map(named)).map_err(|mistakes| {
            let parts = |mistake: TomlError| {
                let at = mistake.at.expect("a mistake in a file has a place");
                (mistake.message, text[at].to_owned(), mistake.help)
            };
            mistakes.into_iter().map(parts).collect()
        })
    }

    #[test]
    fn adds_and_removes_names_and_the_last_entry_wins() {
        let changed =
            lists("[reading]\nkeys = ['+blurb_two', '-label', 'x', '-x']\nattributes = ['data-tip', '-Title']");
        let changed = changed.unwrap();
        let keys = ["blurbTwo", "label", "x", "title"].map(|key| changed.reads_key(key));
        assert_eq!(keys, [true, false, false, true]);
        let attributes = ["Data-Tip", "title", "alt"].map(|name| changed.reads_attribute(name));
        assert_eq!(attributes, [true, false, true]);
        assert_eq!(lists("").unwrap(), ReadingLists::default());
    }

    #[test]
    fn reports_all_mistakes_with_their_locations() {
        let mistakes =
            lists("[reading]\nkeys = ['-', '-titel', \"--\"]\nattributes = ['a b', '-onclick']").unwrap_err();
        let places: Vec<&str> = mistakes.iter().map(|(_, place, _)| place.as_str()).collect();
        assert_eq!(places, ["'-'", "'-titel'", "\"--\"", "'a b'", "'-onclick'"]);
        assert_eq!(mistakes[1].0, "`titel` is not read by default");
        assert_eq!(mistakes[1].2.as_deref(), Some("did you mean `-title`?"));
        assert_eq!(mistakes[3].0, "`a b` is not the name of an attribute");
        assert_eq!(mistakes[4].2.as_deref(), Some("docs/reading.md lists what is read by default"));
    }
}
