//! Documents made of a few lines of XML, and hostile ones.

use super::*;
use std::io::{Cursor, Write};
use wordgate_text::source::SourceFile;
use zip::write::{SimpleFileOptions, ZipWriter};

const WORD: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Returns a zip archive with these parts.
pub(super) fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Returns a part with the relationships of another one, as id, kind and target.
fn related(to: &[(&str, &str, &str)]) -> String {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        format!(r#"<Relationship Id="{id}" Type="{TYPES}/{kind}" Target="{target}"/>"#)
    };
    format!("<Relationships>{}</Relationships>", to.iter().map(one).collect::<String>())
}

fn root_of(main: &str) -> String {
    related(&[("rId1", "officeDocument", main)])
}

/// Returns a Word document with this body.
fn word(body: &str) -> Vec<u8> {
    word_with(body, &[])
}

fn word_with(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<?xml version='1.0'?><w:document {WORD}><w:body>{body}</w:body></w:document>");
    let root = root_of("word/document.xml");
    let mut all = vec![("_rels/.rels", root.as_str()), ("word/document.xml", &document)];
    all.extend(parts);
    archive(&all)
}

fn opened(bytes: &[u8]) -> SourceFile {
    let text = read(bytes).unwrap_or_else(|error| panic!("{error}"));
    SourceFile::from_text(String::new()).unwrap().with_embedded(text)
}

/// Returns the HTML of a document, without the sections and line ends.
fn html(bytes: &[u8]) -> String {
    opened(bytes).text().replace("<section>", "").replace("</section>", "").replace('\n', "")
}

/// Returns the place of some text.
fn place(file: &SourceFile, text: &str) -> String {
    let at = file.text().find(text).unwrap_or_else(|| panic!("{text}: {}", file.text()));
    let place = file.place_at(u32::try_from(at).unwrap()).unwrap();
    format!("{}: {place}", place.part.as_ref().unwrap().name)
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn runs_are_joined() {
    let cases = [
        (
            "<w:p><w:r><w:t xml:space='preserve'>Open </w:t></w:r><w:r><w:t>AI</w:t><w:tab/><w:t>&lt;b&gt; &amp;amp; \
             &#x41;</w:t><w:br/><w:noBreakHyphen/></w:r></w:p>",
            "<p>Open AI &lt;b> &amp;amp; A<br>\u{2011}</p>",
        ),
        ("<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr></w:p>", ""),
        (
            "<w:p><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>TM</w:t></w:r></w:p>",
            "<p><sup>TM</sup></p>",
        ),
        ("<w:p><w:hyperlink r:id='x'><w:r><w:t>a</w:t></w:r></w:hyperlink>b</w:p>", "<p><a>a</a></p>"),
        ("<w:p><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>", "<p><code>x</code></p>"),
        (
            "<w:p><w:r><w:drawing><wp:docPr descr='a &quot;b&quot;'/></w:drawing></w:r></w:p>",
            "<p><img alt=\"a &quot;b&quot;\"></p>",
        ),
        // Any prefix will do.
        ("<ns0:p><ns0:r><ns0:t>a</ns0:t></ns0:r></ns0:p>", "<p>a</p>"),
    ];
    for (body, expected) in cases {
        assert_eq!(html(&word(body)), expected, "{body}");
    }
}

#[test]
fn insertions_are_read_and_deletions_are_not() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p><w:ins>{}</w:ins><w:del><w:r><w:delText>no</w:delText></w:r></w:del><w:moveFrom>{}</w:moveFrom>\
         <w:moveTo>{}</w:moveTo><w:r><w:instrText>no</w:instrText></w:r></w:p>\
         <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
        run("a"),
        run("no"),
        run("b"),
        paragraph("no"),
        paragraph("c")
    );
    assert_eq!(html(&word(&body)), "<p>ab</p><table><tr></tr><tr><td><p>c</p></td></tr></table>");
}

#[test]
fn text_boxes_are_read_once_after_their_paragraph() {
    let text_box = |text: &str| format!("<w:txbxContent>{}{}</w:txbxContent>", paragraph(text), paragraph("more"));
    let body = format!(
        "<w:p><w:r><w:t>be</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}\
         </mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>fore</w:t></w:r></w:p>{}",
        text_box("box"),
        text_box("box"),
        paragraph("after")
    );
    let bytes = word(&body);
    assert_eq!(html(&bytes), "<p>before</p><p>box</p><p>more</p><p>after</p>");
    assert_eq!(place(&opened(&bytes), "after"), "word/document.xml: paragraph 4");
}

