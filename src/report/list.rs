//! Writes the list of rules, as a table or as JSON.

use super::json::{SCHEMA_VERSION, TOOL, write_document};
use super::style::Style;
use super::words::counted;
use anstyle::Style as Paint;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;
use wordgate_project::config::{RuleState, RuleStatus};
use wordgate_rules::{Rule, Template};
use wordgate_text::escape::visible;

/// The columns of the longest severity.
const SEVERITY_WIDTH: usize = 7;

/// The columns between two of the four texts of a line.
const GAP: usize = 2;

/// Writes one line per rule: id, severity, state, title. Titles are cut so that a line fits the width of `style`. Rules that are not on are only
/// counted, unless `all` is set.
///
/// # Errors
/// Those of `out`.
pub fn write_table(rules: &[(&Rule, RuleStatus)], all: bool, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let shown: Vec<&(&Rule, RuleStatus)> = rules.iter().filter(|(_, status)| all || is_on(*status)).collect();
    let id_width = shown.iter().map(|(rule, _)| visible(&rule.id).width()).max().unwrap_or(0);
    let states: Vec<String> = shown.iter().map(|(_, status)| state(status.state)).collect();
    let state_width = states.iter().map(String::len).max().unwrap_or(0);
    for ((rule, status), state) in shown.iter().zip(&states) {
        let id = visible(&rule.id);
        let pad = " ".repeat(id_width - id.width());
        let paint = if is_on(*status) { Paint::new().bold() } else { Paint::new().dimmed() };
        let title = visible(&rule.title);
        let room = style.width.saturating_sub(id_width + SEVERITY_WIDTH + state_width + 3 * GAP).max(20);
        let severity = status.severity.id();
        let title = cut(&title, room, style.ellipsis());
        writeln!(out, "{paint}{id}{paint:#}{pad}  {severity:<SEVERITY_WIDTH$}  {state:<state_width$}  {title}")?;
    }
    let count = |matches: fn(RuleState) -> bool| rules.iter().filter(|(_, status)| matches(status.state)).count();
    let on = count(|state| state == RuleState::On);
    write!(out, "{on} of {} {} on", counted(rules.len(), "rule"), if on == 1 { "is" } else { "are" })?;
    let coming = count(|state| matches!(state, RuleState::NotYetInEffect(_)));
    let ended = count(|state| matches!(state, RuleState::Ended(_)));
    for (count, what) in [(coming, "not yet in effect"), (ended, "ended")] {
        if count > 0 {
            write!(out, ", {count} {what}")?;
        }
    }
    writeln!(out, "{}", if shown.len() < rules.len() { "; `--all` lists the others." } else { "." })
}

fn is_on(status: RuleStatus) -> bool {
    status.state == RuleState::On
}

fn state(state: RuleState) -> String {
    match state {
        RuleState::On => "on".to_owned(),
        RuleState::Off => "off".to_owned(),
        RuleState::NotYetInEffect(day) => format!("from {day}"),
        RuleState::Ended(day) => format!("until {day}"),
    }
}

/// Cuts a text to `width` columns, with an ellipsis if it is longer.
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

/// Writes one JSON document with the status of each rule on the date `as_of`. Leaves out the rules that are not on,
/// unless `all` is set.
///
/// # Errors
/// Those of `out`.
pub fn write_json(rules: &[(&Rule, RuleStatus)], all: bool, as_of: Date, out: &mut dyn Write) -> io::Result<()> {
    let shown = rules.iter().filter(|(_, status)| all || is_on(*status));
    let rules: Value = shown.map(|(rule, status)| listed(rule, *status)).collect();
    write_document(&json!({ "schema_version": SCHEMA_VERSION, "tool": TOOL, "as_of": as_of, "rules": rules }), out)
}

fn listed(rule: &Rule, status: RuleStatus) -> Value {
    json!({
        "id": rule.id,
        "kind": rule.kind.id(),
        "severity": status.severity,
        "active": is_on(status),
        "state": match status.state {
            RuleState::On => "on",
            RuleState::Off => "off",
            RuleState::NotYetInEffect(_) => "not-yet-in-effect",
            RuleState::Ended(_) => "ended",
        },
        "valid_from": rule.validity.first_day,
        "valid_until": rule.validity.last_day,
        "superseded_by": rule.superseded_by,
        "recommended": rule.recommended,
        "profiles": rule.profiles,
        "title": rule.title,
        "message": rule.message.source(),
        "rationale": rule.rationale,
        "owner": rule.owner,
        "ticket": rule.ticket,
        "sources": rule.sources,
        "patterns": rule.patterns().iter().map(|pattern| pattern.source.as_str()).collect::<Value>(),
        "suggest": rule.suggest.iter().map(Template::source).collect::<Value>(),
        "tags": rule.tags,
    })
}
