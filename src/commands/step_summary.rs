//! Writes the step summary of GitHub Actions, for formats that have one.

use super::outputs::Output;
use crate::report::{Report, github};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;
use wordgate_project::read;
use wordgate_text::escape::visible;

/// The environment variable with the path of the summary file.
const VARIABLE: &str = "GITHUB_STEP_SUMMARY";

/// Appends the summary of the report to the file that the environment names, if any. The command line did not request
/// it, so a failure is only a warning.
pub(super) fn append(outputs: &[Output], report: &Report, err: &mut dyn Write) {
    let Some(path) = std::env::var_os(VARIABLE).filter(|path| !path.is_empty()) else { return };
    if !outputs.iter().any(|output| output.format.has_step_summary()) {
        return;
    }
    if let Err(error) = append_to(Path::new(&path), report) {
        let (path, reason) = (path.to_string_lossy(), read::explain(&error));
        let _ = writeln!(err, "warning: {}: {VARIABLE} cannot be written: {}", visible(&path), visible(&reason));
    }
}

fn append_to(path: &Path, report: &Report) -> io::Result<()> {
    // Append with a single write, because other programs may append at the same time.
    let mut summary = Vec::new();
    github::write_summary(report, &mut summary)?;
    OpenOptions::new().create(true).append(true).open(path)?.write_all(&summary)
}
