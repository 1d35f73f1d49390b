//! Rules: what an organisation restricts, why, and what to write instead.
//!
//! A rule is data. This module owns its schema, its pattern language and the checks that a set of rule files hangs
//! together; finding the patterns in prose is the matcher's work, and reading files is the driver's.

mod builder;
mod builtin;
mod canonical;
mod digest;
mod expansion;
mod inflect;
mod irregular;
mod load;
mod node;
pub mod own;
mod pattern;
mod schema;
mod template;
mod terms;
#[cfg(test)]
mod tests;

pub use crate::finding::Severity;
pub use expansion::Expansion;
pub use inflect::{Form, Slot};
pub use node::{Case, Node, Word};
pub use pattern::{Pattern, PatternError, Place};
pub use schema::{Confidence, RuleFileToml, Within};
pub use template::Template;
pub use terms::{RawTerms, TermError, TermSets};

use crate::context::Context;
use crate::finding::Applicability;
use crate::prose::ScopeSet;
use crate::toml_file::TomlError;
use jiff::civil::Date;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

/// What a rule does with a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleKind {
    /// Each match is a finding.
    Forbid,
    /// Each match that does not read exactly so is a finding.
    Prefer(String),
    /// A match is a finding where none of these patterns stands within that stretch.
    Require {
        /// What has to be there.
        patterns: Vec<Pattern>,
        /// How near.
        within: Within,
    },
    /// The first mention in a document has to be written in full.
    FirstUse {
        /// The name in full.
        full: String,
        /// The same as a pattern.
        patterns: Vec<Pattern>,
        /// Whether headings and titles count as the first mention.
        headings_count: bool,
    },
    /// A match protects its words from findings.
    Allow,
}

impl RuleKind {
    /// The name in rule files and reports.
    pub fn id(&self) -> &'static str {
        match self {
            RuleKind::Forbid => "forbid",
            RuleKind::Prefer(_) => "prefer",
            RuleKind::Require { .. } => "require",
            RuleKind::FirstUse { .. } => "first-use",
            RuleKind::Allow => "allow",
        }
    }
}

/// One restriction: its head, its patterns, and the rest of it, the body, whose fields are read as the rule's own.
///
/// Of a built-in rule only the head is there at first; its patterns and its body are read when they are asked for, for
/// most rules never.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `pack/id`.
    pub id: Arc<str>,
    /// How grave a finding is.
    pub severity: Severity,
    /// Whether the rule is part of the default set.
    pub recommended: bool,
    /// Whether a match protects its words: the rule is of the kind `allow`.
    pub protects: bool,
    /// When the rule holds.
    pub validity: Validity,
    /// Where the rule looks.
    pub scopes: Option<ScopeChoice>,
    /// Words that a match of an unordered pattern may span, both ends counted.
    pub within_words: u16,
    patterns: OnceLock<Vec<Pattern>>,
    body: OnceLock<Box<Body>>,
    /// Where patterns and body are read; `None` when they are there already.
    origin: Option<builtin::Origin>,
}

/// What a rule says besides its head and its patterns.
#[derive(Clone, Debug)]
pub struct Body {
    /// What a match means.
    pub kind: RuleKind,
    /// A short title.
    pub title: String,
    /// One sentence for the writer.
    pub message: Template,
    /// Why, in plain words.
    pub rationale: String,
    /// The team or role that answers for the rule.
    pub owner: String,
    /// On whose authority.
    pub sources: Vec<Source>,
    /// Rewordings, best first.
    pub suggest: Vec<Template>,
    /// Who may apply the suggestion, where the rule says so.
    pub fix: Option<Applicability>,
    /// Named contexts that make the wording harmless.
    pub skip_when: Vec<Context>,
    /// Words around a match that make it harmless.
    pub guards: Guards,
    /// Globs of the paths the rule is for; empty: all.
    pub paths: Vec<String>,
    /// The languages the rule is for; empty: all.
    pub languages: Vec<String>,
    /// The full id of the rule that takes this one's place.
    pub superseded_by: Option<String>,
    /// Free labels.
    pub tags: Vec<String>,
    /// Sentences that must be found, must stay silent, or are mended so.
    pub examples: Examples,
}

impl Rule {
    /// The id of the rule's pack.
    pub fn pack(&self) -> &str {
        self.id.split_once('/').map_or(&*self.id, |(pack, _)| pack)
    }

