//! Fixing any document adds no finding, changes nothing outside of the edits, and a second run changes nothing.

mod document;
pub mod links;
mod program;

use crate::effort::config;
use document::{Document, Guard, documents};
use proptest::prelude::*;
use std::collections::HashMap;
use std::sync::LazyLock;
use wordgate_core::Checker;
use wordgate_core::extract::{Extractor, Format, open};
use wordgate_core::finding::{Applicability, Finding};
use wordgate_core::fix::{Fixed, Fixer};
use wordgate_core::lint;
use wordgate_text::source::SourceFile;

/// Suggestions that need escaping in some contexts.
const REWORDINGS: &[&str] = &[
    "coffee",
    "so-called \"coffee\"",
    "coffee that's 'fine'",
    "R&D &amp; coffee",
    "a | b",
    "*coffee* and _milk_",
    "`coffee` [x](y)",
    "2 < 3 > 1",
    "- coffee: yes # no",
    "# coffee",
    "1. coffee",
    "{{coffee}} \\\\ {{% x %}}",
    "foo",
    "big red house",
    "a whitelist",
    "",
    "see https://example.com/coffee",
    "naïve 咖啡 ☕",
];

/// Returns five packs of rules whose suggestions overlap or undo each other. `----` separates packs.
fn rules(rewording: &str) -> String {
    format!(
        "[pack]\nid = 'lists'\n\
         [[rule]]\nid = 'w'\npatterns = ['white-list~']\nsuggest = ['{{~allowlist}}']\nfix = 'safe'\n\
         [[rule]]\nid = 'u'\nseverity = 'warning'\npatterns = ['master/slave']\nsuggest = ['primary/replica']\nfix = 'unsafe'\n\
         ----[pack]\nid = 'drinks'\n\
         [[rule]]\nid = 't'\npatterns = ['tea']\nsuggest = ['''{rewording}''']\nfix = 'safe'\n\
         [[rule]]\nid = 'v'\nseverity = 'info'\npatterns = ['very']\nsuggest = ['']\nfix = 'safe'\n\
         ----[pack]\nid = 'circle'\n\
         [[rule]]\nid = 'f'\npatterns = ['foo']\nsuggest = ['bar']\nfix = 'safe'\n\
         [[rule]]\nid = 'b'\npatterns = ['bar']\nsuggest = ['foo']\nfix = 'safe'\n\
         ----[pack]\nid = 'one'\n\
         [[rule]]\nid = 'r'\nseverity = 'warning'\npatterns = ['big red']\nsuggest = ['large red']\nfix = 'safe'\n\
         ----[pack]\nid = 'two'\n\
         [[rule]]\nid = 'r'\npatterns = ['red house']\nsuggest = ['red home']\nfix = 'safe'\n\
         [[rule]]\nid = 'n'\npatterns = ['allowlist more']\n"
    )
}

fn fix(checker: &Checker, format: Format, applies: Applicability, bytes: &[u8]) -> Fixed {
    let file = open(bytes.to_vec(), format).unwrap();
    Fixer { checker, path: "a.md", format, least_safe: applies, linked: None }.fix(&mut Extractor::new(), file, bytes)
}

fn findings(checker: &Checker, format: Format, bytes: &[u8]) -> Vec<Finding> {
    let file = open(bytes.to_vec(), format).unwrap();
    checker.check_document(&mut Extractor::new(), lint::Document { file: &file, format, path: "a.md" }).findings
}

static MADE: LazyLock<Vec<Checker>> = LazyLock::new(|| {
    let checker = |rewording: &&str| {
        let mut builder = Checker::builder().packs([""; 0]);
        for (index, text) in rules(rewording).split("----").enumerate() {
            builder = builder.rule_file(format!("{index}/r.toml"), text);
        }
        builder.build().expect("the rules of this test are sound")
    };
    REWORDINGS.iter().map(checker).collect()
});

