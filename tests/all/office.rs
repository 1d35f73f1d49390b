//! Office documents are checked from the command line on: their text has the contexts of a page, and a finding has a place
//! instead of a line.

use crate::fixture::{Fixture, check};
use crate::staged::repository::Repository;
use serde_json::{Value, json};
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use wordgate::report::FORMATS;
use wordgate_core::extract::{Extractor, Format, open};
use zip::write::{SimpleFileOptions, ZipWriter};

const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn related(to: &[(&str, &str, &str)]) -> String {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        format!(r#"<Relationship Id="{id}" Type="{TYPES}/{kind}" Target="{target}"/>"#)
    };
    format!("<Relationships>{}</Relationships>", to.iter().map(one).collect::<String>())
}

fn docx(body: &str) -> Vec<u8> {
    archive(&[
        ("_rels/.rels", &related(&[("rId1", "officeDocument", "word/document.xml")])),
        ("word/document.xml", &format!("<w:document><w:body>{body}</w:body></w:document>")),
    ])
}

/// Returns a paragraph whose runs are the words of `text`.
fn paragraph(properties: &str, text: &str) -> String {
    let run = |word: &str| format!("<w:r><w:t xml:space='preserve'>{word}</w:t></w:r>");
    let runs: String = text.split_inclusive(' ').map(run).collect();
    format!("<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>")
}

fn text(text: &str) -> String {
    paragraph("", text)
}

fn heading(text: &str) -> String {
    paragraph("<w:outlineLvl w:val='0'/>", text)
}

fn item(text: &str) -> String {
    paragraph("<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>", text)
}

fn row(cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|cell| format!("<w:tc>{}</w:tc>", text(cell))).collect();
    format!("<w:tr>{cells}</w:tr>")
}

/// Returns a presentation of one slide with notes.
fn pptx(title: &str, bullet: &str, notes: &str) -> Vec<u8> {
    let shape = |kind: &str, text: &str| {
        format!(
            "<p:sp><p:nvSpPr><p:nvPr><p:ph type='{kind}'/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>{text}</a:t>\
             </a:r></a:p></p:txBody></p:sp>"
        )
    };
    archive(&[
        ("_rels/.rels", &related(&[("rId1", "officeDocument", "ppt/presentation.xml")])),
        (
            "ppt/presentation.xml",
            "<p:presentation><p:sldIdLst><p:sldId id='256' r:id='rId1'/></p:sldIdLst></p:presentation>",
        ),
        ("ppt/_rels/presentation.xml.rels", &related(&[("rId1", "slide", "slides/slide1.xml")])),
        ("ppt/slides/slide1.xml", &format!("<p:sld>{}{}</p:sld>", shape("title", title), shape("body", bullet))),
        ("ppt/slides/_rels/slide1.xml.rels", &related(&[("rId1", "notesSlide", "../notesSlides/notesSlide1.xml")])),
        ("ppt/notesSlides/notesSlide1.xml", &format!("<p:notes>{}</p:notes>", shape("body", notes))),
    ])
}

/// Returns a `check` command on `folder` with the rules of the command line tests.
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
fn contexts_read_headings_lists_and_tables() {
    let rules = r#"
        [pack]
        id = "t"
        [[rule]]
        id = "r"
        patterns = ["direct access"]
        skip_when = ["mentioned", "quoted"]
    "#;
    let fixture = Fixture::new(&[rules]);
    let found = |body: &str| {
        let bytes = docx(body);
        let file = open(bytes, Format::Office).unwrap();
        let mut extractor = Extractor::new();
        let findings = check(&fixture.checker(), &mut extractor, &file, Format::Office).findings;
        let ungated = check(&fixture.checker().without_gate(), &mut extractor, &file, Format::Office).findings;
        assert_eq!(findings, ungated);
        let named = |finding: &wordgate_core::finding::Finding| (finding.scope.id(), finding.text.clone());
        findings.iter().map(named).collect::<Vec<_>>()
    };
    let hit = |scope| vec![(scope, "direct access".to_owned())];
    assert_eq!(found(&text("We have direct access.")), hit("paragraph"));
    assert_eq!(found(&heading("Our direct access")), hit("heading"));
    assert_eq!(found(&item("direct access")), hit("list"));
    assert_eq!(found(&text("We say “direct access” here.")), []);
    assert_eq!(found(&(heading("Do not say") + &item("direct access"))), []);
    assert_eq!(found(&(text("Do not use these words:") + &item("direct access"))), []);
    let table = |header: [&str; 2]| format!("<w:tbl>{}{}</w:tbl>", row(&header), row(&["access", "direct access"]));
    assert_eq!(found(&table(["Word", "Place"])), hit("table"));
    assert_eq!(found(&table(["Do", "Don't"])), []);
    // A heading is not over the text after its section.
    assert_eq!(
        found(&(heading("Do not say") + &text("x") + &heading("Offer") + &text("direct access"))),
        hit("paragraph")
    );
}

