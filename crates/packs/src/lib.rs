//! The built-in rules of wordgate, and the library of term sets that all packs share.
//!
//! Both are TOML files in `rules/`. The build script loads and checks them with the same code as users' rule
//! files, so a mistake in one of them fails the build. The crate embeds the checked rules as bytes, which load in a
//! tenth of the time that the TOML files would take.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

use std::sync::Arc;
use wordgate_rules::{Pattern, PatternContext, RuleSet, TermLibrary, TermSets};

/// Returns all built-in rules, including the rules about directives.
pub fn rules() -> RuleSet {
    let stored = include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin"));
    RuleSet::from_bytes(stored).expect("the build script wrote the bytes with the same code")
}

/// Returns the shared library of term sets. It is read on first use.
pub fn library() -> TermLibrary {
    TermLibrary::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/terms.bin")))
}

/// Returns the term sets that every rule file may use: those of the shared library.
pub fn terms() -> TermSets {
    TermSets::of_library(Arc::new(library()))
}

/// Returns a pattern of the names of well-known companies and their products: the shared term set `parties`.
pub fn parties() -> Pattern {
    terms().pattern("@terms/parties", PatternContext::Rule).expect("a test parses the pattern")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;
    use wordgate_rules::Rule;
    use wordgate_rules::toml_file::TomlFile;

    /// Loads the library and the rules from the TOML files.
    fn load() -> (TermLibrary, RuleSet) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
        let mut files = Vec::new();
        for pack in std::fs::read_dir(root).unwrap() {
            for file in std::fs::read_dir(pack.unwrap().path()).unwrap() {
                let path = file.unwrap().path();
                let mut name = path.iter().rev().take(2).map(|part| part.to_str().unwrap());
                let (file, pack) = (name.next().unwrap(), name.next().unwrap());
                files.push(TomlFile::new(format!("{pack}/{file}"), std::fs::read_to_string(&path).unwrap()));
            }
        }
        files.sort_by(|a, b| a.name.cmp(&b.name));
        let (terms, files) = TermLibrary::split(files);
        let library = || TermLibrary::load(&terms).unwrap();
        (library(), RuleSet::load(&files, &TermSets::of_library(library().into())).unwrap())
    }

    /// Returns the complete content of a rule as text.
    fn debug_text(rule: &Rule) -> String {
        let Rule {
            id,
            file,
            hash,
            severity,
            recommended,
            profiles,
            is_allow_rule: protects,
            validity,
            scopes,
            within_words,
            ..
        } = rule;
        let head = (id, file, hash, severity, recommended, profiles, protects, validity, scopes, within_words);
        format!("{head:?} {:?} {:?}", rule.patterns(), **rule)
    }

    #[test]
    fn embedded_rules_equal_the_rule_files() {
        let (embedded, loaded) = (rules(), load().1.mark_as_builtin().with_directive_rules());
        assert!(embedded.rules.len() > 150);
        assert_eq!(embedded.rules.len(), loaded.rules.len());
        for (embedded, loaded) in embedded.rules.iter().zip(&loaded.rules) {
            assert!(debug_text(embedded) == debug_text(loaded), "{} differs", loaded.id);
        }
        assert_eq!(format!("{:?}", embedded.packs), format!("{:?}", loaded.packs));
        let all = vec![true; loaded.rules.len()];
        assert_eq!(embedded.digest(&all, b"x", []), loaded.digest(&all, b"x", []));
    }

    #[test]
    fn the_names_of_parties_are_a_pattern() {
        assert!(parties().may_capture("parties"));
    }

    #[test]
    fn embedded_term_sets_equal_their_files() {
        assert_eq!(library().sets(), load().0.sets());
    }

    #[test]
    fn every_shared_set_has_a_description_and_no_term_twice() {
        for (name, set) in library().sets() {
            assert!(set.description.ends_with('.'), "{name} has no description of one sentence");
            let mut terms = set.terms.clone();
            terms.sort();
            terms.dedup();
            assert_eq!(terms.len(), set.terms.len(), "{name} has a term twice");
        }
    }

    #[test]
    fn own_rule_files_use_the_shared_sets() {
        let text = "[pack]\nid = 'own'\n[[rule]]\nid = 'r'\npatterns = ['ask @terms/professions']\n";
        let set = rules().extend(&[TomlFile::new("own.toml", text)], &terms()).unwrap();
        let index = set.index_of("own/r").unwrap();
        assert!(set.rules[index].patterns()[0].may_capture("professions"));
    }

    #[test]
    fn rejects_the_id_of_a_built_in_pack() {
        let taken = &rules().rules[0];
        let (pack, id) = taken.id.split_once('/').unwrap();
        let text = format!("[pack]\nid = '{pack}'\n[[rule]]\nid = '{id}'\npatterns = ['x']\n");
        let errors = rules().extend(&[TomlFile::new("own.toml", text)], &TermSets::default()).unwrap_err();
        assert_eq!(errors[0].message, format!("the pack id `{pack}` is used twice"));
        let first = rules().packs.iter().find(|known| known.id == pack).unwrap().file.clone();
        assert_eq!(errors[0].help, Some(format!("{first} already uses it; choose another id")));
    }
}
