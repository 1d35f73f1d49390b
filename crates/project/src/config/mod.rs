//! The configuration: what `wordgate.toml` may say.
//!
//! One struct with serde defaults is the file format, its JSON Schema and what `wordgate config` prints; the command
//! line is laid over it ([`Overrides`]). Names that have to be looked up (rules, packs, globs) keep their place in the
//! file, so that [`policies`] and [`Selection`] can point at a wrong one.

mod discover;
#[cfg(test)]
mod file_tests;
mod globs;
mod overrides;
mod policy;
mod reading;
mod selection;
mod status;
#[cfg(test)]
mod tests;
mod values;
mod waiver;

pub use discover::{BASELINE_NAME, FILE_NAMES, find_config, repository_root};
pub use globs::FileGlobs;
pub use overrides::{BaselineChoice, Overrides};
pub use policy::policies;
pub use reading::Reading;
pub use selection::Selection;
pub use status::{RuleState, RuleStatus};
pub use values::{AsOf, FailOn, Include, ScopeSwitches};
pub use waiver::{WaiverToml, waivers};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::Spanned;
use wordgate_rules::toml_file::{TomlError, TomlFile};
use wordgate_rules::{Case, Severity};

/// The configuration of wordgate. Every key is optional.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The packs to use instead of the default set (the recommended rules and all rules of `rules`). `all` and
    /// `recommended` are ids too.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<String>>")]
    pub packs: Option<Vec<Spanned<String>>>,
    /// Packs to use besides.
    #[schemars(with = "Vec<String>")]
    pub extend_packs: Vec<Spanned<String>>,
    /// Rule files and folders, relative to this file. They may lie outside the repository.
    #[schemars(with = "Vec<String>")]
    pub rules: Vec<Spanned<String>>,
    /// Rules (`pack/id`) and packs to switch off.
    #[schemars(with = "Vec<String>")]
    pub disable: Vec<Spanned<String>>,
    /// Phrases, in the pattern language of rules, that are protected against every rule.
    #[schemars(with = "Vec<String>")]
    pub allow: Vec<Spanned<String>>,
    /// Globs of the files to check, relative to this file; with a format also files of other extensions. When there
    /// are globs without a format, files that no entry matches are left out.
    #[schemars(with = "Vec<Include>")]
    pub include: Vec<Spanned<Include>>,
    /// Globs of files and folders to leave out, relative to this file.
    #[schemars(with = "Vec<String>")]
    pub exclude: Vec<Spanned<String>>,
    /// From which severity on findings make the exit status 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_on: Option<FailOn>,
    /// The file of findings that were accepted when wordgate was adopted, relative to this file. `wordgate baseline`
    /// writes it; its findings are not reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub baseline: Option<Spanned<String>>,
    /// The day by which the rules' dates are judged. Without it: today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<AsOf>,
    /// Front-matter keys, such as `date`, under which a document says of which day it is: its rules are judged by that
    /// day. The first one that is there counts.
    pub document_date: Vec<String>,
    /// Whether documents may let rules pass by inline directives, as they may without this key. With `false` the
    /// directives are ignored, and the command line cannot bring them back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inline: Option<bool>,
    /// The severity of rules (`"pack/id"`) and packs.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, Severity>")]
    pub severity: BTreeMap<Spanned<String>, Severity>,
    /// Scopes to check (`true`) or not (`false`).
    #[serde(skip_serializing_if = "ScopeSwitches::is_empty")]
    pub scopes: ScopeSwitches,
    /// Which keys of front matter and which attributes are read, besides the built-in ones or without them.
    #[serde(skip_serializing_if = "Reading::is_empty")]
    pub reading: Reading,
    /// Term sets for all rule files.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, TermSet>")]
    pub terms: BTreeMap<Spanned<String>, TermSet>,
    /// What is different for some files; a later entry wins.
    #[serde(rename = "override", skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    /// Recorded, reasoned exceptions.
    #[serde(rename = "waiver", skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<WaiverToml>")]
    pub waivers: Vec<Spanned<WaiverToml>>,
}

/// What is different for the files that `paths` matches.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Globs relative to the configuration file.
    #[schemars(with = "Vec<String>")]
    pub paths: Vec<Spanned<String>>,
    /// Rules and packs to switch off.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub disable: Vec<Spanned<String>>,
    /// The severity of rules and packs.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, Severity>")]
    pub severity: BTreeMap<Spanned<String>, Severity>,
    /// Scopes to check or not.
    #[serde(default, skip_serializing_if = "ScopeSwitches::is_empty")]
    pub scopes: ScopeSwitches,
}

/// A named list of terms, used in patterns as `@name`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TermSet {
    /// How capitals count.
    #[serde(default)]
    pub case: Case,
    /// The terms, in the pattern language.
    #[schemars(with = "Vec<String>")]
    pub terms: Vec<Spanned<String>>,
}

impl Config {
    /// Reads a configuration file.
    ///
    /// # Errors
    /// The first mistake that can be seen without the rules.
    pub fn parse(file: &TomlFile) -> Result<Config, TomlError> {
        file.parse()
    }
}
