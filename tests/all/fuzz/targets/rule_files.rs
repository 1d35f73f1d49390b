//! Rule files: any input is either loaded or rejected, and each mistake has a place in the file.

use std::sync::Arc;
use wordgate_core::matcher::Matcher;
use wordgate_rules::toml_file::TomlFile;
use wordgate_rules::{RuleSet, TermSets};
use wordgate_text::prose::Words;

/// The maximum size in bytes. Larger files are slow and find nothing more.
const LONGEST: usize = 8 << 10;

pub fn run(data: &[u8]) {
    let Some(text) = str::from_utf8(data).ok().filter(|text| text.len() <= LONGEST) else { return };
    let file = TomlFile::new("r.toml", text);
    match RuleSet::load(&[file], &TermSets::default()) {
        Ok(rules) => {
            let rules = Arc::new(rules);
            Matcher::new(&rules, |_| true).find(&Words::new(text), &|_, _| false);
            for pattern in rules.rules.iter().flat_map(|rule| rule.patterns()) {
                assert!(!pattern.expansion().expanded.is_empty());
            }
        }
        Err(mistakes) => {
            assert!(!mistakes.is_empty());
            for mistake in mistakes {
                let at = mistake.at.clone().unwrap_or_else(|| panic!("{} has no place", mistake.message));
                let place = text.get(at);
                assert!(place.is_some(), "{} is outside of the file", mistake.message);
                assert!(mistake.one_line().starts_with("r.toml:"), "{}", mistake.one_line());
            }
        }
    }
}
