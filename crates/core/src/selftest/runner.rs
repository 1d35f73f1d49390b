//! The linter over examples, with the rules on that a check is about.

use crate::extract::{Extractor, Format};
use crate::lint::{Document, Lint, Linter, Policy};
use std::collections::BTreeMap;
use std::sync::Arc;
use wordgate_rules::{Rule, RuleKind, RuleSet, Severity};
use wordgate_text::prose::ScopeSet;
use wordgate_text::source::SourceFile;

/// The severity of each rule, `None` for those that are off.
type Severities = Arc<[Option<Severity>]>;

pub(super) struct ExampleRunner {
    rules: Arc<RuleSet>,
    linter: Linter,
    /// The `allow` rules as `forbid` rules, which shows what they match.
    allowed: Linter,
    /// For each pack, all of its rules.
    packs: BTreeMap<String, Severities>,
    extractor: Extractor,
}

/// What a rule does with its own examples, the `allow` rules of its pack being on too.
pub(super) struct ExampleResult {
    /// Those that must be found.
    pub matching: Vec<Lint>,
    /// Those that must stay silent.
    pub no_match: Vec<Lint>,
    /// Those before a fix.
    pub fixed: Vec<Lint>,
}

impl ExampleRunner {
    pub fn new(rules: &RuleSet) -> ExampleRunner {
        // An example has no path and no day: a rule that holds for some only is tested as if it always held.
        let mut everywhere = rules.clone();
        everywhere.rules.iter_mut().for_each(|rule| rule.paths.clear());
        let rules = Arc::new(everywhere.clone());
        let is_allow = |rule: &Rule| rule.kind == RuleKind::Allow;
        let only: Vec<bool> = everywhere.rules.iter().map(is_allow).collect();
        for rule in everywhere.rules.iter_mut().filter(|rule| is_allow(rule)) {
            rule.kind = RuleKind::Forbid;
            rule.protects = false;
        }
        let all = vec![true; rules.rules.len()];
        let pack = |id: &str| severities(&rules, |_, rule| rule.pack() == id);
        ExampleRunner {
            packs: rules.packs.iter().map(|known| (known.id.clone(), pack(&known.id))).collect(),
            linter: Linter::new(rules.clone(), &all, &[]),
            allowed: Linter::new(Arc::new(everywhere), &only, &[]),
            extractor: Extractor::new(),
            rules,
        }
    }

    pub fn rule(&self, index: usize) -> &Rule {
        &self.rules.rules[index]
    }

    pub fn by_id(&self, id: &str) -> Option<&Rule> {
        self.rules.index_of(id).map(|at| self.rule(at))
    }

    /// A rule's examples under the rule itself and the `allow` rules of its pack; those of an `allow` rule under it alone.
    pub fn own(&mut self, index: usize) -> ExampleResult {
        let rules = self.rules.clone();
        let rule = &rules.rules[index];
        let is_allow = rule.kind == RuleKind::Allow;
        let protects = |other: &Rule| !is_allow && other.kind == RuleKind::Allow && other.pack() == rule.pack();
        let severities = severities(&rules, |at, other| at == index || protects(other));
        let linter = if is_allow { &self.allowed } else { &self.linter };
        let extractor = &mut self.extractor;
        let mut all = |examples: &mut dyn Iterator<Item = &String>| {
            examples.map(|example| lint(linter, extractor, example, Format::Markdown, &severities)).collect()
        };
        ExampleResult {
            matching: all(&mut rule.examples.matching.iter()),
            no_match: all(&mut rule.examples.no_match.iter()),
            fixed: all(&mut rule.examples.fixed.iter().map(|[before, _]| before)),
        }
    }

    /// An example under all rules of a rule's pack.
    pub fn with_pack(&mut self, index: usize, example: &str) -> Lint {
        let severities = &self.packs[self.rules.rules[index].pack()];
        lint(&self.linter, &mut self.extractor, example, Format::Markdown, severities)
    }

    /// A plain text under the given rules.
    pub fn plain(&mut self, text: &str, severities: &Severities) -> Lint {
        lint(&self.linter, &mut self.extractor, text, Format::Text, severities)
    }
}

/// The rules for which `on` holds, at their own severity.
pub(super) fn severities(rules: &RuleSet, on: impl Fn(usize, &Rule) -> bool) -> Severities {
    rules.rules.iter().enumerate().map(|(at, rule)| on(at, rule).then_some(rule.severity)).collect()
}

fn lint(linter: &Linter, extractor: &mut Extractor, text: &str, format: Format, severities: &Severities) -> Lint {
    let policy = Policy { severities: severities.clone(), scopes: ScopeSet::checked_by_default() };
    match SourceFile::decode(text.as_bytes().to_vec()) {
        Ok(file) => linter.check(extractor, Document { file: &file, format, path: "example.md" }, &policy),
        Err(_) => Lint::default(),
    }
}
