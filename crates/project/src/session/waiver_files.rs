//! Reads the waiver files that a configuration names.
//!
//! A file for each waiver lets branches that grant waivers merge without a conflict. A glob may match no file, because
//! a folder without waivers is empty, and git does not store it.

use super::FoundConfig;
use crate::config::{BASELINE_NAME, FILE_NAMES, WaiverFileToml, WaiverSource, globs};
use crate::paths;
use crate::read;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use toml::Spanned;
use walkdir::{DirEntry, WalkDir};
use wordgate_rules::globs::{PathGlobs, glob_in_folder, literal_prefix};
use wordgate_rules::toml_file::{TomlError, TomlFile};

/// The waiver files of a configuration, in the order of their names.
#[derive(Debug, Default)]
pub(super) struct WaiverFiles(Vec<(TomlFile, WaiverFileToml)>);

impl WaiverFiles {
    /// Reads the files that the configuration names.
    pub fn read(found: &FoundConfig, directory: &Path) -> Result<WaiverFiles, Vec<TomlError>> {
        let mut mistakes = Vec::new();
        let mut paths = BTreeSet::new();
        for entry in &found.config.waiver_files {
            match matching_files(entry, &found.file, &found.base) {
                Ok(matching) => paths.extend(matching),
                Err(mistake) => mistakes.push(mistake),
            }
        }
        let mut files = Vec::new();
        for path in paths {
            let name = paths::relative(directory, &path);
            let text = read::read_toml(&path).map_err(|message| TomlFile::file_error(&name, message));
            let parsed = text.and_then(|text| {
                let file = TomlFile::new(name, text);
                let parsed = file.parse()?;
                Ok((file, parsed))
            });
            match parsed {
                Ok(file) => files.push(file),
                Err(mistake) => mistakes.push(mistake),
            }
        }
        if mistakes.is_empty() { Ok(WaiverFiles(files)) } else { Err(mistakes) }
    }

    /// Returns the names of the files, as shown to the user.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(file, _)| file.name.clone())
    }

    /// Returns the waivers of each file.
    pub fn sources(&self) -> impl Iterator<Item = WaiverSource<'_>> {
        self.0.iter().map(|(file, parsed)| WaiverSource { file, waivers: &parsed.waivers })
    }
}

/// Returns the files that an entry of `waivers` names. Only a plain name must exist.
fn matching_files(entry: &Spanned<String>, file: &TomlFile, base: &Path) -> Result<Vec<PathBuf>, TomlError> {
    let text = glob_in_folder(entry.get_ref());
    let (fixed, is_plain) = literal_prefix(&text);
    let start = paths::absolute(base, Path::new(&fixed));
    if is_plain {
        let wrong = match std::fs::metadata(&start) {
            Ok(metadata) if metadata.is_dir() => {
                let help = format!("write `{}/*.toml` for the files in it", entry.get_ref().trim_end_matches('/'));
                file.error(entry.span(), "this is a folder").help(help)
            }
            Ok(_) => return Ok(vec![start]),
            Err(error) => {
                let help = "create it, or write a glob such as `waivers/*.toml`, which may match no file";
                file.error(entry.span(), format!("the waiver file cannot be read: {}", read::explain(&error)))
                    .help(help)
            }
        };
        return Err(wrong);
    }
    let glob = globs::parse(&text, entry.span(), file)?;
    let too_large = |error| file.error(entry.span(), format!("the glob is too large: {error}"));
    let glob = PathGlobs::new([glob]).map_err(too_large)?;
    // Without `**`, a match is as deep as the glob, so no other folder needs to be read.
    let depth = match text.contains("**") {
        true => usize::MAX,
        false => text.trim_matches('/').split('/').count() - fixed.split('/').filter(|part| !part.is_empty()).count(),
    };
    let mut matching = Vec::new();
    let entries = WalkDir::new(&start).max_depth(depth).into_iter().filter_entry(|e| e.depth() == 0 || may_hold(e));
    for found in entries {
        let found = match found {
            Ok(found) => found,
            Err(error) if error.depth() == 0 && !start.exists() => break,
            Err(error) => {
                return Err(file.error(entry.span(), format!("the folder of waivers cannot be read: {error}")));
            }
        };
        let is_file = found.depth() > 0 && found.path().is_file();
        if is_file && glob.matches_itself(&paths::relative(base, found.path())) {
            matching.push(found.into_path());
        }
    }
    Ok(matching)
}

