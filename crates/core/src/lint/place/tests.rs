//! Tests which labels a block has, in each format.

use super::{LocatedBlock, PlaceCache};
use crate::context::BlockContext;
use crate::extract::{Extractor, Format, Piece, Pieces, split};
use crate::lint::input::Document;
use crate::lint::parsed::{BlockId, ParsedDocument};
use wordgate_text::prose::ScopeSet;
use wordgate_text::source::SourceFile;

/// Returns the labels of the block that contains "HERE", the nearest first. Its own label comes before the others.
fn labels_in(format: Format, text: &str, pieces: &Pieces) -> Vec<String> {
    let file = SourceFile::decode(text.into()).unwrap();
    let mut extractor = Extractor::new();
    let document = Document { file: &file, format, path: "a" };
    let parsed = ParsedDocument::new(document, pieces, ScopeSet::checked_by_default(), &mut extractor);
    let all = (0..pieces.pieces.len())
        .flat_map(|piece| (0..parsed.blocks(piece).len()).map(move |block| BlockId { piece, block }));
    let id = all.into_iter().find(|id| parsed.block(*id).text.contains("HERE")).expect("a block contains the word");
    let cache = PlaceCache::default();
    let block = LocatedBlock { parsed: &parsed, cache: &cache, id };
    let own = block.own_label().map(|own| &parsed.block(id).text[own.start as usize..own.end as usize]);
    let own = own.map(|own| format!("Own: {own}"));
    own.into_iter().chain(block.labels().map(|label| format!("{:?}: {}", label.kind, label.text))).collect()
}

fn check(format: Format, cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        let whole = Pieces { pieces: vec![Piece::whole(text, format)], ..Pieces::default() };
        assert_eq!(labels_in(format, text, &split(text, format)), *expected, "{format:?}: {text}");
        assert_eq!(labels_in(format, text, &whole), *expected, "{format:?}, as one piece: {text}");
    }
}

const MARKDOWN: [Format; 2] = [Format::Markdown, Format::Mdx];

#[test]
fn headings_are_listed_up_to_the_title() {
    let cases: &[(&str, &[&str])] = &[
        ("# A\n\n## B\n\n### C\n\n## D\n\nHERE\n", &["Heading: D", "Heading: A"]),
        ("A\n=\n\nB\n-\n\n#### C\n\nHERE\n", &["Heading: C", "Heading: B", "Heading: A"]),
        ("---\ntitle: T\n---\n\n## B\n\nHERE\n", &["Heading: B", "Heading: T"]),
        ("## B\n\n# A\n\n## HERE\n", &["Heading: A"]),
        ("# A\n\n```sh\n# B\n```\n\n### C\n\nHERE\n", &["Heading: C", "Heading: A"]),
        ("<h1>A</h1>\n\n## B\n\nHERE\n", &["Heading: B", "Heading: A"]),
        ("# A ![alt](b.png \"t\")\n\n## B [c](d \"e\")\n\nHERE\n", &["Heading: B c", "Heading: A \u{FFFC}"]),
    ];
    for format in MARKDOWN {
        check(format, cases);
    }
    check(
        Format::Asciidoc,
        &[
            ("= A\n\n== B\n\n=== C\n\n== D\n\nHERE\n", &["Heading: D", "Heading: A"]),
            ("A\n==\n\nBB\n~~\n\n==== C\n\nHERE\n", &["Heading: C", "Heading: BB", "Heading: A"]),
            ("= A\n\n----\n== B\n----\n\n== C\n\n* D:\n** HERE\n", &["Item: D", "Heading: C", "Heading: A"]),
            ("|===\n|A |B\n\n|C |HERE\n|===\n", &["RowHeader: C", "ColumnHeader: B"]),
            ("|===\n|A |B\n|C |HERE\n|===\n", &["RowHeader: C"]),
            ("A:: HERE\n", &["Item: A"]),
            ("*A:* HERE\n", &["Own: A"]),
            ("Do not say:\n\n* HERE\n", &["LeadIn: Do not say:"]),
        ],
    );
    check(
        Format::Html,
        &[
            (
                "<head><title>T</title></head><h1>A</h1><h2>B</h2><p>x<h3>C</h3><p>HERE</p>",
                &["Heading: C", "Heading: B", "Heading: A", "Heading: T"],
            ),
            ("<h2 class=\"x\"><a href=\"#\">B</a></h2><div><h3><span>HERE</span></h3></div>", &["Heading: B"]),
        ],
    );
}

