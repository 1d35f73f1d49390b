//! The documents of `test-corpus/` and what the default rules find in them.
//!
//! Beside each document stands `<name>.expected`, one finding a line. After a change of behaviour, run the test with
//! `WORDGATE_BLESS=1` and read the difference before you commit it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wordgate_core::extract::{Extractor, Format};
use wordgate_core::lint::{Document, Linter, Policy};
use wordgate_rules::RuleKind;
use wordgate_text::prose::ScopeSet;
use wordgate_text::source::SourceFile;

/// The folders that hold no documents with expected findings.
const OTHER_FOLDERS: &[&str] = &["contexts", "wording"];

fn documents() -> Vec<(PathBuf, Format)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("test-corpus");
    let mut documents = Vec::new();
    for folder in fs::read_dir(root).unwrap().map(|entry| entry.unwrap()) {
        if !folder.path().is_dir() || OTHER_FOLDERS.iter().any(|other| folder.file_name() == *other) {
            continue;
        }
        for entry in fs::read_dir(folder.path()).unwrap() {
            let path = entry.unwrap().path();
            let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
            documents.extend(Format::from_extension(&extension).map(|format| (path, format)));
        }
    }
    documents.sort_by(|a, b| a.0.cmp(&b.0));
    documents
}

#[test]
fn documents_give_the_expected_findings() {
    let rules = Arc::new(wordgate_packs::rules());
    let day = jiff::civil::date(2026, 11, 22);
    let on =
        |rule: &wordgate_rules::Rule| (rule.recommended || rule.kind == RuleKind::Allow) && rule.validity.holds_on(day);
    let active: Vec<bool> = rules.rules.iter().map(on).collect();
    let severities = rules.rules.iter().map(|rule| on(rule).then_some(rule.severity)).collect();
    let policy = Policy { severities, scopes: ScopeSet::checked_by_default() };
    let linter = Linter::new(rules, &active, &[]);
    let mut extractor = Extractor::new();
    let bless = std::env::var_os("WORDGATE_BLESS").is_some();
    let mut different = Vec::new();
    for (path, format) in documents() {
        let file = SourceFile::decode(fs::read(&path).unwrap()).unwrap();
        let lint = linter.check(&mut extractor, Document { file: &file, format, path: "document" }, &policy);
        let mut shown = String::new();
        for finding in &lint.findings {
            let (start, end) = (file.position(finding.span.start), file.position(finding.span.end));
            shown.push_str(&format!(
                "{}:{}-{}:{} {} [{}] {}\n",
                start.line, start.column, end.line, end.column, finding.rule, finding.scope, finding.text
            ));
        }
        let expected_path = PathBuf::from(format!("{}.expected", path.display()));
        if bless {
            fs::write(&expected_path, &shown).unwrap();
        }
        let expected = fs::read_to_string(&expected_path).unwrap_or_default().replace("\r\n", "\n");
        if expected != shown {
            different.push(format!("{}\n--- expected\n{expected}--- found\n{shown}", path.display()));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}
