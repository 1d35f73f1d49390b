//! The globs that users write in the configuration and in rule files, each with its place, so that a run over the whole
//! folder can warn about one that matches nothing.

use crate::config::Config;
use serde::Deserialize;
use toml::Spanned;
use wordgate_rules::toml_file::TomlFile;
use wordgate_text::source::to_u32;

/// A glob and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedGlob {
    /// The key that contains it.
    pub key: GlobKey,
    /// The glob.
    pub glob: String,
    /// The name of the file, as shown to the user.
    pub file: String,
    /// The 1-based line.
    pub line: u32,
}

/// The key that contains a glob.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GlobKey {
    /// `exclude`.
    Exclude,
    /// `include`.
    Include,
    /// `paths` of an `[[override]]`.
    Override,
    /// `paths` of the rule with this id, without its pack.
    Rule(String),
}

/// The parts of a rule file with globs.
#[derive(Deserialize)]
struct RulePaths {
    #[serde(default)]
    rule: Vec<RulePath>,
}

#[derive(Deserialize)]
struct RulePath {
    id: String,
    #[serde(default)]
    paths: Vec<Spanned<String>>,
}

/// Returns the globs of a configuration.
pub(super) fn of_config(config: &Config, file: &TomlFile) -> Vec<PlacedGlob> {
    let exclude = config.exclude.iter().map(|glob| (GlobKey::Exclude, glob.get_ref(), glob.span().start));
    let include = config.include.iter().map(|entry| (GlobKey::Include, &entry.get_ref().glob, entry.span().start));
    let overrides = config.overrides.iter().flat_map(|entry| &entry.paths);
    let overrides = overrides.map(|glob| (GlobKey::Override, glob.get_ref(), glob.span().start));
    exclude.chain(include).chain(overrides).map(|(key, glob, at)| placed(key, glob, file, at)).collect()
}

/// Returns the globs of a rule file without mistakes.
pub(super) fn of_rules(file: &TomlFile) -> Vec<PlacedGlob> {
    // Most files have no globs, and need not be parsed a second time.
    let parsed = file.text.contains("paths").then(|| toml::from_str::<RulePaths>(&file.text).ok()).flatten();
    let rules = parsed.map_or_else(Vec::new, |parsed| parsed.rule);
    let globs = |rule: RulePath| {
        let place = move |glob: Spanned<String>| {
            placed(GlobKey::Rule(rule.id.clone()), glob.get_ref(), file, glob.span().start)
        };
        rule.paths.into_iter().map(place)
    };
    rules.into_iter().flat_map(globs).collect()
}

fn placed(key: GlobKey, glob: &str, file: &TomlFile, at: usize) -> PlacedGlob {
    let line = 1 + file.text.bytes().take(at).filter(|byte| *byte == b'\n').count();
    PlacedGlob { key, glob: glob.to_owned(), file: file.name.clone(), line: to_u32(line) }
}
