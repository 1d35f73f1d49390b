//! Inline directives: they only ever take findings away, each of those is told with its reason, what is wrong with them
//! has a place, and the gate changes nothing about it.

use super::bench::{Bench, rules};
use super::documents::Document;
use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::LazyLock;
use wordgate::extract::Extractor;
use wordgate::lint::{Lint, Linter};
use wordgate::prose::ScopeSet;
use wordgate::source::Span;

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
        let mut lint = |linter: &Linter| linter.lint(extractor, &file, document.format, "a.md", &ALL.bench.policy);
        let (heeding, open, ignoring) = (lint(&ALL.heeding), lint(&ALL.open), lint(&ALL.ignoring));
        assert_eq!(format!("{:?}", heeding.findings), format!("{:?}", open.findings), "the gate changes what is found");
        assert_eq!(format!("{:?}", heeding.skipped), format!("{:?}", open.skipped), "the gate changes what is skipped");
        let (kept, all) = (places(&heeding), places(&ignoring));
        assert!(kept.is_subset(&all), "directives add findings: {:?}", kept.difference(&all));
        let told: HashSet<(&str, Span)> =
            heeding.skipped.iter().map(|skipped| (&*skipped.rule, skipped.span)).collect();
        for gone in all.difference(&kept) {
            assert!(told.contains(gone), "{gone:?} goes in silence");
        }
        for finding in &heeding.findings {
            assert!(file.text().get(finding.span.range()).is_some_and(|place| !place.is_empty()));
        }
    });
}

/// What is found of the rules above.
fn places(lint: &Lint) -> HashSet<(&str, Span)> {
    let findings = lint.findings.iter().filter(|finding| !finding.rule.starts_with("wordgate/"));
    findings.map(|finding| (&*finding.rule, finding.span)).collect()
}
