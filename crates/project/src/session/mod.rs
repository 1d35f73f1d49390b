//! Everything that a command needs before it reads documents: the configuration, the rules, and the files to which they
//! apply.
//!
//! Every command loads it here, so the same options have the same meaning everywhere.

pub(crate) mod baseline;
mod extend;
mod path_globs;
mod phrases;
mod rule_files;
#[cfg(any(test, feature = "test-samples"))]
pub mod sample;
mod waiver_files;

use crate::config::{
    self, Config, ConfigLayers, ConfigPlace, FailOn, FileGlobs, Overrides, RuleState, RuleStatus, Selection,
    WaiverSource,
};
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
use wordgate_text::language::Language;

pub use path_globs::{GlobKey, PlacedGlob};
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
    /// The configuration files that it comes from.
    pub layers: ConfigLayers,
    /// The configuration and rule files, as shown to the user.
    pub files: Vec<String>,
    /// All known rules.
    pub rules: Arc<RuleSet>,
    /// The rules that are on.
    pub selection: Selection,
    /// Phrases that no rule reports.
    pub allow: Vec<Pattern>,
    /// The names of the organisation.
    pub organisation: Vec<Pattern>,
    /// The language of text whose language nothing else says; `None` for English.
    pub language: Option<Language>,
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
    /// The globs of the configuration and of its rule files, with their places.
    pub path_globs: Vec<PlacedGlob>,
    /// The front-matter keys and attributes that are read.
    pub reading: ReadingLists,
    /// The date for which rules are chosen.
    pub as_of: Date,
    /// Whether a chosen rule has a first or a last day.
    pub has_dated_rules: bool,
    /// Whether some document may need each rule, by index; see [`Session::needed_rules`].
    needed: Vec<bool>,
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
        let mut mistakes = Mistakes::default();
        let (mut allow, mut rules) = (None, None);
        if let Some(shared) = mistakes.keep(phrases::shared_terms(&found.layers)) {
            allow = mistakes.keep(phrases::allowed(&found.layers, &shared));
            rules = mistakes.keep(wordgate_packs::rules().extend(&rule_files, &shared));
        }
        let baseline = baseline::read(&found, &overrides.baseline, &environment.directory);
        found.baseline = mistakes.keep(baseline).flatten();
        files.extend(found.baseline.iter().map(|baseline| baseline.name.clone()));
        let waiver_files = WaiverFiles::read(&found.layers, &environment.directory);
        found.waiver_files = mistakes.keep(waiver_files).unwrap_or_default();
        files.extend(found.waiver_files.names());
        let (Some(allow), Some(rules)) = (allow, rules) else { return Err(mistakes.into()) };
        mistakes.check()?;
        let mut session = Session::check(found, rules, overrides, environment)?;
        session.path_globs.extend(rule_files.iter().flat_map(path_globs::of_rules));
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
        let FoundConfig { layers, path, baseline, waiver_files } = found;
        let (mut config, base) = (layers.merged(), layers.base().to_owned());
        if overrides.as_of.is_some() {
            // A date on the command line applies to every document.
            config.document_date.clear();
        }
        let date = overrides.as_of.or(overrides.run_date).or(config.as_of.map(|date| date.0));
        let as_of = date.unwrap_or(environment.today);
        let mut mistakes = Mistakes::default();
        let selection = mistakes.keep(Selection::new(&layers, overrides, &rules, as_of));
        let chosen = selection.as_ref().map_or(&[][..], |selection| &selection.chosen);
        let resolved = mistakes.keep(config::policies(&layers, overrides, chosen, &rules));
        let globs = mistakes.keep(layers.globs());
        // Globs of an extended file are for other folders, too.
        let own = layers.iter().next_back();
        let path_globs = own.map_or_else(Vec::new, |layer| path_globs::of_config(&layer.config, &layer.file));
        let reading = mistakes.keep(layers.reading());
        let organisation = mistakes.keep(layers.organisation());
        let language = mistakes.keep(layers.language());
        let sources: Vec<WaiverSource> = layers.waivers().chain(waiver_files.sources()).collect();
        let waivers = mistakes.keep(config::waivers(&sources, &rules, as_of));
        let (
            Some(selection),
            Some(resolved),
            Some(globs),
            Some(reading),
            Some(organisation),
            Some(language),
            Some(waivers),
        ) = (selection, resolved, globs, reading, organisation, language, waivers)
        else {
            return Err(mistakes.into());
        };
        let former_base = base.clone();
        let former = FormerPaths::new(move |path| former_base.join(path).symlink_metadata().is_ok());
        let directory = environment.directory.clone();
        overrides.apply_to(&mut config, &base, &directory, as_of);
        let dated = |(rule, chosen): (&Rule, &bool)| *chosen && rule.validity != Validity::default();
        let needed: Vec<bool> =
            selection.chosen.iter().zip(&resolved.enabled).map(|(chosen, enabled)| *chosen || *enabled).collect();
        let is_dated = rules.rules.iter().zip(&needed).any(dated);
        let is_needed = |(needed, rule): (&bool, &Rule)| {
            *needed && (!config.document_date.is_empty() || rule.validity.contains(as_of))
        };
        let needed = needed.iter().zip(&rules.rules).map(is_needed).collect();
        Ok(Session {
            directory,
            base,
            config,
            layers,
            config_file: path,
            files: Vec::new(),
            rules: Arc::new(rules),
            allow: Vec::new(),
            organisation,
            language,
            selection,
            names_single_rules: !overrides.only.is_empty(),
            needed,
            policies: Arc::new(resolved.policies),
            suppressions: Arc::new(Suppressions { waivers, baseline, former }),
            globs,
            path_globs,
            reading,
            as_of,
            has_dated_rules: is_dated,
        })
    }

    /// Returns the lowest severity that fails the run: `flag` if it is given, or else that of the configuration.
    pub fn fail_on(&self, flag: Option<FailOn>) -> FailOn {
        flag.or(self.config.fail_on).unwrap_or_default()
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

    /// Returns, by index, whether a document may need the rule: it is chosen for all files or for some. Without
    /// [`Config::document_date`], it must also be in effect on the date of the run.
    pub fn needed_rules(&self) -> &[bool] {
        &self.needed
    }

    /// Returns the digest of the rules that a document may need; see [`RuleSet::digest`].
    pub fn rules_digest(&self) -> String {
        let terms = &self.config.terms;
        let mut shared = serde_json::json!(terms);
        shared.sort_all_objects();
        let shared = if terms.is_empty() { String::new() } else { shared.to_string() };
        let names = self.organisation.iter().map(|name| &*name.source);
        self.rules.digest(self.needed_rules(), shared.as_bytes(), names)
    }

    /// Creates a linter with the rules, waivers and baseline of this session.
    pub fn linter(&self) -> Linter {
        let keys = self.config.document_date.clone();
        let dates = Dates { keys, as_of: self.as_of, has_dated_rules: self.has_dated_rules };
        let linter = Linter::new(self.rules.clone(), self.needed_rules(), &self.allow);
        let linter = linter.with_suppressions(self.suppressions.clone()).with_reading(self.reading.clone());
        let linter = linter.with_dates(dates).with_organisation(self.organisation.clone()).with_language(self.language);
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

/// The mistakes of several steps, which are reported at once.
#[derive(Default)]
struct Mistakes(Vec<TomlError>);

impl Mistakes {
    /// Returns the value, or keeps its mistakes.
    fn keep<T>(&mut self, result: Result<T, Vec<TomlError>>) -> Option<T> {
        result.map_err(|mistakes| self.0.extend(mistakes)).ok()
    }

    /// Fails if there is a mistake.
    fn check(self) -> Result<(), Failure> {
        if self.0.is_empty() { Ok(()) } else { Err(self.into()) }
    }
}

impl From<Mistakes> for Failure {
    fn from(mistakes: Mistakes) -> Failure {
        Failure::Toml(mistakes.0)
    }
}

/// A configuration before its rules are loaded.
struct FoundConfig {
    layers: ConfigLayers,
    /// The absolute path of the configuration file, if there is one.
    path: Option<PathBuf>,
    baseline: Option<Baseline>,
    waiver_files: WaiverFiles,
}

impl FoundConfig {
    fn read(place: &ConfigPlace, environment: &Environment) -> Result<FoundConfig, Failure> {
        let layers = match &place.file {
            Some(path) => extend::read_layers(path, &environment.directory).map_err(Failure::Toml)?,
            None => Vec::new(),
        };
        let layers = ConfigLayers::new(layers, place.base.clone());
        Ok(FoundConfig { layers, path: place.file.clone(), baseline: None, waiver_files: WaiverFiles::default() })
    }

    /// Returns the names of the configuration files, as shown to the user, the nearest one first.
    fn names(&self) -> Vec<String> {
        self.layers.iter().rev().map(|layer| layer.file.name.clone()).collect()
    }
}
