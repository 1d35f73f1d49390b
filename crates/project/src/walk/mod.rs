//! Finds the files to check.
//!
//! A named file is checked even if its format is unknown, unless it is code or the user asks for exclusions to apply. A
//! file found in a folder is checked only if it is not ignored, hidden or excluded, and has a known format; other text
//! files are counted by type. Symbolic
//! links to folders are followed only if they are named, so a walk cannot loop. Inputs are sorted by path, so a report
//! is the same on every file system.

mod by_name;
mod changed;
mod found;
mod ignored;
mod links;
mod nothing;
#[cfg(test)]
mod tests;
mod unread;

pub use by_name::FileKind;
pub use changed::walk_changed;
pub use ignored::is_out_of_reach;
pub use unread::{UnreadTypes, is_text};

use crate::changed::ChangedText;
use crate::config::repository_root;
use crate::input::{InputError, InputWarning, WarningKind};
use crate::paths;
use crate::project::{FolderSession, Project};
use crate::read;
use crate::session::{Failure, Session};
use found::{Found, WalkEntry, WalkResult};
use ignore::{WalkBuilder, WalkState};
use nothing::EmptyArgument;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use wordgate_core::extract::Format;

/// How to choose files.
#[derive(Clone, Debug, Default)]
pub struct WalkOptions {
    /// Whether to leave out named files that match `exclude` or have an unknown format.
    pub force_exclude: bool,
    /// Whether a walk may find no file. Otherwise that is an error.
    pub allow_empty: bool,
    /// Whether not to apply ignore files.
    pub no_ignore: bool,
    /// Whether to search hidden files and folders too.
    pub hidden: bool,
    /// The path to use for standard input.
    pub stdin_filename: Option<PathBuf>,
    /// The number of threads that read folders; 0 chooses automatically.
    pub threads: usize,
    /// Files that the run writes. They are skipped unless named, because otherwise a second run would check the report
    /// of the first one.
    pub written: Vec<PathBuf>,
}

/// One input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The path in reports.
    pub shown: String,
    /// The path for globs and fingerprints.
    pub base: String,
    /// The index in [`Walk::sessions`] of the session that checks it.
    pub session: usize,
    /// Its format.
    pub format: Format,
    /// Whether its format is unknown, so that it is read as plain text.
    pub is_unknown: bool,
    /// The source of its bytes.
    pub origin: InputOrigin,
}

/// The source of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputOrigin {
    /// A file.
    File(PathBuf),
    /// Content in the git index, with this id.
    Staged(String),
    /// Standard input.
    Stdin,
}

/// The result of a walk.
#[derive(Debug, Default)]
pub struct Walk {
    /// The inputs, sorted by shown path.
    pub inputs: Vec<Input>,
    /// The sessions of the inputs and of the searched folders.
    pub sessions: Vec<Arc<Session>>,
    /// The absolute paths of the searched folders.
    pub folders: Vec<PathBuf>,
    /// The number of files that were found but are not checked.
    pub skipped: usize,
    /// The skipped text files of types that are not read.
    pub unread: UnreadTypes,
    /// The absolute paths in the searched folders that `exclude` leaves out; of an excluded folder, only itself.
    pub excluded: Vec<PathBuf>,
    /// Paths that could not be read.
    pub errors: Vec<InputError>,
    /// Invalid ignore files, and links that were not followed.
    pub warnings: Vec<InputWarning>,
    /// The named files that are skipped, each with the reason.
    pub notes: Vec<String>,
    /// Whether standard input was named but is not read.
    pub skips_stdin: bool,
    /// The changed text to report on; `None` for all text.
    pub changed: Option<ChangedText>,
}

/// Finds the inputs for the paths of the command line.
///
/// # Errors
/// All mistakes in the configurations of the inputs that can be found at once.
pub fn walk(project: &Project, paths: &[PathBuf], options: &WalkOptions) -> Result<Walk, Failure> {
    let mut walker = Walker::new(project, options, paths.len() > 1);
    for path in paths {
        walker.add(path);
    }
    walker.finish()
}

