//! The evidence page: one HTML file for people who did not see the run, to keep, send and print.
//!
//! The page loads no resources and runs no scripts, and its content security policy forbids both. So it looks the same
//! years later, wherever it is opened. The templates escape every value from documents and rules. Findings are grouped
//! by rule, so that each rule is described once.

mod escape;
mod exceptions;
mod findings;
mod page;
mod tally;
#[cfg(test)]
mod tests;

pub(super) use escape::Visible;

use super::model::Report;
use super::view::View;
use askama::Template;
use page::Page;
use std::io::{self, BufWriter, Write};

pub(super) fn write(report: &Report, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let evidence = report.evidence.as_ref().ok_or_else(|| io::Error::other("the run has collected no evidence"))?;
    let mut out = BufWriter::new(out);
    Page::new(report, evidence, view).write_into(&mut out)?;
    writeln!(out)?;
    out.flush()
}
