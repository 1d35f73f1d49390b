//! What a check of the rule set reports.

use std::sync::Arc;
use wordgate_rules::Rule;

/// Something about a rule that its author should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The full id of the rule.
    pub rule: Arc<str>,
    /// How severe it is.
    pub level: Level,
    /// The key of the rule that it is about; `record` where keys are missing.
    pub key: &'static str,
    /// The example, pattern or rewording that shows it.
    pub example: Option<String>,
    /// What was found instead of what should be.
    pub found: String,
}

/// How severe a problem is. Ordered: `Note < Warning < Failure`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Worth fixing.
    Warning,
    /// To be fixed.
    Failure,
}

impl Problem {
    pub(super) fn failure(rule: &Rule, key: &'static str, example: &str, found: impl Into<String>) -> Problem {
        let (rule, example) = (rule.id.clone(), Some(example.to_owned()));
        Problem { rule, level: Level::Failure, key, example, found: found.into() }
    }
}
