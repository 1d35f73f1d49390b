//! What a check gives.

use super::anchors::{HeadingEdits, LinkedAnchors};
use super::parsed::Effort;
use crate::extract::ExtractWarning;
use crate::finding::{Finding, Skipped};
use crate::suppress::Suppressed;
use jiff::civil::Date;
use wordgate_text::source::Span;

/// What checking one document gave.
#[derive(Debug, Default)]
pub struct Lint {
    /// The findings, by position, then rule id.
    pub findings: Vec<Finding>,
    /// Matches that are not reported, by position, then rule id.
    pub skipped: Vec<Skipped>,
    /// Findings that a waiver or the baseline took away.
    pub suppressed: Suppressed,
    /// The safe edits of headings, which are not safe where other files link to the heading: see [`Lint::respect`].
    pub heading_edits: HeadingEdits,
    /// Places that were not read as they should be.
    pub warnings: Vec<ExtractWarning>,
    /// The day by which the rules were judged, when some of them do not hold on every day.
    pub day: Option<Date>,
    /// From where on (byte of the text) parts may have been read as plain text, when the file is too long to parse all of
    /// it.
    pub plain_from: Option<u32>,
    /// From where on not everything was checked, when the file has more than [`MOST_MATCHES`](super::MOST_MATCHES)
    /// matches. All of its findings are then more than these.
    pub unchecked: Option<Span>,
    /// What it took.
    pub effort: Effort,
}

impl Lint {
    /// Makes the edits of headings unsafe that other files link to; `path` is that of the file.
    pub fn respect(&mut self, linked: &LinkedAnchors, path: &str) {
        self.heading_edits.respect(linked, path, &mut self.findings);
    }
}
