//! What a run found, as plain data, and the writers that show it, one file each.
//!
//! A [`Report`] needs no source text any more: positions are final and each finding carries the [`Excerpt`] it is
//! shown with. So the exit status is read from the data and no writer can change it, and a writer is a function
//! from a report to text. The derived JSON is the contract of the project's machine-readable output.

mod advice;
mod by_file;
mod checkstyle;
mod concise;
pub mod diff;
pub mod escape;
mod evidence;
mod exceptions;
mod excerpt;
pub mod explain;
mod format;
pub mod github;
mod gitlab;
mod html;
mod human;
mod json;
mod jsonl;
mod junit;
pub mod list;
mod locate;
pub mod mistake;
mod rdjson;
pub mod reference;
mod rule_info;
#[cfg(test)]
mod sample;
mod sarif;
mod snippet;
mod style;
#[cfg(test)]
mod tests;
pub mod unfixed;
mod uri;
mod vale;
mod warning;
mod xml;

pub use evidence::{AllowedMatch, Evidence, Limit, RuleRecord, ScannedFile};
pub use exceptions::{BaselineInfo, Grant, WaivedFinding, WaiverInfo, WaiverState};
pub use excerpt::{Excerpt, ExcerptLine};
pub use format::{FORMATS, Format, View};
pub(crate) use human::counted;
pub use rule_info::RuleInfo;
pub use style::Style;
pub(crate) use uri::{file_uri, web_uri};
pub use warning::{InputWarning, WarningKind};

use advice::advice;

use crate::config::FailOn;
use crate::finding::{Applicability, Quote};
use crate::prose::Scope;
use crate::rule::Severity;
use crate::source::Position;
use serde::{Serialize, Serializer};
use std::io::{self, Write};
use std::sync::Arc;

/// What stands for a rule where a format reports that an input could not be read.
const INPUT_ERROR: &str = "wordgate/input-error";

/// Everything that a run found.
#[derive(Debug)]
pub struct Report {
    /// The day the rules' dates were judged by.
    pub as_of: jiff::civil::Date,
    /// The digest of the rules; `None` when no writer shows it.
    pub rules_digest: Option<String>,
    /// The findings, by path, position and rule.
    pub findings: Vec<LocatedFinding>,
    /// The rules of the findings, by id.
    pub rules: Vec<RuleInfo>,
    /// Matches that are not findings, in the same order; `None` when nobody asked for them.
    pub skipped: Option<Vec<LocatedSkip>>,
    /// The waivers of the configuration, in its order, those that have ended too.
    pub waivers: Vec<WaiverInfo>,
    /// The findings that they took away, in the order of findings.
    pub waived: Vec<WaivedFinding>,
    /// The baseline, when one was used.
    pub baseline: Option<BaselineInfo>,
    /// What was looked at and by which rules; `None` when no writer shows it.
    pub evidence: Option<Evidence>,
    /// The inputs that could not be read: never empty and clean at once.
    pub errors: Vec<InputError>,
    /// Places that were read as plain text, and the like: they change no exit status.
    pub warnings: Vec<InputWarning>,
    /// The counts.
    pub summary: Summary,
}

/// Counts of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Files that were checked.
    pub files: usize,
    /// Files that were met but not checked: their format is not known, or they are excluded although named.
    pub skipped: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity info.
    pub infos: usize,
    /// Findings that a waiver took away. They count in no other number.
    #[serde(skip_serializing_if = "is_zero")]
    pub waived: usize,
    /// Findings that the baseline took away. They count in no other number.
    #[serde(rename = "baseline", skip_serializing_if = "is_zero")]
    pub old: usize,
    /// Findings on untouched lines, which were left out; `None` when all lines count.
    #[serde(skip)]
    pub untouched: Option<usize>,
}

/// A finding with its place in a file.
#[derive(Clone, Debug, Serialize)]
pub struct LocatedFinding {
    /// The full id of the rule.
    pub rule: Arc<str>,
    /// How grave it is here.
    pub severity: Severity,
    /// One sentence for the writer.
    pub message: String,
    /// Relative to the working directory, with forward slashes.
    pub path: Arc<str>,
    /// The matched text as a reader sees it.
    pub text: String,
    /// The innermost scope.
    #[serde(serialize_with = "scope_id")]
    pub scope: Scope,
    /// The first matched character.
    #[serde(serialize_with = "position")]
    pub start: Position,
    /// Behind the last matched character.
    #[serde(serialize_with = "position")]
    pub end: Position,
    /// The pieces of the stored file without the markup between.
    pub spans: Vec<ByteRange>,
    /// Rewordings, in the order of the rule.
    pub suggestions: Vec<LocatedSuggestion>,
    /// Stable when other lines change.
    pub fingerprint: String,
    /// Where to read more.
    pub url: Option<Arc<str>>,
    /// What stands around the match in its sentence.
    #[serde(skip)]
    pub quote: Quote,
    /// The column behind the last matched character of the first line.
    #[serde(skip)]
    pub first_line_end: u32,
    /// The source around the match; `None` when the writer shows none.
    #[serde(skip)]
    pub excerpt: Option<Excerpt>,
}

