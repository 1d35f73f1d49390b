//! Settings for writers that are not part of the report.

use super::style::Style;
use jiff::Timestamp;
use wordgate_project::config::FailOn;

/// How to show a report.
#[derive(Clone, Debug)]
pub struct View {
    /// The style of the human format.
    pub style: Style,
    /// Whether the human format ends with a summary.
    pub summary: bool,
    /// The severity from which a finding fails the run, for formats with passed and failed tests.
    pub fail_on: FailOn,
    /// The time of the report, on request; without it, equal runs give equal bytes.
    pub made_at: Option<Timestamp>,
}
