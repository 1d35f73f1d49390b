//! The list of rules.

use super::Style;
use super::escape::visible;
use super::json::{SCHEMA_VERSION, TOOL, Tool, write_document};
use crate::rule::{Rule, RuleSet, Severity, Template};
use anstyle::Style as Paint;
use serde::Serialize;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Writes one line a rule: id, severity here or `off`, title. Titles are cut to the width.
///
/// # Errors
/// Those of `out`.
pub fn write_table(
    rules: &RuleSet,
    severities: &[Option<Severity>],
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let id_width = rules.rules.iter().map(|rule| visible(&rule.id).width()).max().unwrap_or(0);
    let bold = Paint::new().bold();
    for (rule, severity) in rules.rules.iter().zip(severities) {
        let id = visible(&rule.id);
        let pad = " ".repeat(id_width - id.width());
        let state = severity.map_or("off", Severity::id);
        let paint = severity.map_or(Paint::new().dimmed(), |_| bold);
        let title = visible(&rule.title);
        let room = style.width.saturating_sub(id_width + 11).max(20);
        writeln!(out, "{paint}{id}{paint:#}{pad}  {state:<7}  {}", cut(&title, room, style.ellipsis()))?;
    }
    let active = severities.iter().flatten().count();
    writeln!(out, "{active} of {} rules are on.", rules.rules.len())
}

/// The beginning of a text that fits `width` columns.
fn cut(text: &str, width: usize, ellipsis: &str) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut shown = String::new();
    for c in text.chars() {
        shown.push(c);
        if shown.width() + ellipsis.width() > width {
            shown.pop();
            break;
        }
    }
    format!("{shown}{ellipsis}")
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    tool: Tool,
    rules: Vec<Listed<'a>>,
}

#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    kind: &'static str,
    severity: Severity,
    active: bool,
    recommended: bool,
    title: &'a str,
    message: &'a str,
    rationale: &'a str,
    owner: &'a str,
    sources: &'a [crate::rule::Source],
    patterns: Vec<&'a str>,
    suggest: Vec<&'a str>,
    tags: &'a [String],
}

/// Writes one JSON document. `severity` is the one in effect, or the rule's own where it is off.
///
/// # Errors
/// Those of `out`.
pub fn write_json(rules: &RuleSet, severities: &[Option<Severity>], out: &mut dyn Write) -> io::Result<()> {
    let rules = rules.rules.iter().zip(severities).map(|(rule, severity)| listed(rule, *severity)).collect();
    write_document(&Document { schema_version: SCHEMA_VERSION, tool: TOOL, rules }, out)
}

fn listed(rule: &Rule, severity: Option<Severity>) -> Listed<'_> {
    Listed {
        id: &rule.id,
        kind: rule.kind.id(),
        severity: severity.unwrap_or(rule.severity),
        active: severity.is_some(),
        recommended: rule.recommended,
        title: &rule.title,
        message: rule.message.source(),
        rationale: &rule.rationale,
        owner: &rule.owner,
        sources: &rule.sources,
        patterns: rule.patterns.iter().map(|pattern| pattern.source.as_str()).collect(),
        suggest: rule.suggest.iter().map(Template::source).collect(),
        tags: &rule.tags,
    }
}