#[test]
fn a_bold_paragraph_or_a_summary_is_a_heading_to_a_reader() {
    for format in MARKDOWN {
        check(
            format,
            &[
                ("# A\n\n**B**\n\nx\n\nHERE\n", &["Heading: B", "Heading: A"]),
                ("# A\n\n__B:__\n\nHERE\n", &["LeadIn: B:", "Heading: B:", "Heading: A"]),
                ("**B** is bold.\n\nHERE\n", &[]),
                ("**B**\n\n# A\n\nHERE\n", &["Heading: A"]),
                ("<details>\n<summary>B</summary>\n\nHERE\n\n</details>\n", &["Heading: B"]),
                ("<details>\n<summary>B</summary>\n\nx\n\n</details>\n\nHERE\n", &[]),
                (":::danger B\n\nHERE\n\n:::\n", &["Heading: B"]),
                (":::danger B\n\nx\n\n:::\n\nHERE\n", &[]),
            ],
        );
    }
    check(
        Format::Html,
        &[
            ("<p><strong>B</strong></p><p>x</p><p>HERE</p>", &["Heading: B"]),
            ("<details><summary>B</summary><p>HERE</p></details>", &["Item: B", "Heading: B"]),
            ("<details><summary>B</summary><p>x</p></details><p>HERE</p>", &[]),
        ],
    );
    check(
        Format::Text,
        &[
            ("OPENAI API\n\nx\n\nHERE\n", &["Heading: OPENAI API"]),
            ("Prices\n------\n\nHERE\n", &["Heading: Prices ------"]),
            ("Some text\n\nHERE\n", &[]),
        ],
    );
}

#[test]
fn a_heading_inside_a_container_is_over_nothing_after_it() {
    for format in MARKDOWN {
        check(
            format,
            &[
                ("> ## B\n> x\n\nHERE\n", &[]),
                ("> ## B\n>\n> HERE\n", &["Heading: B"]),
                ("# A\n\n> **B**\n>\n> x\n\nHERE\n", &["Heading: A"]),
                ("- ## B\n\n  x\n\nHERE\n", &[]),
                ("- ## B\n\n  x\n- HERE\n", &[]),
                (":::note\n\n## B\n\nx\n\n:::\n\nHERE\n", &[]),
                ("<details>\n<summary>A</summary>\n\n## B\n\nx\n\n</details>\n\nHERE\n", &[]),
                ("<details>\n<summary>A</summary>\n\n## B\n\nHERE\n\n</details>\n", &["Heading: B", "Heading: A"]),
                (
                    "<details>\n<summary>A</summary>\n\n<details>\n<summary>B</summary>\n\nHERE\n\n</details>\n</details>\n",
                    &["Heading: B", "Heading: A"],
                ),
                ("<details><summary>B</summary>\n\n- x\n\n</details>\n\n- HERE\n", &[]),
                ("> B:\n>\n> - x\n\n- HERE\n", &[]),
            ],
        );
    }
    check(
        Format::Html,
        &[
            ("<section><h2>B</h2><p>x</p></section><section><p>HERE</p></section>", &[]),
            ("<h1>A</h1><section><h2>B</h2><p>HERE</p></section>", &["Heading: B", "Heading: A"]),
            ("<blockquote><h2>B</h2></blockquote><p>HERE</p>", &[]),
            ("<aside><h2>B</h2><img src=\"x\"/><p>x</p></aside><p>HERE</p>", &[]),
        ],
    );
}

