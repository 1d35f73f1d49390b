//! The rule set checks itself: what `wordgate test` reports.
//!
//! Rules are data that people write under pressure, so each carries examples, and what can be checked by machine is
//! checked here, by the linter that judges documents: the examples are in the state they claim, rewordings break no other
//! rule, no two rules of a pack say the same, no pattern is dead weight, and each rule says why and by whom.
//!
//! One linter with all rules serves every check; which rules are on is a matter of each lint's policy.

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

/// Checks the rules for which `tested` (by index) holds, against all rules of the set, as of a day. The problems come by
/// rule.
pub fn check(rules: &RuleSet, as_of: Date, tested: impl Fn(usize) -> bool) -> Vec<Problem> {
    let mut bench = ExampleRunner::new(rules);
    let mut suggestions = Suggestions::new(rules, as_of);
    let mut problems = Vec::new();
    for (at, rule) in rules.rules.iter().enumerate().filter(|(at, _)| tested(*at)) {
        let seen = bench.own(at);
        problems.extend(examples::check(rule, &seen));
        problems.extend(suggestions.check(rule, &seen, &mut bench));
        problems.extend(competition::check(at, &mut bench));
        problems.extend(patterns::check(rule, &seen));
        problems.extend(record::check(rule, rules, as_of));
    }
    problems
}
