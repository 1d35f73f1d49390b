//! The checks of `wordgate test` on a rule set.
//!
//! Each rule has examples, and the same linter that checks documents checks them. It verifies that
//!
//! - each example matches or does not match as it claims (`examples`),
//! - suggestions do not break other rules (`suggestions`),
//! - no two rules of a pack report the same words (`competition`),
//! - every pattern is needed (`patterns`),
//! - each rule has a rationale, an owner and sources (`record`).
//!
//! All checks share one linter with all rules; a policy for each check says which rules are on.

mod competition;
mod examples;
mod patterns;
mod problem;
mod record;
mod runner;
mod suggestions;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
pub use problem::{Level, Problem};
use runner::ExampleRunner;
use suggestions::Suggestions;
use wordgate_rules::RuleSet;

/// Checks the rules whose index `is_tested` accepts against all rules of the set, as of a day. The problems are ordered
/// by rule.
pub fn check(rules: &RuleSet, as_of: Date, is_tested: impl Fn(usize) -> bool) -> Vec<Problem> {
    let mut runner = ExampleRunner::new(rules);
    let mut suggestions = Suggestions::new(rules, as_of);
    let mut problems = Vec::new();
    for (at, rule) in rules.rules.iter().enumerate().filter(|(at, _)| is_tested(*at)) {
        let result = runner.run(at);
        problems.extend(examples::check(rule, &result));
        problems.extend(suggestions.check(rule, &result, &mut runner));
        problems.extend(competition::check(at, &mut runner));
        problems.extend(patterns::check(rule, &result));
        problems.extend(record::check(rule, rules, as_of));
    }
    problems
}
