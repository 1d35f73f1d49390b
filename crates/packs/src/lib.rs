//! The built-in rules of wordgate.
//!
//! They are written as TOML below `rules/`. The build script reads and checks these files by the code that reads users'
//! files, and a mistake in one of them ends the build. What it made of them is embedded as bytes: to load these takes a
//! tenth of the time.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

use wordgate_rules::RuleSet;

/// All built-in rules, with those about directives.
pub fn rules() -> RuleSet {
    let stored = include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin"));
    RuleSet::from_bytes(stored).expect("the build script stored them by the same code")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;
    use wordgate_rules::toml_file::TomlFile;
    use wordgate_rules::{Rule, TermSets};

    /// The rule files, read and checked here.
    fn read() -> RuleSet {
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
        RuleSet::load(&files, &TermSets::default()).unwrap()
    }

    /// Everything that is known of a rule.
    fn shown(rule: &Rule) -> String {
        let Rule { id, file, hash, severity, recommended, protects, validity, scopes, within_words, .. } = rule;
        let head = (id, file, hash, severity, recommended, protects, validity, scopes, within_words);
        format!("{head:?} {:?} {:?}", rule.patterns(), **rule)
    }

    #[test]
    fn stored_rules_are_those_of_the_files() {
        let (stored, read) = (rules(), read().builtin().with_own());
        assert!(stored.rules.len() > 150);
        assert_eq!(stored.rules.len(), read.rules.len());
        for (stored, read) in stored.rules.iter().zip(&read.rules) {
            assert!(shown(stored) == shown(read), "{} differs", read.id);
        }
        assert_eq!(format!("{:?}", stored.packs), format!("{:?}", read.packs));
        let all = vec![true; read.rules.len()];
        assert_eq!(stored.digest(&all, b"x"), read.digest(&all, b"x"));
    }

    #[test]
    fn ids_of_built_in_rules_are_taken() {
        let taken = &rules().rules[0];
        let (pack, id) = taken.id.split_once('/').unwrap();
        let text = format!("[pack]\nid = '{pack}'\n[[rule]]\nid = '{id}'\npatterns = ['x']\n");
        let errors = rules().extend(&[TomlFile::new("own.toml", text)], &TermSets::default()).unwrap_err();
        assert_eq!(errors[0].message, format!("the pack id `{pack}` is used twice"));
        let home = rules().packs.iter().find(|known| known.id == pack).unwrap().file.clone();
        assert_eq!(errors[0].help, Some(format!("it is taken in {home}; choose another one")));
    }
}
