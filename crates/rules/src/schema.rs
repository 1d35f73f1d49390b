//! The types that rule files are deserialized to. The JSON Schema for editors is generated from them, so their doc
//! comments are what an editor shows.
//!
//! A value is `Spanned` if it can be valid TOML and still be wrong (a pattern, an id, a name): its span is where the
//! error is shown.

use crate::date::TomlDate;
use crate::defaults::DefaultsToml;
use crate::{Applicability, Case, Severity};
use schemars::JsonSchema;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::Spanned;

/// A rule file. One file in a folder has the `[pack]` table; the others add rules and term sets to that pack.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleFileToml {
    /// The pack that all rules in this folder belong to.
    pub pack: Option<PackToml>,
    /// Values for the keys that a rule of the pack does not have.
    #[schemars(with = "Option<DefaultsToml>")]
    pub defaults: Option<IgnoredAny>,
    /// Named lists of terms. Patterns refer to them as `@name`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, TermsToml>")]
    pub terms: BTreeMap<Spanned<String>, TermsToml>,
    /// The rules.
    #[serde(default)]
    pub rule: Vec<RuleToml>,
}

/// A file of the shared library, `terms/NAME.toml`: term sets that every pack may use as `@terms/name`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LibraryFileToml {
    /// Named lists of terms.
    #[schemars(with = "BTreeMap<String, TermsToml>")]
    pub terms: BTreeMap<Spanned<String>, TermsToml>,
}

/// A named set of rules.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackToml {
    /// The id of the pack: lower-case letters, digits and `-`.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// A short title.
    #[serde(default)]
    pub title: String,
    /// What the pack is for.
    #[serde(default)]
    pub description: String,
    /// The jurisdictions whose law the pack is based on, such as `US`.
    #[serde(default)]
    pub jurisdictions: Vec<String>,
}

/// A term set: a named list of terms.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TermsToml {
    /// How letter case is compared: `any`, `exact`, or `smart` (a capital letter matches only a capital letter, a
    /// lower-case letter matches both).
    #[serde(default)]
    pub case: Case,
    /// What the set is for.
    #[serde(default)]
    pub description: String,
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
    /// A match is a finding if the wording in `requires` does not occur near it.
    Require,
    /// The first mention in a document must be the full name.
    FirstUse,
    /// A match prevents findings of other rules in its words.
    Allow,
}

impl KindToml {
    /// Returns the name in rule files.
    pub fn id(self) -> &'static str {
        match self {
            KindToml::Forbid => "forbid",
            KindToml::Prefer => "prefer",
            KindToml::Require => "require",
            KindToml::FirstUse => "first-use",
            KindToml::Allow => "allow",
        }
    }
}

/// The keys that only rules of one kind have.
pub const KIND_KEYS: [(&str, KindToml); 4] = [
    ("prefer", KindToml::Prefer),
    ("requires", KindToml::Require),
    ("within", KindToml::Require),
    ("full", KindToml::FirstUse),
];

