//! Every pattern earns its place: in some example it finds words that no other pattern of the rule covers. So an author
//! who mends one pattern sees which sentences depend on it.

use super::problem::Problem;
use super::runner::ExampleResult;
use crate::finding::Reason;
use crate::lint::Lint;
use wordgate_rules::{Rule, RuleKind};
use wordgate_text::source::Span;

pub(super) fn check(rule: &Rule, seen: &ExampleResult) -> Vec<Problem> {
    // That a name is in full shows in silence.
    let silent: &[Lint] = if matches!(rule.kind, RuleKind::FirstUse { .. }) { &seen.no_match } else { &[] };
    let lints = seen.matching.iter().chain(&seen.fixed).chain(silent);
    let examples: Vec<Vec<ExampleMatch>> = lints.map(|lint| matches(rule, lint)).collect();
    // Without examples there is nothing to tell patterns apart by; that they are missing is reported elsewhere.
    let has_examples = examples.iter().any(|matches| !matches.is_empty());
    let mut problems = Vec::new();
    for (at, pattern) in rule.patterns().iter().enumerate().filter(|_| has_examples) {
        let is_used = examples.iter().flatten().any(|found| found.pattern == at);
        let found = match is_used {
            false => "no example uses this pattern",
            true if examples.iter().any(|matches| finds_more(at, matches)) => continue,
            true => "in every example another pattern of the rule finds the same words or more",
        };
        problems.push(Problem::failure(rule, "patterns", &pattern.source, found));
    }
    problems
}

/// What a pattern of the rule finds in an example.
struct ExampleMatch {
    pattern: usize,
    span: Span,
}

/// The matches of a rule in an example, those that lose to another reading of the rule and all mentions included.
fn matches(rule: &Rule, lint: &Lint) -> Vec<ExampleMatch> {
    let is_mention = matches!(rule.kind, RuleKind::FirstUse { .. });
    let counts = |reason: &Reason| is_mention || matches!(reason, Reason::Lost(winner) if *winner == rule.id);
    let lost = lint.skipped.iter().filter(|skipped| skipped.rule == rule.id && counts(&skipped.reason));
    let lost = lost.map(|skipped| ExampleMatch { pattern: skipped.pattern, span: skipped.span });
    let found = lint.findings.iter().filter(|finding| finding.rule == rule.id);
    found.map(|finding| ExampleMatch { pattern: finding.pattern, span: finding.span }).chain(lost).collect()
}

/// Whether a pattern finds words that no match of another pattern covers.
fn finds_more(pattern: usize, matches: &[ExampleMatch]) -> bool {
    let covers = |other: &ExampleMatch, span: Span| {
        other.pattern != pattern && other.span.start <= span.start && span.end <= other.span.end
    };
    let own = matches.iter().filter(|found| found.pattern == pattern);
    own.map(|found| found.span).any(|span| !matches.iter().any(|other| covers(other, span)))
}
