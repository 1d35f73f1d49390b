//! The built-in rules, read from an index that is made when the program is built.
//!
//! A run needs the ids and dates of all rules, the patterns of those that are on, and the rest of those that match. The
//! index has the first two; the rest is read from the rule's own lines of its file. Tests read all files in full and hold
//! the index against them, so nothing here can fail.

use super::builder::{RuleBuilder, SEVERITY, WITHIN_WORDS};
use super::node::Case;
use super::pattern::{Pattern, Place};
use super::schema::RuleFileToml;
use super::terms::{LazyTerms, RawTerms};
use super::{Body, Pack, Rule, RuleFile, RuleSet, ScopeChoice, Severity, Validity};
use crate::toml_file::{TomlError, TomlFile};
use jiff::civil::{Date, date};
use std::sync::{Arc, OnceLock};

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// Why nothing fails here.
const SOUND: &str = "the built-in rules are sound: a test reads all of them in full";

/// A pack in the index.
struct PackEntry {
    id: &'static str,
    /// The file that names the pack, by its number.
    file: usize,
    title: &'static str,
    description: &'static str,
    jurisdictions: &'static [&'static str],
    terms: &'static [(&'static str, Case, &'static [&'static str])],
}

/// A rule in the index.
#[derive(Debug)]
struct RuleEntry {
    id: &'static str,
    /// Its pack, by its number.
    pack: usize,
    /// Its file, by its number.
    file: usize,
    /// The first byte of its lines in the file, and the one behind the last.
    bytes: (usize, usize),
    severity: Option<Severity>,
    recommended: bool,
    protects: bool,
    valid_from: Option<Date>,
    valid_until: Option<Date>,
    scopes: Option<&'static [&'static str]>,
    within_words: Option<u16>,
    /// With the sign U+001F between.
    patterns: &'static str,
    /// Of its content and of the term sets of its pack.
    hash: [u8; 32],
}

/// Where the rest of a built-in rule is read.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    entry: &'static RuleEntry,
    /// The term sets of its pack, read when they are first used.
    terms: Arc<LazyTerms>,
}

/// All built-in rules.
pub(super) fn rules() -> RuleSet {
    let raw = |&(name, case, terms): &(&'static str, Case, &'static [&'static str])| {
        (name, RawTerms { case, terms: terms.into() })
    };
    let terms = |pack: &PackEntry| Arc::new(LazyTerms::new(pack.terms.iter().map(raw).collect()));
    let terms: Vec<Arc<LazyTerms>> = PACKS.iter().map(terms).collect();
    let rule = |entry: &'static RuleEntry| Rule {
        id: entry.id.into(),
        severity: entry.severity.unwrap_or(SEVERITY),
        recommended: entry.recommended,
        protects: entry.protects,
        validity: Validity { from: entry.valid_from, until: entry.valid_until },
        scopes: entry
            .scopes
            .map(|names| names.iter().fold(ScopeChoice::default(), |choice, name| choice.with(name).expect(SOUND))),
        within_words: entry.within_words.unwrap_or(WITHIN_WORDS),
        patterns: OnceLock::new(),
        body: OnceLock::new(),
        origin: Some(Origin { entry, terms: terms[entry.pack].clone() }),
    };
    let pack = |entry: &PackEntry| {
        let jurisdictions = entry.jurisdictions.iter().map(|&place| place.to_owned()).collect();
        Pack::new(entry.id, entry.title, entry.description, jurisdictions, true)
    };
    RuleSet { packs: PACKS.iter().map(pack).collect(), rules: RULES.iter().map(rule).collect(), files: Vec::new() }
}

/// The ids of all packs and rules, each with the name of its file.
pub(super) fn homes() -> impl Iterator<Item = (String, String)> {
    let packs = PACKS.iter().map(|pack| (pack.id, pack.file));
    let rules = RULES.iter().map(|rule| (rule.id, rule.file));
    packs.chain(rules).map(|(id, file)| (id.to_owned(), FILES[file].0.to_owned()))
}

/// The files, sorted by name.
pub(super) fn files() -> Vec<RuleFile> {
    let file = |(name, text): &(&str, &str)| RuleFile { name: (*name).to_owned(), text: (*text).into(), builtin: true };
    FILES.iter().map(file).collect()
}

