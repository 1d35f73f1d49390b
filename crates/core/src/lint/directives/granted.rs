//! The directives of a document: what they allow, and what there is to say about themselves.

use super::allowed_ranges::AllowedRanges;
use super::syntax::{DirectiveRule, Malformed};
use crate::finding::{Finding, Fingerprints, hash_of_words};
use crate::lint::match_limit::MOST_MATCHES;
use rustc_hash::FxHashMap;
use std::sync::Arc;
use wordgate_rules::{Severity, own};
use wordgate_text::prose::{Scope, Words};
use wordgate_text::source::Span;

/// The directives of a document.
#[derive(Default)]
pub(in crate::lint) struct Directives<'t> {
    /// By rule, by index in its set.
    pub(super) permits: FxHashMap<usize, AllowedRanges>,
    /// All permits, by number.
    pub(super) granted: Vec<Granted<'t>>,
    pub(super) malformed: Vec<Malformed>,
}

/// What one directive says of one rule.
pub(super) struct Granted<'t> {
    pub rule: usize,
    pub name: DirectiveRule<'t>,
    pub reason: Arc<str>,
    pub is_used: bool,
}

impl Directives<'_> {
    /// Why a match of a rule may stand where it does, in the words of the writer.
    pub fn allow(&mut self, rule: usize, found: Span) -> Option<Arc<str>> {
        let number = self.permits.get(&rule)?.of(found)?;
        let granted = &mut self.granted[number];
        granted.is_used = true;
        Some(granted.reason.clone())
    }

    /// What is to be said about the directives themselves, and from where on it is too much. `severity` is that
    /// of a rule of [`own`], and `is_active` says whether a rule, by index, looks at this document.
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
            let marked = text[span.range()].to_owned();
            findings.push(Finding {
                rule: rule.into(),
                pattern: 0,
                severity,
                message,
                scope: Scope::Comment,
                span,
                spans: vec![span],
                suggestions: Vec::new(),
                fingerprint: fingerprints.of_directive(rule, &marked),
                sentence: hash_of_words(&[Words::new(&marked)]).unwrap_or_default(),
                quote: Default::default(),
                url: None,
                text: marked,
            });
        };
        let mut all: Vec<(&str, Span, String)> = Vec::new();
        for granted in self.granted.iter().filter(|granted| !granted.is_used && is_active(granted.rule)) {
            let message = format!("{} finds nothing here: take this out of the directive", granted.name.id);
            all.push((own::UNUSED_DIRECTIVE, granted.name.span, message));
        }
        all.extend(self.malformed.into_iter().map(|wrong| (own::MALFORMED_DIRECTIVE, wrong.span, wrong.message)));
        all.sort_by_key(|(_, span, _)| *span);
        let beyond = all.get(MOST_MATCHES).map(|(_, span, _)| *span);
        all.truncate(MOST_MATCHES);
        all.into_iter().for_each(|(rule, span, message)| report(rule, span, message));
        (findings, beyond)
    }
}
