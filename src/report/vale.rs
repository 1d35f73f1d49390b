//! The JSON format of Vale, another prose linter, so that editor plugins made for Vale can show wordgate's findings.
//!
//! An alert consists of a line and its first and last character on that line. A finding that spans several lines ends
//! at the end of its first line, and has no action, because a plugin would replace only that part. Warnings are left
//! out, because some plugins show every alert in the open document, even if it is about another file.

use super::advice::advice;
use super::by_file::by_file;
use super::json::write_document;
use super::located::LocatedFinding;
use super::model::{INPUT_ERROR, Report};
use super::rule_info::RuleInfo;
use super::view::View;
use serde_json::{Value, json};
use std::io::{self, Write};
use wordgate_rules::Severity;

pub(super) fn write(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    let files = by_file(report).into_iter();
    let files = files.filter(|(_, file)| !file.errors.is_empty() || !file.findings.is_empty()).map(|(path, file)| {
        let errors = file.errors.iter().map(|error| {
            json!({
                "Action": no_action(),
                "Span": [1, 1],
                "Check": INPUT_ERROR,
                "Description": "",
                "Link": "",
                "Message": error.message,
                "Severity": "error",
                "Match": "",
                "Line": 1,
            })
        });
        let alerts: Value = errors.chain(file.findings.iter().map(|finding| alert(report, finding))).collect();
        (path, alerts)
    });
    write_document(&files.collect::<Value>(), out)
}

fn alert(report: &Report, finding: &LocatedFinding) -> Value {
    // Vale has no alerts without a line.
    let (line, start, end) =
        finding.range.map_or((1, 1, 1), |range| (range.start.line, range.start.column, range.first_line_end));
    json!({
        "Action": action(finding),
        "Span": [start, end.saturating_sub(1).max(start)],
        "Check": finding.rule,
        "Description": report.rule(&finding.rule).map_or("", RuleInfo::shown_title),
        "Link": finding.url.as_deref().unwrap_or_default(),
        "Message": advice(finding),
        "Severity": match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "suggestion",
        },
        "Match": finding.text,
        "Line": line,
    })
}

/// Returns Vale's value for an alert without an action.
fn no_action() -> Value {
    json!({ "Name": "", "Params": null })
}

/// Returns an action with the rewordings whose edit replaces exactly the span, if the span is within one line.
fn action(finding: &LocatedFinding) -> Value {
    if finding.range.is_none_or(|range| range.start.line != range.end.line) {
        return no_action();
    }
    let exact = finding.suggestions.iter().filter_map(|suggestion| match suggestion.edits.as_slice() {
        [edit] if edit.span == finding.span => Some(edit.new_text.as_str()),
        _ => None,
    });
    match exact.collect::<Vec<&str>>() {
        rewordings if rewordings.is_empty() => no_action(),
        // Vale deletes a span with `remove`, because `replace` needs a text.
        rewordings if rewordings == [""] => json!({ "Name": "remove", "Params": null }),
        rewordings => json!({ "Name": "replace", "Params": rewordings }),
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
    fn an_action_replaces_exactly_the_span() {
        let mut report = sample::report();
        assert_eq!(alerts(&report)["docs/a.md"][1]["Action"], json!({ "Name": "replace", "Params": ["allowlist"] }));
        // The edit also changes an article before the match, so it is wider than the span.
        report.findings[1].suggestions[0].edits[0].span.start -= 4;
        assert_eq!(alerts(&report)["docs/a.md"][1]["Action"], json!({ "Name": "", "Params": null }));
    }

    #[test]
    fn a_finding_over_several_lines_ends_with_its_first_line() {
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
