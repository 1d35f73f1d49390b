//! The status of a rule under a configuration on the date of a run.

use jiff::civil::Date;
use wordgate_rules::Severity;

/// The status of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleStatus {
    /// The severity of its findings after overrides; if it is off, the severity in the rule file.
    pub severity: Severity,
    /// Whether it is in effect on the date of the run.
    pub state: RuleState,
}

/// Whether a rule is in effect on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleState {
    /// The rule is in effect.
    On,
    /// The rule is not chosen, or is switched off.
    Off,
    /// The rule is not yet in effect. This is its first day.
    NotYetInEffect(Date),
    /// The rule is no longer in effect. This is the first day after its last one.
    Ended(Date),
}
