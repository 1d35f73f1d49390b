//! From the texts of rule files to one checked [`RuleSet`].
//!
//! All mistakes of all files are collected: an author mends a file in one go. Files of one folder make up one pack.

use super::inflect::inflect;
use super::node::Case;
use super::pattern::{Pattern, PatternError, Place};
use super::schema::{FixToml, KindToml, PackToml, RuleFileToml, RuleToml};
use super::terms::{RawTerms, TermSets};
use super::{
    Examples, Guards, Near, Pack, Rule, RuleFile, RuleKind, RuleSet, ScopeChoice, Severity, Source, Template, Validity,
};
use crate::context::Context;
use crate::finding::Applicability;
use crate::prose::{Scope, ScopeSet};
use crate::toml_file::{TomlError, TomlFile, nearest};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use toml::Spanned;
use toml::value::Datetime;

/// Words that a match of an unordered pattern may span when the rule gives no number.
const WITHIN_WORDS: u16 = 12;
/// A parsed rule file.
struct Parsed<'f> {
    file: TomlFile,
    builtin: bool,
    /// The folder part of its name.
    folder: &'f str,
    toml: RuleFileToml,
}

pub(super) fn load(files: &[RuleFile], shared: &TermSets) -> Result<RuleSet, Vec<TomlError>> {
    let mut errors = Vec::new();
    let mut folders: BTreeMap<&str, Vec<Parsed>> = BTreeMap::new();
    for file in files {
        let toml_file = TomlFile { name: file.name.clone(), text: file.text.clone() };
        match toml_file.parse() {
            Ok(toml) => {
                let folder = file.name.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder);
                let parsed = Parsed { file: toml_file, builtin: file.builtin, folder, toml };
                folders.entry(folder).or_default().push(parsed);
            }
            Err(error) => errors.push(error),
        }
    }
    let mut loader = Loader { shared, set: RuleSet::default(), seen: HashMap::new(), errors };
    for files in folders.into_values() {
        loader.folder(files);
    }
    if !loader.errors.is_empty() {
        return Err(loader.errors);
    }
    loader.set.packs.sort_by(|a, b| a.id.cmp(&b.id));
    loader.set.rules.sort_by(|a, b| a.id.cmp(&b.id));
    loader.check_successors(files);
    if loader.errors.is_empty() { Ok(loader.set) } else { Err(loader.errors) }
}

struct Loader<'l> {
    shared: &'l TermSets,
    set: RuleSet,
    /// Where each pack and rule id was first used.
    seen: HashMap<String, String>,
    errors: Vec<TomlError>,
}

