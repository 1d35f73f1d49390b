//! Tests the language server with a client that sends what editors send, and also messages that no editor should send.

mod allow;
pub mod client;
mod documents;
mod exceptions;
mod fixes;
mod hostile;
mod mistakes;
mod notes;
mod questions;
mod responsiveness;
mod rules;
mod waive;
mod waivers;

use std::fs;
use std::path::PathBuf;

const RULES: &str = r#"
[pack]
id = "house"

[[rule]]
id = "product"
kind = "prefer"
prefer = "wordgate"
patterns = ["word gate"]
fix = "safe"
suggest = ["wordgate"]
message = "The product is called wordgate."
title = "Write *wordgate* in one word"
rationale = """The name is one word <b>.

It is a name."""
sources = [{ name = "Style_guide", section = "2", url = "https://e.org/a b", as_of = 2026-03-11, confidence = "house" }]

[[rule]]
id = "claim"
severity = "warning"
patterns = ["best tool"]
suggest = ["good tool", "{match} of <year>"]
fix = "unsafe"
message = "No superlatives."

[[rule]]
id = "later"
severity = "info"
patterns = ["someday"]
valid_from = 2030-01-01
message = "No."
"#;

/// A folder with a configuration and rules. Its path has a space and a letter that is not ASCII.
struct Folder {
    _root: tempfile::TempDir,
    path: PathBuf,
}

impl Folder {
    fn new(config: &str) -> Folder {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().canonicalize().unwrap().join("a größe");
        fs::create_dir_all(path.join(".git")).unwrap();
        let folder = Folder { _root: root, path };
        folder.write("wordgate.toml", config);
        folder.write("house.toml", RULES);
        folder
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn uri(&self, name: &str) -> String {
        client::uri(&self.path.join(name))
    }
}

/// A mark in a document that holds back its check until it is cancelled, as in `wordgate-server`.
const HELD: &str = "<!-- this check is held -->";

const CONFIG: &str = "packs = ['house']\nrules = ['house.toml']\n";
