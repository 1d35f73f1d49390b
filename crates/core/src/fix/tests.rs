//! Tests that fix small documents.

use super::*;
use crate::checker::CheckerBuilder;

const LISTS: &str =
    "[pack]\nid = 'l'\n[[rule]]\nid = 'w'\npatterns = ['white-list~']\nsuggest = ['{~allowlist}']\nfix = 'safe'";

/// Fixes a document with these rules. `----` separates packs.
fn fixed(rules: &str, format: Format, bytes: &[u8], applies: Applicability) -> Fixed {
    let files = rules.split("----").enumerate();
    let add = |builder: CheckerBuilder, (index, text)| builder.rule_file(format!("{index}/r.toml"), text);
    let checker = files.fold(Checker::builder().packs([""; 0]), add).build().unwrap();
    let file = SourceFile::decode(bytes.to_vec()).unwrap();
    let fixer = Fixer { checker: &checker, path: "a.md", format, least_safe: applies, linked: None };
    fixer.fix(&mut Extractor::new(), file, bytes)
}

fn safe(rules: &str, text: &str) -> (String, usize) {
    let fixed = fixed(rules, Format::Markdown, text.as_bytes(), Applicability::Safe);
    (fixed.file.text().to_owned(), fixed.applied)
}

/// Returns a pack with a rule for each pair of a pattern and a safe suggestion.
fn pairs(pack: &str, pairs: &[(&str, &str)]) -> String {
    let rules = pairs.iter().enumerate().map(|(index, (pattern, text))| {
        format!("[[rule]]\nid = 'r{index}'\npatterns = [\"{pattern}\"]\nsuggest = ['''{text}''']\nfix = 'safe'\n")
    });
    format!("[pack]\nid = '{pack}'\n{}", rules.collect::<String>())
}

#[test]
fn fixes_every_finding_in_one_run() {
    let text = "# The Whitelist\r\n\r\nA whitelist, *white-listed* hosts.\r\n\r\n- `whitelist`\r\n";
    let expected = "# The Allowlist\r\n\r\nAn allowlist, *allowlisted* hosts.\r\n\r\n- `whitelist`\r\n";
    let fixed = fixed(LISTS, Format::Markdown, text.as_bytes(), Applicability::Safe);
    assert_eq!(fixed.bytes.as_deref(), Some(expected.as_bytes()));
    assert_eq!((fixed.applied, fixed.lint.findings.len(), fixed.is_unfinished), (3, 0, false));
}

#[test]
fn applies_only_applicable_suggestions() {
    let text = "A whitelist and a *white*list.";
    assert_eq!(safe(LISTS, text), ("An allowlist and a *white*list.".to_owned(), 1));
    let bold = fixed(LISTS, Format::Markdown, text.as_bytes(), Applicability::Unsafe);
    assert_eq!((bold.file.text(), bold.applied), ("An allowlist and an allowlist.", 2));
    let clean = fixed(LISTS, Format::Markdown, b"An allowlist.", Applicability::Unsafe);
    assert_eq!((clean.bytes, clean.applied), (None, 0));
}

#[test]
fn applies_overlapping_edits_in_separate_rounds() {
    let rules = format!("{}----{}", pairs("a", &[("big red", "large red")]), pairs("b", &[("red house", "red home")]));
    assert_eq!(safe(&rules, "A big red house."), ("A large red home.".to_owned(), 2));
    let same = format!("{}----{}", pairs("a", &[("tea", "coffee")]), pairs("b", &[("tea", "coffee")]));
    assert_eq!(safe(&same, "More tea."), ("More coffee.".to_owned(), 1));
}

#[test]
fn a_fix_adds_no_finding() {
    // Each suggestion matches the other rule.
    let cycle = pairs("p", &[("foo", "bar"), ("bar", "foo")]);
    for text in ["a foo", "foo bar", "bar foo. foo bar."] {
        assert_eq!(safe(&cycle, text), (text.to_owned(), 0), "{text}");
    }
    // The suggestion matches its own rule.
    assert_eq!(safe(&pairs("p", &[("foo", "foo bar")]), "a foo"), ("a foo".to_owned(), 0));
    // The other edits of a round are still applied.
    let mixed = pairs("p", &[("foo", "bar"), ("tea", "coffee"), ("bar", "no bar")]);
    assert_eq!(safe(&mixed, "tea foo tea\n\nfoo\n\ntea"), ("coffee foo coffee\n\nfoo\n\ncoffee".to_owned(), 3));
    // The new finding is next to the edit and includes words that it did not change.
    let adjacent = format!("{}----{}", pairs("a", &[("or else", "or")]), pairs("b", &[("this or that", "-")]));
    assert_eq!(safe(&adjacent, "this or else that"), ("this or else that".to_owned(), 0));
}

