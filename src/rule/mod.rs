//! Rules: what an organisation restricts, why, and what to write instead.
//!
//! A rule is data. This module owns its schema, its pattern language and the checks that a set of rule files hangs
//! together; finding the patterns in prose is the matcher's work, and reading files is the driver's.

use crate::prose::ScopeSet;
use crate::toml_file::TomlError;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// How grave a finding is. Ordered: `Info < Warning < Error`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Wrong in most places.
    Warning,
    /// Wrong in almost any truthful text.
    Error,
}

impl Severity {
    /// The name in rules, configuration and reports.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// What a rule does with a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleKind {
    /// Each match is a finding.
    Forbid,
    /// Each match that does not read exactly so is a finding.
    Prefer(String),
    /// A match protects its words from findings.
    Allow,
}

impl RuleKind {
    /// The name in rule files and reports.
    pub fn id(&self) -> &'static str {
        match self {
            RuleKind::Forbid => "forbid",
            RuleKind::Prefer(_) => "prefer",
            RuleKind::Allow => "allow",
        }
    }
}

/// One restriction.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `pack/id`.
    pub id: Arc<str>,
    /// What a match means.
    pub kind: RuleKind,
    /// How grave a finding is.
    pub severity: Severity,
    /// Whether the rule is part of the default set.
    pub recommended: bool,
    /// A short title.
    pub title: String,
    /// One sentence for the writer; may use `{match}` and captures.
    pub message: String,
    /// Why, in plain words.
    pub rationale: String,
    /// The team or role that answers for the rule.
    pub owner: String,
    /// On whose authority.
    pub sources: Vec<Source>,
    /// The patterns as written, in order.
    pub patterns: Vec<String>,
    /// Templates of rewordings, in order.
    pub suggest: Vec<String>,
    /// Globs of the paths the rule is for; empty: all.
    pub paths: Vec<String>,
    /// Language codes.
    pub languages: Vec<String>,
    /// Free labels.
    pub tags: Vec<String>,
    /// Sentences that must be found, must stay silent, or are mended so.
    pub examples: Examples,
    /// The scopes that the rule lists, or takes out of the default ones with `-`; `None`: the default ones.
    pub scopes: Option<ScopeChoice>,
    /// Named contexts that make the wording harmless.
    pub skip_when: Vec<String>,
}

/// A rule's `scopes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeChoice {
    /// Only in these.
    Only(ScopeSet),
    /// Everywhere but in these.
    Without(ScopeSet),
}

/// The authority behind a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Source {
    /// What it is called.
    pub name: String,
    /// The part that matters.
    pub section: Option<String>,
    /// A web address.
    pub url: Option<String>,
    /// The day it was read or published, `YYYY-MM-DD`.
    pub as_of: Option<String>,
    /// `primary`, `secondary` or `house`.
    pub confidence: String,
}

/// A rule's examples.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Examples {
    /// Markdown that must be found.
    #[serde(rename = "match")]
    pub matching: Vec<String>,
    /// Markdown that must stay silent.
    pub no_match: Vec<String>,
    /// Before and after the safe fix.
    pub fixed: Vec<[String; 2]>,
}

/// One named set of rules.
#[derive(Clone, Debug)]
pub struct Pack {
    /// Its id.
    pub id: String,
    /// A short title.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// Where the law behind it holds.
    pub jurisdictions: Vec<String>,
    /// Whether it is part of the binary.
    pub builtin: bool,
}

/// The text of one rule file.
#[derive(Clone, Debug)]
pub struct RuleFile {
    /// Its path as the user knows it; for a built-in one, below `rules/`.
    pub name: String,
    /// Its content.
    pub text: Arc<str>,
    /// Whether it is part of the binary.
    pub builtin: bool,
}

/// All known rules, checked and ready to be compiled.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    /// The packs, sorted by id.
    pub packs: Vec<Pack>,
    /// The rules, sorted by id.
    pub rules: Vec<Rule>,
}

impl RuleSet {
    /// Reads rule files into one set.
    ///
    /// # Errors
    /// Every mistake found in any of the files.
    pub fn load(files: &[RuleFile]) -> Result<RuleSet, Vec<TomlError>> {
        let _ = files;
        todo!()
    }

    /// The index in `rules` of the rule with this full id.
    pub fn index_of(&self, id: &str) -> Option<usize> {
        self.rules.iter().position(|rule| &*rule.id == id)
    }

    /// The rule files embedded in the binary, sorted by name.
    pub fn builtin_files() -> Vec<RuleFile> {
        Vec::new()
    }
}

impl FromStr for Severity {
    type Err = ();

    fn from_str(id: &str) -> Result<Severity, ()> {
        [Severity::Info, Severity::Warning, Severity::Error].into_iter().find(|s| s.id() == id).ok_or(())
    }
}
