//! Lints the examples of rules. Each check switches on only the rules that it needs.

use crate::extract::{Extractor, Format};
use crate::lint::{Document, Lint, Linter, Policy};
use std::collections::BTreeMap;
use std::sync::Arc;
use wordgate_rules::{Rule, RuleKind, RuleSet, Severity};
use wordgate_text::language::Language;
use wordgate_text::prose::ScopeSet;
use wordgate_text::source::SourceFile;

/// The severity of each rule by index; `None` if the rule is off.
type Severities = Arc<[Option<Severity>]>;

/// Lints examples with the rules of one set.
pub(super) struct ExampleRunner {
    rules: Arc<RuleSet>,
    linter: Linter,
    /// A linter in which `allow` rules are `forbid` rules, so that their matches become findings.
    allow_linter: Linter,
    /// For each pack, the severities with all of its rules on.
    packs: BTreeMap<String, Severities>,
    extractor: Extractor,
}

/// The results of linting a rule's examples.
pub(super) struct ExampleResult {
    /// The results for `examples.match`.
    pub matching: Vec<Lint>,
    /// The results for `examples.no_match`.
    pub no_match: Vec<Lint>,
    /// The results for the texts before the fix in `examples.fixed`.
    pub fixed: Vec<Lint>,
}

impl ExampleRunner {
    pub fn new(rules: &RuleSet) -> ExampleRunner {
        // An example has no path and no date, so rules are tested as if they applied to all paths on every day.
        let mut everywhere = rules.clone();
        everywhere.rules.iter_mut().for_each(|rule| rule.paths.clear());
        let rules = Arc::new(everywhere.clone());
        let is_allow = |rule: &Rule| rule.kind == RuleKind::Allow;
        let allow_rules: Vec<bool> = everywhere.rules.iter().map(is_allow).collect();
        for rule in everywhere.rules.iter_mut().filter(|rule| is_allow(rule)) {
            rule.kind = RuleKind::Forbid;
            rule.is_allow_rule = false;
        }
        let all = vec![true; rules.rules.len()];
        let pack = |id: &str| severities(&rules, |_, rule| rule.pack() == id);
        ExampleRunner {
            packs: rules.packs.iter().map(|known| (known.id.clone(), pack(&known.id))).collect(),
            linter: Linter::new(rules.clone(), &all, &[]),
            allow_linter: Linter::new(Arc::new(everywhere), &allow_rules, &[]),
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

    /// Lints a rule's examples with only the rule itself and the `allow` rules of its pack on. The examples of an
    /// `allow` rule are linted with that rule alone.
    pub fn run(&mut self, index: usize) -> ExampleResult {
        let rules = self.rules.clone();
        let rule = &rules.rules[index];
        let is_allow = rule.kind == RuleKind::Allow;
        let protects = |other: &Rule| !is_allow && other.kind == RuleKind::Allow && other.pack() == rule.pack();
        let severities = severities(&rules, |at, other| at == index || protects(other));
        let linter = if is_allow { &self.allow_linter } else { &self.linter };
        let extractor = &mut self.extractor;
        let mut lint_all = |examples: &mut dyn Iterator<Item = &String>| {
            let language = rule.languages.first();
            examples
                .map(|text| lint(linter, extractor, Example { text, language }, Format::Markdown, &severities))
                .collect()
        };
        ExampleResult {
            matching: lint_all(&mut rule.examples.matching.iter()),
            no_match: lint_all(&mut rule.examples.no_match.iter()),
            fixed: lint_all(&mut rule.examples.fixed.iter().map(|[before, _]| before)),
        }
    }

    /// Lints an example with all rules of a rule's pack on.
    pub fn with_pack(&mut self, index: usize, example: &str) -> Lint {
        let severities = &self.packs[self.rules.rules[index].pack()];
        let example = Example { text: example, language: self.rules.rules[index].languages.first() };
        lint(&self.linter, &mut self.extractor, example, Format::Markdown, severities)
    }

    /// Lints plain text in a language with these severities.
    pub fn plain(&mut self, text: &str, language: Language, severities: &Severities) -> Lint {
        lint(&self.linter, &mut self.extractor, Example { text, language }, Format::Text, severities)
    }
}

/// Returns the severities of all rules. The rules that `is_on` rejects are off.
pub(super) fn severities(rules: &RuleSet, is_on: impl Fn(usize, &Rule) -> bool) -> Severities {
    rules.rules.iter().enumerate().map(|(at, rule)| is_on(at, rule).then_some(rule.severity)).collect()
}

/// An example of a rule. Unless it says otherwise, it is in the first language of the rule.
struct Example<'e> {
    text: &'e str,
    language: Language,
}

fn lint(linter: &Linter, extractor: &mut Extractor, example: Example, format: Format, severities: &Severities) -> Lint {
    let Example { text, language } = example;
    let policy =
        Policy { severities: severities.clone(), scopes: ScopeSet::checked_by_default(), language: Some(language) };
    match SourceFile::decode(text.as_bytes().to_vec()) {
        Ok(file) => linter.check(extractor, Document { file: &file, format, path: "example.md" }, &policy),
        Err(_) => Lint::default(),
    }
}
