//! The shared library: term sets that every pack may use as `@terms/name`.
//!
//! The library is embedded as bytes, like the built-in rules. These contain the sets that they use, so the library is
//! read only when a rule file or a configuration of the user refers to it, and then only those sets are parsed.

use crate::Rule;
use crate::canonical::length_prefix;
use crate::lazy::Patterns;
use crate::node::{Case, add_set_names};
use crate::schema::LibraryFileToml;
use crate::set_name::{SHARED_PREFIX, capture_name};
use crate::term_set::TermSet;
use crate::term_tables::TermTables;
use crate::terms::{RawTerms, TermSets};
use crate::toml_file::{TomlError, TomlFile};
use crate::trees::VALID_BYTES;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::mem::take;
use std::sync::{Mutex, OnceLock, PoisonError};

/// The shared term sets.
#[derive(Debug)]
pub struct TermLibrary {
    /// The bytes to read `sets` from; empty if the library was created from files.
    stored: &'static [u8],
    sets: OnceLock<BTreeMap<String, SharedSet>>,
    /// The sets that a pattern has used so far.
    parsed: Mutex<TermSets>,
}

/// A shared term set, as its file has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedSet {
    /// What the set is for.
    pub description: String,
    /// How the letter case of the terms is compared.
    pub case: Case,
    /// The terms.
    pub terms: Vec<String>,
}

impl TermLibrary {
    /// Checks the files of a library.
    ///
    /// # Errors
    /// All mistakes in all files.
    pub fn load(files: &[TomlFile]) -> Result<TermLibrary, Vec<TomlError>> {
        let (mut tables, mut errors) = (Vec::new(), Vec::new());
        for file in files {
            match file.parse::<LibraryFileToml>() {
                Ok(toml) => tables.push((file, toml.terms)),
                Err(mistakes) => errors.extend(mistakes),
            }
        }
        let tables = TermTables::of(tables.iter().map(|(file, terms)| (*file, terms)));
        let sets = tables.sets().map(|(name, set)| {
            let terms = set.terms.iter().map(|term| term.get_ref().clone()).collect();
            (name.to_owned(), SharedSet { description: set.description.clone(), case: set.case, terms })
        });
        let sets: BTreeMap<String, SharedSet> = sets.collect();
        let names: Vec<&str> = sets.keys().map(String::as_str).collect();
        let (_, mistakes) = tables.resolve(|raw| TermSets::resolve_shared(raw, TermSets::default(), &names));
        errors.extend(mistakes);
        let library = TermLibrary { stored: &[], sets: sets.into(), parsed: Mutex::default() };
        if errors.is_empty() { Ok(library) } else { Err(errors) }
    }

    /// Separates the files of a library from rule files: they are in a folder `terms` that has no `[pack]`. Returns
    /// the files of the library and the others.
    pub fn split(files: Vec<TomlFile>) -> (Vec<TomlFile>, Vec<TomlFile>) {
        let is_pack = |file: &TomlFile| file.text.lines().any(|line| line.trim_start().starts_with("[pack]"));
        let packs: BTreeSet<String> =
            files.iter().filter(|file| is_pack(file)).map(|file| folder(file).to_owned()).collect();
        files.into_iter().partition(|file| {
            let folder = folder(file);
            folder.rsplit(['/', '\\']).next() == Some("terms") && !packs.contains(folder)
        })
    }

    /// Serializes the library. Only the same version of this crate can read the bytes.
    ///
    /// # Errors
    /// If serializing fails, which does not happen in practice.
    pub fn to_bytes(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_allocvec(self.sets())
    }

    /// Creates a library that is read from these bytes, which [`TermLibrary::to_bytes`] wrote, on first use.
    ///
    /// # Panics
    /// If the bytes are damaged, the first use panics.
    pub fn from_bytes(stored: &'static [u8]) -> TermLibrary {
        TermLibrary { stored, sets: OnceLock::new(), parsed: Mutex::default() }
    }

    /// Returns the sets, by name.
    pub fn sets(&self) -> &BTreeMap<String, SharedSet> {
        self.sets.get_or_init(|| postcard::from_bytes(self.stored).expect(VALID_BYTES))
    }

    /// Returns the names that patterns use, without the `@`.
    pub(crate) fn full_names(&self) -> impl Iterator<Item = String> {
        self.sets().keys().map(|name| [SHARED_PREFIX, name].concat())
    }

    /// Returns the set with this full name, and parses it if this is its first use.
    pub(crate) fn find(&self, full_name: &str) -> Option<TermSet> {
        let name = full_name.strip_prefix(SHARED_PREFIX)?;
        // Sets are complete when they are added, so those in a poisoned lock are valid.
        let mut parsed = self.parsed.lock().unwrap_or_else(PoisonError::into_inner);
        if !parsed.contains(full_name) && self.sets().contains_key(name) {
            (*parsed, _) = TermSets::resolve_shared(self.raw(), take(&mut parsed), &[name]);
        }
        parsed.get(full_name).cloned()
    }

