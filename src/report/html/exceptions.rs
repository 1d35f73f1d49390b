//! The data for the exceptions section: waivers, directives and the baseline, with the findings that they suppressed.

use super::super::exceptions::{WaiverInfo, WaiverState};
use super::super::located::LocatedSkip;
use super::super::model::Report;
use super::super::words::counted;
use wordgate_core::finding::{FindingIdentity, Reason};

/// A waiver and the findings that it suppressed.
pub(super) struct WaiverView<'r> {
    pub info: &'r WaiverInfo,
    pub findings: Vec<ExceptedMatch<'r>>,
}

impl<'r> WaiverView<'r> {
    /// Returns the waivers of a report, in its order.
    pub fn all(report: &'r Report) -> Vec<WaiverView<'r>> {
        let mut views: Vec<WaiverView> =
            report.waivers.iter().map(|info| WaiverView { info, findings: Vec::new() }).collect();
        for excepted in ExceptedMatch::all(report, |reason| matches!(reason, Reason::Waived(_))) {
            if let Reason::Waived(waiver) = excepted.skip.reason {
                views[waiver].findings.push(excepted);
            }
        }
        views
    }

    /// Returns the label of the state.
    pub fn state(&self) -> &'static str {
        match self.info.state {
            WaiverState::Active => "Active",
            WaiverState::Stale => "Stale",
            WaiverState::Expired => "Expired",
        }
    }

    /// Returns a sentence that says what the waiver did in this run.
    pub fn effect(&self) -> String {
        let count = counted(self.info.findings, "finding");
        match (self.info.state, self.info.findings) {
            (WaiverState::Active, 0) => "Waives nothing in the checked files.".to_owned(),
            (WaiverState::Active, _) => format!("Waives {count}."),
            (WaiverState::Stale, _) => "Waives nothing: its finding no longer occurs.".to_owned(),
            (WaiverState::Expired, 0) => "Expired. Its finding was not found.".to_owned(),
            (WaiverState::Expired, 1) => "Expired: its finding is reported again.".to_owned(),
            (WaiverState::Expired, _) => format!("Expired: {count} are reported again."),
        }
    }
}

/// A match that an exception suppressed, so it is not among the findings.
pub(super) struct ExceptedMatch<'r> {
    pub skip: &'r LocatedSkip,
    /// What is known about the match because it would otherwise be a finding, such as its fingerprint.
    pub known: &'r FindingIdentity,
}

impl<'r> ExceptedMatch<'r> {
    /// Returns the suppressed matches whose reason satisfies `is_wanted`.
    pub fn all(report: &'r Report, is_wanted: impl Fn(&Reason) -> bool) -> impl Iterator<Item = ExceptedMatch<'r>> {
        let wanted = report.skipped.iter().filter(move |skip| is_wanted(&skip.reason));
        wanted.filter_map(|skip| Some(ExceptedMatch { skip, known: skip.excepted.as_deref()? }))
    }
}
