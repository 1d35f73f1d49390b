//! Tests rule kinds, guards, scopes and suggestions on small documents.

use super::{Document, Lint, Linter, Policy};
use crate::extract::{Extractor, Format};
use std::sync::Arc;
use wordgate_rules::toml_file::TomlFile;
use wordgate_rules::{Case, Pattern, PatternContext, RuleSet, TermSets};
use wordgate_text::prose::ScopeSet;
use wordgate_text::source::SourceFile;

/// Returns `pack/rule: matched text` for each finding in Markdown `text`, with rules in TOML.
pub(super) fn findings(rules: &str, text: &str) -> Vec<String> {
    lint(rules, text).findings.iter().map(|finding| format!("{}: {}", finding.rule, finding.text)).collect()
}

/// Checks `text`. In `rules`, `----` separates packs.
pub(super) fn lint(rules: &str, text: &str) -> Lint {
    lint_allowing(rules, &[], text)
}

/// Checks `text` with phrases that the configuration allows.
pub(super) fn lint_allowing(rules: &str, allow: &[&str], text: &str) -> Lint {
    lint_as(Format::Markdown, rules, allow, text)
}

/// Checks `text` in a format.
pub(super) fn lint_as(format: Format, rules: &str, allow: &[&str], text: &str) -> Lint {
    let files: Vec<TomlFile> =
        rules.split("----").enumerate().map(|(index, text)| TomlFile::new(format!("{index}/r.toml"), text)).collect();
    let rules = match RuleSet::load(&files, &TermSets::default()) {
        Ok(rules) => Arc::new(rules),
        Err(errors) => panic!("{errors:?}"),
    };
    let policy = Policy {
        severities: rules.rules.iter().map(|rule| Some(rule.severity)).collect(),
        scopes: ScopeSet::checked_by_default(),
        language: None,
    };
    let active = vec![true; rules.rules.len()];
    let file = SourceFile::decode(text.as_bytes().to_vec()).unwrap();
    let allow: Vec<Pattern> =
        allow.iter().map(|phrase| Pattern::parse(phrase, PatternContext::Rule, Case::Any).unwrap()).collect();
    let document = Document { file: &file, format, path: "a.md" };
    Linter::new(rules, &active, &allow).check(&mut Extractor::new(), document, &policy)
}

/// Returns a pack with one rule that has these keys.
pub(super) fn rule(keys: &str) -> String {
    format!("[pack]\nid = 'p'\n[[rule]]\nid = 'r'\n{keys}")
}

fn check(keys: &str, cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        let expected: Vec<String> = expected.iter().map(|text| format!("p/r: {text}")).collect();
        assert_eq!(findings(&rule(keys), text), expected, "{keys} on {text}");
    }
}

#[test]
fn guards_exempt_matches_next_to_or_near_other_words() {
    check(
        "patterns = ['access']\nunless_before = ['Azure']",
        &[("Azure access, access", &["access"]), ("Azure. Access", &["Access"])],
    );
    check(
        "patterns = ['access']\nunless_before = ['Azure ..1']",
        &[("Azure has access", &[]), ("Azure has no access", &["access"])],
    );
    check(
        "patterns = ['access']\nunless_after = ['token~']",
        &[("access tokens", &[]), ("access, token", &["access"])],
    );
    check(
        "patterns = ['access']\nunless_subject = ['Azure']",
        &[
            ("Azure has access", &[]),
            ("Azure has it, but we give access", &["access"]),
            ("access on Azure", &["access"]),
        ],
    );
    check(
        "patterns = ['access']\nunless_near = { patterns = ['risk~'], within = 'sentence' }",
        &[("access with risks", &[]), ("access. Risks", &["access"])],
    );
    check(
        "patterns = ['access']\nunless_near = { patterns = ['risk~'], within = 'section' }",
        &[("# A\n\naccess\n\n## B\n\nrisks", &[]), ("# A\n\naccess\n\n# B\n\nrisks", &["access"])],
    );
}

