//! What Office and PDF documents have in common for the command: no lines, so a finding has a place, `fix` changes nothing,
//! waivers go by the path, and a changed document is checked as a whole.

use crate::fixture::{Fixture, check};
use crate::staged::repository::Repository;
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use wordgate::report::FORMATS;
use wordgate_core::extract::{Extractor, Format, open};

/// Returns a command on `folder` with the rules of the command line tests.
pub fn wordgate(command: &str, folder: &Path) -> Command {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/house.in/rules");
    let mut wordgate = Command::new(env!("CARGO_BIN_EXE_wordgate"));
    wordgate.current_dir(folder).args([command, "--as-of", "2026-11-22", "--pack", "house", "--rules"]).arg(rules);
    wordgate
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Returns the report of `check` on a folder, whose exit status must be `status`.
pub fn report(folder: &Path, status: i32) -> Value {
    let output = wordgate("check", folder).args(["--isolated", "--format", "json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(status));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Returns the messages of the errors in a report.
pub fn errors(report: &Value) -> Vec<&str> {
    report["errors"].as_array().unwrap().iter().map(|error| error["message"].as_str().unwrap()).collect()
}

/// Returns the scope and the text of each finding in a document, with and without the gate.
pub fn found(fixture: &Fixture, bytes: Vec<u8>, format: Format) -> Vec<(&'static str, String)> {
    let file = open(bytes, format).unwrap();
    let mut extractor = Extractor::new();
    let findings = check(&fixture.checker(), &mut extractor, &file, format).findings;
    let ungated = check(&fixture.checker().without_gate(), &mut extractor, &file, format).findings;
    assert_eq!(findings, ungated);
    findings.iter().map(|finding| (finding.scope.id(), finding.text.clone())).collect()
}

/// Checks that each format of a report on a folder has a place: `in_json`, or else `in_words`.
pub fn assert_every_format_has(folder: &Path, in_json: &str, in_words: &str) {
    for format in FORMATS {
        let output = wordgate("check", folder).args(["--isolated", "--format", format.name]).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{format:?}");
        let shown = stdout(&output);
        let place = if matches!(format.name, "json" | "jsonl") { in_json } else { in_words };
        assert!(shown.replace("\": ", "\":").contains(place), "{format:?}: {shown}");
    }
}

/// Checks a document with the text "direct access" on standard input, which must be at `place`.
pub fn assert_is_read_from_input(name: &str, bytes: &[u8], place: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = format!("x/{name}");
    let mut command = wordgate("check", folder.path());
    command.args(["--isolated", "--format", "concise", "--stdin-filename", &path, "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    let expected = format!("{path} ({place}): error: do not claim direct access [house/direct-access]\n");
    assert_eq!(stdout(&output), expected);
}

/// Checks that `fix` leaves a document alone and that a waiver accepts its finding at `place`. Its text is "We have direct
/// access."
pub fn assert_is_not_fixed_and_can_be_waived(name: &str, bytes: &[u8], place: &str) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let fixed = wordgate("fix", folder.path()).args(["--isolated", "--unsafe"]).output().unwrap();
    assert_eq!(fixed.status.code(), Some(1), "{}", stdout(&fixed));
    assert_eq!(fs::read(folder.path().join(name)).unwrap(), bytes);

    let waiver = format!(
        "[[waiver]]\nrule = 'house/direct-access'\npath = '{name}'\ntext = 'We have direct access.'\n\
         reason = 'agreed'\napprover = 'Legal'\n"
    );
    fs::write(folder.path().join("wordgate.toml"), waiver).unwrap();
    let checked = wordgate("check", folder.path()).args(["--show-skipped"]).output().unwrap();
    let shown = stdout(&checked);
    assert_eq!(checked.status.code(), Some(0), "{shown}");
    let waived = format!("{name} ({place}): \"direct access\" [house/direct-access]: waived by Legal");
    assert!(shown.contains(&waived), "{shown}");
}

/// A claim that a built-in rule finds.
pub const CLAIM: &str = "We give direct access to OpenAI models.";

/// Checks that [`CLAIM`] is found at `place` when only the text after it has changed.
pub fn assert_is_checked_as_a_whole(name: &str, before: &[u8], after: &[u8], place: &str) {
    let repository = Repository::with(&[("a.md", "Text.\n")]);
    repository.write_bytes(name, before);
    repository.commit();
    repository.write_bytes(name, after);
    repository.git(&["add", "-A"]);
    for args in [&["--staged"][..], &["--since", "HEAD"]] {
        let run = repository.check(args);
        assert_eq!(run.status, 1, "{args:?} {}", run.errors);
        assert!(run.output.starts_with(&format!("{name} ({place}): error:")), "{}", run.output);
    }
}
