//! AsciiDoc.

use super::shuffled::shuffled_asciidoc;
use super::support::{check, extract, shown, wanted};
use crate::effort::config;
use crate::fixture::every_scope;
use proptest::prelude::*;
use wordgate_core::extract::Format::Asciidoc;
use wordgate_core::extract::{Extractor, split};
use wordgate_text::prose::{ProseBlock, Scope};

#[test]
fn blocks() {
    check(
        Asciidoc,
        &[],
        &[
            (
                "header",
                "// c\n:toc:\n= The Title\nJane Roe <j@example.com>\nv1.0, 2026-03-11\n:description: one \\\n  two\n:x: no\n\nthree\n",
                "heading: The Title ¦ attribute: one two ¦ paragraph: three",
            ),
            (
                "front matter",
                "---\ntitle: one\n---\n= Two\n\nthree\n",
                "front-matter: one ¦ heading: Two ¦ paragraph: three",
            ),
            ("a text after the title", "= One\nA text, not a name.\n", "heading: One ¦ paragraph: A text, not a name."),
            (
                "sections",
                "== One ==\ntwo\n\n### Three\n\n[discrete]\n= Four\n",
                "heading: One ¦ paragraph: two ¦ heading: Three ¦ heading: Four",
            ),
            (
                "underlined titles",
                "One\n===\n\nTwo words\n---------\n\nThree\nfour\n",
                "heading: One ¦ heading: Two words ¦ paragraph: Three four",
            ),
            (
                "paragraphs",
                "one\n// no\ntwo +\nthree\n\n  no\n  no\n\nfour\n",
                "paragraph: one two⏎three ¦ paragraph: four",
            ),
            (
                "conditions",
                "one\nifdef::a[]\ntwo\nendif::[]\nifndef::a[three]\nfour\n",
                "paragraph: one two three four",
            ),
            ("includes", "one\ninclude::no.adoc[]\ntwo\n", "paragraph: one ¦ paragraph: two"),
            (
                "code",
                "[source,java]\nno\n\n----\nno\n----\n\n....\nno\n....\n\n```js\nno\n```\n\n++++\nno\n++++\n\n[mermaid]\n--\nno\n--\n\none\n",
                "paragraph: one",
            ),
            ("a block that never ends", "one\n\n----\n\ntwo\n", "paragraph: one ¦ paragraph: two"),
            ("an attribute line ends a paragraph", "one\n[.x]\ntwo\n", "paragraph: one ¦ paragraph: two"),
            (
                "admonitions",
                "NOTE: one\n\n[TIP]\n.Two\n====\nthree\n\n* four\n====\n\n[WARNING]\nfive\n",
                "paragraph: one ¦ title: Two ¦ paragraph: three ¦ list: four ¦ paragraph: five",
            ),
            (
                "nested blocks",
                "====\none\n\n*****\ntwo\n*****\n\n--\nthree\n--\n====\n",
                "paragraph: one ¦ paragraph: two ¦ paragraph: three",
            ),
            (
                "quotations",
                "[quote, Jane Roe, \"One, two\"]\n____\nthree\n____\n\n[verse, Richard Roe]\nfour\nfive\n\n\"six\nseven\"\n-- Eight\n\n> nine\n> -- Ten\n",
                "quote: Jane Roe ¦ quote: One, two ¦ quote: three ¦ quote: Richard Roe ¦ quote: four⏎five ¦ \
                 quote: \"six seven\" ¦ quote: Eight ¦ quote: nine ¦ quote: Ten",
            ),
            (
                "images",
                "image::no.png[one, 10, title=\"two\"]\n\nsee image:no.png[three,role=x] four\n\nvideo::no[]\n\nimage::no.png[]\n",
                "alt: one ¦ title: two ¦ paragraph: see □ four ¦ alt: three",
            ),
            ("comments", "// no\n\n////\nno\n\nno\n////\n\none\n\n[comment]\nno\n", "paragraph: one"),
            ("breaks", "one\n\n'''\n\n<<<\n\ntwo\n\n---\n", "paragraph: one ¦ paragraph: two"),
        ],
    );
}

