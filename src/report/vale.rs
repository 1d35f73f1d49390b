//! The JSON of Vale, another prose linter, so that the editor plugins made for it show wordgate's findings.
//!
//! An alert has one line and a span of characters in it, first and last. A finding that goes on over more lines is
//! shown up to the end of its first one, and has no action then, because a plugin would replace that part alone.
//! Warnings of the run are left out: some plugins take whatever comes for alerts of the document on the screen.

use super::advice::advice;
use super::by_file::by_file;
use super::json::write_document;
use super::located::LocatedFinding;
use super::model::{INPUT_ERROR, Report};
use super::rule_info::RuleInfo;
use super::view::View;
use crate::rule::Severity;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Alert<'a> {
    action: Action<'a>,
    span: [u32; 2],
    check: &'a str,
    description: &'a str,
    link: &'a str,
    message: String,
    severity: &'static str,
    #[serde(rename = "Match")]
    matched: &'a str,
    line: u32,
}

/// What a plugin offers: nothing, or to replace the span.
#[derive(Default, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Action<'a> {
    name: &'static str,
    /// `null` where there is no action, as Vale has it.
    params: Option<Vec<&'a str>>,
}

pub(super) fn write(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    let files: BTreeMap<&str, Vec<Alert>> = by_file(report)
        .into_iter()
        .filter(|(_, file)| !file.errors.is_empty() || !file.findings.is_empty())
        .map(|(path, file)| {
            let errors = file.errors.iter().map(|error| Alert {
                action: Action::default(),
                span: [1, 1],
                check: INPUT_ERROR,
                description: "",
                link: "",
                message: error.message.clone(),
                severity: "error",
                matched: "",
                line: 1,
            });
            let findings = file.findings.iter().map(|finding| alert(report, finding));
            (path, errors.chain(findings).collect())
        })
        .collect();
    write_document(&files, out)
}

fn alert<'a>(report: &'a Report, finding: &'a LocatedFinding) -> Alert<'a> {
    let (line, start) = (finding.start.line, finding.start.column);
    Alert {
        action: action(finding),
        span: [start, finding.first_line_end.saturating_sub(1).max(start)],
        check: &finding.rule,
        description: report.rule(&finding.rule).map_or("", RuleInfo::shown_title),
        link: finding.url.as_deref().unwrap_or_default(),
        message: advice(finding),
        severity: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "suggestion",
        },
        matched: &finding.text,
        line,
    }
}

/// The rewordings that may take the place of exactly the span, within its line.
fn action(finding: &LocatedFinding) -> Action<'_> {
    if finding.start.line != finding.end.line {
        return Action::default();
    }
    let exact = finding.suggestions.iter().filter_map(|suggestion| match suggestion.edits.as_slice() {
        [edit] if edit.span == finding.span => Some(edit.new_text.as_str()),
        _ => None,
    });
    match exact.collect::<Vec<&str>>() {
        rewordings if rewordings.is_empty() => Action::default(),
        // An empty text can not be replaced by: Vale's own action for it takes no text.
        rewordings if rewordings == [""] => Action { name: "remove", params: None },
        rewordings => Action { name: "replace", params: Some(rewordings) },
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Report, sample, tests};
    use serde_json::{Value, json};

    fn alerts(report: &Report) -> Value {
        serde_json::from_str(&tests::written(report, "vale")).expect("JSON")
    }

    #[test]
    fn a_plugin_replaces_what_the_span_covers_and_nothing_else() {
        let mut report = sample::report();
        assert_eq!(alerts(&report)["docs/a.md"][1]["Action"], json!({ "Name": "replace", "Params": ["allowlist"] }));
        // An article before the match changes too: the edit is wider than the span.
        report.findings[1].suggestions[0].edits[0].span.start -= 4;
        assert_eq!(alerts(&report)["docs/a.md"][1]["Action"], json!({ "Name": "", "Params": null }));
    }

    #[test]
    fn a_finding_over_lines_is_shown_to_the_end_of_its_first() {
        let first = &alerts(&sample::report())["docs/a.md"][0];
        // `SRE gives **direct access** to` has 30 characters.
        assert_eq!((&first["Line"], &first["Span"]), (&json!(3), &json!([13, 30])));
    }

    #[test]
    fn a_clean_run_is_an_empty_object() {
        let mut report = sample::report();
        (report.findings, report.errors) = (Vec::new(), Vec::new());
        assert_eq!(tests::written(&report, "vale"), "{}\n");
    }
}
