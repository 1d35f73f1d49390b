//! Finds the configuration file of a folder.
//!
//! The search starts at the folder and goes through its parent folders. It ends at the first folder with a configuration
//! file or at the repository root: a file above that root belongs to another project.

use super::Overrides;
use crate::paths;
use std::path::{Path, PathBuf};
use wordgate_rules::toml_file::{TomlError, TomlFile};

/// The names of configuration files. A folder may have only one of them.
pub const FILE_NAMES: [&str; 2] = ["wordgate.toml", ".wordgate.toml"];

/// The default name of the baseline file.
pub const BASELINE_NAME: &str = "wordgate-baseline.toml";

/// The configuration file of some files, and the folder to which their paths are relative.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ConfigPlace {
    /// The absolute path of the configuration file, if there is one.
    pub file: Option<PathBuf>,
    /// The folder of the configuration file, or else the repository root, or else the working directory.
    pub base: PathBuf,
}

impl ConfigPlace {
    /// Returns the configuration of the files in a folder.
    ///
    /// # Errors
    /// See [`find_config`].
    pub fn of_folder(folder: &Path, directory: &Path) -> Result<ConfigPlace, TomlError> {
        let place = match find_config(folder)? {
            Some(file) => ConfigPlace::of_file(file, directory),
            None => ConfigPlace { file: None, base: repository_root(folder).unwrap_or(directory).to_owned() },
        };
        Ok(place)
    }

    /// Returns the configuration that the command line chooses, or else that of the working directory.
    ///
    /// # Errors
    /// See [`find_config`].
    pub fn for_command(overrides: &Overrides, directory: &Path) -> Result<ConfigPlace, TomlError> {
        if overrides.isolated {
            let base = repository_root(directory).unwrap_or(directory).to_owned();
            return Ok(ConfigPlace { file: None, base });
        }
        match &overrides.config {
            Some(path) => Ok(ConfigPlace::of_file(paths::absolute(directory, path), directory)),
            None => ConfigPlace::of_folder(directory, directory),
        }
    }

    fn of_file(file: PathBuf, directory: &Path) -> ConfigPlace {
        let base = file.parent().unwrap_or(directory).to_owned();
        ConfigPlace { file: Some(file), base }
    }

    /// Returns whether the search for configurations ends at this folder.
    pub fn is_top(folder: &Path) -> bool {
        is_repository(folder)
    }
}

/// Finds the configuration file of the files in a folder.
///
/// # Errors
/// If a folder has a file of each name in [`FILE_NAMES`], because neither takes precedence.
pub fn find_config(folder: &Path) -> Result<Option<PathBuf>, TomlError> {
    for folder in folder.ancestors() {
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
        if is_repository(folder) {
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
        let found = find_config(&root.path().join(from)).unwrap()?;
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
    fn two_files_in_one_folder_are_a_mistake() {
        let root = tree(&["wordgate.toml", ".wordgate.toml"]);
        let error = find_config(root.path()).unwrap_err();
        assert!(error.message.contains("wordgate.toml"), "{}", error.message);
    }
}
