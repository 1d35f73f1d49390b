//! The command-line options for configuration and rules, as plain data.

use super::{Config, ScopeSwitches};
use crate::paths;
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use toml::Spanned;
use wordgate_rules::date::TomlDate;
use wordgate_text::prose::ScopeSet;

/// The options on the command line. They take precedence over the configuration file.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The configuration file to use.
    pub config: Option<PathBuf>,
    /// Whether to use no configuration file.
    pub isolated: bool,
    /// Packs to use instead of the default set and `packs`.
    pub packs: Vec<String>,
    /// Further rule files and folders, relative to the working directory.
    pub rules: Vec<PathBuf>,
    /// The only rules to use; empty means no restriction.
    pub only: Vec<String>,
    /// Rules and packs to switch off.
    pub ignore: Vec<String>,
    /// The date for which rules are chosen.
    pub as_of: Option<Date>,
    /// The date of the run, if neither the command line nor the configuration of a nested folder decides it: that of
    /// the working directory's session.
    pub run_date: Option<Date>,
    /// Whether to ignore directives in documents.
    pub no_inline: bool,
    /// The baseline to use.
    pub baseline: BaselineChoice,
}

/// The baseline to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BaselineChoice {
    /// No baseline, for commands that report no findings.
    #[default]
    Off,
    /// The file that `baseline` in the configuration names, if any.
    Configured,
    /// The file that `baseline` in the configuration names, or the one with the default name next to the configuration.
    ConfiguredOrDefault,
    /// This file, relative to the working directory.
    File(PathBuf),
    /// The file that `wordgate baseline` would write, if it exists: this one, or else the configured one, or else the one
    /// with the default name.
    Written(Option<PathBuf>),
}

impl Overrides {
    /// Applies the options to the configuration, so that it shows the effective values.
    pub fn apply_to(&self, config: &mut Config, base: &Path, directory: &Path, as_of: Date) {
        let plain = |text: &String| Spanned::new(0..0, text.clone());
        if !self.packs.is_empty() {
            config.packs = Some(self.packs.iter().map(plain).collect());
            config.extend_packs.clear();
        }
        let rules = self.rules.iter().map(|path| paths::relative(base, &paths::absolute(directory, path)));
        config.rules.extend(rules.map(|path| Spanned::new(0..0, path)));
        config.disable.extend(self.ignore.iter().map(plain));
        config.as_of = Some(TomlDate(as_of));
        config.inline = Some(config.inline != Some(false) && !self.no_inline);
        config.fail_on = Some(config.fail_on.unwrap_or_default());
        config.scopes = ScopeSwitches::exactly(config.scopes.apply(ScopeSet::checked_by_default()));
    }
}
