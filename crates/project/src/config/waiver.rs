//! Waivers in the configuration and in files of their own, and their validation.
//!
//! A waiver must have an approver and a reason, and its rule must exist: a waiver with a misspelt rule would have no
//! effect. A waiver of a rule that is off is valid, because another run may switch the rule on.

use crate::paths;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;
use toml::Spanned;
use wordgate_core::suppress::{Waiver, WaiverTarget, Waivers, has_content};
use wordgate_rules::RuleSet;
use wordgate_rules::date::TomlDate;
use wordgate_rules::globs::{PathGlobs, file_of_glob};
use wordgate_rules::toml_file::{TomlError, TomlFile};
use wordgate_text::source::{LineIndex, to_u32};

/// A recorded, reasoned exception: one rule in one sentence.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverToml {
    /// The full id of the rule, `pack/rule`.
    #[schemars(with = "String")]
    pub rule: Spanned<String>,
    /// A glob of the files that it is for, relative to the folder of the configuration.
    #[schemars(with = "String")]
    pub path: Spanned<String>,
    /// The fingerprint of the finding (32 hexadecimal digits), or all words of its sentence.
    #[schemars(with = "String")]
    pub text: Spanned<String>,
    /// The sentence that was approved, for readers. It has no effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence: Option<String>,
    /// Why it was granted.
    #[schemars(with = "String")]
    pub reason: Spanned<String>,
    /// Who granted it.
    #[schemars(with = "String")]
    pub approver: Spanned<String>,
    /// Where that is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// The day on which it was granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub granted: Option<TomlDate>,
    /// The last day on which it is in effect. Without it, the waiver does not expire.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<TomlDate>,
}

/// A file of waivers.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WaiverFileToml {
    /// The waivers.
    #[serde(rename = "waiver")]
    #[schemars(with = "Vec<WaiverToml>")]
    pub waivers: Vec<Spanned<WaiverToml>>,
}

/// The waivers of one file.
#[derive(Clone, Copy, Debug)]
pub struct WaiverSource<'a> {
    /// The file.
    pub file: &'a TomlFile,
    /// The waivers in it.
    pub waivers: &'a [Spanned<WaiverToml>],
    /// The path from the folder that their globs are relative to; see [`PathGlobs::below`].
    pub prefix: &'a str,
}

/// The maximum total size of the sentences of all waivers in bytes. Each sentence is parsed in every format, which
/// takes one to two seconds at this size.
const MAX_SENTENCES: usize = 512 << 10;

