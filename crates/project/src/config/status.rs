//! How a rule stands under a configuration on the day of a run.

use jiff::civil::Date;
use wordgate_rules::Severity;

/// How a rule stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleStatus {
    /// The severity of its findings after the configuration's overrides; the rule's own where it is off.
    pub severity: Severity,
    /// Whether it holds.
    pub state: RuleState,
}

/// Whether a rule holds on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleState {
    /// It does.
    On,
    /// It is not chosen, or switched off.
    Off,
    /// It is on from this day.
    Coming(Date),
    /// It was on until the day before this one.
    Ended(Date),
}
