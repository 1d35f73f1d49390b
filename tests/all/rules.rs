//! The built-in rules pass every check of `wordgate test --strict`, as of a fixed date, and name their sources.

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