#[test]
fn a_match_counts_only_near_its_topic() {
    let keys =
        |within: &str| format!("patterns = ['returns']\nwhen_near = {{ patterns = ['fund~'], within = '{within}' }}");
    let text = "# Shop\n\nFree returns.\n\n# Savings\n\nThe fund grows. High returns.\n\n## Fees\n\nLow returns.\n\n\
                Fund returns.\n";
    let all: &[&str] = &["returns", "returns", "returns", "returns"];
    check(&keys("sentence"), &[(text, &all[3..])]);
    check(&keys("paragraph"), &[(text, &all[2..])]);
    check(&keys("section"), &[(text, &all[1..])]);
    check(&keys("document"), &[(text, all), ("# Shop\n\nFree returns.\n", &[])]);
    check(
        "patterns = ['returns']\nwhen_near = [{ patterns = ['fund~'], within = 'document' }, \
         { patterns = ['year', 'annual'], within = 'sentence' }]",
        &[
            ("High returns a year.", &[]),
            ("Our fund. High returns. Next year.", &[]),
            ("Our fund. High returns a year.", &["returns"]),
        ],
    );
    check(
        "patterns = ['returns']\nunless_near = [{ patterns = ['shop'], within = 'document' }, \
         { patterns = ['parcel~'], within = 'sentence' }]",
        &[("Returns. Parcels.", &["Returns"]), ("Returns of parcels.", &[]), ("Returns.\n\nThe shop.", &[])],
    );
}

#[test]
fn a_topic_is_named_in_headings_titles_and_texts_of_pictures_but_not_in_code() {
    let keys =
        |within: &str| format!("patterns = ['returns']\nwhen_near = {{ patterns = ['fund~'], within = '{within}' }}");
    for within in ["section", "document"] {
        check(
            &keys(within),
            &[
                ("# Fund\n\nReturns.", &["Returns"]),
                ("# Fund\n\n- Returns.\n\n| a | b |\n|---|---|\n| c | returns |\n", &["Returns", "returns"]),
                ("Fund\n====\n\nReturns.", &["Returns"]),
                ("# Returns of the fund", &["Returns"]),
                ("# Fund\n\nA.\n\n## B\n\n### C\n\nReturns.", &["Returns"]),
                ("# Fund\n\n## Fees\n\n## Returns", &["Returns"]),
                ("# A\n\n![Our fund](x.png)\n\nReturns.", &["Returns"]),
                ("# A\n\n[a](x 'Our fund')\n\nReturns.", &["Returns"]),
                ("# A\n\n```\nfund\n```\n\n`fund` <!-- fund --> returns <https://fund.com>", &[]),
            ],
        );
    }
    check(&keys("document"), &[("---\ntitle: Our fund\n---\n\n# A\n\nReturns.", &["Returns"])]);
    check(&keys("section"), &[("---\ntitle: Fund\n---\n\n# A\n\n## B\n\nReturns.", &["Returns"])]);
    check(&keys("section"), &[("# A\n\nFund.\n\n## B\n\nReturns.\n\n# C\n\n## Fund\n\n## Returns", &[])]);
    check(&keys("section"), &[("# Fund\n\nA.\n\n# Shop\n\nReturns.", &[]), ("Fund.\n\n# Shop\n\nReturns.", &[])]);
    let with_code = "[pack]\nid = 'p'\n[[rule]]\nid = 'code'\npatterns = ['x1']\nscopes = ['code', 'comment', 'url']\n";
    for within in ["sentence", "paragraph", "section", "document"] {
        let rules = format!("{with_code}[[rule]]\nid = 'r'\n{}", keys(within));
        let text = "`fund` <!-- fund --> returns <https://fund.com>.\n\n```\nfund\n```\n";
        assert_eq!(findings(&rules, text), [""; 0], "{within}");
    }
    let own = format!("{with_code}[[rule]]\nid = 'r'\n{}\nscopes = ['code', 'paragraph']", keys("document"));
    assert_eq!(findings(&own, "Returns.\n\n```\nfund\n```\n"), ["p/r: Returns"]);
}

#[test]
fn a_document_without_the_topic_is_not_parsed_for_it() {
    let keys = rule("patterns = ['returns']\nwhen_near = { patterns = ['hedge fund~'], within = 'document' }");
    let other = "# A heading\n\nA hedge around the house.\n\n".repeat(20);
    let parsed = |text: &str| lint(&keys, text).effort.parsed;
    let own = parsed("Returns.\n");
    assert_eq!(parsed(&format!("{other}Returns.\n")), own);
    assert_eq!(parsed(&format!("{other}Returns.\n\n{other}Hedge funds.\n\n{other}")), own + 1);
}

