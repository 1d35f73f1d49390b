//! The data for the page template.

use super::super::evidence::Evidence;
use super::super::json::{JsonTool, TOOL};
use super::super::located::LocatedFinding;
use super::super::model::{ExitStatus, Report};
use super::super::view::View;
use super::super::words::counted;
use super::escape::truncate;
use super::exceptions::{ExceptedMatch, WaiverView};
use super::findings::{RuleGroup, RuleView, severity_name, source_link};
use super::tally::{CountTable, Counts};
use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use wordgate_core::finding::Reason;
use wordgate_project::config::{FailOn, RuleState};
use wordgate_rules::pack_of;

/// The style sheet of the page.
const STYLE: &str = include_str!("style.css");

/// The data of the page.
#[derive(Template)]
#[template(path = "page.html")]
pub(super) struct Page<'r> {
    report: &'r Report,
    evidence: &'r Evidence,
    tool: JsonTool,
    /// The content security policy.
    policy: String,
    style: &'static str,
    verdict: Verdict,
    made_at: Option<Timestamp>,
    files_digest: String,
    counts: Counts,
    tables: Vec<CountTable>,
    groups: Vec<RuleGroup<'r>>,
    waivers: Vec<WaiverView<'r>>,
    /// The matches that directives in documents suppress.
    allowed: Vec<ExceptedMatch<'r>>,
    /// The matches that the baseline suppresses.
    baselined: Vec<ExceptedMatch<'r>>,
}

/// The result of the run, as its badge and a sentence.
struct Verdict {
    class: &'static str,
    word: &'static str,
    why: String,
}

impl<'r> Page<'r> {
    pub fn new(report: &'r Report, evidence: &'r Evidence, view: &View) -> Page<'r> {
        let owner = |finding: &LocatedFinding| {
            let owner = evidence.rule(&finding.rule).map_or("", |rule| rule.info.owner.as_str());
            if owner.is_empty() { "nobody named" } else { owner }
        };
        let findings = &report.findings;
        let mut counts = Counts::default();
        findings.iter().for_each(|finding| counts.add(finding.severity));
        Page {
            report,
            evidence,
            tool: TOOL,
            policy: policy(),
            style: STYLE,
            verdict: verdict(report, view.fail_on),
            made_at: view.made_at,
            files_digest: evidence.files_digest(),
            counts,
            tables: vec![
                CountTable::new("Pack", findings, |finding| pack_of(&finding.rule)),
                CountTable::new("Owner", findings, owner),
                CountTable::new("Folder", findings, |finding| folder(&finding.path)),
            ],
            groups: RuleGroup::all(report, evidence),
            waivers: WaiverView::all(report),
            allowed: ExceptedMatch::all(report, |reason| matches!(reason, Reason::Directive(_))).collect(),
            baselined: ExceptedMatch::all(report, |reason| *reason == Reason::Baseline).collect(),
        }
    }

    /// Returns the chosen rules that are in effect on the date of the run, or with `false` those that are not.
    fn rules(&self, in_effect: bool) -> Vec<RuleView<'r>> {
        RuleView::all(self.evidence).filter(|rule| (rule.record.state == RuleState::On) == in_effect).collect()
    }

    /// Returns the number of matches that exceptions suppressed.
    fn excepted_count(&self) -> usize {
        self.report.summary.waived + self.allowed.len() + self.baselined.len()
    }
}

/// Returns a content security policy that forbids scripts, network access, and all styles except [`STYLE`].
fn policy() -> String {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}

fn verdict(report: &Report, fail_on: Option<FailOn>) -> Verdict {
    let failing_severity = match fail_on.and_then(FailOn::severity) {
        Some(severity) => format!("of severity {severity} or above"),
        None => "that fails the check".to_owned(),
    };
    let failing = report.findings.iter().filter(|finding| finding.fails).count();
    let files = counted(report.summary.files, "file");
    let scope = if report.summary.untouched.is_some() { "on the changed lines of" } else { "in" };
    let found = match failing {
        0 => format!("no finding {failing_severity} {scope} {files}."),
        count => format!("{} {failing_severity} {scope} {files}.", counted(count, "finding")),
    };
    match report.exit_status() {
        ExitStatus::Failed => Verdict {
            class: "failed",
            word: "Incomplete",
            why: format!("{} could not be checked. In the rest: {found}", counted(report.errors.len(), "input")),
        },
        ExitStatus::Findings => Verdict { class: "findings", word: "Not passed", why: sentence(&found) },
        ExitStatus::Clean if report.summary.files == 0 => {
            Verdict { class: "failed", word: "Nothing checked", why: "There were no files to check.".to_owned() }
        }
        ExitStatus::Clean => Verdict { class: "clean", word: "Passed", why: sentence(&found) },
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or(".", |(folder, _)| folder)
}

/// Returns the text with its first letter capitalised.
fn sentence(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect()
}
