//! A problem that `wordgate test` reports about a rule.

use std::sync::Arc;
use wordgate_rules::Rule;

/// A problem that a check found in a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The full id of the rule.
    pub rule: Arc<str>,
    /// The severity of the problem.
    pub level: Level,
    /// The key in the rule file that has the problem, such as `patterns`; `record` if keys are missing.
    pub key: &'static str,
    /// The example, pattern or suggestion that has the problem; `None` if the problem is about the whole rule.
    /// [`Problem::subject`] returns which of the three it is.
    pub example: Option<String>,
    /// A description of the problem.
    pub found: String,
}

/// The severity of a problem. Ordered: `Note < Warning < Failure`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Information. Nothing has to be fixed now.
    Note,
    /// A problem that should be fixed. The test still passes.
    Warning,
    /// A problem that makes the test fail.
    Failure,
}

impl Problem {
    /// Returns what the field `example` contains: "pattern", "suggestion" or "example".
    pub fn subject(&self) -> &'static str {
        match self.key {
            "suggest" => "suggestion",
            key if key.starts_with("examples.") => "example",
            _ => "pattern",
        }
    }

    /// Creates a problem with the level [`Level::Failure`].
    pub(super) fn failure(rule: &Rule, key: &'static str, example: &str, found: impl Into<String>) -> Problem {
        let (rule, example) = (rule.id.clone(), Some(example.to_owned()));
        Problem { rule, level: Level::Failure, key, example, found: found.into() }
    }
}
