//! The baseline: the findings that were accepted when a repository adopted the tool, as a file of the repository.
//!
//! One finding stands on a line, in a fixed order and without its position, so that a diff shows what came and went and
//! nothing else, and two branches that shrink it merge. It is TOML, as all other files that users may open here.

use serde::Deserialize;
use std::collections::HashMap;
use toml::Spanned;
use wordgate_rules::toml_file::{TomlError, TomlFile, quoted};
use wordgate_text::source::{LineIndex, to_u32};

/// What the file says of its own form; it grows when the form or the fingerprints change.
const VERSION: i64 = 1;
/// More characters of a match help no reviewer.
const MAX_TEXT: usize = 200;

/// The accepted findings.
#[derive(Debug, Default)]
pub struct Baseline {
    /// The name of the file, as the user knows it.
    pub name: String,
    /// The findings, by path, rule and fingerprint; each once.
    pub entries: Vec<BaselineEntry>,
    by_fingerprint: HashMap<u128, usize>,
}

/// An accepted finding. Ordered by path, rule and fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BaselineEntry {
    /// The file, as globs and fingerprints take it.
    pub path: String,
    /// The full id of the rule.
    pub rule: String,
    /// 32 hexadecimal digits.
    pub fingerprint: String,
    /// The matched words, for people.
    pub text: String,
    /// The 1-based line of the baseline file; 0 when it is new.
    pub line: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileToml {
    findings: Vec<Spanned<EntryToml>>,
    #[serde(rename = "version")]
    _version: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryToml {
    path: String,
    rule: String,
    fingerprint: Spanned<String>,
    #[serde(default)]
    text: String,
}

/// The version alone: that of a later form is told before its keys are judged.
#[derive(Deserialize)]
struct VersionToml {
    version: Option<Spanned<i64>>,
}

impl Baseline {
    /// Reads a baseline file.
    ///
    /// # Errors
    /// The first mistake, with its place.
    pub fn parse(file: &TomlFile) -> Result<Baseline, TomlError> {
        let remake = "take it from version control, or delete it and write it anew with `wordgate baseline`";
        let form = |mut error: TomlError| {
            error.message = format!("this is no baseline: {}", error.message);
            error.help(remake)
        };
        let version = file.parse::<VersionToml>().map_err(form)?.version;
        let Some(version) = version else {
            return Err(file.error(0..0, "this is no baseline: it has no `version`").help(remake));
        };
        if *version.get_ref() != VERSION {
            let message = format!("this baseline has version {}; this wordgate knows {VERSION}", version.get_ref());
            return Err(file.error(version.span(), message).help("use the wordgate that wrote it, or a newer one"));
        }
        let parsed: FileToml = file.parse().map_err(form)?;
        let lines = LineIndex::new(&file.text);
        let mut entries = Vec::with_capacity(parsed.findings.len());
        for entry in parsed.findings {
            let line = to_u32(lines.line_of(to_u32(entry.span().start)) + 1);
            let EntryToml { path, rule, fingerprint, text } = entry.into_inner();
            if digits(fingerprint.get_ref()).is_none() {
                let message = "a fingerprint has 32 hexadecimal digits, in small letters";
                return Err(file.error(fingerprint.span(), message).help(remake));
            }
            entries.push(BaselineEntry { path, rule, fingerprint: fingerprint.into_inner(), text, line });
        }
        Ok(Baseline::new(&file.name, entries))
    }

    /// Puts entries in order; of those with one fingerprint the first stays.
    pub fn new(name: &str, mut entries: Vec<BaselineEntry>) -> Baseline {
        entries.sort();
        let mut by_fingerprint = HashMap::with_capacity(entries.len());
        entries.retain(|entry| {
            let next = by_fingerprint.len();
            digits(&entry.fingerprint).is_some_and(|digits| *by_fingerprint.entry(digits).or_insert(next) == next)
        });
        Baseline { name: name.to_owned(), entries, by_fingerprint }
    }

    /// Whether a finding is in it.
    pub fn has(&self, fingerprint: &str) -> bool {
        self.index_of(fingerprint).is_some()
    }

    /// The entry of a finding, by index.
    pub fn index_of(&self, fingerprint: &str) -> Option<usize> {
        self.by_fingerprint.get(&digits(fingerprint)?).copied()
    }

    /// The file.
    pub fn render(&self) -> String {
        let mut text = String::from(HEAD);
        for entry in &self.entries {
            let shown: String = entry.text.chars().take(MAX_TEXT).collect();
            let [path, rule, fingerprint, shown] =
                [&entry.path, &entry.rule, &entry.fingerprint, &shown].map(|value| quoted(value));
            text += &format!("  {{ path = {path}, rule = {rule}, fingerprint = {fingerprint}, text = {shown} }},\n");
        }
        text + "]\n"
    }
}

const HEAD: &str = "\
# Findings that were accepted when this repository adopted wordgate. Written by `wordgate baseline`, which takes out what
# is gone; a line that is taken out by hand makes its finding new again.
version = 1
findings = [
";

fn digits(fingerprint: &str) -> Option<u128> {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let is_whole = fingerprint.len() == 32 && fingerprint.bytes().all(is_digit);
    is_whole.then(|| u128::from_str_radix(fingerprint, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Result<Baseline, TomlError> {
        Baseline::parse(&TomlFile::new("b.toml", text))
    }

    fn entry(path: &str, digit: char, text: &str) -> BaselineEntry {
        let fingerprint = digit.to_string().repeat(32);
        BaselineEntry { path: path.into(), rule: "p/r".into(), fingerprint, text: text.into(), line: 0 }
    }

    #[test]
    fn it_is_sorted_and_each_finding_stands_on_one_line() {
        let entries = vec![entry("b.md", '1', "x"), entry("a.md", '3', "a\n\u{1b}\"b\""), entry("a.md", '2', "y")];
        let baseline = Baseline::new("b.toml", entries);
        let text = baseline.render();
        let lines: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("  {")).collect();
        assert_eq!(
            lines,
            [
                format!(r#"  {{ path = "a.md", rule = "p/r", fingerprint = "{}", text = "y" }},"#, "2".repeat(32)),
                format!(
                    r#"  {{ path = "a.md", rule = "p/r", fingerprint = "{}", text = "a\n\U0000001B\"b\"" }},"#,
                    "3".repeat(32)
                ),
                format!(r#"  {{ path = "b.md", rule = "p/r", fingerprint = "{}", text = "x" }},"#, "1".repeat(32)),
                "]".to_owned(),
            ]
        );
        let again = parse(&text).unwrap();
        assert_eq!(again.render(), text);
        assert_eq!(again.entries[1].text, "a\n\u{1b}\"b\"");
        assert_eq!(again.entries.iter().map(|entry| entry.line).collect::<Vec<_>>(), [5, 6, 7]);
        assert!(again.has(&"2".repeat(32)) && !again.has(&"4".repeat(32)) && !again.has("x"));
        assert_eq!(again.index_of(&"1".repeat(32)), Some(2));
    }

    #[test]
    fn mistakes_are_placed() {
        let one = format!("{{ path = 'a', rule = 'p/r', fingerprint = '{}' }}", "1".repeat(32));
        let cases = [
            ("# Notes\n".to_owned(), "this is no baseline: it has no `version`", "#"),
            ("version = 2\nnews = 1\n".to_owned(), "this baseline has version 2; this wordgate knows 1", "2"),
            ("version = '1'\n".to_owned(), "this is no baseline: invalid type", "'1'"),
            ("version = 1\nfinding = []\n".to_owned(), "this is no baseline: unknown key `finding`", "finding"),
            (format!("version = 1\nfindings = [\n{one},\n<<<<<<< HEAD\n]\n"), "this is no baseline: ", "<"),
            (
                format!("version = 1\nfindings = [{}]", one.replace("'111", "'A11")),
                "a fingerprint has 32 hexadecimal digits",
                "'A11",
            ),
        ];
        for (text, message, at) in cases {
            let error = parse(&text).unwrap_err();
            assert!(error.message.starts_with(message), "{text}: {}", error.message);
            assert!(text[error.at.unwrap().start..].starts_with(at), "{text}");
            assert!(error.help.is_some());
        }
    }

    #[test]
    fn order_and_repeats_do_not_matter() {
        let line = |digit: &str| format!("{{ path = 'a', rule = 'p/r', fingerprint = '{}' }}", digit.repeat(32));
        let [one, two] = ["1", "2"].map(line);
        let merged = parse(&format!("version = 1\r\nfindings = [\r\n{two},\r\n{one},\r\n{two}]\r\n")).unwrap();
        assert_eq!(merged.entries.len(), 2);
        assert_eq!(merged.render(), parse(&format!("version = 1\nfindings = [{one},{two}]")).unwrap().render());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(parts in prop::collection::vec((".*", ".*", any::<u128>(), ".{0,200}"), 0..9)) {
            let entry = |(path, rule, digits, text): (String, String, u128, String)| {
                BaselineEntry { path, rule, fingerprint: format!("{digits:032x}"), text, line: 0 }
            };
            let baseline = Baseline::new("b", parts.into_iter().map(entry).collect());
            let text = baseline.render();
            prop_assert_eq!(text.lines().count(), HEAD.lines().count() + baseline.entries.len() + 1);
            let read = parse(&text).unwrap();
            let plain = |entry: &BaselineEntry| BaselineEntry { line: 0, ..entry.clone() };
            prop_assert_eq!(read.entries.iter().map(plain).collect::<Vec<_>>(), baseline.entries);
        }
    }
}