#[test]
fn lists() {
    check(
        Asciidoc,
        &[],
        &[
            (
                "items",
                "* one\n** two\n   three\n* [x] four\n- five\n",
                "list: one ¦ list: two three ¦ list: four ¦ list: five",
            ),
            (
                "numbers",
                ". one\n.. two\n1. three\na. four\niv) five\n",
                "list: one ¦ list: two ¦ list: three ¦ list: four ¦ list: five",
            ),
            (
                "terms",
                "one:: two\nthree;; \n\n  four\n\nfive::\nsix::\nseven\n\neight\n",
                "list: one ¦ list: two ¦ list: three ¦ list: four ¦ list: five ¦ list: six ¦ list: seven ¦ paragraph: eight",
            ),
            ("callouts", "<1> one\n<.> two\n", "list: one ¦ list: two"),
            (
                "attached blocks",
                "* one\n+\ntwo\n+\n----\nno\n----\n+\n====\nthree\n====\n* four\n\n  no\n\nfive\n\nsix::\n+\n $ no\n",
                "list: one ¦ list: two ¦ list: three ¦ list: four ¦ paragraph: five ¦ list: six",
            ),
            (
                "a block that is not attached ends the list",
                "* one or\n----\nno\n----\ntwo\n",
                "list: one or ¦ paragraph: two",
            ),
            (
                "a comment ends the list",
                "* one\n\n//-\n\n* two\n\n[square]\n* three\n",
                "list: one ¦ list: two ¦ list: three",
            ),
            ("no list in a paragraph", "one\n* two\n", "paragraph: one * two"),
        ],
    );
}

#[test]
fn tables() {
    check(
        Asciidoc,
        &[],
        &[
            (
                "rows",
                ".One\n|===\n|two |three\n\n|four\n|five\nsix\n// no\n|===\n",
                "title: One ¦ table: two ¦ table: three ¦ table: four ¦ table: five six",
            ),
            (
                "styles",
                "[cols=\"1,2a,m\"]\n|===\n2+|one |six .2+h|two a|\n* three\n\nNOTE: four l|no\n|===\n",
                "table: one ¦ table: six ¦ table: two ¦ list: three ¦ table: four",
            ),
            (
                "paragraphs of a cell",
                "|===\n|one\n\ntwo | three \\| four\n|===\n",
                "table: one ¦ table: two ¦ table: three \\| four",
            ),
            (
                "commas",
                ",===\none,\"two, \"\"three\"\"\"\nfour,five\n,===\n",
                "table: one ¦ table: two, \"three\" ¦ table: four ¦ table: five",
            ),
            ("colons", "[format=dsv]\n|===\none:two\\:x\n|===\n", "table: one ¦ table: two\\:x"),
            ("nested", "|===\na|\n!===\n!one !two\n!===\n|===\n", "table: one ¦ table: two"),
            ("another separator", "[separator=¦]\n|===\n¦one | two ¦three\n|===\n", "table: one | two ¦ table: three"),
        ],
    );
}

#[test]
fn inline() {
    check(
        Asciidoc,
        &[],
        &[
            (
                "formatting",
                "*one* _two_ #three# a**b**c [.x]#four# *_five_* x~2~ 4^th^",
                "paragraph: one two three abc four five x2 4th",
            ),
            ("constrained marks", "a*b*c *d *e f* snake_case_x <*g*>", "paragraph: a*b*c d *e f snake_case_x <*g*>"),
            (
                "escapes",
                "\\*one* \\{two} \\https://a.b \\<<x>> \\link:x[y]",
                "paragraph: *one* {two} □ <<x>> link:x[y]",
            ),
            ("signs", "one^TM^ two^1^ three^beta^", "paragraph: one™ two three beta"),
            ("quotation marks", "\"`one`\" '`two`'", "paragraph: “one” ‘two’"),
            (
                "code",
                "`one` a``b``c +two+ ++three++ +++<b>+++ pass:[four] $$five$$ stem:[x] `+six+`",
                "paragraph: □ a□c □ □ □ □ □ □ □",
            ),
            (
                "references",
                "{one} a{nbsp}b a{empty}b {amp} {two-colons} &#174; &nbsp;c &unknown; {cpp}",
                "paragraph: □ a b ab & :: ® c &unknown; □",
            ),
            (
                "links",
                "https://a.b[one] link:c[two,window=_blank] link:\"d\"[three^] xref:e.adoc#f[four] xref::g[] <<h,five>>s <<i>> mailto:j@k.l[six, s] https://m.n",
                "paragraph: one two three four □ fives □ six □",
            ),
            ("links with attributes", "{url}[one] {url}/x/{y}[two] https://{z}/a[three]", "paragraph: one two three"),
            ("link text with attributes", "link:x[\"one, two\",role=y] link:x[role=y]", "paragraph: one, two □"),
            (
                "footnotes",
                "onefootnote:[two *three*] four footnote:x[five] footnote:x[]",
                "paragraph: one four ¦ footnote: two three ¦ footnote: five",
            ),
            (
                "keys and menus",
                "kbd:[Ctrl+C] btn:[OK] menu:File[Open > Recent]",
                "paragraph: Ctrl+C OK File Open > Recent",
            ),
            ("index terms", "((one)) (((no,no))) two indexterm:[no] indexterm2:[three]", "paragraph: one two three"),
            ("anchors", "[[a]]one [[b,no]]two anchor:c[] [[[d]]] three", "paragraph: one two three"),
            ("images over lines", "a image:b[one\ntwo] c", "paragraph: a □ c ¦ alt: one two"),
            (
                "scripts without spaces",
                "詳しくはxref:x.adoc[案内]を 한국link:x[모델]은",
                "paragraph: 詳しくは案内を 한국모델은",
            ),
            ("a cross reference alone", "xref::x.adoc[one]", "paragraph: one"),
            ("no macro in a word", "blink:x[y] xfootnotes", "paragraph: blink:x[y] xfootnotes"),
        ],
    );
}

