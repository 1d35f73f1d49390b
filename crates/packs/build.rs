//! Loads and checks the rule files in `rules/`, and writes the bytes that the library embeds.

use std::path::{Path, PathBuf};
use std::{env, fs, io};
use wordgate_rules::toml_file::{TomlError, TomlFile};
use wordgate_rules::{RuleFileToml, RuleSet, TermSets};

/// The folder of term sets, which is no pack.
const TERMS: &str = "terms";

fn main() -> io::Result<()> {
    let root = root()?;
    let files = rule_files(&root)?;
    let rules = RuleSet::load(&files, &TermSets::default()).map_err(|errors| io::Error::other(list(&errors)))?;
    let bytes = rules.mark_as_builtin().with_directive_rules().to_bytes().map_err(io::Error::other)?;
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    fs::write(out.join("rules.bin"), bytes)?;
    fs::write(out.join("parties.txt"), parties(&root)?)
}

/// Returns the terms of the set `parties`, one on each line.
fn parties(root: &Path) -> io::Result<String> {
    let path = root.join(TERMS).join("parties.toml");
    let file = TomlFile::new("terms/parties.toml", fs::read_to_string(path)?);
    let file: RuleFileToml = file.parse().map_err(|errors| io::Error::other(list(&errors)))?;
    let terms = file.terms.iter().filter(|(name, _)| name.get_ref() == "parties").flat_map(|(_, set)| &set.terms);
    Ok(terms.map(|term| format!("{}\n", term.get_ref())).collect())
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

/// Returns the rule files of every pack, sorted by name. Names are relative to `root`.
fn rule_files(root: &Path) -> io::Result<Vec<TomlFile>> {
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    for pack in fs::read_dir(root)? {
        let pack = pack?;
        if !pack.file_type()?.is_dir() || pack.file_name() == TERMS {
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