#[test]
fn a_fix_adds_no_finding_far_from_the_edit() {
    // The heading makes the phrase below harmless. Nothing points to the edit of the heading, and there are too many
    // edits to try each of them alone.
    let rules = format!(
        "{}----[pack]\nid = 'b'\n[[rule]]\nid = 'm'\npatterns = ['direct access']\nskip_when = ['mentioned']",
        pairs("a", &[("do not use", "words"), ("tea", "coffee")])
    );
    let text = format!("{0}## Do not use:\n\n- direct access\n\n{0}", "Some tea.\n\n".repeat(150));
    let fixed = fixed(&rules, Format::Markdown, text.as_bytes(), Applicability::Safe);
    assert_eq!(fixed.file.text(), text.replace("tea", "coffee"));
    assert_eq!((fixed.applied, fixed.is_unfinished), (300, false));
}

#[test]
fn suggestions_are_escaped_for_their_context() {
    let rules = pairs("p", &[("tea", "\"hot\" R&D *'drink'* | 5 < 6 {{y}} [z] a_b `c`")]);
    let text = "\"hot\" R&D *'drink'* | 5 < 6 {y} [z] a_b `c`";
    let markdown = "\"hot\" R\\&D \\*'drink'\\* \\| 5 \\< 6 \\{y\\} \\[z\\] a_b \\`c\\`";
    let html = "\"hot\" R&amp;D *'drink'* | 5 &lt; 6 &#123;y&#125; [z] a_b `c`";
    let attribute = "&quot;hot&quot; R&amp;D *&#39;drink&#39;* | 5 &lt; 6 &#123;y&#125; [z] a_b `c`";
    let title = "\\\"hot\\\" R\\&D \\*\\'drink\\'\\* \\| 5 \\< 6 \\{y\\} \\[z\\] a_b \\`c\\`";
    let cases = [
        (Format::Text, "some tea now", Some(text)),
        (Format::Markdown, "some tea now", Some(markdown)),
        (Format::Markdown, "| a |\n|---|\n| tea | b |\n", Some(markdown)),
        (Format::Markdown, "![tea](x.png)", Some(markdown)),
        (Format::Markdown, "[a](x \"tea\")", Some(title)),
        (Format::Markdown, "[a](x 'tea')", Some(title)),
        (Format::Markdown, "<div>tea</div>", Some(html)),
        (Format::Markdown, "<img alt=\"tea\">", Some(attribute)),
        (Format::Html, "<p title='tea'>x", Some(attribute)),
        (Format::Html, "<p>tea", Some(html)),
        (Format::Markdown, "---\ntitle: \"a tea\"\n---\nx", Some("\\\"hot\\\" R&D *'drink'* | 5 < 6 {y} [z] a_b `c`")),
        (Format::Markdown, "---\ntitle: 'a tea'\n---\nx", Some("\"hot\" R&D *''drink''* | 5 < 6 {y} [z] a_b `c`")),
        (Format::Markdown, "---\ntitle: a tea\n---\nx", None),
        (Format::Markdown, "+++\ntitle = 'a tea'\n+++\nx", None),
        (Format::Markdown, "+++\ntitle = \"a tea\"\n+++\nx", Some("\\\"hot\\\" R&D *'drink'* | 5 < 6 {y} [z] a_b `c`")),
    ];
    for (format, before, expected) in cases {
        let fixed = fixed(&rules, format, before.as_bytes(), Applicability::Safe);
        let expected = expected.map_or(before.to_owned(), |text| before.replace("tea", text));
        assert_eq!(fixed.file.text(), expected, "{format:?}");
    }
}