    /// Returns the names of a set and of those that it uses, at any depth.
    pub fn sets_used_by(&self, name: &str) -> BTreeSet<String> {
        let Some(set) = self.find(&[SHARED_PREFIX, name].concat()) else { return BTreeSet::new() };
        let mut names = BTreeSet::new();
        add_set_names(&set.node, &mut names);
        names.into_iter().chain([name]).map(|name| capture_name(name).to_owned()).collect()
    }

    fn raw(&self) -> BTreeMap<&str, RawTerms<'_>> {
        let raw = |set| {
            let SharedSet { case, terms, .. }: &SharedSet = set;
            RawTerms { case: *case, terms: terms.iter().map(String::as_str).collect() }
        };
        self.sets().iter().map(|(name, set)| (name.as_str(), raw(set))).collect()
    }
}

/// Adds the content of the shared sets that a rule uses to its hash.
pub(crate) fn with_shared_hash(mut rule: Rule, terms: &TermSets) -> Rule {
    let Some(library) = terms.library() else { return rule };
    let Rule { patterns, details, hash, .. } = &mut rule;
    let mut names = BTreeSet::new();
    for pattern in details.get_mut().patterns_mut().map(|pattern| &*pattern).chain(patterns.get()) {
        pattern.parts.iter().for_each(|part| add_set_names(part, &mut names));
    }
    let mut shared = names.iter().filter_map(|name| name.strip_prefix(SHARED_PREFIX)).peekable();
    if shared.peek().is_some() {
        let mut hasher = Sha256::new();
        hasher.update(*hash);
        for (name, set) in shared.filter_map(|name| library.sets().get_key_value(name)) {
            hasher.update([set.case as u8]);
            for text in std::iter::once(name.as_str()).chain(set.terms.iter().map(String::as_str)) {
                hasher.update(length_prefix(text.len()));
                hasher.update(text);
            }
        }
        *hash = hasher.finalize().into();
    }
    rule
}

