//! Settings for writers that do not depend on the results of the run.

use super::style::Style;
use crate::workers::Workers;
use jiff::Timestamp;
use wordgate_project::config::FailOn;

/// How to show a report.
#[derive(Clone, Debug)]
pub struct View {
    /// The style of the human format.
    pub style: Style,
    /// Whether the human format ends with a summary.
    pub summary: bool,
    /// The lowest severity that fails the run, for formats that show whether it passed. `None` if it is not the same
    /// for all files.
    pub fail_on: Option<FailOn>,
    /// The time of the report, if requested. Without it, equal runs give equal bytes.
    pub made_at: Option<Timestamp>,
    /// The threads that draw long reports.
    pub workers: Workers,
}
