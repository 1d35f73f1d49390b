//! One rule, and what it is made of.

use crate::lazy::{Lazy, Patterns};
use crate::schema::{Confidence, Examples, Within};
use crate::{Applicability, Context, Pattern, Severity, Template};
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

/// One restriction: what every run needs to know of it, its patterns, and its [`Details`], whose fields are read as the
/// rule's own.
///
/// Patterns and details of a built-in rule are read when they are first asked for, details for most rules never: to read
/// those of all rules would nearly double the time of a run on one small file (from 5.5 ms to 9.4 ms).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// `pack/id`.
    pub id: Arc<str>,
    /// The name of the file it comes from; empty for the rules about directives.
    pub file: Arc<str>,
    /// The SHA-256 hash of everything that the file says of it, and of the term sets of its pack.
    pub hash: [u8; 32],
    /// How severe a finding is.
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
    #[serde(skip)]
    pub(crate) patterns: Lazy<Vec<Pattern>>,
    #[serde(skip)]
    pub(crate) details: Lazy<Details>,
}

/// What a rule says besides its patterns and what every run needs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Details {
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
    /// Sentences that must be found, must stay silent, or are fixed like this.
    pub examples: Examples,
}

impl Rule {
    /// The id of the rule's pack.
    pub fn pack(&self) -> &str {
        pack_of(&self.id)
    }

    /// What to look for.
    pub fn patterns(&self) -> &[Pattern] {
        self.patterns.get()
    }
}

/// The id of the pack of the rule with this full id.
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
    fn each(&mut self) -> impl Iterator<Item = &mut Pattern> {
        let of_kind = match &mut self.kind {
            RuleKind::Require { patterns, .. } | RuleKind::FirstUse { patterns, .. } => patterns.as_mut_slice(),
            RuleKind::Forbid | RuleKind::Prefer(_) | RuleKind::Allow => &mut [],
        };
        let Guards { before, after, subject, near } = &mut self.guards;
        let near = near.iter_mut().flat_map(|near| &mut near.patterns);
        of_kind.iter_mut().chain(before).chain(after).chain(subject).chain(near)
    }
}

/// Words around a match that make it harmless.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Near {
    /// The words.
    pub patterns: Vec<Pattern>,
    /// The stretch.
    pub within: Within,
}

/// The days on which a rule holds: from the first on, up to the day before the second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeChoice {
    /// The scopes it looks at, when it lists them; else those that are checked by default.
    pub only: Option<ScopeSet>,
    /// The scopes it leaves out, wherever they enclose a match.
    pub without: ScopeSet,
}

impl ScopeChoice {
    /// The choice with one more name as rules write it; `None` when there is no such scope.
    pub(crate) fn with(self, name: &str) -> Option<ScopeChoice> {
        Some(match name.strip_prefix('-') {
            Some(id) => ScopeChoice { without: self.without.with(id.parse().ok()?), ..self },
            None => ScopeChoice { only: Some(self.only.unwrap_or_default().with(name.parse().ok()?)), ..self },
        })
    }
}

/// The authority behind a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
