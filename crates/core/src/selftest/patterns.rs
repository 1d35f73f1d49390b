//! Checks that every pattern is needed: in some example, it must match words that no other pattern of the rule covers.
//! So an author who changes a pattern sees which sentences depend on it.

use super::problem::Problem;
use super::runner::ExampleResult;
use crate::finding::Reason;
use crate::lint::Lint;
use wordgate_rules::{Rule, RuleKind};
use wordgate_text::source::Span;

pub(super) fn check(rule: &Rule, result: &ExampleResult) -> Vec<Problem> {
    // In a `first-use` rule, a pattern may match only correct mentions. These are in the examples without findings.
    let no_match: &[Lint] = if matches!(rule.kind, RuleKind::FirstUse { .. }) { &result.no_match } else { &[] };
    let lints = result.matching.iter().chain(&result.fixed).chain(no_match);
    let examples: Vec<Vec<ExampleMatch>> = lints.map(|lint| matches(rule, lint)).collect();
    // `record` reports missing examples, so we do not report them again for each pattern.
    let has_examples = examples.iter().any(|matches| !matches.is_empty());
    let mut problems = Vec::new();
    for (at, pattern) in rule.patterns().iter().enumerate().filter(|_| has_examples) {
        let is_used = examples.iter().flatten().any(|found| found.pattern == at);
        let found = match is_used {
            false => "the pattern matches in no example",
            true if examples.iter().any(|matches| has_uncovered_match(at, matches)) => continue,
            true => "in every example, another pattern of the rule finds the same words or more",
        };
        problems.push(Problem::failure(rule, "patterns", &pattern.source, found));
    }
    problems
}

/// A match of a pattern of the rule in an example.
struct ExampleMatch {
    pattern: usize,
    span: Span,
}

/// Returns the matches of a rule in an example, including those that overlap a stronger match of the same rule. For
/// `first-use` rules, returns all mentions.
fn matches(rule: &Rule, lint: &Lint) -> Vec<ExampleMatch> {
    let is_mention = matches!(rule.kind, RuleKind::FirstUse { .. });
    let is_included =
        |reason: &Reason| is_mention || matches!(reason, Reason::Overlapped(winner) if *winner == rule.id);
    let skipped = lint.skipped.iter().filter(|skipped| skipped.rule == rule.id && is_included(&skipped.reason));
    let skipped = skipped.map(|skipped| ExampleMatch { pattern: skipped.pattern, span: skipped.span });
    let found = lint.findings.iter().filter(|finding| finding.rule == rule.id);
    found.map(|finding| ExampleMatch { pattern: finding.pattern, span: finding.span }).chain(skipped).collect()
}

/// Returns whether a pattern has a match that no match of another pattern covers.
fn has_uncovered_match(pattern: usize, matches: &[ExampleMatch]) -> bool {
    let covers = |other: &ExampleMatch, span: Span| {
        other.pattern != pattern && other.span.start <= span.start && span.end <= other.span.end
    };
    let own = matches.iter().filter(|found| found.pattern == pattern);
    own.map(|found| found.span).any(|span| !matches.iter().any(|other| covers(other, span)))
}
