//! Embeds the rule files below `rules/`, so that adding a rule touches TOML only.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("rules");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut names = Vec::new();
    for pack in fs::read_dir(&root)? {
        let pack = pack?;
        if !pack.file_type()?.is_dir() {
            continue;
        }
        println!("cargo::rerun-if-changed={}", pack.path().display());
        for file in fs::read_dir(pack.path())? {
            let file = file?.path();
            if file.extension().is_some_and(|extension| extension == "toml") {
                let below = file.strip_prefix(&root).map_err(io::Error::other)?;
                names.push((below.to_string_lossy().replace('\\', "/"), file));
            }
        }
    }
    names.sort();
    let mut code = String::from("/// Name and text of each embedded rule file, sorted by name.\n");
    code.push_str("const BUILTIN: &[(&str, &str)] = &[\n");
    for (name, file) in names {
        writeln!(code, "    ({name:?}, include_str!({:?})),", file.display().to_string()).map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR").map_err(io::Error::other)?).join("builtin.rs"), code)
}