/// Checks the waivers of one configuration file.
///
/// # Errors
/// All mistakes in all waivers.
pub fn waivers(sources: &[WaiverSource], rules: &RuleSet, as_of: Date) -> Result<Waivers, Vec<TomlError>> {
    let mut mistakes = Vec::new();
    let (mut list, mut paths) = (Vec::new(), Vec::new());
    let mut sentences = 0;
    for WaiverSource { file, waivers, prefix } in sources.iter().filter(|source| !source.waivers.is_empty()) {
        let lines = LineIndex::new(&file.text);
        let name: Arc<str> = file.name.as_str().into();
        let mut globs = Vec::with_capacity(waivers.len());
        for entry in *waivers {
            let line = to_u32(lines.line_of(to_u32(entry.span().start)) + 1);
            let toml = entry.get_ref();
            let waiver = waiver(toml, (&name, line, prefix), rules, file, &mut mistakes);
            if let Some(Waiver { target: WaiverTarget::Words(text), .. }) = &waiver {
                sentences += text.len();
            }
            list.extend(waiver);
            match super::globs::parse(toml.path.get_ref(), toml.path.span(), file) {
                Ok(glob) => globs.push(glob),
                Err(mistake) => mistakes.push(mistake),
            }
            if sentences > MAX_SENTENCES {
                let message = format!("the texts of the waivers up to here exceed {} KiB", MAX_SENTENCES >> 10);
                let help = "name findings by their fingerprints, as `wordgate waive` does";
                return Err(vec![file.error(toml.text.span(), message).help(help)]);
            }
        }
        match PathGlobs::new(globs) {
            Ok(globs) => paths.push(globs.below(prefix)),
            Err(error) => {
                let message = format!("the globs of the waivers are too large: {error}");
                mistakes.push(TomlFile::file_error(&file.name, message));
            }
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let paths = PathGlobs::concat(paths);
    Ok(if list.is_empty() { Waivers::default() } else { Waivers::new(list, paths, as_of) })
}

/// Returns the path of a document relative to the nearest configuration. `prefix` is as in [`WaiverSource`].
fn below(prefix: &str, document: String) -> String {
    if prefix.is_empty() { document } else { paths::relative(Path::new(prefix), Path::new(&document)) }
}

/// Checks one waiver, which starts at this line of the file with this name.
fn waiver(
    toml: &WaiverToml,
    (name, line, prefix): (&Arc<str>, u32, &str),
    rules: &RuleSet,
    file: &TomlFile,
    mistakes: &mut Vec<TomlError>,
) -> Option<Waiver> {
    let before = mistakes.len();
    let keys = [
        ("reason", &toml.reason, "say why it was granted"),
        ("approver", &toml.approver, "say who granted it, by name or role"),
        ("path", &toml.path, "write the file it is for, or a glob such as `docs/**`"),
    ];
    for (key, value, help) in keys {
        let wrong = match value.get_ref().trim() {
            "" => "is empty",
            text if key != "path" && !has_content(text) => "has no letters or digits",
            _ => continue,
        };
        mistakes.push(file.error(value.span(), format!("the `{key}` of this waiver {wrong}")).help(help));
    }
    let rule = rules.rule(toml.rule.get_ref()).map_err(|unknown| mistakes.push(unknown.at(file, &toml.rule)));
    let target = WaiverTarget::parse(toml.text.get_ref()).map_err(|wrong| {
        let message = format!("the `text` of this waiver matches no finding: {wrong}");
        let help = "write the fingerprint that `check --format json` prints, or the whole sentence";
        mistakes.push(file.error(toml.text.span(), message).help(help));
    });
    let (Ok(rule), Ok(target), true) = (rule, target, mistakes.len() == before) else { return None };
    Some(Waiver {
        rule: rules.rules[rule].id.clone(),
        path: toml.path.get_ref().clone(),
        document: file_of_glob(toml.path.get_ref()).map(|document| below(prefix, document)),
        is_inherited: !prefix.is_empty(),
        target,
        reason: toml.reason.get_ref().trim().to_owned(),
        approver: toml.approver.get_ref().trim().to_owned(),
        ticket: toml.ticket.clone(),
        granted: toml.granted.map(|day| day.0),
        expires: toml.expires.map(|day| day.0),
        file: name.clone(),
        line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Overrides;
    use crate::session::{Failure, sample};
    use std::path::Path;

    const VALID: &str = "rule = 'a/optional'\npath = 'docs/**'\ntext = 'All of it.'\nreason = 'r'\napprover = 'me'\n";

    fn read(keys: &str) -> Result<Vec<Waiver>, Vec<TomlError>> {
        let session = sample::session(Path::new("/work"), &format!("[[waiver]]\n{keys}"), &Overrides::default());
        match session {
            Ok(session) => Ok(session.suppressions.waivers.list().to_vec()),
            Err(Failure::Toml(mistakes)) => Err(mistakes),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_waiver_keeps_its_values_and_its_line() {
        let keys = format!("# why\n{VALID}ticket = 'T-1'\nexpires = 2026-12-31\n[[waiver]]\n{VALID}");
        let [first, second] = &read(&keys).unwrap()[..] else { panic!("two waivers") };
        assert_eq!((first.line, second.line), (1, 10));
        assert_eq!((&*first.rule, first.path.as_str()), ("a/optional", "docs/**"));
        assert_eq!((first.ticket.as_deref(), first.expires), (Some("T-1"), Some(jiff::civil::date(2026, 12, 31))));
        assert_eq!(second.expires, None);
    }

    #[test]
    fn limits_the_size_of_sentences() {
        let one = VALID.replace("All of it.", &"word ".repeat(800));
        let all = |count: usize| vec![one.as_str(); count].join("[[waiver]]\n");
        assert_eq!(read(&all(100)).unwrap().len(), 100);
        let mistakes = read(&all(140)).unwrap_err();
        assert_eq!(mistakes[0].message, "the texts of the waivers up to here exceed 512 KiB");
    }

    #[test]
    fn locates_mistakes_and_suggests_fixes() {
        let with = |from: &str, to: &str| VALID.replace(from, to);
        let cases = [
            (with("a/optional", "a/optionel"), "'a/optionel'", "did you mean `a/optional`?"),
            (with("a/optional", "optional"), "'optional'", "did you mean `a/optional`?"),
            (with("a/optional", "b"), "'b'", "run `wordgate rules --all` to list all rules"),
            (with("'r'", "' '"), "' '", "say why it was granted"),
            (with("'me'", "''"), "''", "say who granted it, by name or role"),
            (with("All of it.", "…"), "'…'", "write the fingerprint"),
            (with("All of it.", "0123456789ab"), "'0123456789ab'", "write the fingerprint"),
            (with("docs/**", "docs/["), "'docs/['", "`*` does not match a slash"),
            (with("docs/**", ""), "''", "write the file it is for"),
            (with("reason", "reasn"), "reasn", "did you mean `reason`?"),
            (format!("{VALID}expires = 'soon'\n"), "'soon'", "write a day such as"),
            (format!("{VALID}expires = '31.12.2026'\n"), "'31.12.2026'", "write `expires = 2026-12-31`"),
            (with("approver = 'me'\n", ""), "[[waiver]]", ""),
        ];
        for (keys, at, help) in cases {
            let mistakes = read(&keys).unwrap_err();
            let text = format!("[[waiver]]\n{keys}");
            assert!(text[mistakes[0].at.clone().unwrap().start..].starts_with(at), "{keys}: {:?}", mistakes[0]);
            assert!(mistakes[0].help.as_deref().unwrap_or_default().starts_with(help), "{keys}: {:?}", mistakes[0]);
        }
    }
}
