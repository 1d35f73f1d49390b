//! A text in the cells of a notebook has the same findings as in a Markdown file, and each leads to its bytes in the
//! JSON, however the cells are written.

use crate::effort::config;
use crate::fixture::{Fixture, check, file};
use crate::gate;
use proptest::prelude::*;
use std::sync::LazyLock;
use wordgate_core::Checker;
use wordgate_core::extract::{Extractor, Format, open};

const RULES: &str = r#"
[pack]
id = "t"
[defaults]
# A cell by itself may have another language than the notebook.
languages = "*"
[[rule]]
id = "phrase"
patterns = ["direct access", "openai model~", "free"]
"#;

static CHECKER: LazyLock<Checker> = LazyLock::new(|| Fixture::new(&[RULES]).checker());

/// How a notebook spells the text of a cell.
#[derive(Clone, Copy, Debug)]
enum Style {
    /// One string.
    String,
    /// A list with a string for each line, as Jupyter writes it.
    Lines,
    /// A list of strings of three characters, all of them escaped.
    Escapes,
}

fn source(text: &str, style: Style) -> String {
    let string = |text: &str| serde_json::to_string(text).expect("a string is valid JSON");
    let list = |strings: Vec<String>| format!("[\n  {}\n]", strings.join(",\n  "));
    match style {
        Style::String => string(text),
        Style::Lines => list(text.split_inclusive('\n').map(string).collect()),
        Style::Escapes => {
            let escaped = |c: char| c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04X}")).collect();
            let letters: Vec<String> = text.chars().map(escaped).collect();
            list(letters.chunks(3).map(|letters| format!("\"{}\"", letters.concat())).collect())
        }
    }
}

fn notebook(cells: &[(String, Style)]) -> String {
    let cell = |(text, style): &(String, Style)| {
        format!(
            "{{\"cell_type\": \"code\", \"source\": \"free\", \"outputs\": [\"direct access\"]}},\n\
             {{\"cell_type\": \"markdown\", \"source\": {}}}",
            source(text, *style)
        )
    };
    format!("{{\"cells\": [{}], \"nbformat\": 4}}", cells.iter().map(cell).collect::<Vec<_>>().join(",\n"))
}

proptest! {
    #![proptest_config(config(400, 400))]

    #[test]
    fn cells_have_the_findings_of_markdown(
        texts in prop::collection::vec(gate::document(), 1..4),
        styles in prop::collection::vec(prop::sample::select(vec![Style::String, Style::Lines, Style::Escapes]), 4),
    ) {
        let cells: Vec<(String, Style)> = texts.into_iter().map(|text| text.replace('\0', "")).zip(styles).collect();
        let stored = notebook(&cells);
        let file_in = |text: String, format| open(text.into_bytes(), format).expect("a notebook");
        let opened = file_in(stored.clone(), Format::Notebook);
        let mut extractor = Extractor::new();
        let found = check(&CHECKER, &mut extractor, &opened, Format::Notebook).findings;

        let mut expected = Vec::new();
        for (index, (text, _)) in cells.iter().enumerate() {
            let number = u32::try_from(2 * index + 2).expect("few cells");
            for finding in check(&CHECKER, &mut extractor, &file(text), Format::Markdown).findings {
                expected.push((number, finding.text));
            }
        }
        // Front matter counts only in the first cell, and only there can the text begin with a byte order mark.
        prop_assume!(cells.iter().skip(1).all(|(text, _)| !text.starts_with(['-', '+', '{', '\u{FEFF}'])));
        let cell = |finding: &wordgate_core::finding::Finding| finding.place.as_ref().and_then(|place| place.cell);
        let shown: Vec<(u32, String)> =
            found.iter().map(|finding| (cell(finding).expect("a cell"), finding.text.clone())).collect();
        prop_assert_eq!(shown, expected, "{}", stored);

        for finding in found {
            let inside = finding.spans.iter().map(|span| &opened.text()[span.range()]).collect::<String>();
            let located = finding.in_stored(&opened);
            let bytes = located.spans.iter().map(|span| &stored[span.range()]).collect::<String>();
            let decoded: String = serde_json::from_str(&format!("\"{bytes}\"")).expect("whole escapes");
            prop_assert_eq!(decoded, inside, "{}", stored);
        }
    }

    /// Broken notebooks are errors or are read, and nothing panics.
    #[test]
    fn broken_notebooks_do_no_harm(
        text in gate::document(),
        cut in any::<prop::sample::Index>(),
        put in prop::sample::select(vec!["", "\"", "\\", "]", "}", "[", "{", ",", ":", "\\u", "cells", "\\ud83d"]),
    ) {
        let mut stored = notebook(&[(text, Style::Lines)]);
        let at = (0..=cut.index(stored.len())).rev().find(|at| stored.is_char_boundary(*at)).unwrap_or(0);
        stored.insert_str(at, put);
        if let Ok(opened) = open(stored.into_bytes(), Format::Notebook) {
            check(&CHECKER, &mut Extractor::new(), &opened, Format::Notebook);
        }
    }
}
