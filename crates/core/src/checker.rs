//! The entry point of the crate: build a [`Checker`] from rules, then check documents with it.

use crate::extract::{Extractor, Format, OpenError, open_text};
use crate::language::TextLanguages;
use crate::lint::{Dates, Document, DocumentCache, Lint, Linter, Policies, Policy, RuleTrace};
use jiff::civil::Date;
use std::sync::Arc;
use wordgate_rules::toml_file::{TomlError, TomlFile};
use wordgate_rules::{Pattern, PatternContext, PatternError, Rule, RuleSet, UnknownId};
use wordgate_text::language::Language;
use wordgate_text::prose::ScopeSet;
use wordgate_text::source::SourceFile;

/// Checks documents against a set of rules. One checker can be shared by all threads.
///
/// [`Checker::builder`] creates one from packs and rule files. A caller that has a configuration creates a [`Linter`]
/// and [`Policies`] from it and calls [`Checker::new`].
#[derive(Debug)]
pub struct Checker {
    linter: Linter,
    policies: Arc<Policies>,
}

impl Checker {
    /// Starts to build a checker from packs and rule files.
    pub fn builder() -> CheckerBuilder {
        CheckerBuilder::default()
    }

    /// Creates a checker for the rules of `linter`. `policies` decides for each file which of these rules are on.
    pub fn new(linter: Linter, policies: Arc<Policies>) -> Checker {
        Checker { linter, policies }
    }

    /// Turns off the gate (see [`crate::gate`]). The checker then parses every file in full, which is slow and gives
    /// the same findings.
    #[must_use]
    pub fn without_gate(self) -> Checker {
        Checker { linter: self.linter.without_gate(), ..self }
    }

    /// Optimises the checker for a single file. It then starts faster and gives the same findings.
    #[must_use]
    pub fn for_one_file(self) -> Checker {
        Checker { linter: self.linter.for_one_file(), ..self }
    }

    /// Checks a text against the rules that are on. Spans are byte ranges of `text`.
    ///
    /// Each call creates new parsers. To check many documents, keep one [`Extractor`] per thread and call
    /// [`Checker::check_document`].
    ///
    /// # Errors
    /// If the text is larger than 4 GiB or not of this format.
    pub fn check(&self, text: &str, format: Format) -> Result<Lint, OpenError> {
        let file = open_text(SourceFile::from_text(text.to_owned())?, format)?;
        let document = Document { file: &file, format, path: "" };
        Ok(self.check_document(&mut Extractor::new(), document).in_stored(&file))
    }

    /// Checks a document against the rules that are on for its path and valid on its date. Applies the waivers and the
    /// baseline.
    pub fn check_document(&self, extractor: &mut Extractor, document: Document) -> Lint {
        self.linter.check(extractor, document, &self.policies.policy(document.path))
    }

    /// Adds the warning that the file is of unknown type and was read as plain text to the result of a check.
    pub fn add_read_as_text(&self, document: Document, lint: &mut Lint) {
        self.linter.add_read_as_text(document, &self.policies.policy(document.path), lint);
    }

    /// Does the same as [`Checker::check_document`], but reuses the results in `cache` for the parts of the document
    /// that have not changed. If the extractor is interrupted, the result is meaningless.
    pub fn check_with_cache(&self, extractor: &mut Extractor, cache: &mut DocumentCache, document: Document) -> Lint {
        self.linter.check_again(extractor, cache, document, &self.policies.policy(document.path))
    }

    /// Traces the rule with this index in [`Checker::rules`] through a document: how far each pattern gets, and what
    /// becomes of each match. A rule that is off is traced as if it were on.
    pub fn trace(&self, extractor: &mut Extractor, document: Document, rule: usize) -> RuleTrace {
        self.linter.trace(extractor, document, &self.policies.policy(document.path), rule)
    }

    /// Returns the language of a document as a whole, and what says so.
    pub fn language(&self, document: Document) -> TextLanguages {
        self.linter.language_of(document, &self.policies.policy(document.path)).of_document()
    }

    /// Returns all known rules.
    pub fn rules(&self) -> &RuleSet {
        self.linter.rules()
    }

    /// Returns whether directives in documents take effect.
    pub fn respects_directives(&self) -> bool {
        self.linter.respects_directives()
    }

    /// Returns whether the rule with this full id is on for the file at `path` and, if `day` is given, valid on that
    /// day.
    pub fn is_on(&self, rule: &str, path: &str, day: Option<Date>) -> bool {
        let is_valid = |rule: usize| day.is_none_or(|day| self.rules().rules[rule].validity.contains(day));
        let is_on = |rule: usize| self.policies.policy(path).severities[rule].is_some() && is_valid(rule);
        self.rules().index_of(rule).is_some_and(is_on)
    }
}

