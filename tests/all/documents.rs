//! Whole documents, for properties that hold for any document.
//!
//! They are the files of `test-corpus/` and documents composed of their blocks. `WORDGATE_CORPUS` names a folder of
//! real documents to add; use a release build for these.

use crate::fuzz::mutation::Random;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;
use wordgate_core::extract::{Format, open};
use wordgate_text::source::SourceFile;

pub struct Document {
    /// The path, for messages.
    pub name: String,
    pub format: Format,
    pub file: SourceFile,
}

/// Returns the folder of the documents written for this project.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("test-corpus")
}

/// Returns all documents of the project, and those of `WORDGATE_CORPUS` if it is set.
pub fn all() -> Vec<Document> {
    let mut documents = below(&folder());
    if let Some(corpus) = std::env::var_os("WORDGATE_CORPUS") {
        documents.extend(below(Path::new(&corpus)));
    }
    documents
}

/// Returns the documents below a folder, sorted by name.
pub fn below(folder: &Path) -> Vec<Document> {
    let document = |path: &Path| {
        if path.file_name()? == "rules.toml" {
            return None;
        }
        let is_android = path.file_name().is_some_and(|name| name == "strings.xml");
        let format = match is_android {
            true => Format::Android,
            false => Format::from_extension(path.extension()?.to_str()?)?,
        };
        let name = path.display().to_string();
        let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{name}: {error}"));
        let file = open(bytes, format).unwrap_or_else(|error| panic!("{name}: {error}"));
        Some(Document { name, format, file })
    };
    let entries = WalkDir::new(folder).sort_by_file_name();
    let entries = entries.into_iter().map(|entry| entry.unwrap_or_else(|error| panic!("{error}")));
    let documents: Vec<Document> = entries.filter_map(|entry| document(entry.path())).collect();
    assert!(!documents.is_empty(), "{} holds no documents", folder.display());
    documents
}

/// Containers of a block: what precedes its first line and each further one.
const CONTAINERS: &[[&str; 2]] = &[
    ["", ""],
    ["", ""],
    ["", ""],
    ["> ", "> "],
    ["> [!NOTE]\n> ", "> "],
    ["- ", "  "],
    ["- one\n- ", "  "],
    ["1. ", "   "],
    ["- > ", "  > "],
    ["> - ", ">   "],
    ["- a\n  - ", "    "],
    ["!!! note\n    ", "    "],
    ["[^1]: ", "    "],
    [":::note\n", ""],
    ["<div>\n\n", ""],
    ["text right above\n", ""],
];

/// Composes Markdown documents from blocks of the project's own documents, in new containers. They are the same on
/// every run.
pub fn composed(count: usize) -> Vec<String> {
    let mut random = Random::new(0xD0C5);
    // The cases of `wording` differ only in their words. A shortcode over several lines, as in `hugo-lines`, starts a
    // block in a piece, but not after other blocks in a whole file.
    let is_wanted = |document: &Document| {
        document.format == Format::Markdown
            && !["wording", "hugo-lines"].iter().any(|other| document.name.contains(other))
    };
    let texts = below(&folder()).into_iter().filter(is_wanted).map(|document| document.file.into_text());
    let blocks: Vec<String> =
        texts.flat_map(|text| text.split("\n\n").map(str::to_owned).collect::<Vec<_>>()).collect();
    let document = |_| {
        let parts = (0..2 + random.below(9)).map(|_| {
            let block = &blocks[random.below(blocks.len())];
            let [first, next] = CONTAINERS[random.below(CONTAINERS.len())];
            let end = ["\n\n", "\n\n", "\n\n", "\n", "\r\n", "\n\n\n"][random.below(6)];
            format!("{first}{}{end}", block.replace('\n', &format!("\n{next}")))
        });
        parts.collect()
    };
    (0..count).map(document).collect()
}
