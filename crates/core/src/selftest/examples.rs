//! Checks that the examples of a rule match, do not match or are fixed as the rule file claims. Only the rule itself
//! and the `allow` rules of its pack are on, so other rules do not interfere.

use super::problem::Problem;
use super::runner::ExampleResult;
use crate::finding::{Applicability, Edit, Finding};
use crate::lint::Lint;
use wordgate_rules::Rule;

pub(super) fn check(rule: &Rule, result: &ExampleResult) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (example, lint) in rule.examples.matching.iter().zip(&result.matching) {
        if lint.findings.is_empty() {
            problems.push(Problem::failure(rule, "examples.match", example, describe_lint(lint)));
        }
    }
    for (example, lint) in rule.examples.no_match.iter().zip(&result.no_match) {
        if !lint.findings.is_empty() {
            problems.push(Problem::failure(rule, "examples.no_match", example, describe(&lint.findings)));
        }
    }
    for ([before, after], lint) in rule.examples.fixed.iter().zip(&result.fixed) {
        let found = fixed(before, &lint.findings).unwrap_or_else(|| format!("no safe edit; {}", describe_lint(lint)));
        if found != *after {
            problems.push(Problem::failure(rule, "examples.fixed", &format!("{before} => {after}"), found));
        }
    }
    problems
}

/// Returns the text after the safe edits, or `None` if there are none.
fn fixed(before: &str, findings: &[Finding]) -> Option<String> {
    let safe = |finding: &Finding| finding.suggestions.iter().find(|s| s.applicability == Applicability::Safe).cloned();
    let edits: Vec<Edit> = findings.iter().filter_map(safe).flat_map(|suggestion| suggestion.edits).collect();
    (!edits.is_empty()).then(|| apply(before, edits))
}

/// Describes the findings or, if there are none, the reason why the first match was skipped.
fn describe_lint(lint: &Lint) -> String {
    match lint.skipped.first() {
        Some(skipped) if lint.findings.is_empty() => {
            format!("no finding; “{}” was skipped: {}", skipped.text, skipped.reason)
        }
        _ => describe(&lint.findings),
    }
}

/// Lists the matched texts and their rules.
pub(super) fn describe(findings: &[Finding]) -> String {
    let described: Vec<String> =
        findings.iter().map(|finding| format!("“{}” ({})", finding.text, finding.rule)).collect();
    if described.is_empty() { "no finding".to_owned() } else { described.join(", ") }
}

/// Applies edits. Of overlapping edits, only the first is applied.
fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        let range = edit.span.range();
        if range.start >= done {
            out.push_str(&text[done..range.start]);
            out.push_str(&edit.new_text);
            done = range.end;
        }
    }
    out.push_str(&text[done..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use wordgate_text::source::Span;

    #[test]
    fn applies_edits_in_order_without_overlaps() {
        let edit = |start, end, text: &str| Edit { span: Span::new(start, end), new_text: text.into() };
        let edits = vec![edit(4, 7, "B"), edit(0, 3, "A"), edit(5, 7, "never")];
        assert_eq!(apply("one two three", edits), "A B three");
        assert_eq!(apply("one", Vec::new()), "one");
    }
}
