//! Tests on documents that are written here: plain operators, with the standard fonts.

use super::super::format::Format;
use super::super::open_file::open;
use super::read;
use crate::extract::PdfError;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;
use wordgate_text::source::SourceFile;

/// Returns a PDF file of numbered objects; the first is the catalogue.
fn file(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (at, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", out.len());
        out.extend_from_slice(format!("{} 0 obj\n", at + 1).as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    let size = objects.len() + 1;
    let end = format!("{table}trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n");
    out.extend_from_slice(end.as_bytes());
    out
}

fn stream(dict: &str, bytes: &[u8]) -> Vec<u8> {
    [format!("<<{dict}/Length {}>>stream\n", bytes.len()).as_bytes(), bytes, b"\nendstream"].concat()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Returns a document whose pages have these contents. `extra` are the objects from number 10 on.
fn pdf_with(catalogue: &str, pages: &[&str], extra: &[Vec<u8>]) -> Vec<u8> {
    let first = 10 + extra.len();
    let kids: String = (0..pages.len()).map(|at| format!("{} 0 R ", first + 2 * at)).collect();
    let font =
        |name: &str| format!("<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>").into_bytes();
    let mut objects = vec![
        format!("<</Type/Catalog/Pages 2 0 R{catalogue}>>").into_bytes(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}/MediaBox[0 0 600 800]>>", pages.len()).into_bytes(),
        font("Helvetica"),
        font("Helvetica-Bold"),
    ];
    objects.resize(9, b"null".to_vec());
    objects.extend(extra.iter().cloned());
    for (at, content) in pages.iter().enumerate() {
        let resources = "/Resources<</Font<</F1 3 0 R/F2 4 0 R/F3 10 0 R>>/XObject<</X 10 0 R>>>>";
        let contents = first + 2 * at + 1;
        objects.push(format!("<</Type/Page/Parent 2 0 R{resources}/Contents {contents} 0 R>>").into_bytes());
        objects.push(if at % 2 == 0 {
            stream("", content.as_bytes())
        } else {
            stream("/Filter/FlateDecode", &deflated(content.as_bytes()))
        });
    }
    file(&objects, "")
}

fn pdf(pages: &[&str]) -> Vec<u8> {
    pdf_with("", pages, &[])
}

/// Returns operators that print a line of text in a font.
fn print(font: &str, size: u32, x: u32, y: u32, text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
    format!("BT /{font} {size} Tf {x} {y} Td ({text}) Tj ET\n")
}

fn line(x: u32, y: u32, text: &str) -> String {
    print("F1", 10, x, y, text)
}

/// Prints lines below each other.
fn lines(x: u32, y: u32, texts: &[&str]) -> String {
    texts.iter().enumerate().map(|(at, text)| line(x, y - 12 * at as u32, text)).collect()
}

fn opened(bytes: Vec<u8>) -> SourceFile {
    open(bytes, Format::Pdf).unwrap()
}

fn html_of(bytes: Vec<u8>) -> String {
    opened(bytes).text().replace('\n', "")
}

/// Returns the HTML of pages with these contents.
fn html(pages: &[&str]) -> String {
    html_of(pdf(pages))
}

fn place(file: &SourceFile, part: &str) -> String {
    file.place_at(file.text().find(part).expect(part) as u32).unwrap().to_string()
}

fn error(bytes: Vec<u8>) -> String {
    read(bytes).expect_err("an error").to_string()
}

#[test]
fn lines_become_paragraphs() {
    let text = lines(50, 700, &["Our app gives you direct access to the best", "models of the world."])
        + &lines(50, 640, &["Another paragraph."]);
    let expected = "<p>Our app gives you direct access to the best models of the world.</p><p>Another paragraph.</p>";
    assert_eq!(html(&[&text]), expected);
    let indented =
        lines(50, 700, &["This is the first paragraph, and it has a", "second line that is as long as the first"])
            + &lines(62, 676, &["The next one is indented by some points"])
            + &lines(50, 664, &["and goes on."]);
    assert_eq!(html(&[&indented]).matches("<p>").count(), 2);
    let early =
        lines(50, 700, &["A line that is as wide as the whole column is.", "It ends.", "The next sentence is apart."]);
    assert_eq!(
        html(&[&early]),
        "<p>A line that is as wide as the whole column is. It ends.</p><p>The next sentence is apart.</p>"
    );
}

#[test]
fn words_are_found_by_their_gaps() {
    let apart = "BT /F1 10 Tf 50 700 Td [(di)20(rect)-400(ac)-30(cess)] TJ ET";
    assert_eq!(html(&[apart]), "<p>direct access</p>");
    let letters = "BT /F1 10 Tf 3 Tc 50 700 Td [(OUR)-600(OFFER)] TJ ET";
    assert_eq!(html(&[letters]), "<p>OUR OFFER</p>");
    let drawn_apart = "BT /F1 10 Tf 1 0 0 1 110 700 Tm (access) Tj 1 0 0 1 78 700 Tm (direct) Tj ET";
    assert_eq!(html(&[drawn_apart]), "<p>direct access</p>");
    // Bold letters may be printed twice.
    let twice = line(50, 700, "direct access") + "BT /F1 10 Tf 50.2 700 Td (direct access) Tj ET";
    assert_eq!(html(&[&twice]), "<p>direct access</p>");
    let raised = "BT /F1 10 Tf 50 700 Td (access) Tj /F1 6 Tf 4 Ts (2) Tj 0 Ts /F1 10 Tf ( to it) Tj ET";
    assert_eq!(html(&[raised]), "<p>access<sup>2</sup> to it</p>");
}

#[test]
fn columns_are_read_one_after_the_other() {
    let left = ["The first column has some lines of text that", "are about as wide as it is, and a sentence"];
    let right = ["goes on in the second column of the page,", "where it ends."];
    let expected = "<p>The first column has some lines of text that are about as wide as it is, and a sentence goes on in \
                    the second column of the page, where it ends.</p>";
    assert_eq!(html(&[&(lines(50, 700, &left) + &lines(310, 700, &right))]), expected);
    // Line by line, as some programs print.
    let across: String = (0..2)
        .map(|at| line(50, 700 - 12 * at as u32, left[at]) + &line(310, 700 - 12 * at as u32, right[at]))
        .collect();
    assert_eq!(html(&[&across]), expected);
    let title = print("F1", 20, 100, 750, "A title over both columns");
    assert!(html(&[&(title + &across)]).starts_with("<h1>A title over both columns</h1><p>The first"));
}

#[test]
fn headings_and_items_are_found() {
    let page = print("F1", 20, 50, 760, "Our offer")
        + &print("F2", 10, 50, 720, "Why us")
        + &lines(
            50,
            690,
            &["This text has the usual size, and is longer than", "the headings above it are, of course."],
        )
        + &lines(50, 650, &["\\225 one item"]).replace("\\\\225", "\\225")
        + &line(50, 638, "- another item")
        + &line(50, 600, "The end of the text, which is not in the list.");
    let file = opened(pdf(&[&page]));
    let expected = "<h1>Our offer</h1><h2>Why us</h2><p>This text has the usual size, and is longer than the headings above \
                    it are, of course.</p><ul><li>one item</li><li>another item</li></ul>\
                    <p>The end of the text, which is not in the list.</p>";
    assert_eq!(file.text().replace('\n', ""), expected);
    assert_eq!(place(&file, "another item"), "page 1, “Why us”, second bullet");
}

#[test]
fn divided_words_are_joined() {
    let joined = |texts: &[&str]| html(&[&lines(50, 700, texts)]);
    assert_eq!(
        joined(&["We have direct access to the mod-", "els of the world."]),
        "<p>We have direct access to the models of the world.</p>"
    );
    let known = joined(&["It is well known that the well-", "known word has a hyphen, and is known."]);
    assert_eq!(known, "<p>It is well known that the well-known word has a hyphen, and is known.</p>");
    assert_eq!(joined(&["A range of 10-", "20 words and so on."]), "<p>A range of 10- 20 words and so on.</p>");
    let soft = lines(50, 700, &["This is the soft hy\\255", "phen of a line."]).replace("\\\\255", "\\255");
    assert_eq!(html(&[&soft]), "<p>This is the soft hyphen of a line.</p>");
}

#[test]
fn numbers_of_lines_are_not_read() {
    let words = ["We", "have", "a", "very", "long", "sentence", "about", "direct", "access."];
    let page: String = (0..9)
        .map(|at| line(20, 700 - 24 * at as u32, &(at + 1).to_string()) + &line(50, 700 - 24 * at as u32, words[at]))
        .collect();
    assert_eq!(html(&[&page]).replace("</p><p>", " "), "<p>We have a very long sentence about direct access.</p>");
}

#[test]
fn ligatures_are_letters() {
    let cmap = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF> \
                endcodespacerange 2 beginbfchar <41> <FB01> <42> <0066006C> endbfchar endcmap end end";
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 11 0 R>>";
    let bytes =
        pdf_with("", &["BT /F3 10 Tf 50 700 Td (con-Ad Bow) Tj ET"], &[font.into(), stream("", cmap.as_bytes())]);
    assert_eq!(html_of(bytes), "<p>con-fid flow</p>");
    let actual = "BT /F1 10 Tf 50 700 Td (o) Tj /Span<</ActualText<FEFF006600660069>>>BDC (X) Tj EMC (ce) Tj ET";
    assert_eq!(html(&[actual]), "<p>office</p>");
}

#[test]
fn pages_are_joined_without_headers_and_footers() {
    let page = |number: u32, text: &str| {
        line(50, 780, "Example Ltd. - Terms of use") + text + &line(280, 30, &format!("Page {number} of 3"))
    };
    let first = page(
        1,
        &lines(
            50,
            700,
            &["Some sentences stop at the end of a page and", "are complete. This one goes on, because it has"],
        ),
    );
    let second = page(
        2,
        &lines(50, 700, &["many words. It ends here.", "This page has more words.", "And one more line here."]),
    );
    let third = page(3, &lines(50, 700, &["The last page has its own text, and no more."]));
    let file = opened(pdf(&[&first, &second, &third]));
    let html = file.text().replace('\n', "");
    assert!(html.contains("because it has many words. It ends here."), "{html}");
    assert_eq!(html.matches("Terms of use").count(), 1, "{html}");
    assert!(!html.contains("of 3"), "{html}");
    assert_eq!(place(&file, "because it has"), "page 1");
    assert_eq!(place(&file, "many words"), "page 2");
    assert_eq!(place(&file, "no more"), "page 3");
    assert_eq!(place(&file, "Terms of use"), "page 1");
}

#[test]
fn invisible_and_turned_text_is_read() {
    let invisible = "BT 3 Tr /F1 10 Tf 50 700 Td (direct access) Tj ET";
    assert_eq!(html(&[invisible]), "<p>direct access</p>");
    let turned =
        line(50, 700, "The text of the page is upright.") + "BT /F1 10 Tf 0 1 -1 0 30 300 Tm (direct access) Tj ET";
    assert_eq!(html(&[&turned]), "<p>The text of the page is upright.</p><p>direct access</p>");
    let all_turned = "BT /F1 10 Tf 0 1 -1 0 300 100 Tm (One line) Tj 0 -12 Td (and the next) Tj ET";
    assert_eq!(html(&[all_turned]), "<p>One line and the next</p>");
    assert_eq!(html(&[&(line(50, 700, "a") + &line(5000, 700, "outside"))]), "<p>a</p>");
}

#[test]
fn forms_are_read() {
    let form = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>",
        line(50, 700, "inside").as_bytes(),
    );
    assert_eq!(html_of(pdf_with("", &["q 1 0 0 1 0 -100 cm /X Do Q"], &[form])), "<p>inside</p>");
    let circular = stream(
        "/Subtype/Form/Resources<</XObject<</X 10 0 R>>/Font<</F1 3 0 R>>>>",
        b"/X Do /X Do BT /F1 9 Tf (a) Tj ET",
    );
    assert!(html_of(pdf_with("", &["/X Do"], &[circular])).contains('a'));
}

#[test]
fn pages_without_text_are_reported() {
    let image = stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", b"\0");
    let gaps = |pages: &[&str]| {
        let file = opened(pdf_with("", pages, std::slice::from_ref(&image)));
        file.pages_without_text().map(|gaps| (gaps.first, gaps.count, gaps.total))
    };
    let text = line(50, 700, "text");
    assert_eq!(gaps(&[&text, &text]), None);
    assert_eq!(gaps(&[&text, "/X Do", "", "/X Do"]), Some((2, 2, 4)));
    assert_eq!(gaps(&["/X Do"]), Some((1, 1, 1)));
    assert_eq!(gaps(&["", ""]), Some((1, 2, 2)));
}

#[test]
fn other_files_are_errors() {
    assert_eq!(error(Vec::new()), "it does not start with %PDF-");
    assert_eq!(error(b"plain text".to_vec()), "it does not start with %PDF-");
    assert_eq!(error(b"%PDF-1.7\n".to_vec()), "its structure is broken; save or export it again");
    let none = file(&[b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), b"<</Type/Pages/Kids[]/Count 0>>".to_vec()], "");
    assert_eq!(error(none), PdfError::Broken.to_string());
}

#[test]
fn cut_and_damaged_files_never_hang() {
    let text = print("F2", 20, 50, 760, "Our offer") + &lines(50, 700, &["some text that is", "in a document"]);
    let bytes = pdf_with("/Lang(en)", &[&text, &text], &[]);
    for len in (0..bytes.len()).step_by(3) {
        drop(read(bytes[..len].to_vec()));
    }
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0xA5;
        if let Ok(text) = read(damaged) {
            SourceFile::from_text(String::new()).unwrap().with_embedded(text).place_at(0);
        }
    }
}