#[test]
fn styles_make_headings_and_lists() {
    let styles = "<w:styles>\
        <w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style>\
        <w:style w:styleId='Own'><w:name w:val='Own'/><w:basedOn w:val='berschrift1'/></w:style>\
        <w:style w:styleId='Titel'><w:name w:val='Title'/></w:style>\
        <w:style w:styleId='Bullet'><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr></w:style>\
        <w:style w:styleId='Circle'><w:basedOn w:val='Circle'/></w:style>\
        </w:styles>";
    let styled =
        |properties: &str, text: &str| format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    let style = |id: &str, text: &str| styled(&format!("<w:pStyle w:val='{id}'/>"), text);
    let body = [
        style("Titel", "a"),
        style("Own", "b"),
        styled("<w:outlineLvl w:val='1'/>", "c"),
        style("Bullet", "d"),
        styled("<w:numPr><w:ilvl w:val='1'/><w:numId w:val='3'/></w:numPr>", "e"),
        styled("<w:pStyle w:val='Bullet'/><w:numPr><w:numId w:val='0'/></w:numPr>", "f"),
        styled("<w:pPrChange><w:pPr><w:pStyle w:val='Titel'/></w:pPr></w:pPrChange>", "g"),
        style("Circle", "h"),
    ];
    let parts =
        [("word/_rels/document.xml.rels", &*related(&[("rId1", "styles", "styles.xml")])), ("word/styles.xml", styles)];
    let bytes = word_with(&body.concat(), &parts);
    let expected = "<h1>a</h1><h2>b</h2><h3>c</h3><ul><li>d<ul><li>e</ul></ul><p>f</p><p>g</p><p>h</p>";
    assert_eq!(html(&bytes), expected);
    let file = opened(&bytes);
    assert_eq!(place(&file, "a</h1>"), "word/document.xml: paragraph 1");
    assert_eq!(place(&file, "f</p>"), "word/document.xml: “c”, paragraph 6");
    assert_eq!(
        file.place_at(u32::try_from(file.text().find("f</p>").unwrap()).unwrap()).unwrap().headings.join("/"),
        "a/b/c"
    );
}

#[test]
fn cells_over_several_columns_keep_the_columns_in_order() {
    let cell = |span: &str, text: &str| format!("<w:tc><w:tcPr>{span}</w:tcPr>{}</w:tc>", paragraph(text));
    let wide = "<w:gridSpan w:val='2'/>";
    let body = format!("<w:tbl><w:tblPr/><w:tr>{}{}</w:tr></w:tbl>", cell(wide, "a"), cell("", "b"));
    assert_eq!(html(&word(&body)), "<table><tr><td><p>a</p></td><td></td><td><p>b</p></td></tr></table>");
}

#[test]
fn notes_headers_and_footers_follow_the_text() {
    let part = |root: &str, text: &str| format!("<w:{root}>{}</w:{root}>", paragraph(text));
    let rels = related(&[
        ("rId1", "header", "header1.xml"),
        ("rId2", "footnotes", "/word/footnotes.xml"),
        ("rId3", "footer", "footer1.xml"),
        ("rId4", "footer", "footer1.xml"),
        ("rId5", "endnotes", "endnotes.xml"),
        ("rId6", "comments", "comments.xml"),
        ("rId7", "header", "missing.xml"),
    ]);
    let (header, footer) = (part("hdr", "header"), part("ftr", "footer"));
    let notes = part("footnotes", "footnote");
    let (endnotes, comments) = (part("endnotes", "endnote"), part("comments", "no"));
    let parts = [
        ("word/_rels/document.xml.rels", &*rels),
        ("word/header1.xml", &header),
        ("WORD\\Footnotes.xml", &notes),
        ("word/endnotes.xml", &endnotes),
        ("word/footer1.xml", &footer),
        ("word/comments.xml", &comments),
    ];
    let heading = "<w:p><w:pPr><w:outlineLvl w:val='0'/></w:pPr><w:r><w:t>Top</w:t></w:r></w:p>";
    let bytes = word_with(heading, &parts);
    assert_eq!(html(&bytes), "<h2>Top</h2><p>footnote</p><p>endnote</p><p>header</p><p>footer</p>");
    let file = opened(&bytes);
    assert_eq!(place(&file, "footnote"), "word/footnotes.xml: footnotes, paragraph 1");
    assert_eq!(place(&file, "footer"), "word/footer1.xml: footer, paragraph 1");
    assert!(!file.has_bytes() && file.stored().text().is_empty());
}