/// A rule.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleToml {
    /// The id of the rule within its pack: lower-case letters, digits and `-`.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// What the rule does with a match.
    #[serde(default)]
    pub kind: KindToml,
    /// How severe a finding is.
    pub severity: Option<Severity>,
    /// Whether the rule is part of the default set.
    #[serde(default)]
    pub recommended: bool,
    /// The profiles that the rule is part of: named sets of rules that a configuration uses like packs.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub profiles: Vec<Spanned<String>>,
    /// A short title.
    #[serde(default)]
    pub title: String,
    /// One sentence that tells the writer what is wrong. May use `{match}` and the names of term sets, such as
    /// `{model}`.
    #[schemars(with = "Option<String>")]
    pub message: Option<Spanned<String>>,
    /// Why the wording is restricted.
    #[serde(default)]
    pub rationale: String,
    /// The team or role responsible for the rule.
    #[serde(default)]
    pub owner: String,
    /// Where the decision behind the rule is recorded, such as `LEGAL-123`.
    #[serde(default)]
    pub ticket: String,
    /// The laws, policies or guides that the rule is based on.
    #[serde(default)]
    pub sources: Vec<SourceToml>,
    /// The patterns to search for.
    #[schemars(with = "Vec<String>")]
    pub patterns: Spanned<Vec<Spanned<String>>>,
    /// The only correct spelling, for `kind = "prefer"`.
    #[schemars(with = "Option<String>")]
    pub prefer: Option<Spanned<String>>,
    /// Patterns, one of which must occur near the match, for `kind = "require"`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub requires: Vec<Spanned<String>>,
    /// How near the required wording must be, for `kind = "require"`.
    #[schemars(with = "Option<Within>")]
    pub within: Option<Spanned<Within>>,
    /// The full name that the first mention must use, for `kind = "first-use"`.
    #[schemars(with = "Option<String>")]
    pub full: Option<Spanned<String>>,
    /// Whether headings and titles count as the first mention, for `kind = "first-use"`.
    #[serde(default)]
    pub headings_count: bool,
    /// How many words a match of an `&` pattern may span, including the matched words. The default is 12.
    /// Such a match has at least two words, and 200 words are longer than any ordinary sentence.
    #[schemars(with = "Option<u16>", range(min = 2, max = 200))]
    pub within_words: Option<u16>,
    /// Replacements for a match, best first.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub suggest: Vec<Spanned<String>>,
    /// Who may apply the suggestion. `safe` means that it is correct wherever the rule matches.
    pub fix: Option<Applicability>,
    /// Contexts in which a match is harmless.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub skip_when: Vec<Spanned<String>>,
    /// A match is harmless if one of these directly precedes it.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub unless_before: Vec<Spanned<String>>,
    /// A match is harmless if one of these directly follows it.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub unless_after: Vec<Spanned<String>>,
    /// A match is harmless if one of these occurs earlier in its clause.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub unless_subject: Vec<Spanned<String>>,
    /// A match is harmless if one of these occurs near it. Of several tables, one is enough.
    #[serde(default)]
    pub unless_near: Vec<NearToml>,
    /// A match counts only if one of these, which name its topic, occurs near it. Of several tables, each has to.
    #[serde(default)]
    pub when_near: Vec<NearToml>,
    /// A match is harmless if one of these occurs in text over it that says what it is about: a heading, a lead-in, the
    /// label of a list item, or the header of its row or column.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub unless_under: Vec<Spanned<String>>,
    /// The scopes to check. A `-` before a scope excludes it.
    #[schemars(with = "Option<Vec<String>>")]
    pub scopes: Option<Vec<Spanned<String>>>,
    /// Globs of the paths that the rule applies to, in order; `!` takes paths out again.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub paths: Vec<Spanned<String>>,
    /// The languages of text that the rule checks, such as `en` or `ja`. The default is English. `*` stands for any
    /// language, for rules about names and marks.
    #[schemars(with = "Option<Vec<String>>")]
    pub languages: Option<Spanned<Vec<Spanned<String>>>>,
    /// The first day on which the rule applies.
    #[schemars(with = "Option<TomlDate>")]
    pub valid_from: Option<Spanned<TomlDate>>,
    /// The last day on which the rule applies.
    #[schemars(with = "Option<TomlDate>")]
    pub valid_until: Option<Spanned<TomlDate>>,
    /// The full id of the rule that replaces this one.
    #[schemars(with = "Option<String>")]
    pub superseded_by: Option<Spanned<String>>,
    /// Free-form labels.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Texts that show what the rule finds and what it does not find. `wordgate test` checks them.
    #[serde(default)]
    pub examples: Examples,
}

/// A law, policy or guide that a rule is based on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceToml {
    /// The name of the source.
    pub name: String,
    /// The relevant section.
    pub section: Option<String>,
    /// The web address.
    pub url: Option<String>,
    /// The day on which you read it.
    pub as_of: Option<TomlDate>,
    /// How reliably the content of the source is known.
    #[serde(default)]
    pub confidence: Confidence,
}

/// How reliably the content of a source is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The author of the rule read the source itself.
    Primary,
    /// Known from a report about the source.
    Secondary,
    /// The organisation's own choice.
    #[default]
    House,
}

impl Confidence {
    /// Returns the name in rule files and reports.
    pub fn id(self) -> &'static str {
        match self {
            Confidence::Primary => "primary",
            Confidence::Secondary => "secondary",
            Confidence::House => "house",
        }
    }
}

/// Words near a match.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NearToml {
    /// The words, as patterns.
    #[schemars(with = "Vec<String>")]
    pub patterns: Spanned<Vec<Spanned<String>>>,
    /// How near the words must be.
    pub within: Within,
}

/// A range of the document around a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Within {
    /// The sentence of the match.
    Sentence,
    /// The paragraph, list item, heading or table cell of the match.
    Paragraph,
    /// The section of the match, up to the next heading of the same or a higher level, and the headings above it.
    Section,
    /// The whole document.
    Document,
}

impl Within {
    /// Returns the name in rule files and reports.
    pub fn id(self) -> &'static str {
        match self {
            Within::Sentence => "sentence",
            Within::Paragraph => "paragraph",
            Within::Section => "section",
            Within::Document => "document",
        }
    }
}

/// A rule's examples, in Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Examples {
    /// Texts in which the rule must find something.
    #[serde(rename = "match", default)]
    pub matching: Vec<String>,
    /// Texts in which the rule must find nothing.
    #[serde(default)]
    pub no_match: Vec<String>,
    /// Pairs of a text before and after `wordgate fix`.
    #[serde(default)]
    pub fixed: Vec<[String; 2]>,
}