#[test]
fn page_trees_that_never_end_are_read() {
    let page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>";
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let objects = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R 2 0 R 3 0 R]/Count 99999>>".to_vec(),
        page.into(),
        stream("", line(50, 700, "once").as_bytes()),
        font.into(),
    ];
    assert_eq!(html_of(file(&objects, "")), "<p>once</p>");
}

#[test]
fn bombs_are_errors() {
    // A block of deflated spaces, and again and again the same.
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![b' '; 1 << 20]).unwrap();
    encoder.flush().unwrap();
    let block = encoder.get_ref().clone();
    let packed = [&block[..2], &block[2..].repeat(66)].concat();
    let page = |content: Vec<u8>| {
        file(
            &[
                b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
                b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
                b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>".to_vec(),
                content,
            ],
            "",
        )
    };
    assert_eq!(error(page(stream("/Filter/FlateDecode", &packed))), "a stream in it unpacks to more than 64 MB");
    let twice = stream("/Filter[/FlateDecode/FlateDecode]", &deflated(&deflated(b"a")));
    assert_eq!(error(page(twice)), "it has a stream that is compressed more than once");
    // The library decodes streams of objects before it returns.
    let objects = stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &packed);
    assert_eq!(error(page(objects)), "a stream in it unpacks to more than 64 MB");
    let endless = b"1 0 obj<</Length 9>>stream\n".repeat(1000);
    assert_eq!(error([b"%PDF-1.7\n".to_vec(), endless].concat()), "many of its streams have no end");
}

