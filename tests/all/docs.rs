//! What the documentation says about patterns is true: its `pattern` blocks are run.

use std::sync::Arc;
use wordgate_core::extract::{Extractor, Format};
use wordgate_core::lint::{Document, Linter, Policy};
use wordgate_rules::toml_file::TomlFile;
use wordgate_rules::{RuleSet, TermSets};
use wordgate_text::prose::ScopeSet;
use wordgate_text::source::SourceFile;

const GUIDE: &str = include_str!("../../docs/patterns.md");

/// The content of the code blocks with this language.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    GUIDE.split(fence.as_str()).skip(1).filter_map(|rest| rest.split_once("\n```")).map(|(block, _)| block).collect()
}

/// The texts that a pattern finds in one line of text.
fn found(pattern: &str, text: &str) -> Vec<String> {
    let terms = blocks("toml").join("\n");
    let toml = format!("[pack]\nid = 't'\n{terms}\n[[rule]]\nid = 'r'\npatterns = ['''{pattern}''']\n");
    let file = TomlFile::new("t.toml", toml);
    let rules = match RuleSet::load(&[file], &TermSets::default()) {
        Ok(rules) => Arc::new(rules),
        Err(errors) => panic!("{pattern}: {errors:?}"),
    };
    let policy =
        Policy { severities: vec![Some(rules.rules[0].severity)].into(), scopes: ScopeSet::checked_by_default() };
    let file = SourceFile::decode(text.as_bytes().to_vec()).unwrap();
    let linter = Linter::new(rules, &[true], &[]);
    let lint =
        linter.check(&mut Extractor::new(), Document { file: &file, format: Format::Text, path: "a.txt" }, &policy);
    lint.findings.into_iter().map(|finding| finding.text).collect()
}

#[test]
fn the_pattern_guide_is_true() {
    let mut count = 0;
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
            assert_eq!(found(pattern, &text), expected, "`{pattern}` on “{text}”");
        }
    }
    assert!(count > 40, "only {count} lines were run");
}

#[test]
fn the_rule_reference_is_fresh() {
    let rules = wordgate_packs::rules();
    let mut written = Vec::new();
    wordgate::report::reference::write(&rules, |rule| !rule.is_own(), &mut written).unwrap();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    if crate::bless::is_on() {
        std::fs::write(&path, &written).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let is_fresh = kept.as_bytes() == written;
    assert!(is_fresh, "write it again: cargo run -- rules --isolated --format markdown > docs/rules.md");
}
