//! The report as one JSON document, whose fields scripts rely on, and as one JSON object per finding.
//!
//! Unlike the other JSON formats, these are serialised from structs rather than from `serde_json::Value`, because they
//! are the largest output.

use super::draw::draw_each;
use super::escape::harmless_json;
use super::exceptions::Grant;
use super::json_list::JsonList;
use super::located::{LocatedFinding, LocatedSkip};
use super::model::{Report, Summary};
use super::view::View;
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};
use wordgate_core::finding::{Edit, Place, Quote, Suggestion};
use wordgate_project::input::{InputError, InputWarning};
use wordgate_rules::Severity;
use wordgate_text::source::{Position, Span};

/// Incremented when a field changes its meaning or is removed.
pub(super) const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct JsonDocument<'a> {
    schema_version: u32,
    tool: JsonTool,
    as_of: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules_digest: Option<&'a str>,
    /// Empty here, because [`JsonList`] writes the findings.
    findings: [JsonFinding<'a>; 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<Vec<JsonSkip<'a>>>,
    errors: &'a [InputError],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    warnings: &'a [InputWarning],
    summary: &'a Summary,
}

/// A program that writes a document.
#[derive(Serialize)]
pub(super) struct JsonTool {
    pub name: &'static str,
    pub version: &'static str,
}

/// This program, which writes the documents.
pub(super) const TOOL: JsonTool = JsonTool { name: "wordgate", version: env!("CARGO_PKG_VERSION") };

/// A finding.
#[derive(Serialize)]
pub(super) struct JsonFinding<'a> {
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    path: &'a str,
    text: &'a str,
    scope: &'static str,
    /// Null, as `end` and `spans`, if the text has no bytes in the file.
    start: Option<JsonPosition>,
    end: Option<JsonPosition>,
    spans: Option<Vec<JsonBytes>>,
    suggestions: Vec<JsonSuggestion<'a>>,
    fingerprint: &'a str,
    url: Option<&'a str>,
    pack: &'a str,
    owner: Option<&'a str>,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<JsonPlace<'a>>,
}

/// Where a reader finds a match in a file whose lines do not tell. Every key is present; those that do not apply are
/// null.
#[derive(Serialize)]
struct JsonPlace<'a> {
    part: Option<&'a str>,
    paragraph: Option<u32>,
    slide: Option<u32>,
    page: Option<u32>,
    cell: Option<u32>,
    heading: Vec<&'a str>,
    before: &'a str,
    after: &'a str,
}

/// A match that was not reported.
#[derive(Serialize)]
struct JsonSkip<'a> {
    rule: &'a str,
    path: &'a str,
    text: &'a str,
    start: Option<JsonPosition>,
    end: Option<JsonPosition>,
    reason: String,
    /// Present if the match would be reported without a directive, a waiver or the baseline.
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waiver: Option<&'a Grant>,
}

/// A position: 1-based line and column, and the 0-based byte offset in the stored file.
#[derive(Serialize)]
struct JsonPosition {
    line: u32,
    column: u32,
    byte: u64,
}

/// A range of bytes in the stored file, 0-based, end exclusive.
#[derive(Serialize)]
struct JsonBytes {
    start_byte: u64,
    end_byte: u64,
}

#[derive(Serialize)]
struct JsonSuggestion<'a> {
    text: &'a str,
    applicability: &'static str,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    #[serde(flatten)]
    range: JsonBytes,
    new_text: &'a str,
}

impl<'a> JsonFinding<'a> {
    pub fn new(located: &'a LocatedFinding) -> JsonFinding<'a> {
        let bytes = |span: Span| JsonBytes {
            start_byte: located.position(span.start).byte,
            end_byte: located.position(span.end).byte,
        };
        let change = |edit: &'a Edit| JsonEdit { range: bytes(edit.span), new_text: &edit.new_text };
        let rewording = |suggestion: &'a Suggestion| JsonSuggestion {
            text: &suggestion.text,
            applicability: suggestion.applicability.id(),
            edits: suggestion.edits.iter().map(change).collect(),
        };
        let finding = &located.finding;
        JsonFinding {
            rule: &finding.rule,
            severity: finding.severity,
            message: &finding.message,
            path: &located.path,
            text: &finding.text,
            scope: finding.scope.id(),
            start: located.range.map(|range| range.start.into()),
            end: located.range.map(|range| range.end.into()),
            spans: located.range.map(|_| finding.spans.iter().copied().map(bytes).collect()),
            suggestions: finding.suggestions.iter().map(rewording).collect(),
            fingerprint: &finding.fingerprint,
            url: finding.url.as_deref(),
            pack: finding.pack(),
            owner: finding.owner.as_deref(),
            language: finding.language.code(),
            place: finding.place.as_ref().map(|place| JsonPlace::new(place, &finding.quote)),
        }
    }
}

impl<'a> JsonPlace<'a> {
    fn new(place: &'a Place, quote: &'a Quote) -> JsonPlace<'a> {
        JsonPlace {
            part: place.part.as_ref().map(|part| &*part.name),
            paragraph: place.paragraph,
            slide: place.part.as_ref().and_then(|part| part.slide),
            page: place.page,
            cell: place.cell,
            heading: place.headings.iter().map(|heading| &**heading).collect(),
            before: &quote.before,
            after: &quote.after,
        }
    }
}

impl<'a> JsonSkip<'a> {
    fn new(report: &'a Report, located: &'a LocatedSkip) -> JsonSkip<'a> {
        JsonSkip {
            rule: &located.rule,
            path: &located.path,
            text: &located.text,
            start: located.range.map(|range| range.start.into()),
            end: located.range.map(|range| range.end.into()),
            reason: report.reason(located),
            fingerprint: located.excepted.as_ref().map(|excepted| excepted.fingerprint.as_str()),
            waiver: report.waiver(located).map(|waiver| &*waiver.grant),
        }
    }
}

impl From<Position> for JsonPosition {
    fn from(position: Position) -> JsonPosition {
        JsonPosition { line: position.line, column: position.column, byte: position.byte }
    }
}

pub(super) fn write(report: &Report, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let skipped = report.shown_skipped();
    let document = JsonDocument {
        schema_version: SCHEMA_VERSION,
        tool: TOOL,
        as_of: report.as_of.to_string(),
        rules_digest: report.rules_digest.as_deref(),
        findings: [],
        skipped: skipped.map(|skipped| skipped.iter().map(|skip| JsonSkip::new(report, skip)).collect()),
        errors: &report.errors,
        warnings: &report.warnings,
        summary: &report.summary,
    };
    JsonList::new(&document, Some("findings"))?.write(&report.findings, JsonFinding::new, &view.workers, out)
}

/// Writes one JSON object per finding, each on one line, for streams. Errors and warnings are only on standard error.
pub(super) fn write_lines(report: &Report, view: &View, out: &mut dyn Write) -> io::Result<()> {
    draw_each(&report.findings, &view.workers, out, |_, finding, out| write_line(&JsonFinding::new(finding), out))
}

/// Writes one indented document, escaped for terminals.
pub(super) fn write_document(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let json = serde_json::to_string_pretty(document)?;
    writeln!(out, "{}", harmless_json(json))
}

/// Writes one object on one line, escaped for terminals.
pub(super) fn write_line(object: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", harmless_json(serde_json::to_string(object)?))
}

/// Removes all keys whose value is null.
pub(super) fn compact(mut value: Value) -> Value {
    match &mut value {
        Value::Object(object) => {
            object.retain(|_, value| !value.is_null());
            object.values_mut().for_each(|value| *value = compact(value.take()));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| *value = compact(value.take())),
        _ => {}
    }
    value
}
