//! Writes one line per finding, for the error lists of editors and for grep.

use super::draw::draw_each;
use super::located::LocatedFinding;
use super::model::Report;
use super::view::View;
use std::io::{self, Write};
use wordgate_text::escape::{visible, visible_prefix};

/// Messages quote the document, so they are cut after this many characters.
const MAX_TEXT: usize = 600;

pub(super) fn write(report: &Report, view: &View, out: &mut dyn Write) -> io::Result<()> {
    draw_each(&report.findings, &view.workers, out, |_, finding, out| writeln!(out, "{}", line(finding)))
}

/// Returns the line for a finding.
pub(super) fn line(finding: &LocatedFinding) -> String {
    let place = finding.whereabouts().to_string();
    let message = visible_prefix(&finding.message, MAX_TEXT);
    format!("{}: {}: {message} [{}]", visible(&place), finding.severity, visible(&finding.rule))
}
