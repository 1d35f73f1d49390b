//! The report as evidence: one page for people who were not there, to be kept, sent and printed.
//!
//! It loads nothing and runs nothing, and its own policy forbids the browser to: so it can be opened years later, from
//! anywhere, and shows the same. What documents and rules say reaches the page through templates that escape every
//! value. It repeats no rule for each finding: findings stand under the rule that they break, by number.

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
