//! SARIF 2.1.0, for code scanning and for viewers that know it.
//!
//! There is no `charOffset`: no reader needs it beside lines and columns. Suppressed matches are left out, since code scanning shows them as
//! dismissed alerts. Paths have no base address, so that the log is the same on every machine.

use super::advice::advice;
use super::escape::markdown;
use super::json::{TOOL, write_document};
use super::located::LocatedFinding;
use super::model::{INPUT_ERROR, Report};
use super::rule_info::RuleInfo;
use super::uri::{file_uri, web_uri};
use super::view::View;
use super::words::one_line;
use crate::finding::{Edit, Suggestion};
use crate::rule::{Severity, Source};
use crate::source::{Position, SUBSTITUTE};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What paths are relative to: the name that code scanning uses.
const ROOT: &str = "%SRCROOT%";
/// The name and version of the fingerprints.
const FINGERPRINT: &str = "wordgate/v1";

pub(super) fn write(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    write_document(&Log { schema: SCHEMA, version: "2.1.0", runs: [run(report)] }, out)
}

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
    tool: Tool<'a>,
    invocations: [Invocation<'a>; 1],
    original_uri_base_ids: BTreeMap<&'static str, Base>,
    column_kind: &'static str,
    results: Vec<Outcome<'a>>,
    properties: RunProperties<'a>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    short_description: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    full_description: Option<Text>,
    help: Help,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    default_configuration: Configuration,
    properties: RuleProperties<'a>,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties<'a> {
    tags: &'a [String],
    /// Code scanning sorts by it.
    #[serde(rename = "problem.severity")]
    severity: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    owner: &'a str,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation<'a> {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Notification<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    descriptor: Option<DescriptorReference>,
    level: &'static str,
    message: Text,
    locations: [Location<'a>; 1],
}

#[derive(Serialize)]
struct DescriptorReference {
    id: &'static str,
}

#[derive(Serialize)]
struct Base {
    description: Text,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunProperties<'a> {
    /// The day by which the rules' dates were judged.
    as_of: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules_digest: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text,
    locations: [Location<'a>; 1],
    partial_fingerprints: BTreeMap<&'static str, &'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix<'a>>,
    properties: OutcomeProperties,
}

#[derive(Serialize)]
struct OutcomeProperties {
    scope: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: PhysicalLocation<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context_region: Option<Region<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region<'a> {
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
    snippet: Option<Content<'a>>,
}

#[derive(Serialize)]
struct Content<'a> {
    text: std::borrow::Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix<'a> {
    description: Text,
    artifact_changes: [Change<'a>; 1],
    properties: FixProperties,
}

#[derive(Serialize)]
struct FixProperties {
    applicability: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region<'a>,
    inserted_content: Content<'a>,
}

fn run(report: &Report) -> Run<'_> {
    let root = Base { description: plain("The working directory of the run.") };
    let version = TOOL.version;
    let rules = report.rules.iter().map(descriptor).collect();
    Run {
        tool: Tool { driver: Driver { name: TOOL.name, version, semantic_version: version, rules } },
        invocations: [Invocation {
            execution_successful: report.errors.is_empty(),
            tool_execution_notifications: notifications(report),
        }],
        original_uri_base_ids: BTreeMap::from([(ROOT, root)]),
        column_kind: "unicodeCodePoints",
        results: report.findings.iter().map(|finding| outcome(report, finding)).collect(),
        properties: RunProperties { as_of: report.as_of.to_string(), rules_digest: report.rules_digest.as_deref() },
    }
}

fn notifications(report: &Report) -> Vec<Notification<'_>> {
    let errors = report.errors.iter().map(|error| Notification {
        descriptor: Some(DescriptorReference { id: INPUT_ERROR }),
        level: "error",
        message: message(&error.message),
        locations: [location(&error.path, None, None)],
    });
    let warnings = report.warnings.iter().map(|warning| {
        let region = Region { start_line: warning.line, end_line: warning.line, ..Region::default() };
        Notification {
            descriptor: Some(DescriptorReference { id: warning.kind.id() }),
            level: "warning",
            message: message(&warning.message),
            locations: [location(&warning.path, Some(region), None)],
        }
    });
    errors.chain(warnings).collect()
}

fn descriptor(rule: &RuleInfo) -> Descriptor<'_> {
    Descriptor {
        id: &rule.id,
        short_description: plain(rule.shown_title()),
        full_description: (!rule.rationale.is_empty()).then(|| plain(&rule.rationale)),
        help: help(rule),
        help_uri: rule.url().and_then(web_uri),
        default_configuration: Configuration { level: level(rule.severity) },
        properties: RuleProperties {
            tags: &rule.tags,
            severity: match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "recommendation",
            },
            owner: &rule.owner,
        },
    }
}

/// Why, and on whose authority.
fn help(rule: &RuleInfo) -> Help {
    let why = if rule.rationale.is_empty() { rule.shown_title() } else { &rule.rationale };
    let mut help = Help { text: why.to_owned(), markdown: String::new() };
    help.markdown = why.split("\n\n").map(|part| markdown(&one_line(part))).collect::<Vec<_>>().join("\n\n");
    for (at, source) in rule.sources.iter().enumerate() {
        let (named, url) = (named(source), source.url.as_deref().and_then(web_uri));
        let known = source.as_of.map(|day| format!(", as of {day}")).unwrap_or_default();
        let address = source.url.as_ref().map(|url| format!(": {url}")).unwrap_or_default();
        help.text += &format!("{}- {named}{known}{address}", if at == 0 { "\n\nSources:\n" } else { "\n" });
        let linked = match url {
            Some(url) => format!("[{}](<{url}>)", markdown(&one_line(&named))),
            None => markdown(&one_line(&named)),
        };
        let head = if at == 0 { "\n\n**Sources**\n\n" } else { "\n" };
        help.markdown += &format!("{head}- {linked}{known} ({})", source.confidence.id());
    }
    help
}

