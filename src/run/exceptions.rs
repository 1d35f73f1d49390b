//! Collects which waivers and baseline entries a run used, and warns about stale and expired ones.
//!
//! A waiver or entry is stale if it no longer matches a finding. Each warning names the file and line of the
//! waiver, or the line of the first stale entry in the baseline. Without the warnings, the lists of exceptions
//! would only grow, and soon nobody would read them.

use super::coverage::Coverage;
use super::moved::MovedExceptions;
use crate::report::{BaselineInfo, Grant, InputWarning, WaiverInfo, WaiverState, WarningKind};
use std::collections::HashSet;
use std::sync::Arc;
use wordgate_core::suppress::{Accepted, Baseline, Suppressed, SuppressedBy, Suppressions, Waiver};
use wordgate_project::config::RuleState;
use wordgate_project::session::Session;
use wordgate_rules::pack_of;

/// The waivers and baseline entries that apply to findings of one file, or of all files.
#[derive(Debug, Default)]
pub(super) struct SuppressionUse {
    /// Indices of waivers, one for each finding that a waiver matches. The waiver may have expired.
    pub matched_waivers: Vec<usize>,
    /// The indices of waivers that match something a directive already allows.
    pub already_allowed: Vec<usize>,
    /// Indices of baseline entries, one for each finding that an entry removed.
    pub baseline_entries: Vec<usize>,
}

/// The exceptions, as reports list them.
#[derive(Debug, Default)]
pub(super) struct Exceptions {
    pub waivers: Vec<WaiverInfo>,
    pub baselines: Vec<BaselineInfo>,
    warnings: Vec<InputWarning>,
}

impl SuppressionUse {
    /// Collects the exceptions used in one file.
    pub fn new(suppressions: &Suppressions, suppressed: &Suppressed) -> SuppressionUse {
        let old = suppressed.accepted.iter().filter(|accepted| accepted.by == SuppressedBy::Baseline);
        let moved = |accepted: &Accepted| accepted.moved.as_ref().and_then(|moved| moved.entry);
        let entry = |print: &str| suppressions.baseline.as_ref().and_then(|baseline| baseline.index_of(print));
        SuppressionUse {
            matched_waivers: suppressed.named.iter().map(|named| named.waiver).collect(),
            already_allowed: suppressed.already_allowed.clone(),
            baseline_entries: old
                .filter_map(|accepted| moved(accepted).or_else(|| entry(&accepted.finding.fingerprint)))
                .collect(),
        }
    }

    /// Adds the exceptions used in another file.
    pub fn extend(&mut self, other: SuppressionUse) {
        self.matched_waivers.extend(other.matched_waivers);
        self.already_allowed.extend(other.already_allowed);
        self.baseline_entries.extend(other.baseline_entries);
    }
}

impl Exceptions {
    /// Decides for each exception of a session whether it is in use, stale or expired. `used` covers all files of the
    /// session.
    pub fn evaluate(&mut self, session: &Session, coverage: &Coverage, used: &SuppressionUse, moved: MovedExceptions) {
        self.warnings.extend(moved.warnings(session));
        evaluate_waivers(session, coverage, used, self);
        let Some(baseline) = &session.suppressions.baseline else { return };
        let gone = gone(session, coverage, used, baseline);
        let old = used.baseline_entries.len();
        match self.baselines.iter_mut().find(|known| known.name == baseline.name) {
            // Several sessions may share a baseline. What one of them still finds is not gone.
            Some(known) => {
                known.old += old;
                known.gone.retain(|entry| gone.contains(entry));
                known.moved.extend(moved.entries);
            }
            None => {
                let lines = baseline.entries.iter().map(|entry| entry.line).collect();
                self.baselines.push(BaselineInfo {
                    name: baseline.name.clone(),
                    old,
                    gone,
                    moved: moved.entries,
                    lines,
                });
            }
        }
    }

    /// Returns the warnings about stale and expired exceptions.
    pub fn all_warnings(&mut self) -> Vec<InputWarning> {
        let mut warnings = std::mem::take(&mut self.warnings);
        for baseline in &self.baselines {
            let Some(first) = baseline.gone.first() else { continue };
            let message = match baseline.gone.len() {
                1 => "1 of its findings no longer occurs; run `wordgate baseline` to remove it".to_owned(),
                count => format!("{count} of its findings no longer occur; run `wordgate baseline` to remove them"),
            };
            let (path, line, kind) = (baseline.name.clone(), baseline.lines[*first], WarningKind::StaleBaseline);
            warnings.push(InputWarning { path, line, message, kind });
        }
        warnings
    }
}

