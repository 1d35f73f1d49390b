//! Reads the messages of JSON files: catalogues of web programs, ARB files of Flutter, string catalogues of Xcode, and
//! the descriptions of an API in OpenAPI.
//!
//! Keys at the top level say which of these a file is. In any other file, every string value is a message.

use super::{Messages, openapi};
use crate::extract::json::{JsonDialect, JsonEvent, JsonReader, decode_string, without_lone_surrogates};
use crate::extract::malformed::Malformed;
use std::borrow::Cow;
use wordgate_text::language::Language;
use wordgate_text::source::{EmbeddedText, Escapes, SectionLanguage};

/// The formats that are known by their keys.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// Every string value is a message.
    Any,
    /// The same, with a language as each key at the top level.
    ByLanguage,
    /// Flutter's catalogue: string values at the top level, except those of keys that start with `@`.
    Arb,
    /// Xcode's catalogue: values of the key `value` in `localizations`.
    Xcode,
    /// The description of an API: titles, summaries and descriptions.
    OpenApi,
}

/// Returns the messages of a JSON file.
pub(in crate::extract) fn read(text: &str) -> Result<EmbeddedText, Malformed> {
    let json = without_lone_surrogates(text);
    let kind = kind(&json)?;
    let mut reader = JsonReader::new(&json, JsonDialect::Lenient);
    let mut messages = Messages::new(text);
    // The key of each open value; an item of an array has the key of the array.
    let mut keys: Vec<Cow<str>> = Vec::new();
    let mut key = Cow::Borrowed("");
    let mut in_array: Vec<bool> = Vec::new();
    while let Some(event) = reader.next()? {
        match event {
            JsonEvent::Key(next) => key = next,
            JsonEvent::Comment(content) => messages.comment(content),
            JsonEvent::Scalar => {}
            JsonEvent::OpenObject | JsonEvent::OpenArray => {
                in_array.push(event == JsonEvent::OpenArray);
                keys.push(key.clone());
                let names_language = match kind {
                    Kind::Xcode => keys.len() >= 2 && keys[keys.len() - 2] == "localizations",
                    Kind::ByLanguage => keys.len() == 2,
                    Kind::Any | Kind::Arb | Kind::OpenApi => false,
                };
                if names_language {
                    messages.set_language(Language::parse(&key).map_or(SectionLanguage::OfFile, SectionLanguage::Only));
                }
            }
            JsonEvent::Close => {
                in_array.pop();
                key = keys.pop().unwrap_or_default();
            }
            JsonEvent::String(span) => {
                if in_array.last() == Some(&true) {
                    key = keys.last().cloned().unwrap_or_default();
                }
                let is_message = match kind {
                    Kind::Any | Kind::ByLanguage => true,
                    Kind::Arb => keys.len() == 1 && !key.starts_with('@'),
                    Kind::Xcode => key == "value" && keys.iter().any(|above| above == "localizations"),
                    Kind::OpenApi => openapi::is_text_key(&key),
                };
                if kind == Kind::Arb && keys.len() == 1 && key == "@@locale" {
                    messages.set_file_language(&text[span.range()]);
                }
                if is_message && !text[span.range()].trim().is_empty() {
                    let is_double = text[..span.start as usize].ends_with('"');
                    let escapes = if is_double { Escapes::DoubleQuoted } else { Escapes::ReadOnly };
                    decode_string(text, span, messages.begin(escapes));
                }
            }
        }
    }
    Ok(messages.finish())
}

/// Returns the kind of a file.
fn kind(json: &str) -> Result<Kind, Malformed> {
    let may_be_catalogue = ["@@", "sourceLanguage"].iter().any(|key| json.contains(key));
    if !may_be_catalogue && !openapi::may_be_api(json) {
        return kind_of_values(json);
    }
    let mut reader = JsonReader::new(json, JsonDialect::Lenient);
    let mut depth = 0;
    while let Some(event) = reader.next()? {
        match event {
            JsonEvent::OpenObject | JsonEvent::OpenArray => depth += 1,
            JsonEvent::Close => depth -= 1,
            JsonEvent::Key(key) if depth == 1 => match &*key {
                key if openapi::is_version_key(key) => return Ok(Kind::OpenApi),
                "@@locale" | "@@last_modified" => return Ok(Kind::Arb),
                "sourceLanguage" => return Ok(Kind::Xcode),
                _ => {}
            },
            _ => {}
        }
    }
    kind_of_values(json)
}

