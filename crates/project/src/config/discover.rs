//! Finds the configuration file.
//!
//! The search starts at the working directory and goes through its parent folders. It ends at the first folder with a
//! configuration file, at the repository root, or at the home folder. A file above the repository root belongs to
//! another project.

use std::path::{Path, PathBuf};
use wordgate_rules::toml_file::{TomlError, TomlFile};

/// The names of configuration files. A folder may have only one of them.
pub const FILE_NAMES: [&str; 2] = ["wordgate.toml", ".wordgate.toml"];

/// The default name of the baseline file.
pub const BASELINE_NAME: &str = "wordgate-baseline.toml";

/// Finds the configuration file for a working directory. The search does not go above `home`.
///
/// # Errors
/// If a folder has a file of each name in [`FILE_NAMES`], because neither takes precedence.
pub fn find_config(directory: &Path, home: Option<&Path>) -> Result<Option<PathBuf>, TomlError> {
    for folder in directory.ancestors() {
        let [visible, hidden] = FILE_NAMES.map(|name| folder.join(name));
        match (visible.is_file(), hidden.is_file()) {
            (true, true) => {
                let name = hidden.display().to_string();
                let message = format!("there is also a {} in this folder", FILE_NAMES[0]);
                return Err(TomlFile::file_error(&name, message).help("keep one of the two files"));
            }
            (true, false) => return Ok(Some(visible)),
            (false, true) => return Ok(Some(hidden)),
            (false, false) => {}
        }
        if is_repository(folder) || Some(folder) == home {
            break;
        }
    }
    Ok(None)
}

/// Returns the nearest ancestor with a `.git` folder or, in a linked working tree, a `.git` file.
pub fn repository_root(directory: &Path) -> Option<&Path> {
    directory.ancestors().find(|folder| is_repository(folder))
}

fn is_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        root
    }

    fn found(root: &tempfile::TempDir, from: &str) -> Option<String> {
        let found = find_config(&root.path().join(from), Some(root.path())).unwrap()?;
        Some(found.strip_prefix(root.path()).unwrap().to_str().unwrap().replace('\\', "/"))
    }

    #[test]
    fn uses_the_nearest_file() {
        let root = tree(&["wordgate.toml", "a/.wordgate.toml", "a/b/c/x"]);
        assert_eq!(found(&root, "a/b/c").as_deref(), Some("a/.wordgate.toml"));
        assert_eq!(found(&root, "").as_deref(), Some("wordgate.toml"));
    }

    #[test]
    fn the_search_ends_at_the_repository_root() {
        let folder = tree(&["wordgate.toml", "repo/.git/HEAD", "repo/docs/x"]);
        let work_tree = tree(&["wordgate.toml", "repo/.git", "repo/docs/x"]);
        for root in [folder, work_tree] {
            assert_eq!(found(&root, "repo/docs"), None);
            assert_eq!(repository_root(&root.path().join("repo/docs")), Some(&*root.path().join("repo")));
        }
    }

    #[test]
    fn the_search_ends_at_the_home_folder() {
        let root = tree(&["wordgate.toml", "home/docs/x"]);
        let found = find_config(&root.path().join("home/docs"), Some(&root.path().join("home"))).unwrap();
        assert_eq!(found, None);
    }

    #[test]
    fn two_files_in_one_folder_are_a_mistake() {
        let root = tree(&["wordgate.toml", ".wordgate.toml"]);
        let error = find_config(root.path(), None).unwrap_err();
        assert!(error.message.contains("wordgate.toml"), "{}", error.message);
    }
}