impl Loader<'_> {
    /// Splits the files of one folder into packs: files without `[pack]` belong to the only one that has it.
    fn folder(&mut self, files: Vec<Parsed>) {
        let (heads, rest): (Vec<Parsed>, Vec<Parsed>) = files.into_iter().partition(|file| file.toml.pack.is_some());
        match (heads.len(), rest.is_empty()) {
            (1, _) => self.pack(heads.into_iter().chain(rest).collect()),
            (_, true) => heads.into_iter().for_each(|head| self.pack(vec![head])),
            (0, false) => {
                for file in rest {
                    let error = file.file.error(0..0, "no pack is named for these rules");
                    let help = "add `[pack]` with `id = \"…\"` to this file or to one other file of its folder";
                    self.errors.push(error.help(help).label("the file starts here"));
                }
            }
            (_, false) => {
                for file in rest {
                    let message = format!("several files in `{}` name a pack, this one does not", file.folder);
                    let help = "add `[pack]` here, or give each pack a folder of its own";
                    self.errors.push(file.file.error(0..0, message).help(help));
                }
            }
        }
    }

    fn pack(&mut self, files: Vec<Parsed>) {
        let head = &files[0];
        let Some(pack) = &head.toml.pack else { return };
        if !self.claim(&head.file, &pack.id, pack.id.get_ref().clone(), "pack") {
            return;
        }
        let id = pack.id.get_ref().clone();
        self.set.packs.push(described(pack, head.builtin));
        let terms = self.terms(&files);
        for file in &files {
            for rule in &file.toml.rule {
                let full = format!("{id}/{}", rule.id.get_ref());
                if self.claim(&file.file, &rule.id, full.clone(), "rule") {
                    let built = RuleBuilder { file: &file.file, terms: &terms, errors: &mut self.errors };
                    let rule = built.rule(&full, rule);
                    self.set.rules.extend(rule);
                }
            }
        }
    }

    /// Takes an id; a wrong or taken one is a mistake.
    fn claim(&mut self, file: &TomlFile, id: &Spanned<String>, full: String, what: &str) -> bool {
        let name = id.get_ref();
        let fits = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !fits || name.is_empty() || matches!((what, name.as_str()), ("pack", "all" | "recommended")) {
            let help = "use small letters, digits and `-`; `all` and `recommended` are no pack ids";
            self.errors.push(file.error(id.span(), format!("`{name}` is no {what} id")).help(help));
            return false;
        }
        if let Some(first) = self.seen.get(&full) {
            let message = format!("the {what} id `{full}` is used twice");
            self.errors
                .push(file.error(id.span(), message).help(format!("it is taken in {first}; choose another one")));
            return false;
        }
        self.seen.insert(full, file.name.clone());
        true
    }

    /// The term sets of a pack and the shared ones.
    fn terms(&mut self, files: &[Parsed]) -> TermSets {
        let mut raw = BTreeMap::new();
        let mut homes = HashMap::new();
        for file in files {
            for (name, set) in &file.toml.terms {
                let terms = set.terms.iter().map(|term| term.get_ref().clone()).collect();
                let taken = raw.insert(name.get_ref().clone(), RawTerms { case: set.case, terms });
                if taken.is_some() {
                    let message = format!("the term set `{}` is there twice", name.get_ref());
                    self.errors.push(file.file.error(name.span(), message).help("rename it, or join the two"));
                }
                homes.insert(name.get_ref().as_str(), (file, name.span(), set));
            }
        }
        let (terms, errors) = TermSets::resolve(&raw, self.shared);
        for mistake in errors {
            let Some((file, name, set)) = homes.get(mistake.set.as_str()) else { continue };
            let at = match mistake.term.and_then(|term| set.terms.get(term)) {
                Some(term) => file.file.inside(term.span(), mistake.error.at),
                None => name.clone(),
            };
            self.errors.push(file.file.error(at, mistake.error.message).help(mistake.error.help));
        }
        terms
    }

    /// `superseded_by` has to name a rule that exists.
    fn check_successors(&mut self, files: &[RuleFile]) {
        let known: Vec<&str> = self.set.rules.iter().map(|rule| &*rule.id).collect();
        for rule in &self.set.rules {
            let Some(successor) = rule.superseded_by.as_deref().filter(|id| !known.contains(id)) else { continue };
            let message = format!("`{}` is superseded by `{successor}`, which does not exist", rule.id);
            let name = self.seen.get(&*rule.id).map_or("", String::as_str);
            let file = files.iter().find(|file| file.name == name);
            let text = file.map_or_else(|| "".into(), |file| file.text.clone());
            let at = text.find(successor).map_or(0..0, |at| at..at + successor.len());
            let help = match nearest(successor, known.iter().copied()) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => "write the full id, `pack/rule`".to_owned(),
            };
            self.errors.push(TomlFile { name: name.to_owned(), text }.error(at, message).help(help));
        }
    }
}

fn described(pack: &PackToml, builtin: bool) -> Pack {
    Pack {
        id: pack.id.get_ref().clone(),
        title: if pack.title.is_empty() { pack.id.get_ref().clone() } else { pack.title.clone() },
        description: pack.description.clone(),
        jurisdictions: pack.jurisdictions.clone(),
        builtin,
    }
}

