//! The shell scripts of the CI integrations, with fakes in place of `wordgate` and `cargo`.

use super::file;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

/// The arguments of the fake program, and the result of the script.
struct Ran {
    arguments: Vec<String>,
    status: i32,
    output: String,
}

/// Runs bash with fakes of `wordgate` and `cargo` that record their arguments and exit with `status`.
fn run(arguments: &[&str], status: i32, environment: &[(&str, &str)]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let (bin, noted) = (folder.path().join("bin"), folder.path().join("noted"));
    std::fs::create_dir(&bin).unwrap();
    for program in ["wordgate", "cargo"] {
        let fake = bin.join(program);
        let text = format!("#!/bin/sh\nprintf '%s\\0' {program} \"$@\" >'{}'\nexit {status}\n", noted.display());
        std::fs::write(&fake, text).unwrap();
        std::fs::set_permissions(&fake, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let output = Command::new("bash")
        .args(arguments)
        .current_dir(folder.path())
        .env_clear()
        .env("PATH", format!("{}:/usr/bin:/bin", bin.display()))
        .env("WORDGATE_ROOT", folder.path().join("root"))
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let mut names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["bin", "noted"], "the fake ran, and nothing else was written");
    let noted = String::from_utf8(std::fs::read(&noted).unwrap()).unwrap();
    let arguments = noted.trim_end_matches('\0').split('\0').map(str::to_owned).collect();
    let output_text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    Ran { arguments, status: output.status.code().unwrap(), output: output_text }
}

fn action(step: &str, status: i32, environment: &[(&str, &str)]) -> Ran {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("ci/wordgate.sh");
    run(&[script.to_str().unwrap(), step], status, environment)
}

/// Returns the lines below `- |` or `- bash: |` of a YAML file that contain `wanted`.
fn block(name: &str, wanted: &str) -> String {
    let text = file(name);
    let lines: Vec<&str> = text.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let blocks =
        lines.iter().enumerate().filter(|(_, line)| line.trim_start().starts_with("- ") && line.ends_with('|'));
    let mut found = blocks.map(|(at, head)| {
        let body = lines[at + 1..].iter().take_while(|line| indent(line) > indent(head));
        body.map(|line| format!("{}\n", line.trim_start())).collect::<String>()
    });
    found.find(|block| block.contains(wanted)).unwrap()
}

#[test]
fn the_action_passes_its_inputs_to_wordgate() {
    assert_eq!(action("check", 0, &[]).arguments, ["wordgate", "check", "--format=github", "--"]);
    let inputs = [
        ("WORDGATE_PATHS", "docs\nREADME.md\r\n\na b.md\n-"),
        ("WORDGATE_FORMAT", "sarif"),
        ("WORDGATE_FAIL_ON", "warning"),
        ("WORDGATE_SINCE", "origin/main"),
    ];
    let expected = [
        "wordgate", "check", "--format=sarif", "--fail-on=warning", "--since=origin/main", "--", "docs", "README.md",
        "a b.md", "./-",
    ];
    assert_eq!(action("check", 0, &inputs).arguments, expected);
}

#[test]
fn the_step_has_the_exit_status_of_the_program() {
    for status in [0, 1, 2, 101] {
        assert_eq!(action("check", status, &[]).status, status);
        assert_eq!(action("install", status, &[]).status, status);
    }
}

#[test]
fn hostile_inputs_are_passed_unchanged() {
    let hostile = "$(touch noted2) `touch noted3`; touch noted4 && \"x' | * ~ --output=noted5 \\";
    let inputs = [
        ("WORDGATE_PATHS", hostile),
        ("WORDGATE_FORMAT", hostile),
        ("WORDGATE_FAIL_ON", hostile),
        ("WORDGATE_SINCE", hostile),
        ("WORDGATE_VERSION", hostile),
    ];
    let [format, fail_on, since, version] =
        ["format", "fail-on", "since", "version"].map(|name| format!("--{name}={hostile}"));
    let checked = action("check", 1, &inputs);
    assert_eq!(checked.arguments, ["wordgate", "check", &format, &fail_on, &since, "--", hostile]);
    let installed = action("install", 0, &inputs).arguments;
    assert_eq!(installed[..4], ["cargo", "install", "--locked", "--root"]);
    assert_eq!(installed[5..], [version.as_str(), "wordgate"]);
    let options = action("check", 0, &[("WORDGATE_PATHS", "--output=x\n-h"), ("WORDGATE_SINCE", "a\nb")]);
    assert_eq!(options.arguments[3..], ["--since=a\nb", "--", "--output=x", "-h"]);
    for (name, variable) in [("ci/gitlab.yml", "WORDGATE_SINCE"), ("ci/azure.yml", "SYSTEM_PULLREQUEST_TARGETBRANCH")] {
        let ran = run(&["-ec", &block(name, "wordgate check")], 1, &[(variable, hostile)]);
        assert!(ran.arguments.last().unwrap().ends_with(hostile), "{name}: {:?}", ran.arguments);
        assert_eq!((ran.arguments.len(), ran.status), (6, 1), "{name}");
    }
}

#[test]
fn the_action_builds_its_own_source_unless_a_version_is_given() {
    let installed = action("install", 0, &[]).arguments;
    assert_eq!(installed[1..4], ["install", "--locked", "--root"]);
    assert_eq!(installed[5], "--path");
    let path = Path::new(&installed[6]).canonicalize().unwrap();
    assert_eq!(path, Path::new(env!("CARGO_MANIFEST_DIR")).canonicalize().unwrap());
}

#[test]
fn concise_output_in_a_workflow_adds_the_problem_matcher() {
    let actions = ("GITHUB_ACTIONS", "true");
    let concise = ("WORDGATE_FORMAT", "concise");
    let output = action("check", 0, &[actions, concise]).output;
    let path = output.trim_end().strip_prefix("::add-matcher::").unwrap();
    assert!(Path::new(path).is_file(), "{path}");
    assert_eq!(action("check", 0, &[actions]).output, "");
    assert_eq!(action("check", 0, &[concise]).output, "");
}

#[test]
fn gitlab_and_azure_check_changed_lines_of_a_merge_request() {
    let gitlab = |variables: &[(&str, &str)]| run(&["-ec", &block("ci/gitlab.yml", "wordgate check")], 1, variables);
    let report = ["wordgate", "check", "--format=human", "--format=gitlab", "--output=gl-code-quality-report.json"];
    assert_eq!(gitlab(&[]).arguments, report);
    let ran = gitlab(&[("WORDGATE_SINCE", "abc"), ("WORDGATE_FAIL_ON", "info")]);
    assert_eq!(ran.arguments[5..], ["--since=abc", "--fail-on=info"]);
    let azure = |variables: &[(&str, &str)]| run(&["-ec", &block("ci/azure.yml", "wordgate check")], 1, variables);
    assert_eq!(azure(&[]).arguments[4..], ["--output=wordgate-junit.xml"]);
    let ran = azure(&[("SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main")]);
    assert_eq!((ran.arguments[5].as_str(), ran.status), ("--since=origin/main", 1));
}
