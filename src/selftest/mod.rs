//! The rule set checks itself: what `wordgate test` reports.
//!
//! Rules are data that people write under pressure, so each carries examples, and what can be checked by machine is
//! checked here, by the linter that judges documents: the examples are in the state they claim, rewordings break no other
//! rule, no two rules of a pack say the same, no pattern is dead weight, and each rule says why and by whom.
//!
//! One linter with all rules serves every check; which rules are on is a matter of each lint's policy.

mod bench;
mod competition;
mod examples;
mod patterns;
mod record;
mod suggestions;
#[cfg(test)]
mod tests;

use crate::rule::{Rule, RuleSet};
use bench::Bench;
use jiff::civil::Date;
use std::sync::Arc;
use suggestions::Suggestions;

/// Something about a rule that its author should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The full id of the rule.
    pub rule: Arc<str>,
    /// How grave it is.
    pub level: Level,
    /// The key of the rule that it is about; `record` where keys are missing.
    pub key: &'static str,
    /// The example, pattern or rewording that shows it.
    pub example: Option<String>,
    /// What was found instead of what should be.
    pub found: String,
}

/// How grave a problem is. Ordered: `Note < Warning < Failure`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Worth mending.
    Warning,
    /// To be mended.
    Failure,
}

impl Problem {
    fn failure(rule: &Rule, key: &'static str, example: &str, found: impl Into<String>) -> Problem {
        let (rule, example) = (rule.id.clone(), Some(example.to_owned()));
        Problem { rule, level: Level::Failure, key, example, found: found.into() }
    }
}

/// Checks the rules for which `tested` (by index) holds, against all rules of the set, as of a day. The problems come by
/// rule.
pub fn check(rules: &RuleSet, as_of: Date, tested: impl Fn(usize) -> bool) -> Vec<Problem> {
    let mut bench = Bench::new(rules);
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
