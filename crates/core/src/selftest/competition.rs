//! No two rules of one pack report the same words: a reader gets one of two messages, and which is an accident of ids.

use super::problem::Problem;
use super::runner::ExampleRunner;
use crate::finding::Reason;
use std::collections::BTreeSet;
use std::sync::Arc;
use wordgate_rules::{Rule, Validity};
use wordgate_text::source::Span;

/// Tries a rule's examples under all rules of its pack. A pair of rules is reported once, at the first example.
pub(super) fn check(index: usize, bench: &mut ExampleRunner) -> Vec<Problem> {
    let rule = bench.rule(index).clone();
    let examples = &rule.examples;
    let before = examples.fixed.iter().map(|[before, _]| before);
    let lists = [("examples.match", &examples.matching), ("examples.no_match", &examples.no_match)];
    let listed = lists.into_iter().flat_map(|(key, list)| list.iter().map(move |example| (key, example)));
    let mut known: BTreeSet<Arc<str>> = BTreeSet::new();
    let mut problems = Vec::new();
    for (key, example) in listed.chain(before.map(|before| ("examples.fixed", before))) {
        for rival in rivals(&rule, example, index, bench) {
            let found = format!("{rival} reports the same words");
            if known.insert(rival) {
                problems.push(Problem::failure(&rule, key, example, found));
            }
        }
    }
    problems
}

/// The other rules that report exactly what the rule reports in an example, on some day on which both hold.
fn rivals(rule: &Rule, example: &str, index: usize, bench: &mut ExampleRunner) -> BTreeSet<Arc<str>> {
    let lint = bench.with_pack(index, example);
    let lost = lint.skipped.iter().filter(|skipped| matches!(skipped.reason, Reason::Lost(_)));
    let reported = lint.findings.iter().map(|finding| (&finding.rule, finding.span));
    let matches: Vec<(&Arc<str>, Span)> = reported.chain(lost.map(|skipped| (&skipped.rule, skipped.span))).collect();
    let own: BTreeSet<Span> = matches.iter().filter(|(id, _)| **id == rule.id).map(|(_, span)| *span).collect();
    let rivals = matches.iter().filter(|(id, span)| **id != rule.id && own.contains(span)).map(|(id, _)| (*id).clone());
    rivals.filter(|id| bench.by_id(id).is_some_and(|rival| meet(rule.validity, rival.validity))).collect()
}

/// Whether there is a day in both stretches.
fn meet(a: Validity, b: Validity) -> bool {
    let starts_before = |a: Validity, b: Validity| a.from.zip(b.until).is_none_or(|(from, until)| from < until);
    starts_before(a, b) && starts_before(b, a)
}