    /// Whether it is about directives, not about wording.
    pub fn is_own(&self) -> bool {
        self.pack() == own::PACK
    }

    /// What to look for.
    pub fn patterns(&self) -> &[Pattern] {
        self.patterns.get_or_init(|| self.origin().patterns())
    }

    /// Whether the rule comes from the index of the built-in ones.
    fn is_indexed(&self) -> bool {
        self.origin.is_some()
    }

    fn origin(&self) -> &builtin::Origin {
        self.origin.as_ref().expect("a rule that is not from the index has its patterns and its body")
    }
}

impl Deref for Rule {
    type Target = Body;

    fn deref(&self) -> &Body {
        self.body.get_or_init(|| Box::new(self.origin().body(self)))
    }
}

impl DerefMut for Rule {
    fn deref_mut(&mut self) -> &mut Body {
        // Reads the body first where it is not there yet. `self.deref()` would be that of the reference.
        let _ = Rule::deref(self);
        self.body.get_mut().expect("the body was just read")
    }
}

/// Words around a match that make it harmless.
#[derive(Clone, Debug, Default)]
pub struct Guards {
    /// Right before the match.
    pub before: Vec<Pattern>,
    /// Right after it.
    pub after: Vec<Pattern>,
    /// Earlier in its clause.
    pub subject: Vec<Pattern>,
    /// Anywhere in a stretch around it.
    pub near: Option<Near>,
}

/// Words in a stretch around a match.
#[derive(Clone, Debug)]
pub struct Near {
    /// The words.
    pub patterns: Vec<Pattern>,
    /// The stretch.
    pub within: Within,
}

/// The days on which a rule holds: from the first on, up to the day before the second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    /// The first day.
    pub from: Option<Date>,
    /// The day after the last.
    pub until: Option<Date>,
}

impl Validity {
    /// Whether the rule holds on this day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

/// A rule's `scopes`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScopeChoice {
    /// The scopes it looks at, when it lists them; else those that are checked by default.
    pub only: Option<ScopeSet>,
    /// The scopes it leaves out, wherever they enclose a match.
    pub without: ScopeSet,
}

impl ScopeChoice {
    /// The choice with one more name as rules write it; `None` when there is no such scope.
    fn with(self, name: &str) -> Option<ScopeChoice> {
        Some(match name.strip_prefix('-') {
            Some(id) => ScopeChoice { without: self.without.with(id.parse().ok()?), ..self },
            None => ScopeChoice { only: Some(self.only.unwrap_or_default().with(name.parse().ok()?)), ..self },
        })
    }
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
    /// The day on which it said so.
    pub as_of: Option<Date>,
    /// How well it is known.
    pub confidence: Confidence,
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

impl Pack {
    fn new(id: &str, title: &str, description: &str, jurisdictions: Vec<String>, builtin: bool) -> Pack {
        let title = if title.is_empty() { id } else { title };
        Pack { id: id.to_owned(), title: title.to_owned(), description: description.to_owned(), jurisdictions, builtin }
    }
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
    /// The files of those that are not from the index.
    files: Vec<RuleFile>,
}

impl RuleSet {
    /// Reads rule files into one set. `shared` are the term sets that every pack may use.
    ///
    /// # Errors
    /// Every mistake found in any of the files.
    pub fn load(files: &[RuleFile], shared: &TermSets) -> Result<RuleSet, Vec<TomlError>> {
        load::extend(RuleSet::default(), files, shared)
    }

    /// The built-in rules, those about directives, and those of some files. Of the built-in ones nothing is read but what is asked for: they are
    /// known to be sound.
    ///
    /// # Errors
    /// Every mistake found in any of the files.
    pub fn with_builtin(files: &[RuleFile], shared: &TermSets) -> Result<RuleSet, Vec<TomlError>> {
        let mut builtin = builtin::rules();
        own::add(&mut builtin);
        if files.is_empty() { Ok(builtin) } else { load::extend(builtin, files, shared) }
    }

    /// The index in `rules` of the rule with this full id.
    pub fn index_of(&self, id: &str) -> Option<usize> {
        self.rules.binary_search_by(|rule| (*rule.id).cmp(id)).ok()
    }

    /// The rule files embedded in the binary, sorted by name.
    pub fn builtin_files() -> Vec<RuleFile> {
        builtin::files()
    }
}
