//! Turns the paths and flags of a command into the options for the search for files.

use super::pre_commit;
use super::stop::Stop;
use crate::cli::{ChangedArgs, FileArgs};
use crate::report::ExitStatus;
use std::io::Write;
use std::path::PathBuf;
use wordgate_project::changed::Since;
use wordgate_project::project::Project;
use wordgate_project::session::Failure;
use wordgate_project::walk::{self, Walk, WalkOptions};
use wordgate_text::escape::visible;

/// Returns the paths to read. `--stdin-filename` without a path means standard input.
pub(super) fn paths(given: &[PathBuf], files: &FileArgs) -> Result<Vec<PathBuf>, Failure> {
    let stdin = PathBuf::from("-");
    match (&files.stdin_filename, given) {
        (Some(_), []) => Ok(vec![stdin]),
        (None, []) => Ok(vec![PathBuf::from(".")]),
        (Some(_), paths) if !paths.contains(&stdin) => {
            Err(Failure::help("--stdin-filename is given, but standard input is not read", "add `-` to the paths"))
        }
        (_, paths) => Ok(paths.to_vec()),
    }
}

/// Returns the paths to read. Standard input cannot be combined with --staged or --since.
pub(super) fn paths_in_git(
    given: &[PathBuf],
    files: &FileArgs,
    since: Option<&Since>,
) -> Result<Vec<PathBuf>, Failure> {
    if since.is_some() && given.iter().any(|path| path.as_os_str() == "-") {
        let help = "leave out `-`, or use it without --staged and --since";
        return Err(Failure::help("standard input cannot be compared with git", help));
    }
    paths(given, files)
}

/// Returns the changes to read; `None` for all text. `staged` is the meaning of --staged for the command.
pub(super) fn since(changed: &ChangedArgs, staged: Since) -> Option<Since> {
    let revision = || changed.since.clone().map(Since::Revision);
    if changed.staged { Some(staged) } else { revision() }
}

/// Finds the files to read.
pub(super) fn walk(
    project: &Project,
    paths: &[PathBuf],
    options: &WalkOptions,
    since: Option<Since>,
    err: &mut dyn Write,
) -> Result<Walk, Failure> {
    let changes = since.map(|since| pre_commit::changes(project, since, paths, err)).transpose()?.flatten();
    match changes {
        None => walk::walk(project, paths, options),
        Some(changes) => walk::walk_changed(project, paths, options, changes),
    }
}

/// Returns the paths for a command that stores findings. Standard input is an error, because a later run cannot find
/// the same text there.
pub(super) fn stored_paths(given: &[PathBuf], files: &FileArgs) -> Result<Vec<PathBuf>, Failure> {
    let paths = paths(given, files)?;
    match paths.iter().any(|path| path.as_os_str() == "-") {
        true => Err(Failure::help("standard input is not a file of the repository", "name files and folders")),
        false => Ok(paths),
    }
}

/// Returns the options for the search, with this number of threads.
pub(super) fn walk_options(files: &FileArgs, threads: Option<u16>) -> WalkOptions {
    WalkOptions {
        force_exclude: files.force_exclude,
        allow_empty: files.allow_empty,
        no_ignore: files.no_ignore,
        hidden: files.hidden,
        stdin_filename: files.stdin_filename.clone(),
        threads: usize::from(threads.unwrap_or(0)),
        written: Vec::new(),
    }
}

/// Prints which of the named files are skipped, and why.
pub(super) fn note(walk: &Walk, err: &mut dyn Write) {
    for note in &walk.notes {
        // A failure to print a note does not change the exit status.
        let _ = writeln!(err, "note: {}", visible(note));
    }
}

/// Prints the files that were found.
pub(super) fn show(walk: &Walk, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitStatus, Stop> {
    note(walk, err);
    for error in &walk.errors {
        let _ = writeln!(err, "error: {}: {}", visible(&error.path), visible(&error.message));
    }
    let status = if walk.errors.is_empty() { ExitStatus::Clean } else { ExitStatus::Failed };
    let mut list = || {
        walk.inputs.iter().try_for_each(|input| writeln!(out, "{}", visible(&input.shown)))?;
        out.flush()
    };
    list().map(|()| status).map_err(|error| Stop::Output { error, status })
}
