//! Finds the prose in JSON-LD, the structured data of a page. Search engines show its descriptions and headlines to
//! readers.
//!
//! We scan JSON-LD instead of parsing it: we need only a few strings, with their byte offsets, and the JSON in pages
//! often has template tags or syntax errors.

use super::spelling::Spelling;
use super::tag::Tag;
use super::template;
use std::ops::Range;
use wordgate_text::source::Span;

/// Keys whose values a reader sees, sorted.
const KEYS: &[&str] = &[
    "abstract", "alternativeHeadline", "articleBody", "caption", "description", "disambiguatingDescription",
    "headline", "name", "reviewBody", "slogan", "text",
];

/// The maximum nesting depth. At the first value that is nested deeper, we stop reading.
const MAX_DEPTH: usize = 128;

/// The escape syntax of the strings.
pub(super) const SPELLING: Spelling = Spelling::Script('"');

/// Returns whether the start tag `tag` opens a JSON-LD script.
pub(super) fn is_json_ld_script(tag: &Tag, text: &str) -> bool {
    let is_json = |value: Span| {
        let kind = text[value.range()].split(';').next().unwrap_or_default();
        kind.trim().eq_ignore_ascii_case("application/ld+json")
    };
    tag.name.eq_ignore_ascii_case("script")
        && tag.attributes().any(|attribute| attribute.name.eq_ignore_ascii_case("type") && is_json(attribute.value))
}

/// An open object or array.
struct OpenValue {
    is_object: bool,
    /// Whether a reader sees the items of the array, or the `@value` of the object, because of its key.
    readable: bool,
}

/// Returns the strings in `source` that a reader sees, without their quotes.
pub(super) fn readable_strings(source: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut levels: Vec<OpenValue> = Vec::new();
    // Whether a reader sees the next value.
    let mut readable = false;
    let mut at = 0;
    while let Some(next) = source[at..].find(['"', '{', '[', '}', ']', ',']) {
        at += next;
        match source.as_bytes()[at] {
            b'"' => {
                let Some(len) = string_len(&source[at..]) else { break };
                let string = at + 1..at + len - 1;
                at += len;
                let is_key =
                    levels.last().is_some_and(|level| level.is_object) && source[at..].trim_start().starts_with(':');
                if is_key {
                    readable = match &source[string] {
                        "@value" => levels.last().is_some_and(|level| level.readable),
                        key => KEYS.binary_search(&key).is_ok(),
                    };
                } else if readable {
                    found.push(string);
                }
                continue;
            }
            open @ (b'{' | b'[') => {
                if let Some(len) = template::tag(&source[at..]).map(|tag| tag.len()) {
                    at += len;
                    continue;
                }
                if levels.len() == MAX_DEPTH {
                    break;
                }
                levels.push(OpenValue { is_object: open == b'{', readable });
                // The key of an array applies to each of its values. In an object, each value has its own key.
                readable &= open == b'[';
            }
            b'}' | b']' => {
                levels.pop();
                readable = is_in_readable_array(&levels);
            }
            _ => readable = is_in_readable_array(&levels),
        }
        at += 1;
    }
    found
}

/// Returns whether the innermost open value is an array whose values a reader sees.
fn is_in_readable_array(levels: &[OpenValue]) -> bool {
    levels.last().is_some_and(|level| !level.is_object && level.readable)
}

/// Returns the length of the string that `source` starts with. A quotation mark inside a template tag does not end it.
fn string_len(source: &str) -> Option<usize> {
    let mut at = 1;
    loop {
        at += source[at..].find(['"', '\\', '{', '<'])?;
        match source.as_bytes()[at] {
            b'"' => return Some(at + 1),
            b'\\' => at += 1 + source[at + 1..].chars().next()?.len_utf8(),
            _ => at += template::tag(&source[at..]).map(|tag| tag.len()).unwrap_or(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_lists_the_keys() {
        assert_eq!(crate::extract::reading_page::listed("JSON-LD keys"), KEYS);
    }

    #[test]
    fn strings_under_readable_keys_are_found() {
        assert!(KEYS.is_sorted());
        let source = r#"[{"@type": "Product", "name" : "one", "sku": "no", "description": ["two", {"@value": "three \" four"}],
            "offers": {"url": "no", "slogan": "five"}, "text": {"id": "no"}, "headline": null, "no": "no: ,"}, "no"]"#;
        let found: Vec<&str> = readable_strings(source).into_iter().map(|text| &source[text]).collect();
        assert_eq!(found, ["one", "two", r#"three \" four"#, "five"]);
    }

    #[test]
    fn reading_broken_json_terminates() {
        for source in
            ["", "\"", "{\"name", "{\"name\": \"a", "}]}", "{\"name\": \"\\", &"[".repeat(1_000), "{`{\"name\":}"]
        {
            assert!(readable_strings(source).is_empty(), "{source}");
        }
        let source = r#"{"name": "a {{ b | default: "c" }} d"}"#;
        let found: Vec<&str> = readable_strings(source).into_iter().map(|text| &source[text]).collect();
        assert_eq!(found, [r#"a {{ b | default: "c" }} d"#]);
    }
}
