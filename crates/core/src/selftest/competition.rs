//! Checks that no two rules of a pack match the same words. Of two equal matches only one is reported: that of the more
//! severe rule, or of the rule whose id sorts first. A less severe rule may lose some of its matches, but not all.

use super::problem::Problem;
use super::runner::ExampleRunner;
use crate::finding::Reason;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use wordgate_rules::{Rule, Validity};
use wordgate_text::source::Span;

/// Lints a rule's examples with all rules of its pack. Reports each rival rule once, for the first example that shows
/// it.
pub(super) fn check(index: usize, runner: &mut ExampleRunner) -> Vec<Problem> {
    let rule = runner.rule(index).clone();
    let examples = &rule.examples;
    let before = examples.fixed.iter().map(|[before, _]| before);
    let lists = [("examples.match", &examples.matching), ("examples.no_match", &examples.no_match)];
    let listed = lists.into_iter().flat_map(|(key, list)| list.iter().map(move |example| (key, example)));
    let mut shown: BTreeMap<Arc<str>, Vec<(&'static str, &String)>> = BTreeMap::new();
    for (key, example) in listed.chain(before.map(|before| ("examples.fixed", before))) {
        for rival in rivals(&rule, example, index, runner) {
            shown.entry(rival).or_default().push((key, example));
        }
    }
    let hides = |rival: &Rule, shown: &[(&str, &String)]| match rival.severity.cmp(&rule.severity) {
        Ordering::Equal => true,
        Ordering::Less => false,
        Ordering::Greater => examples.matching.iter().all(|example| shown.iter().any(|(_, shown)| *shown == example)),
    };
    let hidden = shown.iter().filter(|(id, shown)| runner.by_id(id).is_some_and(|rival| hides(rival, shown)));
    let first = hidden.filter_map(|(id, shown)| shown.first().map(|&(key, example)| (id, key, example)));
    first.map(|(id, key, text)| Problem::failure(&rule, key, text, format!("{id} reports the same words"))).collect()
}

/// Returns the ids of other rules that match exactly the same words in an example. Ignores rules that never apply on
/// the same day as `rule`.
fn rivals(rule: &Rule, example: &str, index: usize, runner: &mut ExampleRunner) -> BTreeSet<Arc<str>> {
    let lint = runner.with_pack(index, example);
    let lost = lint.skipped.iter().filter(|skipped| matches!(skipped.reason, Reason::Overlapped(_)));
    let reported = lint.findings.iter().map(|finding| (&finding.rule, finding.span));
    let matches: Vec<(&Arc<str>, Span)> = reported.chain(lost.map(|skipped| (&skipped.rule, skipped.span))).collect();
    let own: BTreeSet<Span> = matches.iter().filter(|(id, _)| **id == rule.id).map(|(_, span)| *span).collect();
    let rivals = matches.iter().filter(|(id, span)| **id != rule.id && own.contains(span)).map(|(id, _)| (*id).clone());
    rivals.filter(|id| runner.by_id(id).is_some_and(|rival| overlap(rule.validity, rival.validity))).collect()
}

/// Returns whether two ranges of days have a day in common.
fn overlap(a: Validity, b: Validity) -> bool {
    let starts_before =
        |a: Validity, b: Validity| a.first_day.zip(b.last_day).is_none_or(|(first, last)| first <= last);
    starts_before(a, b) && starts_before(b, a)
}
