//! Checks that suggestions do not cause warnings or errors, because a writer who applies a suggestion must not get
//! another finding. Each suggestion is linted as a sentence with the rules of all packs on.

use super::examples;
use super::problem::Problem;
use super::runner::{ExampleResult, ExampleRunner, severities};
use crate::finding::Finding;
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use wordgate_rules::{Rule, RuleSet, Severity};
use wordgate_text::language::Language;

/// Checks suggestions, each distinct text once.
pub(super) struct Suggestions {
    /// Switches on all rules that have not ended, including those that start later.
    severities: Arc<[Option<Severity>]>,
    /// The result for each checked suggestion: a description of the problem, or `None`.
    checked: HashMap<(Language, String), Option<String>>,
}

impl Suggestions {
    pub fn new(rules: &RuleSet, as_of: Date) -> Suggestions {
        let has_not_ended = |rule: &Rule| rule.validity.last_day.is_none_or(|last| as_of <= last);
        Suggestions { severities: severities(rules, |_, rule| has_not_ended(rule)), checked: HashMap::new() }
    }

    pub fn check(&mut self, rule: &Rule, result: &ExampleResult, runner: &mut ExampleRunner) -> Vec<Problem> {
        let findings = result.matching.iter().flat_map(|lint| &lint.findings);
        let texts: BTreeSet<&str> =
            findings.flat_map(|finding| &finding.suggestions).map(|suggestion| suggestion.text.as_str()).collect();
        let mut problems = Vec::new();
        for text in texts {
            if let Some(found) = self.check_text(text, rule.languages.first(), runner) {
                problems.push(Problem::failure(rule, "suggest", text, found));
            }
        }
        problems
    }

    fn check_text(&mut self, text: &str, language: Language, runner: &mut ExampleRunner) -> Option<String> {
        let key = (language, text.to_owned());
        if let Some(known) = self.checked.get(&key) {
            return known.clone();
        }
        let findings = runner.plain(&format!("{text}."), language, &self.severities).findings;
        let severe: Vec<Finding> =
            findings.into_iter().filter(|finding| finding.severity >= Severity::Warning).collect();
        let found = (!severe.is_empty()).then(|| examples::describe(&severe));
        self.checked.insert(key, found.clone());
        found
    }
}
