//! Findings as diagnostics.

use super::encoding::Positions;
use crate::finding::{Finding, Severity};
use crate::report::escape::visible_start;
use crate::report::web_uri;
use lsp_types::{Code, CodeDescription, Diagnostic, DiagnosticSeverity};
use serde_json::json;

/// The most characters of a message.
const MAX_MESSAGE: usize = 1000;

/// What the client sees of a finding.
pub(super) fn diagnostic(finding: &Finding, positions: &mut Positions) -> Diagnostic {
    let severity = match finding.severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Info => DiagnosticSeverity::Information,
    };
    let url = finding.url.as_deref().and_then(web_uri);
    Diagnostic {
        range: positions.range(finding.span),
        severity: Some(severity),
        code: Some(Code::String(finding.rule.to_string())),
        code_description: url.map(|url| CodeDescription { href: url.into() }),
        source: Some(env!("CARGO_PKG_NAME").to_owned()),
        message: visible_start(&finding.message, MAX_MESSAGE).into(),
        tags: None,
        related_information: None,
        data: Some(json!({ "fingerprint": finding.fingerprint })),
    }
}
