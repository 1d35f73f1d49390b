//! The sessions of a run: one for each configuration that applies to some of its files.
//!
//! A file uses the nearest configuration in its folder or a folder above. So a run over a repository with nested
//! configurations needs several sessions, and each file is checked by its own, no matter which folder the command was
//! started in.

use crate::config::{ConfigPlace, Overrides, find_config};
use crate::session::{Environment, Failure, Session, baseline};
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

/// Loads the session of each file, each configuration once. A clone shares the sessions.
#[derive(Clone, Debug)]
pub struct Project {
    overrides: Arc<Overrides>,
    environment: Arc<Environment>,
    /// The sessions found so far. A panic while it is locked leaves it valid, because every change is a single insert.
    loaded: Arc<RwLock<Loaded>>,
}

#[derive(Debug, Default)]
struct Loaded {
    sessions: Vec<Arc<Session>>,
    /// The index of the session of each configuration; `None` if it could not be loaded.
    by_place: FxHashMap<ConfigPlace, Option<usize>>,
    /// The same for files directly in a folder.
    by_folder: FxHashMap<PathBuf, Option<usize>>,
    failures: Vec<Failure>,
}

/// A session, and its index in [`Project::sessions`].
#[derive(Clone, Debug)]
pub struct FolderSession {
    /// The index.
    pub index: usize,
    /// The session.
    pub session: Arc<Session>,
}

impl Project {
    /// Loads the session of the working directory, whose date applies to all sessions.
    ///
    /// # Errors
    /// All mistakes in its configuration and rules that can be found at once.
    pub fn open(overrides: Overrides, environment: Environment) -> Result<Project, Failure> {
        let place = ConfigPlace::for_command(&overrides, &environment.directory)?;
        let session = Session::load_place(&place, &overrides, &environment)?;
        let overrides = Overrides { run_date: Some(session.as_of), ..overrides };
        let mut loaded = Loaded::default();
        loaded.by_folder.insert(environment.directory.clone(), Some(0));
        loaded.by_place.insert(place, Some(0));
        loaded.sessions.push(Arc::new(session));
        Ok(Project::new(overrides, environment, loaded))
    }

    /// Creates a project in which every file uses this session.
    pub fn of_session(session: Session, overrides: Overrides, environment: Environment) -> Project {
        let overrides = Overrides { isolated: true, ..overrides };
        Project::new(overrides, environment, Loaded { sessions: vec![Arc::new(session)], ..Loaded::default() })
    }

    fn new(overrides: Overrides, environment: Environment, loaded: Loaded) -> Project {
        let (overrides, environment) = (Arc::new(overrides), Arc::new(environment));
        Project { overrides, environment, loaded: Arc::new(RwLock::new(loaded)) }
    }

    /// Returns the working directory.
    pub fn directory(&self) -> &Path {
        &self.environment.directory
    }

    /// Returns the session of the working directory.
    pub fn working_session(&self) -> Arc<Session> {
        self.read(|loaded| loaded.sessions[0].clone())
    }

    /// Returns the sessions that were loaded so far. The first one is that of the working directory.
    pub fn sessions(&self) -> Vec<Arc<Session>> {
        self.read(|loaded| loaded.sessions.clone())
    }

    /// Returns the session of the files in a folder. `None` if it cannot be loaded; see [`Project::take_failure`].
    pub fn session(&self, folder: &Path) -> Option<FolderSession> {
        if self.has_one_configuration() {
            return Some(FolderSession { index: 0, session: self.working_session() });
        }
        let found = |loaded: &Loaded, index: usize| FolderSession { index, session: loaded.sessions[index].clone() };
        let known = |loaded: &Loaded| {
            let known = loaded.by_folder.get(folder)?;
            Some(known.map(|index| found(loaded, index)))
        };
        if let Some(known) = self.read(known) {
            return known;
        }
        let place = ConfigPlace::of_folder(folder, &self.environment.directory);
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        let index = match place {
            Ok(place) => loaded.index_of(place, &self.overrides, &self.environment),
            Err(mistake) => loaded.fail(Failure::Toml(vec![mistake])),
        };
        loaded.by_folder.insert(folder.to_owned(), index);
        index.map(|index| found(&loaded, index))
    }

    /// Returns the session of a file; see [`Project::session`].
    pub fn session_of_file(&self, path: &Path) -> Option<FolderSession> {
        self.session(path.parent().unwrap_or(path))
    }

    /// Returns whether a configuration excludes a path: the nearest one, or one above that excludes the folder of a
    /// nested configuration.
    pub fn is_excluded(&self, path: &Path, is_folder: bool) -> bool {
        let mut path = path.to_owned();
        let mut folder = if is_folder { Some(path.clone()) } else { path.parent().map(Path::to_owned) };
        while let Some(FolderSession { session, .. }) = folder.as_deref().and_then(|folder| self.session(folder)) {
            if session.globs.exclude.matches(&session.base_path(&path)) {
                return true;
            }
            if self.has_one_configuration() || session.config_file.is_none() || ConfigPlace::is_top(&session.base) {
                return false;
            }
            path = session.base.clone();
            let has_configuration = |folder: &&Path| find_config(folder).is_ok_and(|found| found.is_some());
            folder = path.parent().filter(has_configuration).map(Path::to_owned);
        }
        false
    }

    /// Returns whether the command line chooses the configuration, so that all files use the same one.
    pub fn has_one_configuration(&self) -> bool {
        self.overrides.isolated || self.overrides.config.is_some()
    }

    /// Returns why sessions could not be loaded, or that the command line names a rule or baseline that no session has.
    pub fn take_failure(&self) -> Option<Failure> {
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        let failures = std::mem::take(&mut loaded.failures);
        let failure = failures.into_iter().reduce(Failure::and);
        failure
            .or_else(|| self.unknown_id(&loaded))
            .or_else(|| baseline::missing(&loaded.sessions, &self.overrides.baseline, &self.environment.directory))
    }

    fn unknown_id(&self, loaded: &Loaded) -> Option<Failure> {
        self.overrides
            .check_ids(loaded.sessions.iter().map(|session| &*session.rules))
            .map_err(Failure::unknown_id)
            .err()
    }

    fn read<T>(&self, read: impl FnOnce(&Loaded) -> T) -> T {
        read(&self.loaded.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Loaded {
    /// Returns the index of the session of a configuration, which is loaded if it is new.
    fn index_of(&mut self, place: ConfigPlace, overrides: &Overrides, environment: &Environment) -> Option<usize> {
        if let Some(known) = self.by_place.get(&place) {
            return *known;
        }
        let index = match Session::load_place(&place, overrides, environment) {
            Ok(session) => {
                self.sessions.push(Arc::new(session));
                Some(self.sessions.len() - 1)
            }
            Err(failure) => self.fail(failure),
        };
        self.by_place.insert(place, index);
        index
    }

    fn fail(&mut self, failure: Failure) -> Option<usize> {
        self.failures.push(failure);
        None
    }
}
