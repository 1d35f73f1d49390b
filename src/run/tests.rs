//! Tests runs over folders with a file that makes wordgate panic.

use super::{FixOptions, Options, Progress, Statistics, fix, run};
use crate::report::Report;
use crate::workers::Workers;
use std::fs;
use std::path::PathBuf;
use wordgate_core::extract::PANIC_TEXT;
use wordgate_core::finding::Applicability;
use wordgate_project::config::Overrides;
use wordgate_project::project::Project;
use wordgate_project::session::sample;
use wordgate_project::walk::{Walk, WalkOptions, walk};

fn crashing() -> (tempfile::TempDir, Project) {
    let root = sample::tree(&["d/x.md", "b.md", "c.md"]);
    fs::write(root.path().join("a.md"), "An x.\n").unwrap();
    fs::write(root.path().join("b.md"), format!("An x, and {PANIC_TEXT}.\n")).unwrap();
    fs::write(root.path().join("c.md"), "---\ntitle: x\n---\n\nAn x.\n").unwrap();
    let directory = root.path().canonicalize().unwrap();
    let project = sample::project(&directory, "packs = ['all']", &Overrides::default()).unwrap();
    (root, project)
}

fn walked(project: &Project) -> Walk {
    walk(project, &[PathBuf::from(".")], &WalkOptions::default()).unwrap()
}

fn failures(report: &Report) -> Vec<(&str, &str)> {
    report.errors.iter().map(|error| (&*error.path, &*error.message)).collect()
}

const FAILURES: [(&str, &str); 1] = [("b.md", "wordgate failed on this file; please report it")];

#[test]
fn a_crash_on_one_file_does_not_stop_the_check() {
    for (threads, no_gate) in [(1, false), (4, false), (4, true)] {
        let (_root, project) = crashing();
        let walk = walked(&project);
        let options = Options { no_gate, ..Options::default() };
        let report =
            run(walk, options, &Workers::new(threads), &Progress::new(0, false), &Statistics::default()).unwrap();
        assert_eq!(failures(&report), FAILURES);
        let mut found: Vec<&str> = report.findings.iter().map(|finding| &*finding.path).collect();
        found.dedup();
        assert_eq!((found, report.summary.files), (vec!["a.md", "c.md"], 3));
    }
}

#[test]
fn a_crash_on_one_file_does_not_change_it_or_stop_the_fixes() {
    let (root, project) = crashing();
    let before = fs::read(root.path().join("b.md")).unwrap();
    let walk = walked(&project);
    let options = FixOptions { threads: 2, applies: Applicability::Unsafe, returns_texts: false, fail_on: None };
    let fixes = fix(walk, options, &Progress::new(0, false)).unwrap();
    assert_eq!(failures(&fixes.report), FAILURES);
    assert_eq!(fixes.report.summary.files, 3);
    assert_eq!(fs::read(root.path().join("b.md")).unwrap(), before);
}
