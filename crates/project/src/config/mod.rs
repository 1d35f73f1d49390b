//! The configuration file `wordgate.toml`.
//!
//! One struct with serde defaults defines the file format, its JSON Schema and the output of `wordgate config`; the
//! command line overrides it ([`Overrides`]). Names that are looked up later (rules, packs, globs) keep their position
//! in the file, so that [`policies`] and [`Selection`] can point at a wrong one.

mod discover;
#[cfg(test)]
mod file_tests;
pub(crate) mod globs;
mod layers;
mod organisation;
mod overrides;
mod policy;
mod reading;
mod selection;
mod status;
#[cfg(test)]
mod tests;
mod values;
mod waiver;
mod waiver_text;

pub use discover::{BASELINE_NAME, ConfigPlace, FILE_NAMES, find_config, repository_root};
pub use globs::FileGlobs;
pub use layers::{ConfigLayer, ConfigLayers};
pub use organisation::Organisation;
pub use overrides::{BaselineChoice, Overrides};
pub use policy::{ResolvedPolicies, policies};
pub use reading::Reading;
pub use selection::Selection;
pub use status::{RuleState, RuleStatus};
pub use values::{FailOn, Include, ScopeSwitches};
pub use waiver::{WaiverFileToml, WaiverSource, WaiverToml, waivers};
pub use waiver_text::{NewWaiver, waiver_addition};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::Spanned;
use wordgate_rules::date::TomlDate;
use wordgate_rules::toml_file::{TomlError, TomlFile};
use wordgate_rules::{Case, Severity};

/// The configuration of wordgate. Every key is optional.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Another configuration file, relative to this one. All of its values apply too: those of this file win, and lists
    /// add up.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub extend: Option<Spanned<String>>,
    /// The packs to use instead of the default set (the recommended rules and all rules of `rules`). `all`,
    /// `recommended` and profiles such as `marketing` are ids too.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<String>>")]
    pub packs: Option<Vec<Spanned<String>>>,
    /// More packs to use, in addition to the default set or `packs`.
    #[schemars(with = "Vec<String>")]
    pub extend_packs: Vec<Spanned<String>>,
    /// Rule files and folders, relative to this file. They may be outside the repository.
    #[schemars(with = "Vec<String>")]
    pub rules: Vec<Spanned<String>>,
    /// Rules (`pack/id`) and packs to switch off.
    #[schemars(with = "Vec<String>")]
    pub disable: Vec<Spanned<String>>,
    /// Phrases, in the pattern language of rules, that no rule reports.
    #[schemars(with = "Vec<String>")]
    pub allow: Vec<Spanned<String>>,
    /// Globs of the files to check, relative to this file; with a format, also files with other extensions. If there
    /// are globs without a format, files that no entry matches are left out.
    #[schemars(with = "Vec<Include>")]
    pub include: Vec<Spanned<Include>>,
    /// Globs of files and folders to leave out, relative to this file.
    #[schemars(with = "Vec<String>")]
    pub exclude: Vec<Spanned<String>>,
    /// The severity from which findings make the exit status 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_on: Option<FailOn>,
    /// The file of findings that were accepted when wordgate was adopted, relative to this file. `wordgate baseline`
    /// writes it; its findings are not reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub baseline: Option<Spanned<String>>,
    /// Files with `[[waiver]]` tables: names or globs, relative to this file. `wordgate waive` writes one file for each
    /// waiver into the folder of the first glob.
    #[serde(rename = "waivers")]
    #[schemars(with = "Vec<String>")]
    pub waiver_files: Vec<Spanned<String>>,
    /// The language of text whose language nothing else says, such as `en` or `ja`. The default is English.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub language: Option<Spanned<String>>,
    /// The date for which rules are chosen, instead of today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<TomlDate>,
    /// Front-matter keys, such as `date`, with the date of a document. The rules in effect on that date apply to it.
    /// The first key that the document has counts.
    pub document_date: Vec<String>,
    /// Whether inline directives in documents may suppress rules (the default). With `false`, directives are ignored,
    /// and no command-line option enables them again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inline: Option<bool>,
    /// The severity of rules (`"pack/id"`) and packs.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, Severity>")]
    pub severity: BTreeMap<Spanned<String>, Severity>,
    /// Scopes to check (`true`) or not (`false`).
    #[serde(skip_serializing_if = "ScopeSwitches::is_empty")]
    pub scopes: ScopeSwitches,
    /// Changes to the lists of front-matter keys and attributes that are read.
    #[serde(skip_serializing_if = "Reading::is_empty")]
    pub reading: Reading,
    /// The organisation that writes the documents.
    #[serde(skip_serializing_if = "Organisation::is_empty")]
    pub organisation: Organisation,
    /// Term sets for all rule files.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, TermSet>")]
    pub terms: BTreeMap<Spanned<String>, TermSet>,
    /// Different settings for some files; a later entry takes precedence.
    #[serde(rename = "override", skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    /// Recorded, reasoned exceptions.
    #[serde(rename = "waiver", skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<WaiverToml>")]
    pub waivers: Vec<Spanned<WaiverToml>>,
}

/// Different settings for the files that `paths` matches.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Globs relative to the configuration file, in order; `!` takes paths out again.
    #[schemars(with = "Vec<String>")]
    pub paths: Vec<Spanned<String>>,
    /// The packs to use instead of those for other files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<String>>")]
    pub packs: Option<Vec<Spanned<String>>>,
    /// More packs to use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub extend_packs: Vec<Spanned<String>>,
    /// Rules and packs to switch on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub enable: Vec<Spanned<String>>,
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
    /// The language of the files, such as `fr`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub language: Option<Spanned<String>>,
}

/// A named list of terms, used in patterns as `@name`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TermSet {
    /// How upper and lower case are matched.
    #[serde(default)]
    pub case: Case,
    /// What the set is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The terms, in the pattern language.
    #[schemars(with = "Vec<String>")]
    pub terms: Vec<Spanned<String>>,
}

impl Config {
    /// Reads a configuration file.
    ///
    /// # Errors
    /// All mistakes that can be found without the rules.
    pub fn parse(file: &TomlFile) -> Result<Config, Vec<TomlError>> {
        file.parse()
    }
}
