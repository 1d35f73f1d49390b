//! The built-in rules of wordgate.
//!
//! The rules are TOML files in `rules/`. The build script loads and checks them with the same code as users' rule
//! files, so a mistake in one of them fails the build. The library embeds the checked rules as bytes, which load in a
//! tenth of the time that the TOML files would take.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

use wordgate_rules::{Case, Pattern, PatternContext, RuleSet};

/// Returns all built-in rules, including the rules about directives.
pub fn rules() -> RuleSet {
    let stored = include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin"));
    RuleSet::from_bytes(stored).expect("the build script wrote the bytes with the same code")
}

/// Returns the names of well-known companies and their products: the term set `parties` in `rules/terms`.
pub fn parties() -> Vec<Pattern> {
    let terms = include_str!(concat!(env!("OUT_DIR"), "/parties.txt")).lines();
    let parse = |term| Pattern::parse(term, PatternContext::Term, Case::Exact).expect("a test parses every term");
    terms.map(parse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;
    use wordgate_rules::toml_file::TomlFile;
    use wordgate_rules::{Rule, TermSets};

    /// Loads the rules from the TOML files.
    fn load() -> RuleSet {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
        let mut files = Vec::new();
        for pack in std::fs::read_dir(root).unwrap() {
            let pack = pack.unwrap();
            // The folder of term sets is no pack.
            if pack.file_name() == "terms" {
                continue;
            }
            for file in std::fs::read_dir(pack.path()).unwrap() {
                let path = file.unwrap().path();
                let mut name = path.iter().rev().take(2).map(|part| part.to_str().unwrap());
                let (file, pack) = (name.next().unwrap(), name.next().unwrap());
                files.push(TomlFile::new(format!("{pack}/{file}"), std::fs::read_to_string(&path).unwrap()));
            }
        }
        files.sort_by(|a, b| a.name.cmp(&b.name));
        RuleSet::load(&files, &TermSets::default()).unwrap()
    }

    /// Returns the complete content of a rule as text.
    fn debug_text(rule: &Rule) -> String {
        let Rule {
            id, file, hash, severity, recommended, is_allow_rule: protects, validity, scopes, within_words, ..
        } = rule;
        let head = (id, file, hash, severity, recommended, protects, validity, scopes, within_words);
        format!("{head:?} {:?} {:?}", rule.patterns(), **rule)
    }

    #[test]
    fn embedded_rules_equal_the_rule_files() {
        let (embedded, loaded) = (rules(), load().mark_as_builtin().with_directive_rules());
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
    fn every_party_is_a_pattern() {
        assert!(parties().len() > 50);
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
