//! Which configuration and which rules a document has, kept until one of their files changes.
//!
//! A document belongs to the configuration that is nearest to it, else to that of its workspace folder. Several
//! documents share a session if they have the same configuration and the same folder. A session is replaced only by one
//! that could be read: while a rule file is being edited, the last good session stays.

use super::settings::Settings;
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wordgate_core::Checker;
use wordgate_project::config::{Overrides, find_config};
use wordgate_project::paths;
use wordgate_project::session::{Environment, Failure, Session};
use wordgate_rules::toml_file::TomlError;
use wordgate_text::escape::visible_prefix;

/// The most characters of a mistake that are shown.
const MAX_MESSAGE: usize = 1000;

/// A session and what is built from it.
pub(super) struct Loaded {
    pub session: Session,
    pub checker: Checker,
}

/// The session of a document, or the first mistake in its configuration or rules.
pub(super) type LoadResult = Result<Arc<Loaded>, String>;

/// The folders of the workspace and the sessions in use.
pub(super) struct Workspace {
    /// Absolute.
    pub folders: Vec<PathBuf>,
    pub settings: Settings,
    base: Overrides,
    sessions: HashMap<SessionKey, LoadResult>,
    /// The files whose mistakes keep sessions from being loaded.
    broken_files: BTreeSet<PathBuf>,
    /// The day on which the sessions were loaded: rules begin and end while a server runs.
    day: Option<Date>,
    /// The mistakes that were not shown to the user yet.
    mistakes: Vec<String>,
}

/// From which folder a session is loaded, and with which configuration.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct SessionKey {
    directory: PathBuf,
    config: Option<PathBuf>,
}

impl Workspace {
    /// A workspace without sessions.
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

    /// Forgets every session: what they were read from has changed.
    pub fn forget(&mut self) {
        self.sessions.clear();
        self.broken_files.clear();
    }

    /// The folders outside of the workspace from which the sessions have files, those with mistakes included.
    pub fn folders_elsewhere(&self) -> BTreeSet<PathBuf> {
        let files = self.sessions.values().flatten().flat_map(|loaded| {
            let session = &loaded.session;
            let path = |name: &String| paths::absolute(&session.directory, Path::new(name));
            session.files.iter().map(path).collect::<Vec<_>>()
        });
        let folders = files.chain(self.broken_files.iter().cloned()).filter_map(|file| Some(file.parent()?.to_owned()));
        folders.filter(|folder| !self.folders.iter().any(|own| folder.starts_with(own))).collect()
    }

    /// The mistakes since the last call, each once.
    pub fn take_mistakes(&mut self) -> Vec<String> {
        let mut mistakes = std::mem::take(&mut self.mistakes);
        let mut seen = HashSet::new();
        mistakes.retain(|mistake| seen.insert(mistake.clone()));
        mistakes
    }

    /// The session of a document.
    pub fn session(&mut self, path: Option<&Path>) -> LoadResult {
        let surroundings = Environment::read().map_err(|failure| self.keep(failure))?;
        if self.day.replace(surroundings.today) != Some(surroundings.today) {
            self.sessions.clear();
        }
        let overrides = self.settings.lay_over(&self.base);
        let key = self.key(path, &overrides, &surroundings).map_err(|failure| self.keep(failure))?;
        if let Some(known) = self.sessions.get(&key) {
            return known.clone();
        }
        let overrides = Overrides { config: key.config.clone(), ..overrides };
        let surroundings = Environment { directory: key.directory.clone(), ..surroundings };
        let loaded = Session::load(&overrides, &surroundings).map(|session| {
            let checker = session.checker();
            Arc::new(Loaded { session, checker })
        });
        let loaded = loaded.map_err(|failure| {
            if let Failure::Toml(mistakes) = &failure {
                let path = |mistake: &TomlError| paths::absolute(&key.directory, Path::new(&mistake.file.name));
                self.broken_files.extend(mistakes.iter().map(path));
            }
            self.keep(failure)
        });
        self.sessions.insert(key, loaded.clone());
        loaded
    }

    /// Keeps the mistakes to be shown; returns the first.
    fn keep(&mut self, failure: Failure) -> String {
        let lines = explained(failure);
        let first = lines.first().cloned().unwrap_or_default();
        self.mistakes.extend(lines);
        first
    }

    fn key(&self, path: Option<&Path>, overrides: &Overrides, from: &Environment) -> Result<SessionKey, Failure> {
        let parent = path.and_then(Path::parent);
        let around = parent.and_then(|parent| self.folders.iter().filter(|folder| parent.starts_with(folder)).max());
        let directory = around.map(PathBuf::as_path).or(parent).or(self.folders.first().map(PathBuf::as_path));
        let directory = directory.unwrap_or(&from.directory).to_owned();
        let given = overrides.config.as_deref().map(|config| {
            // A setting is written for the workspace, wherever the document lies.
            paths::absolute(self.folders.first().unwrap_or(&directory), config)
        });
        if given.is_some() || overrides.isolated {
            return Ok(SessionKey { directory, config: given });
        }
        let find =
            |folder: &Path| find_config(folder, from.home.as_deref()).map_err(|mistake| Failure::Toml(vec![mistake]));
        let mut config = parent.map(find).transpose()?.flatten();
        if config.is_none() {
            config = find(around.or(self.folders.first()).unwrap_or(&directory))?;
        }
        Ok(SessionKey { directory, config })
    }
}

/// A failure in lines that an editor can show.
fn explained(failure: Failure) -> Vec<String> {
    let lines = match failure {
        Failure::Toml(mistakes) => mistakes.iter().map(TomlError::one_line).collect(),
        Failure::Usage { message, help: None } => vec![message],
        Failure::Usage { message, help: Some(help) } => vec![format!("{message} ({help})")],
    };
    lines.iter().map(|line| visible_prefix(line, MAX_MESSAGE)).collect()
}
