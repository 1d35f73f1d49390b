//! Combines the outcomes of all inputs into a report.

use super::coverage::Coverage;
use super::evidence::evidence;
use super::exceptions::{Exceptions, SuppressionUse};
use super::moved::MovedExceptions;
use super::outcome::{Options, Outcome};
use super::unused_globs::GlobUse;
use crate::report::{InputWarning, LocatedFinding, Report, RuleInfo, Summary, WarningKind, digest};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use wordgate_project::config::RuleState;
use wordgate_project::session::Session;
use wordgate_project::walk::Walk;
use wordgate_rules::Rule;

/// Combines the outcomes, which are in the order of the inputs, no matter which thread finished first.
pub(super) fn report(walk: Walk, outcomes: Vec<Outcome>, options: Options) -> Report {
    let sessions = walk.sessions.clone();
    let coverages: Vec<Coverage> = sessions.iter().map(|session| Coverage::new(session, &walk)).collect();
    let session_of: Vec<usize> = walk.inputs.iter().map(|input| input.session).collect();
    let mut used: Vec<SuppressionUse> = sessions.iter().map(|_| SuppressionUse::default()).collect();
    let mut moved: Vec<MovedExceptions> = sessions.iter().map(|_| MovedExceptions::default()).collect();
    let mut first_waiver = Vec::new();
    sessions.iter().fold(0, |count, session| {
        first_waiver.push(count);
        count + session.suppressions.waivers.list().len()
    });
    let mut scanned = Vec::new();
    let globs = GlobUse::new(&walk);
    let is_partial = walk.changed.is_some();
    let mut report = Report {
        as_of: sessions[0].as_of,
        rules_digest: options.digest.then(|| rules_digest(&sessions)),
        findings: Vec::new(),
        rules: Vec::new(),
        skipped: Vec::new(),
        shows_skipped: options.skipped,
        waivers: Vec::new(),
        baselines: Vec::new(),
        evidence: None,
        errors: walk.errors,
        warnings: walk.warnings,
        summary: Summary {
            skipped: walk.skipped,
            unread: walk.unread,
            untouched: is_partial.then_some(0),
            ..rules_on(&sessions)
        },
    };
    for (outcome, session) in outcomes.into_iter().zip(session_of) {
        match outcome {
            Outcome::Linted(linted) => {
                report.summary.files += 1;
                report.findings.extend(linted.findings);
                report.skipped.extend(linted.skipped);
                report.warnings.extend(linted.warnings);
                report.errors.extend(linted.errors);
                if let Some(language) = linted.uncovered {
                    *report.summary.uncovered.entry(language.to_string()).or_default() += 1;
                }
                report.summary.untouched = report.summary.untouched.map(|count| count + linted.untouched);
                for found in linted.moved {
                    match moved[session].take(found, first_waiver[session]) {
                        Ok(skip) => report.skipped.push(skip),
                        Err(finding) => report.findings.push(*finding),
                    }
                }
                used[session].extend(linted.suppression_use);
                scanned.extend(linted.scanned);
            }
            Outcome::Failed(error) => report.errors.push(error),
        }
    }
    let mut exceptions = Exceptions::default();
    for (((session, coverage), used), moved) in sessions.iter().zip(coverages).zip(&used).zip(moved) {
        exceptions.evaluate(session, &coverage.without(&report.errors), used, moved);
    }
    report.warnings.extend(exceptions.all_warnings());
    if report.errors.is_empty() {
        report.warnings.extend(globs.warnings());
    }
    (report.waivers, report.baselines) = (exceptions.waivers, exceptions.baselines);
    report.warnings.extend(ended_rules(&sessions));
    report.evidence = options.evidence.then(|| evidence(&sessions, scanned, is_partial));
    // Two inputs may share a name: a file, and standard input with --stdin-filename.
    // Matches without a range keep the order of their document.
    report.findings.sort_by(|a, b| {
        let rules = || a.range.map_or(Ordering::Equal, |_| a.rule.cmp(&b.rule));
        (&a.path, a.range).cmp(&(&b.path, b.range)).then_with(rules)
    });
    report.skipped.sort_by(|a, b| {
        let rules = || a.range.map_or(Ordering::Equal, |_| a.rule.cmp(&b.rule));
        (&a.path, a.range).cmp(&(&b.path, b.range)).then_with(rules)
    });
    report.rules = rules(&sessions, &report.findings);
    report.errors.sort();
    report.warnings.sort();
    report.count();
    report
}

/// Returns a summary of the rules about wording that are on.
fn rules_on(sessions: &[Arc<Session>]) -> Summary {
    let of_session = |session: &'_ Arc<Session>| {
        let rules = session.rules.rules.iter().zip(session.needed_rules());
        let is_on = |(rule, needed): &(&Rule, &bool)| {
            **needed && rule.validity.contains(session.as_of) && !rule.is_directive_rule()
        };
        rules.filter(is_on).map(|(rule, _)| (rule.id.clone(), rule.pack().to_owned())).collect::<Vec<_>>()
    };
    let on: BTreeMap<Arc<str>, String> = sessions.iter().flat_map(of_session).collect();
    let packs: BTreeSet<&String> = on.values().collect();
    Summary { rules: on.len(), packs: packs.into_iter().cloned().collect(), ..Summary::default() }
}

/// Returns a warning for each chosen rule that has ended, which says what replaces it.
fn ended_rules(sessions: &[Arc<Session>]) -> BTreeSet<InputWarning> {
    // Documents with a date of their own may still need an ended rule.
    let without_dates = sessions.iter().filter(|session| session.config.document_date.is_empty());
    without_dates
        .flat_map(|session| {
            session.rules.rules.iter().enumerate().filter_map(|(at, rule)| {
                let RuleState::Ended(day) = session.rule_status(at).state else { return None };
                let successor = rule.superseded_by.as_deref().and_then(|id| Some((id, session.rules.index_of(id)?)));
                let what_follows = match successor {
                    Some((id, at)) => format!("{id} replaces it ({})", session.rules.rules[at].title),
                    None => "no rule replaces it; remove it, or name its successor in `superseded_by`".to_owned(),
                };
                let message = format!("{} ended on {day} and no longer applies: {what_follows}", rule.id);
                Some(InputWarning {
                    path: rule.file.to_string(),
                    line: rule.line,
                    message,
                    kind: WarningKind::EndedRule,
                })
            })
        })
        .collect()
}

/// Returns the rules of the findings, sorted by id.
fn rules(sessions: &[Arc<Session>], findings: &[LocatedFinding]) -> Vec<RuleInfo> {
    let ids: BTreeSet<&str> = findings.iter().map(|finding| &*finding.rule).collect();
    let rule = |id: &str| sessions.iter().find_map(|session| Some(&session.rules.rules[session.rules.index_of(id)?]));
    ids.into_iter().filter_map(rule).map(RuleInfo::new).collect()
}

/// Returns the digest of the rules of all sessions: of the only one, or of the digests of all, each on a line.
fn rules_digest(sessions: &[Arc<Session>]) -> String {
    let digests: BTreeSet<String> = sessions.iter().map(|session| session.rules_digest()).collect();
    match digests.len() {
        1 => digests.into_iter().collect(),
        _ => digest(&digests.into_iter().collect::<Vec<_>>().join("\n")),
    }
}
