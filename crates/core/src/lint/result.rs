//! The result of checking one document.

use super::anchors::{HeadingEdits, LinkedAnchors};
use super::parsed::Effort;
use crate::extract::ExtractWarning;
use crate::finding::{Finding, Skipped};
use crate::suppress::Suppressed;
use jiff::civil::Date;
use wordgate_text::language::Language;
use wordgate_text::source::{SourceFile, Span};

/// The result of checking one document.
#[derive(Debug, Default)]
pub struct Lint {
    /// The findings, by position, then rule id.
    pub findings: Vec<Finding>,
    /// The matches that were not reported, by position, then rule id.
    pub skipped: Vec<Skipped>,
    /// The findings that a waiver or the baseline suppresses.
    pub suppressed: Suppressed,
    /// The safe edits of headings. An edit is unsafe if other files link to the heading: see
    /// [`Lint::protect_linked_headings`].
    pub heading_edits: HeadingEdits,
    /// Warnings about parts of the document that could not be read properly.
    pub warnings: Vec<ExtractWarning>,
    /// The date that decided which rules are valid, if some are not valid on every day.
    pub day: Option<Date>,
    /// If the file is too long to parse in full, the byte offset of the first piece that was read as plain text.
    pub plain_from: Option<u32>,
    /// If the file has more than [`MAX_MATCHES`](super::MAX_MATCHES) matches, the position at which the check stopped.
    /// `findings` is then incomplete.
    pub unchecked: Option<Span>,
    /// The language of the document, if no rule that is on is for it.
    pub uncovered: Option<Language>,
    /// How much of the file was parsed.
    pub effort: Effort,
}

impl Lint {
    /// Converts the spans of findings, skipped matches and warnings to the text of [`SourceFile::stored`]. `file` must be
    /// the file that was checked.
    #[must_use]
    pub fn in_stored(mut self, file: &SourceFile) -> Lint {
        self.findings = self.findings.into_iter().map(|finding| finding.in_stored(file)).collect();
        self.skipped.iter_mut().for_each(|skipped| skipped.span = file.stored_span(skipped.span));
        self.warnings.iter_mut().for_each(|warning| warning.span = file.stored_span(warning.span));
        self.unchecked = self.unchecked.map(|from| file.stored_span(from));
        self
    }

    /// Makes edits of a heading unsafe if another file links to that heading. `path` is the path of this file.
    pub fn protect_linked_headings(&mut self, linked: &LinkedAnchors, path: &str) {
        self.heading_edits.make_linked_unsafe(linked, path, &mut self.findings);
    }
}
