//! Wording that several outputs share, not escaped for any of them.

use super::model::Report;
use std::borrow::Cow;

/// "1 file", "2 files".
pub(crate) fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

/// How many inputs could not be read, as the end of a sentence; may be empty.
pub(super) fn unread(report: &Report) -> String {
    match report.errors.len() {
        0 => String::new(),
        count => format!("; {} could not be read", counted(count, "input")),
    }
}

/// The findings that waivers and the baseline took away, as the end of a sentence; may be empty.
pub(super) fn excepted(report: &Report) -> String {
    let waived = match report.summary.waived {
        0 => String::new(),
        count => format!("; {} waived", counted(count, "finding")),
    };
    let old = match report.summary.old {
        0 => String::new(),
        count => format!("; {} in the baseline", counted(count, "old finding")),
    };
    waived + &old
}

/// The beginning of a text, and an ellipsis where there is more: texts quote the document, which may quote without end.
pub(super) fn start(text: &str, limit: usize) -> Cow<'_, str> {
    match text.char_indices().nth(limit) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// The text with its white space joined: in a rule file it is layout of the file, not of the text.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The paragraphs of a text, each on one line.
pub(super) fn paragraphs(text: &str) -> impl Iterator<Item = String> {
    text.split("\n\n").map(one_line).filter(|paragraph| !paragraph.is_empty())
}
