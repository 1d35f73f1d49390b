//! Chooses which changed files are checked: those that a walk would include, and those named on the command line.
//!
//! git provides the list of files, so no folder is searched. The cost depends on the number of changes, not on the size
//! of the repository, and a staged file that was deleted from the working tree is still checked.

use super::ignored::Ignored;
use super::{Found, InputOrigin, Walk, WalkOptions, Walker, shown};
use crate::changed::{ChangedFile, ChangedFiles, DiffEntry, EntryKind, FileChange};
use crate::paths;
use crate::project::{FolderSession, Project};
use crate::session::Failure;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The folders and changed files that the arguments name.
#[derive(Debug, Default)]
struct ChangedSelection {
    folders: Vec<PathBuf>,
    files: HashSet<PathBuf>,
}

/// Chooses the changed files that the command line names, and those that a walk of a named folder would find.
///
/// # Errors
/// If git fails, or a configuration has mistakes.
pub fn walk_changed(
    project: &Project,
    paths: &[PathBuf],
    options: &WalkOptions,
    changes: ChangedFiles,
) -> Result<Walk, Failure> {
    let mut walker = Walker::new(project, options, false);
    let wanted = walker.wanted(paths, &changes);
    let exclude = if options.no_ignore { None } else { changes.file_in_git_folder("info/exclude")? };
    let mut ignored = (!options.no_ignore).then(|| Ignored::new(&changes.root, exclude.as_deref()));
    let mut chosen: Vec<(String, DiffEntry)> = Vec::new();
    for file in &changes.files {
        let is_document = file.entry.kind == EntryKind::File && file.entry.change != FileChange::Deleted;
        let is_input = changes.staged || (is_regular(&file.path) && !walker.is_written(&file.path));
        if !is_document || !is_input {
            continue;
        }
        let before = walker.walk.inputs.len();
        walker.add_changed(file, &wanted, &mut ignored, changes.staged);
        if walker.walk.inputs.len() > before {
            chosen.push((shown(project, &file.path), file.entry.clone()));
        }
    }
    let text = changes.text(chosen)?;
    walker.walk.changed = Some(text);
    walker.finish()
}

/// Returns whether the path is a regular file. A link is not one.
fn is_regular(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file())
}

impl Walker<'_> {
    /// Resolves the arguments to folders and changed files. As in a walk, an argument that does not exist is an error,
    /// unless it or a file in it was deleted by the change.
    fn wanted(&mut self, arguments: &[PathBuf], changes: &ChangedFiles) -> ChangedSelection {
        let real_root = changes.root.canonicalize().unwrap_or_else(|_| changes.root.clone());
        // A hook may name thousands of files, so avoid a quadratic search.
        let changed: HashSet<&Path> = changes.files.iter().map(|file| &*file.path).collect();
        let mut wanted = ChangedSelection::default();
        for argument in arguments {
            let path = paths::resolve_argument(self.project.directory(), argument);
            let metadata = std::fs::metadata(&path);
            let is_folder = metadata.as_ref().is_ok_and(std::fs::Metadata::is_dir);
            let Some(place) = below(&changes.root, &real_root, &path, is_folder) else {
                self.fail(&path, format!("this is not in the repository at {}", changes.root.display()));
                continue;
            };
            if is_folder {
                wanted.folders.push(place);
            } else if changed.contains(&*place) {
                wanted.files.insert(place);
            } else if let Err(error) = metadata {
                if changed.iter().any(|path| path.starts_with(&place)) {
                    wanted.folders.push(place);
                } else {
                    self.fail(&path, crate::read::explain(&error));
                }
            }
        }
        wanted
    }

    fn add_changed(
        &mut self,
        file: &ChangedFile,
        wanted: &ChangedSelection,
        ignored: &mut Option<Ignored>,
        staged: bool,
    ) {
        let path = &file.path;
        let named = wanted.files.contains(path);
        let mut is_found =
            || wanted.folders.iter().any(|folder| path.starts_with(folder) && self.walk_finds(folder, path, ignored));
        if !named && !is_found() {
            return;
        }
        if file.entry.change == FileChange::Unmerged {
            let message = "it has merge conflicts: resolve them, and stage the file with `git add`";
            return self.fail(path, message.to_owned());
        }
        let origin =
            if staged { InputOrigin::Staged(file.entry.blob.clone()) } else { InputOrigin::File(path.clone()) };
        if named {
            let input = self.named(path, origin);
            self.walk.inputs.extend(input);
        } else {
            let found = self.session_of(path).map(|session| Found::new(self.project, &session, path, origin));
            self.add_found(found.unwrap_or(Found::NotProse));
        }
    }

    /// Returns whether a walk through the folder would find the file.
    fn walk_finds(&self, folder: &Path, path: &Path, ignored: &mut Option<Ignored>) -> bool {
        let includes = |found: FolderSession| found.session.globs.includes(&found.session.base_path(path));
        if !self.session_of(path).is_some_and(includes) || self.project.is_excluded(path, false) {
            return false;
        }
        let Ok(below) = path.strip_prefix(folder) else { return false };
        let mut current = folder.to_owned();
        below.components().all(|component| {
            current.push(component);
            let is_ignored = ignored.as_mut().and_then(|ignored| ignored.match_path(&current, current != *path));
            let is_hidden = component.as_os_str().as_encoded_bytes().starts_with(b".");
            // As in a walk, a hidden file that an ignore file explicitly includes is checked.
            is_ignored.map_or(self.options.hidden || !is_hidden, |is_ignored| !is_ignored)
        })
    }
}

/// Returns the path of an argument as a path below `root`; `None` if it is outside the repository. Links in its parent
/// folders and links to folders are resolved. A link to a file is not, because git stores it as a link.
fn below(root: &Path, real_root: &Path, path: &Path, is_folder: bool) -> Option<PathBuf> {
    let real = if is_folder {
        path.canonicalize().ok()
    } else {
        path.parent().and_then(|parent| parent.canonicalize().ok()).zip(path.file_name()).map(|(p, name)| p.join(name))
    };
    match real {
        Some(real) => Some(root.join(real.strip_prefix(real_root).ok()?)),
        // The folder no longer exists, so compare the paths as text.
        None => path.starts_with(root).then(|| path.to_owned()),
    }
}