#[test]
fn slides_are_in_the_order_of_the_presentation() {
    let slide = |shapes: &str| format!("<p:sld><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>");
    let shape = |kind: &str, paragraphs: &str| {
        format!("<p:sp><p:nvSpPr><p:nvPr>{kind}</p:nvPr></p:nvSpPr><p:txBody>{paragraphs}</p:txBody></p:sp>")
    };
    let text = |properties: &str, text: &str| format!("<a:p>{properties}<a:r><a:t>{text}</a:t></a:r></a:p>");
    let first = slide(
        &[
            shape(
                "<p:ph idx='1'/>",
                &(text("", "one") + &text("<a:pPr lvl='1'/>", "two") + &text("<a:pPr><a:buNone/></a:pPr>", "plain")),
            ),
            shape("<p:ph type='title'/>", &text("", "Why us")),
            shape("<p:ph type='sldNum'/>", &text("", "no")),
            shape("", &(text("", "box") + &text("<a:pPr><a:buChar char='x'/></a:pPr>", "item"))),
            "<a:tbl><a:tr><a:tc><a:txBody>".to_owned() + &text("", "cell") + "</a:txBody></a:tc></a:tr></a:tbl>",
            "<p:pic><p:nvPicPr><p:cNvPr descr='a cat'/></p:nvPicPr></p:pic>".to_owned(),
        ]
        .concat(),
    );
    let second = slide(&shape("", &text("", "second")));
    let notes = slide(&shape("<p:ph type='body'/>", &text("", "say it")));
    let presentation = "<p:presentation><p:sldIdLst><p:sldId id='256' r:id='rId8'/><p:sldId id='257' r:id='rId2'/>\
                        </p:sldIdLst></p:presentation>";
    let bytes = archive(&[
        ("_rels/.rels", &root_of("ppt/presentation.xml")),
        ("ppt/presentation.xml", presentation),
        (
            "ppt/_rels/presentation.xml.rels",
            &related(&[("rId2", "slide", "slides/slide1.xml"), ("rId8", "slide", "slides/slide2.xml")]),
        ),
        ("ppt/slides/slide1.xml", &first),
        ("ppt/slides/slide2.xml", &second),
        ("ppt/slides/_rels/slide1.xml.rels", &related(&[("rId1", "notesSlide", "../notesSlides/notesSlide1.xml")])),
        ("ppt/notesSlides/notesSlide1.xml", &notes),
    ]);
    let expected = "<p>second</p><h1>Why us</h1><ul><li>one<ul><li>two</ul></ul><p>plain</p><p>box</p><ul><li>item</ul>\
                    <table><tr><td><p>cell</p></td></tr></table><p><img alt=\"a cat\"></p><aside><p>say it</p></aside>";
    assert_eq!(html(&bytes), expected);
    let file = opened(&bytes);
    assert_eq!(place(&file, "second"), "ppt/slides/slide2.xml: slide 1, paragraph 1");
    assert_eq!(place(&file, "Why us"), "ppt/slides/slide1.xml: slide 2, paragraph 4");
    assert_eq!(place(&file, "two"), "ppt/slides/slide1.xml: slide 2, “Why us”, second bullet");
    assert_eq!(place(&file, "a cat"), "ppt/slides/slide1.xml: slide 2, “Why us”");
    assert_eq!(place(&file, "say it"), "ppt/notesSlides/notesSlide1.xml: notes of slide 2, “Why us”, paragraph 1");
}

/// Returns an OpenDocument with this content.
fn open_document(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles><style:style style:name='P1' style:parent-style-name='Title'/>\
         </office:automatic-styles><office:body>{body}</office:body></office:document-content>"
    );
    let mut all = vec![("mimetype", "application/vnd.oasis.opendocument"), ("content.xml", content.as_str())];
    all.extend(parts);
    archive(&all)
}

