//! Exceptions as the page shows them: waivers, directives and the baseline, with the findings that they removed.

use super::super::exceptions::{WaiverInfo, WaiverState};
use super::super::located::LocatedSkip;
use super::super::model::Report;
use super::super::words::counted;
use wordgate_core::finding::{Excepted, Reason};

/// A waiver and the findings that it removed.
pub(super) struct WaiverView<'r> {
    pub info: &'r WaiverInfo,
    pub findings: Vec<Passed<'r>>,
}

impl<'r> WaiverView<'r> {
    /// The waivers of a report, in its order.
    pub fn all(report: &'r Report) -> Vec<WaiverView<'r>> {
        let mut views: Vec<WaiverView> =
            report.waivers.iter().map(|info| WaiverView { info, findings: Vec::new() }).collect();
        for passed in Passed::all(report, |reason| matches!(reason, Reason::Waived(_))) {
            if let Reason::Waived(waiver) = passed.skip.reason {
                views[waiver].findings.push(passed);
            }
        }
        views
    }

    pub fn state(&self) -> &'static str {
        match self.info.state {
            WaiverState::Active => "Active",
            WaiverState::Stale => "Stale",
            WaiverState::Expired => "Expired",
        }
    }

    /// What the state means for this run.
    pub fn effect(&self) -> String {
        let count = counted(self.info.findings, "finding");
        match (self.info.state, self.info.findings) {
            (WaiverState::Active, 0) => "Waives nothing in the checked files.".to_owned(),
            (WaiverState::Active, _) => format!("Waives {count}."),
            (WaiverState::Stale, _) => "Waives nothing: its finding no longer occurs.".to_owned(),
            (WaiverState::Expired, 0) => "Expired. Its finding was not found.".to_owned(),
            (WaiverState::Expired, 1) => "Expired: its finding is reported again.".to_owned(),
            (WaiverState::Expired, _) => format!("Expired: {count} of it are reported again."),
        }
    }
}

/// A match that an exception removed from the findings.
pub(super) struct Passed<'r> {
    pub skip: &'r LocatedSkip,
    pub known: &'r Excepted,
}

impl<'r> Passed<'r> {
    /// The matches that were removed for a reason for which `is_meant` is true.
    pub fn all(report: &'r Report, is_meant: impl Fn(&Reason) -> bool) -> impl Iterator<Item = Passed<'r>> {
        let meant = report.skipped.iter().filter(move |skip| is_meant(&skip.reason));
        meant.filter_map(|skip| Some(Passed { skip, known: skip.excepted.as_deref()? }))
    }
}
