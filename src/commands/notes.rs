//! Prints messages about a run to standard error.

use crate::report::Report;
use std::io::Write;
use wordgate_text::escape::visible;

/// Prints errors and warnings, for every report format. A failure to print does not change the exit status.
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
