//! GitLab's Code Quality report: the subset of the Code Climate format that merge requests show.
//!
//! GitLab compares the reports of two branches by fingerprint, and merges findings with equal fingerprints. So each
//! fingerprint must be unique.

use super::advice::advice;
use super::json_list::JsonList;
use super::model::{Entry, INPUT_ERROR, Report};
use super::view::View;
use serde::Serialize;
use serde_json::json;
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};
use wordgate_rules::Severity;

#[derive(Serialize)]
struct Issue<'a> {
    description: Cow<'a, str>,
    check_name: &'a str,
    fingerprint: Cow<'a, str>,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<Lines>,
    #[serde(skip_serializing_if = "Option::is_none")]
    positions: Option<Positions>,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

#[derive(Serialize)]
struct Positions {
    begin: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
}

pub(super) fn write(report: &Report, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let entries = report.entries().into_iter().map(|entry| (entry, fingerprint(&entry))).collect::<Vec<_>>();
    let mut seen: HashMap<&str, u32> = HashMap::new();
    let mut issues = Vec::with_capacity(entries.len());
    for (entry, fingerprint) in &entries {
        let earlier = seen.entry(fingerprint).or_default();
        issues.push((*entry, fingerprint, *earlier));
        *earlier += 1;
    }
    JsonList::new(&json!([]), None)?.write(&issues, issue, &view.workers, out)
}

/// Returns the fingerprint of an entry. Errors and warnings do not have their own.
fn fingerprint<'r>(entry: &Entry<'r>) -> Cow<'r, str> {
    let of = |code, path, message| {
        blake3::hash(format!("{code}\0{path}\0{message}").as_bytes()).to_hex()[..32].to_owned().into()
    };
    match *entry {
        Entry::Error(error) => of(INPUT_ERROR, &error.path, &error.message),
        Entry::Warning(warning) => of(warning.kind.id(), &warning.path, &warning.message),
        Entry::Finding(finding) => (&*finding.fingerprint).into(),
    }
}

/// Returns the issue for an entry with this fingerprint, which `earlier` other entries before it have too.
fn issue<'i>((entry, fingerprint, earlier): &'i (Entry<'i>, &'i Cow<'i, str>, u32)) -> Issue<'i> {
    let fingerprint = match earlier {
        0 => Cow::Borrowed(&***fingerprint),
        earlier => format!("{fingerprint}-{earlier}").into(),
    };
    match *entry {
        Entry::Error(error) => Issue {
            description: (&*error.message).into(),
            check_name: INPUT_ERROR,
            fingerprint,
            severity: "critical",
            location: Location { path: &error.path, lines: Some(Lines { begin: 1 }), positions: None },
        },
        Entry::Warning(warning) => Issue {
            description: (&*warning.message).into(),
            check_name: warning.kind.id(),
            fingerprint,
            severity: "minor",
            location: Location { path: &warning.path, lines: Some(Lines { begin: warning.line }), positions: None },
        },
        Entry::Finding(finding) => {
            let positions = finding.range.map(|range| {
                let [begin, end] = [range.start, range.end].map(|at| Place { line: at.line, column: at.column });
                Positions { begin, end }
            });
            // GitLab requires a line.
            let lines = if positions.is_none() { Some(Lines { begin: 1 }) } else { None };
            Issue {
                description: advice(finding).into(),
                check_name: &finding.rule,
                fingerprint,
                severity: match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Info => "info",
                },
                location: Location { path: &finding.path, lines, positions },
            }
        }
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
