//! Prints messages about a run to standard error.

use crate::report::Report;
use std::io::Write;
use wordgate_text::escape::visible;

/// Prints errors and warnings, for every report format. A failure to print does not change the exit status.
pub(super) fn notes(report: &Report, err: &mut dyn Write) {
    for error in &report.errors {
        let _ = writeln!(err, "error: {}: {}", visible(&error.path), visible(&error.message));
    }
    for warning in &report.warnings {
        let place = format!("{}:{}", visible(&warning.path), warning.line);
        let _ = writeln!(err, "warning: {place}: {}", visible(&warning.message));
    }
}
