//! The contents of a report file by file, for formats that are ordered so.

use super::located::LocatedFinding;
use super::model::Report;
use std::collections::BTreeMap;
use wordgate_project::input::{InputError, InputWarning};

/// What a report says of one file.
#[derive(Debug, Default)]
pub(super) struct FileReport<'r> {
    /// Why it could not be read.
    pub errors: Vec<&'r InputError>,
    /// What is warned about in it, by line.
    pub warnings: Vec<&'r InputWarning>,
    /// What was found in it, by position.
    pub findings: Vec<&'r LocatedFinding>,
}

/// The files with errors, warnings or findings, by path.
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
