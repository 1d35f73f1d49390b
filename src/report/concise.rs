//! One line a finding, for editors' error lists and for grep.

use super::escape::{visible, visible_start};
use super::{Report, View};
use std::io::{self, Write};

/// Longer messages are cut: they quote the document.
const MAX_TEXT: usize = 600;

pub(super) fn write(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        let path = visible(&finding.path);
        let (line, column) = (finding.start.line, finding.start.column);
        let message = visible_start(&finding.message, MAX_TEXT);
        writeln!(out, "{path}:{line}:{column}: {}: {message} [{}]", finding.severity, visible(&finding.rule))?;
    }
    Ok(())
}
