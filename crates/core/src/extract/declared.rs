//! Languages that a whole document declares: in its front matter, or at the start of a page.

use super::format::Format;
use super::front_matter;
use super::language_tag::language_tag;
use super::tag::{self, Tag};
use memchr::memmem;
use wordgate_text::language::Language;
use wordgate_text::source::floor_char_boundary;

/// The start of a document, in bytes, in which its front matter declares the language.
const FRONT: usize = 16 << 10;

/// The start of a page, in bytes, in which `<html>` is looked for.
const HEAD: usize = 4 << 10;

/// Returns the language in the front matter of a document: the value of `lang`, `language` or `locale`.
pub fn declared_language(text: &str, format: Format) -> Option<Language> {
    let front = &text.as_bytes()[..floor_char_boundary(text, FRONT)];
    let is_front = text.trim_start_matches('\u{FEFF}').starts_with(['-', '+', '{']);
    // Most front matter has no such key, and finding that out from its lines takes longer than checking the file.
    let is_key = |at: usize| {
        let end = front[at..].iter().position(|byte| !byte.is_ascii_alphabetic()).map_or(front.len(), |len| at + len);
        matches!(front[end..].trim_ascii_start().first(), Some(b':' | b'=' | b'"' | b'\''))
    };
    let mut keys = ["lang", "locale"].into_iter().flat_map(|key| memmem::find_iter(front, key.as_bytes()));
    if !is_front || !keys.any(is_key) {
        return None;
    }
    ["lang", "language", "locale"].into_iter().find_map(|key| {
        let value = &text[front_matter::value(text, format, &[key.to_owned()])?.range()];
        // A locale of POSIX names an encoding, too: `de_DE.UTF-8`.
        Language::parse(value.split('.').next()?.trim())
    })
}

/// Returns the language of a page of HTML: the `lang` attribute of its `<html>`.
pub fn page_language(text: &str, format: Format) -> Option<Language> {
    let head = Some(&text[..floor_char_boundary(text, HEAD)]).filter(|_| format == Format::Html)?;
    let start = head.to_ascii_lowercase().find("<html")?;
    let len = tag::len(&head[start..])?;
    language_tag(&Tag::read(&head[start..start + len], start), text).map(|tag| tag.language)
}
