//! The data for the findings section: findings grouped by rule, each with its number, sentence and suggestions.

use super::super::evidence::{Evidence, RuleRecord};
use super::super::excerpt::{Excerpt, ExcerptLine};
use super::super::located::LocatedFinding;
use super::super::model::Report;
use super::super::words::paragraphs;
use super::escape::truncate;
use super::tally::Counts;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use wordgate_project::uri::link_uri;
use wordgate_rules::{Severity, Source};

/// The number of rewordings shown; `wordgate explain` shows all.
const MAX_SUGGESTIONS: usize = 5;

/// A rule and its findings.
pub(super) struct RuleGroup<'r> {
    pub id: &'r str,
    pub rule: Option<RuleView<'r>>,
    /// The number of its first finding on the page.
    first: usize,
    pub counts: Counts,
    findings: Vec<&'r LocatedFinding>,
}

impl<'r> RuleGroup<'r> {
    /// Groups the findings of a report by rule. Rules with errors come first, then those with warnings.
    pub fn all(report: &'r Report, evidence: &'r Evidence) -> Vec<RuleGroup<'r>> {
        let mut by_rule: BTreeMap<&str, Vec<&LocatedFinding>> = BTreeMap::new();
        for finding in &report.findings {
            by_rule.entry(&finding.rule).or_default().push(finding);
        }
        let mut groups: Vec<RuleGroup> =
            by_rule.into_iter().map(|(id, findings)| RuleGroup::new(id, findings, evidence)).collect();
        groups.sort_by_key(|group| Reverse((group.counts.errors > 0, group.counts.warnings > 0)));
        let mut next = 1;
        for group in &mut groups {
            group.first = next;
            next += group.findings.len();
        }
        groups
    }

    fn new(id: &'r str, findings: Vec<&'r LocatedFinding>, evidence: &'r Evidence) -> RuleGroup<'r> {
        let mut counts = Counts::default();
        findings.iter().for_each(|finding| counts.add(finding.severity));
        let rule = evidence.rule_index(id).map(|at| RuleView { number: at + 1, record: &evidence.rules[at] });
        RuleGroup { id, rule, first: 0, counts, findings }
    }

    pub fn title(&self) -> &str {
        self.rule.as_ref().map_or(self.id, |rule| rule.record.info.shown_title())
    }

    /// Returns the findings one at a time, because a page may have very many.
    pub fn findings(&self) -> impl Iterator<Item = FindingView<'r>> {
        (self.first..).zip(&self.findings).map(|(number, finding)| FindingView { number, finding })
    }
}

/// A chosen rule with its number on the page.
pub(super) struct RuleView<'r> {
    /// The 1-based number of the rule in the rules section.
    pub number: usize,
    pub record: &'r RuleRecord,
}

impl<'r> RuleView<'r> {
    pub fn all(evidence: &'r Evidence) -> impl Iterator<Item = RuleView<'r>> {
        evidence.rules.iter().enumerate().map(|(at, record)| RuleView { number: at + 1, record })
    }

    /// Returns the paragraphs of the rationale.
    pub fn reason(&self) -> impl Iterator<Item = String> {
        paragraphs(&self.record.info.rationale)
    }
}

/// Returns the address of a source; `None` if the page must not link to it.
pub(super) fn source_link(source: &Source) -> Option<String> {
    link_uri(source.url.as_deref()?)
}

/// A finding with its number on the page.
pub(super) struct FindingView<'r> {
    pub number: usize,
    pub finding: &'r LocatedFinding,
}

impl<'r> FindingView<'r> {
    pub fn message(&self) -> Cow<'r, str> {
        truncate(&self.finding.message)
    }

    /// Returns the first rewordings. An empty one means to remove the words.
    pub fn suggestions(&self) -> impl Iterator<Item = Cow<'r, str>> {
        self.finding.suggestions.iter().take(MAX_SUGGESTIONS).map(|suggestion| truncate(&suggestion.text))
    }

    /// Returns the number of rewordings that are not shown.
    pub fn more_suggestions(&self) -> usize {
        self.finding.suggestions.len().saturating_sub(MAX_SUGGESTIONS)
    }

    /// Returns the source lines of the finding, with their numbers.
    pub fn source(&self) -> impl Iterator<Item = SourceLine<'r>> {
        let excerpt = self.finding.excerpt.as_ref();
        let first = excerpt.map_or(0, |excerpt: &Excerpt| excerpt.first_line);
        (first..)
            .zip(excerpt.into_iter().flat_map(|excerpt| &excerpt.lines))
            .map(|(number, line)| SourceLine { number, line })
    }
}

/// A line of source with its number.
pub(super) struct SourceLine<'r> {
    pub number: u32,
    pub line: &'r ExcerptLine,
}

/// A part of a line that is either matched or not.
pub(super) struct LineRun<'r> {
    pub text: &'r str,
    pub is_marked: bool,
}

impl<'r> SourceLine<'r> {
    /// Splits the line into matched and other parts.
    pub fn runs(&self) -> Vec<LineRun<'r>> {
        let ExcerptLine { text, marks, .. } = self.line;
        let mut runs = Vec::with_capacity(2 * marks.len() + 1);
        let mut at = 0;
        for mark in marks {
            runs.push(LineRun { text: &text[at..mark.start], is_marked: false });
            runs.push(LineRun { text: &text[mark.clone()], is_marked: true });
            at = mark.end;
        }
        runs.push(LineRun { text: &text[at..], is_marked: false });
        runs.retain(|run| !run.text.is_empty());
        runs
    }
}

/// Returns the name of a severity for readers.
pub(super) fn severity_name(severity: &Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Info => "Info",
    }
}
