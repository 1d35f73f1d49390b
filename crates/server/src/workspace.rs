//! Finds the configuration and the rules of a document, and caches them until one of their files changes.
//!
//! A document uses the nearest configuration in its folder and the folders above, as with the command. A new document
//! without a file uses that of the first workspace folder. Documents with the same configuration and the same workspace folder share a session. An open document keeps its
//! session until a new one can be loaded, so a half-written rule file does not disable it.

use super::mistakes::Mistakes;
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

/// A session and the checker that is built from it.
pub(super) struct Loaded {
    pub session: Session,
    pub checker: Checker,
    /// Whether the configuration of a folder above excludes all documents of this one.
    pub is_excluded: bool,
    /// The rule files and folders that the settings or the command line add.
    added_rules: Vec<PathBuf>,
}

impl Loaded {
    /// Whether only the settings or the command line name the file of a rule. A waiver of such a rule would be a mistake
    /// in every other run.
    pub fn is_from_settings(&self, rule: &str) -> bool {
        let session = &self.session;
        let Some(index) = session.rules.index_of(rule) else { return false };
        let file = paths::resolve_argument(&session.directory, Path::new(&*session.rules.rules[index].file));
        // The effective configuration ends with the added ones.
        let own = session.config.rules.iter().rev().skip(self.added_rules.len());
        let mut configured = own.map(|entry| paths::absolute(&session.base, entry.get_ref().as_ref()));
        self.added_rules.iter().any(|added| file.starts_with(added)) && !configured.any(|named| file.starts_with(named))
    }
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
    /// The mistakes that prevent sessions from loading.
    pub mistakes: Mistakes,
    /// The folders of documents whose session could not be loaded.
    failing: BTreeSet<PathBuf>,
    /// The day on which the sessions were loaded. They are loaded again on another day, because rules have dates.
    day: Option<Date>,
    /// Messages about failures without a file, which the user has not seen yet.
    messages: Vec<String>,
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
            mistakes: Mistakes::default(),
            failing: BTreeSet::new(),
            day: None,
            messages: Vec::new(),
        }
    }

    /// Removes all sessions, because the files that they were loaded from may have changed. Returns the folders of
    /// documents whose session could not be loaded.
    pub fn forget(&mut self) -> BTreeSet<PathBuf> {
        self.sessions.clear();
        self.mistakes = Mistakes::default();
        std::mem::take(&mut self.failing)
    }

    /// Loads the sessions of the workspace folders and of `more` folders, to find their mistakes. A mistake is shown
    /// until it is fixed, even if the documents that use the file are closed.
    pub fn load_folders(&mut self, more: BTreeSet<PathBuf>) {
        for folder in self.folders.iter().cloned().chain(more).collect::<Vec<_>>() {
            // Only the folder of the file counts, and failures are recorded.
            let _ = self.session(Some(&folder.join("any")));
        }
    }

    /// Returns the folders outside of the workspace that contain files of the sessions, including files with mistakes.
    /// `in_use` are sessions that may no longer be among those loaded last.
    pub fn folders_outside<'l>(&'l self, in_use: impl Iterator<Item = &'l Loaded>) -> BTreeSet<PathBuf> {
        let loaded = self.sessions.values().flatten().map(|loaded| &**loaded).chain(in_use);
        let files = loaded.flat_map(|loaded| {
            let session = &loaded.session;
            session.files.iter().map(|name| paths::absolute(&session.directory, Path::new(name)))
        });
        let folders = files.chain(self.mistakes.files().cloned()).filter_map(|file| Some(file.parent()?.to_owned()));
        folders.filter(|folder| !self.folders.iter().any(|workspace| folder.starts_with(workspace))).collect()
    }

    /// Returns the messages since the last call, each once.
    pub fn take_messages(&mut self) -> Vec<String> {
        let mut messages = std::mem::take(&mut self.messages);
        let mut seen = HashSet::new();
        messages.retain(|message| seen.insert(message.clone()));
        messages
    }

    /// Returns the session of a document, loading it if necessary.
    pub fn session(&mut self, path: Option<&Path>) -> LoadResult {
        let loaded = self.find_session(path);
        if loaded.is_err() {
            self.failing.extend(path.and_then(Path::parent).map(Path::to_owned));
        }
        loaded
    }

    fn find_session(&mut self, path: Option<&Path>) -> LoadResult {
        let environment = Environment::read().map_err(|failure| self.record(failure, Path::new(""), None))?;
        if self.day.replace(environment.today) != Some(environment.today) {
            self.sessions.clear();
        }
        let overrides = self.settings.apply_to(&self.base);
        let key = self.key(path, &overrides, &environment);
        let key = key.map_err(|failure| self.record(failure, &environment.directory, None))?;
        if let Some(known) = self.sessions.get(&key) {
            return known.clone();
        }
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
            let added = |path: &PathBuf| paths::resolve_argument(&session.directory, path);
            let added_rules = overrides.rules.iter().map(added).collect();
            Arc::new(Loaded { session, checker, is_excluded, added_rules })
        });
        let loaded = loaded.map_err(|failure| self.record(failure, &key.directory, key.place.file.as_deref()));
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

    /// Records a failure to show it later; returns its first mistake. File names in it are relative to `directory`.
    fn record(&mut self, failure: Failure, directory: &Path, config: Option<&Path>) -> String {
        match failure {
            Failure::Toml(mistakes) => {
                let elsewhere = mistakes.iter().filter(|mistake| !self.mistakes.add(mistake, directory, config));
                self.messages.extend(elsewhere.map(TomlError::one_line));
                mistakes.first().map(TomlError::one_line).unwrap_or_default()
            }
            Failure::Usage { message, help } => {
                let help = help.map_or_else(String::new, |help| format!(" ({help})"));
                let message = format!("{message}{help}");
                self.messages.push(message.clone());
                message
            }
        }
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