/// A match that is not reported, with its place in a file.
#[derive(Clone, Debug, Serialize)]
pub struct LocatedSkip {
    /// The full id of the rule.
    pub rule: Arc<str>,
    /// As in a finding.
    pub path: Arc<str>,
    /// The matched text as a reader sees it.
    pub text: String,
    /// The first matched character.
    #[serde(serialize_with = "position")]
    pub start: Position,
    /// Behind the last matched character.
    #[serde(serialize_with = "position")]
    pub end: Position,
    /// Why it is not reported, as a short clause.
    pub reason: String,
    /// The fingerprint, where it is a finding but for a directive, a waiver or the baseline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// The waiver that took it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiver: Option<Arc<Grant>>,
}

/// Bytes of the stored file, 0-based, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ByteRange {
    /// The first byte.
    pub start_byte: u64,
    /// One past the last byte.
    pub end_byte: u64,
}

/// A rewording with edits of the stored file.
#[derive(Clone, Debug, Serialize)]
pub struct LocatedSuggestion {
    /// The text that takes the place of the match.
    pub text: String,
    /// Who may apply it.
    #[serde(serialize_with = "applicability_id")]
    pub applicability: Applicability,
    /// The change, in order; empty when the rewording is text only.
    pub edits: Vec<LocatedEdit>,
}

/// One replacement of bytes of the stored file.
#[derive(Clone, Debug, Serialize)]
pub struct LocatedEdit {
    /// The bytes that go.
    #[serde(flatten)]
    pub range: ByteRange,
    /// What comes instead, as text.
    pub new_text: String,
    /// The first character that goes.
    #[serde(skip)]
    pub start: Position,
    /// Behind the last character that goes.
    #[serde(skip)]
    pub end: Position,
}

/// An input that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct InputError {
    /// As in a finding.
    pub path: String,
    /// What went wrong.
    pub message: String,
}

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// Nothing at or above the severity that fails.
    Clean = 0,
    /// Findings at or above it.
    Findings = 1,
    /// The command line, the configuration, a rule or an input is wrong.
    Failed = 2,
}

impl Report {
    /// How the run ends. An input that could not be read outweighs findings.
    pub fn exit_status(&self, fail_on: FailOn) -> ExitStatus {
        match self.findings.iter().any(|finding| fail_on.fails(finding.severity)) {
            _ if !self.errors.is_empty() => ExitStatus::Failed,
            true => ExitStatus::Findings,
            false => ExitStatus::Clean,
        }
    }

    /// Writes the report.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, format: &Format, view: &View, out: &mut dyn Write) -> io::Result<()> {
        (format.write)(self, view, out)
    }

    /// What is known of the rule with this full id.
    pub fn rule(&self, id: &str) -> Option<&RuleInfo> {
        self.rule_index(id).map(|index| &self.rules[index])
    }

    /// The place in `rules` of the rule with this full id.
    fn rule_index(&self, id: &str) -> Option<usize> {
        self.rules.binary_search_by(|rule| (*rule.id).cmp(id)).ok()
    }

    /// Adds up the findings of each severity.
    pub fn count(&mut self) {
        let count = |severity| self.findings.iter().filter(|f| f.severity == severity).count();
        self.summary.errors = count(Severity::Error);
        self.summary.warnings = count(Severity::Warning);
        self.summary.infos = count(Severity::Info);
        self.summary.waived = self.waived.len();
        self.summary.old = self.baseline.as_ref().map_or(0, |baseline| baseline.old);
    }
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

fn scope_id<S: Serializer>(scope: &Scope, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(scope.id())
}

fn applicability_id<S: Serializer>(applicability: &Applicability, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(applicability.id())
}

fn position<S: Serializer>(position: &Position, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Shown {
        line: u32,
        column: u32,
        byte: u64,
    }
    Shown { line: position.line, column: position.column, byte: position.byte }.serialize(serializer)
}
