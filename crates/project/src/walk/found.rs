//! What a walk finds at one path.

use super::{FileKind, Input, InputOrigin, shown, unread};
use crate::project::{FolderSession, Project};
use ignore::DirEntry;
use std::path::{Path, PathBuf};

/// The result of a walk at one path.
pub(super) struct WalkResult {
    /// An error in an ignore file.
    pub error: Option<ignore::Error>,
    pub entry: Option<WalkEntry>,
}

pub(super) enum WalkEntry {
    /// A file that the globs include.
    File(WalkedFile),
    /// A file that the globs do not include.
    LeftOut,
    Folder(PathBuf),
    Link(PathBuf),
}

pub(super) struct WalkedFile {
    pub path: PathBuf,
    pub found: Found,
}

/// A file that no argument names.
pub(super) enum Found {
    Input(Input),
    /// A text file of this type, which is not read.
    Unread(String),
    /// Code, or not text.
    NotProse,
}

impl Found {
    pub fn new(project: &Project, session: &FolderSession, path: &Path, origin: InputOrigin) -> Found {
        let base = session.session.base_path(path);
        match FileKind::of(&session.session.globs, path, &base) {
            FileKind::Document(format) => Found::Input(Input {
                shown: shown(project, path),
                base,
                session: session.index,
                format,
                is_unknown: false,
                origin,
            }),
            FileKind::Code | FileKind::Settings(_) => Found::NotProse,
            FileKind::Unknown => Found::unread(path, &base),
        }
    }

    /// Returns the result for a file of unknown format.
    pub fn unread(path: &Path, base: &str) -> Found {
        unread::unread_type(path, base).map_or(Found::NotProse, Found::Unread)
    }

    pub fn input(self) -> Option<Input> {
        if let Found::Input(input) = self { Some(input) } else { None }
    }
}

impl WalkResult {
    pub fn new(project: &Project, entry: &DirEntry) -> WalkResult {
        let path = entry.path();
        let found = || {
            let kind = entry.file_type()?;
            if kind.is_dir() {
                return Some(WalkEntry::Folder(path.to_owned()));
            }
            if kind.is_symlink() {
                return (entry.depth() > 0).then(|| WalkEntry::Link(path.to_owned()));
            }
            let found = project.session_of_file(path)?;
            if !kind.is_file() {
                return None;
            }
            if !found.session.globs.includes(&found.session.base_path(path)) {
                return Some(WalkEntry::LeftOut);
            }
            let found = Found::new(project, &found, path, InputOrigin::File(path.to_owned()));
            Some(WalkEntry::File(WalkedFile { path: path.to_owned(), found }))
        };
        WalkResult { error: entry.error().cloned(), entry: found() }
    }
}
