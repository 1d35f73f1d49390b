//! Records which files and folders a run has checked completely. Only for those can the run report that a waiver or a
//! baseline entry is stale.

use crate::report::InputError;
use std::collections::HashSet;
use wordgate_project::session::Session;
use wordgate_project::walk::{Input, Walk};
use wordgate_rules::globs::literal_prefix;

/// The files and folders of a run, by the names that globs match.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    files: HashSet<String>,
    folders: Vec<String>,
    /// Whether the run used all rules on all text of the files, so that every finding in them is known.
    is_whole: bool,
}

impl Coverage {
    /// Returns the coverage of a walk whose inputs can all be read; see [`Coverage::without`].
    pub fn new(session: &Session, walk: &Walk) -> Coverage {
        Coverage {
            files: walk.inputs.iter().map(|input| base_path(session, walk, input)).collect(),
            folders: walk.folders.iter().map(|folder| session.base_path(folder)).collect(),
            is_whole: walk.changed.is_none() && !session.names_single_rules,
        }
    }

    /// Returns the coverage after reading. With any error it covers nothing, because an unreadable input may contain
    /// the findings that seem to be gone.
    #[must_use]
    pub fn without(self, errors: &[InputError]) -> Coverage {
        Coverage { is_whole: self.is_whole && errors.is_empty(), ..self }
    }

    /// Returns the files that were checked.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// Whether every finding in a file is known, so that a missing one no longer occurs. This is also true for a
    /// deleted file in a checked folder. It is false for an existing file that this run left out, such as an ignored
    /// one, because another run may check it.
    pub fn has_file(&self, session: &Session, path: &str) -> bool {
        let is_gone = || self.is_below_folder(path) && !session.base.join(path).exists();
        self.is_whole && (self.files.contains(path) || is_gone())
    }

    /// Whether [`Coverage::has_file`] holds for all files that a glob can match.
    pub fn has_glob(&self, session: &Session, glob: &str) -> bool {
        let (fixed, is_literal) = literal_prefix(glob);
        match is_literal {
            true if self.files.contains(&fixed) => self.is_whole,
            // The glob may name a folder or a deleted file.
            true => self.is_whole && self.is_below_folder(&fixed) && !session.base.join(&fixed).is_file(),
            false => self.is_whole && self.is_below_folder(&fixed),
        }
    }

    fn is_below_folder(&self, path: &str) -> bool {
        let below = |folder: &String| match folder.as_str() {
            "." => path != ".." && !path.starts_with("../"),
            folder => path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
        };
        self.folders.iter().any(below)
    }
}

/// Returns the path of an input for the globs of a session. An input of another session counts too: an exception of this
/// session no longer applies to it.
fn base_path(session: &Session, walk: &Walk, input: &Input) -> String {
    let own = &walk.sessions[input.session];
    if own.base == session.base { input.base.clone() } else { session.base_path(&own.base.join(&input.base)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wordgate_project::config::Overrides;
    use wordgate_project::session::sample;

    #[test]
    fn only_completely_checked_files_and_folders_are_covered() {
        let root = sample::tree(&["docs/a.md", "docs/ignored.md", "blog/b.md"]);
        let session = sample::session(root.path(), "", &Overrides::default()).expect("a session");
        let coverage = |files: &[&str], folders: &[&str]| Coverage {
            files: files.iter().map(|file| (*file).to_owned()).collect(),
            folders: folders.iter().map(|folder| (*folder).to_owned()).collect(),
            is_whole: true,
        };
        let (all, docs, one) = (
            coverage(&["docs/a.md", "blog/b.md"], &["."]),
            coverage(&["docs/a.md"], &["docs"]),
            coverage(&["docs/a.md"], &[]),
        );
        let files = [
            ("docs/a.md", [true, true, true]),
            ("docs/gone.md", [true, true, false]),
            ("docs/ignored.md", [false, false, false]),
            ("blog/b.md", [true, false, false]),
            ("../x.md", [false, false, false]),
        ];
        for (path, expected) in files {
            assert_eq!([&all, &docs, &one].map(|coverage| coverage.has_file(&session, path)), expected, "{path}");
        }
        let globs = [
            ("docs/a.md", [true, true, true]),
            ("/docs/a.md", [true, true, true]),
            ("docs/gone.md", [true, true, false]),
            ("docs/ignored.md", [false, false, false]),
            ("docs", [true, false, false]),
            ("/docs", [true, true, false]),
            ("docs/", [true, false, false]),
            ("docs/**", [true, true, false]),
            ("docs/*/deep.md", [true, true, false]),
            ("docsother/*.md", [true, false, false]),
            ("*.md", [true, false, false]),
            ("a.md", [true, false, false]),
            ("../*.md", [false, false, false]),
        ];
        for (glob, expected) in globs {
            assert_eq!([&all, &docs, &one].map(|coverage| coverage.has_glob(&session, glob)), expected, "{glob}");
        }
        let narrowed = Coverage { is_whole: false, ..all };
        assert!(!narrowed.has_file(&session, "docs/a.md") && !narrowed.has_glob(&session, "docs/**"));
    }
}
