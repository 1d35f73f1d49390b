//! Combines the outcomes of all inputs into a report.

use super::coverage::Coverage;
use super::evidence::evidence;
use super::exceptions::{self, SuppressionUse};
use super::outcome::{Options, Outcome};
use crate::report::{LocatedFinding, Report, RuleInfo, Summary};
use std::collections::BTreeSet;
use wordgate_project::config::RuleState;
use wordgate_project::session::Session;
use wordgate_project::walk::Walk;
use wordgate_rules::Rule;

/// Combines the outcomes, which are in the order of the inputs, no matter which thread finished first.
pub(super) fn report(session: &Session, walk: Walk, outcomes: Vec<Outcome>, options: Options) -> Report {
    let coverage = Coverage::new(session, &walk);
    let mut used = SuppressionUse::default();
    let mut scanned = Vec::new();
    let is_partial = walk.changed.is_some();
    let mut report = Report {
        as_of: session.as_of,
        rules_digest: options.digest.then(|| session.rules_digest()),
        findings: Vec::new(),
        rules: Vec::new(),
        skipped: Vec::new(),
        shows_skipped: options.skipped,
        waivers: Vec::new(),
        baseline: None,
        evidence: None,
        errors: walk.errors,
        warnings: walk.warnings,
        summary: Summary { skipped: walk.skipped, untouched: is_partial.then_some(0), ..rules_on(session) },
    };
    for outcome in outcomes {
        match outcome {
            Outcome::Linted(linted) => {
                report.summary.files += 1;
                report.findings.extend(linted.findings);
                report.skipped.extend(linted.skipped);
                report.warnings.extend(linted.warnings);
                report.errors.extend(linted.errors);
                report.summary.untouched = report.summary.untouched.map(|count| count + linted.untouched);
                used.extend(linted.suppression_use);
                scanned.extend(linted.scanned);
            }
            Outcome::Failed(error) => report.errors.push(error),
        }
    }
    let exceptions = exceptions::evaluate(session, &coverage.without(&report.errors), &used);
    (report.waivers, report.baseline) = (exceptions.waivers, exceptions.baseline);
    report.warnings.extend(exceptions.warnings);
    report.evidence = options.evidence.then(|| evidence(session, scanned, is_partial));
    // Two inputs may share a name: a file, and standard input with --stdin-filename.
    report.findings.sort_by(|a, b| (&a.path, a.start, a.end, &a.rule).cmp(&(&b.path, b.start, b.end, &b.rule)));
    report.skipped.sort_by(|a, b| (&a.path, a.start, a.end, &a.rule).cmp(&(&b.path, b.start, b.end, &b.rule)));
    report.rules = rules(session, &report.findings);
    report.errors.sort();
    report.warnings.sort();
    report.count();
    report
}

/// Returns a summary of the rules about wording that are on.
fn rules_on(session: &Session) -> Summary {
    let is_on = |at: &usize| session.rule_status(*at).state == RuleState::On;
    let on = (0..session.rules.rules.len()).filter(is_on).map(|at| &session.rules.rules[at]);
    let on: Vec<&Rule> = on.filter(|rule| !rule.is_directive_rule()).collect();
    let packs: BTreeSet<&str> = on.iter().map(|rule| rule.pack()).collect();
    Summary { rules: on.len(), packs: packs.into_iter().map(str::to_owned).collect(), ..Summary::default() }
}

/// Returns the rules of the findings, sorted by id.
fn rules(session: &Session, findings: &[LocatedFinding]) -> Vec<RuleInfo> {
    let ids: BTreeSet<&str> = findings.iter().map(|finding| &*finding.rule).collect();
    let index = |id: &str| session.rules.index_of(id);
    ids.into_iter().filter_map(index).map(|index| RuleInfo::new(&session.rules.rules[index])).collect()
}
