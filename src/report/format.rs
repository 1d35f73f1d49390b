//! The table of output formats. A new format is a file in this folder and a row here.
//!
//! The values of `--format` and their help also come from this table.

use super::model::Report;
use super::view::View;
use super::{checkstyle, concise, github, gitlab, html, human, json, junit, rdjson, sarif, vale};
use std::io::{self, Write};

/// An output format: its name, and the function that writes it.
#[derive(Clone, Copy)]
pub struct Format {
    /// The value of `--format`.
    pub name: &'static str,
    /// A short description.
    pub about: &'static str,
    /// Whether it shows source lines.
    pub shows_excerpts: bool,
    /// Whether it shows the digest of the rules.
    pub shows_digest: bool,
    /// Whether it shows the checked files, the rules used and the time.
    pub shows_evidence: bool,
    write: fn(&Report, &View, &mut dyn Write) -> io::Result<()>,
}

/// All formats, starting with those for people. The first one is the default.
pub const FORMATS: &[Format] = &[
    Format {
        shows_excerpts: true,
        ..plain("human", "Source excerpts with the matched words underlined", human::write)
    },
    plain("concise", "One line per finding", concise::write),
    Format { shows_digest: true, ..plain("json", "One JSON document", json::write) },
    plain("jsonl", "One JSON object per finding, one per line", json::write_lines),
    Format {
        shows_excerpts: true,
        shows_digest: true,
        ..plain("sarif", "SARIF 2.1.0, for code scanning and editors", sarif::write)
    },
    Format {
        shows_excerpts: true,
        shows_digest: true,
        shows_evidence: true,
        ..plain("html", "An evidence page: findings, exceptions, rules and files", html::write)
    },
    plain("github", "Annotations and a step summary in GitHub Actions", github::write),
    plain("gitlab", "A Code Quality report for GitLab", gitlab::write),
    plain("checkstyle", "Checkstyle XML, for Jenkins and many others", checkstyle::write),
    plain("junit", "JUnit XML: findings as test cases", junit::write),
    plain("rdjson", "reviewdog's diagnostic format, one document", rdjson::write),
    plain("rdjsonl", "reviewdog's diagnostic format, one object per line", rdjson::write_lines),
    plain("vale", "Vale's JSON, for editor plugins made for Vale", vale::write),
];

const fn plain(
    name: &'static str,
    about: &'static str,
    write: fn(&Report, &View, &mut dyn Write) -> io::Result<()>,
) -> Format {
    Format { name, about, shows_excerpts: false, shows_digest: false, shows_evidence: false, write }
}

impl Format {
    /// Returns the format with this name.
    pub fn named(name: &str) -> Option<Format> {
        FORMATS.iter().copied().find(|format| format.name == name)
    }

    /// Writes a report.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, report: &Report, view: &View, out: &mut dyn Write) -> io::Result<()> {
        (self.write)(report, view, out)
    }

    /// Whether it also writes a step summary for GitHub Actions.
    pub fn has_step_summary(&self) -> bool {
        self.name == "github"
    }
}

impl Default for Format {
    fn default() -> Format {
        FORMATS[0]
    }
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}
