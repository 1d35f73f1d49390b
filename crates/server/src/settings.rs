//! The editor's settings: which configuration and rules to use.

use serde_json::{Map, Value};
use std::path::PathBuf;
use wordgate_project::config::Overrides;

/// The key of this server's settings, for clients that send the settings of several servers.
const SECTION: &str = "wordgate";

/// The settings. For a missing one, the option of the command line is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    config: Option<PathBuf>,
    packs: Option<Vec<String>>,
    rules: Option<Vec<PathBuf>>,
    as_of: Option<jiff::civil::Date>,
}

impl Settings {
    /// Reads settings, with or without the key `wordgate` around them; also returns the mistakes in them. Returns
    /// `None` if there are no settings: clients send null or an empty object if the user has set nothing.
    pub fn read(value: &Value) -> Option<(Settings, Vec<String>)> {
        let value = match value.get(SECTION) {
            Some(section) => section,
            None => value.as_object().filter(|object| !object.is_empty()).map(|_| value)?,
        };
        let mut mistakes = Vec::new();
        let empty = Map::new();
        let object = value.as_object().unwrap_or(&empty);
        let settings = Settings {
            config: read_key(object, "configPath", "a path", path, &mut mistakes),
            packs: read_key(object, "packs", "a list of pack ids", |value| list(value, text), &mut mistakes),
            rules: read_key(object, "rules", "a list of paths", |value| list(value, path), &mut mistakes),
            as_of: read_key(
                object,
                "asOf",
                "a date such as \"2026-03-11\"",
                |value| text(value)?.parse().ok(),
                &mut mistakes,
            ),
        };
        Some((settings, mistakes))
    }

    /// Returns the options of the command line, overridden by these settings.
    pub fn apply_to(&self, base: &Overrides) -> Overrides {
        let mut overrides = base.clone();
        if let Some(config) = &self.config {
            (overrides.config, overrides.isolated) = (Some(config.clone()), false);
        }
        overrides.packs = self.packs.clone().unwrap_or(overrides.packs);
        overrides.rules = self.rules.clone().unwrap_or(overrides.rules);
        overrides.as_of = self.as_of.or(overrides.as_of);
        overrides
    }
}

/// Reads the value of a key, and adds a mistake if it is invalid. Null and the empty string count as missing.
fn read_key<T>(
    object: &Map<String, Value>,
    key: &str,
    kind: &str,
    read: impl Fn(&Value) -> Option<T>,
    mistakes: &mut Vec<String>,
) -> Option<T> {
    let value = object.get(key).filter(|value| !value.is_null() && *value != "")?;
    let read = read(value);
    if read.is_none() {
        mistakes.push(format!("the setting `{key}` is {value}; write {kind}"));
    }
    read
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn path(value: &Value) -> Option<PathBuf> {
    value.as_str().map(PathBuf::from)
}

fn list<T>(value: &Value, item: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    value.as_array()?.iter().map(item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn settings_are_read_with_and_without_a_section() {
        let bare = json!({ "packs": ["all"], "asOf": "2026-03-11", "rules": ["a.toml"], "configPath": "" });
        let (settings, mistakes) = Settings::read(&bare).unwrap();
        assert_eq!(mistakes, [""; 0]);
        assert_eq!(settings.packs.as_deref(), Some(&["all".to_owned()][..]));
        assert_eq!(settings.config, None);
        assert_eq!(Settings::read(&json!({ "wordgate": bare })).unwrap().0, settings);
        assert_eq!(Settings::read(&json!({ "wordgate": {} })).unwrap().0, Settings::default());
        for nothing in [json!(null), json!({}), json!([1]), json!("x")] {
            assert_eq!(Settings::read(&nothing), None);
        }
    }

    #[test]
    fn a_wrong_setting_is_reported_and_ignored() {
        let (settings, mistakes) = Settings::read(&json!({ "packs": "all", "asOf": "soon", "rules": [1] })).unwrap();
        assert_eq!((settings, mistakes.len()), (Settings::default(), 3));
        assert_eq!(mistakes[0], "the setting `packs` is \"all\"; write a list of pack ids");
    }
}
