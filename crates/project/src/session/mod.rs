//! Everything that a command needs before it reads documents: the configuration, the rules, and the files to which they
//! apply.
//!
//! Every command loads it here, so the same options have the same meaning everywhere.

pub(crate) mod baseline;
mod phrases;
mod rule_files;
#[cfg(any(test, feature = "test-samples"))]
pub mod sample;
mod waiver_files;

use crate::config::{self, Config, ConfigPlace, FileGlobs, Overrides, RuleState, RuleStatus, Selection, WaiverSource};
use crate::paths;
use crate::read;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use waiver_files::WaiverFiles;
use wordgate_core::Checker;
use wordgate_core::extract::ReadingLists;
use wordgate_core::lint::{Dates, Linter, Policies};
use wordgate_core::suppress::{Baseline, FormerPaths, Suppressions};
use wordgate_rules::toml_file::{TomlError, TomlFile};
use wordgate_rules::{Pattern, Rule, RuleSet, UnknownId, Validity};

pub use rule_files::read_rule_files;

/// The environment of the process, read once.
#[derive(Clone, Debug)]
pub struct Environment {
    /// The working directory.
    pub directory: PathBuf,
    /// Today, in the local time zone.
    pub today: Date,
}

/// Why a command failed. The exit status is always 2.
#[derive(Debug)]
pub enum Failure {
    /// Mistakes in rule or configuration files.
    Toml(Vec<TomlError>),
    /// Any other failure, such as a mistake on the command line or a failure of git.
    Usage {
        /// What is wrong.
        message: String,
        /// How to fix it.
        help: Option<String>,
    },
}

impl From<TomlError> for Failure {
    fn from(mistake: TomlError) -> Failure {
        Failure::Toml(vec![mistake])
    }
}

/// Configuration and rules, checked against each other.
#[derive(Debug)]
pub struct Session {
    /// The working directory: paths in reports are relative to it.
    pub directory: PathBuf,
    /// The folder to which paths for globs and fingerprints are relative.
    pub base: PathBuf,
    /// The effective configuration.
    pub config: Config,
    /// The configuration and rule files, as shown to the user.
    pub files: Vec<String>,
    /// All known rules.
    pub rules: Arc<RuleSet>,
    /// The rules that are on.
    pub selection: Selection,
    /// Phrases that no rule reports.
    pub allow: Vec<Pattern>,
    /// Severities and scopes for each file.
    pub policies: Arc<Policies>,
    /// Waivers and the baseline.
    pub suppressions: Arc<Suppressions>,
    /// The configuration file.
    pub config_file: Option<PathBuf>,
    /// Whether the command line names single rules to use.
    pub names_single_rules: bool,
    /// `include` and `exclude`.
    pub globs: FileGlobs,
    /// The front-matter keys and attributes that are read.
    pub reading: ReadingLists,
    /// The date for which rules are chosen.
    pub as_of: Date,
    /// Whether a chosen rule has a first or a last day.
    pub has_dated_rules: bool,
}

impl Environment {
    /// Reads the environment.
    ///
    /// # Errors
    /// If there is no working directory, for example because it was deleted.
    pub fn read() -> Result<Environment, Failure> {
        let directory = std::env::current_dir()
            .map_err(|error| Failure::usage(format!("the working directory cannot be used: {error}")))?;
        Ok(Environment { directory, today: today() })
    }
}

/// Returns today's date in the local time zone. Reading the rules of the zone from `/etc/localtime` takes 0.02 ms.
/// jiff's own lookup searches the folder of all zones for the name of the zone. It takes 0.6 ms of a run of 4.5 ms.
fn today() -> Date {
    let rules = std::env::var_os("TZ").is_none().then(|| std::fs::read("/etc/localtime").ok()).flatten();
    match rules.and_then(|rules| TimeZone::tzif("local", &rules).ok()) {
        Some(zone) => zone.to_datetime(Timestamp::now()).date(),
        None => jiff::ZonedDateTime::now().date(),
    }
}

impl Session {
    /// Finds and reads the configuration and the rules for the working directory.
    ///
    /// # Errors
    /// All mistakes in them that can be found at once.
    pub fn load(overrides: &Overrides, environment: &Environment) -> Result<Session, Failure> {
        let place = ConfigPlace::for_command(overrides, &environment.directory)?;
        let session = Session::load_place(&place, overrides, environment)?;
        overrides.check_ids(std::iter::once(&*session.rules)).map_err(Failure::unknown_id)?;
        Ok(session)
    }

