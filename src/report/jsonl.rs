//! One JSON object a finding and line, for streams. Errors are no findings: they go to standard error.

use super::escape::harmless_json;
use super::{Report, View};
use std::io::{self, Write};

pub(super) fn write(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        writeln!(out, "{}", harmless_json(serde_json::to_string(finding)?))?;
    }
    Ok(())
}
