//! Loads and checks the rule files and the shared term sets in `rules/`, and writes the bytes that the library embeds.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs, io};
use wordgate_rules::toml_file::{TomlError, TomlFile};
use wordgate_rules::{RuleSet, TermLibrary, TermSets};

fn main() -> io::Result<()> {
    let root = root()?;
    let (terms, files) = TermLibrary::split(toml_files(&root)?);
    let mistakes = |errors: Vec<TomlError>| io::Error::other(list(&errors));
    let library = Arc::new(TermLibrary::load(&terms).map_err(mistakes)?);
    let rules = RuleSet::load(&files, &TermSets::of_library(library.clone())).map_err(mistakes)?;
    let rules = rules.mark_as_builtin().with_directive_rules().to_bytes().map_err(io::Error::other)?;
    let folder = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    fs::write(folder.join("rules.bin"), rules)?;
    fs::write(folder.join("terms.bin"), library.to_bytes().map_err(io::Error::other)?)
}

/// Returns the folder with the rules.
///
/// In the repository it is at the top level, with a symbolic link to it next to this file, so that the published
/// package contains a copy. Where the checkout does not support symbolic links, the link is a plain file.
fn root() -> io::Result<PathBuf> {
    // Not `env!`: several copies of the sources may share a target folder, and with it this compiled build script.
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let linked = package.join("rules");
    Ok(if linked.is_dir() { linked } else { package.join("../../rules") })
}

/// Returns the files of every pack and of the shared library, sorted by name. Names are relative to `root`.
fn toml_files(root: &Path) -> io::Result<Vec<TomlFile>> {
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    for pack in fs::read_dir(root)? {
        let pack = pack?;
        if !pack.file_type()?.is_dir() {
            continue;
        }
        for file in fs::read_dir(pack.path())? {
            let path = file?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let name = path.strip_prefix(root).map_err(io::Error::other)?;
                files.push(TomlFile::new(name.to_string_lossy().replace('\\', "/"), fs::read_to_string(&path)?));
            }
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn list(errors: &[TomlError]) -> String {
    errors.iter().map(|error| format!("\nrules/{}", error.one_line())).collect()
}
