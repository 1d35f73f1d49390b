//! Checks a rule set for `wordgate test`.
//!
//! Each rule has examples, and the linter checks them as it checks documents. The modules verify that
//!
//! - each example matches or does not match as it claims (`examples`),
//! - suggestions do not break other rules (`suggestions`),
//! - no two rules of a pack report the same words (`competition`),
//! - every pattern is needed (`patterns`) and short (`length`),
//! - each rule has a rationale, an owner and sources (`record`).
//!
//! All checks share a linter with all rules. Each check uses a policy that switches on the rules it needs.

mod competition;
mod examples;
mod length;
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
use std::collections::HashSet;
use suggestions::Suggestions;
use wordgate_rules::RuleSet;

/// Checks the rules whose index `is_tested` accepts. The other rules of the set are used only to find conflicts.
/// `as_of` is the day on which rules count as ended. Returns the problems in the order of the rules.
pub fn check(rules: &RuleSet, as_of: Date, is_tested: impl Fn(usize) -> bool) -> Vec<Problem> {
    let mut runner = ExampleRunner::new(rules);
    let mut suggestions = Suggestions::new(rules, as_of);
    let (mut problems, mut long_defaults) = (Vec::new(), HashSet::new());
    for (at, rule) in rules.rules.iter().enumerate().filter(|(at, _)| is_tested(*at)) {
        let result = runner.run(at);
        problems.extend(examples::check(rule, &result));
        problems.extend(suggestions.check(rule, &result, &mut runner));
        problems.extend(competition::check(at, &mut runner));
        problems.extend(patterns::check(rule, &result));
        problems.extend(length::check(rule, rules, &mut long_defaults));
        problems.extend(record::check(rule, rules, as_of));
    }
    problems
}
