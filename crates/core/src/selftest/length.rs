//! Checks that every pattern is short enough to read. A long list of alternatives belongs in a term set, where it can be
//! sorted, and used by other patterns.

use super::problem::{Level, Problem};
use std::collections::HashSet;
use wordgate_rules::{Pattern, Rule, RuleKind, RuleSet, pack_of};

/// The maximum length of a pattern in characters: one line of a rule file.
const MAX_CHARS: usize = 120;

/// A pattern in `[defaults]`: the pack, the key and the pattern.
pub(super) type DefaultPattern = (String, &'static str, String);

/// Returns the long patterns of a rule. Those in `[defaults]`, which rules share, are added to `reported` and returned
/// only once.
pub(super) fn check(rule: &Rule, rules: &RuleSet, reported: &mut HashSet<DefaultPattern>) -> Vec<Problem> {
    let lists = pattern_lists(rule);
    let patterns = lists.iter().flat_map(|(key, patterns)| patterns.iter().map(move |pattern| (*key, pattern)));
    let long = patterns.filter(|(_, pattern)| pattern.source.chars().count() > MAX_CHARS);
    let new = long.filter(|(key, pattern)| {
        let default = || (pack_of(&rule.id).to_owned(), *key, pattern.source.clone());
        !pattern.in_defaults || reported.insert(default())
    });
    new.map(|(key, pattern)| problem(rule, rules, key, pattern)).collect()
}

fn problem(rule: &Rule, rules: &RuleSet, key: &'static str, pattern: &Pattern) -> Problem {
    let length = pattern.source.chars().count();
    let pack = rules.packs.iter().find(|pack| pattern.in_defaults && pack.id == pack_of(&rule.id));
    let file = pack.map_or(&rule.file, |pack| &pack.file);
    let table = if pattern.in_defaults { " in `[defaults]`" } else { "" };
    Problem {
        rule: rule.id.clone(),
        level: Level::Warning,
        key,
        example: Some(pattern.source.clone()),
        found: format!(
            "{length} characters at {file}:{}{table}; write at most {MAX_CHARS}: move alternatives to a term set \
             (`[terms.name]`, used as `@name`), or split the pattern",
            pattern.line
        ),
    }
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
