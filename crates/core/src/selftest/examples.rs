//! Every example is in exactly the state it claims. Whether another rule of the pack would win the same words is not a
//! question of a rule's own examples.

use super::problem::Problem;
use super::runner::ExampleResult;
use crate::finding::{Applicability, Edit, Finding};
use crate::lint::Lint;
use wordgate_rules::Rule;

pub(super) fn check(rule: &Rule, seen: &ExampleResult) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (example, lint) in rule.examples.matching.iter().zip(&seen.matching) {
        if lint.findings.is_empty() {
            problems.push(Problem::failure(rule, "examples.match", example, silent(lint)));
        }
    }
    for (example, lint) in rule.examples.no_match.iter().zip(&seen.no_match) {
        if !lint.findings.is_empty() {
            problems.push(Problem::failure(rule, "examples.no_match", example, describe(&lint.findings)));
        }
    }
    for ([before, after], lint) in rule.examples.fixed.iter().zip(&seen.fixed) {
        let found = fixed(before, &lint.findings).unwrap_or_else(|| format!("no safe edit; {}", silent(lint)));
        if found != *after {
            problems.push(Problem::failure(rule, "examples.fixed", &format!("{before} => {after}"), found));
        }
    }
    problems
}

/// The text after the safe edits, when there are any.
fn fixed(before: &str, findings: &[Finding]) -> Option<String> {
    let safe = |finding: &Finding| finding.suggestions.iter().find(|s| s.applicability == Applicability::Safe).cloned();
    let edits: Vec<Edit> = findings.iter().filter_map(safe).flat_map(|suggestion| suggestion.edits).collect();
    (!edits.is_empty()).then(|| apply(before, edits))
}

/// The findings, or why there are none.
fn silent(lint: &Lint) -> String {
    match lint.skipped.first() {
        Some(skipped) if lint.findings.is_empty() => format!("no finding; “{}”: {}", skipped.text, skipped.reason),
        _ => describe(&lint.findings),
    }
}

/// What was found, for a person.
pub(super) fn describe(findings: &[Finding]) -> String {
    let shown: Vec<String> = findings.iter().map(|finding| format!("“{}” ({})", finding.text, finding.rule)).collect();
    if shown.is_empty() { "no finding".to_owned() } else { shown.join(", ") }
}

/// The text with the edits made; of edits that overlap the first counts.
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
    fn edits_are_made_in_order_and_once() {
        let edit = |start, end, text: &str| Edit { span: Span::new(start, end), new_text: text.into() };
        let edits = vec![edit(4, 7, "B"), edit(0, 3, "A"), edit(5, 7, "never")];
        assert_eq!(apply("one two three", edits), "A B three");
        assert_eq!(apply("one", Vec::new()), "one");
    }
}
