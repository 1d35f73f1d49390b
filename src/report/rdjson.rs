//! Writes reviewdog's diagnostic format, as one document or as one object per line.
//!
//! Columns are 1-based and count UTF-8 bytes, and ends are exclusive. A suggestion is a range with its replacement;
//! rewordings without an exact edit are part of the message.

use super::advice::advice;
use super::json::{TOOL, compact, write_document, write_line};
use super::located::LocatedFinding;
use super::model::{INPUT_ERROR, Report};
use super::view::View;
use serde_json::{Value, json};
use std::io::{self, Write};
use wordgate_core::finding::Suggestion;
use wordgate_rules::Severity;
use wordgate_text::source::Position;

/// Writes one document.
pub(super) fn write(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    let diagnostics: Value = diagnostics(report, None).collect();
    write_document(&json!({ "source": source(), "diagnostics": diagnostics }), out)
}

/// Writes one object per line, each with the source.
pub(super) fn write_lines(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    diagnostics(report, Some(source())).try_for_each(|diagnostic| write_line(&diagnostic, out))
}

fn source() -> Value {
    json!({ "name": TOOL.name })
}

fn diagnostics(report: &Report, source: Option<Value>) -> impl Iterator<Item = Value> {
    let errors = report.errors.iter().map(|error| {
        json!({
            "message": error.message,
            "location": { "path": error.path },
            "severity": "ERROR",
            "source": null,
            "code": { "value": INPUT_ERROR },
        })
    });
    let warnings = report.warnings.iter().map(|warning| {
        json!({
            "message": warning.message,
            "location": { "path": warning.path, "range": { "start": { "line": warning.line, "column": 1 } } },
            "severity": "WARNING",
            "source": null,
            "code": { "value": warning.kind.id() },
        })
    });
    let all = errors.chain(warnings).chain(report.findings.iter().map(diagnostic));
    all.map(move |mut diagnostic| {
        diagnostic["source"] = source.clone().unwrap_or_default();
        compact(diagnostic)
    })
}

fn diagnostic(finding: &LocatedFinding) -> Value {
    let suggestions = finding.suggestions.iter().filter_map(|rewording| suggestion(finding, rewording));
    let suggestions: Vec<Value> = suggestions.collect();
    json!({
        "message": advice(finding),
        "location": { "path": finding.path, "range": range(finding.start, finding.end) },
        "severity": match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        "source": null,
        "code": { "value": finding.rule, "url": finding.url },
        "suggestions": (!suggestions.is_empty()).then_some(suggestions),
    })
}

fn suggestion(finding: &LocatedFinding, suggestion: &Suggestion) -> Option<Value> {
    let [edit] = suggestion.edits.as_slice() else { return None };
    let range = range(finding.position(edit.span.start), finding.position(edit.span.end));
    Some(json!({ "range": range, "text": edit.new_text }))
}

fn range(start: Position, end: Position) -> Value {
    let [start, end] = [start, end].map(|at| json!({ "line": at.line, "column": at.utf8_column }));
    json!({ "start": start, "end": end })
}
