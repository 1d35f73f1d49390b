//! Sessions and folders for tests.

use super::{Environment, Failure, FoundConfig, Session};
use crate::config::{Config, ConfigLayer, ConfigLayers, Overrides};
use crate::project::Project;
use std::fs;
use std::path::Path;
use wordgate_rules::toml_file::TomlFile;
use wordgate_rules::{RuleSet, TermSets};

/// Returns three packs. The built-in pack `a` has a recommended rule, an optional rule and an `allow` rule. The
/// built-in pack `b` and the custom pack `own` have one rule each, both with the id `twin`. The optional rule and that of
/// `own` are in the profile `press`.
pub fn rules() -> RuleSet {
    let load = |set: RuleSet, id: &str, rules: &str| {
        let file = TomlFile::new(format!("{id}/pack.toml"), format!("[pack]\nid = '{id}'\n{rules}"));
        set.extend(&[file], &TermSets::default()).expect("the sample rules are sound")
    };
    let rule = |id: &str, keys: &str| format!("[[rule]]\nid = '{id}'\npatterns = ['x']\n{keys}\n");
    let (twin, press) = (rule("twin", ""), "profiles = 'press'");
    let first =
        [rule("optional", press), rule("protected", "kind = 'allow'"), rule("recommended", "recommended = true")];
    let builtin = load(load(RuleSet::default(), "a", &first.concat()), "b", &twin).mark_as_builtin();
    load(builtin, "own", &rule("twin", press))
}

/// Creates a session at `directory` with this configuration file in it.
pub fn session(directory: &Path, config: &str, overrides: &Overrides) -> Result<Session, Failure> {
    let file = TomlFile::new("wordgate.toml", config);
    let config = Config::parse(&file).map_err(Failure::Toml)?;
    let today = jiff::civil::date(2026, 11, 22);
    let environment = Environment { directory: directory.to_owned(), today };
    let layer = ConfigLayer::new(file, directory.to_owned(), config, directory);
    let layers = ConfigLayers::new(vec![layer], directory.to_owned());
    let found = FoundConfig { layers, path: None, baseline: None, waiver_files: Default::default() };
    let session = Session::check(found, rules(), overrides, &environment)?;
    overrides.check_ids(std::iter::once(&*session.rules)).map_err(Failure::unknown_id)?;
    Ok(session)
}

/// Creates a project at `directory` in which this configuration applies to every file.
pub fn project(directory: &Path, config: &str, overrides: &Overrides) -> Result<Project, Failure> {
    let environment = Environment { directory: directory.to_owned(), today: jiff::civil::date(2026, 11, 22) };
    Ok(Project::of_session(session(directory, config, overrides)?, overrides.clone(), environment))
}

/// Creates a folder with these files. Each file contains its own path.
pub fn tree(files: &[&str]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    for file in files {
        let path = root.path().join(file);
        fs::create_dir_all(path.parent().expect("files have a folder")).expect("a folder");
        fs::write(path, file).expect("a file");
    }
    root
}
