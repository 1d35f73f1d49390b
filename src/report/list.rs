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
use wordgate_rules::{Rule, RuleSet, Template};
use wordgate_text::escape::visible;

/// The columns of the longest severity.
const SEVERITY_WIDTH: usize = 7;

/// The columns between two of the four texts of a line.
const GAP: usize = 2;

/// Writes one line per rule: id, severity, state, title. Titles are cut so that a line fits the width of `style`.
/// `statuses` has the status of each rule, in the order of `rules`.
///
/// # Errors
/// Those of `out`.
pub fn write_table(rules: &RuleSet, statuses: &[RuleStatus], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let id_width = rules.rules.iter().map(|rule| visible(&rule.id).width()).max().unwrap_or(0);
    let states: Vec<String> = statuses.iter().map(|status| state(status.state)).collect();
    let state_width = states.iter().map(String::len).max().unwrap_or(0);
    for ((rule, status), state) in rules.rules.iter().zip(statuses).zip(&states) {
        let id = visible(&rule.id);
        let pad = " ".repeat(id_width - id.width());
        let is_on = status.state == RuleState::On;
        let paint = if is_on { Paint::new().bold() } else { Paint::new().dimmed() };
        let title = visible(&rule.title);
        let room = style.width.saturating_sub(id_width + SEVERITY_WIDTH + state_width + 3 * GAP).max(20);
        let severity = status.severity.id();
        let title = cut(&title, room, style.ellipsis());
        writeln!(out, "{paint}{id}{paint:#}{pad}  {severity:<SEVERITY_WIDTH$}  {state:<state_width$}  {title}")?;
    }
    let count = |matches: fn(RuleState) -> bool| statuses.iter().filter(|status| matches(status.state)).count();
    write!(out, "{} of {} on", count(|state| state == RuleState::On), counted(rules.rules.len(), "rule"))?;
    let coming = count(|state| matches!(state, RuleState::NotYetInEffect(_)));
    let ended = count(|state| matches!(state, RuleState::Ended(_)));
    for (count, what) in [(coming, "not yet in effect"), (ended, "ended")] {
        if count > 0 {
            write!(out, ", {count} {what}")?;
        }
    }
    writeln!(out, ".")
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

/// Writes one JSON document. `statuses` has the status of each rule on the date `as_of`.
///
/// # Errors
/// Those of `out`.
pub fn write_json(rules: &RuleSet, statuses: &[RuleStatus], as_of: Date, out: &mut dyn Write) -> io::Result<()> {
    let rules: Value = rules.rules.iter().zip(statuses).map(|(rule, status)| listed(rule, *status)).collect();
    write_document(&json!({ "schema_version": SCHEMA_VERSION, "tool": TOOL, "as_of": as_of, "rules": rules }), out)
}

fn listed(rule: &Rule, status: RuleStatus) -> Value {
    json!({
        "id": rule.id,
        "kind": rule.kind.id(),
        "severity": status.severity,
        "active": status.state == RuleState::On,
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
