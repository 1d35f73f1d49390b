//! Tests that insert directives for findings into small documents of every format.

use super::{Fixer, NewDirective, PLACEHOLDER};
use crate::checker::{Checker, CheckerBuilder};
use crate::extract::{Extractor, Format, open};
use crate::finding::Applicability;
use proptest::prelude::*;
use wordgate_text::source::SourceFile;

const RULES: &str = "[pack]\nid = 't'\n[[rule]]\nid = 'r'\npatterns = ['bad', 'bad thing']\n\
                     [[rule]]\nid = 'other'\npatterns = ['worse']\n";

fn rules() -> CheckerBuilder {
    Checker::builder().packs([""; 0]).rule_file("t.toml", RULES)
}

struct Fixture {
    checker: Checker,
}

impl Fixture {
    fn new() -> Fixture {
        Fixture { checker: rules().build().unwrap() }
    }

    fn fixer(&self, format: Format) -> Fixer<'_> {
        Fixer { checker: &self.checker, path: "a.md", format, least_safe: Applicability::Safe, linked: None }
    }

    fn found(&self, text: &str, format: Format) -> Vec<String> {
        let file = SourceFile::decode(text.as_bytes().to_vec()).unwrap();
        let lint = self.fixer(format).lint(&mut Extractor::new(), &file);
        lint.findings.iter().map(|finding| finding.rule.to_string()).collect()
    }

    /// Returns the text without the marker `¦`, and the directive for the finding at the marker.
    fn directive(&self, marked: &str, format: Format) -> (String, Option<NewDirective>) {
        let (at, text) = (marked.find('¦').expect("a marker"), marked.replace('¦', ""));
        let file = SourceFile::decode(text.clone().into_bytes()).unwrap();
        let fixer = self.fixer(format);
        let lint = fixer.lint(&mut Extractor::new(), &file);
        let finding = lint.findings.iter().find(|finding| finding.span.start as usize == at);
        let finding = finding.unwrap_or_else(|| panic!("no finding at the marker of {marked:?}"));
        (text, fixer.directive(&mut Extractor::new(), &file, &finding.fingerprint))
    }
}

#[test]
fn messages_have_no_place_for_a_comment() {
    let fixture = Fixture::new();
    let file = open(b"{\"a\": \"bad\"}".to_vec(), Format::Json).unwrap();
    let fixer = fixture.fixer(Format::Json);
    let findings = fixer.lint(&mut Extractor::new(), &file).findings;
    assert_eq!(fixer.directive(&mut Extractor::new(), &file, &findings[0].fingerprint), None);
}

fn insert(text: &str, directive: &NewDirective, reason: &str) -> String {
    let at = directive.at as usize;
    [&text[..at], &directive.with_reason(reason), &text[at..]].concat()
}

