//! The whole report as one JSON document. Its fields are a promise to scripts: see the derived types of the report.

use super::escape::harmless_json;
use super::{InputError, InputWarning, LocatedFinding, LocatedSkip, Report, Summary, View};
use serde::Serialize;
use std::io::{self, Write};

/// Grows when a field changes its meaning or goes.
pub(super) const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    tool: Tool,
    as_of: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules_digest: Option<&'a str>,
    findings: &'a [LocatedFinding],
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<&'a [LocatedSkip]>,
    errors: &'a [InputError],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    warnings: &'a [InputWarning],
    summary: &'a Summary,
}

/// The program that wrote a document.
#[derive(Serialize)]
pub(super) struct Tool {
    pub name: &'static str,
    pub version: &'static str,
}

/// This program.
pub(super) const TOOL: Tool = Tool { name: "wordgate", version: env!("CARGO_PKG_VERSION") };

pub(super) fn write(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    write_document(
        &Document {
            schema_version: SCHEMA_VERSION,
            tool: TOOL,
            as_of: report.as_of.to_string(),
            rules_digest: report.rules_digest.as_deref(),
            findings: &report.findings,
            skipped: report.skipped.as_deref(),
            errors: &report.errors,
            warnings: &report.warnings,
            summary: &report.summary,
        },
        out,
    )
}

/// Writes one indented document, harmless on a terminal.
pub(super) fn write_document(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let json = serde_json::to_string_pretty(document)?;
    writeln!(out, "{}", harmless_json(json))
}
