//! Fixing: it adds no finding, reports the findings that a check of the fixed file has, and a second run changes
//! nothing.

use super::documents::Document;
use crate::fixture::{self, Fixture, PATH};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;
use wordgate_core::Checker;
use wordgate_core::extract::Extractor;
use wordgate_core::finding::{Applicability, Finding};
use wordgate_core::fix::{Fixed, Fixer};

/// Short words, which a fuzzer finds easily, with suggestions that overlap or need escaping.
const RULES: &[&str] = &[
    "[pack]\nid = 'a'\n\
     [[rule]]\nid = 'w'\npatterns = ['an ex']\nsuggest = ['a why']\nfix = 'safe'\n\
     [[rule]]\nid = 'u'\npatterns = ['a/b']\nsuggest = ['c/d']\nfix = 'unsafe'\n\
     [[rule]]\nid = 'v'\nseverity = 'info'\npatterns = ['so']\nsuggest = ['']\nfix = 'safe'\n",
    "[pack]\nid = 'b'\n\
     [[rule]]\nid = 'f'\npatterns = ['foo']\nsuggest = ['bar']\nfix = 'safe'\n\
     [[rule]]\nid = 'b'\npatterns = ['bar']\nsuggest = ['foo']\nfix = 'safe'\n",
    "[pack]\nid = 'c'\n\
     [[rule]]\nid = 't'\npatterns = ['tea']\nsuggest = ['''*c* | \"d\" \\\\'s' `e` # <f> &amp;''']\nfix = 'safe'\n",
    "[pack]\nid = 'd'\n\
     [[rule]]\nid = 'o'\npatterns = ['to be']\nsuggest = ['to do']\nfix = 'safe'\n",
    "[pack]\nid = 'e'\n\
     [[rule]]\nid = 'o'\npatterns = ['be it']\nsuggest = ['be her']\nfix = 'safe'\n",
];

static CHECKER: LazyLock<Checker> = LazyLock::new(|| Fixture::new(RULES).checker());

thread_local! {
    static EXTRACTOR: RefCell<Extractor> = RefCell::new(Extractor::new());
}

pub fn run(data: &[u8]) {
    let Some(document) = Document::of(data) else { return };
    if document.file().is_none() {
        return;
    }
    EXTRACTOR.with_borrow_mut(|extractor| check_fix(extractor, &document));
}

fn check_fix(extractor: &mut Extractor, document: &Document) {
    let before = findings(extractor, document);
    let fixed = fix(extractor, document);
    let bytes = fixed.bytes.unwrap_or_else(|| document.bytes.to_vec());
    let text = String::from_utf8_lossy(&bytes);
    let after = findings(extractor, &Document { bytes: &bytes, ..*document });
    assert_eq!(after, fixed.lint.findings, "the remaining findings are not those of a check of {text:?}");
    let allowed = counts(&before);
    for (key, count) in counts(&after) {
        assert!(allowed.get(&key).is_some_and(|before| count <= *before), "{key:?} is new in {text:?}");
    }
    if !fixed.is_unfinished {
        let again = fix(extractor, &Document { bytes: &bytes, ..*document });
        assert!(again.bytes.is_none() && again.applied == 0, "a second run changes {text:?} again");
    }
}

fn fix(extractor: &mut Extractor, document: &Document) -> Fixed {
    let applies = if document.is_second_way { Applicability::Unsafe } else { Applicability::Safe };
    let fixer = Fixer { checker: &CHECKER, path: PATH, format: document.format, least_safe: applies, linked: None };
    fixer.fix(extractor, document.file().expect("it was decoded before"), document.bytes)
}

fn findings(extractor: &mut Extractor, document: &Document) -> Vec<Finding> {
    let file = document.file().expect("fixing keeps the encoding");
    fixture::check(&CHECKER, extractor, &file, document.format).findings
}

/// Counts the findings by rule and text.
fn counts(findings: &[Finding]) -> HashMap<(&str, &str), usize> {
    let mut counts = HashMap::new();
    for finding in findings {
        *counts.entry((&*finding.rule, finding.text.as_str())).or_default() += 1;
    }
    counts
}
