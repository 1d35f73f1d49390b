//! Mistakes in the TOML files a user writes (rules and configuration), each with its place and how to mend it.

use miette::{NamedSource, SourceSpan};
use serde::de::DeserializeOwned;
use std::ops::Range;
use std::sync::Arc;

/// A mistake in a TOML file.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{message}")]
pub struct TomlError {
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    #[help]
    pub help: Option<String>,
    /// The file.
    #[source_code]
    pub file: NamedSource<Arc<str>>,
    /// The bytes that are wrong.
    #[label("{label}")]
    pub at: Option<SourceSpan>,
    /// What stands there, in a few words.
    pub label: String,
}

/// The name and text of a TOML file: makes errors that point into it.
#[derive(Clone, Debug)]
pub struct TomlFile {
    /// The path as the user knows it.
    pub name: String,
    /// The content.
    pub text: Arc<str>,
}

impl TomlFile {
    /// Reads the file as `T`, whose structs deny unknown fields.
    ///
    /// # Errors
    /// The first mistake; an unknown key comes with the known one that is nearest to it.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, TomlError> {
        toml::from_str(&self.text).map_err(|error| {
            let (message, help) = explained(error.message());
            let mut mistake = self.error(error.span().unwrap_or(0..0), message);
            mistake.help = help;
            mistake
        })
    }

    /// A mistake at these bytes.
    pub fn error(&self, at: Range<usize>, message: impl Into<String>) -> TomlError {
        TomlError {
            message: message.into(),
            help: None,
            file: NamedSource::new(&self.name, self.text.clone()).with_language("TOML"),
            at: Some(at.into()),
            label: "here".into(),
        }
    }

    /// A mistake of the file as a whole, such as that it cannot be read.
    pub fn unplaced(name: &str, message: impl Into<String>) -> TomlError {
        TomlError {
            message: message.into(),
            help: None,
            file: NamedSource::new(name, Arc::from("")),
            at: None,
            label: String::new(),
        }
    }
}

impl TomlError {
    /// The same mistake with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> TomlError {
        self.help = Some(help.into());
        self
    }

    /// The same mistake with these words at its place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> TomlError {
        self.label = label.into();
        self
    }
}

/// The known name nearest to `name`, when it is near enough to be meant.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + name.len().min(candidate.len()) / 4)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Turns serde's "unknown field `x`, expected one of `a`, `b`" into a short message and advice.
fn explained(message: &str) -> (String, Option<String>) {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown field") || message.starts_with("unknown variant");
    let Some(name) = quoted.next().filter(|_| unknown) else {
        return (message.to_owned(), None);
    };
    let known: Vec<&str> = quoted.collect();
    let what = if message.starts_with("unknown field") { "key" } else { "value" };
    let help = match nearest(name, known.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("known here: {}", known.join(", ")),
    };
    (format!("unknown {what} `{name}`"), Some(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[serde(rename = "severity")]
        _severity: String,
    }

    fn file(text: &str) -> TomlFile {
        TomlFile { name: "a.toml".into(), text: text.into() }
    }

    #[test]
    fn an_unknown_key_is_placed_and_the_nearest_known_one_is_named() {
        let error = file("severty = 'x'").parse::<Sample>().unwrap_err();
        assert_eq!(error.message, "unknown key `severty`");
        assert_eq!(error.help.as_deref(), Some("did you mean `severity`?"));
        assert_eq!(error.at, Some((0..7).into()));
    }

    #[test]
    fn other_mistakes_keep_their_words() {
        let error = file("severity = 3").parse::<Sample>().unwrap_err();
        assert_eq!(error.message, "invalid type: integer `3`, expected a string");
        assert_eq!(error.at, Some((11..12).into()));
    }
}
