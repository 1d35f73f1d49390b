//! A repository with nested configurations: each file is checked with the nearest one, wherever the command is started.

use crate::lsp::client::{Client, uri};
use crate::staged::repository::{self, Repository};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const TEXT: &str = "Our red house, blue house and green house.\n";

/// Rules that find the colours, with the pack id `id`.
fn rules(id: &str, colours: &[&str]) -> String {
    let rule = |colour: &&str| format!("[[rule]]\nid = '{colour}'\npatterns = ['{colour} house']\nmessage = 'no'\n");
    format!("[pack]\nid = '{id}'\n{}", colours.iter().map(rule).collect::<String>())
}

/// Creates a repository with the root's configuration and three nested ones, one of them two folders deep.
fn monorepo() -> Repository {
    let (red, blue, green) = (rules("red", &["red"]), rules("blue", &["blue"]), rules("green", &["green", "blue"]));
    let files = [
        ("wordgate.toml", "packs = ['red']\nrules = ['red.toml']\nexclude = ['old']\nfail_on = 'never'\n"),
        ("red.toml", &red),
        ("a.md", TEXT),
        ("docs/a.md", TEXT),
        ("apps/shop/wordgate.toml", "packs = ['blue']\nrules = ['rules/blue.toml']\n"),
        ("apps/shop/rules/blue.toml", &blue),
        ("apps/shop/a.md", TEXT),
        ("apps/shop/docs/b.md", TEXT),
        ("apps/shop/docs/inner/.wordgate.toml", "packs = ['green']\nrules = ['green.toml']\nexclude = ['draft.md']\n"),
        ("apps/shop/docs/inner/green.toml", &green),
        ("apps/shop/docs/inner/c.md", TEXT),
        ("apps/shop/docs/inner/draft.md", TEXT),
        ("libs/own/wordgate.toml", "packs = []\n"),
        ("libs/own/d.md", TEXT),
        ("old/wordgate.toml", "packs = ['red']\nrules = ['../red.toml']\n"),
        ("old/e.md", TEXT),
    ];
    let repo = Repository::new();
    files.iter().for_each(|(name, text)| repo.write(name, text));
    repo
}

/// The findings: the file from the root, and the rule.
const FINDINGS: [(&str, &str); 6] = [
    ("a.md", "red/red"),
    ("apps/shop/a.md", "blue/blue"),
    ("apps/shop/docs/b.md", "blue/blue"),
    ("apps/shop/docs/inner/c.md", "green/blue"),
    ("apps/shop/docs/inner/c.md", "green/green"),
    ("docs/a.md", "red/red"),
];

const FOLDERS: [&str; 6] = ["", "docs", "apps", "apps/shop", "apps/shop/docs/inner", "libs/own"];

fn expected() -> BTreeSet<(String, String)> {
    FINDINGS.iter().map(|(path, rule)| ((*path).to_owned(), (*rule).to_owned())).collect()
}

/// Returns the findings of a run in `folder`, with paths from the root.
fn found(repo: &Repository, folder: &str, args: &[&str]) -> BTreeSet<(String, String)> {
    let args: Vec<&str> = ["check", "--format", "json"].iter().chain(args).copied().collect();
    let run = repository::check(&repo.path(folder), &args, &[]);
    let report: Value = serde_json::from_str(&run.output).unwrap_or_else(|_| panic!("{folder}: {}", run.errors));
    let findings = report["findings"].as_array().unwrap().iter();
    let root = repo.path("").canonicalize().unwrap();
    let from_root = |finding: &Value| {
        let path: PathBuf = repo.path(folder).join(finding["path"].as_str().unwrap());
        let path = path.canonicalize().unwrap().strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        (path, finding["rule"].as_str().unwrap().to_owned())
    };
    findings.map(from_root).collect()
}

/// Returns the relative path from `folder` to the root.
fn to_root(folder: &str) -> String {
    match folder.split('/').filter(|part| !part.is_empty()).count() {
        0 => ".".to_owned(),
        depth => vec![".."; depth].join("/"),
    }
}

#[test]
fn every_folder_gives_the_same_findings() {
    let repo = monorepo();
    for folder in FOLDERS {
        assert_eq!(found(&repo, folder, &[&to_root(folder)]), expected(), "from {folder:?}");
        let below: BTreeSet<_> = expected().into_iter().filter(|(path, _)| path.starts_with(folder)).collect();
        assert_eq!(found(&repo, folder, &[]), below, "in {folder:?}");
    }
    // A run elsewhere uses the same configurations.
    let outside = tempfile::tempdir().unwrap();
    let args = ["check", "--format", "concise", repo.path("").to_str().unwrap()].map(str::to_owned);
    let run = repository::check(outside.path(), &args, &[]);
    assert_eq!(run.output.lines().count(), FINDINGS.len(), "{}", run.output);
}

