//! Term sets: named lists of terms that patterns share.

use super::node::{Case, Node};
use super::pattern::{Interner, Pattern, PatternContext, PatternError};
use crate::toml_file::nearest;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Words that one pattern or term set may have once every set in it is written out. Keeps sets that multiply each
/// other from filling the memory.
const MAX_WORDS: usize = 200_000;
/// How deep term sets may use each other.
const MAX_DEPTH: usize = 32;

/// The term sets that a pattern may use, by name.
#[derive(Clone, Debug, Default)]
pub struct TermSets {
    sets: FxHashMap<String, TermSet>,
}

/// A term set that was read.
#[derive(Clone, Debug)]
struct TermSet {
    /// With the nodes of the sets that it uses.
    node: Arc<Node>,
    /// The words in it once the sets that it uses are written out.
    words: usize,
}

/// One term set as it is written.
#[derive(Clone, Debug, Default)]
pub struct RawTerms<'t> {
    /// How the case of its terms counts.
    pub case: Case,
    /// Its terms.
    pub terms: Vec<&'t str>,
}

/// A mistake in a term set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermError {
    /// The set.
    pub set: String,
    /// The term, by index; `None`: the set as a whole.
    pub term: Option<usize>,
    /// What is wrong with it.
    pub error: PatternError,
}

impl TermSets {
    /// Reads term sets, which may use each other and those of `known`; of two with one name the own one counts.
    ///
    /// # Errors
    /// Every mistake in the terms; sets with a mistake are left out.
    pub fn resolve<'r>(raw: BTreeMap<&'r str, RawTerms<'r>>, known: &TermSets) -> (TermSets, Vec<TermError>) {
        let mut sets = known.clone();
        sets.sets.retain(|name, _| !raw.contains_key(name.as_str()));
        let names: Vec<&str> = raw.keys().copied().collect();
        let mut resolver = Resolver { raw, sets, lexicon: Interner::default(), path: Vec::new(), errors: Vec::new() };
        for name in names {
            resolver.set(name);
        }
        (resolver.sets, resolver.errors)
    }

    /// Whether there is a set with this name.
    pub fn contains(&self, name: &str) -> bool {
        self.sets.contains_key(name)
    }

    /// The names of the sets.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sets.keys().map(String::as_str)
    }

    /// Reads a pattern that may use these sets and whose plain words compare without case.
    ///
    /// # Errors
    /// As [`Pattern::parse`] and [`TermSets::fill`].
    pub fn pattern(&self, source: &str, place: PatternContext) -> Result<Pattern, PatternError> {
        let mut pattern = Pattern::parse(source, place, Case::Any)?;
        self.fill(&mut pattern).map(|()| pattern)
    }

    /// Puts the sets' terms into a pattern.
    ///
    /// # Errors
    /// A set that does not exist, a pattern that grows too large, or one that needs no word.
    pub fn fill(&self, pattern: &mut Pattern) -> Result<(), PatternError> {
        let mut words = 0;
        for part in &mut pattern.parts {
            words += fill(part, &mut |name, at| self.find(name, at))?;
        }
        if words > MAX_WORDS { Err(too_large(0..pattern.source.len())) } else { pattern.check_words() }
    }

    fn find(&self, name: &str, at: Range<usize>) -> Result<TermSet, PatternError> {
        self.sets.get(name).cloned().ok_or_else(|| self.unknown(name, at))
    }

    fn unknown(&self, name: &str, at: Range<usize>) -> PatternError {
        let mut names: Vec<&str> = self.names().collect();
        names.sort_unstable();
        let help = match (nearest(name, names.iter().copied()), names.is_empty()) {
            (Some(nearest), _) => format!("did you mean `@{nearest}`?"),
            (None, true) => format!("add `[terms.{name}]` with `terms = [\"…\"]` to the pack"),
            (None, false) => format!("add `[terms.{name}]`; the pack has {}", names.join(", ")),
        };
        PatternError { at, message: format!("there is no term set `{name}`"), help }
    }
}

fn too_large(at: Range<usize>) -> PatternError {
    let message = format!("the pattern has over {MAX_WORDS} words once its term sets are written out");
    PatternError { at, message, help: "use fewer sets in one pattern, or smaller ones".into() }
}

