//! Groups a report by file, for formats with a section for each file.

use super::located::LocatedFinding;
use super::model::Report;
use std::collections::BTreeMap;
use wordgate_project::input::{InputError, InputWarning};

/// The errors, warnings and findings of one file.
#[derive(Debug, Default)]
pub(super) struct FileReport<'r> {
    /// The reasons why it could not be read or not be checked in full.
    pub errors: Vec<&'r InputError>,
    /// Its warnings, sorted by line.
    pub warnings: Vec<&'r InputWarning>,
    /// Its findings, sorted by position.
    pub findings: Vec<&'r LocatedFinding>,
}

/// Returns the files with errors, warnings or findings, sorted by path.
pub(super) fn by_file(report: &Report) -> BTreeMap<&str, FileReport<'_>> {
    let mut files: BTreeMap<&str, FileReport> = BTreeMap::new();
    for error in &report.errors {
        files.entry(&error.path).or_default().errors.push(error);
    }
    for warning in &report.warnings {
        files.entry(&warning.path).or_default().warnings.push(warning);
    }
    for finding in &report.findings {
        files.entry(&finding.path).or_default().findings.push(finding);
    }
    files
}
