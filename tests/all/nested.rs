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

/// Creates a repository in which `sub/wordgate.toml` extends the root's configuration.
fn extended(root: &str, sub: &str) -> Repository {
    let repo = Repository::new();
    repo.write("wordgate.toml", root);
    repo.write("sub/wordgate.toml", &format!("extend = '../wordgate.toml'\n{sub}"));
    repo.write("rules/red.toml", &rules("red", &["red"]));
    repo.write("sub/blue.toml", &rules("blue", &["blue"]));
    for path in ["a.md", "sub/a.md", "sub/docs/b.md", "sub/old/c.md"] {
        repo.write(path, TEXT);
    }
    repo
}

fn pairs(pairs: &[(&str, &str)]) -> BTreeSet<(String, String)> {
    pairs.iter().map(|(path, rule)| ((*path).to_owned(), (*rule).to_owned())).collect()
}

#[test]
fn an_extending_configuration_adds_lists_and_replaces_values() {
    let root = "packs = ['red']\nrules = ['rules']\nfail_on = 'never'\n[severity]\nred = 'info'\n";
    let repo = extended(root, "extend_packs = ['blue']\nrules = ['blue.toml']\n");
    let all = [
        ("a.md", "red/red"),
        ("sub/a.md", "blue/blue"),
        ("sub/a.md", "red/red"),
        ("sub/docs/b.md", "blue/blue"),
        ("sub/docs/b.md", "red/red"),
        ("sub/old/c.md", "blue/blue"),
        ("sub/old/c.md", "red/red"),
    ];
    assert_eq!(found(&repo, "", &["."]), pairs(&all));
    assert_eq!(found(&repo, "sub/docs", &["../.."]), pairs(&all));
    // `fail_on` comes from the root, too.
    assert_eq!(repo.check(&["sub"]).status, 0);
    let repo = extended(root, "packs = ['blue']\nrules = ['blue.toml']\nfail_on = 'error'\n");
    assert_eq!(found(&repo, "sub", &["a.md"]), pairs(&[("sub/a.md", "blue/blue")]));
    assert_eq!(repo.check(&["sub"]).status, 1);
}

#[test]
fn globs_and_waivers_are_relative_to_their_own_file() {
    let root = "packs = ['red']\nrules = ['rules']\nexclude = ['sub/old', '/docs']\n\
        [[override]]\npaths = ['sub/docs/**']\ndisable = ['red/red']\n\
        [[waiver]]\nrule = 'red/red'\npath = 'sub/a.md'\ntext = 'Our red house, blue house and green house.'\n\
        reason = 'agreed'\napprover = 'Jane'\n";
    let repo = extended(root, "");
    assert_eq!(found(&repo, "", &["."]), pairs(&[("a.md", "red/red")]));
    assert_eq!(found(&repo, "sub", &["."]), BTreeSet::new());
    let repo =
        extended(root, "exclude = ['docs']\n[[override]]\npaths = ['a.md']\nseverity = { 'red/red' = 'info' }\n");
    assert_eq!(found(&repo, "sub", &["old/c.md", "docs/b.md"]).len(), 1, "the named file and the override");
}

#[test]
fn wrong_extensions_are_errors_at_their_place() {
    let cases = [
        ("wordgate.toml", "extend = 'sub/wordgate.toml'\n", "extends itself"),
        ("wordgate.toml", "extend = 'nope.toml'\n", "no such file"),
        ("wordgate.toml", "extend = 'wordgate.toml'\n", "extends itself"),
        ("wordgate.toml", "disable = ['nothing']\n", "wordgate.toml:1:12"),
    ];
    for (name, text, expected) in cases {
        let repo = extended("", "");
        repo.write(name, text);
        let run = repo.check(&["sub"]);
        assert_eq!(run.status, 2, "{text}");
        assert!(run.flat_errors().contains(expected), "{text}: {}", run.errors);
    }
}

