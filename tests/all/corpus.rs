//! Compares the findings in the documents of `test-corpus/` with the expected ones.
//!
//! Each document has a `<name>.expected` beside it, one finding a line. The rules are those of `rules.toml` in the same
//! folder, or the default ones and the rule on access to OpenAI models.

use crate::documents::Document;
use crate::fixture::Fixture;
use crate::{bless, documents, fixture};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;
use wordgate_core::Checker;
use wordgate_core::extract::Extractor;
use wordgate_core::lint;

/// The folders whose documents contain their own expectations; other tests check them.
const SELF_DESCRIBING: &[&str] = &["contexts", "wording"];

/// Returns the folders of documents with expected findings.
fn folders() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(documents::folder()).unwrap().map(|entry| entry.unwrap().path());
    let is_wanted = |path: &PathBuf| !SELF_DESCRIBING.iter().any(|other| path.ends_with(other));
    entries.filter(|path| path.is_dir()).filter(is_wanted).collect()
}

/// Returns a checker with the rules for the documents of a folder.
fn checker(folder: &Path) -> Checker {
    match std::fs::read_to_string(folder.join("rules.toml")) {
        Ok(rules) => Fixture::new(&[&rules]).checker(),
        Err(_) => fixture::recommended_and_access(),
    }
}

#[test]
fn documents_give_the_expected_findings() {
    let mut extractor = Extractor::new();
    let (mut count, mut different) = (0, Vec::new());
    for folder in folders() {
        let checker = checker(&folder);
        for document in documents::below(&folder) {
            count += 1;
            different.extend(difference(&checker, &mut extractor, &document).err());
        }
    }
    assert!(count > 80, "only {count} documents");
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// Compares the findings in a document with the expected ones.
fn difference(checker: &Checker, extractor: &mut Extractor, document: &Document) -> Result<(), String> {
    let Document { file, format, name } = document;
    // The name of a catalogue may name its language.
    let path = name.rsplit('/').next().unwrap_or(name);
    let lint = checker.check_document(extractor, lint::Document { file, format: *format, path });
    let mut shown = String::new();
    for finding in &lint.findings {
        let [start, end] = [finding.span.start, finding.span.end].map(|at| document.file.position(at));
        shown.push_str(&format!(
            "{}:{}-{}:{} {} [{}] {}\n",
            start.line, start.column, end.line, end.column, finding.rule, finding.scope, finding.text
        ));
    }
    bless::compare(Path::new(&format!("{}.expected", document.name)), &shown)
}

#[test]
fn every_expected_file_has_a_document() {
    for folder in folders() {
        for entry in WalkDir::new(folder).into_iter().map(Result::unwrap) {
            let document = entry.path().with_extension("");
            let is_expectation = entry.path().extension().is_some_and(|extension| extension == "expected");
            assert!(!is_expectation || document.is_file(), "{} has no document", entry.path().display());
        }
    }
}
