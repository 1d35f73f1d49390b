//! Decides whether a directive allows a match, and reports unused and malformed directives.

use super::allowed_ranges::AllowedRanges;
use super::syntax::{Malformed, NamedRule};
use crate::finding::{Finding, Fingerprints};
use crate::lint::match_limit::MAX_MATCHES;
use rustc_hash::FxHashMap;
use std::sync::Arc;
use wordgate_rules::{Severity, directive_rules};
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// The directives of a document.
#[derive(Default)]
pub(in crate::lint) struct Directives<'t> {
    /// The ranges where each rule may match, by the index of the rule.
    pub(super) allowed: FxHashMap<usize, AllowedRanges>,
    /// All grants. An [`AllowedRange`](super::allowed_ranges::AllowedRange) refers to its grant by index.
    pub(super) grants: Vec<Grant<'t>>,
    pub(super) malformed: Vec<Malformed>,
}

/// The permission that one directive gives to one of its rules.
pub(super) struct Grant<'t> {
    pub rule: usize,
    pub name: NamedRule<'t>,
    pub reason: Arc<str>,
    pub is_used: bool,
}

impl Directives<'_> {
    /// Returns the reason in the directive that allows a match of a rule, or `None` if no directive allows it. Marks
    /// the grant as used.
    pub fn allow(&mut self, rule: usize, found: Span) -> Option<Arc<str>> {
        let index = self.allowed.get(&rule)?.grant_of(found)?;
        let grant = &mut self.grants[index];
        grant.is_used = true;
        Some(grant.reason.clone())
    }

    /// Returns the findings about unused and malformed directives and, if there are more than [`MAX_MATCHES`], the
    /// position of the first omitted one. `severity` returns the severity of a rule in [`directive_rules`], or `None`
    /// if it is off. `is_active` takes the index of a rule and returns whether the rule checks this document.
    pub fn findings(
        self,
        text: &str,
        fingerprints: &mut Fingerprints,
        severity: impl Fn(&str) -> Option<Severity>,
        is_active: impl Fn(usize) -> bool,
    ) -> (Vec<Finding>, Option<Span>) {
        let mut findings = Vec::new();
        let mut report = |rule: &str, span: Span, message: String| {
            let Some(severity) = severity(rule) else { return };
            let fingerprint = fingerprints.of_directive(rule, &text[span.range()]);
            let place = (Scope::Comment, span, text);
            findings.push(Finding::of_program(rule, severity, message, place, fingerprint));
        };
        let mut all: Vec<(&str, Span, String)> = Vec::new();
        for grant in self.grants.iter().filter(|grant| !grant.is_used && is_active(grant.rule)) {
            let message = format!("{} finds nothing here: remove it from the directive", grant.name.id);
            all.push((directive_rules::UNUSED_DIRECTIVE, grant.name.span, message));
        }
        all.extend(
            self.malformed.into_iter().map(|wrong| (directive_rules::MALFORMED_DIRECTIVE, wrong.span, wrong.message)),
        );
        all.sort_by_key(|(_, span, _)| *span);
        let first_omitted = all.get(MAX_MATCHES).map(|(_, span, _)| *span);
        all.truncate(MAX_MATCHES);
        all.into_iter().for_each(|(rule, span, message)| report(rule, span, message));
        (findings, first_omitted)
    }
}
