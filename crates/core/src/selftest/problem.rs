//! A problem that a check of the rule set reports.

use std::sync::Arc;
use wordgate_rules::Rule;

/// A problem of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The full id of the rule.
    pub rule: Arc<str>,
    /// How severe it is.
    pub level: Level,
    /// The key of the rule that has the problem; `record` if keys are missing.
    pub key: &'static str,
    /// The example, pattern or suggestion that has the problem. [`Problem::subject`] says which.
    pub example: Option<String>,
    /// What the check found.
    pub found: String,
}

/// How severe a problem is. Ordered: `Note < Warning < Failure`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Worth fixing.
    Warning,
    /// Must be fixed.
    Failure,
}

impl Problem {
    /// What `example` is, in one word: a pattern, a suggestion or an example.
    pub fn subject(&self) -> &'static str {
        match self.key {
            "patterns" => "pattern",
            "suggest" => "suggestion",
            _ => "example",
        }
    }

    pub(super) fn failure(rule: &Rule, key: &'static str, example: &str, found: impl Into<String>) -> Problem {
        let (rule, example) = (rule.id.clone(), Some(example.to_owned()));
        Problem { rule, level: Level::Failure, key, example, found: found.into() }
    }
}
