//! The report for people: each finding with its source lines, its message and what to write instead.

use super::draw::draw_each;
use super::located::{LocatedFinding, LocatedSkip};
use super::model::Report;
use super::snippet::{Renderer, Snippet};
use super::style::Style;
use super::view::View;
use super::words::{counted, excepted_phrase, rules_phrase, uncovered_line, unread_phrase, unread_types_line};
use anstyle::{AnsiColor, Style as Paint};
use std::collections::BTreeSet;
use std::io::{self, Write};
use wordgate_rules::Severity;
use wordgate_text::escape::{visible, visible_prefix};

/// Messages and rewordings quote the document, so they are cut after this many characters.
const MAX_TEXT: usize = 600;
/// Skipped matches are cut after this many characters.
const MAX_SKIPPED: usize = 120;
/// The number of rewordings shown; `explain` shows all.
const MAX_SUGGESTIONS: usize = 5;

pub(super) fn write(report: &Report, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let renderer = Renderer::new(&view.style);
    draw_each(&report.findings, &view.workers, out, |_, finding, out| {
        writeln!(out, "{}", renderer.render(&snippet(finding, &view.style)))
    })?;
    write_skipped(report, report.shown_skipped().unwrap_or_default(), &view.style, out)?;
    if view.summary {
        write_summary(report, &view.style, out)?;
    }
    Ok(())
}

fn snippet(finding: &LocatedFinding, style: &Style) -> Snippet {
    let mut snippet = Snippet {
        severity: Some(match finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        }),
        message: visible_prefix(&finding.message, MAX_TEXT),
        code: Some(format!("{}[{}]", finding.severity, visible(&finding.rule))),
        help: Some(help(finding, style)),
        name: visible(&finding.path).into_owned(),
        ..Snippet::default()
    };
    match &finding.range {
        Some(range) => (snippet.line, snippet.column) = (range.start.line as usize, range.start.column as usize),
        None => snippet.name = visible(&finding.whereabouts().to_string()).into_owned(),
    }
    if let Some(excerpt) = &finding.excerpt {
        snippet.set_lines(excerpt, style);
    }
    snippet
}

fn help(finding: &LocatedFinding, style: &Style) -> String {
    let [open, close] = if style.unicode { ["“", "”"] } else { ["\"", "\""] };
    let mut lines: Vec<String> = Vec::new();
    for (at, suggestion) in finding.suggestions.iter().take(MAX_SUGGESTIONS).enumerate() {
        let lead = if at == 0 { "write" } else { "or" };
        lines.push(match suggestion.text.as_str() {
            "" => format!("{lead} the sentence without these words"),
            text => format!("{lead} {open}{}{close}", visible_prefix(text, MAX_TEXT)),
        });
    }
    if let Some(cell) = finding.place.as_ref().and_then(|place| place.cell) {
        lines.push(format!("in cell {cell} of the notebook"));
    }
    lines.push(format!("`wordgate explain {}` says why", visible(&finding.rule)));
    lines.join("\n")
}

fn write_skipped(report: &Report, skipped: &[LocatedSkip], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let dim = style.paint(Paint::new().dimmed());
    for (at, skip) in skipped.iter().enumerate() {
        if at == 0 {
            writeln!(out, "{dim}Not reported:{dim:#}")?;
        }
        let place = skip.whereabouts().to_string();
        let place = visible(&place);
        let (text, reason) = (visible_prefix(&skip.text, MAX_SKIPPED), visible_prefix(&report.reason(skip), MAX_TEXT));
        writeln!(out, "{dim}  {place}: \"{text}\" [{}]: {reason}{dim:#}", visible(&skip.rule))?;
    }
    if skipped.is_empty() { Ok(()) } else { writeln!(out) }
}

fn write_summary(report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if let Some(line) = unread_types_line(&report.summary) {
        writeln!(out, "{}.", visible(&line))?;
    }
    if let Some(line) = uncovered_line(&report.summary) {
        writeln!(out, "{}.", visible(&line))?;
    }
    write_counts(report, style, out)
}

fn write_counts(report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let summary = &report.summary;
    let parts = [
        (summary.errors, "error", AnsiColor::Red),
        (summary.warnings, "warning", AnsiColor::Yellow),
        (summary.infos, "info", AnsiColor::Cyan),
    ];
    let shown: Vec<String> = parts
        .iter()
        .filter(|(count, _, _)| *count > 0)
        .map(|(count, name, color)| {
            let paint = style.paint(Paint::new().bold().fg_color(Some((*color).into())));
            format!("{paint}{}{paint:#}", counted(*count, name))
        })
        .collect();
    let files = counted(summary.files, "file");
    let unread = unread_phrase(report);
    let untouched = match summary.untouched {
        None | Some(0) => String::new(),
        Some(count) => format!("; {} on unchanged lines not shown", counted(count, "finding")),
    };
    let rest = format!("{unread}{untouched}{}{}", excepted_phrase(report), rules_phrase(report));
    if shown.is_empty() {
        let new = if !report.baselines.is_empty() { "new " } else { "" };
        let (on, files) = match summary.untouched {
            None => ("", files),
            Some(_) => (" on changed lines", counted(summary.files, "changed file")),
        };
        return writeln!(out, "No {new}findings{on} in {files}{rest}.");
    }
    let with_findings = report.findings.iter().map(|finding| &finding.path).collect::<BTreeSet<_>>().len();
    writeln!(out, "{} in {with_findings} of {files}{rest}.", shown.join(", "))
}