#[test]
fn a_label_over_a_match_guards_it() {
    let keys = "patterns = ['direct access']\nunless_under = ['OpenAI API', '(their|the vendor\\'s) terms']";
    let keys = keys.replace("\\'", "'").replace("'(their|the vendor's) terms'", "\"(their|the vendor's) terms\"");
    check(
        &keys,
        &[
            ("# The OpenAI API\n\nIt gives direct access.", &[]),
            ("# Our service\n\nIt gives direct access.", &["direct access"]),
            ("# Direct access to the OpenAI API", &["Direct access"]),
            ("The OpenAI API gives you:\n\n- direct access\n", &[]),
            ("We leave the OpenAI API aside. We give you:\n\n- direct access\n", &["direct access"]),
            ("# The OpenAI API\n\nA.\n\n# Our service\n\nIt gives direct access.", &["direct access"]),
            ("| | OpenAI API | We |\n|---|---|---|\n| a | direct access | direct access |\n", &["direct access"]),
            ("| a | b |\n|---|---|\n| OpenAI API | direct access |\n| We | direct access |\n", &["direct access"]),
            ("The OpenAI API is good.\n\nWe give direct access.", &["direct access"]),
            ("# By the vendor’s terms\n\nThere is direct access.", &[]),
            ("# The OpenAI API\n\n## Tools\n\n### Our own\n\nDirect access.", &[]),
            ("# A\n\n## The OpenAI API\n\n## Tools\n\nDirect access.", &["Direct access"]),
            ("- **OpenAI API**: direct access\n- **Direct access to the OpenAI API**: yes\n", &["Direct access"]),
            ("- OpenAI API\n  - direct access\n- Others\n  - direct access\n", &["direct access"]),
            ("**OpenAI API:** direct access\n\n**Ours:** direct access", &["direct access"]),
        ],
    );
}

#[test]
fn long_labels_are_searched_in_part() {
    let keys = "patterns = ['direct access']\nunless_under = 'OpenAI API'";
    let long = "wörd ".repeat(200);
    check(keys, &[(&format!("# OpenAI API {long}\n\ndirect access"), &[])]);
    check(keys, &[(&format!("# {long} OpenAI API\n\ndirect access"), &["direct access"])]);
    check(keys, &[(&format!("{long} OpenAI API:\n\n- direct access"), &[])]);
    check(keys, &[(&format!("OpenAI API {long}:\n\n- direct access"), &["direct access"])]);
}

#[test]
fn topics_apply_to_rules_of_every_kind() {
    let topic = "\nwhen_near = { patterns = 'fund', within = 'paragraph' }";
    let claim = format!("kind = 'require'\npatterns = ['faster']\nrequires = ['measured']\nwithin = 'sentence'{topic}");
    check(&claim, &[("Faster.", &[]), ("Faster. A fund.", &["Faster"]), ("Faster, measured. A fund.", &[])]);
    let name = format!("kind = 'first-use'\npatterns = ['kafka']\nfull = 'Apache Kafka'{topic}");
    check(&name, &[("Kafka.", &[]), ("Kafka.\n\nKafka fund.\n\nKafka fund.", &["Kafka"])]);
    let spelling = format!("kind = 'prefer'\npatterns = ['github']\nprefer = 'GitHub'{topic}");
    check(&spelling, &[("Github", &[]), ("GitHub, Github fund", &["Github"])]);
    let allowed = format!(
        "[pack]\nid = 'p'\n[[rule]]\nid = 'r'\npatterns = 'returns'\n\
         [[rule]]\nid = 'ok'\nkind = 'allow'\npatterns = 'free returns'{topic}"
    );
    assert_eq!(findings(&allowed, "Free returns."), ["p/r: returns"]);
    assert_eq!(findings(&allowed, "Free returns. Fund."), [""; 0]);
}

#[test]
fn a_claim_needs_its_qualifier() {
    let keys = |within: &str| {
        format!("kind = 'require'\npatterns = ['up to ..2 faster']\nrequires = ['measured']\nwithin = '{within}'")
    };
    let text = "# A\n\nUp to 9 times faster. As measured.\n\n## B\n\nUp to 3 times faster.\n";
    let (first, second) = ("Up to 9 times faster", "Up to 3 times faster");
    check(&keys("sentence"), &[(text, &[first, second])]);
    check(&keys("paragraph"), &[(text, &[second])]);
    check(&keys("section"), &[(text, &[second])]);
    check(&keys("document"), &[(text, &[])]);
    check(&keys("section"), &[("# A\n\nUp to 9 times faster.\n\n## B\n\nmeasured\n", &[])]);
    check(&keys("section"), &[("Up to 9 times faster.\n\n# A\n\nmeasured\n", &[first])]);
}

