//! What was let pass, as the page shows it: waivers with what they took away, and what documents and the baseline did.

use super::super::{AllowedMatch, LocatedFinding, Report, WaiverInfo, WaiverState};
use super::findings::Quoted;
use super::start;
use std::borrow::Cow;

/// A waiver and the findings that it took away.
pub(super) struct WaiverView<'r> {
    pub info: &'r WaiverInfo,
    findings: Vec<&'r LocatedFinding>,
}

impl<'r> WaiverView<'r> {
    /// The waivers of a report, in its order.
    pub fn all(report: &'r Report) -> Vec<WaiverView<'r>> {
        let mut views: Vec<WaiverView> =
            report.waivers.iter().map(|info| WaiverView { info, findings: Vec::new() }).collect();
        for waived in &report.waived {
            views[waived.waiver].findings.push(&waived.finding);
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

    /// What the state means here.
    pub fn effect(&self) -> String {
        let count = super::super::counted(self.info.findings, "finding");
        match (self.info.state, self.info.findings) {
            (WaiverState::Active, 0) => "Waives nothing in what was checked.".to_owned(),
            (WaiverState::Active, _) => format!("Waives {count}."),
            (WaiverState::Stale, _) => "Waives nothing: what it names does not occur any more.".to_owned(),
            (WaiverState::Expired, 0) => "Has ended. What it names was not found.".to_owned(),
            (WaiverState::Expired, 1) => "Has ended: the finding that it names stands among the findings.".to_owned(),
            (WaiverState::Expired, _) => format!("Has ended: {count} that it names stand among the findings."),
        }
    }

    pub fn findings(&self) -> impl Iterator<Item = Passed<'r>> {
        self.findings.iter().map(|finding| Passed::finding(finding))
    }
}

/// A match that was let pass.
pub(super) struct Passed<'r> {
    pub path: &'r str,
    pub line: u32,
    pub column: u32,
    pub rule: &'r str,
    pub quote: Quoted<'r>,
    /// In the words of the writer, where there are such.
    pub reason: Option<Cow<'r, str>>,
    pub fingerprint: Option<&'r str>,
}

impl<'r> Passed<'r> {
    pub fn finding(finding: &'r LocatedFinding) -> Passed<'r> {
        Passed {
            path: &finding.path,
            line: finding.start.line,
            column: finding.start.column,
            rule: &finding.rule,
            quote: Quoted::new(&finding.text, &finding.quote),
            reason: None,
            fingerprint: Some(&finding.fingerprint),
        }
    }

    pub fn allowed(allowed: &'r AllowedMatch) -> Passed<'r> {
        Passed {
            path: &allowed.path,
            line: allowed.start.line,
            column: allowed.start.column,
            rule: &allowed.rule,
            quote: Quoted::new(&allowed.text, &allowed.quote),
            reason: Some(start(&allowed.reason)),
            fingerprint: None,
        }
    }
}