/// All forms of a word as [`inflect`](super::inflect::inflect) gives them, if built-in rules inflect it. Inflecting it
/// anew would take longer than parsing all the rest.
pub(super) fn forms(word: &str) -> Option<Vec<String>> {
    let at = FORMS.binary_search_by_key(&word, |&[start, middle, _]| &FORM_TEXT[start..middle]).ok()?;
    let [start, _, end] = FORMS[at];
    Some(FORM_TEXT[start..end].split(' ').map(str::to_owned).collect())
}

impl Origin {
    /// The hash of what its files say of the rule.
    pub fn hash(&self) -> &'static [u8; 32] {
        &self.entry.hash
    }

    /// The patterns of the rule.
    pub fn patterns(&self) -> Vec<Pattern> {
        let parse = |source: &'static str| self.terms.parse(source, Place::Rule, Case::Any);
        self.entry.patterns.split('\u{1f}').map(parse).collect::<Result<_, _>>().expect(SOUND)
    }

    /// The body of the rule.
    pub fn body(&self, rule: &Rule) -> Body {
        let (name, text) = FILES[self.entry.file];
        let (start, end) = self.entry.bytes;
        let file = TomlFile { name: name.to_owned(), text: text[start..end].into() };
        let mut errors: Vec<TomlError> = Vec::new();
        let fill = |pattern: &mut Pattern| self.terms.fill(pattern);
        let mut builder = RuleBuilder { file: &file, fill: &fill, errors: &mut errors };
        let toml: RuleFileToml = file.parse().expect(SOUND);
        let body = builder.body(self.entry.id, &toml.rule[0], rule.patterns());
        assert!(errors.is_empty(), "{SOUND}: {errors:?}");
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::TermSets;

    #[test]
    fn a_rule_can_be_changed_before_it_was_read() {
        let mut rules = rules();
        rules.rules[0].paths.push("docs/**".to_owned());
        assert_eq!(rules.rules[0].paths.last().map(String::as_str), Some("docs/**"));
        assert!(!rules.rules[0].rationale.is_empty());
    }

    /// Everything that is known of a rule.
    fn shown(rule: &Rule) -> String {
        let Rule { id, severity, recommended, protects, validity, scopes, within_words, .. } = rule;
        let head = (id, severity, recommended, protects, validity, scopes, within_words);
        format!("{head:?} {:?} {:?}", rule.patterns(), **rule)
    }

    #[test]
    fn the_index_agrees_with_the_files() {
        let (read, indexed) = (RuleSet::load(&files(), &TermSets::default()).unwrap(), rules());
        assert_eq!(format!("{:?}", indexed.packs), format!("{:?}", read.packs));
        assert_eq!(indexed.rules.len(), read.rules.len());
        for (indexed, read) in indexed.rules.iter().zip(&read.rules) {
            assert!(indexed.is_indexed() && !read.is_indexed());
            assert_eq!(shown(indexed), shown(read));
        }
    }

    #[test]
    fn forms_are_those_of_inflection() {
        assert!(FORMS.len() > 500);
        for &[start, middle, _] in FORMS {
            let word = &FORM_TEXT[start..middle];
            assert_eq!(forms(word).unwrap(), super::super::inflect::inflect(word));
        }
        assert_eq!(forms("wordgate"), None);
    }

    #[test]
    fn ids_of_built_in_rules_are_taken() {
        let taken = &RULES[0];
        let (pack, id) = taken.id.split_once('/').unwrap();
        let text = format!("[pack]\nid = '{pack}'\n[[rule]]\nid = '{id}'\npatterns = ['x']\n");
        let file = RuleFile { name: "own.toml".to_owned(), text: text.into(), builtin: false };
        let errors = RuleSet::with_builtin(&[file], &TermSets::default()).unwrap_err();
        assert_eq!(errors[0].message, format!("the pack id `{pack}` is used twice"));
        let home = FILES[PACKS[taken.pack].file].0;
        assert_eq!(errors[0].help.as_deref(), Some(format!("it is taken in {home}; choose another one").as_str()));
    }
}