/// Returns the folder of a file; empty if its name has none.
pub(crate) fn folder(file: &TomlFile) -> &str {
    file.name.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RuleSet;
    use std::sync::Arc;

    const LIBRARY: &str = "[terms.doctors]\ndescription = 'Physicians.'\nterms = ['doctor~', 'GP~']\n\
                           [terms.professions]\nterms = ['@doctors', '@terms/lawyers']\n\
                           [terms.lawyers]\ncase = 'smart'\nterms = ['lawyer~']\n";

    fn library(text: &str) -> Result<TermSets, Vec<TomlError>> {
        TermLibrary::load(&[TomlFile::new("terms/a.toml", text)]).map(|library| TermSets::of_library(library.into()))
    }

    /// Loads a pack with these keys of a rule, which may use the library.
    fn rules(library: &TermSets, keys: &str) -> Result<RuleSet, Vec<TomlError>> {
        let text = format!("[pack]\nid = 'p'\n[terms.own]\nterms = ['@terms/lawyers']\n[[rule]]\nid = 'r'\n{keys}\n");
        RuleSet::load(&[TomlFile::new("p/p.toml", text)], library)
    }

    #[test]
    fn a_pack_uses_shared_sets_and_captures_them_by_their_bare_name() {
        let library = library(LIBRARY).unwrap();
        let set = rules(&library, "patterns = ['your @terms/professions']\nmessage = 'no {professions}'").unwrap();
        let expansion = set.rules[0].patterns()[0].expansion();
        assert_eq!(expansion.expanded, "your @terms/professions");
        assert_eq!(expansion.sets["terms/professions"], ["@terms/doctors", "@terms/lawyers"]);
        assert_eq!(expansion.sets["terms/doctors"], ["(doctor|doctored|doctoring|doctors)", "(gp|gps)"]);
        assert!(rules(&library, "patterns = ['@own x']").is_ok());
    }

    #[test]
    fn parses_only_the_sets_that_a_pattern_uses() {
        let stored = TermLibrary::load(&[TomlFile::new("terms/a.toml", LIBRARY)]).unwrap().to_bytes().unwrap();
        let library = Arc::new(TermLibrary::from_bytes(stored.leak()));
        let terms = TermSets::of_library(library.clone());
        assert!(library.sets.get().is_none());
        terms.pattern("my @terms/lawyers", crate::PatternContext::Rule).unwrap();
        assert_eq!(library.parsed.lock().unwrap().names().collect::<Vec<_>>(), ["terms/lawyers"]);
        assert_eq!(library.sets()["doctors"].description, "Physicians.");
    }

    #[test]
    fn an_unknown_shared_set_names_the_known_ones() {
        let library = library(LIBRARY).unwrap();
        let mistake = |pattern: &str| {
            let errors = rules(&library, &format!("patterns = ['x {pattern}']")).unwrap_err();
            (errors[0].message.clone(), errors[0].help.clone().unwrap_or_default())
        };
        let unknown = |name: &str| format!("unknown term set `{name}`");
        assert_eq!(mistake("@terms/docters"), (unknown("terms/docters"), "did you mean `@terms/doctors`?".into()));
        assert_eq!(mistake("@lawyers"), (unknown("lawyers"), "did you mean `@terms/lawyers`?".into()));
        let all = "the shared term sets are terms/doctors, terms/lawyers, terms/professions";
        assert_eq!(mistake("@terms/zebra"), (unknown("terms/zebra"), all.into()));
        assert_eq!(mistake("@terms/"), (unknown("terms/"), all.into()));
    }

    #[test]
    fn reports_the_mistakes_of_a_library() {
        let mistakes = |text: &str| -> Vec<String> {
            library(text)
                .unwrap_err()
                .into_iter()
                .map(|error| format!("{}: {}", error.message, error.at.is_some()))
                .collect()
        };
        assert_eq!(mistakes("[terms.a]\nterms = ['x @b']\n"), ["unknown term set `terms/b`: true"]);
        let cycle = "[terms.a]\nterms = ['x @b']\n[terms.b]\nterms = ['@terms/a']\n";
        assert_eq!(mistakes(cycle), ["the term set uses itself: @a -> @b -> @a: true"]);
        assert_eq!(mistakes("[terms.'a b']\nterms = ['x']\n"), ["no pattern can name the set `a b`: true"]);
        assert_eq!(mistakes("[terms.'terms/a']\nterms = ['x']\n"), ["no pattern can name the set `terms/a`: true"]);
        assert_eq!(mistakes("[pack]\nid = 'x'\n[terms.a]\nterms = ['x']\n"), ["unknown key `pack`: true"]);
    }

    #[test]
    fn the_hash_of_a_rule_covers_the_shared_sets_that_it_uses() {
        let hash = |text: &str, pattern: &str| {
            rules(&library(text).unwrap(), &format!("patterns = ['{pattern}']")).unwrap().rules[0].hash
        };
        let changed = LIBRARY.replace("'lawyer~'", "'solicitor~'");
        for pattern in ["x @terms/lawyers", "x @terms/professions", "x @own"] {
            assert_ne!(hash(LIBRARY, pattern), hash(&changed, pattern), "{pattern}");
        }
        for pattern in ["x @terms/doctors", "x y"] {
            assert_eq!(hash(LIBRARY, pattern), hash(&changed, pattern), "{pattern}");
        }
        let described = LIBRARY.replace("Physicians.", "Anybody.");
        assert_eq!(hash(LIBRARY, "x @terms/doctors"), hash(&described, "x @terms/doctors"));
    }

    #[test]
    fn stored_rules_share_the_sets_of_the_library() {
        let library = library(LIBRARY).unwrap();
        let pack = |id: &str| {
            let text = format!(
                "[pack]\nid = '{id}'\n[terms.lawyers]\nterms = ['{id}']\n[[rule]]\nid = 'r'\n\
                                patterns = ['@lawyers @terms/lawyers @terms/professions']\n"
            );
            TomlFile::new(format!("{id}/p.toml"), text)
        };
        let loaded = RuleSet::load(&[pack("a"), pack("b")], &library).unwrap();
        let stored = RuleSet::from_bytes(loaded.to_bytes().unwrap().leak()).unwrap();
        for (stored, loaded) in stored.rules.iter().zip(&loaded.rules) {
            assert_eq!(stored.patterns(), loaded.patterns());
        }
    }

    #[test]
    fn the_files_of_a_library_are_in_a_folder_terms_without_a_pack() {
        let file = |(name, text): (&str, &str)| TomlFile::new(name, text);
        let split = |files: &[(&str, &str)]| {
            let (library, rest) = TermLibrary::split(files.iter().copied().map(file).collect());
            [library, rest].map(|files| files.into_iter().map(|file| file.name).collect::<Vec<_>>().join(" "))
        };
        let files = [("a/terms.toml", ""), ("r/terms/x.toml", ""), ("terms/y.toml", "")];
        assert_eq!(split(&files), ["r/terms/x.toml terms/y.toml", "a/terms.toml"]);
        let files = [("terms/pack.toml", "[pack]\nid = 'x'"), ("terms/y.toml", "")];
        assert_eq!(split(&files), ["", "terms/pack.toml terms/y.toml"]);
    }
}