/// Checks the inserted directive. Each row has a text with the marker `¦` and the expected text, where `§` represents
/// the directive and `¶` a directive in front matter.
fn check(format: Format, rows: &[(&str, &str)]) {
    let fixture = Fixture::new();
    let written = match format {
        Format::Asciidoc => format!("// wordgate-allow t/r: {PLACEHOLDER}"),
        Format::Mdx => format!("{{/* wordgate-allow t/r: {PLACEHOLDER} */}}"),
        Format::Rst => format!(".. wordgate-allow t/r: {PLACEHOLDER}"),
        format if format.is_component() => format!("wordgate-allow t/r: {PLACEHOLDER}"),
        _ => format!("<!-- wordgate-allow t/r: {PLACEHOLDER} -->"),
    };
    let mut failed = Vec::new();
    for (marked, expected) in rows {
        for end in ["\n", "\r\n"] {
            let in_metadata = format!("# wordgate-allow t/r: {PLACEHOLDER}");
            let expected = expected.replace('§', &written).replace('¶', &in_metadata).replace('\n', end);
            let (text, directive) = fixture.directive(&marked.replace('\n', end), format);
            let Some(directive) = directive else {
                failed.push(format!("{marked:?}\n    has no insertion point"));
                continue;
            };
            let got = insert(&text, &directive, PLACEHOLDER);
            if got != expected {
                failed.push(format!("{marked:?}\n    expected {expected:?}\n    got      {got:?}"));
            }
            // Without a reason, the directive allows nothing and is reported. With a reason, the finding is gone.
            let before = fixture.found(&text, format);
            let mut without_reason = fixture.found(&got, format);
            let malformed = without_reason.iter().position(|rule| rule == "wordgate/malformed-directive");
            without_reason.remove(malformed.expect("a directive without a reason is reported"));
            assert_eq!(without_reason, before, "{got:?}");
            let left = fixture.found(&insert(&text, &directive, "it is so"), format);
            assert!(left.len() < before.len() && !left.iter().any(|rule| rule.starts_with("wordgate/")), "{left:?}");
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

#[test]
fn directives_can_be_inserted_into_markdown() {
    check(
        Format::Markdown,
        &[
            ("A ¦bad word.\n", "§\nA bad word.\n"),
            ("Fine.\n\nA ¦bad word.", "Fine.\n\n§\nA bad word."),
            ("Fine.\n\nOne\ntwo\nthree ¦bad\n", "Fine.\n\n§\nOne\ntwo\nthree bad\n"),
            ("# ¦bad\n\nbad\n", "§\n# bad\n\nbad\n"),
            ("Fine\n¦bad\n===\n", "§\nFine\nbad\n===\n"),
            ("> fine\n>\n> ¦bad\n", "> fine\n>\n> §\n> bad\n"),
            ("> ¦bad\nand lazy\n", "> §\n> bad\nand lazy\n"),
            ("- bad\n- a ¦bad one\n- bad\n", "- bad\n- §\n  a bad one\n- bad\n"),
            ("1. fine\n2. ¦bad\n", "1. fine\n2. §\n   bad\n"),
            ("- fine\n\n  ¦bad\n", "- fine\n\n  §\n  bad\n"),
            ("> - > ¦bad\n", "> - > §\n>   > bad\n"),
            ("- - ¦bad\n", "- - §\n    bad\n"),
            ("- [ ] ¦bad\n- bad\n", "- [ ] bad §\n- bad\n"),
            (
                "| a | b |\n|---|---|\n| **¦bad** | c |\n| bad | c |\n",
                "| a | b |\n|---|---|\n| **bad** § | c |\n| bad | c |\n",
            ),
            ("a | b\n--|--\nc | ¦bad\nbad | c\n", "a | b\n--|--\nc | bad §\nbad | c\n"),
            ("![¦bad](a.png)\n", "§\n![bad](a.png)\n"),
            ("Text, then\n![¦bad](a.png)\\\nand on\n", "Text, then\n![bad](a.png) §\\\nand on\n"),
            ("[^1]: ¦bad\n\nSee[^1].\n", "§\n[^1]: bad\n\nSee[^1].\n"),
            ("# ¦bad #\n", "§\n# bad #\n"),
            ("A ¦bad word and worse\nbad\n", "§\nA bad word and worse\nbad\n"),
            ("<div>\n\n  ¦bad\n\n</div>\n", "<div>\n\n  §\n  bad\n\n</div>\n"),
            ("A [link ¦bad](x)\n", "§\nA [link bad](x)\n"),
            ("<p>¦bad</p>\n", "§\n<p>bad</p>\n"),
            ("---\ntitle: ¦bad\n---\n\nbad\n", "---\n¶\ntitle: bad\n---\n\nbad\n"),
            ("---\na: b\ndescription: >\n  so ¦bad\n---\n", "---\na: b\n¶\ndescription: >\n  so bad\n---\n"),
            ("+++\ntitle = \"¦bad\"\n+++\n", "+++\n¶\ntitle = \"bad\"\n+++\n"),
        ],
    );
}

#[test]
fn directives_can_be_inserted_into_other_formats() {
    for format in [Format::Asciidoc, Format::Mdx, Format::Text] {
        check(format, &[("\u{FEFF}¦bad\n", "\u{FEFF}§\nbad\n")]);
    }
    check(Format::Mdx, &[("A ¦bad word.\n", "§\nA bad word.\n"), ("- ¦bad\n- bad\n", "- §\n  bad\n- bad\n")]);
    check(
        Format::Html,
        &[
            ("<ul>\n  <li>bad</li>\n  <li>¦bad</li>\n</ul>\n", "<ul>\n  <li>bad</li>\n  §\n  <li>bad</li>\n</ul>\n"),
            ("<p>fine</p><p>¦bad</p>\n<p>bad</p>\n", "<p>fine</p><p>bad</p> §\n<p>bad</p>\n"),
            ("<html><head><title>¦bad</title></head></html>\n", "§\n<html><head><title>bad</title></head></html>\n"),
        ],
    );
    check(
        Format::Asciidoc,
        &[
            ("One\n¦bad\n", "§\nOne\nbad\n"),
            ("[NOTE]\n¦bad\n", "[NOTE]\n§\nbad\n"),
            ("* bad\n* ¦bad\n", "* bad\n§\n* bad\n"),
            ("== ¦bad\n\nbad\n", "§\n== bad\n\nbad\n"),
            ("|===\n|bad\n|¦bad\n|===\n", "|===\n|bad\n§\n|bad\n|===\n"),
            (".¦bad\n|===\n|x\n|===\n", "§\n.bad\n|===\n|x\n|===\n"),
            ("image::x[¦bad]\n", "§\nimage::x[bad]\n"),
        ],
    );
    check(
        Format::Rst,
        &[
            ("A ¦bad word.\n", "§\n\nA bad word.\n"),
            ("\u{FEFF}¦bad\n", "\u{FEFF}§\n\nbad\n"),
            ("Fine.\n\nOne\ntwo ¦bad\n", "Fine.\n\n§\n\nOne\ntwo bad\n"),
            ("====\n¦bad\n====\n\nbad\n", "§\n\n====\nbad\n====\n\nbad\n"),
            ("Fine\n====\n¦bad\n", "Fine\n====\n§\n\nbad\n"),
            ("- bad\n- a ¦bad one\n- bad\n", "- bad\n- §\n\n  a bad one\n- bad\n"),
            ("1. fine\n2. ¦bad\n", "1. fine\n2. §\n\n   bad\n"),
            ("- - ¦bad\n", "- - §\n\n    bad\n"),
            ("- fine\n\n  ¦bad\n", "- fine\n\n  §\n\n  bad\n"),
            ("fine\n   ¦bad\n", "fine\n   §\n\n   bad\n"),
            ("Fine\n\n   ¦bad\n", "Fine\n\n   §\n\n   bad\n"),
            (".. note:: ¦bad\n\nbad\n", "§\n\n.. note:: bad\n\nbad\n"),
            (".. note::\n\n   ¦bad\n\nbad\n", ".. note::\n\n   §\n\n   bad\n\nbad\n"),
            (".. image:: a.png\n   :alt: ¦bad\n\nbad\n", "§\n\n.. image:: a.png\n   :alt: bad\n\nbad\n"),
            ("fine\n\n:param a: ¦bad\n", "fine\n\n§\n\n:param a: bad\n"),
            (".. [1] ¦bad\n", "§\n\n.. [1] bad\n"),
            ("| ¦bad\n| bad\n", "§\n\n| bad\n| bad\n"),
        ],
    );
    check(Format::Text, &[("Fine.\n\nOne\n¦bad\n", "Fine.\n\n§\nOne\nbad\n")]);
}

/// In the expected text, the comments are written out: `§` is only what is in them.
#[test]
fn directives_can_be_inserted_into_components() {
    check(
        Format::Tsx,
        &[
            ("a = 'a ¦bad one';\n", "// §\na = 'a bad one';\n"),
            (
                "a = {\n  b: 'a ¦bad one',\n  c: 'a bad one',\n};\n",
                "a = {\n  // §\n  b: 'a bad one',\n  c: 'a bad one',\n};\n",
            ),
            ("a = [\n  b(c, `a\n  ¦bad one`),\n];\n", "a = [\n  // §\n  b(c, `a\n  bad one`),\n];\n"),
            ("a = <p>¦bad</p>;\n", "// §\na = <p>bad</p>;\n"),
            ("return (\n  <p>¦bad</p>\n);\n", "return (\n  // §\n  <p>bad</p>\n);\n"),
            (
                "a = (\n  <b>\n    <p>¦bad</p>\n    <p>bad</p>\n  </b>\n);\n",
                "a = (\n  <b>\n    {/* § */}\n    <p>bad</p>\n    <p>bad</p>\n  </b>\n);\n",
            ),
            (
                "a = (\n  <p>\n    fine\n    ¦bad {b}\n  </p>\n);\n",
                "a = (\n  <p>\n    {/* § */}\n    fine\n    bad {b}\n  </p>\n);\n",
            ),
            (
                "a = (\n  <b>\n    <img\n      alt=\"¦bad\"\n      title=\"a bad one\"\n    />\n  </b>\n);\n",
                "a = (\n  <b>\n    <img\n      alt=\"bad\" /* § */\n      title=\"a bad one\"\n    />\n  </b>\n);\n",
            ),
            (
                "a = (\n  <b>\n    {c && (\n      <p>¦bad</p>\n    )}\n  </b>\n);\n",
                "a = (\n  <b>\n    {c && (\n      // §\n      <p>bad</p>\n    )}\n  </b>\n);\n",
            ),
            (
                "a = (\n  <b>\n    {c ? '¦bad' : 'a bad one'}\n  </b>\n);\n",
                "a = (\n  <b>\n    {/* § */}\n    {c ? 'bad' : 'a bad one'}\n  </b>\n);\n",
            ),
        ],
    );
    check(
        Format::Vue,
        &[
            (
                "<template>\n  <p>¦bad</p>\n  <p>bad</p>\n</template>\n",
                "<template>\n  <!-- § -->\n  <p>bad</p>\n  <p>bad</p>\n</template>\n",
            ),
            (
                "<template>\n  <img\n    alt=\"¦bad\"\n  >\n</template>\n",
                "<template>\n  <!-- § -->\n  <img\n    alt=\"bad\"\n  >\n</template>\n",
            ),
            (
                "<template>\n  <p :title=\"a ? '¦bad' : b\">a</p>\n</template>\n",
                "<template>\n  <!-- § -->\n  <p :title=\"a ? 'bad' : b\">a</p>\n</template>\n",
            ),
            (
                "<template>\n  <p>{{\n    a ? '¦bad' : b\n  }}</p>\n</template>\n",
                "<template>\n  <!-- § -->\n  <p>{{\n    a ? 'bad' : b\n  }}</p>\n</template>\n",
            ),
            ("<template><p>¦bad</p></template>\n", "<!-- § -->\n<template><p>bad</p></template>\n"),
            (
                "<script setup>\nconst a = {\n  b: 'a ¦bad one',\n}\n</script>\n",
                "<script setup>\nconst a = {\n  // §\n  b: 'a bad one',\n}\n</script>\n",
            ),
            (
                "<script setup>\nconst a = `fine\n  a ¦bad one`\n</script>\n",
                "<script setup>\n// §\nconst a = `fine\n  a bad one`\n</script>\n",
            ),
            (
                "<script lang=\"tsx\">\nconst a = (\n  <b>\n    <p>¦bad</p>\n  </b>\n)\n</script>\n",
                "<script lang=\"tsx\">\nconst a = (\n  <b>\n    {/* § */}\n    <p>bad</p>\n  </b>\n)\n</script>\n",
            ),
        ],
    );
    check(
        Format::Svelte,
        &[
            ("<p>¦bad</p>\n<p>bad</p>\n", "<!-- § -->\n<p>bad</p>\n<p>bad</p>\n"),
            ("{#if a}\n  <p>¦bad</p>\n{/if}\n", "{#if a}\n  <!-- § -->\n  <p>bad</p>\n{/if}\n"),
            ("<img\n  alt=\"¦bad\"\n>\n", "<!-- § -->\n<img\n  alt=\"bad\"\n>\n"),
            (
                "<p>\n  {a\n    ? '¦bad'\n    : 'fine'}\n</p>\n",
                "<p>\n  {a\n    // §\n    ? 'bad'\n    : 'fine'}\n</p>\n",
            ),
            ("<p title=\"{a ? '¦bad' : b}\">a</p>\n", "<!-- § -->\n<p title=\"{a ? 'bad' : b}\">a</p>\n"),
            ("<script>\n  let a = 'a ¦bad one'\n</script>\n", "<script>\n  // §\n  let a = 'a bad one'\n</script>\n"),
            ("{#snippet a()}\n  <p>¦bad</p>\n{/snippet}\n", "{#snippet a()}\n  <!-- § -->\n  <p>bad</p>\n{/snippet}\n"),
        ],
    );
    check(
        Format::Astro,
        &[
            ("---\nconst a = 'a ¦bad one';\n---\n<p>bad</p>\n", "---\n// §\nconst a = 'a bad one';\n---\n<p>bad</p>\n"),
            ("---\na\n---\n<p>¦bad</p>\n", "---\na\n---\n<!-- § -->\n<p>bad</p>\n"),
            ("<p>¦bad</p>\n<p>bad</p>\n", "<!-- § -->\n<p>bad</p>\n<p>bad</p>\n"),
            (
                "<ul>\n  {a.map((b) => (\n    <li>\n      <b>¦bad</b>\n    </li>\n  ))}\n</ul>\n",
                "<ul>\n  {a.map((b) => (\n    <li>\n      {/* § */}\n      <b>bad</b>\n    </li>\n  ))}\n</ul>\n",
            ),
            ("<A\n  title=\"¦bad\"\n/>\n", "<!-- § -->\n<A\n  title=\"bad\"\n/>\n"),
            (
                "<script>\n  const a = 'a ¦bad one';\n</script>\n",
                "<script>\n  // §\n  const a = 'a bad one';\n</script>\n",
            ),
        ],
    );
}

#[test]
fn no_directive_is_returned_without_an_insertion_point() {
    let fixture = Fixture::new();
    for json in ["{\"title\": \"¦bad\"}\n", "{\n  \"title\": \"¦bad\"\n}\n\nbad\n"] {
        assert_eq!(fixture.directive(json, Format::Markdown).1, None, "JSON has no comments");
    }
    let fixture = Fixture { checker: rules().without_directives().build().unwrap() };
    assert_eq!(fixture.directive("A ¦bad word.\n", Format::Markdown).1, None, "directives are off");
}

/// Lines of documents of every format.
const LINES: &[&str] = &[
    "bad",
    "a bad thing, and worse",
    "fine",
    "",
    "",
    "# bad",
    "bad #",
    "===",
    "- bad",
    "  bad",
    "    bad",
    "1. > bad",
    "> bad",
    "| bad | **bad** |",
    "|---|---|",
    "`bad",
    "```",
    "<div>",
    "</div>",
    "<p>bad",
    "<b>bad</b> bad\\",
    "![bad](a) [bad](b \"bad\")",
    "[^1]: bad",
    "---",
    "title: bad",
    "é😀 bad  ",
    "<!-- wordgate-allow t/r: x -->",
    "bad <!-- fine -->",
    "\u{A0}bad",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    /// In any document, a directive without a reason adds one finding and removes none.
    #[test]
    fn a_directive_without_a_reason_removes_no_finding(
        lines in prop::collection::vec(prop::sample::select(LINES), 1..8),
        end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        format in prop::sample::select(Format::ALL),
    ) {
        let text = lines.join(end);
        let fixture = Fixture::new();
        let fixer = fixture.fixer(format);
        let mut extractor = Extractor::new();
        let file = SourceFile::decode(text.clone().into_bytes()).unwrap();
        let found = fixer.lint(&mut extractor, &file).findings;
        for finding in found.iter().filter(|finding| &*finding.rule == "t/r") {
            let Some(directive) = fixer.directive(&mut extractor, &file, &finding.fingerprint) else {
                continue
            };
            let mut left = fixture.found(&insert(&text, &directive, PLACEHOLDER), format);
            let malformed = left.iter().position(|rule| rule == "wordgate/malformed-directive");
            prop_assert!(malformed.is_some(), "{}", insert(&text, &directive, PLACEHOLDER));
            left.remove(malformed.unwrap());
            let before: Vec<String> = found.iter().map(|finding| finding.rule.to_string()).collect();
            prop_assert_eq!(left.len(), before.len());
        }
    }
}