    /// Reads a configuration and its rules. Does not check that the names on the command line are known: a rule may
    /// belong to another configuration.
    ///
    /// # Errors
    /// All mistakes in them that can be found at once.
    pub fn load_place(
        place: &ConfigPlace,
        overrides: &Overrides,
        environment: &Environment,
    ) -> Result<Session, Failure> {
        let mut found = FoundConfig::read(place, environment)?;
        let rule_files = rule_files::collect(&found, overrides, &environment.directory)?;
        let mut files = found.names();
        files.extend(rule_files.iter().map(|file| file.name.clone()));
        let shared = phrases::shared_terms(&found.config, &found.file).map_err(Failure::Toml)?;
        let allow = phrases::allowed(&found.config, &shared, &found.file).map_err(Failure::Toml)?;
        let rules = wordgate_packs::rules().extend(&rule_files, &shared).map_err(Failure::Toml)?;
        found.baseline = baseline::read(&found, &overrides.baseline, &environment.directory)?;
        files.extend(found.baseline.iter().map(|baseline| baseline.name.clone()));
        found.waiver_files = WaiverFiles::read(&found, &environment.directory).map_err(Failure::Toml)?;
        files.extend(found.waiver_files.names());
        let session = Session::check(found, rules, overrides, environment)?;
        Ok(Session { files, allow, ..session })
    }

    /// Returns the date that a configuration file sets. A file with mistakes has none; loading it reports them.
    pub fn configured_date(place: &ConfigPlace) -> Option<Date> {
        let path = place.file.as_ref()?;
        let text = read::read_toml(path).ok()?;
        Some(Config::parse(&TomlFile::new("", text)).ok()?.as_of?.0)
    }

    /// Checks configuration, command line and rules against each other.
    fn check(
        found: FoundConfig,
        rules: RuleSet,
        overrides: &Overrides,
        environment: &Environment,
    ) -> Result<Session, Failure> {
        let FoundConfig { file, mut config, base, path, baseline, waiver_files } = found;
        if overrides.as_of.is_some() {
            // A date on the command line applies to every document.
            config.document_date.clear();
        }
        let date = overrides.as_of.or(overrides.run_date).or(config.as_of.map(|date| date.0));
        let as_of = date.unwrap_or(environment.today);
        let selection = Selection::new(&config, overrides, &rules, &file, as_of).map_err(Failure::Toml)?;
        let policies = config::policies(&config, &selection, &rules, &file).map_err(Failure::Toml)?;
        let globs = FileGlobs::new(&config.include, &config.exclude, &file).map_err(Failure::Toml)?;
        let reading = config.reading.lists(&file).map_err(Failure::Toml)?;
        let own = WaiverSource { file: &file, waivers: &config.waivers };
        let sources: Vec<WaiverSource> = [own].into_iter().chain(waiver_files.sources()).collect();
        let waivers = config::waivers(&sources, &rules, as_of).map_err(Failure::Toml)?;
        let former_base = base.clone();
        let former = FormerPaths::new(move |path| former_base.join(path).symlink_metadata().is_ok());
        let directory = environment.directory.clone();
        overrides.apply_to(&mut config, &base, &directory, as_of);
        let dated = |(rule, chosen): (&Rule, &bool)| *chosen && rule.validity != Validity::default();
        let is_dated = rules.rules.iter().zip(&selection.chosen).any(dated);
        Ok(Session {
            directory,
            base,
            config,
            config_file: path,
            files: Vec::new(),
            rules: Arc::new(rules),
            allow: Vec::new(),
            selection,
            names_single_rules: !overrides.only.is_empty(),
            policies: Arc::new(policies),
            suppressions: Arc::new(Suppressions { waivers, baseline, former }),
            globs,
            reading,
            as_of,
            has_dated_rules: is_dated,
        })
    }

    /// Returns the status of a rule, by index, on the date of the run.
    pub fn rule_status(&self, rule: usize) -> RuleStatus {
        let definition = &self.rules.rules[rule];
        let chosen = self.policies.base().severities[rule];
        let state = match definition.validity {
            _ if chosen.is_none() => RuleState::Off,
            Validity { first_day: Some(first), .. } if self.as_of < first => RuleState::NotYetInEffect(first),
            Validity { last_day: Some(last), .. } if last < self.as_of => RuleState::Ended(last),
            _ => RuleState::On,
        };
        RuleStatus { severity: chosen.unwrap_or(definition.severity), state }
    }

