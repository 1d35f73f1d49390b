//! Turns one rule as deserialized from TOML ([`RuleToml`]) into a checked [`Rule`].
//!
//! The builder does not stop at the first mistake. It adds each one to a list, so that an author can fix all of them at
//! once.

use crate::defaults::DefaultLines;
use crate::globs::leads_outside;
use crate::inflect::inflect;
use crate::languages::Languages;
use crate::path_filter::{PathFilter, PathFilterError};
use crate::pattern::{Pattern, PatternContext, PatternError};
use crate::profile;
use crate::schema::{KIND_KEYS, KindToml, NearToml, RuleToml, SourceToml};
use crate::terms::TermSets;
use crate::toml_file::{TomlError, TomlFile, WrongKeys, nearest};
use crate::{Context, Details, Guards, Near, Rule, RuleKind, ScopeChoice, Severity, Source, Template, Validity};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use wordgate_text::language::Language;
use wordgate_text::prose::Scope;
use wordgate_text::source::{LineIndex, to_u32};

/// The severity of a rule without `severity`.
const DEFAULT_SEVERITY: Severity = Severity::Error;
/// How many words a match of an `&` pattern may span in a rule without `within_words`. A higher limit would more often
/// join words that do not belong together.
const DEFAULT_WITHIN_WORDS: u16 = 12;

/// The help for a name in a message that only some matches capture.
const CAPTURE_HELP: &str =
    "capture it in each pattern, outside of `[ ]` and in every alternative of `( )`, or write `{match}`";

/// Builds one rule and collects its mistakes.
pub(crate) struct RuleBuilder<'b> {
    /// The file that contains the rule.
    pub file: &'b TomlFile,
    /// The lines of the file.
    pub lines: &'b LineIndex,
    /// The place of the rule's id, which is also that of its defaults.
    pub id_at: Range<usize>,
    /// The lines of the defaults of its pack.
    pub defaults: &'b DefaultLines,
    /// The term sets that its patterns may use.
    pub terms: &'b TermSets,
    /// The ids of all packs, which no profile may have.
    pub packs: &'b HashSet<String>,
    /// The list to which mistakes are added.
    pub errors: &'b mut Vec<TomlError>,
    /// The keys of the rule, and of the defaults of its pack, that were wrong and are left out.
    pub wrong: WrongKeys,
}