struct Walker<'a> {
    project: &'a Project,
    options: &'a WalkOptions,
    /// The canonical paths of inputs; only used if `has_several_arguments`.
    seen: HashSet<PathBuf>,
    /// Whether there are several arguments, so that more than one may lead to the same file.
    has_several_arguments: bool,
    /// The canonical paths of existing files that the run writes.
    written: Vec<PathBuf>,
    /// The canonical paths of the named folders.
    roots: Vec<PathBuf>,
    /// All folders that were searched.
    folders: Vec<PathBuf>,
    /// The symbolic links that were found.
    links: Vec<PathBuf>,
    /// The number of files and folders that the configuration leaves out.
    excluded: usize,
    /// The arguments that led to no file.
    empty: Vec<EmptyArgument>,
    walk: Walk,
}

impl<'a> Walker<'a> {
    fn new(project: &'a Project, options: &'a WalkOptions, several: bool) -> Walker<'a> {
        let canonical = |path: &PathBuf| paths::resolve_argument(project.directory(), path).canonicalize().ok();
        let written = options.written.iter().filter_map(canonical).collect();
        Walker {
            project,
            options,
            seen: HashSet::new(),
            has_several_arguments: several,
            written,
            roots: Vec::new(),
            folders: Vec::new(),
            links: Vec::new(),
            excluded: 0,
            empty: Vec::new(),
            walk: Walk::default(),
        }
    }
}