#[test]
fn open_document_texts_are_read() {
    let body = "<office:text><text:tracked-changes><text:p>no</text:p></text:tracked-changes>\
        <text:p text:style-name='P1'>Title</text:p><text:h text:outline-level='1'>He<text:span>ad</text:span></text:h>\
        <text:p>a<text:s/>b<text:tab/>c<text:line-break/><text:a>d</text:a><office:annotation><text:p>no</text:p>\
        </office:annotation>\
        <text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body><text:p>foot</text:p>\
        </text:note-body></text:note>e<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box><svg:desc>cat</svg:desc>\
        </draw:frame><text:note text:note-class='endnote'><text:note-body><text:p>end</text:p></text:note-body></text:note>\
        </text:p>\
        <text:list><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>two</text:p></text:list-item>\
        </text:list></text:list-item></text:list>\
        <table:table><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell><table:covered-table-cell/>\
        <table:table-cell table:number-columns-repeated='2'/><table:table-cell><text:p>y</text:p></table:table-cell>\
        </table:table-row></table:table></office:text>";
    let styles = "<office:document-styles><style:master-page><style:header><text:p>head</text:p></style:header>\
        <style:footer><text:p>foot of page</text:p></style:footer></style:master-page></office:document-styles>";
    let bytes = open_document(body, &[("styles.xml", styles)]);
    let expected = "<h1>Title</h1><h2>Head</h2><p>a b c<br><a>d</a>e<img alt=\"cat\"></p><p>box</p>\
        <ul><li>one<ul><li>two</ul></ul>\
        <table><tr><td><p>x</p></td><td></td><td></td><td></td><td><p>y</p></td></tr></table>\
        <p>foot</p><p>end</p><p>head</p><p>foot of page</p>";
    assert_eq!(html(&bytes), expected);
    let file = opened(&bytes);
    assert_eq!(place(&file, "box"), "content.xml: “Head”, paragraph 5");
    assert_eq!(place(&file, "foot</p>"), "content.xml: footnotes, paragraph 4");
    assert_eq!(place(&file, "foot of page"), "styles.xml: footer, paragraph 2");
}

#[test]
fn open_document_slides_are_read() {
    let frame = |class: &str, text: &str| {
        format!("<draw:frame presentation:class='{class}'><draw:text-box>{text}</draw:text-box></draw:frame>")
    };
    let body = format!(
        "<office:presentation><draw:page>{}{}<presentation:notes>{}</presentation:notes></draw:page>\
         <draw:page>{}</draw:page></office:presentation>",
        frame("outline", "<text:list><text:list-item><text:p>item</text:p></text:list-item></text:list>"),
        frame("title", "<text:p>Why us</text:p>"),
        frame("notes", "<text:p>say it</text:p>"),
        frame("subtitle", "<text:p>last</text:p>"),
    );
    let bytes = open_document(&body, &[]);
    assert_eq!(html(&bytes), "<h1>Why us</h1><ul><li>item</ul><aside><p>say it</p></aside><p>last</p>");
    let file = opened(&bytes);
    assert_eq!(place(&file, "item"), "content.xml: slide 1, “Why us”, first bullet");
    assert_eq!(place(&file, "say it"), "content.xml: notes of slide 1, “Why us”, paragraph 1");
    assert_eq!(place(&file, "last"), "content.xml: slide 2, paragraph 1");
}

#[test]
fn other_open_documents_are_errors() {
    let sheet = open_document("<office:spreadsheet/>", &[]);
    assert_eq!(error(&sheet), "it is neither a text nor a presentation");
    let manifest = "<manifest><file-entry full-path='content.xml'><encryption-data/></file-entry></manifest>";
    let encrypted = archive(&[("content.xml", "\u{1}\u{2}"), ("META-INF/manifest.xml", manifest)]);
    assert_eq!(error(&encrypted), "it is encrypted; save it without a password");
}

/// Returns why a document is refused.
fn error(bytes: &[u8]) -> String {
    read(bytes).expect_err("an error").to_string()
}

#[test]
fn other_files_are_errors() {
    assert_eq!(error(b""), "it is not a zip archive");
    assert_eq!(error(b"plain text"), "it is not a zip archive");
    assert!(error(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0").starts_with("it is encrypted, or"));
    assert_eq!(error(&archive(&[("a.txt", "a")])), "it is neither a text nor a presentation");
    assert_eq!(error(&archive(&[("_rels/.rels", &root_of("word/document.xml"))])), "it has no part word/document.xml");
    let sheet = archive(&[("_rels/.rels", &root_of("xl/workbook.xml")), ("xl/workbook.xml", "<workbook/>")]);
    assert_eq!(error(&sheet), "it is neither a text nor a presentation");
}

#[test]
fn cut_archives_are_errors_or_are_read() {
    let bytes = word(&paragraph("some text that is in a document"));
    for len in 0..bytes.len() {
        assert!(read(&bytes[..len]).is_err(), "{len}");
    }
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0xA5;
        drop(read(&damaged));
    }
}

#[test]
fn encrypted_parts_are_errors() {
    let mut bytes = word(&paragraph("a"));
    // The flag of encryption, in the local headers and in the directory.
    for (signature, flags) in [(&b"PK\x03\x04"[..], 6), (b"PK\x01\x02", 8)] {
        let starts: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..].starts_with(signature)).collect();
        starts.into_iter().for_each(|at| bytes[at + flags] |= 1);
    }
    assert_eq!(error(&bytes), "it is encrypted; save it without a password");
}

