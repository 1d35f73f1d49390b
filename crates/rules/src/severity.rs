//! How severe a finding is, and who may apply its suggestion.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How severe a finding is. Ordered: `Info < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Usually wrong.
    Warning,
    /// Wrong in almost any truthful text.
    Error,
}

impl Severity {
    /// Returns the name in rules, configuration and reports.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for Severity {
    type Err = ();

    fn from_str(id: &str) -> Result<Severity, ()> {
        [Severity::Info, Severity::Warning, Severity::Error].into_iter().find(|s| s.id() == id).ok_or(())
    }
}

/// Who may apply a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Correct wherever the rule matches, so `wordgate fix` applies it.
    Safe,
    /// Exact, but it changes the meaning or removes markup. `wordgate fix` applies it only on request.
    Unsafe,
    /// Only the writer can apply it: facts are missing, or the match is not one contiguous range of the source.
    Manual,
}

impl Applicability {
    /// Returns the name in reports.
    pub fn id(self) -> &'static str {
        match self {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
            Applicability::Manual => "manual",
        }
    }
}
