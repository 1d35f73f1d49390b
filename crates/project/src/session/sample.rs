//! Sessions for tests: a configuration as text, rules as a few names, a folder of files.

use super::{Environment, Failure, FoundConfig, Session};
use crate::config::{Config, Overrides};
use std::fs;
use std::path::Path;
use wordgate_rules::toml_file::TomlFile;
use wordgate_rules::{RuleSet, TermSets};

/// Built-in packs `a` (a recommended and an optional rule and an `allow` rule) and `b` (one optional rule), and the
/// added pack `own` (one rule). The bare id `twin` is in `b` and `own`.
pub fn rules() -> RuleSet {
    let load = |set: RuleSet, id: &str, rules: &str| {
        let file = TomlFile::new(format!("{id}/pack.toml"), format!("[pack]\nid = '{id}'\n{rules}"));
        set.extend(&[file], &TermSets::default()).expect("the sample rules are sound")
    };
    let rule = |id: &str, keys: &str| format!("[[rule]]\nid = '{id}'\npatterns = ['x']\n{keys}\n");
    let own = rule("twin", "");
    let first = [rule("optional", ""), rule("protected", "kind = 'allow'"), rule("recommended", "recommended = true")];
    let builtin = load(load(RuleSet::default(), "a", &first.concat()), "b", &own).builtin();
    load(builtin, "own", &own)
}

/// A session at `directory` with this configuration file in it.
pub fn session(directory: &Path, config: &str, overrides: &Overrides) -> Result<Session, Failure> {
    let file = TomlFile::new("wordgate.toml", config);
    let config = Config::parse(&file).map_err(|error| Failure::Toml(vec![error]))?;
    let today = jiff::civil::date(2026, 11, 22);
    let surroundings = Environment { directory: directory.to_owned(), home: None, today };
    let found = FoundConfig { file, config, base: directory.to_owned(), path: None, baseline: None };
    Session::check(found, rules(), overrides, &surroundings)
}

/// A folder with these files; each holds its own name.
pub fn tree(files: &[&str]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    for file in files {
        let path = root.path().join(file);
        fs::create_dir_all(path.parent().expect("files have a folder")).expect("a folder");
        fs::write(path, file).expect("a file");
    }
    root
}
