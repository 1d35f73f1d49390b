//! The results of a run, as plain data.
//!
//! A [`Report`] does not need the source text: positions are already computed, and each finding includes its source
//! lines. The exit status depends only on this data, so no writer can change it.

use super::evidence::Evidence;
use super::exceptions::{BaselineInfo, WaiverInfo};
use super::located::{LocatedFinding, LocatedSkip};
use super::rule_info::RuleInfo;
use serde::Serialize;
use std::collections::BTreeMap;
use wordgate_core::finding::Reason;
use wordgate_project::input::{InputError, InputWarning};
use wordgate_project::walk::UnreadTypes;
use wordgate_rules::Severity;

/// The rule id under which formats report an input that could not be read.
pub(super) const INPUT_ERROR: &str = "wordgate/input-error";

/// Everything that a run found.
#[derive(Debug)]
pub struct Report {
    /// The date for which rules were chosen.
    pub as_of: jiff::civil::Date,
    /// The digest of the rules; `None` if no writer shows it.
    pub rules_digest: Option<String>,
    /// The findings, sorted by path, position and rule.
    pub findings: Vec<LocatedFinding>,
    /// The rules of the findings, sorted by id.
    pub rules: Vec<RuleInfo>,
    /// Skipped matches, sorted like the findings. Matches suppressed by a waiver or the baseline are always here. With
    /// `evidence`, those that directives allow too; with `shows_skipped`, all.
    pub skipped: Vec<LocatedSkip>,
    /// Whether writers show all skipped matches.
    pub shows_skipped: bool,
    /// All waivers of the configuration, in its order, including expired ones.
    pub waivers: Vec<WaiverInfo>,
    /// The baselines that were used.
    pub baselines: Vec<BaselineInfo>,
    /// The checked files and the rules used; `None` if no writer shows them.
    pub evidence: Option<Evidence>,
    /// The inputs that could not be read, or that were checked only in part. If there are any, the exit status is
    /// [`ExitStatus::Failed`].
    pub errors: Vec<InputError>,
    /// Warnings, such as markup that could not be parsed and was read as plain text. They do not change the exit
    /// status.
    pub warnings: Vec<InputWarning>,
    /// The counts.
    pub summary: Summary,
}

/// An entry of a report about a file.
#[derive(Clone, Copy)]
pub(super) enum Entry<'r> {
    Error(&'r InputError),
    Warning(&'r InputWarning),
    Finding(&'r LocatedFinding),
}

/// Counts of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Files that were checked.
    pub files: usize,
    /// Files that were not checked, such as those of an unknown format, or named files that the configuration excludes.
    pub skipped: usize,
    /// The text files among them, by the type that wordgate does not read.
    #[serde(skip_serializing_if = "UnreadTypes::is_empty")]
    pub unread: UnreadTypes,
    /// The checked files in a language that no rule is for, by language.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub uncovered: BTreeMap<String, usize>,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity info.
    pub infos: usize,
    /// Rules about wording that are on, whatever file they apply to.
    pub rules: usize,
    /// The ids of the packs of these rules, sorted.
    #[serde(skip)]
    pub packs: Vec<String>,
    /// Findings that a waiver suppressed. They are not counted elsewhere.
    #[serde(skip_serializing_if = "is_zero")]
    pub waived: usize,
    /// Findings that are in the baseline. They are not counted elsewhere.
    #[serde(rename = "baseline", skip_serializing_if = "is_zero")]
    pub in_baseline: usize,
    /// Findings that were left out because their lines did not change; `None` if all lines count.
    #[serde(skip)]
    pub untouched: Option<usize>,
}

/// The exit status of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// No finding at or above the failing severity.
    Clean = 0,
    /// Findings at or above the failing severity.
    Findings = 1,
    /// The command line, the configuration, a rule or an input is wrong.
    Failed = 2,
}

impl Report {
    /// Returns the exit status. If there are errors, it does not depend on the findings.
    pub fn exit_status(&self) -> ExitStatus {
        if !self.errors.is_empty() {
            ExitStatus::Failed
        } else if self.findings.iter().any(|finding| finding.fails) {
            ExitStatus::Findings
        } else {
            ExitStatus::Clean
        }
    }

    /// Returns the errors, the warnings and the findings.
    pub(super) fn entries(&self) -> Vec<Entry<'_>> {
        let errors = self.errors.iter().map(Entry::Error);
        let warnings = self.warnings.iter().map(Entry::Warning);
        errors.chain(warnings).chain(self.findings.iter().map(Entry::Finding)).collect()
    }

    /// Returns the rule with this full id, if it has findings.
    pub fn rule(&self, id: &str) -> Option<&RuleInfo> {
        self.rule_index(id).map(|index| &self.rules[index])
    }

    /// Returns the index in `rules` of the rule with this full id.
    pub(super) fn rule_index(&self, id: &str) -> Option<usize> {
        self.rules.binary_search_by(|rule| (*rule.id).cmp(id)).ok()
    }

    /// Returns the skipped matches, if writers show them.
    pub(super) fn shown_skipped(&self) -> Option<&[LocatedSkip]> {
        self.shows_skipped.then_some(&self.skipped)
    }

    /// Returns the waiver that suppressed a match.
    pub(super) fn waiver(&self, skip: &LocatedSkip) -> Option<&WaiverInfo> {
        if let Reason::Waived(waiver) = skip.reason { self.waivers.get(waiver) } else { None }
    }

    /// Returns why a match was not reported, as a short phrase.
    pub(super) fn reason(&self, skip: &LocatedSkip) -> String {
        let reason = self.waiver(skip).map_or_else(|| skip.reason.to_string(), |waiver| waiver.grant.clause());
        match &skip.moved_from {
            Some(path) => format!("{reason} (under the former path {path})"),
            None => reason,
        }
    }

    /// Updates the summary: the number of findings of each severity, and of suppressed ones.
    pub fn count(&mut self) {
        let count = |severity| self.findings.iter().filter(|f| f.severity == severity).count();
        self.summary.errors = count(Severity::Error);
        self.summary.warnings = count(Severity::Warning);
        self.summary.infos = count(Severity::Info);
        self.summary.waived = self.skipped.iter().filter(|skip| matches!(skip.reason, Reason::Waived(_))).count();
        self.summary.in_baseline = self.baselines.iter().map(|baseline| baseline.old).sum();
    }
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}