fn evaluate_waivers(session: &Session, coverage: &Coverage, used: &SuppressionUse, exceptions: &mut Exceptions) {
    let waivers = &session.suppressions.waivers;
    if waivers.is_empty() {
        return;
    }
    let mut counts = vec![0; waivers.list().len()];
    used.matched_waivers.iter().for_each(|waiver| counts[*waiver] += 1);
    let needed: HashSet<usize> = used.already_allowed.iter().copied().collect();
    let for_checked_files: HashSet<usize> = coverage.files().flat_map(|path| waivers.indices_for(path)).collect();
    for (at, waiver) in waivers.list().iter().enumerate() {
        let is_covered =
            !waiver.is_inherited && coverage.has_glob(session, &waiver.path) && is_expected(session, &waiver.rule);
        let state = match counts[at] {
            _ if !waivers.is_active(at) => WaiverState::Expired,
            0 if is_covered && !needed.contains(&at) => WaiverState::Stale,
            _ => WaiverState::Active,
        };
        let info = WaiverInfo {
            rule: waiver.rule.clone(),
            path: waiver.path.clone(),
            grant: Arc::new(grant(waiver)),
            state,
            findings: counts[at],
        };
        if state != WaiverState::Expired || is_covered || for_checked_files.contains(&at) {
            exceptions.warnings.extend(warning(waiver, &info));
        }
        exceptions.waivers.push(info);
    }
}

fn grant(waiver: &Waiver) -> Grant {
    Grant {
        reason: waiver.reason.clone(),
        approver: waiver.approver.clone(),
        ticket: waiver.ticket.clone(),
        granted: waiver.granted,
        expires: waiver.expires,
        path: waiver.file.to_string(),
        line: waiver.line,
    }
}

/// Returns the warning about an expired or stale waiver; `None` for an active one.
fn warning(waiver: &Waiver, info: &WaiverInfo) -> Option<InputWarning> {
    let (rule, grant) = (&info.rule, &info.grant);
    let who = waiver.approval();
    let message = match (info.state, grant.expires, info.findings) {
        (WaiverState::Active, ..) => return None,
        (WaiverState::Stale, ..) => {
            format!("the waiver of {rule} ({who}) is stale: its finding no longer occurs in {}; remove it", info.path)
        }
        (WaiverState::Expired, None, _) => return None,
        (WaiverState::Expired, Some(day), count) => {
            let what = match count {
                0 => "its finding was not found".to_owned(),
                1 => "1 finding is no longer waived".to_owned(),
                _ => format!("{count} findings are no longer waived"),
            };
            format!("the waiver of {rule} ({who}) expired on {day}: {what}; renew or remove it")
        }
    };
    let kind = match info.state {
        WaiverState::Expired => WarningKind::ExpiredWaiver,
        _ => WarningKind::StaleWaiver,
    };
    Some(InputWarning { path: grant.path.clone(), line: grant.line, message, kind })
}

/// Returns the indices of baseline entries that no longer occur.
fn gone(session: &Session, coverage: &Coverage, used: &SuppressionUse, baseline: &Baseline) -> Vec<usize> {
    let mut is_seen = vec![false; baseline.entries.len()];
    used.baseline_entries.iter().for_each(|entry| is_seen[*entry] = true);
    let is_gone = |at: &usize| {
        let entry = &baseline.entries[*at];
        !is_seen[*at] && is_expected(session, &entry.rule) && coverage.has_file(session, &entry.path)
    };
    (0..baseline.entries.len()).filter(is_gone).collect()
}

/// Whether a missing match of a rule means that it no longer occurs: the rule is on, or it was removed from a pack that
/// is still known. A rule with dates does not count if documents may set their own date, because it may be off for
/// them.
fn is_expected(session: &Session, id: &str) -> bool {
    let Some(rule) = session.rules.index_of(id) else {
        return session.rules.packs.iter().any(|known| known.id == pack_of(id));
    };
    let is_dated = session.rules.rules[rule].validity != Default::default();
    session.rule_status(rule).state == RuleState::On && (!is_dated || session.config.document_date.is_empty())
}
