//! The report that the tests of all writers share.

use super::{
    Evidence, Grant, InputError, InputWarning, Limitation, LocatedFinding, LocatedSkip, Report, RuleInfo, RuleRecord,
};
use super::{ScannedFile, Summary, WaiverInfo, WaiverState, WarningKind};
use jiff::civil::date;
use std::sync::Arc;
use wordgate_core::finding::Reason;
use wordgate_core::finding::{Applicability, Area, Edit, Finding, Part, Place, Quote, Suggestion};
use wordgate_project::config::FailOn;
use wordgate_project::config::RuleState;
use wordgate_rules::{Confidence, Severity, Source, Validity};
use wordgate_text::prose::Scope;
use wordgate_text::source::{EmbeddedText, PositionCursor, SourceFile, Span};

/// A document with markup, a line break inside a match, and wide characters.
pub(super) const DOCUMENT: &str = "# Guide\n\nSRE gives **direct access** to\nOpenAI models, 日本 the whitelist.\n";

/// Returns a report with findings in two files, an error, two warnings, two waivers and evidence.
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
        as_of: date(2026, 11, 22),
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
        skipped: vec![allowed()],
        shows_skipped: false,
        waivers: vec![waiver(WaiverState::Active, 0), waiver(WaiverState::Expired, 1)],
        baselines: Vec::new(),
        evidence: Some(evidence()),
        errors: vec![InputError { path: "x.md".into(), message: "no such file or folder".into() }],
        warnings: vec![
            warning("docs/a.md", 3, "read as plain text", WarningKind::Input),
            warning("wordgate.toml", 15, "expired \u{1b}[2J on %0A::error", WarningKind::ExpiredWaiver),
        ],
        summary: Summary { files: 12, skipped: 1, rules: 37, packs: packs(), ..Summary::default() },
    };
    report.count();
    fail_on(&mut report, FailOn::Warning);
    report
}

/// Decides again which findings fail the run.
pub(super) fn fail_on(report: &mut Report, fail_on: FailOn) {
    report.findings.iter_mut().for_each(|finding| finding.fails = fail_on.fails(finding.severity));
}

fn warning(path: &str, line: u32, message: &str, kind: WarningKind) -> InputWarning {
    InputWarning { path: path.into(), line, message: message.into(), kind }
}

/// Returns one pack more than a summary names.
fn packs() -> Vec<String> {
    ["a", "b", "c", "d", "e", "f", "house"].map(str::to_owned).into()
}

fn located(path: &str, findings: Vec<Finding>) -> Vec<LocatedFinding> {
    let file = SourceFile::decode(DOCUMENT.as_bytes().to_vec()).expect("the sample is text");
    let mut cursor = PositionCursor::new(&file);
    let path: Arc<str> = path.into();
    findings.into_iter().map(|f| LocatedFinding::locate(f, &path, &file, &mut cursor, true)).collect()
}

fn finding(rule: &str, severity: Severity, message: &str, parts: &[&str], suggestions: Vec<Suggestion>) -> Finding {
    let spans: Vec<Span> = parts.iter().map(|part| span(part)).collect();
    let span = Span { start: spans[0].start, end: spans[spans.len() - 1].end };
    Finding {
        rule: rule.into(),
        pattern: 0,
        severity,
        message: message.into(),
        text: parts.concat().replace('\n', " "),
        scope: Scope::Paragraph,
        span,
        spans,
        suggestions,
        fingerprint: "0".repeat(32),
        content: Default::default(),
        sentence: Default::default(),
        quote: quote(span),
        url: (severity == Severity::Error).then(|| "https://example.org/terms".into()),
        owner: (severity == Severity::Error).then(|| "Legal\u{1b}".into()),
        language: Default::default(),
        place: None,
    }
}

/// Returns a finding on a slide, which has no lines.
pub(super) fn on_a_slide() -> LocatedFinding {
    let part = Part { name: "ppt/slides/slide4.xml".into(), area: Area::Body, slide: Some(4) };
    let place =
        Place { part: Some(part), paragraph: Some(2), headings: vec!["Why\u{1b} us".into()], ..Place::default() };
    let mut inside = EmbeddedText::default();
    inside.begin_part(place.part.clone().expect("the part above"));
    inside.push_unmapped(DOCUMENT);
    let file = SourceFile::from_text(String::new()).expect("a short text").with_embedded(inside);
    let mut finding = finding("p/r", Severity::Error, "say it", &["whitelist"], vec![manual("allowlist")]);
    finding.place = Some(place);
    LocatedFinding::locate(finding, &"deck.pptx".into(), &file, &mut PositionCursor::new(&file), true)
}

