//! Findings as diagnostics, and notes: what else the client is shown about a document.

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

/// The most characters of a message.
const MAX_MESSAGE: usize = 1000;

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Note {
    /// A stretch could not be parsed.
    ReadAsText,
    /// The document's date is invalid.
    NoDate,
    /// The document, or what follows in it, was not checked.
    NotChecked,
    /// A waiver whose last day is over.
    ExpiredWaiver,
    /// A waiver that waives nothing any more.
    StaleWaiver,
}

impl Note {
    /// The note about a stretch that was not understood.
    pub fn of(cause: Misread) -> Note {
        match cause {
            Misread::InvalidDate(_) => Note::NoDate,
            _ => Note::ReadAsText,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Note::ReadAsText => "wordgate/read-as-text",
            Note::NoDate => "wordgate/document-date",
            Note::NotChecked => "wordgate/input-error",
            Note::ExpiredWaiver => "wordgate/expired-waiver",
            Note::StaleWaiver => "wordgate/stale-waiver",
        }
    }

    fn severity(self) -> DiagnosticSeverity {
        match self {
            Note::ReadAsText => DiagnosticSeverity::Information,
            Note::NoDate | Note::ExpiredWaiver | Note::StaleWaiver => DiagnosticSeverity::Warning,
            Note::NotChecked => DiagnosticSeverity::Error,
        }
    }
}

/// What the client sees of a finding.
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

/// A place that explains a diagnostic.
pub(super) fn related(uri: &str, range: Range, message: &str) -> DiagnosticRelatedInformation {
    let location = Location { uri: uri.to_owned().into(), range };
    DiagnosticRelatedInformation { location, message: visible_prefix(message, MAX_MESSAGE) }
}

/// A whole line (1-based) of a file whose text is not known.
pub(super) fn line(line: u32) -> Range {
    let start = Position { line: line.saturating_sub(1), character: 0 };
    Range { start, end: Position { line, character: 0 } }
}

/// What the client sees of a note.
pub(super) fn note(note: Note, range: Range, message: &str) -> Diagnostic {
    plain(range, note.severity(), note.code(), message)
}

/// The first line of a stretch: a note that underlines half a document hides what is found in it.
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
