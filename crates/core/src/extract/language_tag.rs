//! Reads the `lang` attribute of start tags, which declares the language of their element.

use super::element::Element;
use super::extraction::LanguageTag;
use super::tag::Tag;
use wordgate_text::language::Language;

/// Returns a tag of a file if it is a start tag with a `lang` attribute. A component may use the name for the language of
/// code, so a code that is also the name of a programming language does not count there. Scripts and styles always do.
pub(super) fn language_tag(tag: &Tag, text: &str) -> Option<LanguageTag> {
    let span = tag.span();
    if tag.closing || !["lang", "LANG"].iter().any(|name| text[span.range()].contains(name)) {
        return None;
    }
    if Element::named(tag.name) == Element::Hidden {
        return None;
    }
    let value = tag.attribute(&["lang", "xml:lang"])?.value;
    let language = Language::parse(text[value.range()].trim())?;
    let is_custom = tag.is_component() || tag.name.contains('-');
    // Most file types and programming languages with three letters are also codes of languages.
    let is_natural = || language.code().len() == 2 && !language.is_ambiguous();
    let is_certain = !is_custom || is_natural();
    is_certain.then_some(LanguageTag { span, language })
}