#[test]
fn the_first_mention_must_have_the_full_name() {
    let keys = "kind = 'first-use'\npatterns = ['kafka']\nfull = 'Apache Kafka'";
    check(
        keys,
        &[
            ("Kafka and Kafka", &["Kafka"]),
            ("Apache Kafka, then Kafka", &[]),
            ("# Kafka\n\nApache Kafka is. Kafka.", &[]),
            ("# Apache Kafka\n\nKafka is.", &["Kafka"]),
            ("Kafka.\n\nApache Kafka.\n\nKafka.", &["Kafka"]),
        ],
    );
    check(&format!("{keys}\nheadings_count = true"), &[("# Apache Kafka\n\nKafka is.", &[]), ("# Kafka", &["Kafka"])]);
}

#[test]
fn preferred_spelling_is_not_a_finding() {
    let keys = "kind = 'prefer'\npatterns = ['github', 'git hub']\nprefer = 'GitHub'";
    check(keys, &[("GitHub Github git hub Git\u{AD}Hub GITHUB", &["Github", "git hub", "GITHUB"])]);
}

#[test]
fn scopes_apply_to_every_container_of_a_match() {
    let text = "# access\n\n- access [access](x)\n\n> # access\n\n```\naccess\n```\n";
    let count = |scopes: &str| findings(&rule(&format!("patterns = ['access']\nscopes = [{scopes}]")), text).len();
    assert_eq!(findings(&rule("patterns = ['access']"), text).len(), 4);
    assert_eq!(count("'heading'"), 2);
    assert_eq!(count("'-quote'"), 3);
    assert_eq!(count("'link'"), 1);
    assert_eq!(count("'code'"), 1);
    assert_eq!(count("'list', '-link'"), 1);
    let link = "[a](https://example.com/direct-access) and https://example.com/access";
    assert_eq!(findings(&rule("patterns = ['access']\nscopes = ['url']"), link).len(), 2);
}

#[test]
fn suggestions_fill_in_captures_and_keep_the_casing() {
    let keys = "[terms.m]\nterms = ['GPT-5.5', 'model~']\n[[rule]]\nid = 's'\npatterns = ['access to @m']\nsuggest = ['powered by {m}']\nfix = 'safe'";
    let pack = format!("[pack]\nid = 'p'\n{keys}");
    let first = |text: &str| {
        let lint = lint(&pack, text);
        let suggestion = lint.findings[0].suggestions[0].clone();
        (suggestion.text, suggestion.applicability.id(), suggestion.edits.len())
    };
    assert_eq!(first("access to GPT-5.5"), ("powered by GPT-5.5".into(), "safe", 1));
    assert_eq!(first("Access to models"), ("Powered by models".into(), "safe", 1));
    assert_eq!(first("ACCESS TO GPT-5.5"), ("POWERED BY GPT-5.5".into(), "safe", 1));
    assert_eq!(first("WE GET ACCESS TO GPT-5.5"), ("POWERED BY GPT-5.5".into(), "safe", 1));
    assert_eq!(first("access **to** GPT-5.5"), ("powered by GPT-5.5".into(), "unsafe", 1));
    let facts = "[pack]\nid = 'p'\n[[rule]]\nid = 's'\npatterns = ['certified']\nsuggest = ['certified by <body>']\nfix = 'safe'";
    assert_eq!(lint(facts, "certified").findings[0].suggestions[0].applicability.id(), "manual");
}

#[test]
fn a_gap_does_not_span_another_term_of_its_set() {
    let pack = "[pack]\nid = 'p'\n[terms.brand]\nterms = ['OpenAI', 'Anthropic']\n[[rule]]\nid = 'r'\npatterns = ['@brand .. access']";
    assert_eq!(findings(pack, "OpenAI or Anthropic access"), ["p/r: Anthropic access"]);
}

#[test]
fn fingerprints_survive_other_lines_and_distinguish_repeats() {
    let prints = |text: &str| -> Vec<String> {
        lint(&rule("patterns = ['access']"), text).findings.iter().map(|finding| finding.fingerprint.clone()).collect()
    };
    let before = prints("access\n\nThe access.\n");
    let after = prints("New line.\n\naccess\n\nThe access.\n\naccess\n");
    assert_eq!(after[..2], before[..]);
    assert_ne!(after[2], after[0]);
}

#[test]
fn contexts_use_column_headers_and_lead_ins() {
    let keys = "patterns = ['access']\nskip_when = ['mentioned']";
    let table = "| Do | Don't |\n|---|---|\n| | access |\n| access | |\n";
    let html = "<table><tr><th>Say</th><th>Avoid</th></tr><tr><td>access</td><td>access</td></tr></table>";
    check(keys, &[(table, &["access"]), (html, &["access"])]);
    check(keys, &[("Don't say:\n\n> more access\n", &[]), ("They say:\n\n> access\n", &["access"])]);
    check(keys, &[("Do not use:\n\n- access\n- more access\n", &[]), ("We offer:\n\n- access\n", &["access"])]);
}

