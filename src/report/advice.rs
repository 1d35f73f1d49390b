//! A finding in one line of plain text, for places that have no more room: what is wrong and what to write instead.
//!
//! The text is not escaped yet: it quotes the document, and every writer escapes it for where it goes.

use super::located::LocatedFinding;
use super::words::start;
use std::fmt::Write;

/// Longer messages and rewordings are cut: they quote the document, and a document may quote without end.
const MAX_TEXT: usize = 600;
/// More rewordings than these do not help in a line; `explain` shows all.
const MAX_SUGGESTIONS: usize = 3;

/// The message and the rewordings.
pub(super) fn advice(finding: &LocatedFinding) -> String {
    let mut advice = start(&finding.message, MAX_TEXT).into_owned();
    let ends = advice.ends_with(['.', '!', '?', '…']);
    for (at, suggestion) in finding.suggestions.iter().take(MAX_SUGGESTIONS).enumerate() {
        advice.push_str(match (at, ends) {
            (0, true) => " Write ",
            (0, false) => "; write ",
            _ => " or ",
        });
        match suggestion.text.as_str() {
            "" => advice.push_str("the sentence without these words"),
            text => {
                let _ = write!(advice, "“{}”", start(text, MAX_TEXT));
            }
        }
    }
    if ends && !finding.suggestions.is_empty() {
        advice.push('.');
    }
    advice
}
