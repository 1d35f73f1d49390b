//! Compares the output of each writer for the same report with a file in `golden/`.
//!
//! `WORDGATE_BLESS=1 cargo test golden` writes the files. Read the difference before you commit it.

use super::{FORMATS, Format, Report, Style, View, sample};
use crate::workers::Workers;
use std::path::Path;
use wordgate_project::config::FailOn;
use wordgate_rules::Severity;

fn text(report: &Report, format: &str, style: &Style) -> String {
    let format = Format::named(format).expect("the name of a format");
    let view = View {
        style: style.clone(),
        summary: true,
        fail_on: Some(FailOn::Warning),
        made_at: None,
        workers: Workers::new(1),
    };
    let mut out = Vec::new();
    format.write(report, &view, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("writers write UTF-8")
}

/// Returns a page without its style sheet, which is tested in a browser, and without the digest of the style sheet.
fn without_style(page: &str) -> String {
    let (head, rest) = page.split_once("<style>").expect("the page has a style");
    let (_, body) = rest.split_once("</style>").expect("the style ends");
    let (before, policy) = head.split_once("sha256-").expect("the policy names the style");
    let (_, after) = policy.split_once("&#39;").expect("the digest ends");
    format!("{before}sha256-&#39;{after}<style></style>{body}")
}

/// Returns a report in this format, without colours.
pub(super) fn written(report: &Report, format: &str) -> String {
    text(report, format, &Style::plain())
}

#[test]
fn golden_files_match_the_output() {
    let wide = Style { width: 100, unicode: true, colors: false };
    let narrow = Style { width: 44, unicode: false, colors: false };
    let cases = [
        ("human.txt", "human", &wide),
        ("human-narrow-ascii.txt", "human", &narrow),
        ("concise.txt", "concise", &wide),
        ("report.json", "json", &wide),
        ("report.jsonl", "jsonl", &wide),
        ("report.sarif", "sarif", &wide),
        ("github.txt", "github", &wide),
        ("gitlab.json", "gitlab", &wide),
        ("checkstyle.xml", "checkstyle", &wide),
        ("junit.xml", "junit", &wide),
        ("report.rdjson", "rdjson", &wide),
        ("report.rdjsonl", "rdjsonl", &wide),
        ("vale.json", "vale", &wide),
        ("report.html", "html", &wide),
    ];
    let mut summary = Vec::new();
    super::github::write_summary(&sample::report(), &mut summary).expect("a vector takes everything");
    let summary = String::from_utf8(summary).expect("writers write UTF-8");
    assert!(FORMATS.iter().all(|format| cases.iter().any(|(_, name, _)| *name == format.name)));
    let cases = cases.map(|(name, format, style)| (name, text(&sample::report(), format, style)));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/golden");
    for (name, text) in cases.into_iter().chain([("github-summary.md", summary)]) {
        let text = if name == "report.html" { without_style(&text) } else { text };
        let path = folder.join(name);
        if std::env::var_os("WORDGATE_BLESS").is_some() {
            std::fs::write(&path, &text).expect("the golden folder can be written");
        }
        let golden = std::fs::read_to_string(&path).expect("every writer has a golden file");
        assert_eq!(text, golden.replace("\r\n", "\n"), "{name}");
    }
}

#[test]
fn every_writer_escapes_control_characters() {
    let style = Style { width: 60, unicode: true, colors: false };
    for format in FORMATS {
        let text = text(&sample::report(), format.name, &style);
        let hostile = text.chars().find(|c| *c != '\n' && wordgate_text::escape::needs_escape(*c));
        assert_eq!(hostile, None, "{format:?}");
    }
}

#[test]
fn a_finding_without_lines_is_shown_with_its_place() {
    let mut report = sample::report();
    report.findings = vec![sample::on_a_slide()];
    for format in FORMATS {
        let text = written(&report, format.name);
        let hostile = text.chars().find(|c| *c != '\n' && wordgate_text::escape::needs_escape(*c));
        assert_eq!(hostile, None, "{format:?}");
        let place = match format.name {
            "json" => r#""paragraph": 2,"#,
            "jsonl" => r#""paragraph":2,"#,
            _ => "slide 4, “Why",
        };
        assert!(text.contains(place) && !text.contains("deck.pptx:1"), "{format:?}: {text}");
    }
}

#[test]
fn the_human_report_is_no_wider_than_its_width() {
    use unicode_width::UnicodeWidthStr;
    for width in [40, 60, 100, 160] {
        let text = text(&sample::report(), "human", &Style { width, unicode: true, colors: false });
        // Paths and rule ids are never cut, because they are meant to be copied. The summary is always one line.
        let id = |line: &&str| !line.contains("╭─[") && !line.starts_with("error[") && !line.contains(" on (");
        let long = text.lines().filter(id).find(|line| line.width() > width);
        assert_eq!(long, None, "at {width}");
    }
}

#[test]
fn unread_input_takes_precedence_over_findings() {
    use super::ExitStatus;
    let mut report = sample::report();
    assert_eq!(report.exit_status(), ExitStatus::Failed);
    report.errors.clear();
    let cases = [
        (FailOn::Error, ExitStatus::Findings),
        (FailOn::Info, ExitStatus::Findings),
        (FailOn::Never, ExitStatus::Clean),
    ];
    for (fail_on, expected) in cases {
        sample::fail_on(&mut report, fail_on);
        assert_eq!(report.exit_status(), expected, "{fail_on:?}");
    }
    report.findings.retain(|finding| finding.severity < Severity::Error);
    sample::fail_on(&mut report, FailOn::Error);
    assert_eq!(report.exit_status(), ExitStatus::Clean);
    sample::fail_on(&mut report, FailOn::Warning);
    assert_eq!(report.exit_status(), ExitStatus::Findings);
}

#[test]
fn thousands_of_findings_in_one_long_line_are_shown() {
    use super::LocatedFinding;
    use wordgate_core::finding::Finding;
    use wordgate_text::source::{PositionCursor, SourceFile, Span};
    let text = "say whitelist now ".repeat(10_000);
    let file = SourceFile::decode(text.clone().into_bytes()).expect("text");
    let model = Finding { suggestions: Vec::new(), ..sample::report().findings.swap_remove(0).finding };
    let mut cursor = PositionCursor::new(&file);
    let path = "a.md".into();
    let mut report = sample::report();
    report.findings = text
        .match_indices("whitelist")
        .map(|(at, found)| {
            let span = Span::new(at, at + found.len());
            let finding = Finding { span, spans: vec![span], ..model.clone() };
            LocatedFinding::locate(finding, &path, &file, &mut cursor, true)
        })
        .collect();
    let last = report.findings.last().expect("many findings");
    // The column is past 65,535, where miette's own sources panic.
    let start = last.range.expect("a range").start;
    assert_eq!((start.line, start.column), (1, 179_987));
    assert!(written(&report, "human").contains("[a.md:1:179987]"));
}
