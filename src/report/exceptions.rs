//! The waivers and the baseline of a run, as plain data for reports.

use super::located::LocatedFinding;
use jiff::civil::Date;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// A waiver of the configuration, and how the run used it.
#[derive(Clone, Debug)]
pub struct WaiverInfo {
    /// The full id of its rule.
    pub rule: Arc<str>,
    /// The glob for its files.
    pub path: String,
    /// Why, by whom and until when it was granted.
    pub grant: Arc<Grant>,
    /// Its state on the date of the run.
    pub state: WaiverState,
    /// The number of findings that it matches: waived ones while it is in effect, reported ones after it expired.
    pub findings: usize,
}

/// Why, by whom and until when an exception was granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Grant {
    /// Why it was granted.
    pub reason: String,
    /// Who granted it.
    pub approver: String,
    /// Where the approval is recorded.
    pub ticket: Option<String>,
    /// The day on which it was granted, if that is recorded.
    #[serde(serialize_with = "day")]
    pub granted: Option<Date>,
    /// The last day on which it is in effect; `None` if it does not expire.
    #[serde(serialize_with = "day")]
    pub expires: Option<Date>,
    /// The file in which it is written, relative to the working directory.
    pub path: String,
    /// The 1-based line in that file.
    pub line: u32,
}

/// The state of a waiver on the date of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaiverState {
    /// It is in effect.
    Active,
    /// It is in effect but matches no finding, although its rule checked all of its files.
    Stale,
    /// Its last day is over.
    Expired,
}

/// The baseline, and how the run used it.
#[derive(Clone, Debug)]
pub struct BaselineInfo {
    /// Its file, relative to the working directory.
    pub name: String,
    /// The number of findings that it suppressed.
    pub old: usize,
    /// The indices of entries without a finding, although their rules checked their files.
    pub gone: Vec<usize>,
    /// The indices of entries whose file was renamed, with the finding that each has now.
    pub moved: Vec<(usize, LocatedFinding)>,
    /// The 1-based line of each entry.
    pub lines: Vec<u32>,
}

impl Grant {
    /// Returns who granted it, when, until when and why, as one phrase.
    pub(super) fn clause(&self) -> String {
        let ticket = self.ticket.iter().map(|ticket| format!(", {ticket}"));
        let start = self.granted.iter().map(|day| format!(", granted {day}"));
        let end = self.expires.iter().map(|day| format!(", until {day}"));
        let details: String = ticket.chain(start).chain(end).collect();
        format!("waived by {}{details}: {}", self.approver, self.reason)
    }
}

fn day<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.collect_str(day),
        None => serializer.serialize_none(),
    }
}
