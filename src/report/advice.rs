//! Formats a finding as one line of plain text: what is wrong and what to write instead, and where it is if the file has
//! no lines.
//!
//! The text quotes the document and is not escaped, because each writer escapes it for its format.

use super::located::LocatedFinding;
use super::words::truncate;
use std::fmt::Write;

/// Messages and rewordings quote the document, so they are cut after this many characters.
const MAX_TEXT: usize = 600;
/// The number of rewordings in the line; `explain` shows all.
const MAX_SUGGESTIONS: usize = 3;

/// Returns the message and the first rewordings. The place follows if the finding has no range.
pub(super) fn advice(finding: &LocatedFinding) -> String {
    let mut advice = truncate(&finding.message, MAX_TEXT).into_owned();
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
                let _ = write!(advice, "“{}”", truncate(text, MAX_TEXT));
            }
        }
    }
    if ends && !finding.suggestions.is_empty() {
        advice.push('.');
    }
    if let Some(place) = finding.place_without_range() {
        let _ = write!(advice, " ({place})");
    }
    advice
}
