//! Lists the findings that `fix` did not fix, one per line, each with the reason.
//!
//! Only findings that fail the run are listed, because a person has to deal with them next.

use super::concise::line;
use super::located::LocatedFinding;
use super::model::Report;
use std::collections::BTreeSet;
use std::io::{self, Write};
use wordgate_core::finding::Applicability;

/// The data of a `fix` run that explains why findings remain.
#[derive(Clone, Copy, Debug)]
pub struct FixLimits<'l> {
    /// The least safe edits that were applied.
    pub applies: Applicability,
    /// The paths of files that need another run.
    pub unfinished: &'l BTreeSet<String>,
}

/// Writes the findings of `report` that fail the run.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &Report, limits: FixLimits, out: &mut dyn Write) -> io::Result<()> {
    let failed: BTreeSet<&str> = report.errors.iter().map(|error| error.path.as_str()).collect();
    for finding in report.findings.iter().filter(|finding| finding.fails) {
        let reason = if failed.contains(&*finding.path) { "the file was not written" } else { reason(finding, limits) };
        writeln!(out, "{}: not fixed: {reason}", line(finding))?;
    }
    Ok(())
}

/// Returns why a finding was not fixed.
fn reason(finding: &LocatedFinding, limits: FixLimits) -> &'static str {
    let edits = finding.suggestions.iter().filter(|suggestion| !suggestion.edits.is_empty());
    match edits.map(|suggestion| suggestion.applicability).min() {
        Some(least) if least <= limits.applies && limits.unfinished.contains(&*finding.path) => {
            "run `wordgate fix` again"
        }
        Some(least) if least <= limits.applies => "its edit would change other text or add a finding",
        Some(Applicability::Unsafe) => "its edit is unsafe; use --unsafe to apply it",
        _ if finding.suggestions.is_empty() => "it has no suggestion",
        _ => "its suggestion needs a manual edit",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use wordgate_project::config::FailOn;

    fn unfixed(report: &Report, applies: Applicability, unfinished: &[&str]) -> Vec<String> {
        let unfinished = unfinished.iter().map(|path| (*path).to_owned()).collect();
        let mut out = Vec::new();
        let limits = FixLimits { applies, unfinished: &unfinished };
        write(report, limits, &mut out).unwrap();
        let lines = String::from_utf8(out).unwrap();
        lines.lines().map(|line| line.rsplit_once(": not fixed: ").unwrap().1.to_owned()).collect()
    }

    #[test]
    fn each_finding_has_its_reason() {
        let mut report = sample::report();
        sample::fail_on(&mut report, FailOn::Info);
        report.errors.clear();
        report.findings.truncate(1);
        let finding = &mut report.findings[0];
        finding.path = "a.md".into();
        let mut suggestion = sample::report()
            .findings
            .into_iter()
            .flat_map(|f| f.finding.suggestions)
            .find(|s| !s.edits.is_empty())
            .unwrap();
        finding.suggestions.clear();
        assert_eq!(unfixed(&report, Applicability::Safe, &[]), ["it has no suggestion"]);
        suggestion.applicability = Applicability::Safe;
        report.findings[0].suggestions = vec![suggestion];
        assert_eq!(unfixed(&report, Applicability::Safe, &[]), ["its edit would change other text or add a finding"]);
        assert_eq!(unfixed(&report, Applicability::Safe, &["a.md"]), ["run `wordgate fix` again"]);
        report.findings[0].suggestions[0].applicability = Applicability::Unsafe;
        assert_eq!(unfixed(&report, Applicability::Safe, &["a.md"]), ["its edit is unsafe; use --unsafe to apply it"]);
        assert_eq!(unfixed(&report, Applicability::Unsafe, &["a.md"]), ["run `wordgate fix` again"]);
        report.findings[0].suggestions[0].edits.clear();
        assert_eq!(unfixed(&report, Applicability::Unsafe, &[]), ["its suggestion needs a manual edit"]);
    }
}
