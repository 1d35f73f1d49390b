//! Languages of text, and the scripts that they are written in.
//!
//! A language is the primary subtag of a BCP 47 tag: `pt` stands for `pt`, `pt-BR` and `pt-PT`. Rules and texts are
//! compared by it. Languages with a two-letter code must be one of ISO 639-1, so that a word such as `ok` is not taken for
//! one; a code of three letters is accepted as it is, unless the language has one of two.

mod codes;
mod script;

pub use script::{Script, ScriptCounts};

use serde::{Deserialize, Serialize};
use std::fmt;

/// The maximum length in bytes of a tag in a name: `zh-Hant-TW` and some more.
const MAX_NAME: usize = 12;

/// A language, by the primary subtag of its BCP 47 tag in lower case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Language([u8; 3]);

/// Why a text is not the tag of a language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct LanguageError {
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: String,
}

impl Language {
    /// English.
    pub const ENGLISH: Language = Language(*b"en\0");

    /// Parses a tag such as `pt`, `pt-BR`, `pt_BR` or `zh-Hant-TW`. Returns `None` if it is not one.
    pub fn parse(tag: &str) -> Option<Language> {
        let mut parts = tag.split(['-', '_']);
        let primary = parts.next()?;
        let is_subtag =
            |part: &str| matches!(part.len(), 1..=8) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        parts.all(is_subtag).then(|| Language::of_primary(primary)).flatten()
    }

    /// Returns the language of a folder, a file or a key that is named by a tag: `ja`, `pt-BR`, `zh_Hans`. It is stricter
    /// than [`Language::parse`], because names have many meanings: the language has two lower-case letters, and the rest
    /// is a script, a region or a number.
    pub fn of_name(name: &str) -> Option<Language> {
        let mut parts = name.split(['-', '_']);
        let primary = parts.next()?;
        let is_region = |part: &str| match part.len() {
            2 | 4 => part.bytes().all(|byte| byte.is_ascii_alphabetic()),
            3 => part.bytes().all(|byte| byte.is_ascii_digit()),
            _ => false,
        };
        // Of the longer codes, few are used in names, and most words of three letters are no code.
        let is_code = primary.len() == 2 && primary.bytes().all(|byte| byte.is_ascii_lowercase());
        (is_code && name.len() <= MAX_NAME && parts.all(is_region)).then(|| Language::parse(name)).flatten()
    }

    /// Parses a tag as in [`Language::parse`], for a person who wrote it.
    ///
    /// # Errors
    /// If the text is not the tag of a language. The error says what to write instead.
    pub fn read(tag: &str) -> Result<Language, LanguageError> {
        let error = |help: String| LanguageError { message: format!("`{tag}` is not the code of a language"), help };
        Language::parse(tag).ok_or_else(|| {
            let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
            match codes::intended(&primary) {
                Some(code) => error(format!("did you mean `{code}`?")),
                None => error(
                    "write a code of ISO 639 such as `en`, `de` or `ja`, with or without a region: `pt-BR`".into(),
                ),
            }
        })
    }

    fn of_primary(primary: &str) -> Option<Language> {
        let mut code = [0; 3];
        let is_code = matches!(primary.len(), 2 | 3) && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !is_code {
            return None;
        }
        code[..primary.len()].copy_from_slice(primary.as_bytes());
        code.make_ascii_lowercase();
        let language = Language(code);
        let known = match primary.len() {
            2 => codes::is_two_letter_code(language.code()),
            // `eng` is the code of a language that has to be written `en`.
            _ => codes::intended(language.code()).is_none() && language.code() != "und",
        };
        known.then_some(language)
    }

    /// Returns the language with this code of ISO 639-3. English is `eng`.
    pub fn from_three_letter_code(code: &str) -> Option<Language> {
        Language::of_primary(codes::intended(code).unwrap_or(code))
    }

    /// Returns the code: two or three lower-case letters.
    pub fn code(&self) -> &str {
        let len = self.0.iter().position(|byte| *byte == 0).unwrap_or(self.0.len());
        std::str::from_utf8(&self.0[..len]).expect("a code is ASCII")
    }

    /// Returns whether the code is also an English word, a usual abbreviation or the name of a file type, so that a folder
    /// with this name may have another meaning.
    pub fn is_ambiguous(self) -> bool {
        codes::AMBIGUOUS.contains(&self.code())
    }
}

impl Default for Language {
    fn default() -> Language {
        Language::ENGLISH
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_compared_by_their_primary_subtag() {
        let cases = [
            ("en", "en"),
            ("EN-us", "en"),
            ("pt_BR", "pt"),
            ("zh-Hant-TW", "zh"),
            ("es-419", "es"),
            ("fil", "fil"),
            ("de-CH-1996", "de"),
            ("x", ""),
            ("", ""),
            ("eng", ""),
            ("jp", ""),
            ("english", ""),
            ("e1", ""),
            ("en-", ""),
            ("en--us", ""),
            ("und", ""),
            ("ok", ""),
            ("js", ""),
            ("en US", ""),
            ("日本", ""),
        ];
        for (tag, expected) in cases {
            let code = Language::parse(tag).map(|language| language.code().to_owned());
            assert_eq!(code.unwrap_or_default(), expected, "{tag:?}");
        }
    }

    #[test]
    fn an_error_says_what_was_meant() {
        let help = |tag: &str| Language::read(tag).unwrap_err().help;
        assert_eq!(help("jp"), "did you mean `ja`?");
        assert_eq!(help("German"), "did you mean `de`?");
        assert_eq!(help("eng-US"), "did you mean `en`?");
        assert!(help("klingon").starts_with("write a code"));
        assert_eq!(Language::from_three_letter_code("cmn"), Language::parse("zh"));
    }
}
