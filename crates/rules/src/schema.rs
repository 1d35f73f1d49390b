//! A rule file as it is written. The JSON Schema for editors comes from these types.
//!
//! `Spanned` values are those that can be wrong in a way TOML cannot tell (a pattern, an id, a name), so that the
//! mistake can be shown at its place.

use crate::{Applicability, Case, Severity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::value::Datetime;

/// A file of rules. One file of a folder has the `[pack]`; the others add rules and term sets to it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleFileToml {
    /// The pack that the rules of this folder belong to.
    pub pack: Option<PackToml>,
    /// Named lists of terms, used in patterns as `@name`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, TermsToml>")]
    pub terms: BTreeMap<Spanned<String>, TermsToml>,
    /// The rules.
    #[serde(default)]
    pub rule: Vec<RuleToml>,
}

/// A set of rules.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackToml {
    /// Its id: small letters, digits and `-`.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// A short title.
    #[serde(default)]
    pub title: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// Where the law behind it holds, such as `US`.
    #[serde(default)]
    pub jurisdictions: Vec<String>,
}

/// A term set.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TermsToml {
    /// How case counts: `any`, `exact`, or `smart` (a capital must be a capital, a small letter matches either).
    #[serde(default)]
    pub case: Case,
    /// The terms, in the pattern language without `&`.
    #[schemars(with = "Vec<String>")]
    pub terms: Vec<Spanned<String>>,
}

/// What a rule does with a match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum KindToml {
    /// Each match is a finding.
    #[default]
    Forbid,
    /// Each match that does not read exactly like `prefer` is a finding.
    Prefer,
    /// A match is a finding where what it requires is missing.
    Require,
    /// The first mention in a document has to be written in full.
    FirstUse,
    /// A match protects its words.
    Allow,
}

/// One restriction.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleToml {
    /// Its id in the pack: small letters, digits and `-`.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// What a match means.
    #[serde(default)]
    pub kind: KindToml,
    /// How severe a finding is.
    pub severity: Option<Severity>,
    /// Whether the rule is part of the default set.
    #[serde(default)]
    pub recommended: bool,
    /// A short title.
    #[serde(default)]
    pub title: String,
    /// One sentence for the writer; may use `{match}` and the names of term sets.
    #[schemars(with = "Option<String>")]
    pub message: Option<Spanned<String>>,
    /// Why, in plain words.
    #[serde(default)]
    pub rationale: String,
    /// The team or role that answers for the rule.
    #[serde(default)]
    pub owner: String,
    /// On whose authority.
    #[serde(default)]
    pub sources: Vec<SourceToml>,
    /// What to look for.
    #[schemars(with = "Vec<String>")]
    pub patterns: Vec<Spanned<String>>,
    /// The one right spelling, for `kind = "prefer"`.
    #[schemars(with = "Option<String>")]
    pub prefer: Option<Spanned<String>>,
    /// What has to stand near the claim, for `kind = "require"`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub requires: Vec<Spanned<String>>,
    /// How near it has to stand, for `kind = "require"`.
    #[schemars(with = "Option<Within>")]
    pub within: Option<Spanned<Within>>,
    /// The first mention in full, for `kind = "first-use"`.
    #[schemars(with = "Option<String>")]
    pub full: Option<Spanned<String>>,
    /// Whether headings and titles count as the first mention, for `kind = "first-use"`.
    #[serde(default)]
    pub headings_count: bool,
    /// Words that a match of an `&` pattern may span, both ends counted. 12 when absent.
    #[schemars(with = "Option<u16>")]
    pub within_words: Option<Spanned<u16>>,
    /// Rewordings, best first.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub suggest: Vec<Spanned<String>>,
    /// `safe`: the suggestion is right wherever the rule matches.
    pub fix: Option<Applicability>,
    /// Contexts that make the wording harmless.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub skip_when: Vec<Spanned<String>>,
    /// Harmless when one of these stands right before the match.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub unless_before: Vec<Spanned<String>>,
    /// Harmless when one of these stands right after the match.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub unless_after: Vec<Spanned<String>>,
    /// Harmless when one of these stands earlier in the clause of the match.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub unless_subject: Vec<Spanned<String>>,
    /// Harmless when one of these stands near the match.
    pub unless_near: Option<NearToml>,
    /// Scopes to check, or with `-` before each, scopes not to check.
    #[schemars(with = "Option<Vec<String>>")]
    pub scopes: Option<Vec<Spanned<String>>>,
    /// Globs of the paths the rule is for.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub paths: Vec<Spanned<String>>,
    /// The languages of the text the rule is for.
    #[serde(default)]
    pub languages: Vec<String>,
    /// The first day on which the rule holds.
    #[schemars(with = "Option<String>")]
    pub valid_from: Option<Spanned<Datetime>>,
    /// The first day on which the rule does not hold any more.
    #[schemars(with = "Option<String>")]
    pub valid_until: Option<Spanned<Datetime>>,
    /// The full id of the rule that takes this one's place.
    #[schemars(with = "Option<String>")]
    pub superseded_by: Option<Spanned<String>>,
    /// Free labels.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Sentences that show what the rule finds and what it leaves alone.
    #[serde(default)]
    pub examples: Examples,
}

/// The authority behind a rule.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceToml {
    /// What it is called.
    pub name: String,
    /// The part that matters.
    pub section: Option<String>,
    /// A web address.
    pub url: Option<String>,
    /// The day on which it said so.
    #[schemars(with = "Option<String>")]
    pub as_of: Option<Spanned<Datetime>>,
    /// Whether the text itself was read.
    #[serde(default)]
    pub confidence: Confidence,
}

/// How well a source is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The text itself was read.
    Primary,
    /// Known from a report about it.
    Secondary,
    /// The organisation's own choice.
    #[default]
    House,
}

impl Confidence {
    /// The name in rule files and reports.
    pub fn id(self) -> &'static str {
        match self {
            Confidence::Primary => "primary",
            Confidence::Secondary => "secondary",
            Confidence::House => "house",
        }
    }
}

/// Words near a match that make it harmless.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NearToml {
    /// The patterns.
    #[schemars(with = "Vec<String>")]
    pub patterns: Vec<Spanned<String>>,
    /// How near.
    pub within: Within,
}

/// A stretch of a document around a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Within {
    /// The sentence.
    Sentence,
    /// The block.
    Paragraph,
    /// Up to the next heading of equal or higher level.
    Section,
    /// Everything.
    Document,
}

/// A rule's examples, in Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Examples {
    /// Each must be found by this rule.
    #[serde(rename = "match", default)]
    pub matching: Vec<String>,
    /// Each must not be found by this rule.
    #[serde(default)]
    pub no_match: Vec<String>,
    /// Before and after the safe fix.
    #[serde(default)]
    pub fixed: Vec<[String; 2]>,
}