impl RuleBuilder<'_> {
    /// Builds the rule with this full id; `None` when it has a mistake.
    pub fn build(mut self, full_id: &str, file: Arc<str>, hash: [u8; 32], toml: &RuleToml) -> Option<Rule> {
        let errors_before = self.errors.len();
        let texts = toml.patterns.get_ref();
        if texts.is_empty() && !self.wrong.any_of(&["patterns"]) {
            self.error(&toml.patterns, format!("`{full_id}` has no patterns"), "write `patterns = [\"…\"]`");
        }
        let patterns = self.patterns(texts, PatternContext::Rule);
        if patterns.len() < texts.len() {
            self.wrong.known.insert("patterns".to_owned());
        }
        let rule = Rule {
            id: full_id.into(),
            file,
            hash,
            severity: toml.severity.unwrap_or(DEFAULT_SEVERITY),
            recommended: toml.recommended,
            profiles: self.profiles(&toml.profiles),
            is_allow_rule: toml.kind == KindToml::Allow,
            validity: self.validity(toml),
            scopes: self.scopes(toml),
            languages: self.languages(toml, &patterns),
            within_words: toml.within_words.unwrap_or(DEFAULT_WITHIN_WORDS),
            details: self.details(full_id, toml, &patterns).into(),
            targets: None,
            patterns: patterns.into(),
        };
        (self.errors.len() == errors_before).then_some(rule)
    }

    fn details(&mut self, full_id: &str, toml: &RuleToml, patterns: &[Pattern]) -> Details {
        let fallback = Spanned::new(toml.id.span(), fallback_message(toml));
        Details {
            kind: self.kind(full_id, toml),
            line: self.line_of(&toml.id),
            title: if toml.title.is_empty() { full_id.to_owned() } else { toml.title.clone() },
            message: self.template(toml.message.as_ref().unwrap_or(&fallback), patterns, true),
            rationale: toml.rationale.trim().to_owned(),
            owner: toml.owner.clone(),
            ticket: toml.ticket.clone(),
            sources: toml.sources.iter().map(source).collect(),
            suggest: toml.suggest.iter().map(|text| self.template(text, patterns, false)).collect(),
            fix: toml.fix,
            skip_when: self.contexts(&toml.skip_when),
            guards: self.guards(toml),
            paths: self.paths(&toml.paths),
            superseded_by: toml.superseded_by.as_ref().map(|id| id.get_ref().clone()),
            tags: toml.tags.clone(),
            examples: toml.examples.clone(),
        }
    }

    /// Returns the 1-based line of a value.
    fn line_of(&self, value: &Spanned<String>) -> u32 {
        line_of(self.lines, &value.span())
    }

    fn error<T>(&mut self, at: &Spanned<T>, message: impl Into<String>, help: impl Into<String>) {
        self.errors.push(self.file.error(at.span(), message).help(help));
    }

    /// Reports a mistake in part of a string; `error.at` is relative to the string's value.
    fn error_in_string(&mut self, text: &Spanned<String>, error: PatternError) {
        let at = self.file.span_in_string(text.span(), error.at);
        self.errors.push(self.file.error(at, error.message).help(error.help));
    }

    fn kind(&mut self, full_id: &str, toml: &RuleToml) -> RuleKind {
        // An unknown key may be meant for `kind`.
        let may_lack_kind = self.wrong.has_unknown && toml.kind == KindToml::default();
        if may_lack_kind || self.wrong.any_of(&["kind"]) {
            return RuleKind::Forbid;
        }
        self.check_keys_of_kind(toml);
        let missing = |key: &'static str, help: &str| (key, format!("`{full_id}` has no `{key}`"), help.to_owned());
        let (key, message, help) = match (toml.kind, &toml.prefer, &toml.full, &toml.within) {
            (KindToml::Forbid, ..) => return RuleKind::Forbid,
            (KindToml::Allow, ..) => return RuleKind::Allow,
            (KindToml::Prefer, Some(preferred), ..) => return RuleKind::Prefer(preferred.get_ref().clone()),
            (KindToml::FirstUse, _, Some(full), _) => {
                let patterns = self.patterns(std::slice::from_ref(full), PatternContext::Term);
                let text = full.get_ref().clone();
                return RuleKind::FirstUse { full: text, patterns, headings_count: toml.headings_count };
            }
            (KindToml::Require, _, _, Some(within)) if !toml.requires.is_empty() => {
                return RuleKind::Require {
                    patterns: self.patterns(&toml.requires, PatternContext::Guard),
                    within: *within.get_ref(),
                };
            }
            (KindToml::Prefer, ..) => missing("prefer", "write `prefer = \"…\"` with the right spelling"),
            (KindToml::FirstUse, ..) => missing("full", "write `full = \"…\"` with the name in full"),
            (KindToml::Require, ..) if toml.requires.is_empty() => {
                missing("requires", "write `requires = [\"…\"]` with the words that must occur near the claim")
            }
            (KindToml::Require, ..) => {
                missing("within", "write `within = \"sentence\"`, \"paragraph\", \"section\" or \"document\"")
            }
        };
        if !self.wrong.has_unknown && !self.wrong.any_of(&[key]) {
            self.error(&toml.id, message, help);
        }
        RuleKind::Forbid
    }

    /// Rejects keys that belong to a different kind of rule.
    fn check_keys_of_kind(&mut self, toml: &RuleToml) {
        let spans = [
            toml.prefer.as_ref().map(Spanned::span),
            toml.requires.first().map(Spanned::span),
            toml.within.as_ref().map(Spanned::span),
            toml.full.as_ref().map(Spanned::span),
        ];
        for ((key, kind), span) in KIND_KEYS.into_iter().zip(spans) {
            let Some(span) = span.filter(|_| toml.kind != kind) else { continue };
            let id = kind.id();
            let error = self.file.error(span, format!("`{key}` is only allowed in rules of kind `{id}`"));
            self.errors.push(error.help(format!("write `kind = \"{id}\"`, or remove the key")));
        }
    }

    fn patterns(&mut self, texts: &[Spanned<String>], context: PatternContext) -> Vec<Pattern> {
        let mut patterns = Vec::with_capacity(texts.len());
        for text in texts {
            match self.terms.pattern(text.get_ref(), context) {
                Ok(pattern) => {
                    let default = self.defaults.get(text.get_ref()).filter(|_| text.span() == self.id_at);
                    let line = default.copied().unwrap_or_else(|| self.line_of(text));
                    patterns.push(Pattern { line, in_defaults: default.is_some(), ..pattern });
                }
                Err(error) => self.error_in_string(text, error),
            }
        }
        patterns
    }

    /// Parses a template and checks that the patterns capture its names.
    ///
    /// A message is shown with every finding, so every pattern must capture each of its names. A suggestion whose names
    /// were not captured is skipped, so one pattern is enough.
    fn template(&mut self, text: &Spanned<String>, patterns: &[Pattern], is_message: bool) -> Template {
        let template = match Template::parse(text.get_ref()) {
            Ok(template) => template,
            Err(error) => {
                self.error_in_string(text, error);
                return Template::default();
            }
        };
        let are_patterns_known = !self.wrong.any_of(&["patterns"]);
        let known_patterns = if are_patterns_known { patterns } else { &[] };
        if let Some(mistake) = inflection_mistake(&template, known_patterns, is_message) {
            let name = format!("{{~{}}}", mistake.word);
            let at = text.get_ref().find(&name).map_or(0..0, |at| at..at + name.len());
            self.error_in_string(text, PatternError { at, message: mistake.message, help: mistake.help.to_owned() });
        }
        if !are_patterns_known || template.names().iter().all(|name| *name == "match") {
            return template;
        }
        let captures: Vec<Vec<&str>> = patterns.iter().map(Pattern::captures).collect();
        let captures_name = |names: &Vec<&str>, name: &str| names.contains(&name);
        for name in template.names().into_iter().filter(|name| *name != "match") {
            let may_capture = || patterns.iter().any(|pattern| pattern.may_capture(name));
            let is_valid =
                if is_message { captures.iter().all(|names| captures_name(names, name)) } else { may_capture() };
            if !is_valid && !patterns.is_empty() {
                let mut known = captures.concat();
                known.retain(|known| !is_message || captures.iter().all(|names| captures_name(names, known)));
                known.sort_unstable();
                known.dedup();
                let known: Vec<&str> = std::iter::once("match").chain(known).collect();
                let known = known.join(", ");
                let (message, help) = if may_capture() {
                    let message = format!("not every match of the rule captures `{name}`");
                    (message, format!("{CAPTURE_HELP}; names that every match captures: {known}"))
                } else {
                    (format!("no pattern of the rule captures `{name}`"), format!("available names: {known}"))
                };
                let at = text.get_ref().find(&format!("{{{name}}}")).map_or(0..0, |at| at..at + name.len() + 2);
                self.error_in_string(text, PatternError { at, message, help });
            }
        }
        template
    }

    fn guards(&mut self, toml: &RuleToml) -> Guards {
        Guards {
            before: self.patterns(&toml.unless_before, PatternContext::Edge),
            after: self.patterns(&toml.unless_after, PatternContext::Edge),
            subject: self.patterns(&toml.unless_subject, PatternContext::Guard),
            under: self.patterns(&toml.unless_under, PatternContext::Guard),
            near: self.near("unless_near", &toml.unless_near),
            topics: self.near("when_near", &toml.when_near),
        }
    }

    fn near(&mut self, key: &str, tables: &[NearToml]) -> Vec<Near> {
        let is_complete = !self.wrong.any_of(&[key]);
        for table in tables.iter().filter(|table| is_complete && table.patterns.get_ref().is_empty()) {
            let help = "write `patterns = [\"…\"]`, or remove the table";
            self.error(&table.patterns, format!("a table of `{key}` has no patterns"), help);
        }
        let near = |table: &NearToml| Near {
            patterns: self.patterns(table.patterns.get_ref(), PatternContext::Guard),
            within: table.within,
        };
        tables.iter().map(near).collect()
    }

    fn profiles(&mut self, ids: &[Spanned<String>]) -> Vec<String> {
        for id in ids {
            if let Some((message, help)) = profile::mistake(id.get_ref(), self.packs) {
                self.error(id, message, help);
            }
        }
        ids.iter().map(|id| id.get_ref().clone()).collect()
    }

    fn contexts(&mut self, names: &[Spanned<String>]) -> Vec<Context> {
        let mut contexts = Vec::with_capacity(names.len());
        for name in names {
            match name.get_ref().parse() {
                Ok(context) => contexts.push(context),
                Err(()) => {
                    let known: Vec<&str> = Context::ALL.iter().map(|context| context.id()).collect();
                    self.unknown(name, "context", &known);
                }
            }
        }
        contexts
    }

    fn unknown(&mut self, name: &Spanned<String>, what: &str, known: &[&str]) {
        let help = match nearest(name.get_ref(), known.iter().copied()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => format!("known {what}s: {}", known.join(", ")),
        };
        self.error(name, format!("unknown {what} `{}`", name.get_ref()), help);
    }

    fn scopes(&mut self, toml: &RuleToml) -> Option<ScopeChoice> {
        let mut choice = ScopeChoice::default();
        for name in toml.scopes.as_ref()? {
            match choice.with(name.get_ref()) {
                Some(with) => choice = with,
                None => {
                    let known: Vec<&str> = Scope::ALL.iter().map(|scope| scope.id()).collect();
                    let id = name.get_ref().strip_prefix('-').unwrap_or(name.get_ref());
                    self.unknown(&Spanned::new(name.span(), id.to_owned()), "scope", &known);
                }
            }
        }
        Some(choice)
    }

    /// Reads `languages`, and rejects patterns in a script that none of these languages uses: they would find nothing.
    fn languages(&mut self, toml: &RuleToml, patterns: &[Pattern]) -> Languages {
        let languages = match &toml.languages {
            None => Languages::default(),
            Some(list) if list.get_ref().is_empty() => {
                let help = "write the codes of languages, such as `[\"en\", \"de\"]`, or `[\"*\"]` for any language";
                self.error(list, "`languages` is empty, so the rule would check no text", help);
                return Languages::Any;
            }
            Some(list) => match self.language_list(list.get_ref()) {
                Some(languages) => languages,
                None => return Languages::Any,
            },
        };
        let texts = toml.patterns.get_ref();
        let are_all_sound = patterns.len() == texts.len();
        for (pattern, text) in patterns.iter().zip(texts).filter(|_| are_all_sound) {
            if let Some((message, help)) = languages.script_mistake(pattern, toml.languages.is_some()) {
                self.error(text, message, help);
            }
        }
        languages
    }

    fn language_list(&mut self, list: &[Spanned<String>]) -> Option<Languages> {
        let (mut languages, mut is_any, mut is_sound) = (Vec::new(), false, true);
        for tag in list {
            match Language::read(tag.get_ref()) {
                _ if tag.get_ref() == "*" => is_any = true,
                Ok(language) => languages.push(language),
                Err(error) => {
                    is_sound = false;
                    self.error(tag, error.message, format!("{}; `*` stands for any language", error.help));
                }
            }
        }
        is_sound.then_some(if is_any { Languages::Any } else { Languages::Only(languages) })
    }

    fn validity(&mut self, toml: &RuleToml) -> Validity {
        let [first_day, last_day] =
            [&toml.valid_from, &toml.valid_until].map(|day| day.as_ref().map(|day| day.get_ref().0));
        if let (Some(first), Some(last), Some(value)) = (first_day, last_day, &toml.valid_until)
            && last < first
        {
            let message = format!("`valid_until` is before `valid_from`, {first}, so the rule never applies");
            self.error(value, message, "write the first day in `valid_from` and the last day in `valid_until`");
        }
        Validity { first_day, last_day }
    }

    /// Checks the globs of a rule. They match paths below the folder of the configuration.
    fn paths(&mut self, globs: &[Spanned<String>]) -> Vec<String> {
        let list: Vec<String> = globs.iter().map(|glob| glob.get_ref().clone()).collect();
        let mut mistakes = PathFilter::new(list.iter().map(String::as_str)).err().unwrap_or_default();
        for (index, glob) in list.iter().enumerate().filter(|(_, glob)| leads_outside(glob.trim_start_matches('!'))) {
            let message = format!("`{glob}` leads out of the folder of the configuration");
            let help = "write a path inside that folder, such as `docs/**`".to_owned();
            mistakes.push(PathFilterError { index, message, help });
        }
        mistakes.sort_by_key(|mistake| mistake.index);
        mistakes.dedup_by_key(|mistake| mistake.index);
        for mistake in mistakes {
            self.error(&globs[mistake.index], mistake.message, mistake.help);
        }
        list
    }
}