/// Returns whether an entry of a folder may be a waiver file or hold one.
fn may_hold(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    !name.starts_with('.') && !FILE_NAMES.contains(&&*name) && name != BASELINE_NAME
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const FILE: &str = "[[waiver]]\nrule = 'a/b'\npath = 'x'\ntext = 'One two.'\nreason = 'r'\napprover = 'a'\n";

    fn read(root: &Path, config: &str) -> Result<Vec<String>, Vec<TomlError>> {
        let file = TomlFile::new("wordgate.toml", config);
        let (config, base) = (file.parse().unwrap(), root.join("docs"));
        let waiver_files = WaiverFiles::default();
        let found = FoundConfig { file, config, base, path: None, baseline: None, waiver_files };
        Ok(WaiverFiles::read(&found, root)?.names().collect())
    }

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("docs")).unwrap();
        for name in files {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, FILE).unwrap();
        }
        root
    }

    #[test]
    fn globs_are_relative_to_the_file_that_names_them() {
        let root = tree(&[
            "docs/waivers/b.toml", "docs/waivers/a.toml", "docs/waivers/deep/c.toml", "docs/waivers/.hidden.toml",
            "docs/waivers/notes.md", "docs/own.toml", "docs/wordgate.toml", "waivers/d.toml",
        ]);
        let cases: [(&str, &[&str]); 8] = [
            ("['waivers/*.toml']", &["docs/waivers/a.toml", "docs/waivers/b.toml"]),
            (
                "['waivers/**/*.toml', 'waivers/a.toml']",
                &["docs/waivers/a.toml", "docs/waivers/b.toml", "docs/waivers/deep/c.toml"],
            ),
            ("['*.toml']", &["docs/own.toml"]),
            ("['own.toml']", &["docs/own.toml"]),
            ("['./own.toml']", &["docs/own.toml"]),
            ("['../waivers/*.toml']", &["waivers/d.toml"]),
            ("['none/*.toml', 'waivers/x*.toml']", &[]),
            ("[]", &[]),
        ];
        for (list, expected) in cases {
            assert_eq!(read(root.path(), &format!("waivers = {list}")).unwrap(), expected, "{list}");
        }
    }

    #[test]
    fn a_plain_name_must_exist_and_mistakes_name_their_file() {
        let root = tree(&["docs/waivers/a.toml"]);
        fs::write(root.path().join("docs/waivers/b.toml"), "[[waivers]]\n").unwrap();
        let mistakes = read(root.path(), "waivers = ['none.toml', 'waivers', '[', 'waivers/*.toml']").unwrap_err();
        let shown: Vec<String> = mistakes.iter().map(TomlError::one_line).collect();
        assert_eq!(shown.len(), 4, "{shown:?}");
        assert!(shown[0].starts_with("wordgate.toml:1:12: the waiver file cannot be read: no such file"), "{shown:?}");
        assert!(shown[1].starts_with("wordgate.toml:1:25: this is a folder (write `waivers/*.toml`"), "{shown:?}");
        assert!(shown[2].starts_with("wordgate.toml:1:36: `/[` is not a valid glob"), "{shown:?}");
        assert!(shown[3].starts_with("docs/waivers/b.toml:1:"), "{shown:?}");
        assert!(shown[3].contains("unknown key `waivers`"), "{shown:?}");
    }
}
