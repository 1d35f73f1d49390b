//! The editor's settings: which configuration and rules to use.

use serde_json::{Map, Value};
use std::path::PathBuf;
use wordgate_project::config::Overrides;
use wordgate_rules::toml_file::nearest;

/// The key of this server's settings, for clients that send the settings of several servers.
const SECTION: &str = "wordgate";

/// A setting: its key, and what its value must be.
struct Setting {
    key: &'static str,
    kind: &'static str,
}

const CONFIG_PATH: Setting = Setting { key: "configPath", kind: "a path" };
const PACKS: Setting = Setting { key: "packs", kind: "a list of pack ids" };
const RULES: Setting = Setting { key: "rules", kind: "a list of paths" };
const AS_OF: Setting = Setting { key: "asOf", kind: "a date such as \"2026-03-11\"" };
const SETTINGS: [Setting; 4] = [CONFIG_PATH, PACKS, RULES, AS_OF];

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
    /// `None` if there are no settings: clients send null or an empty object if the user has set nothing, and some send
    /// the settings of other servers.
    pub fn read(value: &Value) -> Option<(Settings, Vec<String>)> {
        let mut mistakes = Vec::new();
        let empty = Map::new();
        let object = match value.get(SECTION) {
            Some(Value::Object(section)) => section,
            Some(Value::Null) => return None,
            Some(other) => {
                mistakes
                    .push(format!("the settings `{SECTION}` are {other}; write an object with the keys {}", known()));
                &empty
            }
            None => value.as_object().filter(|object| object.iter().any(|(key, value)| is_ours(key, value)))?,
        };
        let is_bare = value.get(SECTION).is_none();
        let unknown = object.iter().filter(|(key, value)| !is_known(key) && (!is_bare || is_ours(key, value)));
        mistakes.extend(unknown.map(|(key, _)| unknown_setting(key, is_bare)));
        let settings = Settings {
            config: read_key(object, &CONFIG_PATH, path, &mut mistakes),
            packs: read_key(object, &PACKS, |value| list(value, text), &mut mistakes),
            rules: read_key(object, &RULES, |value| list(value, path), &mut mistakes),
            as_of: read_key(object, &AS_OF, |value| text(value)?.parse().ok(), &mut mistakes),
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

fn is_known(key: &str) -> bool {
    SETTINGS.iter().any(|known| known.key == key)
}

/// Whether a key beside which there is no section is a setting of this server. An object is the section of another
/// server, unless its name is a typo.
fn is_ours(key: &str, value: &Value) -> bool {
    !value.is_object() || is_known(key) || nearest(key, [SECTION]).is_some()
}

/// Returns the names of all settings, as a list for the user.
fn known() -> String {
    SETTINGS.map(|known| format!("`{}`", known.key)).join(", ")
}

fn unknown_setting(key: &str, is_bare: bool) -> String {
    // Case is ignored, because a typo is often a wrong capital.
    let lower = key.to_lowercase();
    let similar = SETTINGS.iter().find(|known| known.key.to_lowercase() == lower);
    let similar = similar.or_else(|| {
        let key = nearest(key, SETTINGS.iter().map(|known| known.key))?;
        SETTINGS.iter().find(|known| known.key == key)
    });
    let help = match similar {
        Some(Setting { key, kind }) => format!("did you mean `{key}`, {kind}?"),
        None if is_bare && nearest(key, [SECTION]).is_some() => format!("did you mean `{SECTION}`?"),
        None => format!("known settings: {}", known()),
    };
    format!("unknown setting `{key}`; {help}")
}

/// Reads the value of a setting, and adds a mistake if it is invalid. Null and the empty string count as missing.
fn read_key<T>(
    object: &Map<String, Value>,
    Setting { key, kind }: &Setting,
    read: impl Fn(&Value) -> Option<T>,
    mistakes: &mut Vec<String>,
) -> Option<T> {
    let value = object.get(*key).filter(|value| !value.is_null() && *value != "")?;
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
        let other_server = json!({ "pylsp": { "plugins": {} } });
        for nothing in [json!(null), json!({}), json!([1]), json!("x"), json!({ "wordgate": null }), other_server] {
            assert_eq!(Settings::read(&nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_wrong_setting_is_reported_and_ignored() {
        let cases = [
            (json!({ "packs": "all" }), "the setting `packs` is \"all\"; write a list of pack ids"),
            (json!({ "rules": ["a", 1] }), "the setting `rules` is [\"a\",1]; write a list of paths"),
            (
                json!({ "asOf": "2026-02-30" }),
                "the setting `asOf` is \"2026-02-30\"; write a date such as \"2026-03-11\"",
            ),
            (
                json!({ "asof": "2026-02-03" }),
                "unknown setting `asof`; did you mean `asOf`, a date such as \"2026-03-11\"?",
            ),
            (json!({ "pack": ["all"] }), "unknown setting `pack`; did you mean `packs`, a list of pack ids?"),
            (
                json!({ "wordgate": { "x": {} } }),
                "unknown setting `x`; known settings: `configPath`, `packs`, `rules`, `asOf`",
            ),
            (json!({ "wordgat": { "packs": [] } }), "unknown setting `wordgat`; did you mean `wordgate`?"),
            (
                json!({ "wordgate": [1] }),
                "the settings `wordgate` are [1]; write an object with the keys `configPath`, `packs`, `rules`, `asOf`",
            ),
        ];
        for (value, expected) in cases {
            assert_eq!(Settings::read(&value).unwrap(), (Settings::default(), vec![expected.to_owned()]), "{value}");
        }
        let (settings, mistakes) = Settings::read(&json!({ "packs": ["all"], "rulez": [], "asOf": 3 })).unwrap();
        assert_eq!((settings.packs, mistakes.len()), (Some(vec!["all".to_owned()]), 2));
    }
}
