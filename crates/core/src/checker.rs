//! The one way into the linter: rules and policies in, then documents.

use crate::extract::{Extractor, Format};
use crate::lint::{Dates, Document, DocumentCache, Lint, Linter, Policies, Policy};
use jiff::civil::Date;
use std::sync::Arc;
use wordgate_rules::toml_file::{TomlError, TomlFile};
use wordgate_rules::{Pattern, PatternContext, PatternError, Rule, RuleSet, TermSets, UnknownId};
use wordgate_text::prose::ScopeSet;
use wordgate_text::source::SourceFile;

/// Checks documents by a set of rules. Shared by all threads.
///
/// [`Checker::builder`] makes one from packs and rule files. What a configuration says is given as a [`Linter`] and as
/// [`Policies`].
#[derive(Debug)]
pub struct Checker {
    linter: Linter,
    policies: Arc<Policies>,
}

impl Checker {
    /// A checker to be built from packs and rule files.
    pub fn builder() -> CheckerBuilder {
        CheckerBuilder::default()
    }

    /// A checker of what `linter` looks for, by what `policies` say about each file.
    pub fn new(linter: Linter, policies: Arc<Policies>) -> Checker {
        Checker { linter, policies }
    }

    /// The same checker without its gate: it parses everything. Slow, and finds the same.
    #[must_use]
    pub fn without_gate(self) -> Checker {
        Checker { linter: self.linter.without_gate(), ..self }
    }

    /// The same checker for a single file. It finds the same, and starts sooner.
    #[must_use]
    pub fn for_one_file(self) -> Checker {
        Checker { linter: self.linter.for_one_file(), ..self }
    }

    /// Checks a text by the rules that are on. Spans are bytes of `text`.
    ///
    /// It makes its parsers anew each time; to check many documents, keep an [`Extractor`] for each thread and call
    /// [`Checker::check_document`].
    ///
    /// # Panics
    /// When the text is larger than 4 GiB.
    pub fn check(&self, text: &str, format: Format) -> Lint {
        let file = SourceFile::from_text(text.to_owned()).expect("the text is not larger than 4 GiB");
        self.check_document(&mut Extractor::new(), Document { file: &file, format, path: "" })
    }

    /// Checks a document by the rules that are on for its path and hold on its day, and applies waivers and baseline.
    pub fn check_document(&self, extractor: &mut Extractor, document: Document) -> Lint {
        self.linter.check(extractor, document, &self.policies.policy(document.path))
    }

    /// As [`Checker::check_document`], of a document that was checked before: only what changed is looked at. When the
    /// extractor is interrupted, the result is meaningless.
    pub fn check_again(&self, extractor: &mut Extractor, memory: &mut DocumentCache, document: Document) -> Lint {
        self.linter.check_again(extractor, memory, document, &self.policies.policy(document.path))
    }

    /// All known rules.
    pub fn rules(&self) -> &RuleSet {
        self.linter.rules()
    }

    /// Whether directives in the documents count.
    pub fn heeds_directives(&self) -> bool {
        self.linter.heeds_directives()
    }

    /// Whether the rule with this full id is on for the file at `path`, and holds on the day (when one is given).
    pub fn is_on(&self, rule: &str, path: &str, day: Option<Date>) -> bool {
        let holds = |rule: usize| day.is_none_or(|day| self.rules().rules[rule].validity.holds_on(day));
        let is_on = |rule: usize| self.policies.policy(path).severities[rule].is_some() && holds(rule);
        self.rules().index_of(rule).is_some_and(is_on)
    }
}

/// Makes a [`Checker`] from packs and rule files.
#[derive(Clone, Debug, Default)]
pub struct CheckerBuilder {
    packs: Option<Vec<String>>,
    files: Vec<TomlFile>,
    disabled: Vec<String>,
    allowed: Vec<String>,
    as_of: Option<Date>,
    ignores_directives: bool,
}

/// Why a checker cannot be built.
#[derive(Clone, Debug, thiserror::Error)]
pub enum BuildError {
    /// Mistakes in rule files, each with its place.
    #[error("{} ({} mistakes in rule files)", .0[0].one_line(), .0.len())]
    Rules(Vec<TomlError>),
    /// A pack or a rule that does not exist.
    #[error("{} ({})", .0.message, .0.help)]
    UnknownId(#[from] UnknownId),
    /// A phrase that is not a pattern.
    #[error("`{phrase}`: {} ({})", .error.message, .error.help)]
    Phrase {
        /// The phrase.
        phrase: String,
        /// What is wrong with it.
        error: PatternError,
    },
}

impl CheckerBuilder {
    /// The packs of the built-in rules to check by. `all` and `recommended` are ids too. Without this call:
    /// `recommended`.
    #[must_use]
    pub fn packs(self, ids: impl IntoIterator<Item = impl Into<String>>) -> CheckerBuilder {
        CheckerBuilder { packs: Some(ids.into_iter().map(Into::into).collect()), ..self }
    }

