//! Checks that every pattern is short enough to read. A long list of alternatives belongs in a term set, where it can be
//! sorted, and used by other patterns.

use super::problem::{Level, Problem};
use wordgate_rules::{Pattern, Rule, RuleKind};

/// The maximum length of a pattern in characters: one line of a rule file.
const MAX_CHARS: usize = 120;

pub(super) fn check(rule: &Rule) -> Vec<Problem> {
    let lists = pattern_lists(rule);
    let patterns = lists.iter().flat_map(|(key, patterns)| patterns.iter().map(move |pattern| (*key, pattern)));
    patterns.filter_map(|(key, pattern)| problem(rule, key, pattern)).collect()
}

fn problem(rule: &Rule, key: &'static str, pattern: &Pattern) -> Option<Problem> {
    let length = pattern.source.chars().count();
    (length > MAX_CHARS).then(|| Problem {
        rule: rule.id.clone(),
        level: Level::Warning,
        key,
        example: Some(pattern.source.clone()),
        found: format!(
            "{length} characters at {}:{}; write at most {MAX_CHARS}: move alternatives to a term set \
             (`[terms.name]`, used as `@name`), or split the pattern",
            rule.file, pattern.line
        ),
    })
}

/// Returns the patterns of a rule with the keys that they are written under.
fn pattern_lists(rule: &Rule) -> Vec<(&'static str, &[Pattern])> {
    let guards = &rule.guards;
    let of_kind = match &rule.kind {
        RuleKind::Require { patterns, .. } => ("requires", patterns.as_slice()),
        RuleKind::FirstUse { patterns, .. } => ("full", patterns.as_slice()),
        RuleKind::Forbid | RuleKind::Prefer(_) | RuleKind::Allow => ("requires", &[][..]),
    };
    let single = [
        ("patterns", rule.patterns()),
        of_kind,
        ("unless_before", &guards.before),
        ("unless_after", &guards.after),
        ("unless_subject", &guards.subject),
        ("unless_under", &guards.under),
    ];
    let near = guards.near.iter().map(|near| ("unless_near", near.patterns.as_slice()));
    let topics = guards.topics.iter().map(|near| ("when_near", near.patterns.as_slice()));
    single.into_iter().chain(near).chain(topics).collect()
}