#[test]
fn hostile_content_is_read_or_refused() {
    // Forms that draw others many times would take forever.
    let many = "/X Do ".repeat(100);
    let form =
        |at: usize| stream(&format!("/Subtype/Form/Resources<</XObject<</X {} 0 R>>>>", 11 + at), many.as_bytes());
    let forms: Vec<Vec<u8>> = (0..8).map(form).collect();
    assert_eq!(error(pdf_with("", &["/X Do"], &forms)), "its pages have more than 50,000,000 operators");
    let far = "BT /F1 10 Tf 1 0 0 1 999999999999999999999999 1 Tm (far) Tj 0 0 0 0 0 0 Tm (flat) Tj ET";
    assert_eq!(html(&[&(line(50, 700, "a") + far)]), "<p>a</p>");
    let widths = "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2\
                  /BaseFont/A/W[0 4000000000 500]>>]>>";
    let wide = pdf_with("", &["BT /F3 10 Tf (a) Tj ET"], &[widths.into()]);
    assert_eq!(error(wide), "a font in it has too many widths");
    let deep = format!("{}(a) Tj", "q ".repeat(100_000)) + &"[".repeat(100_000);
    drop(read(pdf(&[&deep])));
    let marked = "/A BMC ".repeat(100_000) + &line(50, 700, "a");
    assert_eq!(html(&[&marked]), "<p>a</p>");
}