/// Returns the kind of a file that is read as a whole: whether the keys at the top level are languages, each with an object
/// of its messages.
fn kind_of_values(json: &str) -> Result<Kind, Malformed> {
    let mut reader = JsonReader::new(json, JsonDialect::Lenient);
    let (mut depth, mut has_certain) = (0, false);
    while let Some(event) = reader.next()? {
        match &event {
            JsonEvent::Key(key) if depth == 1 => match Language::of_name(key) {
                Some(language) => has_certain |= !language.is_ambiguous(),
                None => return Ok(Kind::Any),
            },
            JsonEvent::OpenArray | JsonEvent::String(_) | JsonEvent::Scalar if depth < 2 => return Ok(Kind::Any),
            JsonEvent::OpenObject | JsonEvent::OpenArray => depth += 1,
            JsonEvent::Close => depth -= 1,
            _ => {}
        }
    }
    Ok(if has_certain { Kind::ByLanguage } else { Kind::Any })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{error, languages, messages};
    use crate::extract::{Format, open};
    use wordgate_text::language::Language;

    fn read(text: &str) -> Vec<String> {
        messages(text, Format::Json)
    }

    #[test]
    fn values_are_read_and_keys_are_not() {
        let text = r#"{"no": "a \"b\"", "c": {"no": ["d\u0065", 1, " ", null, {"no": "f"}]}}"#;
        assert_eq!(read(text), ["a \"b\"", "de", "f"]);
        assert_eq!(read("{// no\n a: 'it\\'s', }"), ["it's"]);
        assert_eq!(read("{}"), [""; 0]);
        assert!(error("{\"a\": }", Format::Json).contains("line 1, column 7"));
    }

    #[test]
    fn keys_that_are_languages_name_that_of_their_messages() {
        let languages = |text: &str| languages(text, Format::Json);
        assert_eq!(languages(r#"{"en": {"a": "b"}, "pt-BR": {"c": {"de": ["d"]}, "e": "f"}}"#), "en pt pt");
        assert_eq!(languages(r#"{"en": {"a": "b"}, "more": {"a": "b"}}"#), "OfFile OfFile");
        assert_eq!(languages(r#"{"en": "b"}"#), "OfFile");
        assert_eq!(languages(r#"[{"en": {"a": "b"}}]"#), "OfFile");
        assert_eq!(languages(r#"{"is": {"a": "b"}, "to": {"a": "b"}}"#), "OfFile OfFile", "these are words, too");
        let xcode = r#"{"sourceLanguage": "en", "strings": {"a": {"localizations": {"de": {"value": "b"}}}, "fr":
            {"localizations": {"zh-Hant": {"value": "c"}, "?": {"value": "d"}}}}}"#;
        assert_eq!(languages(xcode), "de zh OfFile");
    }

    #[test]
    fn the_locale_is_the_language_of_a_file() {
        let language = |text: &str| open(text.into(), Format::Json).unwrap().header_language();
        assert_eq!(language(r#"{"a": "b", "@@locale": "de_AT"}"#), Language::parse("de"));
        assert_eq!(language(r#"{"@@locale": "?", "a": "b"}"#), None);
    }

    #[test]
    fn catalogues_and_apis_are_told_by_their_keys() {
        assert_eq!(read(r#"{"@@locale": "no", "a": "yes", "@a": {"description": "no"}}"#), ["yes"]);
        let xcode = r#"{"sourceLanguage": "no", "strings": {"no": {"comment": "no", "localizations": {"de":
            {"stringUnit": {"state": "no", "value": "yes"}},
            "en": {"variations": {"plural": {"one": {"stringUnit": {"state": "no", "value": "also"}}}}}}}}}"#;
        assert_eq!(read(xcode), ["yes", "also"]);
        let api = r#"{"info": {"title": "A", "version": "no"}, "openapi": "3.1",
            "paths": {"/no": {"get": {"summary": "B", "operationId": "no", "tags": ["no"], "description": "C"}}}}"#;
        assert_eq!(read(api), ["A", "B", "C"]);
    }

    #[test]
    fn a_directive_in_a_comment_stands_before_the_next_message() {
        let text = "{/* wordgate-allow a/b: c */ \"a\": \"x\", // other\n \"b\": \"y\"}";
        assert_eq!(read(text), ["<!-- wordgate-allow a/b: c -->\nx", "y"]);
    }
}
