//! Rewordings, linted as sentences under all rules with their contexts, give no warning or error: a tool that sends a
//! writer from one finding into the next is not believed again.

use super::examples;
use super::problem::Problem;
use super::runner::{ExampleResult, ExampleRunner, severities};
use crate::finding::Finding;
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use wordgate_rules::{Rule, RuleSet, Severity};

pub(super) struct Suggestions {
    /// The rules that have not ended: a rewording should last.
    severities: Arc<[Option<Severity>]>,
    /// What is wrong with each rewording that was tried.
    tried: HashMap<String, Option<String>>,
}

impl Suggestions {
    pub fn new(rules: &RuleSet, as_of: Date) -> Suggestions {
        let lasts = |rule: &Rule| rule.validity.until.is_none_or(|until| as_of < until);
        Suggestions { severities: severities(rules, |_, rule| lasts(rule)), tried: HashMap::new() }
    }

    pub fn check(&mut self, rule: &Rule, seen: &ExampleResult, bench: &mut ExampleRunner) -> Vec<Problem> {
        let findings = seen.matching.iter().flat_map(|lint| &lint.findings);
        let texts: BTreeSet<&str> =
            findings.flat_map(|finding| &finding.suggestions).map(|suggestion| suggestion.text.as_str()).collect();
        let mut problems = Vec::new();
        for text in texts {
            if let Some(found) = self.mistake(text, bench) {
                problems.push(Problem::failure(rule, "suggest", text, found));
            }
        }
        problems
    }

    fn mistake(&mut self, text: &str, bench: &mut ExampleRunner) -> Option<String> {
        if let Some(known) = self.tried.get(text) {
            return known.clone();
        }
        let findings = bench.plain(&format!("{text}."), &self.severities).findings;
        let grave: Vec<Finding> =
            findings.into_iter().filter(|finding| finding.severity >= Severity::Warning).collect();
        let found = (!grave.is_empty()).then(|| examples::describe(&grave));
        self.tried.insert(text.to_owned(), found.clone());
        found
    }
}