    /// Adds a rule file, all of whose rules are on. `name` is for errors; files with the same folder in it make up one
    /// pack.
    #[must_use]
    pub fn rule_file(mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> CheckerBuilder {
        self.files.push(TomlFile::new(name, text));
        self
    }

    /// Switches rules (`pack/rule`) and packs off.
    #[must_use]
    pub fn disable(mut self, ids: impl IntoIterator<Item = impl Into<String>>) -> CheckerBuilder {
        self.disabled.extend(ids.into_iter().map(Into::into));
        self
    }

    /// Protects a phrase, in the pattern language of rules, against every rule.
    #[must_use]
    pub fn allow(mut self, phrase: impl Into<String>) -> CheckerBuilder {
        self.allowed.push(phrase.into());
        self
    }

    /// The day by which the rules' dates are judged. Without this call every rule holds.
    #[must_use]
    pub fn as_of(self, day: Date) -> CheckerBuilder {
        CheckerBuilder { as_of: Some(day), ..self }
    }

    /// Ignores the directives in documents.
    #[must_use]
    pub fn without_directives(self) -> CheckerBuilder {
        CheckerBuilder { ignores_directives: true, ..self }
    }

    /// Reads the rules.
    ///
    /// # Errors
    /// Mistakes in rule files, and names that no rule or pack has.
    pub fn build(self) -> Result<Checker, BuildError> {
        let rules = wordgate_packs::rules().extend(&self.files, &TermSets::default()).map_err(BuildError::Rules)?;
        let mut chosen: Vec<bool> = (0..rules.rules.len()).map(|rule| !rules.is_builtin(rule)).collect();
        for pack in self.packs.as_deref().unwrap_or(&["recommended".to_owned()]) {
            rules.pack(pack)?.into_iter().for_each(|rule| chosen[rule] = true);
        }
        let mut off = vec![false; rules.rules.len()];
        for id in &self.disabled {
            rules.rule_or_pack(id)?.into_iter().for_each(|rule| off[rule] = true);
        }
        chosen.iter_mut().zip(&off).for_each(|(chosen, off)| *chosen &= !off);
        rules.complete(&mut chosen, |rule| off[rule]);

        let phrase = |phrase: &String| {
            let pattern = TermSets::default().pattern(phrase, PatternContext::Rule);
            pattern.map_err(|error| BuildError::Phrase { phrase: phrase.clone(), error })
        };
        let allowed = self.allowed.iter().map(phrase).collect::<Result<Vec<Pattern>, BuildError>>()?;
        let severity = |(rule, chosen): (&Rule, &bool)| chosen.then_some(rule.severity);
        let severities = rules.rules.iter().zip(&chosen).map(severity).collect();
        let policy = Policy { severities, scopes: ScopeSet::checked_by_default() };
        let linter = Linter::new(Arc::new(rules), &chosen, &allowed);
        let linter = match self.as_of {
            Some(as_of) => linter.with_dates(Dates { keys: Vec::new(), as_of, has_dated_rules: true }),
            None => linter,
        };
        let linter = if self.ignores_directives { linter.without_directives() } else { linter };
        Ok(Checker::new(linter, Arc::new(policy.into())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = "[pack]\nid = 'house'\n[[rule]]\nid = 'x'\npatterns = ['red house']\n";

    fn found(builder: CheckerBuilder, text: &str) -> Vec<String> {
        let lint = builder.build().unwrap().check(text, Format::Markdown);
        lint.findings.iter().map(|finding| format!("{}: {}", finding.rule, finding.text)).collect()
    }

    #[test]
    fn rules_of_files_are_on_beside_those_of_packs() {
        let text = "A red house with direct access to OpenAI models.\n";
        let house = || Checker::builder().rule_file("house.toml", RULES);
        let both = ["house/x: red house", "ai-partnership/openai-direct-access: direct access to OpenAI models"];
        assert_eq!(found(house(), text), both);
        assert_eq!(found(house().packs(["recommended"]), text), both);
        assert_eq!(found(house().packs(["ai-partnership"]), text), both);
        assert_eq!(found(house().packs([""; 0]), text), both[..1]);
        assert_eq!(found(Checker::builder(), text), both[1..]);
        assert_eq!(found(house().disable(["house"]), text), both[1..]);
        assert_eq!(found(house().allow("a red house"), text), both[1..]);
    }

    #[test]
    fn a_day_decides_which_rules_hold() {
        let dated = format!("{RULES}valid_until = 2026-03-01\n");
        let on = |day| Checker::builder().packs([""; 0]).rule_file("house.toml", &*dated).as_of(day);
        assert_eq!(found(on(jiff::civil::date(2026, 2, 28)), "A red house."), ["house/x: red house"]);
        assert_eq!(found(on(jiff::civil::date(2026, 3, 1)), "A red house."), [""; 0]);
    }

    #[test]
    fn errors_say_what_is_wrong_and_how_to_fix_it() {
        let error = |builder: CheckerBuilder| builder.build().unwrap_err().to_string();
        let unknown = error(Checker::builder().packs(["recomended"]));
        assert_eq!(unknown, "unknown pack `recomended` (did you mean `recommended`?)");
        let wrong = error(Checker::builder().rule_file("house.toml", RULES.replace("patterns", "paterns")));
        assert!(wrong.starts_with("house.toml:5:1: unknown key `paterns` (did you mean `patterns`?)"), "{wrong}");
        let phrase = error(Checker::builder().allow("a (b"));
        assert!(phrase.starts_with("`a (b`: "), "{phrase}");
        let set = error(Checker::builder().allow("a @model"));
        assert!(set.starts_with("`a @model`: unknown term set `model`"), "{set}");
    }

    #[test]
    fn text_is_never_taken_for_another_encoding() {
        assert_eq!(found(Checker::builder().rule_file("h.toml", RULES), "a\0red house\0"), ["house/x: red house"]);
    }
}
