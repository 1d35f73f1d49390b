//! PDF documents are checked from the command line on: a finding names its page, and every document comes with a warning
//! that the order of its text is uncertain.

use crate::fixture::Fixture;
use crate::without_lines::{self, CLAIM, errors, report, stdout, wordgate};
use serde_json::{Value, json};
use std::fs;
use wordgate_core::extract::Format;

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
        without_lines::found(&fixture, pdf(&[&[lines, &[(10, 100, body)]].concat()]), Format::Pdf)
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
    let report = report(folder.path(), 1);
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
    without_lines::assert_every_format_has(folder.path(), "\"page\":2", "page 2, “Why us”");
}

#[test]
fn warnings_do_not_change_the_exit_status() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("clean.pdf"), text("Nothing to report.")).unwrap();
    fs::write(folder.path().join("empty.pdf"), pdf(&[&[], &[]])).unwrap();
    let report = report(folder.path(), 0);
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
    without_lines::assert_is_read_from_input("a.pdf", &text("direct access"), "page 1");
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.pdf"), "plain text").unwrap();
    fs::write(folder.path().join("b.pdf"), "%PDF-1.7\nbroken").unwrap();
    let expected = [
        "this PDF document cannot be read: it does not start with %PDF-",
        "this PDF document cannot be read: its structure is broken; save or export it again",
    ];
    assert_eq!(errors(&report(folder.path(), 2)), expected);
}

#[test]
fn fix_leaves_documents_alone_and_waivers_accept_findings() {
    without_lines::assert_is_not_fixed_and_can_be_waived("a.pdf", &text("We have direct access."), "page 1");
}

#[test]
fn all_of_a_changed_document_is_checked() {
    let after = pdf(&[&[(10, 700, CLAIM), (10, 500, "More.")]]);
    without_lines::assert_is_checked_as_a_whole("a.pdf", &text(CLAIM), &after, "page 1");
}
