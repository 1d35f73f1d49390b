//! Term sets: named lists of terms that patterns share as `@name`, and those of the shared library as `@terms/name`.
//!
//! Sets may use other sets. Resolving them detects cycles and limits their size, so that a small file cannot expand to
//! a huge tree.

use super::class_names;
use super::classes;
use super::library::TermLibrary;
use super::node::{Case, Node};
use super::pattern::{Interner, Pattern, PatternContext, PatternError};
use super::set_name::{self, SHARED_PREFIX, capture_name};
use super::term_set::{MAX_WORDS, TermSet, fill, too_large};
use crate::toml_file::nearest;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// The maximum nesting depth of term sets. It limits the recursion of [`Resolver`].
const MAX_DEPTH: usize = 32;

/// The term sets that a pattern may use, by name.
#[derive(Clone, Debug, Default)]
pub struct TermSets {
    sets: FxHashMap<String, TermSet>,
    library: Option<Arc<TermLibrary>>,
}

/// A term set as written in a rule file.
#[derive(Clone, Debug, Default)]
pub struct RawTerms<'t> {
    /// How the letter case of the terms is compared.
    pub case: Case,
    /// The terms.
    pub terms: Vec<&'t str>,
}

/// A mistake in a term set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermError {
    /// The name of the set.
    pub set: String,
    /// The index of the term; `None` if the mistake concerns the whole set.
    pub term: Option<usize>,
    /// What is wrong.
    pub error: PatternError,
}

impl TermSets {
    /// Parses term sets. They may use each other and the sets in `known`. A set in `raw` replaces a known set of the
    /// same name.
    ///
    /// Returns the sets together with every mistake in their terms; wrong terms are left out of the sets.
    pub fn resolve<'r>(raw: BTreeMap<&'r str, RawTerms<'r>>, known: &TermSets) -> (TermSets, Vec<TermError>) {
        let mut sets = known.clone();
        sets.sets.retain(|name, _| !raw.contains_key(name.as_str()));
        let built_in = raw.keys().filter(|name| class_names::is_class(name)).map(|name| built_in_name(name));
        let errors: Vec<TermError> = built_in.collect();
        let names: Vec<&str> = raw.keys().copied().collect();
        let (sets, more) = Resolver::new(raw, sets, "").resolve(&names);
        (sets, errors.into_iter().chain(more).collect())
    }

    /// Parses sets of the shared library and those that they use, unless they are in `known`. In the library, `@name`
    /// stands for `@terms/name`.
    pub(super) fn resolve_shared<'r>(
        raw: BTreeMap<&'r str, RawTerms<'r>>,
        known: TermSets,
        names: &[&str],
    ) -> (TermSets, Vec<TermError>) {
        Resolver::new(raw, known, SHARED_PREFIX).resolve(names)
    }

    /// Returns the sets of a shared library, which patterns use as `@terms/name`.
    pub fn of_library(library: Arc<TermLibrary>) -> TermSets {
        TermSets { sets: FxHashMap::default(), library: Some(library) }
    }

    /// Returns the shared library.
    pub(super) fn library(&self) -> Option<&TermLibrary> {
        self.library.as_deref()
    }

    /// Returns the set with this name, if these sets define it.
    pub(super) fn get(&self, name: &str) -> Option<&TermSet> {
        self.sets.get(name)
    }

    /// Returns whether there is a set with this name.
    pub fn contains(&self, name: &str) -> bool {
        self.sets.contains_key(name)
    }

    /// Returns the names of the sets, except for those of the shared library.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sets.keys().map(String::as_str)
    }

    /// Parses a pattern that may use these sets. Its plain words ignore case.
    ///
    /// # Errors
    /// The errors of [`Pattern::parse`] and [`TermSets::fill`].
    pub fn pattern(&self, source: &str, context: PatternContext) -> Result<Pattern, PatternError> {
        let mut pattern = Pattern::parse(source, context, Case::Any)?;
        self.fill(&mut pattern).map(|()| pattern)
    }

    /// Fills the terms of the sets into a pattern.
    ///
    /// # Errors
    /// If a set does not exist, the pattern becomes too large, or it can match without a word.
    pub fn fill(&self, pattern: &mut Pattern) -> Result<(), PatternError> {
        let mut words = 0;
        for part in &mut pattern.parts {
            words += fill(part, &mut |name, at| self.find(name, at))?;
        }
        if words > MAX_WORDS { Err(too_large(0..pattern.source.len())) } else { pattern.check_words() }
    }

    fn find(&self, name: &str, at: Range<usize>) -> Result<TermSet, PatternError> {
        let shared = || self.library.as_ref()?.find(name);
        let known = self.get(name).or_else(|| classes::find(name)).cloned();
        known.or_else(shared).ok_or_else(|| self.unknown(name, at))
    }

    fn unknown(&self, name: &str, at: Range<usize>) -> PatternError {
        let shared: Vec<String> = self.library.as_ref().map_or_else(Vec::new, |library| library.full_names().collect());
        let shared = shared.iter().map(String::as_str);
        let is_shared = name.starts_with(SHARED_PREFIX);
        let names = self.names().chain(shared.clone()).filter(|known| known.starts_with(SHARED_PREFIX) == is_shared);
        let mut names: Vec<&str> = names.collect();
        names.sort_unstable();
        let built_in = format!("{} are built in", class_names::CLASS_NAMES.map(|name| format!("@{name}")).join(", "));
        let classes = class_names::CLASS_NAMES.into_iter().filter(|_| !is_shared);
        let same_name = shared.clone().find(|full| capture_name(full) == name);
        let help = match same_name.or_else(|| nearest(name, names.iter().copied().chain(classes))) {
            Some(near) => format!("did you mean `@{near}`?"),
            None if is_shared => format!("the shared term sets are {}", names.join(", ")),
            None if names.is_empty() => format!("add `[terms.{name}]` with `terms = [\"…\"]` to the pack; {built_in}"),
            None => format!("add `[terms.{name}]` to the pack; it has {}; {built_in}", names.join(", ")),
        };
        PatternError { at, message: format!("unknown term set `{name}`"), help }
    }
}

