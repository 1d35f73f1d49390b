//! The wording around the rules on access to OpenAI models, one case on each line: claims of access at their exact
//! place, and text that is not a claim.
//!
//! The documents of `test-corpus/wording/` describe their notation.

use crate::{documents, fixture};
use std::fs;
use wordgate_core::extract::{Extractor, Format};

/// A line: a small document and the byte ranges that must be found in it.
struct Case {
    line: usize,
    format: Format,
    document: String,
    expected: Vec<(u32, u32)>,
}

/// Returns the cases of a document: list items. A heading above them may name the format in brackets at its end.
fn cases(name: &str) -> Vec<Case> {
    let path = documents::folder().join("wording").join(name);
    let text = fs::read_to_string(path).unwrap();
    let (mut format, mut cases) = (Format::Markdown, Vec::new());
    for (at, line) in text.lines().enumerate() {
        if let Some(heading) = line.strip_prefix("## ") {
            let named = heading.strip_suffix(')').and_then(|heading| heading.rsplit_once('('));
            format = named.and_then(|(_, name)| Format::from_extension(name)).unwrap_or(Format::Markdown);
        } else if let Some(case) = line.strip_prefix("- ") {
            let (document, expected) = unmarked(&unescaped(case));
            cases.push(Case { line: at + 1, format, document, expected });
        }
    }
    cases
}

/// Decodes the line breaks and escaped characters of a case.
fn unescaped(case: &str) -> String {
    let mut out = String::new();
    let mut pieces = case.split("\\u{");
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (code, rest) = piece.split_once('}').expect("an escape is closed");
        out.push(u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("an escape names a character"));
        out.push_str(rest);
    }
    out.replace('⏎', "\n")
}

/// Removes the marks from a document. Returns their byte ranges too.
fn unmarked(text: &str) -> (String, Vec<(u32, u32)>) {
    let (mut document, mut expected) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("⟦") {
        let (matched, after) = after.split_once('⟧').expect("a mark is closed");
        document.push_str(before);
        let start = length(&document);
        document.push_str(matched);
        expected.push((start, length(&document)));
        rest = after;
    }
    document.push_str(rest);
    (document, expected)
}

/// Returns the length in bytes, as spans count them.
fn length(text: &str) -> u32 {
    u32::try_from(text.len()).expect("a line is short")
}

fn check(name: &str, least: usize) {
    let checker = fixture::recommended_and_access();
    let mut extractor = Extractor::new();
    let cases = cases(name);
    assert!(cases.len() >= least, "{name} has only {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let lint = fixture::check(&checker, &mut extractor, &fixture::file(&case.document), case.format);
        let found: Vec<(u32, u32)> =
            lint.findings.iter().map(|finding| (finding.span.start, finding.span.end)).collect();
        if found != case.expected {
            let found: Vec<&str> = lint.findings.iter().map(|finding| finding.text.as_str()).collect();
            wrong.push(format!("{name}:{}: found {found:?} in {:?}", case.line, case.document));
        }
    }
    let of = cases.len();
    assert!(wrong.is_empty(), "{} of {of} cases are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn claims_of_access_are_found_at_their_exact_place() {
    check("openai-access-found.md", 400);
}

#[test]
fn text_that_only_looks_like_a_claim_is_not_reported() {
    check("openai-access-silent.md", 350);
}
