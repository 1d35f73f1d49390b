//! Configuration values that can be written in several ways.
//!
//! Types with several spellings implement their own deserialization, and the JSON Schema that
//! [`TomlFile`](wordgate_rules::toml_file::TomlFile) checks first. So an unknown name never gets here from a file.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use wordgate_core::extract::Format;
use wordgate_rules::Severity;
use wordgate_text::prose::{Scope, ScopeSet};

/// The severity from which findings fail a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Errors.
    #[default]
    Error,
    /// Warnings and errors.
    Warning,
    /// Every finding.
    Info,
    /// None.
    Never,
}

impl FailOn {
    /// All values, in the order in which help lists them.
    pub const ALL: [FailOn; 4] = [FailOn::Error, FailOn::Warning, FailOn::Info, FailOn::Never];

    /// Returns the name in configuration files and on the command line.
    pub fn id(self) -> &'static str {
        self.severity().map_or("never", Severity::id)
    }

    /// Returns whether a finding of this severity fails a run.
    pub fn fails(self, severity: Severity) -> bool {
        self.severity().is_some_and(|least| severity >= least)
    }

    /// Returns the lowest severity that fails a run; `None` for [`FailOn::Never`].
    pub fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Info => Some(Severity::Info),
            FailOn::Never => None,
        }
    }
}

/// Files to check: a glob, or a glob and the format of the files it matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Include {
    /// The glob, relative to the configuration file.
    pub glob: String,
    /// The format, if the extension does not determine it correctly.
    pub format: Option<Format>,
}

/// The spelling of [`Include`] as a table.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct IncludeTable {
    glob: String,
    #[serde(deserialize_with = "format", serialize_with = "format_id")]
    #[schemars(schema_with = "format_schema")]
    format: Format,
}

fn format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Format, D::Error> {
    let id = String::deserialize(deserializer)?;
    Format::from_id(&id).ok_or_else(|| D::Error::custom("unknown format"))
}

fn format_id<S: Serializer>(format: &Format, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(format.id())
}

fn format_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": Format::ids().collect::<Vec<_>>() })
}

impl<'de> Deserialize<'de> for Include {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Include, D::Error> {
        struct Spellings;
        impl<'de> Visitor<'de> for Spellings {
            type Value = Include;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a glob or a table { glob, format }")
            }

            fn visit_str<E: Error>(self, glob: &str) -> Result<Include, E> {
                Ok(Include { glob: glob.to_owned(), format: None })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Include, A::Error> {
                let table = IncludeTable::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Include { glob: table.glob, format: Some(table.format) })
            }
        }
        deserializer.deserialize_any(Spellings)
    }
}

impl Serialize for Include {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.format {
            None => serializer.serialize_str(&self.glob),
            Some(format) => IncludeTable { glob: self.glob.clone(), format }.serialize(serializer),
        }
    }
}

impl JsonSchema for Include {
    fn schema_name() -> Cow<'static, str> {
        "Include".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let table = IncludeTable::json_schema(generator);
        json_schema!({ "anyOf": [{ "type": "string" }, table] })
    }
}

/// Scopes that are switched on or off. They are written as a table (`{ quote = false }`) or as a list, as in rules:
/// `["-quote"]` means all scopes except `quote`, and `["heading"]` means only `heading`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeSwitches {
    /// Whether the scopes that are not named are off.
    only: bool,
    switches: Vec<(Scope, bool)>,
}

impl ScopeSwitches {
    /// Returns `scopes` after the switches are applied.
    pub fn apply(&self, scopes: ScopeSet) -> ScopeSet {
        let base = if self.only { ScopeSet::default() } else { scopes };
        self.switches.iter().fold(base, |set, (scope, on)| if *on { set.with(*scope) } else { set.without(*scope) })
    }

    /// Returns the scopes that are on after switching, whichever were on before.
    pub fn on(&self) -> ScopeSet {
        self.apply(ScopeSet::default())
    }

    /// Returns the scopes that are off after switching, whichever were on before.
    pub fn off(&self) -> ScopeSet {
        let on = self.apply(Scope::ALL.iter().copied().collect());
        Scope::ALL.iter().copied().filter(|scope| !on.contains(*scope)).collect()
    }

    /// Returns the switches that apply these and then `second`.
    #[must_use]
    pub fn then(mut self, second: ScopeSwitches) -> ScopeSwitches {
        if second.only || self.is_empty() {
            return second;
        }
        self.switches.extend(second.switches);
        self
    }

    /// Returns whether no scope is switched.
    pub fn is_empty(&self) -> bool {
        self.switches.is_empty()
    }

    /// Returns the switches that lead to exactly these scopes.
    pub fn exactly(scopes: ScopeSet) -> ScopeSwitches {
        let switches = Scope::ALL.iter().map(|scope| (*scope, scopes.contains(*scope))).collect();
        ScopeSwitches { only: false, switches }
    }
}

/// A scope in a table.
struct ScopeId(Scope);

impl<'de> Deserialize<'de> for ScopeId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ScopeId, D::Error> {
        let id = Cow::<str>::deserialize(deserializer)?;
        scope(&id).map(ScopeId).map_err(D::Error::custom)
    }
}

fn scope(id: &str) -> Result<Scope, &'static str> {
    id.parse().map_err(|()| "unknown scope")
}

/// A scope in a list, and whether it is on.
struct ListedScope(Scope, bool);

impl<'de> Deserialize<'de> for ListedScope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ListedScope, D::Error> {
        let id = Cow::<str>::deserialize(deserializer)?;
        let (id, on) = id.strip_prefix('-').map_or((&*id, true), |id| (id, false));
        scope(id).map(|scope| ListedScope(scope, on)).map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for ScopeSwitches {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ScopeSwitches, D::Error> {
        struct Spellings;
        impl<'de> Visitor<'de> for Spellings {
            type Value = ScopeSwitches;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of scopes, such as { quote = false }")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ScopeSwitches, A::Error> {
                let mut switches = Vec::new();
                while let Some(ScopeId(scope)) = map.next_key()? {
                    switches.push((scope, map.next_value()?));
                }
                Ok(ScopeSwitches { only: false, switches })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<ScopeSwitches, A::Error> {
                let mut switches = Vec::new();
                while let Some(ListedScope(scope, on)) = list.next_element()? {
                    switches.push((scope, on));
                }
                Ok(ScopeSwitches { only: switches.iter().any(|(_, on)| *on), switches })
            }
        }
        deserializer.deserialize_any(Spellings)
    }
}

impl Serialize for ScopeSwitches {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.only {
            true => serializer.collect_seq(self.switches.iter().map(|(scope, on)| match on {
                true => scope.id().to_owned(),
                false => format!("-{scope}"),
            })),
            false => serializer.collect_map(self.switches.iter().map(|(scope, on)| (scope.id(), on))),
        }
    }
}

impl JsonSchema for ScopeSwitches {
    fn schema_name() -> Cow<'static, str> {
        "Scopes".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let ids: Vec<&str> = Scope::ALL.iter().map(|scope| scope.id()).collect();
        let listed: Vec<String> = ids.iter().flat_map(|id| [(*id).to_owned(), format!("-{id}")]).collect();
        json_schema!({ "anyOf": [
            { "type": "object", "propertyNames": { "enum": ids }, "additionalProperties": { "type": "boolean" } },
            { "type": "array", "items": { "enum": listed } },
        ]})
    }
}
