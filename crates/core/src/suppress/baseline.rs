//! The baseline: a file with the findings that were accepted when a repository adopted wordgate.
//!
//! Each finding is on its own line, in a fixed order and without its position. So a diff shows only added or removed
//! findings. The format is TOML, as for all files that users may edit.
//!
//! Two branches that remove neighbouring findings must merge. Git reports a conflict if the changes of both sides touch,
//! even if they do not overlap, so a line that neither side removes must be between any two findings. A blank line or a
//! comment that is removed together with its finding is no help: then the removed blocks touch. Therefore the blank line
//! stays when its finding is removed.

use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::HashMap;
use toml::Spanned;
use wordgate_rules::toml_file::{MERGE_CONFLICT, TomlError, TomlFile, quoted};
use wordgate_text::source::{LineIndex, to_u32};

/// The version of the file format. It increases when the format or the fingerprints change.
const VERSION: i64 = 1;
/// The maximum length of the `text` of an entry in characters. More text would not help a reviewer.
const MAX_TEXT: usize = 200;

/// The accepted findings.
#[derive(Debug, Default)]
pub struct Baseline {
    /// The file name in messages.
    pub name: String,
    /// The findings without duplicates, sorted by path, rule and fingerprint.
    pub entries: Vec<BaselineEntry>,
    by_fingerprint: HashMap<u128, usize>,
    /// The number of blank lines after the last entry.
    gap_at_end: u32,
}

