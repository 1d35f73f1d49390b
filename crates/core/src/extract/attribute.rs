//! Lists the attributes whose values a reader sees or hears.

use super::tag::Tag;
use wordgate_text::prose::Scope;

/// The kind of tag that has the attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AttributeTag<'t> {
    /// An HTML element, by its name.
    Element(&'t str),
    /// A JSX component, a shortcode or a directive.
    Component,
}

/// A set of attributes whose values a reader sees or hears.
#[derive(Clone, Copy, Debug)]
pub(super) struct Readable {
    /// Their names in lower case, without `-` and `_`.
    pub names: &'static [&'static str],
    /// The scope of the value.
    pub scope: Scope,
    /// The tags on which they are readable.
    pub on: ReadableOn,
    /// The values of the attribute `type` with which the value is text. Empty if `type` does not matter.
    pub types: &'static [&'static str],
    /// Whether the value may be code, so that only phrases are read: see [`is_phrase`].
    pub only_phrases: bool,
}

/// The tags on which an attribute is readable.
#[derive(Clone, Copy, Debug)]
pub(super) enum ReadableOn {
    Any,
    Component,
    Elements(&'static [&'static str]),
}

const fn readable(names: &'static [&'static str], scope: Scope, on: ReadableOn) -> Readable {
    Readable { names, scope, on, types: &[], only_phrases: false }
}

impl Readable {
    /// How to read an attribute that the configuration adds.
    pub const FROM_CONFIGURATION: Readable = readable(&[], Scope::Attribute, ReadableOn::Any);

    /// Returns whether the attribute is read on `tag`.
    fn is_on(&self, tag: AttributeTag) -> bool {
        match (self.on, tag) {
            (ReadableOn::Any, _) | (ReadableOn::Component, AttributeTag::Component) => true,
            (ReadableOn::Elements(names), AttributeTag::Element(name)) => {
                names.iter().any(|known| known.eq_ignore_ascii_case(name))
            }
            _ => false,
        }
    }
}

/// All readable attributes. A name may be in several rows.
pub(super) const READABLE: &[Readable] = &[
    readable(&["alt", "alttext"], Scope::Alt, ReadableOn::Any),
    readable(&["title"], Scope::Title, ReadableOn::Any),
    readable(ON_ANY_TAG, Scope::Attribute, ReadableOn::Any),
    readable(&["label"], Scope::Attribute, ReadableOn::Elements(&["optgroup", "option", "track"])),
    readable(&["summary"], Scope::Attribute, ReadableOn::Elements(&["table"])),
    Readable { types: BUTTON_TYPES, ..readable(&["value"], Scope::Attribute, ReadableOn::Elements(&["input"])) },
    readable(COMPONENT_TEXTS, Scope::Attribute, ReadableOn::Component),
    Readable { only_phrases: true, ..readable(COMPONENT_PHRASES, Scope::Attribute, ReadableOn::Component) },
];

/// Attributes of any tag that readers see or a screen reader speaks.
const ON_ANY_TAG: &[&str] =
    &["ariadescription", "arialabel", "ariaplaceholder", "ariaroledescription", "ariavaluetext", "placeholder"];
/// The types of `<input>` elements whose value is the text of a button.
const BUTTON_TYPES: &[&str] = &["button", "reset", "submit"];
/// Attributes of components that are always text.
const COMPONENT_TEXTS: &[&str] =
    &["caption", "description", "heading", "headline", "label", "subheading", "subtitle", "summary", "tagline"];
/// Attributes of components that are either text or code.
const COMPONENT_PHRASES: &[&str] = &[
    "answer", "blurb", "body", "content", "cta", "desc", "excerpt", "feedback", "intro", "lead", "message", "note",
    "question", "quote", "review", "slogan", "sub", "subtext", "teaser", "testimonial", "text", "tooltip",
];

/// Returns the normalised name of an attribute, so that `aria-label` and `ariaLabel` are equal.
pub(super) fn attribute_name(name: &str) -> String {
    normalised_bytes(name).map(char::from).collect()
}

/// Returns the bytes of a name in lower case, without `-` and `_`.
fn normalised_bytes(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(|byte| !matches!(byte, b'-' | b'_')).map(|byte| byte.to_ascii_lowercase())
}

/// Returns the table row for the attribute `name` on `tag`, if it is readable.
pub(super) fn readable_attribute(name: &str, tag: AttributeTag) -> Option<Readable> {
    let is_named = |known: &&Readable| known.names.iter().any(|known| known.bytes().eq(normalised_bytes(name)));
    READABLE.iter().filter(is_named).find(|known| known.is_on(tag)).copied()
}

/// Returns whether a value that may be code is text. A single word may be a key or a name, so it is not text.
pub(super) fn is_phrase(value: &str) -> bool {
    const CODE: &[&str] = &["{ ", "()", "=>", " = ", "={"];
    // White space may be written as an escape.
    let has_words = value.trim().contains(|c: char| c.is_whitespace() || c == '\\') || !value.is_ascii();
    has_words && !CODE.iter().any(|code| value.contains(code))
}

/// The names of `<meta>` elements whose content a reader sees, in previews and search results.
const READABLE_META: &[&str] = &[
    "abstract", "apple-mobile-web-app-title", "application-name", "dc.description", "dc.title", "dcterms.abstract",
    "dcterms.description", "dcterms.title", "description", "headline", "og:description", "og:image:alt",
    "og:site_name", "og:title", "og:video:alt", "title", "twitter:data1", "twitter:data2", "twitter:description",
    "twitter:image:alt", "twitter:label1", "twitter:label2", "twitter:title",
];

/// The attribute of a `<meta>` element that is read if [`has_readable_content`].
pub(super) const META_CONTENT: Readable = readable(&["content"], Scope::Attribute, ReadableOn::Elements(&["meta"]));

/// Returns whether a reader sees the content of a `<meta>` element.
pub(super) fn has_readable_content(tag: &Tag, text: &str) -> bool {
    let name = tag.attribute(&["name", "property", "itemprop"]).map(|attribute| &text[attribute.value.range()]);
    name.is_some_and(is_readable_meta)
}

/// Returns whether a reader sees the content of a `<meta>` element of this name, property or itemprop.
pub(super) fn is_readable_meta(name: &str) -> bool {
    READABLE_META.binary_search(&name.trim().to_ascii_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_lists_the_names_of_meta_elements() {
        assert_eq!(crate::extract::reading_page::listed("meta names"), READABLE_META);
    }

    #[test]
    fn names_of_meta_elements_are_found_in_any_case() {
        assert!(READABLE_META.is_sorted());
        assert!(is_readable_meta(" OG:Title ") && !is_readable_meta("og:url"));
    }

    #[test]
    fn attributes_are_readable_on_the_tags_that_show_them() {
        let element = |tag, name| readable_attribute(name, AttributeTag::Element(tag)).is_some();
        assert!(element("IMG", "Alt") && element("p", "aria-label") && element("option", "label"));
        assert!(!element("p", "label") && !element("p", "description") && !element("button", "value"));
        let component = |name| readable_attribute(name, AttributeTag::Component).map(|known| known.only_phrases);
        assert_eq!(component("ariaLabel"), Some(false));
        assert_eq!(component("subTitle"), Some(false));
        assert_eq!(component("body"), Some(true));
        assert_eq!(component("value"), None);
        assert!(is_phrase("one two {name}") && is_phrase("直接"));
        assert!(!is_phrase("key ") && !is_phrase("import { a } from 'b'") && !is_phrase("const a = b"));
    }
}
