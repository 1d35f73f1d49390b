//! SARIF 2.1.0, for code scanning and SARIF viewers.
//!
//! Regions have no `charOffset`, because lines and columns are enough for readers. Suppressed matches are left out,
//! because code scanning would show them as dismissed alerts. Paths have no absolute base, so that the log is the same
//! on every machine.

use super::advice::advice;
use super::json::{TOOL, compact, write_document};
use super::located::LocatedFinding;
use super::model::{INPUT_ERROR, Report};
use super::rule_info::RuleInfo;
use super::view::View;
use super::words::one_line;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use std::io::{self, Write};
use wordgate_core::finding::{Edit, Suggestion};
use wordgate_project::uri::{file_uri, web_uri};
use wordgate_rules::{Severity, Source, pack_of};
use wordgate_text::escape::markdown;
use wordgate_text::source::{Position, SUBSTITUTE};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The base of relative paths, under the name that code scanning uses.
const ROOT: &str = "%SRCROOT%";
/// The name and version of the fingerprints.
const FINGERPRINT: &str = "wordgate/v1";

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Value,
    invocations: [Value; 1],
    original_uri_base_ids: Value,
    column_kind: &'static str,
    #[serde(serialize_with = "results")]
    results: &'a Report,
    properties: Value,
}

pub(super) fn write(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    let driver = json!({
        "name": TOOL.name,
        "version": TOOL.version,
        "semanticVersion": TOOL.version,
        "rules": report.rules.iter().map(descriptor).collect::<Value>(),
    });
    let invocation = json!({
        "executionSuccessful": report.errors.is_empty(),
        "toolExecutionNotifications": notifications(report),
    });
    let run = Run {
        tool: json!({ "driver": driver }),
        invocations: [invocation],
        original_uri_base_ids: json!({ ROOT: { "description": plain("The working directory of the run.") } }),
        column_kind: "unicodeCodePoints",
        results: report,
        // `asOf` is the date for which rules were chosen.
        properties: compact(json!({ "asOf": report.as_of, "rulesDigest": report.rules_digest })),
    };
    write_document(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] }, out)
}

/// Serialises results one at a time, because there may be very many.
fn results<S: Serializer>(report: &Report, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(report.findings.iter().map(|finding| outcome(report, finding)))
}

fn notifications(report: &Report) -> Value {
    let notification = |id: &str, level: &str, text: &str, location: Value| {
        json!({
            "descriptor": { "id": id },
            "level": level,
            "message": message(text),
            "locations": [location],
        })
    };
    let errors = report
        .errors
        .iter()
        .map(|error| notification(INPUT_ERROR, "error", &error.message, location(&error.path, None, None)));
    let warnings = report.warnings.iter().map(|warning| {
        let region = json!({ "startLine": warning.line, "endLine": warning.line });
        let location = location(&warning.path, Some(region), None);
        notification(warning.kind.id(), "warning", &warning.message, location)
    });
    errors.chain(warnings).collect()
}

fn descriptor(rule: &RuleInfo) -> Value {
    compact(json!({
        "id": rule.id,
        "shortDescription": plain(rule.shown_title()),
        "fullDescription": (!rule.rationale.is_empty()).then(|| plain(&rule.rationale)),
        "help": help(rule),
        "helpUri": rule.url().and_then(web_uri),
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": {
            "tags": rule.tags,
            // Code scanning sorts alerts by this property.
            "problem.severity": match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "recommendation",
            },
            "pack": pack_of(&rule.id),
            "owner": (!rule.owner.is_empty()).then_some(&rule.owner),
            "ticket": (!rule.ticket.is_empty()).then_some(&rule.ticket),
        },
    }))
}

/// Returns the rationale and the sources of a rule.
fn help(rule: &RuleInfo) -> Value {
    let why = if rule.rationale.is_empty() { rule.shown_title() } else { &rule.rationale };
    let mut text = why.to_owned();
    let mut marked = why.split("\n\n").map(|part| markdown(&one_line(part))).collect::<Vec<_>>().join("\n\n");
    for (at, source) in rule.sources.iter().enumerate() {
        let (named, url) = (source_name(source), source.url.as_deref().and_then(web_uri));
        let known = source.as_of.map(|day| format!(", as of {day}")).unwrap_or_default();
        let address = source.url.as_ref().map(|url| format!(": {url}")).unwrap_or_default();
        text += &format!("{}- {named}{known}{address}", if at == 0 { "\n\nSources:\n" } else { "\n" });
        let linked = match url {
            Some(url) => format!("[{}](<{url}>)", markdown(&one_line(&named))),
            None => markdown(&one_line(&named)),
        };
        let head = if at == 0 { "\n\n**Sources**\n\n" } else { "\n" };
        marked += &format!("{head}- {linked}{known} ({})", source.confidence.id());
    }
    json!({ "text": text, "markdown": marked })
}

fn source_name(source: &Source) -> String {
    match &source.section {
        Some(section) => format!("{}, {section}", source.name),
        None => source.name.clone(),
    }
}

