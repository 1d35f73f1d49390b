//! Sessions for tests: a configuration as text, rules as a few names, a folder of files.

use super::{Failure, Found, Session, Surroundings};
use crate::config::{Config, Overrides};
use crate::rule::{Examples, Pack, Rule, RuleKind, RuleSet, Severity};
use crate::toml_file::TomlFile;
use std::fs;
use std::path::Path;

/// Built-in packs `a` (a recommended and an optional rule and an `allow` rule) and `b` (one optional rule), and the
/// added pack `own` (one rule). The bare id `twin` is in `b` and `own`.
pub(crate) fn rules() -> RuleSet {
    let rule = |id: &str, recommended, kind| Rule {
        id: id.into(),
        kind,
        severity: Severity::Error,
        recommended,
        title: String::new(),
        message: String::new(),
        rationale: String::new(),
        owner: String::new(),
        sources: Vec::new(),
        patterns: Vec::new(),
        suggest: Vec::new(),
        paths: Vec::new(),
        languages: Vec::new(),
        tags: Vec::new(),
        examples: Examples::default(),
        scopes: None,
        skip_when: Vec::new(),
    };
    let pack = |id: &str, builtin| Pack {
        id: id.into(),
        title: String::new(),
        description: String::new(),
        jurisdictions: Vec::new(),
        builtin,
    };
    RuleSet {
        packs: vec![pack("a", true), pack("b", true), pack("own", false)],
        rules: vec![
            rule("a/optional", false, RuleKind::Forbid),
            rule("a/protected", false, RuleKind::Allow),
            rule("a/recommended", true, RuleKind::Forbid),
            rule("b/twin", false, RuleKind::Forbid),
            rule("own/twin", false, RuleKind::Forbid),
        ],
    }
}

/// A session at `directory` with this configuration file in it.
pub(crate) fn session(directory: &Path, config: &str, overrides: &Overrides) -> Result<Session, Failure> {
    let file = TomlFile { name: "wordgate.toml".into(), text: config.into() };
    let config = Config::parse(&file).map_err(|error| Failure::Toml(vec![error]))?;
    let today = jiff::civil::date(2026, 11, 22);
    let surroundings = Surroundings { directory: directory.to_owned(), home: None, today };
    let found = Found { file, config, base: directory.to_owned(), exists: true };
    Session::check(found, rules(), overrides, &surroundings)
}

/// A folder with these files; each holds its own name.
pub(crate) fn tree(files: &[&str]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    for file in files {
        let path = root.path().join(file);
        fs::create_dir_all(path.parent().expect("files have a folder")).expect("a folder");
        fs::write(path, file).expect("a file");
    }
    root
}