/// Puts sets into a node and counts its words.
fn fill(
    node: &mut Node,
    find: &mut impl FnMut(&str, Range<usize>) -> Result<TermSet, PatternError>,
) -> Result<usize, PatternError> {
    match node {
        Node::Word(word) => Ok(word.forms.len()),
        Node::Mark { .. } => Ok(1),
        Node::Gap(words) => Ok(usize::from(*words)),
        Node::Opt(inner) => fill(inner, find),
        Node::Seq(nodes) | Node::Alt(nodes) => {
            let mut words = 0;
            for node in nodes {
                words += fill(node, find)?;
            }
            Ok(words)
        }
        Node::Set { name, at, node } => {
            let set = find(name, at.clone())?;
            *node = set.node;
            Ok(set.words)
        }
    }
}

#[derive(Debug)]
struct Resolver<'r> {
    raw: BTreeMap<&'r str, RawTerms<'r>>,
    sets: TermSets,
    lexicon: Interner<'r>,
    /// The sets that are being read, outermost first.
    path: Vec<String>,
    errors: Vec<TermError>,
}

impl<'r> Resolver<'r> {
    /// Reads one set and those it uses; a set already read, or unknown, is left alone.
    fn set(&mut self, name: &str) {
        if self.sets.contains(name) {
            return;
        }
        let Some(set) = self.raw.get(name).cloned() else { return };
        self.path.push(name.to_owned());
        let mut nodes = Vec::with_capacity(set.terms.len());
        let mut words = 0;
        let before = self.errors.len();
        for (index, term) in set.terms.iter().enumerate() {
            match self.term(term, set.case) {
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
        // A set with mistakes still gets its name, so that one mistake is not reported again wherever it is used.
        let node = if words > MAX_WORDS { Node::Alt(Vec::new()) } else { Node::Alt(nodes) };
        self.sets.sets.insert(name.to_owned(), TermSet { node: Arc::new(node), words: words.min(MAX_WORDS) });
    }

    fn term(&mut self, term: &'r str, case: Case) -> Result<(Node, usize), PatternError> {
        let mut parts = Pattern::parse_parts(term, PatternContext::Term, case, &mut self.lexicon)?;
        let mut node = parts.remove(0);
        let words = fill(&mut node, &mut |used, at| {
            if let Some(start) = self.path.iter().position(|name| name == used) {
                let circle: Vec<String> = self.path[start..].iter().map(|name| format!("@{name}")).collect();
                let message = format!("the term set uses itself: {} -> @{used}", circle.join(" -> "));
                return Err(PatternError { at, message, help: "take one of these references out".into() });
            }
            if self.path.len() > MAX_DEPTH {
                let message = format!("term sets use each other over {MAX_DEPTH} deep");
                return Err(PatternError { at, message, help: "write the terms of the inner sets out".into() });
            }
            self.set(used);
            self.sets.find(used, at)
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
    fn sets_use_each_other_in_any_order() {
        let (sets, errors) = resolve(&[("a", &["@b x", "y"]), ("b", &["c", "d e"])]);
        assert_eq!(errors, []);
        let mut pattern = Pattern::parse("@a z", PatternContext::Rule, Case::Any).unwrap();
        sets.fill(&mut pattern).unwrap();
    }

    #[test]
    fn a_circle_is_named() {
        let (_, errors) = resolve(&[("a", &["@b"]), ("b", &["x @a"])]);
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].error.message, "the term set uses itself: @a -> @b -> @a");
        assert_eq!((errors[0].set.as_str(), errors[0].error.at.clone()), ("b", 2..4));
    }

    #[test]
    fn sets_that_multiply_are_refused() {
        let names: Vec<String> = (0..30).map(|n| format!("s{n:02}")).collect();
        let terms: Vec<String> =
            (0..30).map(|n| if n == 0 { "x".into() } else { format!("@s{:02} @s{:02}", n - 1, n - 1) }).collect();
        let raw = names
            .iter()
            .zip(&terms)
            .map(|(name, term)| (name.as_str(), RawTerms { case: Case::Any, terms: vec![term.as_str()] }));
        let (_, errors) = TermSets::resolve(raw.collect(), &TermSets::default());
        assert!(errors.iter().any(|error| error.error.message.contains("over 200000 words")));
    }

    #[test]
    fn an_unknown_set_comes_with_the_nearest_name() {
        let (sets, _) = resolve(&[("openai-model", &["x"])]);
        let mut pattern = Pattern::parse("a @openai-modle", PatternContext::Rule, Case::Any).unwrap();
        let error = sets.fill(&mut pattern).unwrap_err();
        assert_eq!((error.at, error.help.as_str()), (2..15, "did you mean `@openai-model`?"));
    }
}
