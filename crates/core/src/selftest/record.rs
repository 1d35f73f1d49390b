//! Checks that each rule has a rationale, an owner, sources and examples, and adds a note if a rule has ended or ends
//! soon. A missing key is a failure in a built-in rule and a warning in any other rule.

use super::problem::{Level, Problem};
use jiff::civil::Date;
use wordgate_rules::{Rule, RuleSet};

/// A rule gets a note if it ends within this number of days, so that its owner has about a month to replace it.
const SOON_DAYS: i32 = 30;

pub(super) fn check(rule: &Rule, rules: &RuleSet, as_of: Date) -> Vec<Problem> {
    let builtin = rules.packs.iter().any(|pack| pack.builtin && pack.id == rule.pack());
    let keys = [
        ("rationale", rule.rationale.is_empty()),
        ("owner", rule.owner.is_empty()),
        ("sources", rule.sources.is_empty()),
        ("examples.match", rule.examples.matching.is_empty()),
        ("examples.no_match", rule.examples.no_match.is_empty()),
    ];
    let missing: Vec<String> =
        keys.into_iter().filter(|(_, is_missing)| *is_missing).map(|(key, _)| format!("no {key}")).collect();
    let level = if builtin { Level::Failure } else { Level::Warning };
    let problem = |level, key, found| Problem { rule: rule.id.clone(), level, key, example: None, found };
    let incomplete = (!missing.is_empty()).then(|| problem(level, "record", missing.join(", ")));
    let end = end(rule, rules, as_of).map(|found| problem(Level::Note, "valid_until", found));
    incomplete.into_iter().chain(end).collect()
}

/// Returns the note for a rule that has ended or ends soon.
fn end(rule: &Rule, rules: &RuleSet, as_of: Date) -> Option<String> {
    let last = rule.validity.last_day?;
    let days = as_of.until(last).map_or(i32::MAX, |span| span.get_days());
    let successor = rule.superseded_by.as_deref().and_then(|id| Some((id, rules.index_of(id)?)));
    let replacement = match successor {
        Some((id, at)) => format!("{id} replaces it: {}", rules.rules[at].title),
        None => "no other rule replaces it (if one does, set `superseded_by`)".to_owned(),
    };
    match days {
        ..=-1 => Some(format!("the rule ended on {last}; {replacement}")),
        0 => Some(format!("the rule ends today, on {last}; {replacement}")),
        1 => Some(format!("the rule ends on {last}, in 1 day; {replacement}")),
        2..=SOON_DAYS => Some(format!("the rule ends on {last}, in {days} days; {replacement}")),
        _ => None,
    }
}