#[test]
fn findings_have_a_place_instead_of_lines() {
    let folder = tempfile::tempdir().unwrap();
    let body = heading("Why us")
        + &text("We <x> have ".replace("<x>", "&amp;").as_str())
        + &text("Now: direct access & more.".replace('&', "&amp;").as_str());
    fs::write(folder.path().join("a.docx"), docx(&body)).unwrap();
    fs::write(folder.path().join("deck.pptx"), pptx("Our offer", "World-class tea", "Say direct access")).unwrap();
    let run =
        |format: &str| wordgate("check", folder.path()).args(["--isolated", "--format", format]).output().unwrap();
    let output = run("json");
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let of = |at: usize, key: &str| report["findings"][at][key].clone();
    for key in ["start", "end", "spans"] {
        assert_eq!(of(0, key), Value::Null, "{key}");
    }
    assert_eq!(
        of(0, "place"),
        json!({
            "part": "word/document.xml", "paragraph": 3, "slide": null, "page": null, "cell": null,
            "heading": ["Why us"], "before": "Now: ", "after": " & more.",
        })
    );
    assert_eq!(
        of(1, "place"),
        json!({
            "part": "ppt/slides/slide1.xml", "paragraph": 2, "slide": 1, "page": null, "cell": null,
            "heading": ["Our offer"], "before": "", "after": " tea",
        })
    );
    assert_eq!((of(1, "scope"), of(2, "scope")), (json!("list"), json!("note")));
    assert_eq!(of(2, "place")["part"], "ppt/notesSlides/notesSlide1.xml");

    let concise = "a.docx (“Why us”, paragraph 3): error: do not claim direct access [house/direct-access]\n\
                   deck.pptx (slide 1, “Our offer”, first bullet): warning: say what is good about it [house/world-class]\n\
                   deck.pptx (notes of slide 1, “Our offer”, paragraph 1): error: do not claim direct access [house/direct-access]\n";
    assert_eq!(stdout(&run("concise")), concise);
    let human = stdout(&run("human"));
    assert!(
        human.contains("[a.docx (“Why us”, paragraph 3)]") && human.contains("3 │ Now: direct access & more."),
        "{human}"
    );
    for format in FORMATS {
        let output = run(format.name);
        assert_eq!(output.status.code(), Some(1), "{format:?}");
        let shown = stdout(&output);
        let tells = match format.name {
            "json" | "jsonl" => "\"slide\":1",
            _ => "slide 1, “Our offer”, first bullet",
        };
        assert!(shown.replace("\": ", "\":").contains(tells), "{format:?}: {shown}");
    }
}

#[test]
fn standard_input_may_be_a_document() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = wordgate("check", folder.path());
    command.args(["--isolated", "--format", "concise", "--stdin-filename", "x/a.docx", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&docx(&text("direct access"))).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(stdout(&output), "x/a.docx (paragraph 1): error: do not claim direct access [house/direct-access]\n");
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.docx"), b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0").unwrap();
    fs::write(folder.path().join("b.docx"), "plain text").unwrap();
    fs::write(folder.path().join("c.pptx"), &pptx("a", "b", "c")[..300]).unwrap();
    let output = wordgate("check", folder.path()).args(["--isolated", "--format", "json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let messages: Vec<&str> =
        report["errors"].as_array().unwrap().iter().map(|error| error["message"].as_str().unwrap()).collect();
    assert_eq!(messages.len(), 3);
    assert!(messages[0].starts_with("this Office document cannot be read: it is encrypted, or has the format of"));
    assert_eq!(messages[1], "this Office document cannot be read: it is not a zip archive");
    assert!(messages[2].starts_with("this Office document cannot be read: its zip archive is broken"));
}

#[test]
fn fix_leaves_documents_alone_and_waivers_accept_findings() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = docx(&text("We have direct access."));
    fs::write(folder.path().join("a.docx"), &bytes).unwrap();
    let fixed = wordgate("fix", folder.path()).args(["--isolated", "--unsafe"]).output().unwrap();
    assert_eq!(fixed.status.code(), Some(1), "{}", stdout(&fixed));
    assert_eq!(fs::read(folder.path().join("a.docx")).unwrap(), bytes);

    let waiver = "[[waiver]]\nrule = 'house/direct-access'\npath = 'a.docx'\ntext = 'We have direct access.'\n\
                  reason = 'agreed'\napprover = 'Legal'\n";
    fs::write(folder.path().join("wordgate.toml"), waiver).unwrap();
    let checked = wordgate("check", folder.path()).args(["--show-skipped"]).output().unwrap();
    let shown = stdout(&checked);
    assert_eq!(checked.status.code(), Some(0), "{shown}");
    assert!(
        shown.contains("a.docx (paragraph 1): \"direct access\" [house/direct-access]: waived by Legal"),
        "{shown}"
    );
}

#[test]
fn all_of_a_changed_document_is_checked() {
    let repository = Repository::with(&[("a.md", "Text.\n")]);
    let bad = "We give direct access to OpenAI models.";
    repository.write_bytes("a.docx", &docx(&text(bad)));
    repository.commit();
    repository.write_bytes("a.docx", &docx(&(text(bad) + &text("More."))));
    repository.git(&["add", "-A"]);
    for args in [&["--staged"][..], &["--since", "HEAD"]] {
        let run = repository.check(args);
        assert_eq!(run.status, 1, "{args:?} {}", run.errors);
        assert!(run.output.starts_with("a.docx (paragraph 1): error:"), "{}", run.output);
    }
}
