//! A digest of the content of a rule set, so that you can verify that two reports used the same rules.
//!
//! The digest covers the content of every active rule, the term sets of its pack and, if a rule depends on them, the
//! names of the organisation. It does not depend on the order of
//! rules and files, on file names, comments or layout, or on the version of the program. The rules about directives are
//! part of the program, so the digest does not cover them.

use crate::RuleSet;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashSet};
use std::fmt::Write;

/// The version of the algorithm. It is hashed first, so that digests of different versions always differ.
const VERSION: &[u8] = b"wordgate rules 1\n";

impl RuleSet {
    /// Returns the SHA-256 digest of the rules whose index is true in `active`, as `sha256:` and 64 hexadecimal digits.
    /// `shared` has the term sets of the configuration in any stable form. It is hashed only if a rule of a pack that
    /// is not built in is active, because only such rules can use these sets. `names` are those of the organisation. They
    /// are hashed only if an active rule has a context that depends on them.
    pub fn digest<'n>(&self, active: &[bool], shared: &[u8], names: impl IntoIterator<Item = &'n str>) -> String {
        let builtin: HashSet<&str> = self.packs.iter().filter(|pack| pack.builtin).map(|pack| &*pack.id).collect();
        let mut hasher = Sha256::new();
        hasher.update(VERSION);
        let (mut has_custom_rule, mut uses_names) = (false, false);
        for (rule, _) in self.rules.iter().zip(active).filter(|(rule, active)| **active && !rule.is_directive_rule()) {
            has_custom_rule |= !builtin.contains(rule.pack());
            uses_names |= rule.skip_when.iter().any(|context| context.uses_names());
            hasher.update(rule.id.as_bytes());
            hasher.update(b"\n");
            hasher.update(rule.hash);
        }
        if has_custom_rule {
            hasher.update(shared);
        }
        let names: BTreeSet<&str> = names.into_iter().filter(|_| uses_names).collect();
        for name in names {
            hasher.update(b"\norganisation ");
            hasher.update(name);
        }
        let mut text = String::from("sha256:");
        for byte in hasher.finalize() {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TermSets;
    use crate::toml_file::TomlFile;

    const PACK: &str = "[pack]\nid = 'p'\n[terms.x]\nterms = ['a b']\n";
    const RULES: &str =
        "[[rule]]\nid = 'a'\npatterns = ['@x', 'c']\nexamples.match = ['a b']\n[[rule]]\nid = 'b'\npatterns = ['d']\n";

    fn set(files: &[(&str, &str)]) -> RuleSet {
        let files: Vec<TomlFile> = files.iter().map(|(name, text)| TomlFile::new(*name, *text)).collect();
        RuleSet::load(&files, &TermSets::default()).unwrap()
    }

    fn digest(files: &[(&str, &str)]) -> String {
        set(files).digest(&[true, true], b"", [])
    }

    #[test]
    fn ignores_layout_order_and_file_names() {
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
    fn covers_every_change_of_an_active_rule() {
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
        assert_eq!(rules.digest(&[true, false], b"", []), changed.digest(&[true, false], b"", []));
        assert_ne!(rules.digest(&[true, false], b"", []), rules.digest(&[false, true], b"", []));
        assert_ne!(rules.digest(&[true, false], b"", []), rules.digest(&[true, false], b"shared", []));
        assert_eq!(rules.digest(&[false, false], b"", []), rules.digest(&[false, false], b"shared", []));
        assert_eq!(rules.digest(&[true, true], b"", ["Acme"]), one);
        let rules = set(&[("p.toml", &all.replace("'d']", "'d']\nskip_when = 'third-party'"))]);
        assert_ne!(rules.digest(&[true, true], b"", ["Acme"]), rules.digest(&[true, true], b"", []));
        assert_eq!(rules.digest(&[true, true], b"", ["A", "B"]), rules.digest(&[true, true], b"", ["B", "A"]));
        assert_eq!(rules.digest(&[true, false], b"", ["Acme"]), rules.digest(&[true, false], b"", []));
    }
}
