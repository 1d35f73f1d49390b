//! Reads rule files: those of the configuration and those of the command line.

use super::{Failure, FoundConfig};
use crate::config::{BASELINE_NAME, FILE_NAMES, Overrides};
use crate::paths;
use crate::read;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;
use wordgate_rules::toml_file::{TomlError, TomlFile};

/// Reads the rule files of the configuration and of the command line. A file that is named twice is read once.
pub(super) fn collect(found: &FoundConfig, overrides: &Overrides, directory: &Path) -> Result<Vec<TomlFile>, Failure> {
    let mut reader = RuleFileReader { directory, seen: BTreeSet::new(), files: Vec::new(), mistakes: Vec::new() };
    for (layer, entry) in found.layers.all(|config| &config.rules) {
        let path = paths::absolute(&layer.folder, Path::new(entry.get_ref()));
        if let Err(message) = reader.add(&path) {
            let resolved = paths::relative(directory, &path);
            reader.mistakes.push(layer.file.error(entry.span(), message).label(format!("this is {resolved}")));
        }
    }
    reader.add_named(&overrides.rules);
    reader.finish()
}

/// Reads the rule files at these paths.
///
/// # Errors
/// All paths that cannot be read.
pub fn read_rule_files(named: &[PathBuf], directory: &Path) -> Result<Vec<TomlFile>, Failure> {
    let mut reader = RuleFileReader { directory, seen: BTreeSet::new(), files: Vec::new(), mistakes: Vec::new() };
    reader.add_named(named);
    reader.finish()
}

struct RuleFileReader<'a> {
    directory: &'a Path,
    seen: BTreeSet<PathBuf>,
    files: Vec<TomlFile>,
    mistakes: Vec<TomlError>,
}

impl RuleFileReader<'_> {
    fn add_named(&mut self, named: &[PathBuf]) {
        for path in named {
            if let Err(message) = self.add(&paths::resolve_argument(self.directory, path)) {
                self.mistakes.push(TomlFile::file_error(&path.to_string_lossy(), message));
            }
        }
    }

    /// Adds a file, or every `.toml` file of a folder in the order of their names.
    fn add(&mut self, path: &Path) -> Result<(), String> {
        let metadata = std::fs::metadata(path).map_err(|error| read::explain(&error))?;
        if !metadata.is_dir() {
            return self.add_file(path);
        }
        let before = self.seen.len();
        let mut found = 0;
        for entry in WalkDir::new(path).sort_by_file_name().into_iter().filter_entry(|e| e.depth() == 0 || is_rule(e)) {
            let entry = entry.map_err(|error| format!("the rule folder cannot be read: {error}"))?;
            if entry.file_type().is_file() {
                found += 1;
                self.add_file(entry.path())?;
            }
        }
        if found == 0 && self.seen.len() == before {
            return Err("this folder contains no rule files (*.toml)".to_owned());
        }
        Ok(())
    }

    fn add_file(&mut self, path: &Path) -> Result<(), String> {
        if !self.seen.insert(path.canonicalize().unwrap_or_else(|_| path.to_owned())) {
            return Ok(());
        }
        let name = paths::relative(self.directory, path);
        match read::read_toml(path) {
            Ok(text) => self.files.push(TomlFile::new(name, text)),
            Err(message) => self.mistakes.push(TomlFile::file_error(&name, message)),
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<TomlFile>, Failure> {
        if self.mistakes.is_empty() { Ok(self.files) } else { Err(Failure::Toml(self.mistakes)) }
    }
}

/// Returns whether an entry of a rule folder is a folder to search or a rule file.
fn is_rule(entry: &walkdir::DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let rule_file = name.ends_with(".toml") && !FILE_NAMES.contains(&&*name) && name != BASELINE_NAME;
    !name.starts_with('.') && (entry.file_type().is_dir() || rule_file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn reads_each_rule_file_of_a_folder_once_and_in_order() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("r/b")).unwrap();
        for name in ["r/z.toml", "r/b/a.toml", "r/.hidden.toml", "r/wordgate.toml", "r/notes.md"] {
            fs::write(root.path().join(name), name).unwrap();
        }
        let named = ["r", "r/z.toml", "./r/b/a.toml"].map(PathBuf::from);
        let files = read_rule_files(&named, root.path()).unwrap();
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["r/b/a.toml", "r/z.toml"]);
    }

    #[test]
    fn reports_files_that_cannot_be_read() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("empty")).unwrap();
        fs::write(root.path().join("latin.toml"), b"title = \"\xE9\"").unwrap();
        let named = ["missing.toml", "empty", "latin.toml"].map(PathBuf::from);
        let Err(Failure::Toml(mistakes)) = read_rule_files(&named, root.path()) else { panic!("no mistakes") };
        assert_eq!(mistakes.len(), 3);
        assert_eq!(mistakes[2].message, "byte 9 is not UTF-8; save the file as UTF-8");
    }
}
