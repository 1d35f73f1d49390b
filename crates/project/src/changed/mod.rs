//! Support for checking changed text only: staged changes, or changes since a revision.
//!
//! Documents are always linted completely, so that contexts, `require` and `first-use` see all text. This module
//! decides which files are read, from where, and on which lines findings are reported. A renamed file counts as new,
//! because other rules may apply under its new name.

mod diff;
mod git;
mod lines;

pub use diff::{DiffEntry, EntryKind, FileChange};
pub use git::Blobs;
pub use lines::{ChangedLines, GitLines, LineRange};

use crate::paths;
use crate::session::Failure;
use diff::UnexpectedOutput;
use git::Git;
use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The changes to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// Differences between HEAD and the index; contents are read from the index.
    Staged,
    /// The files that differ between HEAD and the index, as they are in the working tree; for commands that write them.
    StagedFiles,
    /// Differences between the working tree, including untracked files, and the merge base of HEAD and this revision.
    Revision(String),
}

/// A file that changed.
#[derive(Clone, Debug)]
pub struct ChangedFile {
    /// Its absolute path.
    pub path: PathBuf,
    /// The entry of the file in git's list.
    pub entry: DiffEntry,
}

/// The files of a repository that changed.
#[derive(Debug)]
pub struct ChangedFiles {
    /// The files in git's order, including deleted ones, links and submodules.
    pub files: Vec<ChangedFile>,
    /// The root of the working tree.
    pub root: PathBuf,
    /// Whether contents are read from the index.
    pub staged: bool,
    git: Git,
    /// The revision or tree that the files are compared with.
    base: String,
}

/// The changed text of the chosen files.
#[derive(Debug)]
pub struct ChangedText {
    /// The lines of each file, by its name in reports.
    pub lines: HashMap<String, ChangedLines>,
    /// Staged contents.
    pub blobs: Blobs,
}

/// The maximum size in bytes of the arguments of one command; Windows allows 32 KiB.
const MAX_ARGUMENTS: usize = 16 << 10;

impl ChangedFiles {
    /// Asks git for the changes, from a folder of the working tree.
    ///
    /// # Errors
    /// If git is missing, outside a repository, for an unknown revision, and for unrelated histories.
    pub fn find(directory: &Path, since: &Since) -> Result<ChangedFiles, Failure> {
        let git = Git::find(directory)?;
        let base = match since {
            Since::Staged | Since::StagedFiles => head_or_empty_tree(&git)?,
            Since::Revision(revision) => merge_base(&git, revision)?,
        };
        let lists_staged = matches!(since, Since::Staged | Since::StagedFiles);
        let mut args = diff_args(lists_staged);
        args.extend(["--raw", "-z", &base].map(OsString::from));
        let mut entries = diff::parse_entries(&git.ask(&args)?)?;
        if !lists_staged {
            // A file with conflicts is listed twice: as unmerged, and with its state in the working tree.
            entries.retain(|entry| entry.change != FileChange::Unmerged);
            entries.extend(untracked(&git)?);
        }
        let file = |entry: DiffEntry| ChangedFile { path: git::path(&git.root, &entry.path), entry };
        let files = entries.into_iter().map(file).collect();
        Ok(ChangedFiles { files, root: git.root.clone(), staged: *since == Since::Staged, git, base })
    }

    /// Returns whether every path that is an existing file is among the changes.
    pub fn include_all(&self, directory: &Path, paths: &[PathBuf]) -> bool {
        let root = self.root.canonicalize().unwrap_or_else(|_| self.root.clone());
        let below = |file: &ChangedFile| file.path.strip_prefix(&self.root).ok().map(|path| root.join(path));
        let changed: HashSet<PathBuf> = self.files.iter().filter_map(below).collect();
        let files = paths.iter().filter_map(|path| paths::resolve_argument(directory, path).canonicalize().ok());
        files.filter(|path| path.is_file()).all(|path| changed.contains(&path))
    }

    /// Returns the changed lines of the chosen files, each with its name in reports.
    ///
    /// # Errors
    /// If git fails.
    pub fn text(self, chosen: Vec<(String, DiffEntry)>) -> Result<ChangedText, Failure> {
        let modified = chosen.iter().filter(|(_, entry)| entry.change == FileChange::Modified);
        let modified: Vec<&[u8]> = modified.map(|(_, entry)| &*entry.path).collect();
        let mut hunks = HashMap::new();
        for paths in portions(&modified) {
            let mut args = diff_args(self.staged);
            let patch_options = ["-p", "-U0", "--inter-hunk-context=0", "--text", "--src-prefix=a/", "--dst-prefix=b/"];
            args.extend(patch_options.iter().chain([&self.base, "--"].iter()).map(OsString::from));
            args.extend(paths.iter().map(|path| git::pathspec(path)));
            hunks.extend(diff::parse_hunks(&self.git.ask(&args)?)?);
        }
        // An unexpected path means that the changed lines of a requested file may be missing.
        let known: HashSet<&[u8]> = modified.into_iter().collect();
        if let Some(path) = hunks.keys().find(|path| !known.contains(path.as_slice())) {
            return Err(UnexpectedOutput(String::from_utf8_lossy(path).into_owned()).into());
        }
        let mut lines = HashMap::new();
        for (shown, entry) in chosen {
            let changed = match entry.change {
                FileChange::Modified => hunks.remove(&entry.path).unwrap_or(ChangedLines::Some(Vec::new())),
                _ => ChangedLines::All,
            };
            // Two names that are not Unicode may be shown the same. Then all lines count, so that no finding is lost.
            lines.entry(shown).and_modify(|lines| *lines = ChangedLines::All).or_insert(changed);
        }
        Ok(ChangedText { lines, blobs: Blobs::new(self.git) })
    }