impl Walker<'_> {
    /// Follows the links that were found, and returns the sorted results.
    fn finish(mut self) -> Result<Walk, Failure> {
        self.follow_links();
        self.fail_if_empty();
        let mut walk = self.walk;
        if let Some(failure) = self.project.take_failure() {
            return Err(failure);
        }
        let used = used_sessions(self.project, &walk, &self.folders);
        let all = self.project.sessions();
        walk.sessions = used.iter().map(|index| all[*index].clone()).collect();
        for input in &mut walk.inputs {
            input.session = used.binary_search(&input.session).expect("the sessions of inputs are used");
        }
        walk.inputs.sort_by(|a, b| a.shown.cmp(&b.shown));
        walk.errors.sort();
        walk.errors.dedup();
        walk.warnings.sort();
        walk.warnings.dedup();
        walk.notes.sort();
        walk.notes.dedup();
        Ok(walk)
    }

    fn session_of(&self, path: &Path) -> Option<FolderSession> {
        self.project.session_of_file(path)
    }

    fn add(&mut self, path: &Path) {
        if path == Path::new("-") {
            return self.add_stdin();
        }
        let path = paths::resolve_argument(self.project.directory(), path);
        match std::fs::metadata(&path) {
            Ok(metadata) => {
                let before = self.progress();
                if metadata.is_dir() {
                    self.add_folder(&path)
                } else {
                    self.add_named(&path)
                }
                self.remember_if_empty(&path, &before);
            }
            Err(error) => self.fail(&path, read::explain(&error)),
        }
    }

    fn add_stdin(&mut self) {
        if !self.seen.insert(PathBuf::from("-")) {
            return;
        }
        let Some(name) = &self.options.stdin_filename else {
            let shown = "<stdin>".to_owned();
            let (session, format) = (0, Format::Markdown);
            let (base, origin) = (shown.clone(), InputOrigin::Stdin);
            return self.walk.inputs.push(Input { base, shown, session, format, is_unknown: false, origin });
        };
        let path = paths::resolve_argument(self.project.directory(), name);
        match self.named(&path, InputOrigin::Stdin) {
            Some(input) => self.walk.inputs.push(input),
            None => self.walk.skips_stdin = true,
        }
    }

    fn add_named(&mut self, path: &Path) {
        if self.is_new(path)
            && let Some(input) = self.named(path, InputOrigin::File(path.to_owned()))
        {
            self.walk.inputs.push(input);
        }
    }

    /// Returns the input for a named path. A file of unknown format is plain text. `None` if the file is code, or if a
    /// walk would leave it out and named files are treated like found ones.
    fn named(&mut self, path: &Path, origin: InputOrigin) -> Option<Input> {
        let FolderSession { index, session } = self.session_of(path)?;
        let base = session.base_path(path);
        let is_left_out = || !session.globs.includes(&base) || self.project.is_excluded(path, false);
        if self.options.force_exclude && is_left_out() {
            self.walk.skipped += 1;
            self.excluded += 1;
            return None;
        }
        let (format, is_unknown) = match FileKind::of(&session.globs, path, &base) {
            FileKind::Document(format) => (format, false),
            FileKind::Settings(_) if self.options.force_exclude => {
                self.add_found(Found::NotProse);
                return None;
            }
            FileKind::Settings(format) => (format, false),
            FileKind::Unknown if self.options.force_exclude => {
                self.add_found(Found::unread(path, &base));
                return None;
            }
            FileKind::Unknown => (Format::Text, true),
            FileKind::Code => {
                self.walk.skipped += 1;
                let shown = shown(self.project, path);
                let why =
                    "skipped because its name is that of a code file; to check it, give it a format under `include`";
                self.walk.notes.push(format!("{shown}: {why}"));
                return None;
            }
        };
        Some(Input { shown: shown(self.project, path), base, session: index, format, is_unknown, origin })
    }

    fn add_folder(&mut self, folder: &Path) {
        if self.project.is_excluded(folder, true) {
            self.excluded += 1;
            return;
        }
        self.walk.folders.push(folder.to_owned());
        self.roots.extend(folder.canonicalize().ok());
        let filters = !self.options.no_ignore;
        if filters && let Some((path, message)) = folder.ancestors().find_map(ignored::unreadable_ignore_file) {
            return self.fail(&path, message);
        }
        let (send_objection, objections) = mpsc::channel();
        let (send_excluded, excluded) = mpsc::channel();
        // The filter must own what it uses.
        let filter_project = self.project.clone();
        let entries = WalkBuilder::new(folder)
            .hidden(!self.options.hidden)
            .parents(filters)
            .ignore(filters)
            .git_ignore(filters)
            .git_global(filters)
            .git_exclude(filters)
            // Inside a repository, the .gitignore files up to its root apply. Outside, all of them apply.
            .require_git(repository_root(folder).is_some())
            .threads(self.options.threads)
            .filter_entry(move |entry| {
                // Git's own files are not documents, even with --hidden.
                let is_git_folder = entry.file_name() == ".git" && entry.depth() > 0;
                if is_git_folder {
                    return false;
                }
                if entry.depth() > 0 && is_excluded(&filter_project, entry.path()) {
                    // The receiver outlives the walk.
                    let _ = send_excluded.send(entry.path().to_owned());
                    return false;
                }
                let is_read = filters && entry.file_type().is_some_and(|kind| kind.is_dir());
                match is_read.then(|| ignored::unreadable_ignore_file(entry.path())).flatten() {
                    // The receiver outlives the walk.
                    Some(objection) => send_objection.send(objection).is_err(),
                    None => true,
                }
            })
            .build_parallel();
        let (send, results) = mpsc::channel();
        let project = self.project;
        entries.run(|| {
            let send = send.clone();
            Box::new(move |entry| {
                // The receiver outlives the walk.
                let _ = send.send(entry.map(|entry| WalkResult::new(project, &entry)));
                WalkState::Continue
            })
        });
        drop(send);
        let before = self.walk.excluded.len();
        self.walk.excluded.extend(excluded);
        self.excluded += self.walk.excluded.len() - before;
        for (path, message) in objections {
            self.fail(&path, message);
        }
        for result in results {
            match result {
                Ok(result) => self.add_result(result),
                Err(error) => self.fail_walk(folder, &error),
            }
        }
    }

    /// Returns whether the run writes this file. `path` must not be a link, because file names are compared first.
    fn is_written(&self, path: &Path) -> bool {
        let named = |written: &&PathBuf| written.file_name() == path.file_name();
        let mut written = self.written.iter().filter(named).peekable();
        written.peek().is_some() && path.canonicalize().is_ok_and(|path| written.any(|written| *written == path))
    }

    fn add_result(&mut self, result: WalkResult) {
        if let Some(error) = &result.error {
            self.warn(error);
        }
        match result.entry {
            Some(WalkEntry::File(file)) if !self.is_written(&file.path) && self.is_new(&file.path) => {
                self.add_found(file.found);
            }
            Some(WalkEntry::LeftOut) => self.excluded += 1,
            Some(WalkEntry::Folder(path)) => self.folders.push(path),
            Some(WalkEntry::Link(path)) => self.links.push(path),
            Some(WalkEntry::File(_)) | None => {}
        }
    }

    /// Adds a file that no argument names, or counts it.
    fn add_found(&mut self, found: Found) {
        match found {
            Found::Input(input) => return self.walk.inputs.push(input),
            Found::Unread(kind) => self.walk.unread.add(kind),
            Found::NotProse => {}
        }
        self.walk.skipped += 1;
    }

    /// Returns whether no earlier argument led to this file, and remembers the file.
    fn is_new(&mut self, path: &Path) -> bool {
        !self.has_several_arguments || self.seen.insert(path.canonicalize().unwrap_or_else(|_| path.to_owned()))
    }

    fn fail(&mut self, path: &Path, message: String) {
        self.walk.errors.push(InputError { path: shown(self.project, path), message });
    }

    fn fail_walk(&mut self, folder: &Path, error: &ignore::Error) {
        let place = path_of(error).unwrap_or(folder).to_owned();
        let message = error.io_error().map_or_else(|| error.to_string(), read::explain);
        self.fail(&place, message);
    }

    fn warn(&mut self, error: &ignore::Error) {
        let path = path_of(error).map_or_else(String::new, |path| shown(self.project, path));
        let message = format!("a line of this ignore file is invalid: {}", innermost(error));
        let (line, kind) = (line_of(error), WarningKind::Input);
        self.walk.warnings.push(InputWarning { path, line, message, kind });
    }
}

