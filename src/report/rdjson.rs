//! Writes reviewdog's diagnostic format, as one document or as one object per line.
//!
//! Columns are 1-based and count UTF-8 bytes, and ends are exclusive. A suggestion is a range with its replacement;
//! rewordings without an exact edit are part of the message.

use super::advice::advice;
use super::draw::draw_each;
use super::json::{TOOL, write_line};
use super::json_list::JsonList;
use super::located::LocatedFinding;
use super::model::{Entry, INPUT_ERROR, Report};
use super::view::View;
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::io::{self, Write};
use wordgate_core::finding::Suggestion;
use wordgate_rules::Severity;
use wordgate_text::source::Position;

/// Writes one document.
pub(super) fn write(report: &Report, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let list = JsonList::new(&json!({ "source": source(), "diagnostics": [] }), Some("diagnostics"))?;
    list.write(&report.entries(), |entry| diagnostic(entry, None), &view.workers, out)
}

/// Writes one object per line, each with the source.
pub(super) fn write_lines(report: &Report, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let source = source();
    draw_each(&report.entries(), &view.workers, out, |_, entry, out| write_line(&diagnostic(entry, Some(&source)), out))
}

fn source() -> Value {
    json!({ "name": TOOL.name })
}

/// A diagnostic.
#[derive(Serialize)]
struct Diagnostic<'r> {
    message: Cow<'r, str>,
    location: Location<'r>,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'r Value>,
    code: Code<'r>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Replacement<'r>>,
}

#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Place,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Place>,
}

/// A line, and a column in bytes.
#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Code<'r> {
    value: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'r str>,
}

#[derive(Serialize)]
struct Replacement<'r> {
    range: Range,
    text: &'r str,
}

fn diagnostic<'r>(entry: &Entry<'r>, source: Option<&'r Value>) -> Diagnostic<'r> {
    let reported = |code, message: &'r str, path, range, severity| Diagnostic {
        message: message.into(),
        location: Location { path, range },
        severity,
        source,
        code: Code { value: code, url: None },
        suggestions: Vec::new(),
    };
    match *entry {
        Entry::Error(error) => reported(INPUT_ERROR, &error.message, &error.path, None, "ERROR"),
        Entry::Warning(warning) => {
            let line = Range { start: Place { line: warning.line, column: 1 }, end: None };
            reported(warning.kind.id(), &warning.message, &warning.path, Some(line), "WARNING")
        }
        Entry::Finding(finding) => Diagnostic {
            message: advice(finding).into(),
            location: Location { path: &finding.path, range: finding.range.map(|of| range(of.start, of.end)) },
            severity: match finding.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Info => "INFO",
            },
            source,
            code: Code { value: &finding.rule, url: finding.url.as_deref() },
            suggestions: finding.suggestions.iter().filter_map(|rewording| replacement(finding, rewording)).collect(),
        },
    }
}

fn replacement<'r>(finding: &LocatedFinding, suggestion: &'r Suggestion) -> Option<Replacement<'r>> {
    let [edit] = suggestion.edits.as_slice() else { return None };
    let range = range(finding.position(edit.span.start), finding.position(edit.span.end));
    Some(Replacement { range, text: &edit.new_text })
}

fn range(start: Position, end: Position) -> Range {
    let [start, end] = [start, end].map(|at| Place { line: at.line, column: at.utf8_column });
    Range { start, end: Some(end) }
}