#[test]
fn the_text_is_the_same_each_time() {
    let page: String =
        (0..40).map(|at| line(50 + 200 * (at % 3), 700 - 12 * (at / 3), &format!("cell {at}"))).collect();
    let bytes = pdf(&[&page, &page]);
    assert_eq!(html_of(bytes.clone()), html_of(bytes));
}

#[test]
fn any_order_of_operators_is_read() {
    const SOUP: &[&str] = &[
        "BT",
        "ET",
        "q",
        "Q",
        "(text) Tj",
        "[(a) -900 (b) 1e9 [(c)]] TJ",
        "/F1 10 Tf",
        "/F2 -7 Tf",
        "/F9 0 Tf",
        "/X Do",
        "T*",
        "(line) '",
        "1 2 (both) \"",
        "50 700 Td",
        "0 -12 TD",
        "1 0 0 1 60 500 Tm",
        "0 1 -1 0 60 500 Tm",
        "3 Tr",
        "0 Tz",
        "-100 Tz",
        "9e9 Tc",
        "5 Ts",
        "14 TL",
        "2 0 0 2 0 0 cm",
        "nan 0 0 1e99 0 0 cm",
        "/Artifact BMC",
        "EMC",
        "/Span <</ActualText (x)>> BDC",
        "/OC /Name BDC",
        "BI /W 1 /H 1 ID x EI",
        "<< /A [1 2 >> ",
        "(open",
        "]",
        "% note\n",
    ];
    let form = stream("/Subtype/Form/Resources<</Font<</F1 3 0 R>>>>", b"BT /F1 8 Tf 9 9 Td (form) Tj Q EMC");
    let mut state = 7_u64;
    for _ in 0..300 {
        let mut content = String::new();
        for _ in 0..24 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            content += SOUP[(state >> 33) as usize % SOUP.len()];
            content.push(' ');
        }
        let file = opened(pdf_with("", &[&content, &line(50, 700, "end")], std::slice::from_ref(&form)));
        assert!(file.text().contains("end"), "{content}");
    }
}
