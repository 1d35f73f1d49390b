//! The built-in classes: `@number`, `@percent`, `@money`, `@count`, `@year` and `@duration`.
//!
//! They are term sets whose terms are data, `classes.toml`. Its header describes what these terms can say beyond the
//! terms of a rule file. A pattern that uses a class contains its terms, like those of any set, so nothing after the
//! parser knows more about classes than their names.

use super::class_names::is_class;
use super::node::{Case, Node, Word};
use super::pattern::{Interner, Pattern, PatternContext, PatternError};
use super::term_set::{TermSet, fill};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

const FILE: &str = include_str!("classes.toml");

/// The set of amounts with their currency code or a sign of letters in one word, such as `NGN5000` and `50kr`.
const GLUED_CODES: &str = ".glued-code";

/// The sets of amounts in one word with a code that is another word too, before the number and after it.
const GLUED_HOMONYMS: (&str, &str) = (".glued-homonym", ".homonym-after");

static FILE_CONTENT: LazyLock<ClassFile> = LazyLock::new(|| toml::from_str(FILE).expect("a test reads the file"));

static SETS: LazyLock<ClassSets> = LazyLock::new(|| resolve().expect("a test reads the file"));

/// The sets by name.
type ClassSets = BTreeMap<String, TermSet>;

#[derive(Deserialize)]
struct ClassFile {
    /// For each class, texts that it matches, for `wordgate explain`.
    examples: BTreeMap<String, Vec<String>>,
    /// The terms of each class, and of the sets that the classes share. The names of the latter begin with a `.`.
    terms: BTreeMap<String, Vec<String>>,
    /// What may follow the number in an amount with its currency code.
    code_suffixes: Vec<String>,
    /// Signs of letters, which also stand in one word with the number.
    letter_signs: Vec<String>,
}

/// Returns the class with this name.
pub(super) fn find(name: &str) -> Option<&'static TermSet> {
    if is_class(name) { SETS.get(name) } else { None }
}

/// Returns the classes, and the sets that they share, with their terms, sorted by name. The names of the shared sets
/// begin with a `.`.
pub fn class_sets() -> impl Iterator<Item = (&'static str, &'static Node)> {
    SETS.iter().map(|(name, set)| (name.as_str(), &*set.node))
}

/// Returns texts that the class with this name matches.
pub(super) fn examples(name: &str) -> Option<Vec<String>> {
    if is_class(name) { FILE_CONTENT.examples.get(name).cloned() } else { None }
}

fn resolve() -> Result<ClassSets, PatternError> {
    let file = &*FILE_CONTENT;
    let with_suffixes = |write: &dyn Fn(&str) -> String| -> Vec<String> {
        file.code_suffixes.iter().map(|suffix| write(suffix)).collect()
    };
    let before = |code: &String| with_suffixes(&|suffix| format!("{code}0{suffix}"));
    // The full stop of an abbreviation ends the word: `500Rs.`.
    let after = |code: &String| with_suffixes(&|suffix| format!("0{suffix}{}", code.trim_end_matches('.')));
    let codes = || file.terms[".code"].iter().chain(&file.letter_signs);
    let homonyms =
        || [".homonym", ".acronym"].into_iter().flat_map(|set| &file.terms[set]).filter(|c| !c.starts_with('@'));
    let generated: [(&str, Vec<String>); 3] = [
        (GLUED_CODES, codes().flat_map(before).chain(codes().flat_map(after)).collect()),
        (GLUED_HOMONYMS.0, homonyms().flat_map(before).collect()),
        (GLUED_HOMONYMS.1, homonyms().flat_map(after).collect()),
    ];
    let listed = file.terms.iter().map(|(name, terms)| (name.as_str(), terms.as_slice()));
    let raw: BTreeMap<&str, &[String]> =
        listed.chain(generated.iter().map(|(name, terms)| (*name, terms.as_slice()))).collect();
    let mut resolver = ClassResolver { raw: &raw, sets: ClassSets::new(), interner: Interner::default() };
    raw.keys().try_for_each(|name| resolver.set(name).map(drop))?;
    Ok(resolver.sets)
}

/// Parses the sets of the file. None uses itself.
struct ClassResolver<'r> {
    raw: &'r BTreeMap<&'r str, &'r [String]>,
    sets: ClassSets,
    interner: Interner<'r>,
}

impl ClassResolver<'_> {
    /// Returns the set with this name, and parses it and those that it uses at the first call.
    fn set(&mut self, name: &str) -> Result<TermSet, PatternError> {
        if let Some(known) = self.sets.get(name) {
            return Ok(known.clone());
        }
        let (mut nodes, mut words) = (Vec::new(), 0);
        for term in self.raw.get(name).copied().unwrap_or_default() {
            let mut parts = Pattern::parse_parts(term, PatternContext::Class, Case::Smart, &mut self.interner)?;
            words += fill(&mut parts[0], &mut |used, _| self.set(used))?;
            nodes.append(&mut parts);
        }
        merge_words(&mut nodes);
        let set = TermSet { node: Arc::new(Node::Alt(nodes)), words };
        self.sets.insert(name.to_owned(), set.clone());
        Ok(set)
    }
}

/// Merges words that differ only in their forms. The classes list hundreds of words, and a program takes one
/// instruction for each word.
fn merge_words(nodes: &mut Vec<Node>) {
    let mut words: Vec<Word> = Vec::new();
    nodes.retain(|node| {
        let Node::Word(word) = node else { return true };
        let key = |word: &Word| (word.shape, word.case, word.possessive, word.joint);
        match words.iter_mut().find(|known| key(known) == key(word)) {
            Some(known) => known.forms.extend_from_slice(&word.forms),
            None => words.push(Word::clone(word)),
        }
        false
    });
    nodes.extend(words.into_iter().map(|word| Node::Word(Arc::new(word))));
}

#[cfg(test)]
mod tests {
    use super::super::class_names::{CLASS_NAMES, is_internal};
    use super::*;

    #[test]
    fn the_file_defines_every_class_without_mistakes() {
        let sets = resolve().unwrap();
        for name in CLASS_NAMES {
            assert!(sets.contains_key(name) && FILE_CONTENT.examples.contains_key(name), "{name}");
        }
        assert!(sets.keys().all(|name| CLASS_NAMES.contains(&name.as_str()) || is_internal(name)));
    }
}