#[test]
fn rejects_edits_that_change_other_text() {
    let cases = [
        // A heading, a list and a thematic break instead of words.
        ("tea", "# drink", "tea\n\nx"),
        ("tea", "- drink", "tea\n\nx"),
        ("tea", "1. drink", "tea x"),
        ("tea", "***", "tea"),
        ("tea", "> drink", "a\n\ntea"),
        ("tea", "", "tea\n\nx"),
        ("tea", "", "- tea\n- x\n"),
        ("tea", "", "| tea | x |\n|---|---|\n| y | z |\n"),
        ("tea", "a, b", "---\ntags: {title: [tea, x]}\n---\n"),
        ("tea", "a # b", "---\ntitle: tea\n---\n"),
    ];
    for (pattern, suggestion, text) in cases {
        let (after, _) = safe(&pairs("p", &[(pattern, suggestion)]), text);
        let is_escaped = after != text && after.contains('\\');
        assert!(after == text || is_escaped, "{suggestion:?} in {text:?} gave {after:?}");
    }
    // Removing a word also removes its space.
    assert_eq!(safe(&pairs("p", &[("very", "")]), "a very long tea"), ("a long tea".to_owned(), 1));
}

#[test]
fn preserves_stored_bytes_outside_of_edits() {
    let bytes = b"\xEF\xBB\xBFA whitelist \xFF\0\xE2\x82 here.\r\n\r\nThe white\xC2\xADlist\r";
    let fixed = fixed(LISTS, Format::Markdown, bytes, Applicability::Safe);
    let expected = b"\xEF\xBB\xBFAn allowlist \xFF\0\xE2\x82 here.\r\n\r\nThe allowlist\r";
    assert_eq!(fixed.bytes.as_deref(), Some(&expected[..]));
}

#[test]
fn gives_up_on_a_file_where_every_edit_is_rejected() {
    let rules = pairs("p", &[("foo", "bar"), ("bar", "-")]);
    let text = "a foo, ".repeat(2000);
    assert_eq!(safe(&rules, &text), (text, 0));
}
#[test]
fn an_edit_may_change_how_later_lines_are_split() {
    let text =
        "1. delete the following resources:\n   + The endpoint\\. Deleting\n\n     1. Under **Inference**, x\\.\n";
    let rules = pairs("p", &[("the following", "this")]);
    assert_eq!(safe(&rules, text), (text.replace("the following", "this"), 1));
}

#[test]
fn applies_edits_next_to_a_rejected_one() {
    let rules = pairs("p", &[("tea", ""), ("foo", "bar")]);
    let text = "- foo\n  - tea\n  - foo tea foo\n\n<p>foo</p><p>tea</p><p>foo</p>\n";
    let expected = "- bar\n  - tea\n  - bar bar\n\n<p>bar</p><p>tea</p><p>bar</p>\n";
    assert_eq!(safe(&rules, text).0, expected);
}

#[test]
fn links_whose_text_is_their_label_keep_their_target() {
    let text = "A whitelist, see [whitelist], [the whitelist guide][] and ![whitelist].\r\n\r\n\
        > [whitelist and a whitelist], [a whitelist][g].\r\n\r\n\
        - [white-list] and [whitelist]\r\n\r\n\
        [whitelist]: https://example.com/w.png\r\n[The Whitelist Guide]: https://example.com/g\r\n\
        [whitelist and a whitelist]: x\r\n[g]: y\r\n";
    let expected = "An allowlist, see [allowlist][whitelist], [the allowlist guide][the whitelist guide] and \
        ![allowlist][whitelist].\r\n\r\n\
        > [allowlist and an allowlist][whitelist and a whitelist], [an allowlist][g].\r\n\r\n\
        - [allowlist] and [allowlist][whitelist]\r\n\r\n\
        [whitelist]: https://example.com/w.png\r\n[The Whitelist Guide]: https://example.com/g\r\n\
        [whitelist and a whitelist]: x\r\n[g]: y\r\n";
    for format in [Format::Markdown, Format::Mdx] {
        let once = fixed(LISTS, format, text.as_bytes(), Applicability::Safe);
        assert_eq!(once.file.text(), expected, "{format:?}");
        assert_eq!((once.applied, once.lint.findings.len()), (9, 0), "{format:?}");
        let again = fixed(LISTS, format, expected.as_bytes(), Applicability::Unsafe);
        assert_eq!(again.bytes, None, "{format:?}");
    }
}
