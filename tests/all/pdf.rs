//! PDF documents are checked from the command line on: a finding names its page, and every document comes with a warning
//! that the order of its text is uncertain.

use crate::fixture::{Fixture, check};
use crate::staged::repository::Repository;
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use wordgate::report::FORMATS;
use wordgate_core::extract::{Extractor, Format, open};

/// Returns a document with pages of lines: the size of the letters, the height on the page, and the text.
fn pdf(pages: &[&[(u32, u32, &str)]]) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|at| format!("{} 0 R ", 4 + 2 * at)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}/MediaBox[0 0 600 800]>>", pages.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    for (at, page) in pages.iter().enumerate() {
        let print = |(size, y, text): &(u32, u32, &str)| format!("BT /F1 {size} Tf 50 {y} Td ({text}) Tj ET\n");
        let content: String = page.iter().map(print).collect();
        let resources = "/Resources<</Font<</F1 3 0 R>>>>";
        objects.push(format!("<</Type/Page/Parent 2 0 R{resources}/Contents {} 0 R>>", 5 + 2 * at));
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len() + 1));
    }
    let mut out = "%PDF-1.7\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (at, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", out.len());
        out += &format!("{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let start = out.len();
    out += &format!("{table}trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    out.into_bytes()
}

fn text(text: &str) -> Vec<u8> {
    pdf(&[&[(10, 700, text)]])
}

/// Returns a command on `folder` with the rules of the command line tests.
fn wordgate(command: &str, folder: &Path) -> Command {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/house.in/rules");
    let mut wordgate = Command::new(env!("CARGO_BIN_EXE_wordgate"));
    wordgate.current_dir(folder).args([command, "--as-of", "2026-11-22", "--pack", "house", "--rules"]).arg(rules);
    wordgate
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn contexts_read_headings_and_lists() {
    let rules = r#"
        [pack]
        id = "t"
        [[rule]]
        id = "r"
        patterns = ["direct access"]
        skip_when = ["mentioned", "quoted", "negated"]
    "#;
    let fixture = Fixture::new(&[rules]);
    let body = "This is the usual text, which is longer than all the headings are.";
    let found = |lines: &[(u32, u32, &str)]| {
        let bytes = pdf(&[&[lines, &[(10, 100, body)]].concat()]);
        let file = open(bytes, Format::Pdf).unwrap();
        let mut extractor = Extractor::new();
        let findings = check(&fixture.checker(), &mut extractor, &file, Format::Pdf).findings;
        let ungated = check(&fixture.checker().without_gate(), &mut extractor, &file, Format::Pdf).findings;
        assert_eq!(findings, ungated);
        findings.iter().map(|finding| (finding.scope.id(), finding.text.clone())).collect::<Vec<_>>()
    };
    let hit = |scope| vec![(scope, "direct access".to_owned())];
    assert_eq!(found(&[(10, 700, "We have direct access.")]), hit("paragraph"));
    assert_eq!(found(&[(10, 700, "We have direct"), (10, 688, "access to it.")]), hit("paragraph"));
    assert_eq!(found(&[(20, 700, "Our direct access")]), hit("heading"));
    assert_eq!(found(&[(10, 700, "- direct access")]), hit("list"));
    assert_eq!(found(&[(10, 700, "We say \\223direct access\\224 here.")]), []);
    assert_eq!(found(&[(10, 700, "It is not true that we have"), (10, 688, "direct access.")]), []);
    assert_eq!(found(&[(20, 700, "Do not say"), (10, 660, "- direct access")]), []);
}

#[test]
fn findings_have_a_page_instead_of_lines() {
    let folder = tempfile::tempdir().unwrap();
    let first: &[(u32, u32, &str)] =
        &[(20, 750, "Why us"), (10, 700, "This is the usual text of the document, and is long.")];
    let second: &[(u32, u32, &str)] = &[(10, 700, "Now: direct access & more.")];
    fs::write(folder.path().join("offer.pdf"), pdf(&[first, second])).unwrap();
    let run =
        |format: &str| wordgate("check", folder.path()).args(["--isolated", "--format", format]).output().unwrap();
    let output = run("json");
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let of = |key: &str| report["findings"][0][key].clone();
    for key in ["start", "end", "spans"] {
        assert_eq!(of(key), Value::Null, "{key}");
    }
    assert_eq!(
        of("place"),
        json!({
            "part": null, "paragraph": 1, "slide": null, "page": 2, "cell": null,
            "heading": ["Why us"], "before": "Now: ", "after": " & more.",
        })
    );
    let warning = report["warnings"][0]["message"].as_str().unwrap();
    assert!(warning.starts_with("a PDF document does not say in which order"), "{warning}");

    let concise = "offer.pdf (page 2, “Why us”): error: do not claim direct access [house/direct-access]\n";
    assert_eq!(stdout(&run("concise")), concise);
    let human = stdout(&run("human"));
    assert!(human.contains("[offer.pdf (page 2, “Why us”)]"), "{human}");
    assert!(human.contains("2 │ Now: direct access & more."), "{human}");
    for format in FORMATS {
        let output = run(format.name);
        assert_eq!(output.status.code(), Some(1), "{format:?}");
        let shown = stdout(&output);
        let tells = match format.name {
            "json" | "jsonl" => "\"page\":2",
            _ => "page 2, “Why us”",
        };
        assert!(shown.replace("\": ", "\":").contains(tells), "{format:?}: {shown}");
    }
}

#[test]
fn warnings_do_not_change_the_exit_status() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("clean.pdf"), text("Nothing to report.")).unwrap();
    fs::write(folder.path().join("empty.pdf"), pdf(&[&[], &[]])).unwrap();
    let output = wordgate("check", folder.path()).args(["--isolated", "--format", "json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let warnings: Vec<(&str, &str)> = report["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|warning| (warning["path"].as_str().unwrap(), warning["message"].as_str().unwrap()))
        .collect();
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    assert!(warnings[0].0 == "clean.pdf" && warnings[0].1.contains("order"), "{warnings:?}");
    assert!(warnings[1].0 == "empty.pdf" && warnings[1].1.starts_with("no page has text"), "{warnings:?}");
    let human = wordgate("check", folder.path()).args(["--isolated"]).output().unwrap();
    let errors = String::from_utf8_lossy(&human.stderr);
    assert!(errors.contains("clean.pdf") && errors.contains("recognise the text of scans first"), "{errors}");
}

#[test]
fn standard_input_may_be_a_document() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = wordgate("check", folder.path());
    command.args(["--isolated", "--format", "concise", "--stdin-filename", "x/a.pdf", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&text("direct access")).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(stdout(&output), "x/a.pdf (page 1): error: do not claim direct access [house/direct-access]\n");
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.pdf"), "plain text").unwrap();
    fs::write(folder.path().join("b.pdf"), "%PDF-1.7\nbroken").unwrap();
    let output = wordgate("check", folder.path()).args(["--isolated", "--format", "json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let messages: Vec<&str> =
        report["errors"].as_array().unwrap().iter().map(|error| error["message"].as_str().unwrap()).collect();
    let expected = [
        "this PDF document cannot be read: it does not start with %PDF-",
        "this PDF document cannot be read: its structure is broken; save or export it again",
    ];
    assert_eq!(messages, expected);
}

#[test]
fn fix_leaves_documents_alone_and_waivers_accept_findings() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = text("We have direct access.");
    fs::write(folder.path().join("a.pdf"), &bytes).unwrap();
    let fixed = wordgate("fix", folder.path()).args(["--isolated", "--unsafe"]).output().unwrap();
    assert_eq!(fixed.status.code(), Some(1), "{}", stdout(&fixed));
    assert_eq!(fs::read(folder.path().join("a.pdf")).unwrap(), bytes);

    let waiver = "[[waiver]]\nrule = 'house/direct-access'\npath = 'a.pdf'\ntext = 'We have direct access.'\n\
                  reason = 'agreed'\napprover = 'Legal'\n";
    fs::write(folder.path().join("wordgate.toml"), waiver).unwrap();
    let checked = wordgate("check", folder.path()).args(["--show-skipped"]).output().unwrap();
    let shown = stdout(&checked);
    assert_eq!(checked.status.code(), Some(0), "{shown}");
    assert!(shown.contains("a.pdf (page 1): \"direct access\" [house/direct-access]: waived by Legal"), "{shown}");
}

#[test]
fn all_of_a_changed_document_is_checked() {
    let repository = Repository::with(&[("a.md", "Text.\n")]);
    let bad = "We give direct access to OpenAI models.";
    repository.write_bytes("a.pdf", &text(bad));
    repository.commit();
    repository.write_bytes("a.pdf", &pdf(&[&[(10, 700, bad), (10, 500, "More.")]]));
    repository.git(&["add", "-A"]);
    for args in [&["--staged"][..], &["--since", "HEAD"]] {
        let run = repository.check(args);
        assert_eq!(run.status, 1, "{args:?} {}", run.errors);
        assert!(run.output.starts_with("a.pdf (page 1): error:"), "{}", run.output);
    }
}
