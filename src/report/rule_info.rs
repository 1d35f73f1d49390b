//! What a report tells of the rules that have findings in it, as plain data: writers never see a rule's patterns.

use std::sync::Arc;
use wordgate_rules::{Rule, Severity, Source};

/// A rule that occurs in a report.
#[derive(Clone, Debug)]
pub struct RuleInfo {
    /// The full id.
    pub id: Arc<str>,
    /// A short title; may be empty.
    pub title: String,
    /// Why, in plain words; may be empty.
    pub rationale: String,
    /// How severe it is by itself, before the configuration's overrides.
    pub severity: Severity,
    /// The team or role that answers for it; may be empty.
    pub owner: String,
    /// On whose authority.
    pub sources: Vec<Source>,
    /// Free labels.
    pub tags: Vec<String>,
}

impl RuleInfo {
    /// What a report tells of this rule.
    pub fn new(rule: &Rule) -> RuleInfo {
        RuleInfo {
            id: rule.id.clone(),
            title: rule.title.clone(),
            rationale: rule.rationale.clone(),
            severity: rule.severity,
            owner: rule.owner.clone(),
            sources: rule.sources.clone(),
            tags: rule.tags.clone(),
        }
    }

    /// The title, or the id where there is none.
    pub fn shown_title(&self) -> &str {
        if self.title.is_empty() { &self.id } else { &self.title }
    }

    /// Where to read more: the first web address of the sources.
    pub fn url(&self) -> Option<&str> {
        self.sources.iter().find_map(|source| source.url.as_deref())
    }
}
