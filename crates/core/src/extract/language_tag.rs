//! Reads the `lang` attribute of start tags, which declares the language of their element.

use super::extraction::LanguageTag;
use super::tag::Tag;
use wordgate_text::language::Language;

/// Returns a tag of a file if it is a start tag with a `lang` attribute. A component may use the name for the language of
/// code, so a code that is also the name of a programming language does not count there.
pub(super) fn language_tag(tag: &Tag, text: &str) -> Option<LanguageTag> {
    let span = tag.span();
    if tag.closing || !["lang", "LANG"].iter().any(|name| text[span.range()].contains(name)) {
        return None;
    }
    let value = tag.attribute(&["lang", "xml:lang"])?.value;
    let language = Language::parse(text[value.range()].trim())?;
    let is_certain = !tag.is_component() || !language.is_ambiguous();
    is_certain.then_some(LanguageTag { span, language })
}