/// Builds a [`Checker`] from packs and rule files.
#[derive(Clone, Debug, Default)]
pub struct CheckerBuilder {
    packs: Option<Vec<String>>,
    files: Vec<TomlFile>,
    disabled: Vec<String>,
    allowed: Vec<String>,
    organisation: Vec<String>,
    as_of: Option<Date>,
    language: Option<Language>,
    ignores_directives: bool,
}

/// The reason why a checker cannot be built.
#[derive(Clone, Debug, thiserror::Error)]
pub enum BuildError {
    /// One or more errors in rule files, each with its position.
    #[error("{}{}", .0[0].one_line(), more_errors(.0.len()))]
    Rules(Vec<TomlError>),
    /// A pack or a rule that does not exist.
    #[error("{} ({})", .0.message, .0.help)]
    UnknownId(#[from] UnknownId),
    /// An allowed phrase that is not a valid pattern.
    #[error("`{phrase}`: {} ({})", .error.message, .error.help)]
    Phrase {
        /// The phrase.
        phrase: String,
        /// The syntax error.
        error: PatternError,
    },
    /// A name of the organisation that is no name.
    #[error("`{name}`: {} ({})", .error.message, .error.help)]
    Name {
        /// The text.
        name: String,
        /// What is wrong with it.
        error: PatternError,
    },
}

/// Returns the end of a message about `count` errors that shows only the first error.
fn more_errors(count: usize) -> String {
    match count {
        0 | 1 => String::new(),
        2 => " (and 1 more error in rule files)".to_owned(),
        _ => format!(" (and {} more errors in rule files)", count - 1),
    }
}

impl CheckerBuilder {
    /// Selects packs and profiles of built-in rules. `all` and `recommended` are valid ids too. The default is `recommended`.
    #[must_use]
    pub fn packs(self, ids: impl IntoIterator<Item = impl Into<String>>) -> CheckerBuilder {
        CheckerBuilder { packs: Some(ids.into_iter().map(Into::into).collect()), ..self }
    }

