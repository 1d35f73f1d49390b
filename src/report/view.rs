//! How a report is shown: what writers ask besides what it says.

use super::style::Style;
use jiff::Timestamp;
use wordgate_project::config::FailOn;

/// How a report is shown.
#[derive(Clone, Debug)]
pub struct View {
    /// The looks of the human format.
    pub style: Style,
    /// Whether the human format ends with the counts.
    pub summary: bool,
    /// The severity from which on a finding fails the run, for formats that know passed from failed.
    pub fail_on: FailOn,
    /// When the report was made, where that was asked for: else equal runs give equal bytes.
    pub made_at: Option<Timestamp>,
}
