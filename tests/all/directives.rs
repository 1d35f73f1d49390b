//! Which findings inline directives allow in each format, and what is reported about directives that allow nothing.

use crate::effort::config;
use crate::fixture::{self, Fixture};
use proptest::prelude::*;
use wordgate_core::Checker;
use wordgate_core::extract::{Extractor, Format};
use wordgate_core::finding::{Finding, Skipped};
use wordgate_core::lint::{Lint, Linter};
use wordgate_text::source::SourceFile;

const RULES: &str = r#"
[pack]
id = "t"

[[rule]]
id = "bad"
patterns = ["bad", "bad thing"]

[[rule]]
id = "worse"
severity = "warning"
patterns = ["bad ..2 wording", "worse"]

[[rule]]
id = "off"
patterns = ["off"]

[[rule]]
id = "elsewhere"
paths = ["elsewhere/**"]
patterns = ["bad"]

[[rule]]
id = "claim"
kind = "require"
patterns = ["free"]
requires = ["terms apply"]
within = "document"

[[rule]]
id = "name"
kind = "first-use"
patterns = ["Kafka"]
full = "Apache Kafka"
"#;

struct Checkers {
    gated: Checker,
    open: Checker,
    /// A checker that ignores directives.
    ignoring: Checker,
    extractor: Extractor,
}

impl Checkers {
    fn new() -> Checkers {
        let fixture = Fixture::new(&[RULES]).only(|id| !id.ends_with("/off"));
        let (gated, open) = (fixture.checker(), fixture.checker().without_gate());
        let ignoring = fixture.checker_of(Linter::without_directives);
        Checkers { gated, open, ignoring, extractor: Extractor::new() }
    }

    fn lint(&mut self, bytes: &[u8], format: Format) -> (SourceFile, Lint) {
        let file = SourceFile::decode(bytes.to_vec()).expect("short enough");
        let mut lint = |checker: &Checker| fixture::check(checker, &mut self.extractor, &file, format);
        let (gated, open) = (lint(&self.gated), lint(&self.open));
        assert_eq!((&gated.findings, &gated.skipped), (&open.findings, &open.skipped), "{:?}", file.text());
        assert_eq!(gated.warnings, open.warnings);
        (file, gated)
    }

    /// Returns the findings if directives are ignored.
    fn ignore(&mut self, file: &SourceFile) -> Lint {
        fixture::check(&self.ignoring, &mut self.extractor, file, Format::Markdown)
    }

    /// Returns the findings as `line:column rule`, without the pack.
    fn found(&mut self, bytes: &[u8], format: Format) -> Vec<String> {
        let (file, lint) = self.lint(bytes, format);
        shown(&file, &lint)
    }
}

fn shown(file: &SourceFile, lint: &Lint) -> Vec<String> {
    let finding = |finding: &Finding| {
        let position = file.position(finding.span.start);
        let rule = finding.rule.strip_prefix("t/").unwrap_or(&finding.rule);
        format!("{}:{} {}", position.line, position.column, rule.strip_prefix("wordgate/").unwrap_or(rule))
    };
    lint.findings.iter().map(finding).collect()
}

