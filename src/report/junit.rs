//! JUnit XML: a suite for each file and a test case for each finding in it.
//!
//! Jenkins and GitLab show only the first failure of a test case, so one case per file would hide findings. Both
//! recognise known failures by the names of suite and case. So a name contains the matched words and the start of the
//! fingerprint, but no line number, which would change with every edit. Findings and warnings that do not fail the run
//! (see `--fail-on`) are skipped tests with a message, so that the test results agree with the exit status. A run
//! without findings has one passing case, because Jenkins and GitLab treat a report without cases as broken.

use super::advice::advice;
use super::by_file::{FileReport, by_file};
use super::located::LocatedFinding;
use super::model::{INPUT_ERROR, Report};
use super::view::View;
use super::xml::{self, Xml};
use quick_xml::events::BytesText;
use std::collections::HashMap;
use std::io::{self, Write};

/// The number of fingerprint digits in a name.
const MAX_DIGITS: usize = 8;
/// The matched words in a name are cut after this many characters.
const MAX_NAME: usize = 120;

/// The number of test cases by result, of a suite or of all suites.
#[derive(Clone, Copy, Default)]
struct CaseCounts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

pub(super) fn write(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    let files = by_file(report);
    let is_clean = report.errors.is_empty() && report.findings.is_empty();
    let mut all = counts(files.values());
    all.tests += usize::from(is_clean);
    xml::write_document(out, |xml| {
        write_counted("testsuites", "wordgate", all, xml, |xml| {
            if is_clean {
                let passed = CaseCounts { tests: 1, ..CaseCounts::default() };
                write_counted("testsuite", "wordgate", passed, xml, |xml| {
                    let case = xml.create_element("testcase").with_attribute(("name", "no restricted wording"));
                    case.with_attribute(("classname", "wordgate")).write_empty()?;
                    Ok(())
                })?;
            }
            files.iter().try_for_each(|(path, file)| {
                write_counted("testsuite", path, counts([file]), xml, |xml| write_cases(path, file, xml))
            })
        })
    })
}

fn counts<'f>(files: impl IntoIterator<Item = &'f FileReport<'f>>) -> CaseCounts {
    let mut counts = CaseCounts::default();
    for file in files {
        let failures = file.findings.iter().filter(|finding| finding.fails).count();
        let reported = file.findings.len() + file.warnings.len();
        counts.tests += file.errors.len() + reported;
        counts.failures += failures;
        counts.errors += file.errors.len();
        counts.skipped += reported - failures;
    }
    counts
}

