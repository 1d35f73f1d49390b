//! The built-in rules pass every check of `wordgate test --strict`, as of a fixed date, and name their sources.

use std::path::Path;
use walkdir::WalkDir;
use wordgate_core::selftest::{self, Level, Problem};
use wordgate_rules::{Confidence, Rule, RuleKind, Severity};

#[test]
fn the_built_in_rules_pass_their_own_checks() {
    let rules = wordgate_packs::rules();
    let examples: usize = rules.rules.iter().map(|rule| rule.examples.matching.len()).sum();
    assert!(examples > 1000, "only {examples} examples");
    let problems =
        selftest::check(&rules, jiff::civil::date(2026, 11, 22), |rule| !rules.rules[rule].is_directive_rule());
    let failures: Vec<String> = problems
        .into_iter()
        .filter(|problem: &Problem| problem.level > Level::Note)
        .map(|problem| format!("{}: {}: {:?}: {}", problem.rule, problem.key, problem.example, problem.found))
        .collect();
    assert!(failures.is_empty(), "{} problems:\n{}", failures.len(), failures.join("\n"));
}

/// A rule that is on by default, or that fails a build, has a primary source that a reader can look up.
#[test]
fn rules_that_matter_name_a_primary_source() {
    let rules = wordgate_packs::rules();
    let matters = |rule: &&Rule| {
        !rule.is_directive_rule()
            && !matches!(rule.kind, RuleKind::Allow)
            && (rule.recommended || rule.severity == Severity::Error)
    };
    let can_be_looked_up = |rule: &&Rule| {
        let mut sources = rule.sources.iter();
        sources.any(|source| source.confidence == Confidence::Primary && source.url.is_some() && source.as_of.is_some())
    };
    let without: Vec<&str> =
        rules.rules.iter().filter(matters).filter(|rule| !can_be_looked_up(rule)).map(|rule| &*rule.id).collect();
    assert!(without.is_empty(), "no primary source with its address and date: {}", without.join(", "));
}

/// A term is at most as long as a pattern may be, so that the shared sets are no place to hide a long one.
#[test]
fn no_term_is_longer_than_a_pattern_may_be() {
    let files = WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).into_iter().map(Result::unwrap);
    let mut terms = 0;
    let mut long = Vec::new();
    for file in files.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "toml")) {
        let content: toml::Table = toml::from_str(&std::fs::read_to_string(file.path()).unwrap()).unwrap();
        let sets = content.get("terms").and_then(toml::Value::as_table).into_iter().flatten();
        for (name, set) in sets {
            for term in set["terms"].as_array().unwrap().iter().filter_map(toml::Value::as_str) {
                terms += 1;
                if term.chars().count() > 120 {
                    long.push(format!("{}: {name}: {term}", file.path().display()));
                }
            }
        }
    }
    assert!(terms > 10_000, "only {terms} terms");
    assert!(long.is_empty(), "{}", long.join("\n"));
}