fn outcome(report: &Report, finding: &LocatedFinding) -> Value {
    let fixes = finding.suggestions.iter().filter(|suggestion| !suggestion.edits.is_empty());
    let fixes: Vec<Value> = fixes.map(|suggestion| fix(finding, suggestion)).collect();
    compact(json!({
        "ruleId": finding.rule,
        "ruleIndex": report.rule_index(&finding.rule),
        "level": level(finding.severity),
        "message": message(&advice(finding)),
        "locations": [location(&finding.path, Some(matched(finding)), context(finding))],
        "partialFingerprints": { FINGERPRINT: finding.fingerprint },
        "fixes": (!fixes.is_empty()).then_some(fixes),
        "properties": { "scope": finding.scope.id(), "language": finding.language.id() },
    }))
}

fn location(path: &str, region: Option<Value>, context: Option<Value>) -> Value {
    let place = json!({ "artifactLocation": artifact(path), "region": region, "contextRegion": context });
    json!({ "physicalLocation": compact(place) })
}

fn artifact(path: &str) -> Value {
    let (uri, is_below) = file_uri(path);
    compact(json!({ "uri": uri, "uriBaseId": is_below.then_some(ROOT) }))
}

fn region(start: Position, end: Position) -> Value {
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": start.byte,
        "byteLength": end.byte - start.byte,
    })
}

fn matched(finding: &LocatedFinding) -> Value {
    let mut region = region(finding.start, finding.end);
    if let Some(matched) = finding.excerpt.as_ref().and_then(|excerpt| excerpt.matched.as_deref()) {
        region["snippet"] = content(matched);
    }
    region
}

/// Returns the line around a finding that is within one line. For several lines it returns `None`, because the excerpt
/// does not have the original line ends.
fn context(finding: &LocatedFinding) -> Option<Value> {
    let excerpt = finding.excerpt.as_ref()?;
    let [line] = excerpt.lines.as_slice() else { return None };
    let is_whole = !line.cut_before && !line.cut_after && finding.start.line == finding.end.line;
    let more = excerpt.matched.as_ref() != Some(&line.text);
    let number = finding.start.line;
    (is_whole && more).then(|| json!({ "startLine": number, "endLine": number, "snippet": content(&line.text) }))
}

fn fix(finding: &LocatedFinding, suggestion: &Suggestion) -> Value {
    let replacement = |edit: &Edit| {
        json!({
            "deletedRegion": region(finding.position(edit.span.start), finding.position(edit.span.end)),
            "insertedContent": plain(&edit.new_text),
        })
    };
    let description = match suggestion.text.as_str() {
        "" => message("Remove these words"),
        text => message(&format!("Write “{text}”")),
    };
    let replacements: Value = suggestion.edits.iter().map(replacement).collect();
    json!({
        "description": description,
        "artifactChanges": [{ "artifactLocation": artifact(&finding.path), "replacements": replacements }],
        "properties": { "applicability": suggestion.applicability.id() },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// Returns text of the document as SARIF artifact content.
fn content(text: &str) -> Value {
    plain(&text.replace(SUBSTITUTE, "\u{FFFD}"))
}

fn plain(text: &str) -> Value {
    json!({ "text": text })
}

/// Returns a literal message. Brackets are escaped, because SARIF would read `[text](target)` as a link even in plain
/// text.
fn message(text: &str) -> Value {
    if !text.contains("](") {
        return plain(text);
    }
    plain(&text.replace('[', "\\[").replace(']', "\\]"))
}

#[cfg(test)]
mod tests {
    use super::super::{sample, tests};
    use serde_json::Value;

    fn log(report: &super::Report) -> Value {
        serde_json::from_str(&tests::written(report, "sarif")).expect("JSON")
    }

    #[test]
    fn the_log_is_valid_under_the_official_schema() {
        let schema = include_str!("../../tests/sarif/sarif-schema-2.1.0.json");
        // The schema's pattern for languages is not valid in the regular expression dialect of JSON Schema, so it
        // is corrected here. The log has no languages.
        let schema: Value = serde_json::from_str(&schema.replace("{2}]?$", "{2}\\\\]?$")).expect("JSON");
        let options = jsonschema::options().should_validate_formats(true);
        let validator = options.build(&schema).expect("a schema");
        let mut clean = sample::report();
        (clean.findings, clean.rules, clean.errors) = (Vec::new(), Vec::new(), Vec::new());
        for report in [sample::report(), clean] {
            let log = log(&report);
            let errors: Vec<String> =
                validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert_eq!(errors, [""; 0]);
        }
        let mut broken = log(&sample::report());
        broken["runs"][0]["results"][0]["level"] = "fatal".into();
        assert!(!validator.is_valid(&broken), "the validator rejects an invalid level");
    }

    #[test]
    fn a_run_with_unread_input_is_not_successful() {
        let mut report = sample::report();
        let invocation = log(&report)["runs"][0]["invocations"][0].clone();
        assert_eq!(invocation["executionSuccessful"], false);
        assert_eq!(invocation["toolExecutionNotifications"][0]["message"]["text"], "no such file or folder");
        report.errors.clear();
        assert_eq!(log(&report)["runs"][0]["invocations"][0]["executionSuccessful"], true);
    }

    #[test]
    fn messages_contain_no_links() {
        assert_eq!(super::message("see [x](http://e.org)")["text"], "see \\[x\\](http://e.org)");
        assert_eq!(super::message("a [list] (b)")["text"], "a [list] (b)");
    }
}