#[test]
fn bombs_are_errors() {
    let zeros = " ".repeat(8 << 20);
    let bomb = word_with(&zeros, &[]);
    assert!(bomb.len() < 100_000);
    assert_eq!(error(&bomb), "its part word/document.xml unpacks to more than 200 times its size");

    let names: Vec<String> = (0..10_001).map(|at| at.to_string()).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    assert_eq!(error(&archive(&many)), "it has 10001 entries, more than 10000");
    // The directory may lie about sizes.
    let mut lying = bomb.clone();
    let directory = (0..lying.len() - 4).rev().find(|at| lying[*at..].starts_with(b"PK\x01\x02")).unwrap();
    lying[directory + 24..directory + 28].copy_from_slice(&1_u32.to_le_bytes());
    assert!(read(&lying).is_err());
}

#[test]
fn large_parts_are_errors() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let root = root_of("d.xml");
    for (name, bytes) in [("_rels/.rels", root.as_bytes()), ("d.xml", &[b' '; 65 << 20])] {
        zip.start_file(name, stored).unwrap();
        zip.write_all(bytes).unwrap();
    }
    assert_eq!(error(&zip.finish().unwrap().into_inner()), "its part d.xml has more than 64 MB");
}

#[test]
fn hostile_xml_is_an_error() {
    let part = |text: &str| error(&archive(&[("_rels/.rels", &root_of("d.xml")), ("d.xml", text)]));
    let doctype = part("<!DOCTYPE d [<!ENTITY a 'aaaa'>]><w:document>&a;</w:document>");
    assert!(doctype.contains("its document type declaration declares entities"), "{doctype}");
    let deep = "<w:p>".repeat(10_000);
    assert!(part(&format!("<w:document>{deep}")).contains("256 deep"));
    assert!(part("<w:document><w:p>").contains("this element is never closed (byte 12)"));
    assert!(part("<w:document></w:p>").starts_with("its part d.xml cannot be read:"));
    assert!(part("<w:document>&unknown;</w:document>").contains("&unknown; is not declared"));
}

#[test]
fn names_never_lead_out_of_the_archive() {
    let rels = related(&[("rId1", "header", "../../../etc/passwd"), ("rId2", "footer", "C:\\a.xml")]);
    let header = format!("<w:hdr>{}</w:hdr>", paragraph("inside"));
    let parts = [("word/_rels/document.xml.rels", &*rels), ("../../etc/passwd", "no"), ("etc/passwd", &header)];
    assert_eq!(html(&word_with(&paragraph("a"), &parts)), "<p>a</p><p>inside</p>");
}

#[test]
fn any_order_of_elements_is_read() {
    const SOUP: &[&str] = &[
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:r>",
        "<w:t>",
        "</w:t>",
        "text",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "</w:tr>",
        "<w:tc>",
        "</w:tc>",
        "<w:trPr><w:del/></w:trPr>",
        "<w:pPr>",
        "</w:pPr>",
        "<w:br/>",
        "<w:del>",
        "</w:del>",
        "<w:hyperlink>",
        "</w:hyperlink>",
        "<w:numPr><w:numId w:val='1'/></w:numPr>",
        "<p:sp>",
        "</p:sp>",
        "<p:ph type='dt'/>",
        "<w:gridSpan w:val='99999'/>",
        "<wp:docPr descr='&lt;'/>",
        "&amp;",
        "<![CDATA[<]]>",
        "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr>",
        "<w:outlineLvl w:val='8'/>",
        "<!-- a -->",
        "<?a b?>",
    ];
    let mut state = 7_u64;
    let mut read_count = 0;
    for _ in 0..3000 {
        let mut body = String::new();
        let mut open: Vec<&str> = Vec::new();
        for _ in 0..12 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let token = SOUP[(state >> 33) as usize % SOUP.len()];
            if token.starts_with("</") {
                // Half of the documents are well-formed.
                if let Some(name) = open.pop() {
                    body += &format!("</{name}>");
                }
            } else {
                body += token;
                let name = token.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
                open.extend(name.filter(|name| !name.contains(['/', '!', '?', ' '])));
            }
        }
        if state & 1 == 0 {
            open.iter().rev().for_each(|name| body += &format!("</{name}>"));
        }
        let parts = [("_rels/.rels", &*root_of("d.xml")), ("d.xml", &format!("<w:document>{body}</w:document>"))];
        if let Ok(text) = read(&archive(&parts)) {
            let file = SourceFile::from_text(String::new()).unwrap().with_embedded(text);
            file.place_at(0);
            read_count += 1;
        }
    }
    assert!(read_count > 500, "{read_count}");
}
