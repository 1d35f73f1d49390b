//! Files for CI systems: tests of the scripts with fake programs on the path and hostile inputs, and of the problem
//! matchers on real output lines.
#[cfg(unix)]
mod scripts;

use regex::Regex;
use std::process::Command;

/// Reads a file of the repository.
fn file(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(path).unwrap().replace("\r\n", "\n")
}

/// Returns the groups that the matchers of a file capture from a line: file, line, column, severity, message and code.
fn matched(matchers: &serde_json::Value, line: &str) -> Vec<[String; 6]> {
    let matchers = matchers.as_array().cloned().unwrap_or_else(|| vec![matchers.clone()]);
    let read = |matcher: &serde_json::Value| {
        let pattern = if matcher["pattern"].is_array() { &matcher["pattern"][0] } else { &matcher["pattern"] };
        let groups = Regex::new(pattern["regexp"].as_str().unwrap()).unwrap().captures(line)?;
        let part = |key| {
            let group = pattern[key].as_u64().map(|group| groups[usize::try_from(group).unwrap()].to_owned());
            group.or_else(|| matcher[key].as_str().map(str::to_owned)).unwrap()
        };
        Some(["file", "line", "column", "severity", "message", "code"].map(part))
    };
    matchers.iter().filter_map(read).collect()
}

#[test]
fn problem_matchers_read_the_concise_format() {
    let github: serde_json::Value = serde_json::from_str(&file("ci/problem-matcher.json")).unwrap();
    let code: serde_json::Value = serde_json::from_str(&file("ci/vscode-tasks.json")).unwrap();
    for (matchers, info) in [(&github["problemMatcher"], "notice"), (&code["tasks"][0]["problemMatcher"], "info")] {
        let golden = file("src/report/golden/concise.txt");
        let lines: Vec<_> = golden.lines().map(|line| matched(matchers, line)).collect();
        let expected = [
            [
                "docs/a.md",
                "3",
                "13",
                "error",
                "“direct access to OpenAI models” claims a relation that does not exist",
                "ai-partnership/openai-direct-access",
            ],
            ["docs/a.md", "4", "23", "warning", "prefer “allowlist”", "inclusive-naming/whitelist"],
            ["docs/\\u{1b}b.md", "1", "3", info, "evil \\u{1b}[2J\\u{202e}", "p/r"],
        ];
        assert_eq!(lines, expected.map(|line| vec![line.map(str::to_owned)]));
        // A message that quotes such a line, and a summary.
        let quoting = matched(matchers, "a b.md:1:2: error: “x.md:3:4: error: y [p/q]” [p/r]");
        assert_eq!((quoting[0][0].as_str(), quoting[0][5].as_str()), ("a b.md", "p/r"));
        assert_eq!(matched(matchers, "No findings in 3 files."), Vec::<[String; 6]>::new());
    }
}

#[test]
fn problem_matchers_read_what_the_program_writes() {
    let github: serde_json::Value = serde_json::from_str(&file("ci/problem-matcher.json")).unwrap();
    let arguments = ["check", "--format", "concise", "--pack", "all", "test-corpus/demo"];
    let run = Command::new(env!("CARGO_BIN_EXE_wordgate"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let output = String::from_utf8(run.stdout).unwrap();
    assert!(output.lines().count() > 5, "{output}");
    for line in output.lines() {
        let found = matched(&github["problemMatcher"], line);
        assert_eq!(found.len(), 1, "{line}");
        assert!(found[0][0].starts_with("test-corpus/demo/") && found[0][5].contains('/'), "{line}");
    }
}

#[test]
fn inputs_of_the_action_are_never_inserted_into_its_scripts() {
    let action = file("action.yml");
    let mut inputs = 0;
    for line in action.lines().filter(|line| line.contains("${{")) {
        // `NAME: ${{ inputs.x }}`, below `env:`.
        let (name, value) = line.trim().split_once(": ").unwrap();
        assert!(name.starts_with("WORDGATE_") && value.starts_with("${{ inputs."), "{line}");
        assert!(file("ci/wordgate.sh").contains(name), "{line}");
        inputs += 1;
    }
    let described = action.matches("    description: ").count();
    assert_eq!(inputs, described, "every input is handed over");
}
