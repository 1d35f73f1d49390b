//! Phrases that several outputs share. They are not escaped.

use super::model::{Report, Summary};
use std::borrow::Cow;

/// The number of packs that a summary names.
const MAX_PACKS: usize = 6;

/// The number of languages that a summary names.
const MAX_LANGUAGES: usize = 6;

/// Returns a count with its noun: "1 file", "2 files".
pub(crate) fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

/// Returns the number of unreadable inputs, as the end of a sentence; empty if there are none.
pub(super) fn unread_phrase(report: &Report) -> String {
    match report.errors.len() {
        0 => String::new(),
        count => format!("; {} could not be read", counted(count, "input")),
    }
}

/// Returns the line about files of types that are not read; `None` if there are none.
pub(crate) fn unread_types_line(summary: &Summary) -> Option<String> {
    let unread = &summary.unread;
    (!unread.is_empty()).then(|| format!("{} not read: {}", counted(unread.total(), "file"), unread.phrase()))
}

/// Returns the line about files in languages that no rule is for, the most frequent ones first; `None` if there are none.
pub(crate) fn uncovered_line(summary: &Summary) -> Option<String> {
    let mut languages: Vec<_> = summary.uncovered.iter().collect();
    languages.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let total: usize = languages.iter().map(|(_, count)| **count).sum();
    let named: Vec<String> =
        languages.iter().take(MAX_LANGUAGES).map(|(code, count)| format!("{count} {code}")).collect();
    let rest = match languages.len().saturating_sub(MAX_LANGUAGES) {
        0 => String::new(),
        more => format!(", and {}", counted(more, "more language")),
    };
    (total > 0)
        .then(|| format!("{} in a language that no rule is for: {}{rest}", counted(total, "file"), named.join(", ")))
}

/// Returns the number of findings that waivers and the baseline suppressed, as the end of a sentence; empty if there
/// are none.
pub(super) fn excepted_phrase(report: &Report) -> String {
    let waived = match report.summary.waived {
        0 => String::new(),
        count => format!("; {} waived", counted(count, "finding")),
    };
    let old = match report.summary.in_baseline {
        0 => String::new(),
        count => format!("; {} in the baseline", counted(count, "finding")),
    };
    waived + &old
}

/// Returns the number of rules that were on and the packs that they come from, as the end of a sentence.
pub(super) fn rules_phrase(report: &Report) -> String {
    let packs = &report.summary.packs;
    let shown = packs[..packs.len().min(MAX_PACKS)].join(", ");
    let names = match packs.len().saturating_sub(MAX_PACKS) {
        _ if packs.is_empty() => String::new(),
        0 => format!(" ({shown})"),
        more => format!(" ({shown} and {more} more)"),
    };
    format!("; {} on{names}", counted(report.summary.rules, "rule"))
}

/// Returns the first `limit` characters of a text, with an ellipsis if there are more.
pub(super) fn truncate(text: &str, limit: usize) -> Cow<'_, str> {
    match text.char_indices().nth(limit) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// Replaces each run of white space by one space, because line breaks in a rule file are only layout.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the paragraphs of a text, each on one line.
pub(super) fn paragraphs(text: &str) -> impl Iterator<Item = String> {
    text.split("\n\n").map(one_line).filter(|paragraph| !paragraph.is_empty())
}
