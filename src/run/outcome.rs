//! The result for one input: its findings with line and column, or why it was not linted.

use super::exceptions::SuppressionUse;
use super::warnings;
use crate::report::{InputError, InputWarning, LocatedFinding, LocatedSkip, ScannedFile, WarningKind};
use std::sync::Arc;
use wordgate_core::Checker;
use wordgate_core::crash::PANIC_MESSAGE;
use wordgate_core::finding::{Finding, Reason, Skipped};
use wordgate_core::lint::{Lint, TOO_MANY_MATCHES};
use wordgate_core::suppress::{Accepted, Moved, SuppressedBy};
use wordgate_project::config::FailOn;
use wordgate_project::session::Session;
use wordgate_project::walk::Input;
use wordgate_text::language::Language;
use wordgate_text::source::{PositionCursor, SourceFile};

/// The options of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether findings include the source lines around them.
    pub excerpts: bool,
    /// Whether the report includes matches that were not reported.
    pub skipped: bool,
    /// Whether to parse all files completely, without the gate, which otherwise selects the parts that may contain a
    /// match.
    pub no_gate: bool,
    /// Whether the report includes the digest of the rules.
    pub digest: bool,
    /// Whether the report includes the checked files and the rules used.
    pub evidence: bool,
    /// The lowest severity that fails the run; `None` if the configuration of each file decides.
    pub fail_on: Option<FailOn>,
}

/// A session of the run, and what its results need.
pub(super) struct RunSession<'s> {
    pub session: &'s Session,
    pub checker: Checker,
    /// The number of waivers of the sessions before it, whose waivers come first in the report.
    pub first_waiver: usize,
}

impl RunSession<'_> {
    /// Returns the sessions with a checker each. `adapt` changes the checker for this run.
    pub fn all(sessions: &[Arc<Session>], adapt: impl Fn(Checker) -> Checker) -> Vec<RunSession<'_>> {
        let mut waivers = 0;
        let mut of_session = Vec::with_capacity(sessions.len());
        for session in sessions {
            of_session.push(RunSession { session, checker: adapt(session.checker()), first_waiver: waivers });
            waivers += session.suppressions.waivers.list().len();
        }
        of_session
    }
}

/// The result for one input. An input that failed is a variant of its own, so that it cannot look clean.
pub(super) enum Outcome {
    Linted(Box<Linted>),
    Failed(InputError),
}

impl Outcome {
    /// Returns the result for an input on which wordgate itself panicked.
    pub fn crashed(input: &Input) -> Outcome {
        Outcome::Failed(InputError { path: input.shown.clone(), message: PANIC_MESSAGE.to_owned() })
    }
}

/// A finding that an exception with a former path suppresses, unless a finding in another file has taken it.
pub(super) struct MovedFinding {
    pub located: LocatedFinding,
    pub by: SuppressedBy,
    pub moved: Moved,
}

/// The findings of one input, with line and column.
pub(super) struct Linted {
    pub findings: Vec<LocatedFinding>,
    pub skipped: Vec<LocatedSkip>,
    pub warnings: Vec<InputWarning>,
    /// The findings that exceptions with a former path may suppress.
    pub moved: Vec<MovedFinding>,
    /// The reasons why findings may be missing.
    pub errors: Vec<InputError>,
    /// The language of the file, if no rule is for it.
    pub uncovered: Option<Language>,
    /// The number of findings removed because their lines did not change.
    pub untouched: usize,
    /// The waivers and baseline entries that the file used.
    pub suppression_use: SuppressionUse,
    /// The size and digest of the file, for the evidence page.
    pub scanned: Option<ScannedFile>,
}

impl Linted {
    /// Computes lines and columns for the findings in `lint`.
    pub fn new(run: &RunSession, lint: Lint, (input, file): (&Input, &SourceFile), options: Options) -> Linted {
        let fail_on = run.session.fail_on(options.fail_on);
        let path: Arc<str> = input.shown.as_str().into();
        let mut cursor = PositionCursor::new(file);
        let mut locate = |finding: Finding| {
            let fails = fail_on.fails(finding.severity);
            let mut located = LocatedFinding::locate(finding, &path, file, &mut cursor, options.excerpts);
            located.fails = fails;
            located
        };
        let findings = lint.findings.into_iter().map(&mut locate).collect();
        let mut skipped = located(lint.skipped, &path, file, options);
        let met = SuppressionUse::new(&run.session.suppressions, &lint.suppressed);
        let (mut accepted, mut moved_findings) = (Vec::new(), Vec::new());
        for Accepted { finding, by, moved } in lint.suppressed.accepted {
            match moved {
                None => accepted.push(Accepted { finding, by, moved }),
                Some(moved) => moved_findings.push(MovedFinding { located: locate(finding), by, moved }),
            }
        }
        skipped.extend(excepted(accepted, run.first_waiver, &path, file));
        let warning = |(at, message)| InputWarning {
            path: input.shown.clone(),
            line: file.position(at).line,
            message,
            kind: WarningKind::Input,
        };
        let unchecked = lint.unchecked.map(|from| {
            let line = file.position(from.start).line;
            format!("line {line}: not everything was checked from here on: {TOO_MANY_MATCHES}")
        });
        let error = |message| InputError { path: input.shown.clone(), message };
        Linted {
            findings,
            skipped,
            warnings: warnings::limited_warnings(&lint.warnings, file).into_iter().map(warning).collect(),
            errors: warnings::not_text_error(file).into_iter().chain(unchecked).map(error).collect(),
            moved: moved_findings,
            uncovered: lint.uncovered,
            untouched: 0,
            suppression_use: met,
            scanned: None,
        }
    }
}

/// Returns the skipped matches with line and column, each once, even if several patterns found it. Leaves out a match
/// that overlaps another match of the same rule.
fn located(mut skipped: Vec<Skipped>, path: &Arc<str>, file: &SourceFile, options: Options) -> Vec<LocatedSkip> {
    skipped.retain(|skipped| match &skipped.reason {
        Reason::Directive(_) => options.skipped || options.evidence,
        Reason::Overlapped(winner) => options.skipped && *winner != skipped.rule,
        _ => options.skipped,
    });
    skipped.dedup_by(|a, b| (a.span, &a.rule) == (b.span, &b.rule));
    let mut cursor = PositionCursor::new(file);
    skipped.into_iter().map(|skipped| LocatedSkip::locate(skipped, path, file, &mut cursor)).collect()
}

/// Returns the findings that waivers and the baseline suppressed, with line and column.
fn excepted(
    accepted: Vec<Accepted>,
    first_waiver: usize,
    path: &Arc<str>,
    file: &SourceFile,
) -> impl Iterator<Item = LocatedSkip> {
    let mut cursor = PositionCursor::new(file);
    accepted.into_iter().map(move |Accepted { finding, by, .. }| {
        let reason = match by {
            SuppressedBy::Waiver(waiver) => Reason::Waived(first_waiver + waiver),
            SuppressedBy::Baseline => Reason::Baseline,
        };
        LocatedSkip::from_finding(finding, reason, path, file, &mut cursor)
    })
}
