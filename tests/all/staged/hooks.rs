//! Runs the commands of the pre-commit hooks with the variables that pre-commit sets, and compares the hooks with the
//! documentation.

use super::repository::{BAD, Repository};
use regex::Regex;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use wordgate_core::extract::Format;

const HOOK: [&str; 3] = ["--force-exclude", "--allow-empty", "--staged"];
const RUNNING: (&str, &str) = ("PRE_COMMIT", "1");

fn page(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn named_files_without_changes_are_checked_completely() {
    let repo =
        Repository::with(&[("a.md", &format!("{BAD}\n")), ("b.md", "Clean.\n"), ("v/c.md", &format!("{BAD}\n"))]);
    repo.write("wordgate.toml", "exclude = ['v']\n");
    let all = [&HOOK[..], &["a.md", "b.md", "v/c.md", "wordgate.toml"]].concat();
    let run = repo.check_with(&all, &[RUNNING]);
    assert_eq!((run.places(), run.status), (vec!["a.md:1".to_owned()], 1), "pre-commit run --all-files");
    assert!(run.errors.starts_with("note: pre-commit named files without changes"), "{}", run.errors);
    assert_eq!(repo.check_with(&all, &[]).status, 0, "without pre-commit, nothing staged is clean");
    // In a commit, all named files are staged.
    repo.write("a.md", &format!("{BAD}\n\nClean.\n"));
    repo.git(&["add", "a.md"]);
    let commit = repo.check_with(&[&HOOK[..], &["a.md"]].concat(), &[RUNNING]);
    assert_eq!((commit.status, commit.errors.as_str()), (0, ""));
    assert_eq!(repo.check_with(&all, &[RUNNING]).places(), ["a.md:1"], "one file is staged, the others are not");
}

#[test]
fn revisions_of_pre_commit_replace_the_index() {
    let repo = Repository::with(&[("a.md", &format!("{BAD}\n")), ("b.md", "Clean.\n")]);
    repo.write("a.md", &format!("{BAD}\n\nMore.\n"));
    repo.write("b.md", &format!("Clean.\n\n{BAD}\n"));
    repo.commit();
    let variables = [RUNNING, ("PRE_COMMIT_FROM_REF", "HEAD~1"), ("PRE_COMMIT_TO_REF", "HEAD")];
    let args = [&HOOK[..], &["a.md", "b.md"]].concat();
    assert_eq!(repo.check_with(&args, &variables).places(), ["b.md:3"]);
    let unknown = [RUNNING, ("PRE_COMMIT_FROM_REF", "gone"), ("PRE_COMMIT_TO_REF", "HEAD")];
    assert_eq!(repo.check_with(&args, &unknown).status, 2);
}

#[test]
fn fix_edits_only_changed_lines() {
    let old = "Administrators can whitelist tools.\n";
    let repo = Repository::with(&[("a.md", old), ("b.md", old)]);
    repo.write("a.md", &format!("{old}\nUsers can whitelist hosts.\n"));
    repo.git(&["add", "a.md"]);
    let run = repo.run(&["fix", "--staged"]);
    assert_eq!(repo.read("a.md"), format!("{old}\nUsers can allowlist hosts.\n"), "{}", run.errors);
    assert_eq!((repo.read("b.md").as_str(), run.status), (old, 0), "{}", run.errors);
    repo.write("a.md", &format!("Users can whitelist hosts.\n\n{old}"));
    assert_eq!(repo.run(&["fix", "--since", "HEAD"]).status, 0);
    assert_eq!(repo.read("a.md"), format!("Users can allowlist hosts.\n\n{old}"));
}

#[test]
fn the_hooks_take_the_files_that_wordgate_reads() {
    let hooks = page(".pre-commit-hooks.yaml");
    let extensions = Regex::new(r"files: \(\?i\)\(\\\.\(([^)]*)\)\|(.*)\)\$").unwrap();
    let expand = |pattern: &str| -> BTreeSet<String> {
        pattern
            .split('|')
            .flat_map(|part| match part.split_once('?') {
                Some((optional, _)) => vec![optional[..optional.len() - 1].to_owned(), optional.to_owned()],
                None => vec![part.to_owned()],
            })
            .collect()
    };
    let known: BTreeSet<String> =
        Format::ALL.iter().flat_map(|format| format.extensions()).map(|name| (*name).to_owned()).collect();
    let names: Vec<&str> = extensions.captures_iter(&hooks).map(|found| found.get(2).unwrap().as_str()).collect();
    for name in names {
        let pattern = Regex::new(&format!("(?i)({name})$")).unwrap();
        let is_taken = ["strings.xml", "a/strings.xml", "res/values/a.xml", "b/res/values-de/a.xml"]
            .map(|path| pattern.is_match(path));
        assert_eq!(is_taken, [true; 4]);
        assert!(!["pom.xml", "mystrings.xml", "res/layout/a.xml"].iter().any(|path| pattern.is_match(path)));
    }
    let of_hooks: Vec<BTreeSet<String>> = extensions.captures_iter(&hooks).map(|found| expand(&found[1])).collect();
    assert_eq!(of_hooks, vec![known; hooks.matches("- id:").count()]);
}

/// Every option that a command line in the documentation gives to `check` or `fix`, and every argument of a hook.
#[test]
fn documented_options_are_accepted() {
    let help = |command: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_wordgate")).args([command, "--help"]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let (check, fix) = (help("check"), help("fix"));
    let mut texts = vec![page("README.md"), page(".pre-commit-hooks.yaml"), page("action.yml"), page("ci/gitlab.yml")];
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "md") {
            texts.push(std::fs::read_to_string(path).unwrap());
        }
    }
    let line = Regex::new(r"wordgate (check|fix)\b([^`\n|#;]*)").unwrap();
    let hook_args = Regex::new(r"args:? \[([^\]]*)\]").unwrap();
    let option = Regex::new(r"--[a-z][a-z-]*").unwrap();
    let mut seen = 0;
    let mut accept = |help: &str, text: &str| {
        for option in option.find_iter(text) {
            let word = Regex::new(&format!(r"{}\b", regex::escape(option.as_str()))).unwrap();
            assert!(word.is_match(help), "{} in: {text}", option.as_str());
            seen += 1;
        }
    };
    for text in &texts {
        line.captures_iter(text).for_each(|found| accept(if &found[1] == "fix" { &fix } else { &check }, &found[2]));
        for found in hook_args.captures_iter(text) {
            accept(&check, &found[1]);
            accept(&fix, &found[1]);
        }
    }
    assert!(seen > 30, "only {seen} options were found");
}
