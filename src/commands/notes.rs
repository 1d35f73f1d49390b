//! What is printed beside a report, on standard error.

use crate::report::Report;
use std::io::Write;
use wordgate_text::escape::visible;

/// Tells on standard error, for every format, what could not be read. A failure to do so changes nothing.
pub(super) fn notes(report: &Report, quiet: bool, err: &mut dyn Write) {
    for error in &report.errors {
        let _ = writeln!(err, "error: {}: {}", visible(&error.path), visible(&error.message));
    }
    for warning in &report.warnings {
        let place = format!("{}:{}", visible(&warning.path), warning.line);
        let _ = writeln!(err, "warning: {place}: {}", visible(&warning.message));
    }
    if !quiet && report.summary.files == 0 && report.summary.untouched.is_none() && report.errors.is_empty() {
        let _ = writeln!(err, "warning: no file was checked ({} skipped)", report.summary.skipped);
    }
}
