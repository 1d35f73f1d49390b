//! SARIF 2.1.0, for code scanning and SARIF viewers.
//!
//! Regions have no `charOffset`, because lines and columns are enough for readers. Suppressed matches are left out,
//! because code scanning would show them as dismissed alerts. Paths have no absolute base, so that the log is the same
//! on every machine.

use super::advice::advice;
use super::json::{TOOL, compact};
use super::json_list::JsonList;
use super::located::{LocatedFinding, StoredRange};
use super::model::{INPUT_ERROR, Report};
use super::rule_info::RuleInfo;
use super::view::View;
use super::words::one_line;
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::io::{self, Write};
use wordgate_core::finding::{Edit, Place, Suggestion};
use wordgate_project::uri::{file_uri, web_uri};
use wordgate_rules::{Severity, Source, pack_of};
use wordgate_text::escape::markdown;
use wordgate_text::source::{Position, SUBSTITUTE};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The base of relative paths, under the name that code scanning uses.
const ROOT: &str = "%SRCROOT%";

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Value,
    invocations: [Value; 1],
    original_uri_base_ids: Value,
    column_kind: &'static str,
    /// Empty here, because [`JsonList`] writes the results.
    results: [Value; 0],
    properties: Value,
}

pub(super) fn write(report: &Report, view: &View, out: &mut dyn Write) -> io::Result<()> {
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
        results: [],
        // `asOf` is the date for which rules were chosen.
        properties: compact(json!({ "asOf": report.as_of, "rulesDigest": report.rules_digest })),
    };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
    let list = JsonList::new(&log, Some("results"))?;
    list.write(&report.findings, |finding| outcome(report, finding), &view.workers, out)
}

fn notifications(report: &Report) -> Value {
    let notification = |id: &str, level: &str, text: &str, location: Location| {
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
        let location = location(&warning.path, Some(Region::line(warning.line)), None);
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

/// A finding.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'r> {
    rule_id: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text<'r>,
    locations: [Location<'r>; 1],
    partial_fingerprints: Fingerprints<'r>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix<'r>>,
    properties: OutcomeProperties<'r>,
}

/// The fingerprint, under the name and version of its kind.
#[derive(Serialize)]
struct Fingerprints<'r> {
    #[serde(rename = "wordgate/v1")]
    fingerprint: &'r str,
}

#[derive(Serialize)]
struct OutcomeProperties<'r> {
    scope: &'static str,
    language: &'r str,
}

fn outcome<'r>(report: &Report, finding: &'r LocatedFinding) -> Outcome<'r> {
    let fixes = finding.suggestions.iter().filter(|suggestion| !suggestion.edits.is_empty());
    Outcome {
        rule_id: &finding.rule,
        rule_index: report.rule_index(&finding.rule),
        level: level(finding.severity),
        message: message(advice(finding)),
        locations: [Location {
            logical_locations: finding.place_without_range().map(logical_location).into_iter().collect(),
            ..location(&finding.path, matched(finding), context(finding))
        }],
        partial_fingerprints: Fingerprints { fingerprint: &finding.fingerprint },
        fixes: fixes.map(|suggestion| fix(finding, suggestion)).collect(),
        properties: OutcomeProperties { scope: finding.scope.id(), language: finding.language.code() },
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'r> {
    physical_location: PhysicalLocation<'r>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
}

/// A place in a document without lines.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    name: String,
    fully_qualified_name: String,
}

fn logical_location(place: &Place) -> LogicalLocation {
    let part = place.part.as_ref().map_or("", |part| &*part.name);
    let page = place.page.map(|number| format!("/page[{number}]")).unwrap_or_default();
    let paragraph = place.paragraph.map(|number| format!("/paragraph[{number}]")).unwrap_or_default();
    LogicalLocation { name: place.to_string(), fully_qualified_name: format!("{part}{page}{paragraph}") }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'r> {
    artifact_location: Artifact<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context_region: Option<Region<'r>>,
}

fn location<'r>(path: &'r str, region: Option<Region<'r>>, context_region: Option<Region<'r>>) -> Location<'r> {
    let physical_location = PhysicalLocation { artifact_location: artifact(path), region, context_region };
    Location { physical_location, logical_locations: Vec::new() }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact<'r> {
    uri: Cow<'r, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

