//! Tests that need the program: threads, pipes, and input that comes and goes.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use wordgate::report::FORMATS;

/// Returns a `check` command on `folder` with the rules of the command line tests.
fn check(folder: &Path) -> Command {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/house.in/rules");
    let mut command = Command::new(env!("CARGO_BIN_EXE_wordgate"));
    command.current_dir(folder).args(["check", "--isolated", "--as-of", "2026-11-22", "--pack", "house", "--rules"]);
    command.arg(rules);
    command
}

fn run(command: &mut Command) -> Output {
    command.output().expect("the program starts")
}

/// Creates 120 files of different sizes, with findings in every third.
fn documents() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for at in 0..120 {
        let body = if at % 3 == 0 { "We offer direct access.\n\n" } else { "We offer tea.\n\n" };
        let text = body.repeat(1 + (at * 37) % 50);
        fs::write(folder.path().join(format!("{at}.md")), text).expect("a file");
    }
    folder
}

#[test]
fn the_output_is_the_same_for_any_number_of_threads() {
    let folder = documents();
    fs::write(folder.path().join("cut.md"), b"\xFF\xFEa").expect("a file");
    let allowed = "Our direct access. <!-- wordgate-allow house/direct-access: a quotation -->\n\n".repeat(9);
    fs::write(folder.path().join("allowed.md"), allowed).expect("a file");
    for format in FORMATS.iter().map(|format| format.name) {
        let with = |threads: &str| {
            let output = run(check(folder.path()).args(["--format", format, "--show-skipped", "--threads", threads]));
            (output.stdout, output.stderr)
        };
        let one = with("1");
        assert!(!one.0.is_empty());
        for threads in ["1", "4", "7"] {
            assert!(with(threads) == one, "{format}, {threads} threads");
        }
    }
}

#[test]
fn a_report_is_not_an_input_of_the_run_that_writes_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("docs")).expect("a folder");
    fs::write(folder.path().join("docs/a.md"), "We have direct access.\n").expect("a file");
    let report = folder.path().join("docs/page.html");
    let page = |paths: &[&str]| {
        let output = ["--format", "html", "--output", "docs/../docs/page.html"];
        assert_eq!(run(check(folder.path()).args(output).args(paths)).status.code(), Some(1));
        fs::read(&report).expect("the page")
    };
    let first = page(&[]);
    assert!(first == page(&[]) && first == page(&["."]) && first == page(&["docs"]));
    // The report is checked if it is named, or if the run writes another file.
    assert!(first != page(&["docs", "docs/page.html"]));
    let shown = run(check(folder.path()).args(["--show-files", "--output", "other.txt"])).stdout;
    assert_eq!(String::from_utf8_lossy(&shown), "docs/a.md\ndocs/page.html\n");
}

/// Returns the text of the element after `label` on a page.
fn fact(page: &str, label: &str) -> Option<String> {
    let rest = page.split_once(&format!("<dt>{label}</dt><dd>"))?.1;
    Some(rest.split_once("</dd>")?.0.replace("<code>", "").replace("</code>", ""))
}

#[test]
fn an_evidence_page_has_digests_of_rules_and_files() {
    use sha2::{Digest, Sha256};
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("a.md"), "Nothing here.\r\n").expect("a file");
    fs::write(folder.path().join("b.md"), "We have direct access.\n").expect("a file");
    let reports =
        ["--format", "json", "--format", "sarif", "--output", "r.sarif", "--format", "html", "--output", "r.html"];
    let output = run(check(folder.path()).args(reports));
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let page = fs::read_to_string(folder.path().join("r.html")).expect("the page");
    let sarif = fs::read_to_string(folder.path().join("r.sarif")).expect("the log");
    let rules = json["rules_digest"].as_str().expect("a digest");
    assert_eq!(fact(&page, "Digest of the rules").as_deref(), Some(rules));
    assert!(rules.starts_with("sha256:") && sarif.contains(rules));
    let hex = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let lines = format!("{}  a.md\n{}  b.md\n", hex(b"Nothing here.\r\n"), hex(b"We have direct access.\n"));
    assert_eq!(fact(&page, "Digest of the files"), Some(format!("sha256:{}", hex(lines.as_bytes()))));
    assert_eq!(fact(&page, "Report made at"), None);
}

