//! One name for the content of a set of rules: who has a report can tell by which rules it was made.
//!
//! It covers everything that the files say of each active rule, and the term sets of their packs. It does not depend on
//! the order of rules and files, on their names, on comments or layout, or on the version of the program, to which the
//! rules about directives belong.

use super::canonical::{self, Terms};
use super::{RuleFile, RuleSet};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write;
use toml::de::{DeTable, DeValue};

/// What is hashed first: another way to hash has another name.
const NAME: &[u8] = b"wordgate rules 1\n";

impl RuleSet {
    /// The SHA-256 digest of the rules for which `active` (by index) holds, as `sha256:` and 64 hexadecimal digits.
    /// `shared` are the term sets that added rules may name besides their own, in any one form.
    pub fn digest(&self, active: &[bool], shared: &[u8]) -> String {
        let added = added(&self.files);
        let mut hasher = Sha256::new();
        hasher.update(NAME);
        let mut has_added = false;
        for (rule, _) in self.rules.iter().zip(active).filter(|(rule, active)| **active && !rule.is_own()) {
            let hash = match &rule.origin {
                Some(origin) => Some(origin.hash()),
                None => added.get(&*rule.id),
            };
            has_added |= rule.origin.is_none();
            hasher.update(rule.id.as_bytes());
            hasher.update(b"\n");
            hasher.update(hash.expect("each rule comes from the index or from one of the files"));
        }
        if has_added {
            hasher.update(shared);
        }
        let mut text = String::from("sha256:");
        for byte in hasher.finalize() {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

/// A rule file as it is hashed.
struct Parsed<'f> {
    folder: &'f str,
    pack: Option<String>,
    table: DeTable<'f>,
}

/// The hashes of the rules of some files, by full id.
fn added(files: &[RuleFile]) -> HashMap<String, [u8; 32]> {
    let parsed: Vec<Parsed> = files.iter().filter_map(parse).collect();
    let mut terms: HashMap<&str, Terms> = HashMap::new();
    for file in &parsed {
        let Some(pack) = pack(file, &parsed) else { continue };
        let sets = get(&file.table, "terms").and_then(DeValue::as_table).into_iter().flat_map(DeTable::iter);
        let sets = sets.map(|(name, set)| (name.get_ref().to_string(), canonical::form(set.get_ref())));
        terms.entry(pack).or_default().extend(sets);
    }
    let mut hashes = HashMap::new();
    for file in &parsed {
        let Some(pack) = pack(file, &parsed) else { continue };
        let rules = get(&file.table, "rule").and_then(DeValue::as_array);
        for rule in rules.into_iter().flat_map(|rules| rules.iter()) {
            let id = rule.get_ref().as_table().and_then(|keys| get(keys, "id")?.as_str());
            let hash = canonical::hash(&canonical::form(rule.get_ref()), &terms[pack]);
            hashes.extend(id.map(|id| (format!("{pack}/{id}"), hash)));
        }
    }
    hashes
}

fn parse(file: &RuleFile) -> Option<Parsed<'_>> {
    let table = DeTable::parse(&file.text).ok()?.into_inner();
    let pack = get(&table, "pack").and_then(|pack| get(pack.as_table()?, "id")?.as_str()).map(str::to_owned);
    let folder = file.name.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder);
    Some(Parsed { folder, pack, table })
}

/// The pack of a file: its own, or the one that another file of its folder names.
fn pack<'p>(file: &'p Parsed, all: &'p [Parsed]) -> Option<&'p str> {
    let beside = || all.iter().filter(|other| other.folder == file.folder).find_map(|other| other.pack.as_deref());
    file.pack.as_deref().or_else(beside)
}

fn get<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t DeValue<'i>> {
    table.get(key).map(|value| value.get_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::TermSets;

    const PACK: &str = "[pack]\nid = 'p'\n[terms.x]\nterms = ['a b']\n";
    const RULES: &str =
        "[[rule]]\nid = 'a'\npatterns = ['@x', 'c']\nexamples.match = ['a b']\n[[rule]]\nid = 'b'\npatterns = ['d']\n";

    fn set(files: &[(&str, &str)]) -> RuleSet {
        let file =
            |(name, text): &(&str, &str)| RuleFile { name: (*name).into(), text: (*text).into(), builtin: false };
        let files: Vec<RuleFile> = files.iter().map(file).collect();
        RuleSet::load(&files, &TermSets::default()).unwrap()
    }

    fn digest(files: &[(&str, &str)]) -> String {
        set(files).digest(&[true, true], b"")
    }

    #[test]
    fn layout_order_and_files_do_not_matter() {
        let one = digest(&[("p/pack.toml", &format!("{PACK}{RULES}"))]);
        assert_eq!(one.len(), "sha256:".len() + 64);
        let (first, second) = RULES.split_once("[[rule]]\nid = 'b'").unwrap();
        let second = format!("[[rule]]\nid = 'b'{second}");
        let other = "# b\n[[rule]] # first\npatterns = [\n  \"d\", # d\n]\nid = \"\"\"b\"\"\"\n[[rule]]\nid = 'a'\n\
                     patterns = ['@x', \"\\u0063\"]\n[rule.examples]\nmatch = [\"a b\"]\n";
        for files in [
            vec![("q/z.toml", PACK), ("q/a.toml", RULES)],
            vec![("q/z.toml", PACK), ("q/a.toml", other)],
            vec![("a.toml", &*second), ("b.toml", PACK), ("c.toml", first)],
        ] {
            assert_eq!(digest(&files), one, "{files:?}");
        }
    }

    #[test]
    fn every_change_of_an_active_rule_matters() {
        let all = format!("{PACK}{RULES}");
        let one = digest(&[("p.toml", &all)]);
        for (from, to) in [
            ("'d'", "'e'"),
            ("'@x', 'c'", "'c', '@x'"),
            ("'a b']\n[[rule]]\nid = 'a'", "'a c']\n[[rule]]\nid = 'a'"),
            ("examples.match = ['a b']", "examples.match = ['@x']"),
            ("id = 'b'", "id = 'c'"),
            ("id = 'p'", "id = 'q'"),
            ("id = 'b'", "owner = 'x'\nid = 'b'"),
        ] {
            assert!(all.contains(from), "{from}");
            assert_ne!(digest(&[("p.toml", &all.replacen(from, to, 1))]), one, "{from}");
        }
        let rules = set(&[("p.toml", &all)]);
        let changed = set(&[("p.toml", &all.replace("'d'", "'e'"))]);
        assert_eq!(rules.digest(&[true, false], b""), changed.digest(&[true, false], b""));
        assert_ne!(rules.digest(&[true, false], b""), rules.digest(&[false, true], b""));
        assert_ne!(rules.digest(&[true, false], b""), rules.digest(&[true, false], b"shared"));
        assert_eq!(rules.digest(&[false, false], b""), rules.digest(&[false, false], b"shared"));
    }

    #[test]
    fn the_index_has_the_hashes_of_the_files() {
        let indexed = RuleSet::with_builtin(&[], &TermSets::default()).unwrap();
        let read = RuleSet::load(&RuleSet::builtin_files(), &TermSets::default()).unwrap();
        for at in 0..indexed.rules.len() {
            let only: Vec<bool> = (0..indexed.rules.len()).map(|rule| rule == at).collect();
            if at % 25 == 0 {
                assert_eq!(indexed.digest(&only, b""), read.digest(&only, b""), "{}", indexed.rules[at].id);
            }
        }
        let all = vec![true; indexed.rules.len()];
        assert_eq!(indexed.digest(&all, b""), read.digest(&all, b""));
    }
}
