//! Errors and warnings about inputs, as plain data. An error fails the run, a warning does not. A walk and a run both
//! report them, and every output format shows them.

use serde::{Serialize, Serializer};

/// An input that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct InputError {
    /// The path, as in a finding.
    pub path: String,
    /// What went wrong.
    pub message: String,
}

/// Something about an input, a waiver or the baseline that a reader of the report should know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct InputWarning {
    /// The path, as in a finding.
    pub path: String,
    /// The 1-based line.
    pub line: u32,
    /// What happened.
    pub message: String,
    /// What it is about.
    #[serde(rename = "code", serialize_with = "id")]
    pub kind: WarningKind,
}

/// What a warning is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WarningKind {
    /// An input that was read differently than expected, or not completely.
    Input,
    /// A waiver whose last day has passed.
    ExpiredWaiver,
    /// A waiver that no longer matches a finding.
    StaleWaiver,
    /// A glob that matches no file.
    UnusedGlob,
    /// A baseline with findings that no longer occur.
    StaleBaseline,
    /// A rule whose last day has passed.
    EndedRule,
    /// A waiver or a baseline entry whose file was renamed.
    MovedException,
}

impl WarningKind {
    /// Returns the rule id under which output formats report the warning.
    pub fn id(self) -> &'static str {
        match self {
            WarningKind::Input => "wordgate/input-warning",
            WarningKind::ExpiredWaiver => "wordgate/expired-waiver",
            WarningKind::StaleWaiver => "wordgate/stale-waiver",
            WarningKind::UnusedGlob => "wordgate/unused-glob",
            WarningKind::StaleBaseline => "wordgate/stale-baseline",
            WarningKind::EndedRule => "wordgate/ended-rule",
            WarningKind::MovedException => "wordgate/moved-exception",
        }
    }
}

fn id<S: Serializer>(kind: &WarningKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.id())
}