#[test]
fn a_page_has_the_time_of_the_run_on_request() {
    let folder = documents();
    let made_at = |seconds: &str| {
        let mut command = check(folder.path());
        run(command.env("SOURCE_DATE_EPOCH", seconds).args(["--timestamp", "--format", "html"]))
    };
    let output = made_at("1790000000");
    let page = String::from_utf8(output.stdout).expect("text");
    assert_eq!(fact(&page, "Report made at").as_deref(), Some("2026-09-21 14:13:20 UTC"));
    assert_eq!(made_at("soon").status.code(), Some(2));
    let page = String::from_utf8(made_at("").stdout).expect("text");
    assert!(fact(&page, "Report made at").expect("the time of the clock").ends_with(" UTC"));
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let folder = documents();
    let mut child = check(folder.path())
        .args(["--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut first = [0; 1];
    let mut stdout = child.stdout.take().expect("stdout is piped");
    stdout.read_exact(&mut first).expect("there is output");
    drop(stdout);
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn statistics_go_to_standard_error() {
    let folder = documents();
    let output = run(check(folder.path()).args(["--format", "jsonl", "--statistics"]));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.starts_with("read    120 files"), "{stderr}");
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        serde_json::from_str::<serde_json::Value>(line).expect("every line is one JSON object");
    }
}

#[test]
fn invalid_utf_8_is_read_and_truncated_utf_16_is_an_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("broken.md"), b"x\xFF\0 direct access").expect("a file");
    fs::write(folder.path().join("cut.md"), b"\xFF\xFEa").expect("a file");
    let output = run(check(folder.path()).args(["--format", "json"]));
    assert_eq!(output.status.code(), Some(2));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON in spite of the error");
    assert_eq!(json["findings"][0]["start"]["byte"], 4);
    assert_eq!(json["errors"][0]["path"], "cut.md");
    assert_eq!(json["summary"]["files"], 1);
}

#[test]
fn utf_16_on_standard_input_has_positions_in_stored_bytes() {
    let bytes: Vec<u8> = "\u{FEFF}We offer direct access.".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("in"), bytes).expect("a file");
    let stdin = fs::File::open(folder.path().join("in")).expect("the file");
    let output = run(check(folder.path()).args(["-", "--format", "jsonl"]).stdin(stdin));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one finding");
    assert_eq!(json["path"], "<stdin>");
    assert_eq!((json["start"]["column"].as_u64(), json["start"]["byte"].as_u64()), (Some(10), Some(20)));
}

/// Splits a report and drops the parts with byte offsets, sizes and digests.
fn without_bytes(report: &[u8]) -> Vec<String> {
    let report = String::from_utf8_lossy(report).into_owned();
    let is_of_bytes = |stretch: &&str| {
        let stretch = stretch.to_ascii_lowercase();
        ["byte", "sha256:", "<tr>"].iter().any(|word| stretch.contains(word))
    };
    report.split(['{', '}', ',', '\n']).filter(|stretch| !is_of_bytes(stretch)).map(str::to_owned).collect()
}

#[test]
fn a_byte_order_mark_has_no_column_in_any_format() {
    let text = "Direct access, by direct access\n\nand direct\naccess.\n";
    let utf16: Vec<u8> = format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for name in ["a.md", "a.mdx", "a.html", "a.rst", "a.svelte", "a.txt"] {
        for format in FORMATS.iter().map(|format| format.name) {
            let report = |bytes: &[u8]| {
                let parent = tempfile::tempdir().expect("a temporary folder");
                let folder = parent.path().join("docs");
                fs::create_dir(&folder).expect("a folder");
                fs::write(folder.join(name), bytes).expect("a file");
                without_bytes(&run(check(&folder).args([name, "--format", format])).stdout)
            };
            let plain = report(text.as_bytes());
            assert!(!plain.is_empty(), "{format}");
            assert_eq!(plain, report(format!("\u{FEFF}{text}").as_bytes()), "{name} as {format}");
            assert_eq!(plain, report(&utf16), "{name} in UTF-16 as {format}");
        }
    }
}
