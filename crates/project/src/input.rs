//! What went wrong with an input, as plain data: an error fails the run, a warning does not. A walk reports the first of
//! them, a run adds its own, and each output format has a place for them.

use serde::{Serialize, Serializer};

/// An input that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct InputError {
    /// As in a finding.
    pub path: String,
    /// What went wrong.
    pub message: String,
}

/// Something about an input, or about an exception, that a reader of the report should know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct InputWarning {
    /// As in a finding.
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
    /// An input that was not read as it seems, or could not be in full.
    Input,
    /// A waiver whose last day is over.
    ExpiredWaiver,
    /// A waiver that waives nothing any more.
    StaleWaiver,
    /// A baseline with findings that are gone.
    StaleBaseline,
}

impl WarningKind {
    /// What stands for a rule where a format reports it.
    pub fn id(self) -> &'static str {
        match self {
            WarningKind::Input => "wordgate/input-warning",
            WarningKind::ExpiredWaiver => "wordgate/expired-waiver",
            WarningKind::StaleWaiver => "wordgate/stale-waiver",
            WarningKind::StaleBaseline => "wordgate/stale-baseline",
        }
    }
}

fn id<S: Serializer>(kind: &WarningKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.id())
}