#[test]
fn an_override_switches_rules_on_and_off() {
    let repo = extended("", "");
    let check = |override_keys: &str, args: &[&str]| {
        let config = format!(
            "packs = ['red']\nrules = ['rules', 'sub/blue.toml']\n[[override]]\npaths = ['sub/docs/**']\n{override_keys}\n"
        );
        repo.write("wordgate.toml", &config);
        repo.write("sub/wordgate.toml", "extend = '../wordgate.toml'\n");
        let in_docs = |(path, rule): (String, String)| (path == "sub/docs/b.md").then_some(rule);
        found(&repo, "", &[&["."], args].concat()).into_iter().filter_map(in_docs).collect::<Vec<String>>().join(" ")
    };
    assert_eq!(check("", &[]), "red/red");
    assert_eq!(check("enable = ['blue/blue']", &[]), "blue/blue red/red");
    assert_eq!(check("extend_packs = ['blue']", &[]), "blue/blue red/red");
    assert_eq!(check("packs = ['blue']", &[]), "blue/blue");
    assert_eq!(check("packs = []", &[]), "");
    assert_eq!(check("packs = ['blue']\nenable = ['red']\ndisable = ['blue/blue']", &[]), "red/red");
    // The command line decides for all files.
    assert_eq!(check("packs = ['blue']", &["--pack", "red"]), "red/red");
    assert_eq!(check("packs = ['blue']", &["--rule", "red/red"]), "red/red");
    assert_eq!(check("enable = ['blue']", &["--ignore", "blue"]), "red/red");
    let everywhere = found(&repo, "", &["a.md"]);
    assert_eq!(everywhere, pairs(&[("a.md", "red/red")]));
}

#[test]
fn config_shows_where_each_value_comes_from() {
    let repo = extended(
        "packs = ['red']\nrules = ['rules']\nexclude = ['sub/old']\n",
        "rules = ['blue.toml']\nfail_on = 'info'\n",
    );
    let shown = |folder: &str, file: &str| repository::check(&repo.path(folder), &["config", file], &[]).output;
    for (folder, file) in [("", "sub/a.md"), ("sub", "a.md"), ("sub/docs", "../a.md")] {
        let text = shown(folder, file);
        let root = to_root(folder);
        let from_root = |path: &str| if root == "." { path.to_owned() } else { format!("{root}/{path}") };
        let sub = if folder == "sub" {
            "wordgate.toml".to_owned()
        } else if folder.is_empty() {
            "sub/wordgate.toml".to_owned()
        } else {
            "../wordgate.toml".to_owned()
        };
        for line in [
            format!("# packs: {}\n", from_root("wordgate.toml")),
            format!("# rules: {}, {sub}\n", from_root("wordgate.toml")),
            format!("# fail_on: {sub}\n"),
            "# inline: default\n".to_owned(),
            ": checked as markdown\n".to_owned(),
        ] {
            assert!(text.contains(&line), "{folder}: {line} in\n{text}");
        }
    }
    assert!(shown("", "sub/old/c.md").contains("c.md: excluded\n"));
    assert!(shown("", "nope.rs").contains("its name is that of a code file"));
    assert!(!shown("", ".").contains("# fail_on: sub"));
}

#[test]
fn mistakes_of_all_files_of_a_configuration_are_reported_at_once() {
    let repo = Repository::new();
    repo.write("wordgate.toml", "rules = ['red.toml']\nbaseline = 'known.toml'\nallow = ['(']\n");
    repo.write("red.toml", &rules("red", &["red"]).replace("patterns", "paterns"));
    repo.write("known.toml", "version = 1\n");
    let run = repo.check(&["--allow-empty"]);
    for part in ["wordgate.toml:3:", "red.toml:", "known.toml"] {
        assert!(run.status == 2 && run.flat_errors().contains(part), "{part}: {}", run.errors);
    }
    repo.write("wordgate.toml", "disable = ['nothing']\nexclude = ['[']\nreading = { keys = ['-nothing'] }\n");
    let run = repo.check(&["--allow-empty"]);
    for part in ["wordgate.toml:1:", "wordgate.toml:2:", "wordgate.toml:3:"] {
        assert!(run.status == 2 && run.flat_errors().contains(part), "{part}: {}", run.errors);
    }
}