/// Builds one rule, noting its mistakes.
struct RuleBuilder<'b> {
    file: &'b TomlFile,
    terms: &'b TermSets,
    errors: &'b mut Vec<TomlError>,
}

impl RuleBuilder<'_> {
    /// The rule, or `None` when it has a mistake.
    fn rule(mut self, full: &str, toml: &RuleToml) -> Option<Rule> {
        let before = self.errors.len();
        let id = &toml.id;
        if toml.patterns.is_empty() {
            self.mistake(id, format!("`{full}` has no patterns"), "write `patterns = [\"…\"]`");
        }
        let kind = self.kind(full, toml);
        let patterns = self.patterns(&toml.patterns, Place::Rule);
        let fallback = Spanned::new(id.span(), fallback_message(toml));
        let message = self.template(toml.message.as_ref().unwrap_or(&fallback), &patterns, true);
        let suggest = toml.suggest.iter().map(|text| self.template(text, &patterns, false)).collect();
        let rule = Rule {
            id: full.into(),
            kind,
            severity: toml.severity.unwrap_or(Severity::Error),
            recommended: toml.recommended,
            title: if toml.title.is_empty() { full.to_owned() } else { toml.title.clone() },
            message,
            rationale: toml.rationale.trim().to_owned(),
            owner: toml.owner.clone(),
            sources: self.sources(toml),
            within_words: self.within_words(toml),
            suggest,
            fix: toml.fix.map(|fix| match fix {
                FixToml::Safe => Applicability::Safe,
                FixToml::Unsafe => Applicability::Unsafe,
                FixToml::Manual => Applicability::Manual,
            }),
            skip_when: self.contexts(&toml.skip_when),
            guards: self.guards(toml),
            scopes: self.scopes(toml),
            paths: toml.paths.iter().filter_map(|glob| self.glob(glob)).collect(),
            languages: toml.languages.clone(),
            validity: Validity {
                from: self.date(toml.valid_from.as_ref()),
                until: self.date(toml.valid_until.as_ref()),
            },
            superseded_by: toml.superseded_by.as_ref().map(|id| id.get_ref().clone()),
            tags: toml.tags.clone(),
            examples: Examples {
                matching: toml.examples.matching.clone(),
                no_match: toml.examples.no_match.clone(),
                fixed: toml.examples.fixed.clone(),
            },
            patterns,
        };
        (self.errors.len() == before).then_some(rule)
    }

    fn mistake<T>(&mut self, at: &Spanned<T>, message: impl Into<String>, help: impl Into<String>) {
        self.errors.push(self.file.error(at.span(), message).help(help));
    }

    /// A mistake inside a string.
    fn inside(&mut self, text: &Spanned<String>, error: PatternError) {
        let at = self.file.inside(text.span(), error.at);
        self.errors.push(self.file.error(at, error.message).help(error.help));
    }

    fn kind(&mut self, id: &str, toml: &RuleToml) -> RuleKind {
        self.check_keys_of_kind(toml);
        let missing = |key: &str, help: &str| (format!("`{id}` has no `{key}`"), help.to_owned());
        let (message, help) = match (toml.kind, &toml.prefer, &toml.full, &toml.within) {
            (KindToml::Forbid, ..) => return RuleKind::Forbid,
            (KindToml::Allow, ..) => return RuleKind::Allow,
            (KindToml::Prefer, Some(preferred), ..) => return RuleKind::Prefer(preferred.get_ref().clone()),
            (KindToml::FirstUse, _, Some(full), _) => {
                let patterns = self.patterns(std::slice::from_ref(full), Place::Term);
                let text = full.get_ref().clone();
                return RuleKind::FirstUse { full: text, patterns, headings_count: toml.headings_count };
            }
            (KindToml::Require, _, _, Some(within)) if !toml.requires.is_empty() => {
                return RuleKind::Require {
                    patterns: self.patterns(&toml.requires, Place::Guard),
                    within: *within.get_ref(),
                };
            }
            (KindToml::Prefer, ..) => missing("prefer", "write `prefer = \"…\"` with the right spelling"),
            (KindToml::FirstUse, ..) => missing("full", "write `full = \"…\"` with the name in full"),
            (KindToml::Require, ..) if toml.requires.is_empty() => {
                missing("requires", "write `requires = [\"…\"]` with the words that have to stand near the claim")
            }
            (KindToml::Require, ..) => {
                missing("within", "write `within = \"sentence\"`, \"paragraph\", \"section\" or \"document\"")
            }
        };
        self.mistake(&toml.id, message, help);
        RuleKind::Forbid
    }

    /// Keys that only one kind of rule has.
    fn check_keys_of_kind(&mut self, toml: &RuleToml) {
        let file = self.file;
        let keys = [
            ("prefer", KindToml::Prefer, toml.prefer.as_ref().map(Spanned::span)),
            ("requires", KindToml::Require, toml.requires.first().map(Spanned::span)),
            ("within", KindToml::Require, toml.within.as_ref().map(Spanned::span)),
            ("full", KindToml::FirstUse, toml.full.as_ref().map(Spanned::span)),
        ];
        for (key, kind, span) in keys {
            let Some(span) = span.filter(|_| toml.kind != kind) else { continue };
            let id = match kind {
                KindToml::Prefer => "prefer",
                KindToml::Require => "require",
                _ => "first-use",
            };
            let error = file.error(span, format!("`{key}` is for rules of the kind `{id}` only"));
            self.errors.push(error.help(format!("write `kind = \"{id}\"`, or take the key out")));
        }
    }

    fn patterns(&mut self, texts: &[Spanned<String>], place: Place) -> Vec<Pattern> {
        let mut patterns = Vec::with_capacity(texts.len());
        for text in texts {
            let parsed = Pattern::parse(text.get_ref(), place, Case::Any).and_then(|mut pattern| {
                self.terms.fill(&mut pattern)?;
                Ok(pattern)
            });
            match parsed {
                Ok(pattern) => patterns.push(pattern),
                Err(error) => self.inside(text, error),
            }
        }
        patterns
    }

    /// A template; the names in it must be captures of the patterns: of each when it is `always` shown.
    fn template(&mut self, text: &Spanned<String>, patterns: &[Pattern], always: bool) -> Template {
        let template = match Template::parse(text.get_ref()) {
            Ok(template) => template,
            Err(error) => {
                self.inside(text, error);
                return Template::default();
            }
        };
        if let Some(mistake) = inflection_mistake(&template, patterns, always) {
            let name = format!("{{~{}}}", mistake.word);
            let at = text.get_ref().find(&name).map_or(0..0, |at| at..at + name.len());
            self.inside(text, PatternError { at, message: mistake.message, help: mistake.help.to_owned() });
        }
        if template.names().iter().all(|name| *name == "match") {
            return template;
        }
        let captures: Vec<Vec<&str>> = patterns.iter().map(Pattern::captures).collect();
        for name in template.names().into_iter().filter(|name| *name != "match") {
            let bound = |names: &Vec<&str>| names.contains(&name);
            let may_be = || patterns.iter().any(|pattern| pattern.may_capture(name));
            let fits = if always { captures.iter().all(bound) } else { may_be() };
            if !fits && !patterns.is_empty() {
                let mut known: Vec<&str> = captures.concat();
                known.sort_unstable();
                known.dedup();
                let message = match () {
                    _ if may_be() => format!("not every match of the rule captures `{name}`"),
                    _ => format!("no pattern of the rule captures `{name}`"),
                };
                let at = text.get_ref().find(&format!("{{{name}}}")).map_or(0..0, |at| at..at + name.len() + 2);
                let help =
                    format!("known here: {}", std::iter::once("match").chain(known).collect::<Vec<_>>().join(", "));
                self.inside(text, PatternError { at, message, help });
            }
        }
        template
    }

    fn guards(&mut self, toml: &RuleToml) -> Guards {
        Guards {
            before: self.patterns(&toml.unless_before, Place::Edge),
            after: self.patterns(&toml.unless_after, Place::Edge),
            subject: self.patterns(&toml.unless_subject, Place::Guard),
            near: toml
                .unless_near
                .as_ref()
                .map(|near| Near { patterns: self.patterns(&near.patterns, Place::Guard), within: near.within }),
        }
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
            None => format!("known here: {}", known.join(", ")),
        };
        self.mistake(name, format!("there is no {what} `{}`", name.get_ref()), help);
    }

    fn scopes(&mut self, toml: &RuleToml) -> Option<ScopeChoice> {
        let names = toml.scopes.as_ref()?;
        let (mut only, mut without) = (ScopeSet::default(), ScopeSet::default());
        for name in names {
            let (id, taken_out) = match name.get_ref().strip_prefix('-') {
                Some(id) => (id, true),
                None => (name.get_ref().as_str(), false),
            };
            match id.parse::<Scope>() {
                Ok(scope) if taken_out => without = without.with(scope),
                Ok(scope) => only = only.with(scope),
                Err(()) => {
                    let known: Vec<&str> = Scope::ALL.iter().map(|scope| scope.id()).collect();
                    let name = Spanned::new(name.span(), id.to_owned());
                    self.unknown(&name, "scope", &known);
                }
            }
        }
        Some(ScopeChoice { only: (!only.is_empty()).then_some(only), without })
    }

    fn sources(&mut self, toml: &RuleToml) -> Vec<Source> {
        let mut sources = Vec::with_capacity(toml.sources.len());
        for source in &toml.sources {
            sources.push(Source {
                name: source.name.clone(),
                section: source.section.clone(),
                url: source.url.clone(),
                as_of: self.date(source.as_of.as_ref()),
                confidence: source.confidence,
            });
        }
        sources
    }

    fn date(&mut self, value: Option<&Spanned<Datetime>>) -> Option<Date> {
        let value = value?;
        let date = value.get_ref().date.filter(|_| value.get_ref().time.is_none());
        let date = date.and_then(|date| Date::new(date.year as i16, date.month as i8, date.day as i8).ok());
        if date.is_none() {
            self.mistake(value, "this is no date", "write a day such as 2026-11-30, without quotes or time");
        }
        date
    }

    fn within_words(&mut self, toml: &RuleToml) -> u16 {
        let Some(words) = &toml.within_words else { return WITHIN_WORDS };
        if !(2..=200).contains(words.get_ref()) {
            self.mistake(words, "`within_words` is out of range", "write a number from 2 to 200");
        }
        *words.get_ref()
    }

    fn glob(&mut self, glob: &Spanned<String>) -> Option<String> {
        match crate::globs::glob(glob.get_ref()) {
            Ok(_) => Some(glob.get_ref().clone()),
            Err(error) => {
                self.mistake(glob, format!("this is no glob: {}", error.kind()), "write a path such as `docs/**`");
                None
            }
        }
    }
}

/// A word of a template that cannot take the form of the matched one.
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
        (word, "`{~word}` is for `suggest` only".to_owned(), "write the word itself, or `{match}`")
    } else if let Some(word) = invariable {
        (word, format!("`{word}` has no other forms"), "write it without the brackets")
    } else if !patterns.is_empty() && patterns.iter().all(|pattern| pattern.inflected().is_empty()) {
        let message = "no pattern of the rule has an inflected word whose form could be taken";
        (word, message.to_owned(), "write `~` behind a word of the pattern, or the word here without the brackets")
    } else {
        return None;
    };
    Some(InflectionMistake { word, message, help })
}

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
