//! The built-in rules do what their own examples say.

use std::sync::Arc;
use wordgate::extract::{Extractor, Format};
use wordgate::lint::{Linter, Policy};
use wordgate::prose::ScopeSet;
use wordgate::rule::{RuleKind, RuleSet, TermSets};
use wordgate::source::SourceFile;

fn builtin() -> Arc<RuleSet> {
    match RuleSet::load(&RuleSet::builtin_files(), &TermSets::default()) {
        Ok(rules) => Arc::new(rules),
        Err(errors) => {
            let shown: Vec<String> =
                errors.into_iter().map(|error| format!("{:?}", miette::Report::new(error))).collect();
            panic!("{}", shown.join("\n"));
        }
    }
}

#[test]
fn every_example_is_in_the_state_it_claims() {
    let rules = builtin();
    let mut wrong = Vec::new();
    let mut count = 0;
    for rule in &rules.rules {
        let active: Vec<bool> = rules
            .rules
            .iter()
            .map(|other| other.id == rule.id || (other.kind == RuleKind::Allow && other.pack() == rule.pack()))
            .collect();
        let linter = Linter::new(rules.clone(), &active, &[]);
        let severities =
            rules.rules.iter().zip(&active).map(|(rule, active)| active.then_some(rule.severity)).collect();
        let policy = Policy { severities, scopes: ScopeSet::checked_by_default() };
        let mut extractor = Extractor::new();
        let mut found = |example: &str| {
            let file = SourceFile::decode(example.as_bytes().to_vec()).unwrap();
            let lint = linter.lint(&mut extractor, &file, Format::Markdown, "example.md", &policy);
            lint.findings.iter().map(|finding| finding.text.clone()).collect::<Vec<_>>()
        };
        if rule.kind == RuleKind::Allow {
            continue;
        }
        for example in &rule.examples.matching {
            count += 1;
            if found(example).is_empty() {
                wrong.push(format!("{}: not found: {example}", rule.id));
            }
        }
        for example in &rule.examples.no_match {
            count += 1;
            let texts = found(example);
            if !texts.is_empty() {
                wrong.push(format!("{}: found {texts:?}: {example}", rule.id));
            }
        }
    }
    assert!(count > 100, "only {count} examples");
    assert!(wrong.is_empty(), "{} of {count} examples are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