fn check(format: Format, rows: &[(&str, &str, &[&str])]) {
    let mut checkers = Checkers::new();
    let mut failed = Vec::new();
    for (name, source, expected) in rows {
        // `§` is the first word of a directive, `
        // ` a rule and a reason.
        let source = source.replace('§', "wordgate-allow").replace('¶', "t/bad: it is so");
        let found = checkers.found(source.as_bytes(), format);
        if found != *expected {
            failed.push(format!("{name}\n    source   {source:?}\n    expected {expected:?}\n    found    {found:?}"));
        }
        let crlf = checkers.found(source.replace('\n', "\r\n").as_bytes(), format);
        if crlf != found {
            failed.push(format!("{name}, CR LF\n    expected {found:?}\n    found    {crlf:?}"));
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

#[test]
fn the_next_block_of_markdown() {
    check(
        Format::Markdown,
        &[
            ("paragraph", "<!-- § ¶ -->\nbad\nbad\n\nbad\n", &["5:1 bad"]),
            ("after blank lines", "<!-- § ¶ -->\n\n\nbad\n\nbad\n", &["6:1 bad"]),
            ("indented", "  <!-- § ¶ -->\n\n  bad\n\nbad\n", &["5:1 bad"]),
            ("heading", "<!-- § ¶ -->\n# bad\nbad\n", &["3:1 bad"]),
            ("setext heading", "<!-- § ¶ -->\n\nbad\n===\nbad\n", &["5:1 bad"]),
            ("breaks a paragraph", "bad\n<!-- § ¶ -->\nbad\n", &["1:1 bad"]),
            ("list", "<!-- § ¶ -->\n\n- bad\n  bad\n\n  bad\n- bad\n  - bad\n\nbad\n", &["10:1 bad"]),
            ("list with code", "<!-- § ¶ -->\n- a\n\n  ```\n  x\n  ```\n- bad\n\nbad\n", &["9:1 bad"]),
            ("ordered list", "<!-- § ¶ -->\n1. bad\n2. bad\n\n# bad\n", &["5:3 bad"]),
            ("nested list", "- a\n\n  <!-- § ¶ -->\n\n  - bad\n  - bad\n- bad\n", &["7:3 bad"]),
            ("item", "- <!-- § ¶ -->\n  bad\n- bad\n", &["3:3 bad"]),
            ("inside an item", "- a\n\n  <!-- § ¶ -->\n\n  bad\n\n  bad\n", &["7:3 bad"]),
            ("end of an item", "- a\n\n  <!-- § ¶ -->\n- bad\n- bad\n", &["5:3 bad"]),
            ("end of a list", "- a\n\n  <!-- § ¶ -->\n\nbad\n\nbad\n", &["7:1 bad"]),
            ("table", "<!-- § ¶ -->\n\n| bad | b |\n|---|---|\n| bad | bad |\n| c | bad |\n\nbad\n", &["8:1 bad"]),
            ("two tables", "<!-- § ¶ -->\n\n| a |\n|---|\n| bad |\n\n| b |\n|---|\n| bad |\n", &["9:3 bad"]),
            ("quotation", "<!-- § ¶ -->\n> bad\n>\n> bad\n>\n> - bad\n\n> bad\n", &["8:3 bad"]),
            ("inside a quotation", "> <!-- § ¶ -->\n> bad\n>\n> bad\n", &["4:3 bad"]),
            ("over lines in a quotation", "> <!-- § t/bad:\n> so -->\n> bad\n>\n> bad\n", &["5:3 bad"]),
            ("code", "<!-- § ¶ -->\n```\nbad\n```\nbad\n", &["1:21 unused-directive", "5:1 bad"]),
            ("indented code", "<!-- § ¶ -->\n\n    bad\n\nbad\n", &["1:21 unused-directive", "5:1 bad"]),
            ("image", "<!-- § ¶ -->\n![bad](x)\n\nbad\n", &["4:1 bad"]),
            ("link title", "<!-- § ¶ -->\n[a](x \"bad\")\n\nbad\n", &["4:1 bad"]),
            ("HTML", "<!-- § ¶ -->\n\n<details>\n<summary>bad</summary>\n</details>\n\nbad\n", &["7:1 bad"]),
            ("comments between", "<!-- § ¶ -->\n<!-- x -->\n\n<!-- y -->\n\nbad\n\nbad\n", &["8:1 bad"]),
            ("two directives", "<!-- § ¶ -->\n<!-- § t/worse: x -->\nbad or worse\n\nbad\n", &["5:1 bad"]),
            ("two on a line", "<!-- § t/worse: x --> <!-- § ¶ --><!-- y -->\nbad or worse\n\nbad\n", &["4:1 bad"]),
            ("two in an item", "- <!-- § t/worse: x --> <!-- § ¶ -->\n  bad or worse\n- bad\n", &["3:3 bad"]),
            ("two rules", "<!-- § t/bad, t/worse: x -->\nbad or worse\n\nworse\n", &["4:1 worse"]),
            ("nothing after it", "bad\n\n<!-- § ¶ -->\n", &["1:1 bad", "3:21 unused-directive"]),
            ("only the rule", "<!-- § ¶ -->\nbad or worse\n", &["2:8 worse"]),
            ("same words", "<!-- § ¶ -->\nbad bit of wording\n", &["2:1 worse"]),
            ("definition between", "<!-- § ¶ -->\n\n[a]: b\n\nbad\n", &[]),
            ("footnote", "x[^1]\n\n<!-- § ¶ -->\n\n[^1]: bad\n\nbad\n", &["7:1 bad"]),
            ("thematic break between", "<!-- § ¶ -->\n\n***\n\nbad\n", &[]),
        ],
    );
}

#[test]
fn lines_and_regions() {
    check(
        Format::Markdown,
        &[
            ("end of a line", "bad\nbad <!-- § ¶ -->\nbad\n", &["1:1 bad", "3:1 bad"]),
            ("midst of a line", "bad <!-- § ¶ --> bad\nbad\n", &["2:1 bad"]),
            ("before text", "<!-- § ¶ --> bad\n\nbad\n", &["3:1 bad"]),
            ("over lines", "bad <!-- §\n¶ --> bad\nbad\n", &["3:1 bad"]),
            ("heading", "# bad <!-- § ¶ -->\nbad\n", &["2:1 bad"]),
            ("row", "| a |\n|---|\n| bad <!-- § ¶ --> |\n| bad |\n", &["4:3 bad"]),
            ("touched", "a bad\nthing <!-- § ¶ -->\n", &[]),
            (
                "beside one and text",
                "bad <!-- § t/worse: x --> <!-- § ¶ -->\nworse\n",
                &["1:25 unused-directive", "2:1 worse"],
            ),
            ("nothing on it", "bad\n\na <!-- § ¶ -->\nbad\n", &["1:1 bad", "3:23 unused-directive", "4:1 bad"]),
            ("region", "bad\n<!-- §-start ¶ -->\nbad\n\n- bad\n\n<!-- §-end t/bad -->\nbad\n", &["1:1 bad", "8:1 bad"]),
            ("region in a line", "bad <!-- §-start ¶ --> bad <!-- §-end --> bad\n", &["1:1 bad", "1:83 bad"]),
            (
                "nested",
                "<!-- §-start ¶ -->\n<!-- §-start t/worse: x -->\nbad, worse\n<!-- §-end -->\nbad, worse\n<!-- §-end -->\nbad\n",
                &["5:6 worse", "7:1 bad"],
            ),
            (
                "crossed",
                "<!-- §-start ¶ -->\n<!-- §-start t/worse: x -->\nbad, worse\n\n<!-- §-end t/bad -->\nbad, worse\n\n<!-- §-end t/worse -->\nbad, worse\n",
                &["6:1 bad", "9:1 bad", "9:6 worse"],
            ),
            (
                "half ended",
                "<!-- §-start t/bad, t/worse: x -->\nbad, worse\n\n<!-- §-end t/bad -->\nbad\n",
                &["1:6 malformed-directive", "2:6 worse", "5:1 bad"],
            ),
            ("never ends", "<!-- §-start ¶ -->\nbad\n", &["1:6 malformed-directive", "2:1 bad"]),
            (
                "never begun",
                "bad\n\n<!-- §-end t/bad -->\n<!-- §-end -->\n",
                &["1:1 bad", "3:6 malformed-directive", "4:6 malformed-directive"],
            ),
            (
                "of another rule",
                "<!-- §-start ¶ -->\nbad\n\n<!-- §-end t/worse -->\n<!-- §-end -->\n",
                &["4:6 malformed-directive"],
            ),
            (
                "the innermost is used",
                "<!-- §-start ¶ -->\n<!-- § ¶ -->\nbad\n\n<!-- §-end -->\n",
                &["1:27 unused-directive"],
            ),
        ],
    );
}

#[test]
fn text_that_is_not_a_directive_allows_nothing() {
    check(
        Format::Markdown,
        &[
            ("no reason", "<!-- § t/bad -->\nbad\n", &["1:6 malformed-directive", "2:1 bad"]),
            ("no rule", "<!-- §: it is so -->\nbad\n", &["1:6 malformed-directive", "2:1 bad"]),
            ("unknown rule", "<!-- § t/bda: x -->\nbad\n", &["1:21 malformed-directive", "2:1 bad"]),
            ("one of two", "<!-- § t/bad, t/bda: x -->\nbad\n", &["1:28 malformed-directive", "2:1 bad"]),
            ("no pack", "<!-- § bad: x -->\nbad\n", &["1:21 malformed-directive", "2:1 bad"]),
            ("all of a pack", "<!-- § t/*: x -->\nbad\n", &["1:21 malformed-directive", "2:1 bad"]),
            (
                "about directives",
                "<!-- § wordgate/unused-directive: x -->\nbad\n",
                &["1:21 malformed-directive", "2:1 bad"],
            ),
            (
                "in code",
                "`<!-- § ¶ -->` bad\n\n```\n<!-- § ¶ -->\n```\nbad\n\n    <!-- § ¶ -->\n",
                &["1:43 bad", "6:1 bad"],
            ),
            ("in text", "§ x: it is so\nbad\n", &["2:1 bad"]),
            ("not at the start", "<!-- x § ¶ -->\nbad\n", &["2:1 bad"]),
            ("spelled with references", "<!-- wordgate&#45;allow ¶ -->\nbad\n", &["2:1 bad"]),
            ("never closed", "bad\n\n<!-- § ¶\nbad\n", &["1:1 bad"]),
            ("rule that is off", "<!-- § t/off: x -->\nbad\n", &["2:1 bad"]),
            ("rule for other paths", "<!-- § t/elsewhere: x -->\nbad\n", &["2:1 bad"]),
        ],
    );
}

#[test]
fn every_format_has_its_comments() {
    check(
        Format::Html,
        &[
            ("paragraph", "<!-- § ¶ -->\n<p title=\"bad\">bad</p>\n<p>bad</p>\n", &["3:4 bad"]),
            ("item", "<ul>\n<li>a</li>\n<!-- § ¶ -->\n<li>bad</li>\n<li>bad</li>\n</ul>\n", &["5:5 bad"]),
            ("list", "<!-- § ¶ -->\n<ul>\n<li>bad</li>\n<li><p>bad</p></li>\n</ul>\n<p>bad</p>\n", &["6:4 bad"]),
            ("two lists", "<!-- § ¶ -->\n<ul><li>bad</ul>\n<ul><li>bad</ul>\n", &["3:9 bad"]),
            ("table", "<!-- § ¶ -->\n<table>\n<tr><td>bad</td><td>bad</td></tr>\n</table>\n<p>bad</p>", &["5:4 bad"]),
            ("quotation", "<!-- § ¶ -->\n<blockquote>\n<p>bad</p>\n<p>bad</p>\n</blockquote>\nbad", &["6:1 bad"]),
            ("pre", "<!-- § ¶ -->\n<pre>bad</pre>\n<p>bad</p>", &["1:21 unused-directive", "3:4 bad"]),
            ("in a paragraph", "<p>bad\n<!-- § ¶ -->\nbad</p>\n<p>bad</p>", &["1:4 bad", "4:4 bad"]),
            ("line", "<p>bad</p><!-- § ¶ -->\n<p>bad</p>\n", &["2:4 bad"]),
            ("script", "<script><!-- § ¶ --></script>\n<p>bad</p>\n", &["2:4 bad"]),
            ("region", "<!-- §-start ¶ -->\n<p>bad</p>\n<!-- §-end -->\n<p>bad</p>\n", &["4:4 bad"]),
        ],
    );
    check(
        Format::Asciidoc,
        &[
            ("next block", "// § ¶\n\nbad\n\nbad\n", &["5:1 bad"]),
            ("several lines", "////\n§ ¶\n////\nbad\n\nbad\n", &["6:1 bad"]),
            ("before attributes", "// § ¶\n[NOTE]\nbad\n\nbad\n", &["5:1 bad"]),
            ("list", "// § ¶\n* bad\n* bad\n\nbad\n", &["5:1 bad"]),
            ("in a list", "* bad\n// § ¶\n* bad\n* bad\n", &["1:3 bad", "4:3 bad"]),
            ("in a paragraph", "bad\n// § ¶\nbad\n\nbad\n", &["1:1 bad", "5:1 bad"]),
            ("table", "// § ¶\n|===\n|bad\n|bad\n|===\n\nbad\n", &["7:1 bad"]),
            ("in a table", "|===\n|bad\n// § ¶\n|bad\n|bad\n|===\n", &["2:2 bad", "5:2 bad"]),
            ("in a cell", "|===\na|bad\n\n// § ¶\nbad\n|bad\n|===\n", &["2:3 bad", "6:2 bad"]),
            ("region", "// §-start ¶\nbad\n\n* bad\n// §-end\n\nbad\n", &["7:1 bad"]),
            ("in code", "----\n// § ¶\n----\n\nbad\n", &["5:1 bad"]),
        ],
    );
    check(
        Format::Mdx,
        &[
            ("next block", "{/* § ¶ */}\n\nbad\n\nbad\n", &["5:1 bad"]),
            ("list", "{/* § ¶ */}\n\n- bad\n- bad\n\nbad\n", &["6:1 bad"]),
            ("in a paragraph", "bad\n{/* § ¶ */}\nbad\n\nbad\n", &["1:1 bad", "5:1 bad"]),
            ("in a list", "- bad\n\n  {/* § ¶ */}\n\n  bad\n\n- bad\n", &["1:3 bad", "7:3 bad"]),
            ("line", "bad {/* § ¶ */}\nbad\n", &["2:1 bad"]),
            ("region", "{/* §-start ¶ */}\n\nbad\n\n<A>\nbad\n</A>\n\n{/* §-end */}\n\nbad\n", &["11:1 bad"]),
            ("two on a line", "{/* § t/worse: x */} {/* § ¶ */}\n\nbad or worse\n\nbad\n", &["5:1 bad"]),
            ("HTML's", "<!-- § ¶ -->\n\nbad\n\nbad\n", &["5:1 bad"]),
            ("in code", "```\n{/* § ¶ */}\n```\n\nbad\n", &["5:1 bad"]),
        ],
    );
    check(
        Format::Rst,
        &[
            ("next block", ".. § ¶\n\nbad\n\nbad\n", &["5:1 bad"]),
            ("directly after it", ".. § ¶\nbad\n\nbad\n", &["4:1 bad"]),
            ("on two lines", ".. §\n   ¶\n\nbad\n", &[]),
            ("title", ".. § ¶\n\n===\nbad\n===\n\nbad\n", &["7:1 bad"]),
            ("list", ".. § ¶\n\n- bad\n- bad\n\nbad\n", &["6:1 bad"]),
            ("in a list", "- bad\n\n  .. § ¶\n\n  bad\n\n- bad\n", &["1:3 bad", "7:3 bad"]),
            ("after a marker", "- .. § ¶\n\n  bad\n- bad\n", &["4:3 bad"]),
            ("table", ".. § ¶\n\n===  ===\nbad  bad\n===  ===\n\nbad\n", &["7:1 bad"]),
            ("quotation", "a\n\n   .. § ¶\n\n   bad\n\n   bad\n", &["7:4 bad"]),
            ("literal block", ".. § ¶\n\n::\n\n   bad\n\nbad\n", &["1:19 unused-directive", "7:1 bad"]),
            ("directive", ".. § ¶\n\n.. note:: bad\n\n   bad\n", &["5:4 bad"]),
            ("option", ".. § ¶\n\n.. image:: a\n   :alt: bad\n\nbad\n", &["6:1 bad"]),
            ("region", ".. §-start ¶\n\nbad\n\n.. §-end\n\nbad\n", &["7:1 bad"]),
            ("HTML's is text", "<!-- § ¶ -->\n\nbad\n", &["1:23 bad", "3:1 bad"]),
            ("in code", "::\n\n   .. § ¶\n\nbad\n", &["5:1 bad"]),
        ],
    );
    check(
        Format::Tsx,
        &[
            ("line before", "// § ¶\na = 'a bad one';\nb = 'a bad one';\n", &["3:8 bad"]),
            ("block comment", "/* § ¶ */\na = 'a bad one';\nb = 'a bad one';\n", &["3:8 bad"]),
            ("property", "a = {\n  // § ¶\n  b: 'a bad one',\n  c: 'a bad one',\n}\n", &["4:9 bad"]),
            ("end of a line", "a = 'a bad one'; // § ¶\nb = 'a bad one';\n", &["2:8 bad"]),
            ("element", "a = (\n  // § ¶\n  <p>bad</p>\n);\nb = <p>bad</p>\n", &["5:8 bad"]),
            ("in an element", "a = <a>\n  {/* § ¶ */}\n  <p>bad</p>\n  <p>bad</p>\n</a>\n", &["4:6 bad"]),
            ("list", "a = <a>\n{/* § ¶ */}\n<ul>\n<li>bad</li>\n<li>bad</li>\n</ul>\nbad\n</a>\n", &["7:1 bad"]),
            ("attribute", "a = <A\n  // § ¶\n  title='bad'\n  label='bad' />\nb = <p>bad</p>\n", &["5:8 bad"]),
            ("region", "// §-start ¶\na = <p title='bad'>bad</p>\n// §-end\nb = <p>bad</p>\n", &["4:8 bad"]),
            ("expression", "a = <a>\n{/* § ¶ */}\n{b ? 'bad' : 'bad'}\n<p>bad</p>\n</a>\n", &["4:4 bad"]),
            ("element in an expression", "a = <a>\n{/* § ¶ */}\n{b && <p>bad</p>}\n<p>bad</p></a>\n", &["4:4 bad"]),
            (
                "elements in an expression",
                "a = <ul>\n{/* § ¶ */}\n{b.map((c) => <><p>bad</p><p>bad</p></>)}</ul>\n",
                &["3:30 bad"],
            ),
            (
                "text around an expression",
                "a = (\n// § ¶\n<p>so {b ? 'bad' : 'bad'} bad</p>)\nb = <p>bad</p>\n",
                &["4:8 bad"],
            ),
            (
                "expression in an attribute",
                "a = (\n// § ¶\n<p title={b || 'bad'}>bad</p>)\nb = <p>bad</p>\n",
                &["4:8 bad"],
            ),
            (
                "attributes without text",
                "a = (\n// § ¶\n<A title={b || 'bad'} label={c || 'bad'} />)\nb = <p>bad</p>\n",
                &["4:8 bad"],
            ),
            (
                "list in an attribute",
                "a = <A b={[\n// § ¶\n'a bad one',\n'a bad one']}>so bad</A>\n",
                &["4:4 bad", "4:18 bad"],
            ),
            (
                "attribute after a comment",
                "a = <A b={'so bad'}\n// § ¶\ntitle={'bad'}>bad</A>\nb = <p>bad</p>\n",
                &["1:15 bad", "4:8 bad"],
            ),
            ("in a string", "a = '// § ¶';\nb = 'a bad one';\n", &["1:26 bad", "2:8 bad"]),
        ],
    );
    check(
        Format::Vue,
        &[
            ("template", "<template>\n<!-- § ¶ -->\n<p>bad</p>\n<p>bad</p>\n</template>\n", &["4:4 bad"]),
            ("script", "<script>\n// § ¶\na = 'a bad one'\nb = 'a bad one'\n</script>\n", &["4:8 bad"]),
            (
                "expressions",
                "<template>\n<!-- § ¶ -->\n<p :title=\"a || 'bad'\">so {{ b || 'bad' }} bad</p>\n<p>bad</p>\n</template>\n",
                &["4:4 bad"],
            ),
            ("outside", "<!-- § ¶ -->\n<template>\n<p>bad</p>\n<p>bad</p>\n</template>\n", &["4:4 bad"]),
        ],
    );
    check(
        Format::Svelte,
        &[
            ("markup", "{#if a}\n<!-- § ¶ -->\n<p>bad</p>\n{/if}\n<p>bad</p>\n", &["5:4 bad"]),
            ("script", "<script>\n// § ¶\na = 'a bad one'\nb = 'a bad one'\n</script>\n", &["4:8 bad"]),
            (
                "expressions",
                "<!-- § ¶ -->\n<p title=\"{a || 'bad'}\">so {b || 'bad'} bad</p>\n<p>bad</p>\n",
                &["3:4 bad"],
            ),
        ],
    );
    check(
        Format::Astro,
        &[
            ("script", "---\n// § ¶\na = 'a bad one';\nb = 'a bad one';\n---\n<p>bad</p>\n", &["4:8 bad", "6:4 bad"]),
            ("markup", "<!-- § ¶ -->\n<p>bad</p>\n{a}<p>bad</p>\n", &["3:7 bad"]),
            ("expression", "<a>\n{/* § ¶ */}\n<p>bad</p>\n<p>bad</p></a>\n", &["4:4 bad"]),
        ],
    );
    check(
        Format::Text,
        &[
            ("next paragraph", "<!-- § ¶ -->\nbad\n\nbad\n", &["4:1 bad"]),
            ("by itself", "<!-- § ¶ -->\n\nbad\n\nbad\n", &["5:1 bad"]),
            ("in a paragraph", "bad\n<!-- § ¶ -->\nbad\n", &["1:1 bad"]),
            ("line", "bad <!-- § ¶ -->\nbad\n", &["2:1 bad"]),
            ("a reason is no text", "<!-- § t/bad: that is bad -->\nbad\n", &[]),
            ("other comments are text", "<!-- bad -->\n\n<!-- § ¶ -->\n", &["1:6 bad", "3:21 unused-directive"]),
        ],
    );
    check(
        Format::Markdown,
        &[
            ("YAML", "---\n# § ¶\ntitle: bad\nsummary: bad\n---\n", &["4:10 bad"]),
            ("YAML, end of a line", "---\ntitle: bad # § ¶\nsummary: 'bad' # § ¶\ndesc: bad\n---\n", &["4:7 bad"]),
            ("YAML list", "---\ntitle: [\"bad\", # § ¶\n  bad]\n---\n", &["3:3 bad"]),
            ("TOML", "+++\n# § ¶\ntitle = \"bad\"\nsummary = \"bad\" # § ¶\ndesc = \"bad\"\n+++\n", &["5:9 bad"]),
            ("no front matter", "---\n# § ¶\n---\n\nbad\n", &["2:20 bad", "5:1 bad"]),
            ("malformed", "---\ntitle: a # § t/bad\n---\n", &["2:12 malformed-directive"]),
        ],
    );
}

#[test]
fn rules_with_context_are_allowed_where_they_report() {
    check(
        Format::Markdown,
        &[
            ("require", "free\n\n<!-- § t/claim: x -->\nfree\n", &["1:1 claim"]),
            ("first use", "<!-- § t/name: x -->\nKafka\n\nKafka\n", &[]),
            ("second use", "Kafka\n\n<!-- § t/name: x -->\nKafka\n", &["1:1 name", "3:21 unused-directive"]),
        ],
    );
}

#[test]
fn encodings_and_line_ends_do_not_matter() {
    let mut checkers = Checkers::new();
    let text = "<!-- wordgate-allow t/bad: x -->\nbad\n\nbad <!-- wordgate-allow t/bad: x -->\n\nbad\n";
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for bytes in [[b"\xEF\xBB\xBF", text.as_bytes()].concat(), utf16, text.replace('\n', "\r").into_bytes()] {
        assert_eq!(checkers.found(&bytes, Format::Markdown), ["6:1 bad"], "{bytes:?}");
    }
}

#[test]
fn allowed_findings_are_listed_with_the_reason() {
    let mut checkers = Checkers::new();
    let text = "<!-- wordgate-allow t/bad: agreed\n with \u{1b}[31m legal -->\na bad thing\n";
    let (_, lint) = checkers.lint(text.as_bytes(), Format::Markdown);
    let listed: Vec<String> = lint.skipped.iter().map(|skip| format!("{}: {}", skip.text, skip.reason)).collect();
    assert!(
        listed.contains(&"bad thing: allowed in the document: agreed with \u{1b}[31m legal".to_owned()),
        "{listed:?}"
    );
}

#[test]
fn findings_about_directives_have_a_place_and_a_help() {
    let mut checkers = Checkers::new();
    let text = "<!-- wordgate-allow t/bda: x -->\n<!-- wordgate-allow t/bad: x -->\nfine\n";
    let (_, lint) = checkers.lint(text.as_bytes(), Format::Markdown);
    let shown: Vec<_> = lint.findings.iter().map(|found| (found.text.as_str(), found.message.as_str())).collect();
    assert_eq!(
        shown,
        [
            ("t/bda", "unknown rule `t/bda`: did you mean `t/bad`?"),
            ("t/bad", "t/bad finds nothing here: remove it from the directive"),
        ]
    );
    let prints: std::collections::HashSet<_> = lint.findings.iter().map(|found| &found.fingerprint).collect();
    assert_eq!(prints.len(), 2);
    assert!(lint.findings.iter().all(|found| found.fingerprint.len() == 32));
}

/// Lines of documents: text, structure, and directives alone on a line or beside text.
const LINES: &[&str] = &[
    "bad",
    "worse and bad",
    "fine",
    "",
    "",
    "# bad",
    "- bad",
    "  bad",
    "> bad",
    "| bad | b |",
    "|---|---|",
    "```",
    "<div>",
    "</div>",
    "bad <!-- wordgate-allow t/bad: x --> bad",
    "bad <!-- wordgate-allow t/bda: x --> bad",
    "<!-- wordgate-allow t/bad: x -->",
    "<!-- wordgate-allow t/bad, t/worse: x -->",
    "<!-- wordgate-allow-start t/worse: x -->",
    "<!-- wordgate-allow-end -->",
];

/// Replaces the comments of a document with spaces.
fn blanked(text: &str) -> String {
    let mut out = text.to_owned();
    while let Some(start) = out.find("<!--") {
        let end = out[start..].find("-->").map_or(out.len(), |len| start + len + 3);
        out.replace_range(start..end, &" ".repeat(end - start));
    }
    out
}

proptest! {
    #![proptest_config(config(500, 500))]

    /// A document with ignored directives has the same findings as without its directives. With directives in effect,
    /// it has the same findings, except for those that are listed as allowed.
    #[test]
    fn directives_only_remove_findings(lines in prop::collection::vec(prop::sample::select(LINES), 1..30)) {
        let text = lines.join("\n");
        let mut checkers = Checkers::new();
        let (file, lint) = checkers.lint(text.as_bytes(), Format::Markdown);
        let ignored = checkers.ignore(&file);
        let of_wording = lint.findings.iter().filter(|finding| !finding.rule.starts_with("wordgate/"));
        let spans = |lint: &Lint| lint.findings.iter().map(|finding| (finding.span, finding.rule.clone())).collect::<Vec<_>>();
        let named = |finding: &Finding| (finding.span, finding.rule.clone(), finding.fingerprint.clone());
        let allowed = lint.skipped.iter().filter(|skip| skip.reason.to_string().starts_with("allowed in"));
        let mut both: Vec<_> = of_wording.map(named).collect();
        let fingerprint = |skip: &Skipped| skip.excepted.as_ref().map(|known| known.fingerprint.clone());
        both.extend(allowed.map(|skip| (skip.span, skip.rule.clone(), fingerprint(skip).unwrap_or_default())));
        both.sort();
        prop_assert_eq!(both, ignored.findings.iter().map(named).collect::<Vec<_>>());
        let in_code = text.contains("```");
        if !in_code && !text.contains("<div>") {
            let blank = SourceFile::decode(blanked(&text).into_bytes()).unwrap();
            let blank = checkers.ignore(&blank);
            prop_assert_eq!(spans(&blank), spans(&ignored));
        }
    }
}

#[test]
fn directives_work_in_blocks_that_exceed_the_parse_budget() {
    let allow = "<!-- wordgate-allow t/bad: so -->";
    let fillers = [("too long", "*some* words\n".repeat(22_000)), ("too costly", "a**b ".repeat(3_000) + "\n")];
    for (name, filler) in &fillers {
        let documents = [
            (format!("{allow}\n{filler}bad\n\nbad\n"), 1),
            (format!("{allow}\n\n{filler}bad\n\nbad\n"), 1),
            (format!("{filler}bad {allow}\nbad\n"), 1),
            (format!("{filler}<!-- wordgate-allow-start t/bad: so --> bad <!-- wordgate-allow-end --> bad\n"), 1),
            (format!("> {}bad {allow}\n> bad\n", filler.replace('\n', "\n> ")), 1),
            (format!("{filler}fine {allow}\nbad\n"), 2),
        ];
        for (document, findings) in documents {
            let mut checkers = Checkers::new();
            let (file, lint) = checkers.lint(document.as_bytes(), Format::Markdown);
            assert!(lint.warnings.iter().any(|warning| warning.cause.to_string().contains("plain text")), "{name}");
            assert_eq!(shown(&file, &lint).len(), findings, "{name}: {:?}", shown(&file, &lint));
        }
    }
}

#[test]
fn many_directives_take_linear_time() {
    let mut checkers = Checkers::new();
    let one = "<!-- wordgate-allow t/bad: x -->";
    let many = 5_000;
    let documents = [
        format!("{one}\n").repeat(many) + "\nbad\n",
        format!("{one}\n\n").repeat(many),
        format!("{one}\nbad\n\n").repeat(many),
        "<!-- wordgate-allow-start t/bad: x -->\n".repeat(many) + &"<!-- wordgate-allow-end t/bad -->\n".repeat(many),
        "<!-- wordgate-allow-start t/bad: x -->\n".repeat(many),
        "<!-- wordgate-allow-end -->\n".repeat(many),
        format!("- {one}\n").repeat(many),
        format!("bad {one} ").repeat(many),
        (0..many).map(|n| format!("<!-- wordgate-allow t/unknown-{n}: x -->\n")).collect(),
        format!("<!-- wordgate-allow {}: x -->\nbad\n", "t/bad,".repeat(many) + "t/bad"),
        format!("<!-- wordgate-allow t/{}: {} -->\nbad\n", "x".repeat(1 << 20), "y ".repeat(1 << 19)),
        format!("<!-- wordgate-allow t/bad: {} -->\nbad\n", "y".repeat(1 << 20)),
        format!("<!-- wordgate-allow {}: x -->\nbad\n", "é ".repeat(1 << 18)),
    ];
    for document in documents {
        for format in [Format::Markdown, Format::Html, Format::Text] {
            let started = std::time::Instant::now();
            let (_, lint) = checkers.lint(document.as_bytes(), format);
            let longest = lint.findings.iter().map(|finding| finding.text.len() + finding.message.len()).max();
            assert!(longest.unwrap_or(0) < 1_000);
            // Each document is checked twice, in a debug build on a busy machine. Quadratic code takes longer than this
            // limit.
            let (took, start): (_, String) = (started.elapsed(), document.chars().take(60).collect());
            assert!(took.as_secs() < 60, "{format:?}: {took:?} for {start:?}");
        }
    }
}
