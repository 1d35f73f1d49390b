//! What a report tells of waivers and of the baseline, as plain data.

use jiff::civil::Date;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// A waiver of the configuration, and what a run met of it.
#[derive(Clone, Debug)]
pub struct WaiverInfo {
    /// The full id of its rule.
    pub rule: Arc<str>,
    /// The glob of its files.
    pub path: String,
    /// Why, who, and until when.
    pub grant: Arc<Grant>,
    /// How it stands.
    pub state: WaiverState,
    /// Findings of the run that it names: waived ones while it holds, reported ones when it has ended.
    pub findings: usize,
}

/// Why an exception was granted, by whom, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Grant {
    /// Why it was granted.
    pub reason: String,
    /// Who granted it.
    pub approver: String,
    /// Where that is recorded.
    pub ticket: Option<String>,
    /// The last day on which it holds; `None`: it does not end.
    #[serde(serialize_with = "day")]
    pub expires: Option<Date>,
    /// The configuration file, relative to the working directory.
    pub path: String,
    /// The 1-based line in it.
    pub line: u32,
}

/// How a waiver stands on the day of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaiverState {
    /// It holds.
    Active,
    /// It holds, and there is nothing left to waive although all of its files were checked by its rule.
    Stale,
    /// It has ended.
    Expired,
}

/// The baseline, and what a run met of it.
#[derive(Clone, Debug)]
pub struct BaselineInfo {
    /// Its file, relative to the working directory.
    pub name: String,
    /// How many findings are not reported since they are in it.
    pub old: usize,
    /// Its entries, by index, that occur no more although their files were checked by their rules.
    pub gone: Vec<usize>,
}

impl Grant {
    /// Who granted it and when it ends, as a short clause.
    pub(super) fn clause(&self) -> String {
        let ticket = self.ticket.iter().map(|ticket| format!(", {ticket}"));
        let end = self.expires.iter().map(|day| format!(", until {day}"));
        let details: String = ticket.chain(end).collect();
        format!("waived by {}{details}: {}", self.approver, self.reason)
    }
}

fn day<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.collect_str(day),
        None => serializer.serialize_none(),
    }
}
