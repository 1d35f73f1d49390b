//! The data of the evidence page besides the findings, for readers who did not see the run: the checked files and the
//! rules used.
//!
//! It is collected only for formats that show it, because that means copying every rule and hashing every file.

use super::rule_info::RuleInfo;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::Arc;
use wordgate_project::config::RuleState;
use wordgate_rules::{Severity, Validity};

/// The checked files and the rules used.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The name of the folder of the configuration, or of the repository.
    pub project: String,
    /// The configuration files, relative to the working directory.
    pub config_files: Vec<String>,
    /// The checked files, sorted by path.
    pub files: Vec<ScannedFile>,
    /// The chosen rules, sorted by id, including those that have ended or are not yet in effect.
    pub rules: Vec<RuleRecord>,
    /// The number of known rules that are not chosen.
    pub off: usize,
    /// What the configuration excluded or changed.
    pub limits: Vec<Limitation>,
    /// Whether directives in documents could suppress rules.
    pub respects_directives: bool,
}

/// A checked file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannedFile {
    /// The path, as in a finding.
    pub path: Arc<str>,
    /// The stored size in bytes.
    pub bytes: u64,
    /// The SHA-256 digest of these bytes, as 64 hexadecimal digits.
    pub sha256: String,
}

/// A chosen rule, and its state on the date of the run.
#[derive(Clone, Debug)]
pub struct RuleRecord {
    /// The texts of the rule.
    pub info: RuleInfo,
    /// The severity of its findings after the configuration's overrides.
    pub severity: Severity,
    /// Whether it is in effect.
    pub state: RuleState,
    /// The days on which it is in effect.
    pub validity: Validity,
}

/// Something that the configuration excluded from the check or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limitation {
    /// A title for the list.
    pub what: &'static str,
    /// The list; empty if the title says everything.
    pub items: Vec<String>,
}

impl ScannedFile {
    /// Records a file with these stored bytes.
    pub fn new(path: &str, bytes: &[u8]) -> ScannedFile {
        ScannedFile { path: path.into(), bytes: bytes.len() as u64, sha256: hexadecimal(&Sha256::digest(bytes)) }
    }

    /// Returns the line that `sha256sum` prints for the file, with its line end.
    fn line(&self) -> String {
        let is_plain = !self.path.contains(['\\', '\n', '\r']);
        if is_plain {
            return format!("{}  {}\n", self.sha256, self.path);
        }
        let path = self.path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
        format!("\\{}  {path}\n", self.sha256)
    }
}

impl Evidence {
    /// Returns one digest for all files: `sha256:` and 64 hexadecimal digits. It is the digest of the output of
    /// `sha256sum` for the files, sorted by the bytes of their paths.
    pub fn files_digest(&self) -> String {
        let mut hasher = Sha256::new();
        self.files.iter().for_each(|file| hasher.update(file.line()));
        format!("sha256:{}", hexadecimal(&hasher.finalize()))
    }

    /// Returns the rule with this full id.
    pub fn rule(&self, id: &str) -> Option<&RuleRecord> {
        self.rule_index(id).map(|index| &self.rules[index])
    }

    /// Returns the index in `rules` of the rule with this full id.
    pub(super) fn rule_index(&self, id: &str) -> Option<usize> {
        self.rules.binary_search_by(|rule| (*rule.info.id).cmp(id)).ok()
    }
}

/// Returns a digest of some text: `sha256:` and 64 hexadecimal digits.
pub fn digest(text: &str) -> String {
    format!("sha256:{}", hexadecimal(&Sha256::digest(text)))
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_files_is_the_digest_of_the_output_of_sha256sum() {
        let files = vec![ScannedFile::new("a.md", b"abc"), ScannedFile::new("b\\\n.md", b"")];
        let lines: String = files.iter().map(ScannedFile::line).collect();
        // The output of `sha256sum a.md $'b\\\n.md'` in GNU coreutils.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.md\n\
                        \\e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b\\\\\\n.md\n";
        assert_eq!(lines, expected);
        let digest = format!("sha256:{}", hexadecimal(&Sha256::digest(expected)));
        assert_eq!(Evidence { files, ..Evidence::default() }.files_digest(), digest);
    }
}
