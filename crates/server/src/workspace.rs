//! Finds the configuration and the rules of a document, and caches them until one of their files changes.
//!
//! A document uses the nearest configuration in its folder and the folders above, as with the command. A new document
//! without a file uses that of the first workspace folder. Documents with the same configuration and the same workspace folder share a session. An open document keeps its
//! session until a new one can be loaded, so a half-written rule file does not disable it.

use super::settings::Settings;
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wordgate_core::Checker;
use wordgate_project::config::{ConfigPlace, Overrides};
use wordgate_project::paths;
use wordgate_project::session::{Environment, Failure, Session};
use wordgate_rules::toml_file::TomlError;
use wordgate_text::escape::visible_prefix;

/// Messages quote the configuration, so they are cut after this many characters.
const MAX_MESSAGE: usize = 1000;

/// A session and the checker that is built from it.
pub(super) struct Loaded {
    pub session: Session,
    pub checker: Checker,
    /// Whether the configuration of a folder above excludes all documents of this one.
    pub is_excluded: bool,
}

/// The session of a document, or the first mistake in its configuration or rules.
pub(super) type LoadResult = Result<Arc<Loaded>, String>;

/// The folders of the workspace and the sessions in use.
pub(super) struct Workspace {
    /// The folders of the workspace, as absolute paths.
    pub folders: Vec<PathBuf>,
    pub settings: Settings,
    base: Overrides,
    sessions: HashMap<SessionKey, LoadResult>,
    /// The files whose mistakes prevent sessions from loading.
    broken_files: BTreeSet<PathBuf>,
    /// The day on which the sessions were loaded. They are loaded again on another day, because rules have dates.
    day: Option<Date>,
    /// The mistakes that the user has not seen yet.
    mistakes: Vec<String>,
}

/// The folder from which a session is loaded, and its configuration.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct SessionKey {
    directory: PathBuf,
    place: ConfigPlace,
}

impl Workspace {
    /// Creates a workspace without sessions.
    pub fn new(folders: Vec<PathBuf>, settings: Settings, base: Overrides) -> Workspace {
        Workspace {
            folders,
            settings,
            base,
            sessions: HashMap::new(),
            broken_files: BTreeSet::new(),
            day: None,
            mistakes: Vec::new(),
        }
    }

    /// Removes all sessions, because the files that they were loaded from may have changed.
    pub fn forget(&mut self) {
        self.sessions.clear();
        self.broken_files.clear();
    }

