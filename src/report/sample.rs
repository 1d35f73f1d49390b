//! The report that the tests of all writers share.

use super::{InputError, InputWarning, LocatedFinding, Report, RuleInfo, Summary};
use crate::finding::{Applicability, Edit, Finding, Suggestion};
use crate::prose::Scope;
use crate::rule::{Confidence, Severity, Source};
use crate::source::{PositionCursor, SourceFile, Span};
use std::sync::Arc;

/// A document with markup, an entity-free wrap, wide letters and an escape sequence.
pub(super) const DOCUMENT: &str = "# Guide\n\nSRE gives **direct access** to\nOpenAI models, 日本 the whitelist.\n";

/// Two files, three findings, an error and a warning.
pub(super) fn report() -> Report {
    let direct = finding(
        "ai-partnership/openai-direct-access",
        Severity::Error,
        "“direct access to OpenAI models” claims a relation that does not exist",
        &["direct access", " to\nOpenAI models"],
        vec![manual("powered by OpenAI models"), manual("built with OpenAI models")],
    );
    let list = finding(
        "inclusive-naming/whitelist",
        Severity::Warning,
        "prefer “allowlist”",
        &["whitelist"],
        vec![Suggestion {
            text: "allowlist".into(),
            applicability: Applicability::Safe,
            edits: vec![Edit { span: span("whitelist"), new_text: "allowlist".into() }],
        }],
    );
    let hostile = finding("p/r", Severity::Info, "evil \u{1b}[2J\u{202E}", &["Guide"], Vec::new());
    let mut report = Report {
        as_of: jiff::civil::date(2026, 11, 22),
        rules_digest: Some(format!("sha256:{}", "0".repeat(64))),
        findings: [("docs/a.md", vec![direct, list]), ("docs/\u{1b}b.md", vec![hostile])]
            .into_iter()
            .flat_map(|(path, findings)| located(path, findings))
            .collect(),
        rules: vec![
            rule("ai-partnership/openai-direct-access", Severity::Error, "Do not claim access to OpenAI models"),
            rule("inclusive-naming/whitelist", Severity::Error, "Prefer “allowlist”"),
            rule("p/r", Severity::Info, ""),
        ],
        skipped: None,
        waivers: Vec::new(),
        waived: Vec::new(),
        baseline: None,
        errors: vec![InputError { path: "x.md".into(), message: "no such file or folder".into() }],
        warnings: vec![InputWarning { path: "docs/a.md".into(), line: 3, message: "read as plain text".into() }],
        summary: Summary { files: 12, skipped: 1, ..Summary::default() },
    };
    report.count();
    report
}

fn located(path: &str, findings: Vec<Finding>) -> Vec<LocatedFinding> {
    let file = SourceFile::decode(DOCUMENT.as_bytes().to_vec()).expect("the sample is text");
    let mut cursor = PositionCursor::new(&file);
    let path: Arc<str> = path.into();
    findings.into_iter().map(|f| LocatedFinding::locate(f, &path, &file, &mut cursor, true)).collect()
}

fn finding(rule: &str, severity: Severity, message: &str, pieces: &[&str], suggestions: Vec<Suggestion>) -> Finding {
    let spans: Vec<Span> = pieces.iter().map(|piece| span(piece)).collect();
    let (first, last) = (spans[0], spans[spans.len() - 1]);
    Finding {
        rule: rule.into(),
        pattern: 0,
        severity,
        message: message.into(),
        text: pieces.concat().replace('\n', " "),
        scope: Scope::Paragraph,
        span: Span { start: first.start, end: last.end },
        spans,
        suggestions,
        fingerprint: "0".repeat(32),
        sentence: Default::default(),
        url: (severity == Severity::Error).then(|| "https://example.org/terms".into()),
    }
}

fn span(text: &str) -> Span {
    let start = DOCUMENT.find(text).expect("the sample holds the text");
    Span::new(start, start + text.len())
}

fn manual(text: &str) -> Suggestion {
    Suggestion { text: text.into(), applicability: Applicability::Manual, edits: Vec::new() }
}

/// A rule with everything that a report tells; one without a title has nothing more.
fn rule(id: &str, severity: Severity, title: &str) -> RuleInfo {
    let source = Source {
        name: "Terms <of> use".into(),
        section: Some("2 [b]".into()),
        url: Some("https://example.org/terms".into()),
        as_of: Some(jiff::civil::date(2026, 3, 11)),
        confidence: Confidence::Primary,
    };
    let known = !title.is_empty();
    RuleInfo {
        id: id.into(),
        title: title.into(),
        rationale: if known { "The contract says so.\n\nIt is a *strict* one." } else { "" }.into(),
        severity,
        owner: if known { "Legal" } else { "" }.into(),
        sources: if known { vec![source] } else { Vec::new() },
        tags: if known { vec!["contract".into()] } else { Vec::new() },
    }
}