fn write_counted(
    element: &'static str,
    name: &str,
    counts: CaseCounts,
    xml: &mut Xml<'_>,
    content: impl FnOnce(&mut Xml<'_>) -> io::Result<()>,
) -> io::Result<()> {
    xml.create_element(element)
        .with_attribute(("name", xml::text(name).as_str()))
        .with_attribute(("tests", counts.tests.to_string().as_str()))
        .with_attribute(("failures", counts.failures.to_string().as_str()))
        .with_attribute(("errors", counts.errors.to_string().as_str()))
        .with_attribute(("skipped", counts.skipped.to_string().as_str()))
        .write_inner_content(content)?;
    Ok(())
}

fn write_cases(path: &str, file: &FileReport, xml: &mut Xml<'_>) -> io::Result<()> {
    let mut seen = HashMap::new();
    for error in &file.errors {
        let name = unique(format!("{path}: can be read"), &mut seen);
        let message = xml::text(&error.message);
        write_case(&name, INPUT_ERROR, path, None, xml, |xml| {
            let problem = xml.create_element("error").with_attribute(("message", message.as_str()));
            problem.with_attribute(("type", INPUT_ERROR)).write_empty()?;
            Ok(())
        })?;
    }
    for warning in &file.warnings {
        let name = unique(format!("{path}: {}", warning.kind.id()), &mut seen);
        let message = xml::text(&format!("{path}:{}: {}", warning.line, warning.message));
        write_case(&name, warning.kind.id(), path, Some(warning.line), xml, |xml| {
            xml.create_element("skipped").with_attribute(("message", message.as_str())).write_empty()?;
            Ok(())
        })?;
    }
    for finding in &file.findings {
        let name = unique(name(finding), &mut seen);
        write_case(&name, &finding.rule, path, finding.range.map(|range| range.start.line), xml, |xml| {
            write_outcome(finding, xml)
        })?;
    }
    Ok(())
}

fn write_case(
    name: &str,
    rule: &str,
    path: &str,
    line: Option<u32>,
    xml: &mut Xml<'_>,
    content: impl FnOnce(&mut Xml<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let line = line.map(|line| line.to_string());
    let case = xml
        .create_element("testcase")
        .with_attribute(("name", xml::text(name).as_str()))
        .with_attribute(("classname", xml::text(rule).as_str()))
        .with_attribute(("file", xml::text(path).as_str()));
    let case = line.iter().fold(case, |case, line| case.with_attribute(("line", line.as_str())));
    case.write_inner_content(content)?;
    Ok(())
}

fn write_outcome(finding: &LocatedFinding, xml: &mut Xml<'_>) -> io::Result<()> {
    let place = match finding.range {
        Some(_) => finding.whereabouts().to_string(),
        // The advice has the place.
        None => finding.path.to_string(),
    };
    let message = xml::text(&format!("{place}: {}", advice(finding)));
    if !finding.fails {
        xml.create_element("skipped").with_attribute(("message", message.as_str())).write_empty()?;
        return Ok(());
    }
    let why = format!("wordgate explain {}", finding.rule);
    let details = [Some(why.as_str()), finding.url.as_deref()];
    let details: Vec<String> = details.into_iter().flatten().map(xml::text).collect();
    xml.create_element("failure")
        .with_attribute(("message", message.as_str()))
        .with_attribute(("type", finding.severity.id()))
        .write_text_content(BytesText::new(&format!("{message}\n{}", details.join("\n"))))?;
    Ok(())
}

fn name(finding: &LocatedFinding) -> String {
    let words: String = finding.text.chars().take(MAX_NAME).collect();
    let digits: String = finding.fingerprint.chars().take(MAX_DIGITS).collect();
    format!("{}: “{words}” [{digits}]", finding.path)
}

/// Returns the name, with a number if it is already used, because readers merge cases with the same name.
fn unique(name: String, seen: &mut HashMap<String, usize>) -> String {
    let count = seen.entry(name.clone()).or_default();
    *count += 1;
    if *count == 1 { name } else { format!("{name} #{count}") }
}

#[cfg(test)]
mod tests {
    use super::super::{sample, tests};

    #[test]
    fn a_clean_run_passes() {
        let mut report = sample::report();
        (report.findings, report.errors) = (Vec::new(), Vec::new());
        let warnings = std::mem::take(&mut report.warnings);
        for (warnings, all) in [(Vec::new(), r#"tests="1""#), (warnings, r#"tests="3""#)] {
            let skipped = warnings.len();
            report.warnings = warnings;
            let text = tests::written(&report, "junit");
            let all = format!(r#"<testsuites name="wordgate" {all} failures="0" errors="0" skipped="{skipped}">"#);
            assert!(text.contains(&all), "{text}");
            let suite = r#"<testsuite name="wordgate" tests="1" failures="0" errors="0" skipped="0">"#;
            assert!(text.contains(suite), "{text}");
            assert!(text.contains(r#"<testcase name="no restricted wording" classname="wordgate"/>"#), "{text}");
        }
    }

    #[test]
    fn equal_findings_get_different_names() {
        let mut report = sample::report();
        report.findings.insert(1, report.findings[0].clone());
        let text = tests::written(&report, "junit");
        assert_eq!(text.matches("OpenAI models” [00000000]\"").count(), 1, "{text}");
        assert_eq!(text.matches("OpenAI models” [00000000] #2\"").count(), 1, "{text}");
    }
}
