//! Decides whether ignore files exclude a path that may not exist.
//!
//! A walk reads ignore files on its way. A staged file may no longer exist in the working tree, so its path is matched
//! separately, in the order of the `ignore` crate: `.ignore` before `.gitignore` before git's own exclude files, nearer
//! folders before farther ones.

use crate::config::repository_root;
use crate::read;
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Returns the path of an ignore file of a folder that must not be read, and the reason. The `ignore` crate would wait
/// for a named pipe, and read from a device forever.
pub(super) fn unreadable_ignore_file(folder: &Path) -> Option<(PathBuf, String)> {
    [".ignore", ".gitignore", ".git/info/exclude"].iter().find_map(|name| {
        let path = folder.join(name);
        let why = read::reason_not_to_open(&path, read::MAX_TOML)?;
        Some((path, format!("{why}; remove it, or check with --no-ignore")))
    })
}

/// Returns whether a glob of a configuration in `base` can only match what a walk does not search anyway: hidden files,
/// and files that git ignores.
pub fn is_out_of_reach(base: &Path, glob: &str) -> bool {
    let root = repository_root(base).unwrap_or(base);
    let mut ignored = Ignored::new(root, Some(&root.join(".git/info/exclude")));
    let parts = glob.split('/').filter(|part| !matches!(*part, "" | "." | "**"));
    let mut path = base.to_owned();
    parts.into_iter().any(|part| {
        path.push(part);
        part.starts_with('.') || ignored.match_path(&path, true) == Some(true)
    })
}

/// The ignore files around a repository, each read once.
#[derive(Debug)]
pub(super) struct Ignored {
    root: PathBuf,
    folders: HashMap<PathBuf, Folder>,
    exclude: Gitignore,
    global: Gitignore,
}

#[derive(Debug)]
struct Folder {
    ignore: Gitignore,
    git: Gitignore,
}

impl Ignored {
    /// Creates the ignore files of the repository at `root`; `exclude` is git's own exclude file.
    pub fn new(root: &Path, exclude: Option<&Path>) -> Ignored {
        let mut builder = GitignoreBuilder::new(root);
        if let Some(exclude) = exclude.filter(|path| path.is_file()) {
            // As in a walk, invalid lines are skipped.
            let _ = builder.add(exclude);
        }
        Ignored {
            root: root.to_owned(),
            folders: HashMap::new(),
            exclude: builder.build().unwrap_or_else(|_| Gitignore::empty()),
            global: GitignoreBuilder::new(root).build_global().0,
        }
    }

    /// Returns `Some(true)` if the path itself is ignored, and `Some(false)` if it is explicitly included. Does not
    /// check its parent folders.
    pub fn match_path(&mut self, path: &Path, is_folder: bool) -> Option<bool> {
        let (mut by_ignore, mut by_git) = (None, None);
        for folder in path.ancestors().skip(1) {
            if !self.folders.contains_key(folder) {
                self.folders.insert(folder.to_owned(), Folder::read(folder));
            }
            let files = &self.folders[folder];
            by_ignore = by_ignore.or_else(|| is_ignored(files.ignore.matched(path, is_folder)));
            if folder.starts_with(&self.root) {
                by_git = by_git.or_else(|| is_ignored(files.git.matched(path, is_folder)));
            }
        }
        let others = || {
            is_ignored(self.exclude.matched(path, is_folder))
                .or_else(|| is_ignored(self.global.matched(path, is_folder)))
        };
        by_ignore.or(by_git).or_else(others)
    }
}

impl Folder {
    fn read(folder: &Path) -> Folder {
        let read = |name| {
            let path = folder.join(name);
            if path.is_file() { Gitignore::new(path).0 } else { Gitignore::empty() }
        };
        Folder { ignore: read(".ignore"), git: read(".gitignore") }
    }
}

fn is_ignored<T>(found: Match<T>) -> Option<bool> {
    match found {
        Match::None => None,
        Match::Ignore(_) => Some(true),
        Match::Whitelist(_) => Some(false),
    }
}