/// An accepted finding. Ordered by path, rule and fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BaselineEntry {
    /// The path of the file that globs and fingerprints use.
    pub path: String,
    /// The full id of the rule.
    pub rule: String,
    /// The fingerprint: 32 hexadecimal digits.
    pub fingerprint: String,
    /// The matched text, for readers of the baseline file.
    pub text: String,
    /// The 1-based line in the baseline file; 0 for a new entry.
    pub line: u32,
    /// The number of lines before it that have no entry; 0 for a new entry.
    pub gap: u32,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FileToml {
    #[schemars(with = "Vec<EntryToml>")]
    findings: Spanned<Vec<Spanned<EntryToml>>>,
    #[serde(rename = "version")]
    _version: i64,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct EntryToml {
    path: String,
    rule: String,
    #[schemars(with = "String")]
    fingerprint: Spanned<String>,
    #[serde(default)]
    text: String,
}

/// Only the version of a baseline file. It is checked first, so that a newer format gives an error about the version
/// and not about unknown keys.
#[derive(Deserialize, JsonSchema)]
struct VersionToml {
    #[schemars(with = "Option<i64>")]
    version: Option<Spanned<i64>>,
}

impl Baseline {
    /// Parses a baseline file.
    ///
    /// # Errors
    /// The first mistake.
    pub fn parse(file: &TomlFile) -> Result<Baseline, TomlError> {
        let recreate = "restore it from version control, or delete it and create a new one with `wordgate baseline`";
        let invalid = |mistakes: Vec<TomlError>| {
            let mut first = mistakes.into_iter().next().unwrap_or_else(|| TomlFile::file_error(&file.name, ""));
            if first.message == MERGE_CONFLICT {
                return first.help(RESOLVE);
            }
            first.message = format!("not a valid baseline: {}", first.message);
            first.help(recreate)
        };
        let version = file.parse::<VersionToml>().map_err(invalid)?.version;
        let Some(version) = version else {
            return Err(file.error(0..0, "not a valid baseline: it has no `version`").help(recreate));
        };
        if *version.get_ref() != VERSION {
            let message =
                format!("unsupported baseline version {}; this wordgate supports version {VERSION}", version.get_ref());
            let help = "use the version of wordgate that wrote it, or a newer one";
            return Err(file.error(version.span(), message).help(help));
        }
        let parsed: FileToml = file.parse().map_err(invalid)?;
        let lines = LineIndex::new(&file.text);
        let line_at = |offset: usize| to_u32(lines.line_of(to_u32(offset)) + 1);
        let list = parsed.findings.span();
        let mut previous = line_at(list.start);
        let mut entries = Vec::with_capacity(parsed.findings.get_ref().len());
        for entry in parsed.findings.into_inner() {
            let line = line_at(entry.span().start);
            let gap = line.saturating_sub(previous + 1);
            previous = line;
            let EntryToml { path, rule, fingerprint, text } = entry.into_inner();
            if parse_fingerprint(fingerprint.get_ref()).is_none() {
                let message = "a fingerprint must have 32 lower-case hexadecimal digits";
                return Err(file.error(fingerprint.span(), message).help(recreate));
            }
            entries.push(BaselineEntry { path, rule, fingerprint: fingerprint.into_inner(), text, line, gap });
        }
        let gap_at_end = line_at(list.end.saturating_sub(1)).saturating_sub(previous + 1);
        Ok(Baseline { gap_at_end, ..Baseline::new(&file.name, entries) })
    }

    /// Creates a baseline. Sorts the entries, and of those with the same fingerprint keeps only the first.
    pub fn new(name: &str, mut entries: Vec<BaselineEntry>) -> Baseline {
        entries.sort();
        let mut by_fingerprint = HashMap::with_capacity(entries.len());
        entries.retain(|entry| {
            let next = by_fingerprint.len();
            parse_fingerprint(&entry.fingerprint)
                .is_some_and(|fingerprint| *by_fingerprint.entry(fingerprint).or_insert(next) == next)
        });
        Baseline { name: name.to_owned(), entries, by_fingerprint, gap_at_end: 0 }
    }

    /// Returns the baseline without the entries with these indices, in ascending order, and with new entries. The blank
    /// lines of removed entries stay.
    #[must_use]
    pub fn changed(&self, gone: &[usize], new: Vec<BaselineEntry>) -> Baseline {
        let (mut kept, mut gap) = (Vec::with_capacity(self.entries.len() + new.len()), 0);
        for (at, entry) in self.entries.iter().enumerate() {
            gap += if at == 0 { entry.gap } else { entry.gap.max(1) };
            if gone.binary_search(&at).is_err() {
                kept.push(BaselineEntry { gap, ..entry.clone() });
                gap = 0;
            }
        }
        kept.extend(new);
        Baseline { gap_at_end: gap + self.gap_at_end, ..Baseline::new(&self.name, kept) }
    }

    /// Returns whether the baseline contains a finding.
    pub fn contains(&self, fingerprint: &str) -> bool {
        self.index_of(fingerprint).is_some()
    }

    /// Returns the index of the entry for a finding.
    pub fn index_of(&self, fingerprint: &str) -> Option<usize> {
        self.by_fingerprint.get(&parse_fingerprint(fingerprint)?).copied()
    }

    /// Returns the content of the baseline file.
    pub fn render(&self) -> String {
        let mut text = String::from(HEADER);
        for (at, entry) in self.entries.iter().enumerate() {
            let gap = if at == 0 { entry.gap } else { entry.gap.max(1) };
            text.extend((0..gap).map(|_| '\n'));
            let excerpt: String = entry.text.chars().take(MAX_TEXT).collect();
            let [path, rule, fingerprint, excerpt] =
                [&entry.path, &entry.rule, &entry.fingerprint, &excerpt].map(|value| quoted(value));
            text += &format!("  {{ path = {path}, rule = {rule}, fingerprint = {fingerprint}, text = {excerpt} }},\n");
        }
        text.extend((0..self.gap_at_end).map(|_| '\n'));
        text + "]\n"
    }
}

/// The help for a merge conflict. Each finding has a line of its own, so no line contradicts another.
const RESOLVE: &str = "resolve it: keep the lines of both sides, and delete the lines with `<<<<<<<`, `=======` and \
                       `>>>>>>>`; then run `wordgate baseline`, which drops what is fixed";

const HEADER: &str = "\
# Findings that were accepted when this repository adopted wordgate. `wordgate baseline` writes this file and removes
# findings that no longer occur. If you remove a line by hand, its finding is reported as new. Keep the blank lines:
# with them, branches that remove findings merge.
version = 1
findings = [
";

fn parse_fingerprint(fingerprint: &str) -> Option<u128> {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let is_complete = fingerprint.len() == 32 && fingerprint.bytes().all(is_digit);
    is_complete.then(|| u128::from_str_radix(fingerprint, 16).ok()).flatten()
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
        BaselineEntry { path: path.into(), rule: "p/r".into(), fingerprint, text: text.into(), line: 0, gap: 0 }
    }

    #[test]
    fn entries_are_sorted_and_each_is_on_one_line() {
        let entries = vec![entry("b.md", '1', "x"), entry("a.md", '3', "a\n\u{1b}\"b\""), entry("a.md", '2', "y")];
        let baseline = Baseline::new("b.toml", entries);
        let text = baseline.render();
        let lines: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("  {")).collect();
        let lines: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
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
        assert_eq!(again.entries.iter().map(|entry| entry.line).collect::<Vec<_>>(), [6, 8, 10]);
        assert!(again.contains(&"2".repeat(32)) && !again.contains(&"4".repeat(32)) && !again.contains("x"));
        assert_eq!(again.index_of(&"1".repeat(32)), Some(2));
    }

    #[test]
    fn errors_have_a_location() {
        let one = format!("{{ path = 'a', rule = 'p/r', fingerprint = '{}' }}", "1".repeat(32));
        let cases = [
            ("# Notes\n".to_owned(), "not a valid baseline: it has no `version`", "#"),
            (
                "version = 2\nnews = 1\n".to_owned(),
                "unsupported baseline version 2; this wordgate supports version 1",
                "2",
            ),
            ("version = '1'\n".to_owned(), "not a valid baseline: `version` must be a whole number", "'1'"),
            ("version = 1\nfinding = []\n".to_owned(), "not a valid baseline: unknown key `finding`", "finding"),
            (format!("version = 1\nfindings = [\n{one},\n<<<<<<< HEAD\n]\n"), MERGE_CONFLICT, "<<<<<<< HEAD"),
            (
                format!("version = 1\nfindings = [\n<<<<<<< HEAD\n{one},\n=======\n{one},\n>>>>>>> x\n]\n"),
                MERGE_CONFLICT,
                "<<<<<<< HEAD",
            ),
            (
                format!("version = 1\nfindings = [{}]", one.replace("'111", "'A11")),
                "a fingerprint must have 32 lower-case hexadecimal digits",
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
    fn order_and_duplicates_do_not_matter() {
        let line = |digit: &str| format!("{{ path = 'a', rule = 'p/r', fingerprint = '{}' }}", digit.repeat(32));
        let [one, two] = ["1", "2"].map(line);
        let merged = parse(&format!("version = 1\r\nfindings = [\r\n{two},\r\n{one},\r\n{two}]\r\n")).unwrap();
        assert_eq!(merged.entries.len(), 2);
        assert_eq!(merged.render(), parse(&format!("version = 1\nfindings = [{one},{two}]")).unwrap().render());
    }

    #[test]
    fn the_blank_line_of_a_removed_entry_stays() {
        let shape = |baseline: &Baseline| -> String {
            let list = baseline.render().split_once("[\n").unwrap().1.to_owned();
            list.lines().map(|line| line.split('"').nth(1).map_or("-", |path| path)).collect()
        };
        let entries = ["a", "b", "c", "d"].iter().zip("1234".chars()).map(|(path, digit)| entry(path, digit, "x"));
        let all = Baseline::new("b.toml", entries.collect());
        assert_eq!(shape(&all), "a-b-c-d-");
        assert_eq!(shape(&all.changed(&[0], Vec::new())), "-b-c-d-");
        assert_eq!(shape(&all.changed(&[1, 2], Vec::new())), "a---d-");
        let none = all.changed(&[0, 1, 2, 3], Vec::new());
        assert_eq!(shape(&none), "----");
        let again = parse(&all.changed(&[1, 3], Vec::new()).render()).unwrap();
        assert_eq!(shape(&again), "a--c--");
        assert_eq!(shape(&again.changed(&[1], vec![entry("b", '2', "x")])), "a-b----");
        let old = all.render().replace("\n\n", "\n");
        assert_eq!(parse(&old).unwrap().render(), all.render());
    }

    proptest! {
        #[test]
        fn parsing_restores_what_was_rendered(parts in prop::collection::vec((".*", ".*", any::<u128>(), ".{0,200}"), 0..9)) {
            let entry = |(path, rule, digits, text): (String, String, u128, String)| {
                BaselineEntry { path, rule, fingerprint: format!("{digits:032x}"), text, line: 0, gap: 0 }
            };
            let baseline = Baseline::new("b", parts.into_iter().map(entry).collect());
            let text = baseline.render();
            let count = baseline.entries.len();
            prop_assert_eq!(text.lines().count(), HEADER.lines().count() + count + count.saturating_sub(1) + 1);
            let read = parse(&text).unwrap();
            let without_line = |entry: &BaselineEntry| BaselineEntry { line: 0, gap: 0, ..entry.clone() };
            prop_assert_eq!(read.render(), text);
            prop_assert_eq!(read.entries.iter().map(without_line).collect::<Vec<_>>(), baseline.entries);
        }
    }
}
