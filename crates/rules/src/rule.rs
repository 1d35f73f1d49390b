//! A rule and its parts, as the linter uses them after the rule file has been checked.
//!
//! [`crate::schema`] has the types of a rule as written in the TOML file.

use crate::languages::Languages;
use crate::lazy::{Lazy, Patterns};
use crate::schema::{Confidence, Examples, Within};
use crate::trees::VALID_BYTES;
use crate::{Applicability, Context, Measurer, Pattern, Severity, Target, Template};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use wordgate_text::prose::ScopeSet;

/// What a rule does with a match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RuleKind {
    /// Each match is a finding.
    Forbid,
    /// Each match whose text differs from this spelling is a finding.
    Prefer(String),
    /// A match is a finding if none of these patterns occurs in the text around it.
    Require {
        /// The patterns, one of which must occur.
        patterns: Vec<Pattern>,
        /// How far around the match to search.
        within: Within,
    },
    /// The first mention in a document must be the full name.
    FirstUse {
        /// The full name.
        full: String,
        /// The full name as a pattern.
        patterns: Vec<Pattern>,
        /// Whether headings and titles count as the first mention.
        headings_count: bool,
    },
    /// A match prevents findings of other rules in its words.
    Allow,
}

impl RuleKind {
    /// Returns the name in rule files and reports.
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

/// A rule: the fields that every run needs, its patterns, and its [`Details`], which it dereferences to.
///
/// The patterns and details of a built-in rule are deserialized on first use, and most runs need the details of few
/// rules. Deserializing all of them would nearly double the time to check one small file (9.4 ms instead of 5.5 ms).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// The full id, `pack/id`.
    pub id: Arc<str>,
    /// The name of the file that defines the rule; empty for the rules about directives.
    pub file: Arc<str>,
    /// The SHA-256 hash of the rule's content in its file and of the term sets of its pack.
    pub hash: [u8; 32],
    /// How severe a finding is.
    pub severity: Severity,
    /// Whether the rule is part of the default set.
    pub recommended: bool,
    /// The profiles that the rule is part of.
    pub profiles: Vec<String>,
    /// Whether the rule is of kind `allow`, so that a match prevents findings of other rules in its words.
    pub is_allow_rule: bool,
    /// The days on which the rule applies.
    pub validity: Validity,
    /// The scopes that the rule checks; `None` for those checked by default.
    pub scopes: Option<ScopeChoice>,
    /// The languages of text that the rule checks.
    pub languages: Languages,
    /// How many words a match of an `&` pattern may span, including the matched words.
    pub within_words: u16,
    /// The bytes of the rule's targets, if it is stored.
    #[serde(skip)]
    pub(crate) targets: Option<&'static [u8]>,
    #[serde(skip)]
    pub(crate) patterns: Lazy<Vec<Pattern>>,
    #[serde(skip)]
    pub(crate) details: Lazy<Details>,
}

/// The parts of a rule that few runs need.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Details {
    /// What the rule does with a match.
    pub kind: RuleKind,
    /// The 1-based line of its id in its file; 0 for the rules about directives.
    pub line: u32,
    /// A short title.
    pub title: String,
    /// One sentence that tells the writer what is wrong.
    pub message: Template,
    /// Why the wording is restricted.
    pub rationale: String,
    /// The team or role responsible for the rule.
    pub owner: String,
    /// Where the decision behind the rule is recorded; may be empty.
    pub ticket: String,
    /// The laws, policies or guides that the rule is based on.
    pub sources: Vec<Source>,
    /// Replacements for a match, best first.
    pub suggest: Vec<Template>,
    /// Who may apply the suggestion, if the rule specifies it.
    pub fix: Option<Applicability>,
    /// Contexts in which a match is harmless.
    pub skip_when: Vec<Context>,
    /// Words near a match that make it harmless.
    pub guards: Guards,
    /// Globs of the paths that the rule applies to, in order; `!` takes paths out again. Empty means all paths.
    pub paths: Vec<String>,
    /// The full id of the rule that replaces this one.
    pub superseded_by: Option<String>,
    /// Free-form labels.
    pub tags: Vec<String>,
    /// Texts that the rule must find, must not find, or must fix in a given way.
    pub examples: Examples,
}

