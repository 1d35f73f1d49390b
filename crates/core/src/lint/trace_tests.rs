//! Tests the trace of a rule: each reason why a match is not reported.

use super::{Document, Inactive, Linter, Outcome, Policy, RuleTrace};
use crate::extract::{Extractor, Format};
use std::sync::Arc;
use wordgate_rules::toml_file::TomlFile;
use wordgate_rules::{Pattern, PatternContext, RuleSet, TermSets};
use wordgate_text::prose::ScopeSet;
use wordgate_text::source::SourceFile;

/// Traces the rule `p/r`, which has these keys, through a Markdown text. `more` are further rules of its pack. All
/// rules are on if `is_on`. The configuration allows "direct access code".
fn trace(keys: &str, more: &str, text: &str, is_on: bool) -> RuleTrace {
    let file = TomlFile::new("r.toml", format!("[pack]\nid = 'p'\n[[rule]]\nid = 'r'\n{keys}\n{more}"));
    let rules = Arc::new(RuleSet::load(&[file], &TermSets::default()).expect("sound rules"));
    let on = |rule: &wordgate_rules::Rule| is_on.then_some(rule.severity);
    let policy = Policy {
        severities: rules.rules.iter().map(on).collect(),
        scopes: ScopeSet::checked_by_default(),
        language: None,
    };
    let file = SourceFile::from_text(text.to_owned()).unwrap();
    let document = Document { file: &file, format: Format::Markdown, path: "a.md" };
    let allowed = Pattern::parse("direct access code", PatternContext::Rule, wordgate_rules::Case::Any).unwrap();
    let rule = rules.index_of("p/r").unwrap();
    let active = vec![is_on; rules.rules.len()];
    Linter::new(rules, &active, &[allowed]).trace(&mut Extractor::new(), document, &policy, rule)
}

fn outcomes(keys: &str, more: &str, text: &str) -> Vec<String> {
    let shown = |outcome: &Outcome| match outcome {
        Outcome::Skipped(reason) => reason.to_string(),
        Outcome::Scope { scope, by_rule } => format!("{scope} {}", if *by_rule { "rule" } else { "default" }),
        other => format!("{other:?}"),
    };
    trace(keys, more, text, true).matches.iter().map(|found| shown(&found.outcome)).collect()
}

#[test]
fn each_match_has_its_outcome() {
    let access = "patterns = ['direct access']\n";
    let with = |keys: &str| format!("{access}{keys}");
    let rule = |keys: &str| format!("[[rule]]\nid = 'q'\n{keys}");
    let cases = [
        (with(""), String::new(), "It has direct access.", "Reported"),
        (with("unless_before = ['no']"), String::new(), "No direct access.", "guarded by `unless_before`: \"No\""),
        (
            with("unless_after = ['road']"),
            String::new(),
            "A direct access road.",
            "guarded by `unless_after`: \"road\"",
        ),
        (with("skip_when = ['negated']"), String::new(), "It has no direct access.", "negated by \"no\""),
        (with(""), String::new(), "The direct access code.", "inside a phrase that the configuration allows"),
        (
            with(""),
            rule("patterns = ['very direct access']"),
            "Very direct access.",
            "overlaps a stronger match of p/q",
        ),
        (
            with(""),
            rule("kind = 'allow'\npatterns = ['the direct access road']"),
            "The direct access road.",
            "inside a phrase that p/q allows",
        ),
        (
            with(""),
            String::new(),
            "<!-- wordgate-allow p/r: a name -->\nIt has direct access.",
            "allowed in the document: a name",
        ),
        (with("scopes = ['-quote']"), String::new(), "> It has direct access.", "quote rule"),
        (with("scopes = ['heading']"), String::new(), "It has direct access.", "paragraph rule"),
        (with(""), String::new(), "```\ndirect access\n```", "code default"),
        (with("kind = 'prefer'\nprefer = 'direct access'"), String::new(), "It has direct access.", "Preferred"),
        (with("kind = 'allow'"), String::new(), "It has direct access.", "Protects"),
        (
            with("kind = 'allow'\nskip_when = ['negated']"),
            String::new(),
            "It has no direct access.",
            "negated by \"no\"",
        ),
        (
            with("kind = 'require'\nrequires = ['key']\nwithin = 'sentence'"),
            String::new(),
            "It has direct access with a key.",
            "the required wording is nearby",
        ),
        (with("paths = ['docs/**']"), String::new(), "It has direct access.", "Reported"),
    ];
    for (keys, more, text, expected) in &cases {
        assert_eq!(outcomes(keys, more, text), [*expected], "{keys} on {text}");
    }
}

#[test]
fn a_rule_that_is_off_is_traced_as_if_it_were_on() {
    let off = trace("patterns = ['direct access']\npaths = ['docs/**']", "", "Direct access.", false);
    assert_eq!(off.inactive, [Inactive::Off, Inactive::Path]);
    assert_eq!(off.matches[0].outcome, Outcome::Reported);
}

#[test]
fn a_pattern_without_a_match_shows_how_far_it_got() {
    let keys = "patterns = ['direct access', 'direct entry', 'red & blue']\nwithin_words = 2";
    let trace = trace(keys, "", "Some text.\n\nA `x` direct *ex*cess, a direct entry.\n\nRed, but never blue.", true);
    assert_eq!(trace.patterns.iter().map(|pattern| pattern.matches).collect::<Vec<_>>(), [0, 1, 0]);
    let part = &trace.patterns[0].parts[0];
    assert_eq!(
        (part.matched.as_str(), part.found.as_str(), part.needs.join("|").as_str()),
        ("direct", "excess", "access")
    );
    assert!(trace.patterns[1].parts.is_empty());
    assert!(trace.patterns[2].parts.iter().all(|part| part.is_complete));
}

#[test]
fn a_match_in_unchecked_text_does_not_hide_how_far_the_pattern_got_elsewhere() {
    let found = trace("patterns = ['direct access']", "", "`direct access`, direct entry", true);
    assert_eq!((found.matches.len(), found.patterns[0].parts.len()), (1, 1));
}
