//! Reads and checks the rule files below `rules/`, and stores them as the bytes that the library embeds.

use std::path::{Path, PathBuf};
use std::{env, fs, io};
use wordgate_rules::toml_file::{TomlError, TomlFile};
use wordgate_rules::{RuleSet, TermSets};

fn main() -> io::Result<()> {
    let root = root()?;
    let files = rule_files(&root)?;
    let rules = RuleSet::load(&files, &TermSets::default()).map_err(|errors| io::Error::other(listed(&errors)))?;
    let bytes = rules.builtin().with_own().to_bytes().map_err(io::Error::other)?;
    fs::write(Path::new(&env::var("OUT_DIR").map_err(io::Error::other)?).join("rules.bin"), bytes)
}

/// The folder of the rules: in the repository it is at the top, and a link beside this file stands for it, which is what a
/// package holds a copy of. A checkout without links has a file there.
fn root() -> io::Result<PathBuf> {
    // Not `env!`: a target folder may be shared by copies of the sources, and then so is this program.
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let own = here.join("rules");
    Ok(if own.is_dir() { own } else { here.join("../../rules") })
}

/// The rule files of every pack, named below `root`, sorted by name.
fn rule_files(root: &Path) -> io::Result<Vec<TomlFile>> {
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
                let below = path.strip_prefix(root).map_err(io::Error::other)?;
                files.push(TomlFile::new(below.to_string_lossy().replace('\\', "/"), fs::read_to_string(&path)?));
            }
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn listed(errors: &[TomlError]) -> String {
    errors.iter().map(|error| format!("\nrules/{}", error.one_line())).collect()
}