impl Rule {
    /// Returns the id of the rule's pack.
    pub fn pack(&self) -> &str {
        pack_of(&self.id)
    }

    /// Returns the patterns that the rule searches for.
    pub fn patterns(&self) -> &[Pattern] {
        self.patterns.get()
    }

    /// Returns the search targets of the patterns. Those of a built-in rule are stored, so this reads no pattern.
    pub fn targets(&self, measurer: &Measurer) -> Vec<Target> {
        match self.targets {
            Some(bytes) => postcard::from_bytes(bytes).expect(VALID_BYTES),
            None => Target::of_patterns(self.patterns(), measurer),
        }
    }
}

/// Returns the id of the pack of the rule with this full id.
pub fn pack_of(id: &str) -> &str {
    id.split_once('/').map_or(id, |(pack, _)| pack)
}

impl Deref for Rule {
    type Target = Details;

    fn deref(&self) -> &Details {
        self.details.get()
    }
}

impl DerefMut for Rule {
    fn deref_mut(&mut self) -> &mut Details {
        self.details.get_mut()
    }
}

impl Patterns for Details {
    fn patterns_mut(&mut self) -> impl Iterator<Item = &mut Pattern> {
        let of_kind = match &mut self.kind {
            RuleKind::Require { patterns, .. } | RuleKind::FirstUse { patterns, .. } => patterns.as_mut_slice(),
            RuleKind::Forbid | RuleKind::Prefer(_) | RuleKind::Allow => &mut [],
        };
        let Guards { before, after, subject, under, near, topics } = &mut self.guards;
        let near = near.iter_mut().chain(topics).flat_map(|near| &mut near.patterns);
        of_kind.iter_mut().chain(before).chain(after).chain(subject).chain(under).chain(near)
    }
}

/// Words near a match that make it harmless, or without which it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Guards {
    /// The words directly before the match.
    pub before: Vec<Pattern>,
    /// The words directly after the match.
    pub after: Vec<Pattern>,
    /// The words earlier in the clause of the match.
    pub subject: Vec<Pattern>,
    /// The words in a heading or another label over the match.
    pub under: Vec<Pattern>,
    /// The words anywhere in a range around the match. One of the ranges is enough.
    pub near: Vec<Near>,
    /// The words that name the topic of the match: it counts only if each of the ranges around it has one of its words.
    pub topics: Vec<Near>,
}

/// Words in a range around a match.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Near {
    /// The words.
    pub patterns: Vec<Pattern>,
    /// The range.
    pub within: Within,
}

/// The days on which a rule applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// The first day; `None` if the rule has always applied.
    pub first_day: Option<Date>,
    /// The last day; `None` if the rule does not end.
    pub last_day: Option<Date>,
}

impl Validity {
    /// Returns whether the rule applies on this day.
    pub fn contains(&self, day: Date) -> bool {
        self.first_day.is_none_or(|first| first <= day) && self.last_day.is_none_or(|last| day <= last)
    }
}

/// The scopes that a rule checks: its `scopes` key. A scope is a part of a document, such as a heading or a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeChoice {
    /// The scopes to check; `None` for those checked by default.
    pub only: Option<ScopeSet>,
    /// The scopes to exclude. A match inside any of them is ignored.
    pub without: ScopeSet,
}

impl ScopeChoice {
    /// Adds an entry of the `scopes` key, such as `heading` or `-heading`; `None` if there is no such scope.
    pub(crate) fn with(self, name: &str) -> Option<ScopeChoice> {
        Some(match name.strip_prefix('-') {
            Some(id) => ScopeChoice { without: self.without.with(id.parse().ok()?), ..self },
            None => ScopeChoice { only: Some(self.only.unwrap_or_default().with(name.parse().ok()?)), ..self },
        })
    }
}

/// A law, policy or guide that a rule is based on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// The relevant section.
    pub section: Option<String>,
    /// Its web address.
    pub url: Option<String>,
    /// The day on which the author of the rule read it.
    pub as_of: Option<Date>,
    /// How reliably its content is known.
    pub confidence: Confidence,
}
