//! The built-in rules pass every check of `wordgate test`, as of a fixed date, except for patterns that are too long.

use wordgate_core::selftest::{self, Level, Problem};

/// The number of built-in patterns that are longer than one line of a rule file. It must not grow.
const MAX_LONG_PATTERNS: usize = 462;

#[test]
fn the_built_in_rules_pass_their_own_checks() {
    let rules = wordgate_packs::rules();
    let examples: usize = rules.rules.iter().map(|rule| rule.examples.matching.len()).sum();
    assert!(examples > 100, "only {examples} examples");
    let problems =
        selftest::check(&rules, jiff::civil::date(2026, 11, 22), |rule| !rules.rules[rule].is_directive_rule());
    let is_long = |problem: &Problem| problem.found.contains(" characters at ");
    let (long, others): (Vec<Problem>, Vec<Problem>) = problems.into_iter().partition(is_long);
    assert!(long.len() <= MAX_LONG_PATTERNS, "{} long patterns", long.len());
    let failures: Vec<String> = others
        .into_iter()
        .filter(|problem| problem.level > Level::Note)
        .map(|problem| format!("{}: {}: {:?}: {}", problem.rule, problem.key, problem.example, problem.found))
        .collect();
    assert!(failures.is_empty(), "{} problems:\n{}", failures.len(), failures.join("\n"));
}
