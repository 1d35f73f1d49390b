//! Chooses the edits that one round of a fix applies together: for each finding the first suggestion that may be
//! applied. Chosen edits do not overlap.

use crate::finding::{Applicability, Edit, Finding};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use wordgate_text::source::Span;

/// The edits that fix one finding, or several findings with equal edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// The indices of the findings that it fixes.
    pub findings: Vec<usize>,
    /// The edits, in order; never empty.
    pub edits: Vec<Edit>,
    /// The text that replaces the match, as a reader sees it: without escapes.
    pub text: String,
}

/// Identifies a change by its edits: their spans and new texts.
pub(super) type ChangeKey = Vec<(Span, String)>;

impl Change {
    pub fn key(&self) -> ChangeKey {
        self.edits.iter().map(|edit| (edit.span, edit.new_text.clone())).collect()
    }

    /// Returns the span from the start of the first edit to the end of the last.
    pub fn span(&self) -> Span {
        let start = self.edits.first().map_or(0, |edit| edit.span.start);
        Span { start, end: self.edits.last().map_or(start, |edit| edit.span.end) }
    }
}

/// Returns changes for these findings, in text order, without those in `rejected`. If two changes overlap or touch,
/// only the one for the more severe finding is chosen; if both are equally severe, the earlier one, then the one whose
/// rule id sorts first. The next round can apply the other one.
pub(super) fn choose(findings: &[Finding], least_safe: Applicability, rejected: &HashSet<ChangeKey>) -> Vec<Change> {
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by(|a, b| {
        let key = |at: usize| (Reverse(findings[at].severity), findings[at].span, &findings[at].rule);
        key(*a).cmp(&key(*b))
    });
    let mut taken: BTreeMap<Span, Change> = BTreeMap::new();
    for index in order {
        let Some(chosen) = change_for(&findings[index], index, least_safe) else { continue };
        if rejected.contains(&chosen.key()) {
            continue;
        }
        let span = chosen.span();
        if let Some(same) = taken.get_mut(&span).filter(|other| other.edits == chosen.edits) {
            same.findings.push(index);
            continue;
        }
        let before = taken.range(..=span).next_back();
        let after = taken.range(span..).next();
        let is_free = before.is_none_or(|(other, _)| other.end < span.start)
            && after.is_none_or(|(other, _)| span.end < other.start);
        if is_free {
            taken.insert(span, chosen);
        }
    }
    taken.into_values().collect()
}

/// Returns the change for the first suggestion of a finding that has edits and is not less safe than `least_safe`.
fn change_for(finding: &Finding, index: usize, least_safe: Applicability) -> Option<Change> {
    let may_apply =
        |applicability: Applicability| applicability <= least_safe && applicability != Applicability::Manual;
    let suggestion = finding.suggestions.iter().find(|s| may_apply(s.applicability) && !s.edits.is_empty())?;
    let is_ordered = suggestion.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
    let chosen = Change { findings: vec![index], edits: suggestion.edits.clone(), text: suggestion.text.clone() };
    is_ordered.then_some(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Severity, Suggestion};
    use wordgate_text::prose::Scope;

    fn finding(rule: &str, severity: Severity, span: (usize, usize), suggestions: &[(&str, Applicability)]) -> Finding {
        let span = Span::new(span.0, span.1);
        let suggestion = |(text, applicability): &(&str, Applicability)| Suggestion {
            text: (*text).to_owned(),
            applicability: *applicability,
            edits: vec![Edit { span, new_text: (*text).to_owned() }],
        };
        Finding {
            rule: rule.into(),
            pattern: 0,
            severity,
            message: String::new(),
            text: String::new(),
            scope: Scope::Paragraph,
            span,
            spans: vec![span],
            suggestions: suggestions.iter().map(suggestion).collect(),
            fingerprint: String::new(),
            content: Default::default(),
            sentence: Default::default(),
            quote: Default::default(),
            url: None,
            owner: None,
            language: Default::default(),
            place: None,
        }
    }

    fn chosen(findings: &[Finding], least_safe: Applicability) -> Vec<(u32, String, usize)> {
        let chosen = choose(findings, least_safe, &HashSet::new());
        chosen.into_iter().map(|c| (c.span().start, c.edits[0].new_text.clone(), c.findings.len())).collect()
    }

    #[test]
    fn chooses_the_first_applicable_suggestion() {
        use Applicability::{Manual, Safe, Unsafe};
        let all = [
            finding("p/a", Severity::Error, (0, 2), &[("m", Manual), ("u", Unsafe), ("s", Safe)]),
            finding("p/b", Severity::Error, (10, 12), &[("u", Unsafe)]),
            finding("p/c", Severity::Error, (20, 22), &[("m", Manual)]),
        ];
        assert_eq!(chosen(&all, Safe), [(0, "s".to_owned(), 1)]);
        assert_eq!(chosen(&all, Unsafe), [(0, "u".to_owned(), 1), (10, "u".to_owned(), 1)]);
        assert_eq!(chosen(&all, Manual), [(0, "u".to_owned(), 1), (10, "u".to_owned(), 1)]);
    }

    #[test]
    fn chooses_the_more_severe_of_overlapping_edits_and_equal_edits_once() {
        let safe = |text| [(text, Applicability::Safe)];
        let all = [
            finding("p/b", Severity::Warning, (0, 5), &safe("first")),
            finding("q/a", Severity::Error, (4, 8), &safe("severe")),
            finding("p/c", Severity::Info, (8, 9), &safe("touches")),
            finding("p/z", Severity::Info, (20, 25), &safe("same")),
            finding("q/z", Severity::Info, (20, 25), &safe("same")),
            finding("q/y", Severity::Info, (22, 30), &safe("late")),
            finding("q/y", Severity::Info, (40, 45), &safe("by id")),
            finding("p/y", Severity::Info, (40, 45), &safe("id first")),
        ];
        let expected = [(4, "severe".to_owned(), 1), (20, "same".to_owned(), 2), (40, "id first".to_owned(), 1)];
        assert_eq!(chosen(&all, Applicability::Safe), expected);
    }
}
