//! Real documents, where there are some: the folder `WORDGATE_CORPUS`, else `../shared/corpus`.

use std::path::{Path, PathBuf};

/// The folder; says so when there is none.
pub fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("WORDGATE_CORPUS").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"));
    if !folder.is_dir() {
        println!("skipped: there is no corpus; WORDGATE_CORPUS names a folder of documents");
        return None;
    }
    Some(folder)
}