#[test]
fn skipped_matches_have_a_reason() {
    let skipped = |keys: &str, text: &str| -> Vec<String> {
        lint(&rule(keys), text).skipped.iter().map(|s| format!("{}: {}", s.text, s.reason)).collect()
    };
    let keys = "patterns = ['access']\nskip_when = ['negated']\nunless_before = ['Azure']\nunless_after = ['token']\nunless_subject = ['Entra']\nunless_near = { patterns = ['badge'], within = 'sentence' }";
    let cases = [
        ("We give no access.", "access: negated by \"no\""),
        ("Azure access", "access: guarded by `unless_before`: \"Azure\""),
        ("an access token", "access: guarded by `unless_after`: \"token\""),
        ("Entra has access", "access: guarded by `unless_subject`: \"Entra\""),
        ("access with a badge", "access: guarded by `unless_near`: \"badge\" in the same sentence"),
    ];
    for (text, expected) in cases {
        assert_eq!(skipped(keys, text), [expected], "{text}");
    }
    let under = "patterns = ['access']\nunless_under = ['OpenAI']";
    let long = "very ".repeat(20);
    let cases = [
        ("# On `x` of OpenAI\n\naccess", "heading \"On … of OpenAI\""),
        ("Well. OpenAI has:\n\n- access", "lead-in \"OpenAI has:\""),
        ("|a|b|\n|---|---|\n|OpenAI|access|", "row header \"OpenAI\""),
        ("|a|OpenAI|\n|---|---|\n|a|access|", "column header \"OpenAI\""),
        (
            &format!("# OpenAI {long}\n\naccess"),
            "heading \"OpenAI very very very very very very very very very very…\"",
        ),
    ];
    for (text, label) in cases {
        assert_eq!(skipped(under, text), [format!("access: guarded by `unless_under`: {label}")], "{text}");
    }
    let near = |within: &str| {
        format!(
            "patterns = ['access']\nunless_near = {{ patterns = ['by (key|badge) [..25] card'], within = '{within}' }}"
        )
    };
    let long = format!("Access.\n\nBy badge {} card", "very ".repeat(20));
    let cases = [
        ("paragraph", "Access. By a `b`\nBy  key\nand card.", "By key and card\" in the same paragraph"),
        ("section", "# By badge or card\n\nAccess.", "By badge or card\" in the same section"),
        ("section", "# One\n\nAccess.\n\n- by key and card", "by key and card\" in the same section"),
        ("document", "Access.\n\n# By badge `x` card", "By badge … card\" in the same document"),
        ("document", &long, "By badge very very very very very very very very very very…\" in the same document"),
    ];
    for (within, text, words) in cases {
        assert_eq!(skipped(&near(within), text)[0], format!("Access: guarded by `unless_near`: \"{words}"), "{text}");
    }
    let topics = "patterns = ['access']\nunless_before = ['Azure']\nwhen_near = [{ patterns = ['model'], within = 'document' }, \
                  { patterns = ['badge'], within = 'paragraph' }]";
    for (text, range) in [("Azure access", "document"), ("Azure access.\n\nA model", "paragraph")] {
        let reason = format!("access: not near the topic: no pattern of `when_near` in the {range}");
        assert_eq!(skipped(topics, text), [reason], "{text}");
    }
    let claim = "kind = 'require'\npatterns = ['faster']\nrequires = ['measured']\nwithin = 'sentence'";
    assert_eq!(skipped(claim, "faster as measured"), ["faster: the required wording is nearby"]);
    let name = "kind = 'first-use'\npatterns = ['kafka']\nfull = 'Apache Kafka'";
    assert_eq!(
        skipped(name, "# Kafka\n\nApache Kafka. Kafka."),
        [
            "Kafka: a mention in a heading or title does not count as the first mention",
            "Kafka: the first mention includes the full name",
            "Kafka: not the first mention"
        ]
    );
}

#[test]
fn a_match_inside_an_exempt_match_is_exempt() {
    let keys = "patterns = ['claim of [direct] access', 'access']\nskip_when = ['negated']\nunless_after = ['must']";
    check(
        keys,
        &[
            ("Any claim of direct access must go.", &[]),
            ("A claim of access, and access.", &["claim of access", "access"]),
        ],
    );
    let longer = "patterns = ['[no] direct access', 'access']\nunless_before = ['any claim of']";
    check(longer, &[("any claim of direct access", &[]), ("direct access", &["direct access"])]);
}
