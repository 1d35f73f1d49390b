//! Finds the changes that `--staged` means in a run of pre-commit.
//!
//! pre-commit names the files to check. In a commit, all of them are staged. With `--from-ref` and `--to-ref`, and before
//! a push, nothing is staged, and two variables have the revisions. With `--all-files`, nothing says so, but the named
//! files are not staged: then they are checked completely. Otherwise the hook would pass without checking anything.

use std::io::Write;
use std::path::PathBuf;
use wordgate_project::changed::{ChangedFiles, Since};
use wordgate_project::project::Project;
use wordgate_project::session::Failure;

/// Set in every hook that pre-commit runs.
const RUNNING: &str = "PRE_COMMIT";

/// The revisions of a run over the changes between them.
const REVISIONS: [&str; 2] = ["PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"];

/// Returns the changes to report on; `None` to report on all text of the named files.
pub(super) fn changes(
    project: &Project,
    since: Since,
    paths: &[PathBuf],
    err: &mut dyn Write,
) -> Result<Option<ChangedFiles>, Failure> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if matches!(since, Since::Revision(_)) || variable(RUNNING).is_none() {
        return ChangedFiles::find(project.directory(), &since).map(Some);
    }
    let since = match REVISIONS.map(variable) {
        [Some(from), Some(_)] => Since::Revision(from),
        _ => since,
    };
    let changes = ChangedFiles::find(project.directory(), &since)?;
    if changes.include_all(project.directory(), paths) {
        return Ok(Some(changes));
    }
    // A failure to print a note does not change the exit status.
    let _ = writeln!(
        err,
        "note: pre-commit named files without changes, so --staged does not apply: all text of the named files is checked"
    );
    Ok(None)
}
