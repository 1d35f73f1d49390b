//! The built-in classes: `@number`, `@percent`, `@money`, `@count`, `@year` and `@duration`.
//!
//! They are term sets whose terms are data, `classes.toml`. Its header describes what these terms can say beyond the
//! terms of a rule file. A pattern that uses a class contains its terms, like those of any set, so nothing after the
//! parser knows more about classes than their names.

use super::class_names::is_class;
use super::node::Case;
use super::terms::{RawTerms, TermSet, TermSets};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const FILE: &str = include_str!("classes.toml");

/// The set of amounts with their currency code in one word, such as `NGN5000` and `50USD`.
const GLUED_CODES: &str = ".glued-code";

static FILE_CONTENT: LazyLock<ClassFile> = LazyLock::new(|| toml::from_str(FILE).expect("a test reads the file"));

static SETS: LazyLock<TermSets> = LazyLock::new(|| {
    let (sets, errors) = resolve();
    debug_assert!(errors.is_empty(), "{errors:?}");
    sets
});

#[derive(Deserialize)]
struct ClassFile {
    /// For each class, texts that it matches, for `wordgate explain`.
    examples: BTreeMap<String, Vec<String>>,
    /// The terms of each class, and of the sets that the classes share. The names of the latter begin with a `.`.
    terms: BTreeMap<String, Vec<String>>,
    /// What may follow the number in an amount with its currency code.
    code_suffixes: Vec<String>,
}

/// Returns the class with this name.
pub(super) fn find(name: &str) -> Option<&'static TermSet> {
    if is_class(name) { SETS.get(name) } else { None }
}

/// Returns texts that the class with this name matches.
pub(super) fn examples(name: &str) -> Option<Vec<String>> {
    if is_class(name) { FILE_CONTENT.examples.get(name).cloned() } else { None }
}

fn resolve() -> (TermSets, Vec<super::terms::TermError>) {
    let file = &*FILE_CONTENT;
    let amounts = |code: &String| {
        let before = file.code_suffixes.iter().map(|suffix| format!("{code}0{suffix}")).collect::<Vec<_>>();
        let after = file.code_suffixes.iter().map(|suffix| format!("0{suffix}{code}")).collect::<Vec<_>>();
        [before, after].concat()
    };
    let glued: Vec<String> = file.terms[".code"].iter().flat_map(amounts).collect();
    let listed = file.terms.iter().map(|(name, terms)| (name.as_str(), terms));
    let sets = listed.chain([(GLUED_CODES, &glued)]).map(|(name, terms)| {
        let terms = terms.iter().map(String::as_str).collect();
        (name, RawTerms { case: Case::Smart, terms })
    });
    TermSets::of_classes(sets.collect())
}

#[cfg(test)]
mod tests {
    use super::super::class_names::{NAMES, is_internal};
    use super::*;

    #[test]
    fn the_file_defines_every_class_without_mistakes() {
        let (sets, errors) = resolve();
        assert_eq!(errors, []);
        for name in NAMES {
            assert!(sets.contains(name) && FILE_CONTENT.examples.contains_key(name), "{name}");
        }
        assert!(sets.names().all(|name| NAMES.contains(&name) || is_internal(name)));
    }
}
