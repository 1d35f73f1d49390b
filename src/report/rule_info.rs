//! The texts of a rule that reports show, as plain data. Writers do not have access to patterns.

use std::sync::Arc;
use wordgate_rules::{Rule, Severity, Source};

/// A rule that occurs in a report.
#[derive(Clone, Debug)]
pub struct RuleInfo {
    /// The full id.
    pub id: Arc<str>,
    /// A short title; may be empty.
    pub title: String,
    /// Why the rule exists; may be empty.
    pub rationale: String,
    /// Its severity in the rule file, before overrides in the configuration.
    pub severity: Severity,
    /// The team or role responsible for it; may be empty.
    pub owner: String,
    /// Where the decision behind it is recorded; may be empty.
    pub ticket: String,
    /// The sources that support it.
    pub sources: Vec<Source>,
    /// Labels without a fixed meaning.
    pub tags: Vec<String>,
}

impl RuleInfo {
    /// Copies the texts of a rule.
    pub fn new(rule: &Rule) -> RuleInfo {
        RuleInfo {
            id: rule.id.clone(),
            title: rule.title.clone(),
            rationale: rule.rationale.clone(),
            severity: rule.severity,
            owner: rule.owner.clone(),
            ticket: rule.ticket.clone(),
            sources: rule.sources.clone(),
            tags: rule.tags.clone(),
        }
    }

    /// Returns the title, or the id if there is none.
    pub fn shown_title(&self) -> &str {
        if self.title.is_empty() { &self.id } else { &self.title }
    }

    /// Returns the first web address of the sources, where people can read more.
    pub fn url(&self) -> Option<&str> {
        self.sources.iter().find_map(|source| source.url.as_deref())
    }
}