fn named(source: &Source) -> String {
    match &source.section {
        Some(section) => format!("{}, {section}", source.name),
        None => source.name.clone(),
    }
}

fn outcome<'a>(report: &'a Report, finding: &'a LocatedFinding) -> Outcome<'a> {
    Outcome {
        rule_id: &finding.rule,
        rule_index: report.rule_index(&finding.rule),
        level: level(finding.severity),
        message: message(&advice(finding)),
        locations: [location(&finding.path, Some(matched(finding)), context(finding))],
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, finding.fingerprint.as_str())]),
        fixes: finding.suggestions.iter().filter(|s| !s.edits.is_empty()).map(|s| fix(finding, s)).collect(),
        properties: OutcomeProperties { scope: finding.scope.id() },
    }
}

fn location<'a>(path: &str, region: Option<Region<'a>>, context_region: Option<Region<'a>>) -> Location<'a> {
    let artifact_location = artifact(path);
    Location { physical_location: PhysicalLocation { artifact_location, region, context_region } }
}

fn artifact(path: &str) -> ArtifactLocation {
    let (uri, is_below) = file_uri(path);
    ArtifactLocation { uri, uri_base_id: is_below.then_some(ROOT) }
}

fn region<'a>(start: Position, end: Position) -> Region<'a> {
    Region {
        start_line: start.line,
        start_column: Some(start.column),
        end_line: end.line,
        end_column: Some(end.column),
        byte_offset: Some(start.byte),
        byte_length: Some(end.byte - start.byte),
        snippet: None,
    }
}

fn matched(finding: &LocatedFinding) -> Region<'_> {
    let snippet = finding.excerpt.as_ref().and_then(|excerpt| excerpt.matched.as_deref()).map(content);
    Region { snippet, ..region(finding.start, finding.end) }
}

/// The line of a finding that is less than it. Of several lines the line ends are not known any more.
fn context(finding: &LocatedFinding) -> Option<Region<'_>> {
    let excerpt = finding.excerpt.as_ref()?;
    let [line] = excerpt.lines.as_slice() else { return None };
    let is_whole = !line.cut_before && !line.cut_after && finding.start.line == finding.end.line;
    let more = excerpt.matched.as_ref() != Some(&line.text);
    let (line, snippet) = (finding.start.line, Some(content(&line.text)));
    (is_whole && more).then(|| Region { start_line: line, end_line: line, snippet, ..Region::default() })
}

fn fix<'a>(finding: &LocatedFinding, suggestion: &'a Suggestion) -> Fix<'a> {
    let replacement = |edit: &'a Edit| Replacement {
        deleted_region: region(finding.position(edit.span.start), finding.position(edit.span.end)),
        inserted_content: Content { text: edit.new_text.as_str().into() },
    };
    let description = match suggestion.text.as_str() {
        "" => message("Leave the words out"),
        text => message(&format!("Write “{text}”")),
    };
    let replacements = suggestion.edits.iter().map(replacement).collect();
    Fix {
        description,
        artifact_changes: [Change { artifact_location: artifact(&finding.path), replacements }],
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

fn content(text: &str) -> Content<'_> {
    Content { text: text.replace(SUBSTITUTE, "\u{FFFD}").into() }
}

fn plain(text: &str) -> Text {
    Text { text: text.to_owned() }
}

/// A message that is read as it stands: in SARIF, `[text](target)` would be a link also in plain text.
fn message(text: &str) -> Text {
    if !text.contains("](") {
        return plain(text);
    }
    Text { text: text.replace('[', "\\[").replace(']', "\\]") }
}

#[cfg(test)]
mod tests {
    use super::super::{sample, tests};
    use serde_json::Value;

    fn log(report: &super::Report) -> Value {
        serde_json::from_str(&tests::written(report, "sarif")).expect("JSON")
    }

    #[test]
    fn the_log_obeys_the_official_schema() {
        let schema = include_str!("../../tests/sarif/sarif-schema-2.1.0.json");
        // The pattern of languages, which the log does not name, is none in the dialect that JSON Schema asks for.
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
        assert!(!validator.is_valid(&broken), "the schema is looked at");
    }

    #[test]
    fn unread_input_is_no_success() {
        let mut report = sample::report();
        let invocation = log(&report)["runs"][0]["invocations"][0].clone();
        assert_eq!(invocation["executionSuccessful"], false);
        assert_eq!(invocation["toolExecutionNotifications"][0]["message"]["text"], "no such file or folder");
        report.errors.clear();
        assert_eq!(log(&report)["runs"][0]["invocations"][0]["executionSuccessful"], true);
    }

    #[test]
    fn a_message_makes_no_links() {
        assert_eq!(super::message("see [x](http://e.org)").text, "see \\[x\\](http://e.org)");
        assert_eq!(super::message("a [list] (b)").text, "a [list] (b)");
    }
}
