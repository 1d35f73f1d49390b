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
        ("Azure access", "access: guarded by `unless_before`"),
        ("an access token", "access: guarded by `unless_after`"),
        ("Entra has access", "access: guarded by `unless_subject`"),
        ("access with a badge", "access: guarded by `unless_near`"),
    ];
    for (text, expected) in cases {
        assert_eq!(skipped(keys, text), [expected], "{text}");
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
