//! Annotations for GitHub Actions, as workflow commands, and the step summary.
//!
//! GitHub shows 10 annotations of each level per step and silently drops the others. So the most severe come first, and
//! the last line says how many annotations GitHub does not show. Only findings within one line have columns, because
//! GitHub rejects columns for several lines.

use super::advice::advice;
use super::draw::draw_each;
use super::located::{LocatedFinding, StoredRange};
use super::model::{INPUT_ERROR, Report};
use super::view::View;
use super::words::{counted, excepted_phrase, unread_phrase};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::io::{self, Write};
use wordgate_rules::Severity;
use wordgate_text::escape::{markdown, visible, visible_prefix};

/// The number of annotations of one level that GitHub shows per step.
const MAX_ANNOTATIONS: usize = 10;
/// The maximum number of rows of the summary, whose size GitHub limits to 1 MiB.
const MAX_ROWS: usize = 200;
/// Texts quote the document, so they are cut after this many characters.
const MAX_TEXT: usize = 2000;

pub(super) fn write(report: &Report, view: &View, out: &mut dyn Write) -> io::Result<()> {
    for error in &report.errors {
        let (path, message) = (property(&error.path), data(&error.message));
        writeln!(out, "::error file={path},title={}::{message}", property(INPUT_ERROR))?;
    }
    let findings = worst_first(report);
    let (errors, others) = findings.split_at(findings.partition_point(|finding| finding.severity == Severity::Error));
    let write_all = |findings: &[&LocatedFinding], out: &mut dyn Write| {
        draw_each(findings, &view.workers, out, |_, finding, out| write_annotation(finding, out))
    };
    write_all(errors, out)?;
    for warning in &report.warnings {
        let (path, code, message) = (property(&warning.path), property(warning.kind.id()), data(&warning.message));
        writeln!(out, "::warning file={path},line={},title={code}::{message}", warning.line)?;
    }
    write_all(others, out)?;
    let summary = &report.summary;
    let (errors, warnings) = (summary.errors + report.errors.len(), summary.warnings + report.warnings.len());
    let levels = [(errors, "error"), (warnings, "warning"), (summary.infos, "notice")];
    let more: Vec<String> = levels
        .into_iter()
        .filter(|(count, _)| *count > MAX_ANNOTATIONS)
        .map(|(count, level)| counted(count - MAX_ANNOTATIONS, &format!("more {level}")))
        .collect();
    if more.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "GitHub shows {MAX_ANNOTATIONS} annotations of each level; see the log above for {}.",
        more.join(", ")
    )
}

fn write_annotation(finding: &LocatedFinding, out: &mut dyn Write) -> io::Result<()> {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    write!(out, "::{level} file={}", property(&finding.path))?;
    if let Some(StoredRange { start, end, .. }) = finding.range {
        write!(out, ",line={}", start.line)?;
        if start.line == end.line {
            write!(out, ",col={},endLine={},endColumn={}", start.column, end.line, end.column)?;
        } else {
            write!(out, ",endLine={}", end.line)?;
        }
    }
    write!(out, ",title={}::{}", property(&finding.rule), data(&advice(finding)))?;
    // `%0A` is the escape for a line end in workflow commands.
    let more = finding.url.as_ref().map(|url| format!("%0A{}", data(url)));
    writeln!(out, "{}", more.unwrap_or_default())
}

fn worst_first(report: &Report) -> Vec<&LocatedFinding> {
    let mut findings: Vec<&LocatedFinding> = report.findings.iter().collect();
    findings.sort_by_key(|finding| Reverse(finding.severity));
    findings
}

/// Escapes text for the message after `::`. [`visible_prefix`] escapes its line ends.
fn data(text: &str) -> String {
    visible_prefix(text, MAX_TEXT).replace('%', "%25")
}

/// Escapes text for the value of a property.
fn property(text: &str) -> String {
    visible(text).replace('%', "%25").replace(':', "%3A").replace(',', "%2C")
}

/// Writes the summary of a step, in Markdown.
///
/// # Errors
/// Those of `out`.
pub fn write_summary(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let summary = &report.summary;
    let counts = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "info")]
        .map(|(n, of)| counted(n, of));
    let (files, unread, excepted) = (counted(summary.files, "file"), unread_phrase(report), excepted_phrase(report));
    writeln!(out, "## wordgate\n\n{} in {files}{unread}{excepted}.\n", counts.join(", "))?;
    let errors = report.errors.iter().map(|error| {
        ["error", &error.path, INPUT_ERROR, &error.message].map(|cell| Cow::Owned(markdown(&visible(cell))))
    });
    let warnings = report.warnings.iter().map(|warning| {
        let place = format!("{}:{}", visible(&warning.path), warning.line);
        let what = visible_prefix(&warning.message, MAX_TEXT);
        ["warning", &place, warning.kind.id(), &what].map(|cell| Cow::Owned(markdown(cell)))
    });
    let findings = worst_first(report);
    let findings = findings.iter().map(|finding| {
        let line = finding.range.map(|range| format!(":{}", range.start.line)).unwrap_or_default();
        let place = format!("{}{line}", visible(&finding.path));
        let what = visible_prefix(&advice(finding), MAX_TEXT);
        [finding.severity.id(), &place, &finding.rule, &what].map(|cell| Cow::Owned(markdown(cell)))
    });
    let (first, others): (Vec<_>, Vec<_>) = findings.partition(|row| row[0] == "error");
    let rows: Vec<[Cow<str>; 4]> = errors.chain(first).chain(warnings).chain(others).collect();
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "| | Where | Rule | What |\n| --- | --- | --- | --- |")?;
    for row in rows.iter().take(MAX_ROWS) {
        writeln!(out, "| {} |", row.join(" | "))?;
    }
    match rows.len().saturating_sub(MAX_ROWS) {
        0 => writeln!(out),
        more => writeln!(out, "\n… and {more} more in the log of this step.\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{sample, tests};
    use super::*;

    #[test]
    fn syntax_of_workflow_commands_is_escaped() {
        assert_eq!(property("a:b,c%d\n\u{1b}"), "a%3Ab%2Cc%25d\\n\\u{1b}");
        assert_eq!(data("a:b,c%0A ::error::x\r\n"), "a:b,c%250A \\u{3a}:error::x\\r\\n");
    }

    #[test]
    fn the_number_of_dropped_annotations_is_reported() {
        let mut report = sample::report();
        let model = report.findings[0].clone();
        report.findings.extend(std::iter::repeat_n(model, 12));
        report.count();
        let text = tests::written(&report, "github");
        let last = text.lines().last().expect("lines");
        assert_eq!(last, "GitHub shows 10 annotations of each level; see the log above for 4 more errors.");
        let levels: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("::")?.split(' ').next()).collect();
        assert_eq!(levels.len(), 18);
        assert!(levels.is_sorted_by_key(|level| ["error", "warning", "notice"].iter().position(|l| l == level)));
    }

    #[test]
    fn hostile_text_does_not_break_the_summary_table() {
        let mut report = sample::report();
        report.findings[0].message = "a | b <b>`c`\n[d](e) **f**".into();
        let mut out = Vec::new();
        write_summary(&report, &mut out).expect("a vector takes everything");
        let text = String::from_utf8(out).expect("UTF-8");
        assert!(text.contains("| a \\| b \\<b\\>\\`c\\`\\\\n\\[d\\](e) \\*\\*f\\*\\*"), "{text}");
        let hostile = text.chars().find(|c| *c != '\n' && wordgate_text::escape::needs_escape(*c));
        assert_eq!(hostile, None);
    }
}