fn artifact(path: &str) -> Artifact<'_> {
    let (uri, is_below) = file_uri(path);
    Artifact { uri: uri.into(), uri_base_id: is_below.then_some(ROOT) }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region<'r> {
    start_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
    end_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byte_offset: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byte_length: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Text<'r>>,
}

impl Region<'_> {
    /// Returns the region of a whole line.
    fn line(line: u32) -> Self {
        Region {
            start_line: line,
            start_column: None,
            end_line: line,
            end_column: None,
            byte_offset: None,
            byte_length: None,
            snippet: None,
        }
    }

    fn between(start: Position, end: Position) -> Self {
        Region {
            start_column: Some(start.column),
            end_line: end.line,
            end_column: Some(end.column),
            byte_offset: Some(start.byte),
            byte_length: Some(end.byte - start.byte),
            ..Region::line(start.line)
        }
    }
}

fn matched(finding: &LocatedFinding) -> Option<Region<'_>> {
    let matched = finding.excerpt.as_ref().and_then(|excerpt| excerpt.matched.as_deref());
    let StoredRange { start, end, .. } = finding.range?;
    Some(Region { snippet: matched.map(content), ..Region::between(start, end) })
}

/// Returns the line around a finding that is within one line. For several lines it returns `None`, because the excerpt
/// does not have the original line ends.
fn context(finding: &LocatedFinding) -> Option<Region<'_>> {
    let (excerpt, StoredRange { start, end, .. }) = (finding.excerpt.as_ref()?, finding.range?);
    let [line] = excerpt.lines.as_slice() else { return None };
    let is_whole = !line.cut_before && !line.cut_after && start.line == end.line;
    let more = excerpt.matched.as_ref() != Some(&line.text);
    (is_whole && more).then(|| Region { snippet: Some(content(&line.text)), ..Region::line(start.line) })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix<'r> {
    description: Text<'r>,
    artifact_changes: [ArtifactChange<'r>; 1],
    properties: FixProperties,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'r> {
    artifact_location: Artifact<'r>,
    replacements: Vec<Replacement<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'r> {
    deleted_region: Region<'r>,
    inserted_content: Text<'r>,
}

#[derive(Serialize)]
struct FixProperties {
    applicability: &'static str,
}

fn fix<'r>(finding: &'r LocatedFinding, suggestion: &'r Suggestion) -> Fix<'r> {
    let replacement = |edit: &'r Edit| Replacement {
        deleted_region: Region::between(finding.position(edit.span.start), finding.position(edit.span.end)),
        inserted_content: plain(&*edit.new_text),
    };
    let description = match suggestion.text.as_str() {
        "" => message("Remove these words"),
        text => message(format!("Write “{text}”")),
    };
    let replacements = suggestion.edits.iter().map(replacement).collect();
    Fix {
        description,
        artifact_changes: [ArtifactChange { artifact_location: artifact(&finding.path), replacements }],
        properties: FixProperties { applicability: suggestion.applicability.id() },
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A text.
#[derive(Serialize)]
struct Text<'r> {
    text: Cow<'r, str>,
}

/// Returns text of the document as SARIF artifact content.
fn content(text: &str) -> Text<'_> {
    if text.contains(SUBSTITUTE) { plain(text.replace(SUBSTITUTE, "\u{FFFD}")) } else { plain(text) }
}

fn plain<'r>(text: impl Into<Cow<'r, str>>) -> Text<'r> {
    Text { text: text.into() }
}

/// Returns a literal message. Brackets are escaped, because SARIF would read `[text](target)` as a link even in plain
/// text.
fn message<'r>(text: impl Into<Cow<'r, str>>) -> Text<'r> {
    let text = text.into();
    if !text.contains("](") {
        return plain(text);
    }
    plain(text.replace('[', "\\[").replace(']', "\\]"))
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
        let mut without_lines = sample::report();
        without_lines.findings = vec![sample::on_a_slide()];
        for report in [sample::report(), clean, without_lines] {
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
        assert_eq!(super::message("see [x](http://e.org)").text, "see \\[x\\](http://e.org)");
        assert_eq!(super::message("a [list] (b)").text, "a [list] (b)");
    }
}