fn built_in_name(name: &str) -> TermError {
    let message = format!("`{name}` is a built-in class, so no term set can have this name");
    let help = format!("remove the set and use the built-in `@{name}`, or give the set and its uses another name");
    TermError { set: name.to_owned(), term: None, error: PatternError { at: 0..0, message, help } }
}

#[derive(Debug)]
struct Resolver<'r> {
    raw: BTreeMap<&'r str, RawTerms<'r>>,
    sets: TermSets,
    /// What the names in `sets` have before those in `raw`: [`SHARED_PREFIX`] for sets of the library, or nothing.
    prefix: &'static str,
    interner: Interner<'r>,
    /// The names of the sets that are being parsed, outermost first.
    path: Vec<String>,
    errors: Vec<TermError>,
}

impl<'r> Resolver<'r> {
    fn new(raw: BTreeMap<&'r str, RawTerms<'r>>, sets: TermSets, prefix: &'static str) -> Resolver<'r> {
        Resolver { raw, sets, prefix, interner: Interner::default(), path: Vec::new(), errors: Vec::new() }
    }

    fn resolve(mut self, names: &[&str]) -> (TermSets, Vec<TermError>) {
        for name in names {
            if name.is_empty() || name.contains('/') || set_name::at_start(name, false) != *name {
                let help = "use letters, digits, `-` and `_`".into();
                let error = PatternError { at: 0..0, message: format!("no pattern can name the set `{name}`"), help };
                self.errors.push(TermError { set: (*name).to_owned(), term: None, error });
            }
            self.resolve_set(name);
        }
        (self.sets, self.errors)
    }

    /// Parses one set and the sets that it uses. Does nothing if the set is already parsed or unknown.
    fn resolve_set(&mut self, name: &str) {
        let full_name = [self.prefix, name].concat();
        if self.sets.contains(&full_name) {
            return;
        }
        let Some(set) = self.raw.get(name).cloned() else { return };
        self.path.push(name.to_owned());
        let mut nodes = Vec::with_capacity(set.terms.len());
        let mut words = 0;
        let before = self.errors.len();
        for (index, term) in set.terms.iter().enumerate() {
            match self.parse_term(term, set.case) {
                Ok((node, count)) => {
                    nodes.push(node);
                    words += count;
                }
                Err(error) => self.errors.push(TermError { set: name.to_owned(), term: Some(index), error }),
            }
        }
        self.path.pop();
        if nodes.is_empty() && self.errors.len() == before {
            let help = "write `terms = [\"…\"]`".into();
            let error = PatternError { at: 0..0, message: format!("the term set `{name}` is empty"), help };
            self.errors.push(TermError { set: name.to_owned(), term: None, error });
        } else if words > MAX_WORDS {
            self.errors.push(TermError { set: name.to_owned(), term: None, error: too_large(0..0) });
        }
        // A set with mistakes is still added, so that its uses do not cause more errors.
        let node = if words > MAX_WORDS { Node::Alt(Vec::new()) } else { Node::Alt(nodes) };
        self.sets.sets.insert(full_name, TermSet { node: Arc::new(node), words: words.min(MAX_WORDS) });
    }

    /// Parses a term and the sets that it uses. Also returns the number of its words.
    fn parse_term(&mut self, term: &'r str, case: Case) -> Result<(Node, usize), PatternError> {
        let mut parts = Pattern::parse_parts(term, PatternContext::Term, case, &mut self.interner)?;
        let mut node = parts.remove(0);
        let prefix = self.prefix;
        let words = fill(&mut node, &mut |full_name, at| {
            if !full_name.starts_with(prefix) && !class_names::is_class(full_name) {
                full_name.insert_str(0, prefix);
            }
            let used = full_name.strip_prefix(prefix).unwrap_or(full_name);
            if let Some(start) = self.path.iter().position(|name| name == used) {
                let cycle: Vec<String> = self.path[start..].iter().map(|name| format!("@{name}")).collect();
                let message = format!("the term set uses itself: {} -> @{used}", cycle.join(" -> "));
                return Err(PatternError { at, message, help: "remove one of these references".into() });
            }
            if self.path.len() > MAX_DEPTH {
                let message = format!("term sets are nested more than {MAX_DEPTH} levels deep");
                return Err(PatternError { at, message, help: "list the terms of the inner sets directly".into() });
            }
            self.resolve_set(used);
            self.sets.find(full_name, at)
        })?;
        Ok((node, words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(sets: &[(&str, &[&str])]) -> (TermSets, Vec<TermError>) {
        let raw = sets.iter().map(|&(name, terms)| (name, RawTerms { case: Case::Any, terms: terms.into() }));
        TermSets::resolve(raw.collect(), &TermSets::default())
    }

    #[test]
    fn sets_may_use_each_other_in_any_order() {
        let (sets, errors) = resolve(&[("a", &["@b x", "y"]), ("b", &["c", "d e"])]);
        assert_eq!(errors, []);
        let mut pattern = Pattern::parse("@a z", PatternContext::Rule, Case::Any).unwrap();
        sets.fill(&mut pattern).unwrap();
    }

    #[test]
    fn reports_a_cycle() {
        let (_, errors) = resolve(&[("a", &["@b"]), ("b", &["x @a"])]);
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].error.message, "the term set uses itself: @a -> @b -> @a");
        assert_eq!((errors[0].set.as_str(), errors[0].error.at.clone()), ("b", 2..4));
    }

    #[test]
    fn rejects_sets_that_grow_exponentially() {
        let names: Vec<String> = (0..30).map(|n| format!("s{n:02}")).collect();
        let terms: Vec<String> =
            (0..30).map(|n| if n == 0 { "x".into() } else { format!("@s{:02} @s{:02}", n - 1, n - 1) }).collect();
        let raw = names
            .iter()
            .zip(&terms)
            .map(|(name, term)| (name.as_str(), RawTerms { case: Case::Any, terms: vec![term.as_str()] }));
        let (_, errors) = TermSets::resolve(raw.collect(), &TermSets::default());
        assert!(errors.iter().any(|error| error.error.message.contains("more than 200000 words")));
    }

    #[test]
    fn suggests_the_nearest_name_for_an_unknown_set() {
        let (sets, _) = resolve(&[("openai-model", &["x"])]);
        let mut pattern = Pattern::parse("a @openai-modle", PatternContext::Rule, Case::Any).unwrap();
        let error = sets.fill(&mut pattern).unwrap_err();
        assert_eq!((error.at, error.help.as_str()), (2..15, "did you mean `@openai-model`?"));
    }
}
