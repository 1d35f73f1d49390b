//! Runs the `pattern` blocks of the documentation.

use super::pages;
use crate::fixture::{Fixture, check, file};
use wordgate_core::extract::{Extractor, Format};

/// Returns the content of the guide's code blocks with this language.
fn blocks(language: &str) -> Vec<String> {
    let pages = pages::pages();
    let guide = pages.iter().find(|page| page.path == "docs/patterns.md").expect("the guide is a page");
    let blocks = guide.blocks().into_iter().filter(|block| block.language == language);
    blocks.map(|block| block.lines.join("\n")).collect()
}

/// Returns the texts that a pattern finds in one line of text.
fn found(terms: &str, pattern: &str, text: &str) -> Vec<String> {
    let toml = format!("[pack]\nid = 't'\n{terms}\n[[rule]]\nid = 'r'\npatterns = ['''{pattern}''']\n");
    let lint = check(&Fixture::new(&[&toml]).checker(), &mut Extractor::new(), &file(text), Format::Text);
    lint.findings.into_iter().map(|finding| finding.text).collect()
}

#[test]
fn examples_in_the_pattern_guide_match() {
    let mut count = 0;
    let terms = blocks("toml").join("\n");
    for block in blocks("pattern") {
        let (pattern, lines) = block.split_once('\n').expect("a block has a pattern and lines");
        for line in lines.lines() {
            count += 1;
            let (sign, marked) = line.split_at(2);
            let text = marked.replace("[[", "").replace("]]", "");
            let inner = marked.split_once("[[").and_then(|(_, rest)| rest.split_once("]]"));
            let expected = match sign {
                "+ " => vec![inner.map_or(text.as_str(), |(inner, _)| inner).to_owned()],
                _ => Vec::new(),
            };
            assert_eq!(found(&terms, pattern, &text), expected, "`{pattern}` on “{text}”");
        }
    }
    assert!(count > 40, "only {count} lines were run");
}
