//! Inline directives: they only ever take findings away, each of those is told with its reason, what is wrong with them
//! has a place, the gate changes nothing about it, and one that waits for its reason allows nothing.

use super::bench::{Bench, rules};
use super::documents::Document;
use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::{Arc, LazyLock};
use wordgate_core::Checker;
use wordgate_core::extract::Extractor;
use wordgate_core::finding::{Applicability, Finding};
use wordgate_core::fix::{Fixer, PLACEHOLDER};
use wordgate_core::lint::{self, Lint, Linter};
use wordgate_text::prose::ScopeSet;
use wordgate_text::source::Span;

/// Rules that share no words and no pack, so that none wins over another. The ids are those of the seeds.
const RULES: &[&str] = &[
    "[pack]\nid = 'house'\n[[rule]]\nid = 'direct'\npatterns = ['direct access']\n[[rule]]\nid = 'tea'\npatterns = ['tea']\n",
    "[pack]\nid = 'a'\n[[rule]]\nid = 'x'\npatterns = ['so', 'whitelist~']\n",
];

struct Linters {
    bench: Bench,
    heeding: Linter,
    open: Linter,
    ignoring: Linter,
}

static ALL: LazyLock<Linters> = LazyLock::new(|| {
    let bench = Bench::new(rules(RULES), ScopeSet::checked_by_default(), |_| true);
    let linter = || bench.linter();
    Linters { heeding: linter(), open: linter().without_gate(), ignoring: linter().without_directives(), bench }
});

thread_local! {
    static EXTRACTOR: RefCell<Extractor> = RefCell::new(Extractor::new());
}

pub fn run(data: &[u8]) {
    let Some(document) = Document::of(data) else { return };
    let Some(file) = document.file() else { return };
    EXTRACTOR.with_borrow_mut(|extractor| {
        let mut lint = |linter: &Linter| {
            linter.check(
                extractor,
                lint::Document { file: &file, format: document.format, path: "a.md" },
                &ALL.bench.policy,
            )
        };
        let (heeding, open, ignoring) = (lint(&ALL.heeding), lint(&ALL.open), lint(&ALL.ignoring));
        assert_eq!(format!("{:?}", heeding.findings), format!("{:?}", open.findings), "the gate changes what is found");
        assert_eq!(format!("{:?}", heeding.skipped), format!("{:?}", open.skipped), "the gate changes what is skipped");
        let (kept, all) = (places(&heeding), places(&ignoring));
        assert!(kept.is_subset(&all), "directives add findings: {:?}", kept.difference(&all));
        let allowed = heeding.skipped.iter().filter_map(|skipped| Some((skipped, skipped.excepted.as_ref()?)));
        let told: HashSet<Place> =
            allowed.map(|(skipped, known)| (&*skipped.rule, skipped.span, &*known.fingerprint)).collect();
        for gone in all.difference(&kept) {
            assert!(told.contains(gone), "{gone:?} goes in silence");
        }
        for finding in &heeding.findings {
            assert!(file.text().get(finding.span.range()).is_some_and(|place| !place.is_empty()));
        }
        if let Some(finding) = heeding.findings.iter().find(|finding| !finding.rule.starts_with("wordgate/")) {
            allows_nothing_yet(extractor, &document, &heeding, finding);
        }
    });
}

/// Holds a directive that waits for its reason against the text without it.
fn allows_nothing_yet(extractor: &mut Extractor, document: &Document, lint: &Lint, finding: &Finding) {
    let (linter, policy, applies) = (&ALL.heeding, &ALL.bench.policy, Applicability::Safe);
    let checker = Checker::new(ALL.bench.linter(), Arc::new(policy.clone().into()));
    let fixer = Fixer { checker: &checker, path: "a.md", format: document.format, applies, linked: None };
    let file = document.file().expect("it was decoded before");
    let Some(directive) = fixer.directive(extractor, &file, &finding.fingerprint) else { return };
    let (before, behind) = file.text().split_at(directive.at as usize);
    let text = [before, &directive.with_reason(PLACEHOLDER), behind].concat();
    let bytes = Document { bytes: text.as_bytes(), ..*document };
    let file = bytes.file().expect("it is text");
    let with = linter.check(extractor, lint::Document { file: &file, format: document.format, path: "a.md" }, policy);
    assert_eq!(with.findings.len(), lint.findings.len() + 1, "it allows something, or is not reported, in {text:?}");
}

/// A match: its rule, where it is, and its fingerprint.
type Place<'l> = (&'l str, Span, &'l str);

/// What is found of the rules above.
fn places(lint: &Lint) -> HashSet<Place<'_>> {
    let findings = lint.findings.iter().filter(|finding| !finding.rule.starts_with("wordgate/"));
    findings.map(|finding| (&*finding.rule, finding.span, &*finding.fingerprint)).collect()
}