    /// Returns the folders outside of the workspace that contain files of the sessions, including files with mistakes.
    /// `in_use` are sessions that may no longer be among those loaded last.
    pub fn folders_outside<'l>(&'l self, in_use: impl Iterator<Item = &'l Loaded>) -> BTreeSet<PathBuf> {
        let loaded = self.sessions.values().flatten().map(|loaded| &**loaded).chain(in_use);
        let files = loaded.flat_map(|loaded| {
            let session = &loaded.session;
            session.files.iter().map(|name| paths::absolute(&session.directory, Path::new(name)))
        });
        let folders = files.chain(self.broken_files.iter().cloned()).filter_map(|file| Some(file.parent()?.to_owned()));
        folders.filter(|folder| !self.folders.iter().any(|workspace| folder.starts_with(workspace))).collect()
    }

    /// Returns the mistakes since the last call, each once.
    pub fn take_mistakes(&mut self) -> Vec<String> {
        let mut mistakes = std::mem::take(&mut self.mistakes);
        let mut seen = HashSet::new();
        mistakes.retain(|mistake| seen.insert(mistake.clone()));
        mistakes
    }

    /// Returns the session of a document, loading it if necessary.
    pub fn session(&mut self, path: Option<&Path>) -> LoadResult {
        let environment = Environment::read().map_err(|failure| self.record(failure))?;
        if self.day.replace(environment.today) != Some(environment.today) {
            self.sessions.clear();
        }
        let overrides = self.settings.apply_to(&self.base);
        let key = self.key(path, &overrides, &environment).map_err(|failure| self.record(failure))?;
        let environment = Environment { directory: key.directory.clone(), ..environment };
        // As with the command, the date of the workspace folder applies to nested configurations too.
        let working = ConfigPlace::of_folder(&key.directory, &key.directory).ok();
        let run_date =
            working.filter(|_| overrides.config.is_none()).and_then(|working| Session::configured_date(&working));
        self.load(key, Overrides { run_date, ..overrides }, &environment)
    }

    fn load(&mut self, key: SessionKey, overrides: Overrides, environment: &Environment) -> LoadResult {
        if let Some(known) = self.sessions.get(&key) {
            return known.clone();
        }
        let is_excluded = overrides.config.is_none() && self.is_excluded(&key, &overrides, environment);
        let loaded = load_session(&key.place, &overrides, environment).map(|session| {
            let checker = session.checker();
            Arc::new(Loaded { session, checker, is_excluded })
        });
        let loaded = loaded.map_err(|failure| {
            if let Failure::Toml(mistakes) = &failure {
                let path = |mistake: &TomlError| paths::absolute(&key.directory, Path::new(&mistake.file.name));
                self.broken_files.extend(mistakes.iter().map(path));
            }
            self.record(failure)
        });
        self.sessions.insert(key, loaded.clone());
        loaded
    }

    /// Returns whether a configuration above that of `key` excludes its folder.
    fn is_excluded(&mut self, key: &SessionKey, overrides: &Overrides, environment: &Environment) -> bool {
        let base = &key.place.base;
        let Some(above) = base.parent().filter(|_| key.place.file.is_some() && !ConfigPlace::is_top(base)) else {
            return false;
        };
        let Ok(place) = ConfigPlace::of_folder(above, &key.directory) else { return false };
        if place.file.is_none() {
            return false;
        }
        let above = self.load(SessionKey { place, ..key.clone() }, overrides.clone(), environment);
        above
            .is_ok_and(|above| above.is_excluded || above.session.globs.exclude.matches(&above.session.base_path(base)))
    }

    /// Records the mistakes of a failure to show them later; returns the first.
    fn record(&mut self, failure: Failure) -> String {
        let lines = messages(failure);
        let first = lines.first().cloned().unwrap_or_default();
        self.mistakes.extend(lines);
        first
    }

    fn key(&self, path: Option<&Path>, overrides: &Overrides, from: &Environment) -> Result<SessionKey, Failure> {
        let parent = path.and_then(Path::parent);
        let workspace_folder =
            parent.and_then(|parent| self.folders.iter().filter(|folder| parent.starts_with(folder)).max());
        let directory =
            workspace_folder.map(PathBuf::as_path).or(parent).or(self.folders.first().map(PathBuf::as_path));
        let directory = directory.unwrap_or(&from.directory).to_owned();
        let given = overrides.config.as_deref().map(|config| {
            // A path in the settings is relative to the workspace, even for a document outside of it.
            paths::absolute(self.folders.first().unwrap_or(&directory), config)
        });
        if given.is_some() || overrides.isolated {
            let overrides = Overrides { config: given, ..overrides.clone() };
            return Ok(SessionKey { place: ConfigPlace::for_command(&overrides, &directory)?, directory });
        }
        let folder = parent.unwrap_or(&directory);
        let place = ConfigPlace::of_folder(folder, &directory)?;
        Ok(SessionKey { directory, place })
    }
}

fn load_session(place: &ConfigPlace, overrides: &Overrides, environment: &Environment) -> Result<Session, Failure> {
    let session = Session::load_place(place, overrides, environment)?;
    overrides.check_ids(std::iter::once(&*session.rules)).map_err(Failure::unknown_id)?;
    Ok(session)
}

/// Returns the messages of a failure, each on one line, because editors show them in a popup.
fn messages(failure: Failure) -> Vec<String> {
    let lines = match failure {
        Failure::Toml(mistakes) => mistakes.iter().map(TomlError::one_line).collect(),
        Failure::Usage { message, help: None } => vec![message],
        Failure::Usage { message, help: Some(help) } => vec![format!("{message} ({help})")],
    };
    lines.iter().map(|line| visible_prefix(line, MAX_MESSAGE)).collect()
}