/// Returns the sorted indices of the sessions of inputs and searched folders; that of the working directory if there are
/// none. Other sessions were loaded only to see what they exclude.
fn used_sessions(project: &Project, walk: &Walk, folders: &[PathBuf]) -> Vec<usize> {
    let session = |folder: &PathBuf| project.session(folder).map(|found| found.index);
    let of_folders = walk.folders.iter().chain(folders).filter_map(session);
    let mut used: Vec<usize> = walk.inputs.iter().map(|input| input.session).chain(of_folders).collect();
    used.sort_unstable();
    used.dedup();
    if used.is_empty() { vec![0] } else { used }
}

/// Returns whether the configuration of the folder around `path` excludes it.
fn is_excluded(project: &Project, path: &Path) -> bool {
    let found = project.session_of_file(path);
    found.is_some_and(|found| found.session.globs.exclude.matches_itself(&found.session.base_path(path)))
}

/// Returns a file's path in reports. A path with a leading colon gets a `./`, because some CI systems would execute the
/// line as a command.
fn shown(project: &Project, path: &Path) -> String {
    let shown = paths::relative(project.directory(), path);
    if shown.starts_with(':') { format!("./{shown}") } else { shown }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithLineNumber { err, .. } | ignore::Error::WithDepth { err, .. } => path_of(err),
        ignore::Error::Partial(errors) => errors.iter().find_map(path_of),
        _ => None,
    }
}

fn line_of(error: &ignore::Error) -> u32 {
    match error {
        ignore::Error::WithLineNumber { line, .. } => u32::try_from(*line).unwrap_or(u32::MAX),
        ignore::Error::WithPath { err, .. } | ignore::Error::WithDepth { err, .. } => line_of(err),
        ignore::Error::Partial(errors) => errors.first().map_or(1, line_of),
        _ => 1,
    }
}

fn innermost(error: &ignore::Error) -> String {
    match error {
        ignore::Error::WithLineNumber { err, .. }
        | ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. } => innermost(err),
        ignore::Error::Partial(errors) => errors.first().map_or_else(String::new, innermost),
        other => other.to_string(),
    }
}