#[test]
fn items_around_a_block_label_it() {
    for format in MARKDOWN {
        check(
            format,
            &[
                ("- **A**: x\n  - b\n    - HERE\n  - c\n", &["Item: b", "Item: A"]),
                ("- A\n\n  HERE\n- B\n", &["Item: A"]),
                ("1. x\n2. Do not say:\n   - y\n   - HERE\n", &["Item: Do not say"]),
                ("- - HERE\n", &[]),
                ("- A\n- B: HERE\n", &["Own: B"]),
                ("Lead:\n\n- A\n  - HERE\n", &["Item: A", "LeadIn: Lead:"]),
                ("- See this. Never write:\n\n  > HERE\n", &["Item: Never write:"]),
            ],
        );
    }
    check(
        Format::Markdown,
        &[
            ("A\n: HERE\n", &["Item: A"]),
            ("A\n:   x\n\n    HERE\n", &["Item: A"]),
            ("!!! warning \"A\"\n    HERE\n", &["Item: A"]),
            ("```{admonition} A\nHERE\n```\n", &["Item: A"]),
        ],
    );
    check(
        Format::Html,
        &[
            ("<ul><li>A<ul><li>HERE</li></ul></li></ul>", &["Item: A"]),
            ("<dl><dt>A</dt><dd>x</dd><dt>B</dt><dd>y</dd><dd>HERE</dd></dl>", &["Item: B"]),
            ("<ul><li><b>A</b> HERE</li></ul>", &[]),
            ("<ul><li><b>A:</b> HERE</li></ul>", &["Own: A"]),
        ],
    );
}

#[test]
fn a_lead_in_stands_right_before_the_block_or_its_list() {
    for format in MARKDOWN {
        check(
            format,
            &[
                ("One. Two:\n\n- x\n- HERE\n", &["LeadIn: Two:"]),
                ("Two:\n\nHERE\n", &["LeadIn: Two:"]),
                ("Two.\n\nHERE\n", &[]),
                ("Two:\n\nx\n\nHERE\n", &[]),
                ("Two:\n\n```\ncode\n```\n\nHERE\n", &[]),
                ("Two:\n\n> HERE\n", &["LeadIn: Two:"]),
            ],
        );
    }
    check(Format::Text, &[("Two:\n\nHERE\n", &["LeadIn: Two:"]), ("Two:\n- x\n- HERE\n", &["Own: Two"])]);
}

#[test]
fn cells_have_the_headers_of_their_row_and_column() {
    let table = "# H\n\nTwo:\n\n| A | B |\n|---|---|\n| C | HERE |\n";
    check(Format::Html, &[("<table><tr><th>A</th><td>HERE</td></tr></table>", &["RowHeader: A"])]);
    let html = "<table><tr><th>A<th>B<tr><td>C<td>HERE</table>";
    check(Format::Markdown, &[("| A | HERE |\n|---|---|\n| C | D |\n", &[])]);
    check(Format::Markdown, &[(table, &["RowHeader: C", "ColumnHeader: B", "LeadIn: Two:", "Heading: H"])]);
    check(Format::Html, &[(html, &["RowHeader: C", "ColumnHeader: B"])]);
}

#[test]
fn a_block_may_start_with_its_own_label() {
    for format in MARKDOWN {
        check(
            format,
            &[
                ("**A:** HERE\n", &["Own: A"]),
                ("**A**: HERE\n", &["Own: A"]),
                ("**A.** HERE\n", &["Own: A"]),
                ("**A** — HERE\n", &["Own: A"]),
                ("**A**\\\nHERE\n", &["Own: A"]),
                ("**A** gives HERE\n", &[]),
                ("**A**\nHERE\n", &["Own: A"]),
                ("- A -- HERE\n", &["Own: A"]),
                ("OpenAI API: HERE\n", &["Own: OpenAI API"]),
                ("At 10:30, HERE\n", &[]),
                ("We say this. Then: HERE\n", &[]),
                ("- A - HERE\n", &["Own: A"]),
                ("A - HERE\n", &[]),
            ],
        );
    }
}
