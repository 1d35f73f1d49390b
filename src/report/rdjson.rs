//! reviewdog's diagnostic format, as one document or as one object a line.
//!
//! Columns are bytes of UTF-8 from 1 on, and ends are exclusive. A suggestion is one range with its text: rewordings
//! that are no exact edit stand in the message.

use super::advice::advice;
use super::json::{write_document, write_line};
use super::located::LocatedFinding;
use super::model::{INPUT_ERROR, Report};
use super::view::View;
use crate::finding;
use crate::rule::Severity;
use crate::source::Position;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'a> {
    source: Source,
    diagnostics: Vec<Diagnostic<'a>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    /// In the stream each object stands for itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Source>,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct Range {
    start: Place,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Place>,
}

#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
}

const SOURCE: Source = Source { name: super::json::TOOL.name };

/// One document.
pub(super) fn write(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    write_document(&Document { source: SOURCE, diagnostics: diagnostics(report).collect() }, out)
}

/// One object a line.
pub(super) fn write_lines(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in diagnostics(report) {
        write_line(&Diagnostic { source: Some(SOURCE), ..diagnostic }, out)?;
    }
    Ok(())
}

fn diagnostics(report: &Report) -> impl Iterator<Item = Diagnostic<'_>> {
    let errors = report.errors.iter().map(|error| Diagnostic {
        message: error.message.clone(),
        location: Location { path: &error.path, range: None },
        severity: "ERROR",
        source: None,
        code: Code { value: INPUT_ERROR, url: None },
        suggestions: Vec::new(),
    });
    let warnings = report.warnings.iter().map(|warning| Diagnostic {
        message: warning.message.clone(),
        location: Location { path: &warning.path, range: Some(Range { start: start_of(warning.line), end: None }) },
        severity: "WARNING",
        source: None,
        code: Code { value: warning.kind.id(), url: None },
        suggestions: Vec::new(),
    });
    errors.chain(warnings).chain(report.findings.iter().map(diagnostic))
}

fn diagnostic(finding: &LocatedFinding) -> Diagnostic<'_> {
    Diagnostic {
        message: advice(finding),
        location: Location { path: &finding.path, range: Some(range(finding.start, finding.end)) },
        severity: match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        source: None,
        code: Code { value: &finding.rule, url: finding.url.as_deref() },
        suggestions: finding.suggestions.iter().filter_map(|of| suggestion(finding, of)).collect(),
    }
}

fn suggestion<'a>(finding: &LocatedFinding, suggestion: &'a finding::Suggestion) -> Option<Suggestion<'a>> {
    let [edit] = suggestion.edits.as_slice() else { return None };
    let [start, end] = [edit.span.start, edit.span.end].map(|offset| finding.position(offset));
    Some(Suggestion { range: range(start, end), text: &edit.new_text })
}

fn range(start: Position, end: Position) -> Range {
    let [start, end] = [start, end].map(|at| Place { line: at.line, column: at.utf8_column });
    Range { start, end: Some(end) }
}

fn start_of(line: u32) -> Place {
    Place { line, column: 1 }
}
