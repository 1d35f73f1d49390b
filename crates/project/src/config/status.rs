//! The status of a rule under a configuration on the date of a run.

use jiff::civil::Date;
use wordgate_rules::Severity;

/// The status of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleStatus {
    /// The severity of its findings after overrides; if it is off, the severity in the rule file.
    pub severity: Severity,
    /// Whether it is in effect.
    pub state: RuleState,
}

/// Whether a rule is in effect on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleState {
    /// It is in effect.
    On,
    /// It is not chosen, or switched off.
    Off,
    /// It is on from this day.
    Coming(Date),
    /// It was on until the day before this one.
    Ended(Date),
}