/// Returns the rest of the line around a match, with its Markdown stars.
fn quote(matched: Span) -> Quote {
    let (before, after) = (&DOCUMENT[..matched.start as usize], &DOCUMENT[matched.end as usize..]);
    Quote {
        before: before.rsplit('\n').next().unwrap_or_default().into(),
        after: after.split('\n').next().unwrap_or_default().into(),
        cut_before: false,
        cut_after: true,
    }
}

fn waiver(state: WaiverState, findings: usize) -> WaiverInfo {
    let grant = Grant {
        reason: "The *partner* has approved <it>".into(),
        approver: "Legal".into(),
        ticket: (state == WaiverState::Active).then(|| "LEGAL-7".into()),
        granted: (state == WaiverState::Active).then(|| date(2026, 9, 30)),
        expires: (state == WaiverState::Expired).then(|| date(2026, 10, 31)),
        path: "wordgate.toml".into(),
        line: 7,
    };
    WaiverInfo { rule: "p/r".into(), path: "docs/**".into(), grant: Arc::new(grant), state, findings }
}

fn evidence() -> Evidence {
    let record = |info: RuleInfo, severity, state, validity| RuleRecord { info, severity, state, validity };
    let dated = Validity { first_day: Some(date(2024, 1, 1)), last_day: Some(date(2025, 12, 31)) };
    let direct = rule("ai-partnership/openai-direct-access", Severity::Error, "Do not claim access to OpenAI models");
    let list = rule("inclusive-naming/whitelist", Severity::Error, "Prefer “allowlist”");
    Evidence {
        project: "handbook".into(),
        config_files: vec!["wordgate.toml".into()],
        files: vec![
            ScannedFile::new("docs/\u{1b}b.md", DOCUMENT.as_bytes()),
            ScannedFile::new("docs/a.md", DOCUMENT.as_bytes()),
        ],
        rules: vec![
            record(direct, Severity::Error, RuleState::On, Validity::default()),
            record(list, Severity::Warning, RuleState::On, Validity::default()),
            record(rule("p/q", Severity::Info, "Old"), Severity::Info, RuleState::Ended(date(2026, 1, 1)), dated),
        ],
        off: 3,
        limits: vec![
            Limitation { what: "Only changed lines were checked", items: Vec::new() },
            Limitation { what: "Excluded files", items: vec!["archive/**".into()] },
        ],
        respects_directives: true,
    }
}

/// Returns a match that a directive allows.
fn allowed() -> LocatedSkip {
    let finding = finding("inclusive-naming/whitelist", Severity::Warning, "", &["whitelist"], Vec::new());
    let file = SourceFile::decode(DOCUMENT.as_bytes().to_vec()).expect("the sample is text");
    let reason = Reason::Directive("the name of a button".into());
    LocatedSkip::from_finding(finding, reason, &"docs/a.md".into(), &file, &mut PositionCursor::new(&file))
}

fn span(text: &str) -> Span {
    let start = DOCUMENT.find(text).expect("the sample holds the text");
    Span::new(start, start + text.len())
}

fn manual(text: &str) -> Suggestion {
    Suggestion { text: text.into(), applicability: Applicability::Manual, edits: Vec::new() }
}

/// Returns a rule with all texts that a report shows, or with none if `title` is empty.
fn rule(id: &str, severity: Severity, title: &str) -> RuleInfo {
    let source = Source {
        name: "Terms <of> use".into(),
        section: Some("2 [b]".into()),
        url: Some("https://example.org/terms".into()),
        as_of: Some(date(2026, 3, 11)),
        confidence: Confidence::Primary,
    };
    let known = !title.is_empty();
    RuleInfo {
        id: id.into(),
        title: title.into(),
        rationale: if known { "The contract says so.\n\nIt is a *strict* one." } else { "" }.into(),
        severity,
        owner: if known { "Legal" } else { "" }.into(),
        ticket: if known { "LEGAL-123" } else { "" }.into(),
        sources: if known { vec![source] } else { Vec::new() },
        tags: if known { vec!["contract".into()] } else { Vec::new() },
    }
}
