//! Office documents are checked from the command line on: their text has the contexts of a page, and a finding has a place
//! instead of a line.

use crate::fixture::Fixture;
use crate::without_lines::{self, CLAIM, errors, report, stdout, wordgate};
use serde_json::{Value, json};
use std::fs;
use std::io::{Cursor, Write};
use wordgate_core::extract::Format;
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
    let found = |body: &str| without_lines::found(&fixture, docx(body), Format::Office);
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
    let report = report(folder.path(), 1);
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
    let bullet = "slide 1, “Our offer”, first bullet";
    without_lines::assert_every_format_has(folder.path(), "\"slide\":1", bullet);
}

#[test]
fn standard_input_may_be_a_document() {
    without_lines::assert_is_read_from_input("a.docx", &docx(&text("direct access")), "paragraph 1");
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.docx"), b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0").unwrap();
    fs::write(folder.path().join("b.docx"), "plain text").unwrap();
    fs::write(folder.path().join("c.pptx"), &pptx("a", "b", "c")[..300]).unwrap();
    let report = report(folder.path(), 2);
    let messages = errors(&report);
    assert_eq!(messages.len(), 3);
    assert!(messages[0].starts_with("this Office document cannot be read: it is encrypted, or has the format of"));
    assert_eq!(messages[1], "this Office document cannot be read: it is not a zip archive");
    assert!(messages[2].starts_with("this Office document cannot be read: its zip archive is broken"));
}

#[test]
fn fix_leaves_documents_alone_and_waivers_accept_findings() {
    let bytes = docx(&text("We have direct access."));
    without_lines::assert_is_not_fixed_and_can_be_waived("a.docx", &bytes, "paragraph 1");
}

#[test]
fn all_of_a_changed_document_is_checked() {
    let after = docx(&(text(CLAIM) + &text("More.")));
    without_lines::assert_is_checked_as_a_whole("a.docx", &docx(&text(CLAIM)), &after, "paragraph 1");
}