static BUILTIN: LazyLock<Checker> =
    LazyLock::new(|| Checker::builder().packs(["all"]).build().expect("the built-in rules are sound"));

/// Counts the findings by rule and text.
fn counts(findings: &[Finding]) -> HashMap<(&str, &str), usize> {
    let mut counts = HashMap::new();
    for finding in findings {
        *counts.entry((&*finding.rule, finding.text.as_str())).or_default() += 1;
    }
    counts
}

/// Checks the properties of fixing. Returns the fixed bytes.
fn check_fix(checker: &Checker, document: &Document, applies: Applicability) -> Result<Vec<u8>, TestCaseError> {
    let bytes = document.bytes();
    let before = findings(checker, document.format, &bytes);
    let fixed = fix(checker, document.format, applies, &bytes);
    prop_assert!(!fixed.is_unfinished);
    let after_bytes = fixed.bytes.unwrap_or_else(|| bytes.clone());
    let shown = || format!("{:?}\n-> {:?}", String::from_utf8_lossy(&bytes), String::from_utf8_lossy(&after_bytes));

    let after = findings(checker, document.format, &after_bytes);
    prop_assert_eq!(&after, &fixed.lint.findings, "what is left is what a check finds: {}", shown());
    let allowed = counts(&before);
    for (key, count) in counts(&after) {
        prop_assert!(allowed.get(&key).is_some_and(|before| count <= *before), "{:?} is new: {}", key, shown());
    }
    prop_assert!(after.len() + fixed.applied <= before.len(), "{}", shown());

    let mut edited = open(bytes.clone(), document.format).unwrap().text().to_owned();
    for edit in fixed.edits.iter().rev() {
        edited.replace_range(edit.span.range(), &edit.new_text);
    }
    prop_assert_eq!(edited.as_str(), fixed.file.text(), "the edits do not give the fixed file: {}", shown());

    let again = fix(checker, document.format, applies, &after_bytes);
    prop_assert!(again.bytes.is_none() && again.applied == 0, "a second run changes more: {}", shown());

    let Some(slots) = document.slots_of(&after_bytes) else {
        return Err(TestCaseError::fail(format!("something outside of the edits changed: {}", shown())));
    };
    for (guard, slot) in &slots {
        prop_assert!(guard.holds(slot), "{:?} is broken by {:?}: {}", guard, slot, shown());
    }
    Ok(after_bytes)
}

fn applies() -> impl Strategy<Value = Applicability> {
    prop_oneof![Just(Applicability::Safe), Just(Applicability::Unsafe)]
}

proptest! {
    #![proptest_config(config(800, 800))]

    #[test]
    fn overlapping_rules_are_fixed_safely(
        document in documents(),
        rewording in 0..REWORDINGS.len(),
        applies in applies(),
    ) {
        let after = check_fix(&MADE[rewording], &document, applies)?;
        if document.format == Format::Markdown && applies == Applicability::Safe {
            let before = SourceFile::decode(document.bytes()).unwrap().into_text();
            let after = SourceFile::decode(after).unwrap().into_text();
            prop_assert_eq!(document::skeleton(&before), document::skeleton(&after), "{:?} -> {:?}", before, after);
        }
    }
}

proptest! {
    #![proptest_config(config(200, 200))]

    #[test]
    fn built_in_rules_are_fixed_safely(document in documents(), applies in applies()) {
        check_fix(&BUILTIN, &document, applies)?;
    }
}

#[test]
fn a_guard_detects_broken_markup() {
    assert!(Guard::Single.holds("it''s") && !Guard::Single.holds("it's"));
    assert!(
        Guard::Double.holds("a \\\" b \\\\") && !Guard::Double.holds("a \" b") && !Guard::Double.holds("a \\\\\" b")
    );
    assert!(Guard::Cell.holds("a \\| b") && !Guard::Cell.holds("a | b"));
    assert!(!Guard::Without('"').holds("\"") && Guard::Without('"').holds("'"));
}