    /// Returns the path of a file in the `.git` folder, such as `info/exclude`.
    ///
    /// # Errors
    /// If git fails.
    pub fn file_in_git_folder(&self, name: &str) -> Result<Option<PathBuf>, Failure> {
        let path = self.git.ask_line(&["rev-parse", "--git-path", name])?;
        Ok(path.map(|path| self.git.directory().join(path)))
    }
}

impl From<UnexpectedOutput> for Failure {
    fn from(UnexpectedOutput(line): UnexpectedOutput) -> Failure {
        let help = "please report this, with the output of `git --version`";
        Failure::help(format!("git printed an unexpected line: \"{line}\""), help)
    }
}

fn diff_args(staged: bool) -> Vec<OsString> {
    // A file added with --intent-to-add has no staged content.
    let cached: &[&str] = if staged { &["--cached", "--ita-invisible-in-index"] } else { &[] };
    git::DIFF_OPTIONS.iter().chain(cached).map(OsString::from).collect()
}

/// Splits paths into groups that fit on a command line.
fn portions<'a>(paths: &'a [&'a [u8]]) -> impl Iterator<Item = &'a [&'a [u8]]> {
    let mut rest = paths;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = |path: &&&[u8]| {
            // 20 bytes leave room for the prefix that `git::pathspec` adds, and for a separator.
            bytes += path.len() + 20;
            bytes <= MAX_ARGUMENTS
        };
        let count = rest.iter().take_while(fits).count().max(1).min(rest.len());
        let (first, others) = rest.split_at(count);
        rest = others;
        (!first.is_empty()).then_some(first)
    })
}

/// Returns the id of HEAD or, before the first commit, of the empty tree.
fn head_or_empty_tree(git: &Git) -> Result<String, Failure> {
    if let Some(head) = git.ask_line(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])? {
        return Ok(head);
    }
    let tree = git.ask_line(&["hash-object", "-t", "tree", "--stdin"])?;
    tree.ok_or_else(|| Failure::usage("git does not know the name of the empty tree"))
}

/// Returns the merge base of HEAD and a revision.
fn merge_base(git: &Git, revision: &str) -> Result<String, Failure> {
    let commit_of_revision = format!("{revision}^{{commit}}");
    // Git would read an argument that starts with `-` as an option.
    let commit = match revision.starts_with('-') || revision.is_empty() {
        true => None,
        false => git.ask_line(&["rev-parse", "--verify", "--quiet", &commit_of_revision])?,
    };
    let Some(commit) = commit else {
        let help = "name a commit, tag or branch of this repository: `git fetch` brings those of a remote, and in CI the \
                    job has to fetch them (GitHub: `fetch-depth: 0`, GitLab: `GIT_DEPTH: 0`)";
        return Err(Failure::help(format!("--since: unknown commit `{revision}`"), help));
    };
    let Some(head) = git.ask_line(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])? else {
        return Err(Failure::help("--since: there is no commit yet", "check with --staged, or make a commit"));
    };
    if let Some(base) = git.ask_line(&["merge-base", &commit, &head])? {
        return Ok(base);
    }
    let message = format!("--since: `{revision}` and HEAD have no commit in common");
    let shallow = git.ask_line(&["rev-parse", "--is-shallow-repository"])?;
    let help = match shallow.as_deref() {
        Some("true") => {
            "the history is incomplete: fetch all of it (`git fetch --unshallow`; GitHub: `fetch-depth: 0`, GitLab: \
             `GIT_DEPTH: 0`, Azure: `fetchDepth: 0`)"
        }
        _ => "name an ancestor of HEAD, or a branch that shares history with it",
    };
    Err(Failure::help(message, help))
}

/// Lists the files that git neither tracks nor ignores.
fn untracked(git: &Git) -> Result<Vec<DiffEntry>, Failure> {
    let args = ["ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ":/"];
    let entry = |path: &[u8]| {
        // An untracked folder in this list is a nested repository.
        let kind = if path.ends_with(b"/") { EntryKind::Other } else { EntryKind::File };
        DiffEntry { path: path.to_vec(), kind, change: FileChange::New, blob: String::new() }
    };
    Ok(git.ask(&args)?.split(|byte| *byte == 0).filter(|path| !path.is_empty()).map(entry).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_split_so_that_command_lines_stay_short() {
        let long = vec![b'x'; 10_000];
        let paths: Vec<&[u8]> = vec![&long, &long, b"a", b"b", &long, &[b'y'; 40_000]];
        let counts: Vec<usize> = portions(&paths).map(<[_]>::len).collect();
        assert_eq!(counts, [1, 3, 1, 1]);
        assert_eq!(portions(&[]).count(), 0);
    }
}
