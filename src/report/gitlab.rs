//! GitLab's Code Quality report: the subset of the Code Climate format that merge requests show.
//!
//! GitLab compares the reports of two branches by fingerprint, and merges findings with equal fingerprints. So each
//! fingerprint must be unique.

use super::advice::advice;
use super::json::write_document;
use super::located::LocatedFinding;
use super::model::{INPUT_ERROR, Report};
use super::view::View;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{self, Write};
use wordgate_rules::Severity;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Value,
}

pub(super) fn write(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut seen = HashMap::new();
    let errors = report.errors.iter().map(|error| Issue {
        description: error.message.clone(),
        check_name: INPUT_ERROR,
        fingerprint: fingerprint(INPUT_ERROR, &error.path, &error.message),
        severity: "critical",
        location: json!({ "path": error.path, "lines": { "begin": 1 } }),
    });
    let warnings = report.warnings.iter().map(|warning| Issue {
        description: warning.message.clone(),
        check_name: warning.kind.id(),
        fingerprint: fingerprint(warning.kind.id(), &warning.path, &warning.message),
        severity: "minor",
        location: json!({ "path": warning.path, "lines": { "begin": warning.line } }),
    });
    let mut issues: Vec<Issue> = errors.chain(warnings).chain(report.findings.iter().map(issue)).collect();
    for issue in &mut issues {
        let count: &mut u32 = seen.entry(issue.fingerprint.clone()).or_default();
        if *count > 0 {
            issue.fingerprint += &format!("-{count}");
        }
        *count += 1;
    }
    write_document(&issues, out)
}

/// Returns a fingerprint for an error or warning, because only findings have their own.
fn fingerprint(code: &str, path: &str, message: &str) -> String {
    blake3::hash(format!("{code}\0{path}\0{message}").as_bytes()).to_hex()[..32].to_owned()
}

fn issue(finding: &LocatedFinding) -> Issue<'_> {
    let [begin, end] = [finding.start, finding.end].map(|at| json!({ "line": at.line, "column": at.column }));
    Issue {
        description: advice(finding),
        check_name: &finding.rule,
        fingerprint: finding.fingerprint.clone(),
        severity: match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Info => "info",
        },
        location: json!({ "path": finding.path, "positions": { "begin": begin, "end": end } }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{sample, tests};
    use std::collections::BTreeSet;

    #[test]
    fn no_two_issues_share_a_fingerprint() {
        let mut report = sample::report();
        report.errors.push(report.errors[0].clone());
        let json: serde_json::Value = serde_json::from_str(&tests::written(&report, "gitlab")).expect("JSON");
        let issues = json.as_array().expect("an array");
        let prints: BTreeSet<&str> = issues.iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
        assert_eq!((issues.len(), prints.len()), (7, 7));
    }
}