    /// Returns, by index, whether a document may need the rule. With [`Config::document_date`], these are all chosen
    /// rules. Otherwise, they are those in effect on the date of the run.
    pub fn needed_rules(&self) -> &[bool] {
        if self.config.document_date.is_empty() { &self.selection.active } else { &self.selection.chosen }
    }

    /// Returns the digest of the rules that a document may need; see [`RuleSet::digest`].
    pub fn rules_digest(&self) -> String {
        let terms = &self.config.terms;
        let mut shared = serde_json::json!(terms);
        shared.sort_all_objects();
        let shared = if terms.is_empty() { String::new() } else { shared.to_string() };
        self.rules.digest(self.needed_rules(), shared.as_bytes())
    }

    /// Creates a linter with the rules, waivers and baseline of this session.
    pub fn linter(&self) -> Linter {
        let keys = self.config.document_date.clone();
        let dates = Dates { keys, as_of: self.as_of, has_dated_rules: self.has_dated_rules };
        let linter = Linter::new(self.rules.clone(), self.needed_rules(), &self.allow);
        let linter = linter.with_suppressions(self.suppressions.clone()).with_reading(self.reading.clone());
        let linter = linter.with_dates(dates);
        if self.config.inline == Some(false) { linter.without_directives() } else { linter }
    }

    /// Creates a checker with the rules and settings of this session.
    pub fn checker(&self) -> Checker {
        Checker::new(self.linter(), self.policies.clone())
    }

    /// Returns a file's path in reports.
    pub fn shown_path(&self, path: &Path) -> String {
        paths::relative(&self.directory, path)
    }

    /// Returns a file's path for globs and fingerprints.
    pub fn base_path(&self, path: &Path) -> String {
        paths::relative(&self.base, path)
    }
}

impl Failure {
    /// Creates the failure for an unknown name on the command line.
    pub fn unknown_id(unknown: UnknownId) -> Failure {
        Failure::help(unknown.message, unknown.help)
    }

    /// Creates a [`Failure::Usage`] without help.
    pub fn usage(message: impl Into<String>) -> Failure {
        Failure::Usage { message: message.into(), help: None }
    }

    /// Combines two failures. A mistake on the command line takes precedence, because it may have caused the other.
    #[must_use]
    pub fn and(self, other: Failure) -> Failure {
        match (self, other) {
            (Failure::Toml(mut mistakes), Failure::Toml(more)) => {
                mistakes.extend(more);
                Failure::Toml(mistakes)
            }
            (usage @ Failure::Usage { .. }, _) | (_, usage) => usage,
        }
    }

    /// Creates a [`Failure::Usage`] with help.
    pub fn help(message: impl Into<String>, help: impl Into<String>) -> Failure {
        Failure::Usage { message: message.into(), help: Some(help.into()) }
    }
}

/// A configuration before its rules are loaded.
struct FoundConfig {
    /// The text of the configuration file; empty if there is none.
    file: TomlFile,
    config: Config,
    base: PathBuf,
    /// The absolute path of the configuration file, if there is one.
    path: Option<PathBuf>,
    baseline: Option<Baseline>,
    waiver_files: WaiverFiles,
}

impl FoundConfig {
    fn read(place: &ConfigPlace, environment: &Environment) -> Result<FoundConfig, Failure> {
        let base = place.base.clone();
        let Some(path) = place.file.clone() else {
            let file = TomlFile::new("no configuration file", "");
            let (config, waiver_files) = Default::default();
            return Ok(FoundConfig { file, config, base, path: None, baseline: None, waiver_files });
        };
        let name = paths::relative(&environment.directory, &path);
        let unreadable = |message| Failure::Toml(vec![TomlFile::file_error(&name, message)]);
        let text = read::read_toml(&path).map_err(unreadable)?.into();
        let file = TomlFile { name, text };
        let config = Config::parse(&file).map_err(|error| Failure::Toml(vec![error]))?;
        let waiver_files = WaiverFiles::default();
        Ok(FoundConfig { file, config, base, path: Some(path), baseline: None, waiver_files })
    }

    /// Returns the path of the configuration file, if there is one, as shown to the user.
    fn names(&self) -> Vec<String> {
        self.path.iter().map(|_| self.file.name.clone()).collect()
    }
}
