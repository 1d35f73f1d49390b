//! Waivers and the baseline keep applying while other text changes, and no longer apply once the sentence is edited.

use crate::fixture::{Fixture, file};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::sync::{Arc, LazyLock};
use wordgate_core::extract::{Extractor, Format};
use wordgate_core::finding::Finding;
use wordgate_core::lint::{Document, Lint};
use wordgate_core::suppress::{Baseline, BaselineEntry, SuppressedBy, Suppressions, Waiver, WaiverTarget, Waivers};
use wordgate_rules::globs::{PathGlobs, glob_for_file, parse_glob};

const RULES: &str = "[pack]\nid = 't'\n[[rule]]\nid = 'access'\npatterns = ['direct access', 'open access']\n\
                     [[rule]]\nid = 'free'\npatterns = ['free']\nseverity = 'info'\n";
const PATH: &str = "docs/[a] b.md";
/// Paragraphs with findings. Some repeat a sentence, or differ from another only in markup or case.
const BAD: &[&str] = &[
    "We give direct access.",
    "We give **direct\naccess**.",
    "We give direct access. We give direct access.",
    "It is free, with open access!",
    "- Free access to `code` is open access to <b>models</b>.",
    "| Free | direct access |\n|---|---|\n| free | open access |",
    "# Free",
    "> Free, and free of [direct access](https://example.org/free) too",
];
const CLEAN: &[&str] =
    &["Nothing here.", "# A heading", "- one\n- two", "```\ndirect access\n```", "We do not give any."];

static FIXTURE: LazyLock<Fixture> = LazyLock::new(|| Fixture::new(&[RULES]));

fn document(parts: &[&str]) -> String {
    parts.iter().map(|part| format!("{part}\n\n")).collect()
}

fn lint(text: &str, suppressions: &Arc<Suppressions>) -> Lint {
    let checker = FIXTURE.checker_of(|linter| linter.with_suppressions(suppressions.clone()));
    let document = Document { file: &file(text), format: Format::Markdown, path: PATH };
    checker.check_document(&mut Extractor::new(), document)
}

fn baseline_of(findings: &[Finding]) -> Arc<Suppressions> {
    let entry = |finding: &Finding| BaselineEntry {
        path: PATH.into(),
        rule: finding.rule.to_string(),
        fingerprint: finding.fingerprint.clone(),
        text: finding.text.clone(),
        line: 0,
        gap: 0,
    };
    let baseline = Baseline::new("b.toml", findings.iter().map(entry).collect());
    Arc::new(Suppressions { baseline: Some(baseline), ..Suppressions::default() })
}

fn waivers_of(named: impl IntoIterator<Item = (Arc<str>, WaiverTarget)>) -> Arc<Suppressions> {
    let waiver = |(rule, named)| Waiver {
        rule,
        path: glob_for_file(PATH),
        document: Some(PATH.into()),
        is_inherited: false,
        target: named,
        reason: "r".into(),
        approver: "a".into(),
        ticket: None,
        granted: None,
        expires: None,
        file: "wordgate.toml".into(),
        line: 1,
    };
    let list: Vec<Waiver> = named.into_iter().map(waiver).collect();
    let globs = PathGlobs::new(list.iter().map(|waiver| parse_glob(&waiver.path).expect("a glob"))).expect("globs");
    let waivers = Waivers::new(list, globs, jiff::civil::date(2026, 11, 22));
    Arc::new(Suppressions { waivers, ..Suppressions::default() })
}

fn none() -> Arc<Suppressions> {
    Arc::default()
}

fn parts() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop_oneof![select(BAD), select(CLEAN)], 1..9)
}