    /// Adds a rule file and turns on all of its rules. `name` is used in error messages. Files whose names have the
    /// same folder form one pack.
    #[must_use]
    pub fn rule_file(mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> CheckerBuilder {
        self.files.push(TomlFile::new(name, text));
        self
    }

    /// Turns off rules (`pack/rule`) or whole packs.
    #[must_use]
    pub fn disable(mut self, ids: impl IntoIterator<Item = impl Into<String>>) -> CheckerBuilder {
        self.disabled.extend(ids.into_iter().map(Into::into));
        self
    }

    /// Allows a phrase, given as a pattern. No rule reports a match inside of an allowed phrase.
    #[must_use]
    pub fn allow(mut self, phrase: impl Into<String>) -> CheckerBuilder {
        self.allowed.push(phrase.into());
        self
    }

    /// Sets the names of the organisation that writes the texts, such as `Acme` and `Acme Cloud`. The context
    /// `third-party` then takes a statement about any other name for one about somebody else.
    #[must_use]
    pub fn organisation(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> CheckerBuilder {
        self.organisation.extend(names.into_iter().map(Into::into));
        self
    }

    /// Sets the date for which rules are selected by their validity. By default every rule is valid.
    #[must_use]
    pub fn as_of(self, day: Date) -> CheckerBuilder {
        CheckerBuilder { as_of: Some(day), ..self }
    }

    /// Sets the language of texts whose language nothing else says; see [`crate::language`]. The default is English.
    #[must_use]
    pub fn language(self, language: Language) -> CheckerBuilder {
        CheckerBuilder { language: Some(language), ..self }
    }

    /// Ignores the directives in documents.
    #[must_use]
    pub fn without_directives(self) -> CheckerBuilder {
        CheckerBuilder { ignores_directives: true, ..self }
    }

    /// Parses the rules and builds the checker.
    ///
    /// # Errors
    /// Returns an error if a rule file has errors, if no rule or pack has a given id, if an allowed phrase is not a valid
    /// pattern, or if a name of the organisation is no name.
    pub fn build(self) -> Result<Checker, BuildError> {
        let terms = wordgate_packs::terms();
        let rules = wordgate_packs::rules().extend(&self.files, &terms).map_err(BuildError::Rules)?;
        let mut chosen: Vec<bool> = (0..rules.rules.len()).map(|rule| !rules.is_builtin(rule)).collect();
        for pack in self.packs.as_deref().unwrap_or(&["recommended".to_owned()]) {
            rules.pack(pack)?.into_iter().for_each(|rule| chosen[rule] = true);
        }
        let mut is_off = vec![false; rules.rules.len()];
        for id in &self.disabled {
            rules.rule_or_pack(id)?.into_iter().for_each(|rule| is_off[rule] = true);
        }
        chosen.iter_mut().zip(&is_off).for_each(|(chosen, is_off)| *chosen &= !is_off);
        rules.add_implied_rules(&mut chosen, |rule| is_off[rule]);

        let phrase = |phrase: &String| {
            let pattern = terms.pattern(phrase, PatternContext::Rule);
            pattern.map_err(|error| BuildError::Phrase { phrase: phrase.clone(), error })
        };
        let allowed = self.allowed.iter().map(phrase).collect::<Result<Vec<Pattern>, BuildError>>()?;
        let name = |name: &String| Pattern::name(name).map_err(|error| BuildError::Name { name: name.clone(), error });
        let names = self.organisation.iter().map(name).collect::<Result<Vec<Pattern>, BuildError>>()?;
        let severity = |(rule, chosen): (&Rule, &bool)| chosen.then_some(rule.severity);
        let severities = rules.rules.iter().zip(&chosen).map(severity).collect();
        let policy = Policy { severities, scopes: ScopeSet::checked_by_default(), language: None };
        let linter =
            Linter::new(Arc::new(rules), &chosen, &allowed).with_organisation(names).with_language(self.language);
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
        let lint = builder.build().unwrap().check(text, Format::Markdown).unwrap();
        lint.findings.iter().map(|finding| format!("{}: {}", finding.rule, finding.text)).collect()
    }

    #[test]
    fn rule_files_and_packs_combine() {
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
    fn rule_files_and_allowed_phrases_use_the_shared_term_sets() {
        let rules = RULES.replace("red house", "ask @terms/professions");
        let house = || Checker::builder().packs([""; 0]).rule_file("house.toml", &*rules);
        assert_eq!(found(house(), "Ask lawyers."), ["house/x: Ask lawyers"]);
        assert_eq!(
            found(house().allow("ask @terms/legal-professions"), "Ask lawyers. Ask nurses."),
            ["house/x: Ask nurses"]
        );
    }

    #[test]
    fn rules_are_selected_by_date() {
        let dated = format!("{RULES}valid_until = 2026-02-28\n");
        let on = |day| Checker::builder().packs([""; 0]).rule_file("house.toml", &*dated).as_of(day);
        assert_eq!(found(on(jiff::civil::date(2026, 2, 28)), "A red house."), ["house/x: red house"]);
        assert_eq!(found(on(jiff::civil::date(2026, 3, 1)), "A red house."), [""; 0]);
    }

    #[test]
    fn errors_say_what_is_wrong_and_how_to_fix_it() {
        let error = |builder: CheckerBuilder| builder.build().unwrap_err().to_string();
        let unknown = error(Checker::builder().packs(["recomended"]));
        assert_eq!(unknown, "unknown pack or profile `recomended` (did you mean `recommended`?)");
        let wrong = error(Checker::builder().rule_file("house.toml", RULES.replace("patterns", "paterns")));
        assert!(wrong.starts_with("house.toml:5:1: unknown key `paterns` (did you mean `patterns`?)"), "{wrong}");
        let wrong_rules = RULES.replace("patterns", "paterns");
        let two = error(Checker::builder().rule_file("a.toml", wrong_rules.clone()).rule_file("b.toml", wrong_rules));
        assert!(two.ends_with(" (and 2 more errors in rule files)"), "{two}");
        let phrase = error(Checker::builder().allow("a (b"));
        assert!(phrase.starts_with("`a (b`: "), "{phrase}");
        assert!(error(Checker::builder().organisation(["!"])).starts_with("`!`: the name has no word"));
        let set = error(Checker::builder().allow("a @model"));
        assert!(set.starts_with("`a @model`: unknown term set `model`"), "{set}");
    }

    #[test]
    fn a_statement_about_another_name_is_about_somebody_else() {
        let rules = "[pack]\nid = 'house'\n[[rule]]\nid = 'x'\npatterns = ['red house']\nskip_when = 'third-party'\n";
        let house = || Checker::builder().packs([""; 0]).rule_file("house.toml", rules);
        let named = || house().organisation(["Acme"]);
        let text = |name: &str| format!("Last year {name} sold a red house.\n");
        assert_eq!(found(named(), &text("Acme")), ["house/x: red house"]);
        assert_eq!(found(named(), &text("Globex")), [""; 0]);
        assert_eq!(found(house(), &text("Globex")), ["house/x: red house"]);
        assert_eq!(found(house(), &text("Microsoft")), [""; 0]);
        assert_eq!(found(house().organisation(["Microsoft"]), &text("Microsoft")), ["house/x: red house"]);
    }

    #[test]
    fn text_with_nul_bytes_is_not_decoded_again() {
        assert_eq!(found(Checker::builder().rule_file("h.toml", RULES), "a\0red house\0"), ["house/x: red house"]);
    }
}
