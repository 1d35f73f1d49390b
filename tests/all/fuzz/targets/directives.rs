//! Inline directives: they only remove findings, each removed finding is listed with its reason, findings about
//! directives have a place, the gate changes nothing, and a directive without a reason allows nothing.

use super::documents::Document;
use crate::fixture::{self, Fixture, PATH};
use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::LazyLock;
use wordgate_core::Checker;
use wordgate_core::extract::Extractor;
use wordgate_core::finding::{Applicability, Finding};
use wordgate_core::fix::{Fixer, PLACEHOLDER};
use wordgate_core::lint::{Lint, Linter};
use wordgate_text::source::Span;

/// Rules that share no words and no pack, so that no match overlaps another. The seeds use the same ids.
const RULES: &[&str] = &[
    "[pack]\nid = 'house'\n[[rule]]\nid = 'direct'\npatterns = ['direct access']\n[[rule]]\nid = 'tea'\npatterns = ['tea']\n",
    "[pack]\nid = 'a'\n[[rule]]\nid = 'x'\npatterns = ['so', 'whitelist~']\n",
];

struct Checkers {
    gated: Checker,
    open: Checker,
    /// A checker that ignores directives.
    ignoring: Checker,
}

static ALL: LazyLock<Checkers> = LazyLock::new(|| {
    let fixture = Fixture::new(RULES);
    let (gated, open) = (fixture.checker(), fixture.checker().without_gate());
    Checkers { gated, open, ignoring: fixture.checker_of(Linter::without_directives) }
});

thread_local! {
    static EXTRACTOR: RefCell<Extractor> = RefCell::new(Extractor::new());
}

pub fn run(data: &[u8]) {
    let Some(document) = Document::of(data) else { return };
    let Some(file) = document.file() else { return };
    EXTRACTOR.with_borrow_mut(|extractor| {
        let mut lint = |checker: &Checker| fixture::check(checker, extractor, &file, document.format);
        let (gated, open, ignoring) = (lint(&ALL.gated), lint(&ALL.open), lint(&ALL.ignoring));
        assert_eq!(format!("{:?}", gated.findings), format!("{:?}", open.findings), "the gate changes what is found");
        assert_eq!(format!("{:?}", gated.skipped), format!("{:?}", open.skipped), "the gate changes what is skipped");
        let (kept, all) = (found(&gated), found(&ignoring));
        assert!(kept.is_subset(&all), "directives add findings: {:?}", kept.difference(&all));
        let allowed = gated.skipped.iter().filter_map(|skipped| Some((skipped, skipped.excepted.as_ref()?)));
        let listed: HashSet<Found> =
            allowed.map(|(skipped, known)| (&*skipped.rule, skipped.span, &*known.fingerprint)).collect();
        for gone in all.difference(&kept) {
            assert!(listed.contains(gone), "{gone:?} is removed and not listed");
        }
        for finding in &gated.findings {
            assert!(file.text().get(finding.span.range()).is_some_and(|place| !place.is_empty()));
        }
        if let Some(finding) = gated.findings.iter().find(|finding| !finding.rule.starts_with("wordgate/")) {
            check_placeholder(extractor, &document, &gated, finding);
        }
    });
}

/// Checks that inserting a directive without a reason adds one finding and allows nothing.
fn check_placeholder(extractor: &mut Extractor, document: &Document, lint: &Lint, finding: &Finding) {
    let (checker, applies) = (&ALL.gated, Applicability::Safe);
    let fixer = Fixer { checker, path: PATH, format: document.format, least_safe: applies, linked: None };
    let file = document.file().expect("it was decoded before");
    let Some(directive) = fixer.directive(extractor, &file, &finding.fingerprint) else { return };
    let (before, after) = file.text().split_at(directive.at as usize);
    let text = [before, &directive.with_reason(PLACEHOLDER), after].concat();
    let bytes = Document { bytes: text.as_bytes(), ..*document };
    let file = bytes.file().expect("it is text");
    let with = fixture::check(checker, extractor, &file, document.format);
    assert_eq!(with.findings.len(), lint.findings.len() + 1, "it allows something, or is not reported, in {text:?}");
}

/// A match: its rule, span and fingerprint.
type Found<'l> = (&'l str, Span, &'l str);

/// Returns the findings of the rules above.
fn found(lint: &Lint) -> HashSet<Found<'_>> {
    let findings = lint.findings.iter().filter(|finding| !finding.rule.starts_with("wordgate/"));
    findings.map(|finding| (&*finding.rule, finding.span, &*finding.fingerprint)).collect()
}
