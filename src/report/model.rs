//! What a run found, as plain data.
//!
//! A [`Report`] needs no source text any more: positions are final and each finding carries the excerpt it is shown
//! with. So the exit status is read from the data and no writer can change it.

use super::evidence::Evidence;
use super::exceptions::{BaselineInfo, WaiverInfo};
use super::located::{LocatedFinding, LocatedSkip};
use super::rule_info::RuleInfo;
use serde::Serialize;
use wordgate_core::finding::Reason;
use wordgate_project::config::FailOn;
use wordgate_project::input::{InputError, InputWarning};
use wordgate_rules::Severity;

/// What stands for a rule where a format reports that an input could not be read.
pub(super) const INPUT_ERROR: &str = "wordgate/input-error";

/// Everything that a run found.
#[derive(Debug)]
pub struct Report {
    /// The day the rules' dates were judged by.
    pub as_of: jiff::civil::Date,
    /// The digest of the rules; `None` when no writer shows it.
    pub rules_digest: Option<String>,
    /// The findings, by path, position and rule.
    pub findings: Vec<LocatedFinding>,
    /// The rules of the findings, by id.
    pub rules: Vec<RuleInfo>,
    /// Matches that are not reported, in the same order: what waivers and the baseline took away, what directives allow
    /// when there is evidence, and all others when they are to be shown.
    pub skipped: Vec<LocatedSkip>,
    /// Whether writers show them all.
    pub shows_skipped: bool,
    /// The waivers of the configuration, in its order, those that have ended too.
    pub waivers: Vec<WaiverInfo>,
    /// The baseline, when one was used.
    pub baseline: Option<BaselineInfo>,
    /// What was looked at and by which rules; `None` when no writer shows it.
    pub evidence: Option<Evidence>,
    /// The inputs that could not be read: never empty and clean at once.
    pub errors: Vec<InputError>,
    /// Places that were read as plain text, and the like: they change no exit status.
    pub warnings: Vec<InputWarning>,
    /// The counts.
    pub summary: Summary,
}

/// Counts of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Files that were checked.
    pub files: usize,
    /// Files that were met but not checked: their format is not known, or they are excluded although named.
    pub skipped: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity info.
    pub infos: usize,
    /// Findings that a waiver took away. They count in no other number.
    #[serde(skip_serializing_if = "is_zero")]
    pub waived: usize,
    /// Findings that the baseline took away. They count in no other number.
    #[serde(rename = "baseline", skip_serializing_if = "is_zero")]
    pub old: usize,
    /// Findings on untouched lines, which were left out; `None` when all lines count.
    #[serde(skip)]
    pub untouched: Option<usize>,
}

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// Nothing at or above the severity that fails.
    Clean = 0,
    /// Findings at or above it.
    Findings = 1,
    /// The command line, the configuration, a rule or an input is wrong.
    Failed = 2,
}

impl Report {
    /// How the run ends. An input that could not be read outweighs findings.
    pub fn exit_status(&self, fail_on: FailOn) -> ExitStatus {
        match self.findings.iter().any(|finding| fail_on.fails(finding.severity)) {
            _ if !self.errors.is_empty() => ExitStatus::Failed,
            true => ExitStatus::Findings,
            false => ExitStatus::Clean,
        }
    }

    /// What is known of the rule with this full id.
    pub fn rule(&self, id: &str) -> Option<&RuleInfo> {
        self.rule_index(id).map(|index| &self.rules[index])
    }

    /// The place in `rules` of the rule with this full id.
    pub(super) fn rule_index(&self, id: &str) -> Option<usize> {
        self.rules.binary_search_by(|rule| (*rule.id).cmp(id)).ok()
    }

    /// The matches that are not reported, when writers are to show them.
    pub(super) fn shown_skipped(&self) -> Option<&[LocatedSkip]> {
        self.shows_skipped.then_some(&self.skipped)
    }

    /// The waiver that took a match away.
    pub(super) fn waiver(&self, skip: &LocatedSkip) -> Option<&WaiverInfo> {
        if let Reason::Waived(waiver) = skip.reason { self.waivers.get(waiver) } else { None }
    }

    /// Why a match is not reported, as a short clause.
    pub(super) fn reason(&self, skip: &LocatedSkip) -> String {
        self.waiver(skip).map_or_else(|| skip.reason.to_string(), |waiver| waiver.grant.clause())
    }

    /// Adds up the findings of each severity, and those that were taken away.
    pub fn count(&mut self) {
        let count = |severity| self.findings.iter().filter(|f| f.severity == severity).count();
        self.summary.errors = count(Severity::Error);
        self.summary.warnings = count(Severity::Warning);
        self.summary.infos = count(Severity::Info);
        self.summary.waived = self.skipped.iter().filter(|skip| matches!(skip.reason, Reason::Waived(_))).count();
        self.summary.old = self.baseline.as_ref().map_or(0, |baseline| baseline.old);
    }
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}