#[test]
fn hooks_and_named_files_give_the_same_findings() {
    let repo = monorepo();
    repo.git(&["add", "."]);
    for folder in FOLDERS {
        let root = to_root(folder);
        assert_eq!(found(&repo, folder, &["--staged", &root]), expected(), "staged from {folder:?}");
        let names = FINDINGS.map(|(path, _)| format!("{root}/{path}"));
        let named: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(found(&repo, folder, &named), expected(), "named from {folder:?}");
    }
    let excluded = found(&repo, "", &["--force-exclude", "old/e.md", "apps/shop/docs/inner/draft.md"]);
    assert_eq!(excluded, BTreeSet::new());
}

#[test]
fn an_editor_gives_the_same_findings() {
    let repo = monorepo();
    for folder in ["", "apps/shop", "libs/own"] {
        let (mut client, _) = Client::initialized(&repo.path(folder), json!({}), Value::Null);
        let mut all = BTreeSet::new();
        let files: BTreeSet<&str> =
            FINDINGS.iter().map(|(path, _)| *path).chain(["old/e.md", "libs/own/d.md"]).collect();
        for path in files {
            let uri = uri(&repo.path(path));
            client.open(&uri, "markdown", 1, TEXT);
            let rules = client.diagnostics(&uri, 1);
            all.extend(rules.iter().map(|found| (path.to_owned(), found["code"].as_str().unwrap().to_owned())));
        }
        client.shut_down();
        assert_eq!(all, expected(), "workspace {folder:?}");
    }
}

#[test]
fn each_configuration_decides_what_fails() {
    let repo = monorepo();
    let status = |args: &[&str]| repo.check(args).status;
    assert_eq!(status(&["a.md"]), 0);
    assert_eq!(status(&["apps/shop/a.md"]), 1);
    assert_eq!(status(&["a.md", "apps/shop/a.md"]), 1);
    assert_eq!(status(&["--fail-on", "never", "."]), 0);
    assert_eq!(status(&["--fail-on", "error", "a.md"]), 1);
}

#[test]
fn the_command_line_stands_for_all_configurations() {
    let repo = monorepo();
    let rules_found = |args: &[&str]| -> BTreeSet<String> { found(&repo, "", args).into_iter().map(|f| f.1).collect() };
    assert_eq!(rules_found(&["--config", "apps/shop/wordgate.toml", "."]), BTreeSet::from(["blue/blue".to_owned()]));
    assert_eq!(rules_found(&["--isolated", "."]), BTreeSet::new());
    // A rule that only one configuration knows can be chosen and ignored.
    assert_eq!(rules_found(&["--rule", "green/blue", "."]), BTreeSet::from(["green/blue".to_owned()]));
    let without: BTreeSet<String> = ["blue/blue", "green/blue", "green/green"].map(str::to_owned).into();
    assert_eq!(rules_found(&["--ignore", "red", "."]), without);
    let run = repo.check(&["--rule", "green/blu", "."]);
    assert!(run.status == 2 && run.flat_errors().contains("did you mean"), "{}", run.errors);
}

#[test]
fn mistakes_in_all_configurations_are_reported() {
    let repo = monorepo();
    repo.write("apps/shop/wordgate.toml", "pack = []\n");
    repo.write("libs/own/wordgate.toml", "disable = ['nothing']\n");
    let run = repo.check(&["."]);
    assert_eq!((run.status, run.output.as_str()), (2, ""));
    for part in ["apps/shop/wordgate.toml:1:1", "libs/own/wordgate.toml:1:"] {
        assert!(run.flat_errors().contains(part), "{part}: {}", run.errors);
    }
}

#[test]
fn each_configuration_has_its_own_baseline_and_waivers() {
    let repo = monorepo();
    let run = repo.run(&["baseline", "."]);
    assert_eq!(run.status, 0, "{}", run.errors);
    let written = ["wordgate-baseline.toml", "apps/shop/wordgate-baseline.toml", "libs/own/wordgate-baseline.toml"];
    assert_eq!(written.map(|name| repo.path(name).exists()), [true, true, false]);
    for folder in FOLDERS {
        assert_eq!(found(&repo, folder, &["--baseline", "--", &to_root(folder)]), BTreeSet::new(), "{folder:?}");
    }
    let waived = ["waive", "apps/shop/a.md:1", "--reason", "agreed", "--approver", "Jane"];
    let run = repo.run(&waived);
    assert_eq!(run.status, 0, "{}", run.errors);
    assert!(found(&repo, "", &["."]).iter().all(|(path, _)| path != "apps/shop/a.md"));
    assert!(found(&repo, "docs", &["../apps"]).iter().all(|(path, _)| path != "apps/shop/a.md"));
    assert!(Path::new(&repo.path("apps/shop")).is_dir());
}
