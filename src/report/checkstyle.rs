//! Writes Checkstyle's XML, which Jenkins, reviewdog and most review tools read.

use super::advice::advice;
use super::by_file::{FileReport, by_file};
use super::model::{INPUT_ERROR, Report};
use super::view::View;
use super::xml::{self, Xml};
use std::io::{self, Write};

/// The Checkstyle version of the format. Readers require one.
const VERSION: &str = "4.3";

pub(super) fn write(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    xml::write_document(out, |xml| {
        xml.create_element("checkstyle").with_attribute(("version", VERSION)).write_inner_content(|xml| {
            by_file(report).iter().try_for_each(|(path, file)| write_file(path, file, xml))
        })?;
        Ok(())
    })
}

fn write_file(path: &str, file: &FileReport, xml: &mut Xml<'_>) -> io::Result<()> {
    xml.create_element("file").with_attribute(("name", xml::text(path).as_str())).write_inner_content(|xml| {
        for error in &file.errors {
            xml.create_element("error")
                .with_attribute(("severity", "error"))
                .with_attribute(("message", xml::text(&error.message).as_str()))
                .with_attribute(("source", INPUT_ERROR))
                .write_empty()?;
        }
        for warning in &file.warnings {
            xml.create_element("error")
                .with_attribute(("line", warning.line.to_string().as_str()))
                .with_attribute(("severity", "warning"))
                .with_attribute(("message", xml::text(&warning.message).as_str()))
                .with_attribute(("source", warning.kind.id()))
                .write_empty()?;
        }
        for finding in &file.findings {
            let mut error = xml.create_element("error");
            if let Some(range) = finding.range {
                error = error
                    .with_attribute(("line", range.start.line.to_string().as_str()))
                    .with_attribute(("column", range.start.column.to_string().as_str()));
            }
            error
                .with_attribute(("severity", finding.severity.id()))
                .with_attribute(("message", xml::text(&advice(finding)).as_str()))
                .with_attribute(("source", xml::text(&finding.rule).as_str()))
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}
