//! Inline directives: comments by which a writer lets a rule pass at one place, with the reason.
//!
//! A directive is a claim that the rule finds something there. So one that is not well formed allows nothing and is a
//! finding itself, and so is one that finds nothing: what is waived stays as visible as what is not.

mod permits;
mod reach;
mod reader;
mod syntax;

use super::document::Document;
use super::fingerprint::{Fingerprints, hash_of_words};
use super::quota::MOST_MATCHES;
use crate::extract::MARKER;
use crate::finding::Finding;
use crate::prose::{Scope, Words};
use crate::rule::{RuleSet, Severity, own};
use crate::source::Span;
use memchr::memmem;
use permits::Permits;
use reader::Reader;
use rustc_hash::FxHashMap;
use std::sync::Arc;
use syntax::{Malformed, Name};

/// Whether a document may hold directives: the word stands in it as it is.
pub(super) fn may_stand_in(text: &str) -> bool {
    memmem::find(text.as_bytes(), MARKER.as_bytes()).is_some()
}

/// The directives of a document.
#[derive(Default)]
pub(super) struct Directives<'t> {
    permits: FxHashMap<usize, Permits>,
    /// All permits, by number.
    granted: Vec<Granted<'t>>,
    malformed: Vec<Malformed>,
}

/// What one directive says of one rule.
struct Granted<'t> {
    rule: usize,
    name: Name<'t>,
    reason: Arc<str>,
    is_used: bool,
}

impl<'t> Directives<'t> {
    /// Reads the directives of a document. The pieces that may hold one are extracted, and those with the blocks that
    /// they speak for.
    pub fn read(document: &Document<'t>, text: &'t str, rules: &RuleSet) -> Directives<'t> {
        let mut reader = Reader::new(document, text, rules);
        let mut marks = memmem::find_iter(text.as_bytes(), MARKER.as_bytes()).peekable();
        for (at, piece) in document.pieces().iter().enumerate() {
            let mut is_marked = false;
            while marks.next_if(|mark| *mark < piece.range.end as usize).is_some() {
                is_marked = true;
            }
            if is_marked {
                document.outline(at).comments.iter().for_each(|comment| reader.comment(at, comment));
            }
        }
        reader.finish()
    }

    /// Why a match of a rule may stand where it does, in the words of the writer.
    pub fn allow(&mut self, rule: usize, found: Span) -> Option<&str> {
        let number = self.permits.get(&rule)?.of(found)?;
        let granted = &mut self.granted[number];
        granted.is_used = true;
        Some(&granted.reason)
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
