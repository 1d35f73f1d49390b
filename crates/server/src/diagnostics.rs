//! Converts findings and notes to diagnostics. A note is a diagnostic that is not a finding, for example that a waiver
//! has expired.

use super::capabilities::NAME;
use super::encoding::Positions;
use lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, Position, Range,
};
use serde_json::json;
use wordgate_core::extract::Misread;
use wordgate_core::finding::{Finding, Severity};
use wordgate_project::uri::web_uri;
use wordgate_text::escape::visible_prefix;
use wordgate_text::source::{SourceFile, Span};

/// Messages quote the document, so they are cut after this many characters.
const MAX_MESSAGE: usize = 1000;

/// The kind of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Note {
    /// A range of the document could not be parsed.
    ReadAsText,
    /// The document's date is invalid.
    InvalidDate,
    /// The document, or its text after this position, was not checked.
    NotChecked,
    /// A configuration, a rule file or a baseline has a mistake.
    Mistake,
    /// The last day of a waiver is over.
    ExpiredWaiver,
    /// A waiver no longer matches a finding.
    StaleWaiver,
}

impl Note {
    /// Returns the kind of the note about a range that was not parsed.
    pub fn from_misread(cause: Misread) -> Note {
        match cause {
            Misread::InvalidDate(_) => Note::InvalidDate,
            _ => Note::ReadAsText,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Note::ReadAsText => "wordgate/read-as-text",
            Note::InvalidDate => "wordgate/document-date",
            Note::NotChecked => "wordgate/input-error",
            Note::Mistake => "wordgate/mistake",
            Note::ExpiredWaiver => "wordgate/expired-waiver",
            Note::StaleWaiver => "wordgate/stale-waiver",
        }
    }

    fn severity(self) -> DiagnosticSeverity {
        match self {
            Note::ReadAsText => DiagnosticSeverity::Information,
            Note::InvalidDate | Note::ExpiredWaiver | Note::StaleWaiver => DiagnosticSeverity::Warning,
            Note::NotChecked | Note::Mistake => DiagnosticSeverity::Error,
        }
    }
}

/// Converts a finding to a diagnostic.
pub(super) fn diagnostic(finding: &Finding, positions: &mut Positions) -> Diagnostic {
    let severity = match finding.severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Info => DiagnosticSeverity::Information,
    };
    let url = finding.url.as_deref().and_then(web_uri);
    Diagnostic {
        code_description: url.map(|url| CodeDescription { href: url.into() }),
        data: Some(json!({ "fingerprint": finding.fingerprint })),
        ..plain(positions.range(finding.span), severity, &finding.rule, &finding.message)
    }
}

/// Returns a location that explains a diagnostic.
pub(super) fn related(uri: &str, range: Range, message: &str) -> DiagnosticRelatedInformation {
    let location = Location { uri: uri.to_owned().into(), range };
    DiagnosticRelatedInformation { location, message: visible_prefix(message, MAX_MESSAGE) }
}

/// Returns the range of a whole line (1-based), for a file whose text is not known. It ends at the start of the next
/// line.
pub(super) fn line(line: u32) -> Range {
    let start = Position { line: line.saturating_sub(1), character: 0 };
    Range { start, end: Position { line, character: 0 } }
}

/// Converts a note to a diagnostic.
pub(super) fn note(note: Note, range: Range, message: &str) -> Diagnostic {
    plain(range, note.severity(), note.code(), message)
}

/// Returns the part of `span` on its first line. A note on the whole span could underline half of the document and hide
/// the findings in it.
pub(super) fn first_line(file: &SourceFile, span: Span) -> Span {
    let line = file.text()[span.range()].split(['\r', '\n']).next().unwrap_or_default();
    Span::new(span.start as usize, span.start as usize + line.len())
}

fn plain(range: Range, severity: DiagnosticSeverity, code: &str, message: &str) -> Diagnostic {
    Diagnostic {
        range,
        severity: Some(severity),
        code: Some(Code::String(code.to_owned())),
        code_description: None,
        source: Some(NAME.to_owned()),
        message: visible_prefix(message, MAX_MESSAGE).into(),
        tags: None,
        related_information: None,
        data: None,
    }
}