#[test]
fn other_scopes() {
    let scopes = [Scope::Code, Scope::Comment, Scope::Url, Scope::Math];
    let document =
        ":x: one\n\n// two\n\n----\nthree\n----\n\n`four` link:five[six] stem:[seven]\n\n[stem]\n++++\neight\n++++\n";
    let found = shown(&extract(document, Asciidoc, wanted(&scopes)));
    let expected = "code: one ¦ comment: two ¦ code: three ¦ paragraph: □ six □ ¦ code: four ¦ url: link:five[ ¦ \
                    math: seven ¦ math: eight";
    assert_eq!(found, expected);
}

#[test]
fn rows_and_columns() {
    let text = "[cols=\"1,1\"]\n|===\n|a |b\n\n.2+|c |d\n|e\n|===\n\n|===\n|f |g\n|h |i\n|===\n";
    let extraction = extract(text, Asciidoc, wanted(&[]));
    let cells = extraction.blocks.iter().filter_map(|block| Some((&*block.text, block.cell?)));
    let cells: Vec<_> = cells.map(|(text, cell)| (text, cell.row, cell.column)).collect();
    // Without a header, there is no row 0.
    let expected = [
        ("a", 0, 0),
        ("b", 0, 1),
        ("c", 1, 0),
        ("d", 1, 1),
        ("e", 2, 1),
        ("f", 1, 0),
        ("g", 1, 1),
        ("h", 2, 0),
        ("i", 2, 1),
    ];
    assert_eq!(cells, expected);
}

/// Returns the words of a text, sorted.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Compares with the words of Asciidoctor, which `tests/asciidoctor/words.mjs` has recorded.
#[test]
fn the_words_are_those_of_asciidoctor() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let recorded = std::fs::read_dir(root.join("tests/asciidoctor")).expect("the folder is there");
    let mut count = 0;
    for path in recorded.map(|entry| entry.expect("an entry").path()) {
        if path.extension().is_none_or(|extension| extension != "words") {
            continue;
        }
        count += 1;
        let name = path.with_extension("adoc");
        let document = root.join("test-corpus/asciidoc").join(name.file_name().expect("a name"));
        let source = std::fs::read_to_string(&document).expect("the document is there");
        let extraction = extract(&source, Asciidoc, wanted(&[]));
        // Asciidoctor puts the attributes of the document elsewhere.
        let blocks = extraction.blocks.iter().filter(|block| block.scope != Scope::Attribute);
        // It also replaces `(R)` by a sign.
        let texts: Vec<String> = blocks.map(|block| block.text.replace("(R)", "")).collect();
        let mut found: Vec<&str> = texts.iter().flat_map(|text| words(text)).collect();
        found.sort_unstable();
        let recorded = std::fs::read_to_string(&path).expect("the file is there");
        let mut expected: Vec<&str> = recorded.lines().collect();
        expected.sort_unstable();
        assert_eq!(found, expected, "{}", document.display());
    }
    assert!(count >= 6, "only {count} documents");
}

proptest! {
    #![proptest_config(config(2_000, 2_000))]

    #[test]
    fn any_lines_give_the_same_blocks_in_pieces(text in shuffled_asciidoc()) {
        let mut extractor = Extractor::new();
        let whole = extract(&text, Asciidoc, every_scope());
        let pieces = split(&text, Asciidoc).pieces;
        let parts: Vec<_> =
            pieces.iter().map(|piece| extractor.extract(&text, Asciidoc, piece, every_scope())).collect();
        let key = |block: &ProseBlock| {
            (block.text.clone(), block.map.extent(), block.scopes, block.heading_level, block.cell, block.group, block.breaks.clone())
        };
        let in_pieces: Vec<_> = parts.iter().flat_map(|part| part.blocks.iter().map(key)).collect();
        prop_assert_eq!(in_pieces, whole.blocks.iter().map(key).collect::<Vec<_>>(), "{:?}", text);
        let starts: Vec<_> = parts.iter().flat_map(|part| part.outline.starts.iter().map(|start| start.at)).collect();
        prop_assert_eq!(starts, whole.outline.starts.iter().map(|start| start.at).collect::<Vec<_>>(), "{:?}", text);
    }
}