proptest! {
    #[test]
    fn accepted_findings_stay_accepted_while_other_text_moves(
        parts in parts(),
        more in prop::collection::vec((any::<Index>(), select(CLEAN)), 0..5),
        fewer in prop::collection::vec(any::<Index>(), 0..4),
    ) {
        let found = lint(&document(&parts), &none()).findings;
        let by_print = |finding: &Finding| (finding.rule.clone(), WaiverTarget::Fingerprint(finding.fingerprint.clone()));
        for suppressions in [baseline_of(&found), waivers_of(found.iter().map(by_print))] {
            let mut parts = parts.clone();
            let clean = lint(&document(&parts), &suppressions);
            prop_assert_eq!(&clean.findings, &[]);
            prop_assert_eq!(clean.suppressed.accepted.iter().map(|a| &a.finding).collect::<Vec<_>>(), found.iter().collect::<Vec<_>>());
            for (at, part) in &more {
                parts.insert(at.index(parts.len() + 1), *part);
            }
            for at in &fewer {
                if parts.len() > 1 {
                    parts.remove(at.index(parts.len()));
                }
            }
            prop_assert_eq!(&lint(&document(&parts), &suppressions).findings, &[]);
        }
    }

    #[test]
    fn an_edit_of_the_sentence_ends_its_exception(before in parts(), bad in select(BAD), after in parts()) {
        let (before, after) = (document(&before), document(&after));
        let text = format!("{before}{bad}\n\n{after}");
        let found = lint(&text, &none()).findings;
        let inside = |finding: &&Finding| finding.span.range().start >= before.len()
            && finding.span.range().end <= before.len() + bad.len();
        let granted: Vec<Finding> = found.iter().filter(inside).cloned().collect();
        prop_assert!(!granted.is_empty());
        for finding in &granted {
            let by_print = (finding.rule.clone(), WaiverTarget::Fingerprint(finding.fingerprint.clone()));
            for suppressions in [baseline_of(std::slice::from_ref(finding)), waivers_of([by_print])] {
                let taken = lint(&text, &suppressions).suppressed.accepted;
                prop_assert_eq!(taken.iter().map(|a| &a.finding).collect::<Vec<_>>(), [finding]);
                // Insert a word right before the match.
                let mut edited = text.clone();
                edited.insert_str(finding.span.range().start, "really ");
                let count = lint(&edited, &none()).findings.len();
                let left = lint(&edited, &suppressions).findings.len();
                // A copy of the sentence elsewhere may take the place of the edited one.
                let twins = found.iter().filter(|twin| twin.sentence == finding.sentence).count();
                prop_assert!(left == count || twins > 1, "{left} of {count}");
            }
        }
    }
}

#[test]
fn a_waiver_by_text_applies_to_the_whole_sentence() {
    let text = "# Free\n\nToday, we give **direct\naccess** to `x`! We give direct access to `y`.\n";
    let waived = |words: &str| {
        let lint = lint(text, &waivers_of([("t/access".into(), WaiverTarget::Words(words.into()))]));
        assert!(lint.suppressed.accepted.iter().all(|accepted| accepted.by == SuppressedBy::Waiver(0)));
        assert_eq!(lint.findings.len() + lint.suppressed.accepted.len(), 3);
        lint.suppressed.accepted.len()
    };
    for same in [
        "Today, we give **direct\naccess** to `x`!",
        "today we give <em>direct access</em> to `z`",
        "TODAY WE GIVE DIRECT ACCESS TO `x`.",
    ] {
        assert_eq!(waived(same), 1, "{same}");
    }
    // A part of the sentence, more than it, other words, or a sentence of another rule.
    let others =
        ["direct access", "We give direct access", text, "Tomorrow, we give direct access to `x`", "Free", "x"];
    for other in others {
        assert_eq!(waived(other), 0, "{other}");
    }
    assert_eq!(waived("We give direct access to `y`"), 1);
}

#[test]
fn a_waiver_precedes_the_baseline_and_an_expired_one_suppresses_nothing() {
    let text = "We give direct access.\n";
    let found = lint(text, &none()).findings;
    let named = || [(found[0].rule.clone(), WaiverTarget::Fingerprint(found[0].fingerprint.clone()))];
    let take = |arc: Arc<Suppressions>| Arc::try_unwrap(arc).expect("not shared yet");
    let baseline = take(baseline_of(&found)).baseline;
    let both = Suppressions { baseline, ..take(waivers_of(named())) };
    let taken = lint(text, &Arc::new(both)).suppressed;
    assert_eq!((taken.accepted[0].by, taken.named.len()), (SuppressedBy::Waiver(0), 1));

    let mut list = take(waivers_of(named())).waivers.list().to_vec();
    let holds = |list: &[Waiver], day| {
        let globs = PathGlobs::new([parse_glob(&list[0].path).expect("a glob")]).expect("globs");
        let waivers = Waivers::new(list.to_vec(), globs, day);
        let lint = lint(text, &Arc::new(Suppressions { waivers, ..Suppressions::default() }));
        assert_eq!(lint.suppressed.named.len(), 1, "an ended waiver is known to name it");
        lint.findings.is_empty()
    };
    list[0].expires = Some(jiff::civil::date(2026, 11, 22));
    assert!(holds(&list, jiff::civil::date(2026, 11, 21)));
    assert!(holds(&list, jiff::civil::date(2026, 11, 22)), "the last day counts");
    assert!(!holds(&list, jiff::civil::date(2026, 11, 23)));
}
