//! Compares the findings of the default rules in the documents of `test-corpus/` with the expected ones.
//!
//! Each document has a `<name>.expected` beside it, one finding a line.

use crate::{bless, documents, fixture};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;
use wordgate_core::extract::Extractor;

/// The folders whose documents contain their own expectations; other tests check them.
const SELF_DESCRIBING: &[&str] = &["contexts", "wording"];

/// Returns the folders of documents with expected findings.
fn folders() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(documents::folder()).unwrap().map(|entry| entry.unwrap().path());
    let is_wanted = |path: &PathBuf| !SELF_DESCRIBING.iter().any(|other| path.ends_with(other));
    entries.filter(|path| path.is_dir()).filter(is_wanted).collect()
}

#[test]
fn documents_give_the_expected_findings() {
    let checker = fixture::recommended();
    let mut extractor = Extractor::new();
    let documents = folders().iter().flat_map(|folder| documents::below(folder)).collect::<Vec<_>>();
    assert!(documents.len() > 80, "only {} documents", documents.len());
    let mut different = Vec::new();
    for document in documents {
        let lint = fixture::check(&checker, &mut extractor, &document.file, document.format);
        let mut shown = String::new();
        for finding in &lint.findings {
            let [start, end] = [finding.span.start, finding.span.end].map(|at| document.file.position(at));
            shown.push_str(&format!(
                "{}:{}-{}:{} {} [{}] {}\n",
                start.line, start.column, end.line, end.column, finding.rule, finding.scope, finding.text
            ));
        }
        different.extend(bless::compare(Path::new(&format!("{}.expected", document.name)), &shown).err());
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
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