/// Returns the 1-based line of a place in a file.
pub(crate) fn line_of(lines: &LineIndex, at: &Range<usize>) -> u32 {
    to_u32(lines.line_of(to_u32(at.start)) + 1)
}

fn source(toml: &SourceToml) -> Source {
    Source {
        name: toml.name.clone(),
        section: toml.section.clone(),
        url: toml.url.clone(),
        as_of: toml.as_of.map(|day| day.0),
        confidence: toml.confidence,
    }
}

/// Why a `{~word}` of a template cannot take the form of the matched word.
struct InflectionMistake<'t> {
    word: &'t str,
    message: String,
    help: &'static str,
}

fn inflection_mistake<'t>(
    template: &'t Template,
    patterns: &[Pattern],
    is_message: bool,
) -> Option<InflectionMistake<'t>> {
    let word = template.inflected().next()?;
    let invariable = template.inflected().find(|word| inflect(word).len() == 1);
    let (word, message, help) = if is_message {
        (word, "`{~word}` is only allowed in `suggest`".to_owned(), "write the word itself, or `{match}`")
    } else if let Some(word) = invariable {
        (word, format!("`{word}` has no other forms"), "write it without `{~` and `}`")
    } else if !patterns.is_empty() && patterns.iter().all(|pattern| pattern.inflected().is_empty()) {
        let message = "no pattern of the rule has an inflected word to take the form from";
        (word, message.to_owned(), "add `~` after a word of the pattern, or write this word without `{~` and `}`")
    } else {
        return None;
    };
    Some(InflectionMistake { word, message, help })
}

/// Returns the message of a rule that has no `message`.
fn fallback_message(toml: &RuleToml) -> String {
    let literal = |text: &Spanned<String>| text.get_ref().replace('{', "{{").replace('}', "}}");
    match (&toml.prefer, &toml.full) {
        (Some(preferred), _) => format!("Write “{}” here.", literal(preferred)),
        (_, Some(full)) => format!("Write “{}” at the first mention.", literal(full)),
        _ => match toml.requires.first() {
            Some(required) => format!("“{{match}}” needs “{}” nearby.", literal(required)),
            None => "“{match}” is restricted wording.".to_owned(),
        },
    }
}
