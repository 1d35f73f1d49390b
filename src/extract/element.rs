//! What HTML elements mean for the text around and inside them.

use super::reading::ReadingLists;
use crate::prose::Scope;

/// What an element does to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// No width: emphasis, spans and whatever is not in the table.
    Inline,
    /// Ends the block before it and the one inside it.
    Block,
    /// A block that names its text.
    Container(Container),
    /// A line break.
    Break,
    /// Shown in a word's place.
    Object,
    /// Its content is no prose, but stands in a word's place: code.
    Code,
    /// A block whose content is no prose: preformatted text.
    Preformatted,
    /// Its content is not shown: scripts, styles, templates.
    Unseen,
    /// A link.
    Anchor,
    /// Raised text: a trade mark sign, a note's number, an ordinal's ending.
    Raised,
}

/// A block element that names its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// `h1` to `h6`.
    Heading(u8),
    /// A list item, a term or its description.
    Item,
    /// A list; it names no text, but keeps the items inside it from ending the item around it.
    List,
    /// A table, for its cells in the same way.
    Table,
    /// A table's row.
    Row,
    /// A table's cell or caption.
    Cell,
    /// A quotation.
    Quote,
    /// A paragraph.
    Paragraph,
    /// The page's title.
    Title,
}

use Container::{Cell, Heading, Item, List, Paragraph, Quote, Row, Table, Title};
use Element::{Anchor, Block, Break, Code, Object, Preformatted, Raised, Unseen};

/// Every element that is not [`Element::Inline`], sorted by name.
const ELEMENTS: &[(&str, Element)] = &[
    ("a", Anchor),
    ("address", Block),
    ("article", Block),
    ("aside", Block),
    ("audio", Object),
    ("blockquote", Element::Container(Quote)),
    ("body", Block),
    ("br", Break),
    ("button", Block),
    ("canvas", Block),
    ("caption", Element::Container(Cell)),
    ("center", Block),
    ("code", Code),
    ("col", Block),
    ("colgroup", Block),
    ("dd", Element::Container(Item)),
    ("details", Block),
    ("dialog", Block),
    ("dir", Element::Container(List)),
    ("div", Block),
    ("dl", Element::Container(List)),
    ("dt", Element::Container(Item)),
    ("embed", Object),
    ("fieldset", Block),
    ("figcaption", Block),
    ("figure", Block),
    ("footer", Block),
    ("form", Block),
    ("frame", Block),
    ("frameset", Block),
    ("h1", Element::Container(Heading(1))),
    ("h2", Element::Container(Heading(2))),
    ("h3", Element::Container(Heading(3))),
    ("h4", Element::Container(Heading(4))),
    ("h5", Element::Container(Heading(5))),
    ("h6", Element::Container(Heading(6))),
    ("head", Block),
    ("header", Block),
    ("hgroup", Block),
    ("hr", Block),
    ("html", Block),
    ("iframe", Object),
    ("img", Object),
    ("input", Object),
    ("legend", Block),
    ("li", Element::Container(Item)),
    ("link", Block),
    ("main", Block),
    ("menu", Element::Container(List)),
    ("meta", Block),
    ("nav", Block),
    ("noscript", Block),
    ("object", Object),
    ("ol", Element::Container(List)),
    ("optgroup", Block),
    ("option", Block),
    ("p", Element::Container(Paragraph)),
    ("picture", Block),
    ("pre", Preformatted),
    ("script", Unseen),
    ("search", Block),
    ("section", Block),
    ("select", Block),
    ("style", Unseen),
    ("summary", Block),
    ("sup", Raised),
    ("table", Element::Container(Table)),
    ("tbody", Block),
    ("td", Element::Container(Cell)),
    ("template", Unseen),
    ("textarea", Block),
    ("tfoot", Block),
    ("th", Element::Container(Cell)),
    ("thead", Block),
    ("title", Element::Container(Title)),
    ("tr", Element::Container(Row)),
    ("ul", Element::Container(List)),
    ("video", Object),
];

/// The longest name in the table.
const LONGEST: usize = 10;

impl Element {
    /// The element with this name, in any case.
    pub fn named(name: &str) -> Element {
        let mut lower = [0; LONGEST];
        let Some(lower) = lower.get_mut(..name.len()) else { return Element::Inline };
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        let found = ELEMENTS.binary_search_by(|(known, _)| known.as_bytes().cmp(lower));
        found.map_or(Element::Inline, |index| ELEMENTS[index].1)
    }

    /// Whether its content is no prose.
    pub fn hides_content(self) -> bool {
        matches!(self, Code | Preformatted | Unseen)
    }

    /// Whether the element has no end tag or one that HTML lets writers leave out.
    pub fn may_be_left_open(name: &str) -> bool {
        LEFT_OPEN.iter().any(|known| known.eq_ignore_ascii_case(name))
    }
}

const LEFT_OPEN: &[&str] = &[
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li",
    "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead",
    "tr", "track", "wbr",
];

/// Whose attribute it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner<'t> {
    /// An HTML element, by its name.
    Element(&'t str),
    /// A JSX component, a shortcode or a directive.
    Component,
}

/// An attribute that a reader sees or hears.
#[derive(Clone, Copy, Debug)]
pub(super) struct Readable {
    /// In lower case, without `-` and `_`.
    name: &'static str,
    /// What its value is.
    pub scope: Scope,
    on: On,
    /// Whether it is text only where the attribute `type` has one of these values; any when there is none.
    pub types: &'static [&'static str],
    /// Whether its value may as well be code, see [`is_phrase`].
    pub only_phrases: bool,
}

/// Which owners have a readable attribute.
#[derive(Clone, Copy, Debug)]
enum On {
    Any,
    Component,
    Elements(&'static [&'static str]),
}

const fn readable(name: &'static str, scope: Scope, on: On) -> Readable {
    Readable { name, scope, on, types: &[], only_phrases: false }
}

const fn phrase(name: &'static str) -> Readable {
    Readable { only_phrases: true, ..readable(name, Scope::Attribute, On::Component) }
}

/// Every readable attribute. A name may have several rows.
const READABLE: &[Readable] = &[
    readable("alt", Scope::Alt, On::Any),
    readable("alttext", Scope::Alt, On::Any),
    readable("title", Scope::Title, On::Any),
    readable("ariadescription", Scope::Attribute, On::Any),
    readable("arialabel", Scope::Attribute, On::Any),
    readable("ariaplaceholder", Scope::Attribute, On::Any),
    readable("ariaroledescription", Scope::Attribute, On::Any),
    readable("ariavaluetext", Scope::Attribute, On::Any),
    readable("placeholder", Scope::Attribute, On::Any),
    readable("label", Scope::Attribute, On::Elements(&["optgroup", "option", "track"])),
    readable("summary", Scope::Attribute, On::Elements(&["table"])),
    Readable { types: &["button", "reset", "submit"], ..readable("value", Scope::Attribute, On::Elements(&["input"])) },
    readable("caption", Scope::Attribute, On::Component),
    readable("description", Scope::Attribute, On::Component),
    readable("heading", Scope::Attribute, On::Component),
    readable("headline", Scope::Attribute, On::Component),
    readable("label", Scope::Attribute, On::Component),
    readable("subheading", Scope::Attribute, On::Component),
    readable("subtitle", Scope::Attribute, On::Component),
    readable("summary", Scope::Attribute, On::Component),
    readable("tagline", Scope::Attribute, On::Component),
    phrase("body"),
    phrase("content"),
    phrase("message"),
    phrase("text"),
    phrase("tooltip"),
];

/// The name of an attribute as it is looked up: `aria-label` and `ariaLabel` alike.
pub(super) fn attribute_name(name: &str) -> String {
    letters(name).map(char::from).collect()
}

fn letters(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(|byte| !matches!(byte, b'-' | b'_')).map(|byte| byte.to_ascii_lowercase())
}

/// What the attribute `name` of `owner` is to a reader, if anything, by what the configuration says, else by the table.
pub(super) fn readable_attribute(name: &str, owner: Owner, reading: &ReadingLists) -> Option<Readable> {
    let has = |on: &On| match (on, owner) {
        (On::Any, _) | (On::Component, Owner::Component) => true,
        (On::Elements(names), Owner::Element(name)) => names.iter().any(|known| known.eq_ignore_ascii_case(name)),
        _ => false,
    };
    let known = READABLE.iter().find(|known| known.name.bytes().eq(letters(name)) && has(&known.on)).copied();
    match reading.attribute(name) {
        None => known,
        Some(is_read) => is_read.then(|| known.unwrap_or(readable("", Scope::Attribute, On::Any))),
    }
}

/// The names of the readable attributes of every element, of some elements, and of components alone.
pub(super) fn readable_names() -> impl Iterator<Item = (&'static str, AttributeList)> {
    READABLE.iter().map(|known| {
        let list = match known.on {
            On::Any => AttributeList::Any,
            On::Elements(_) => AttributeList::Elements,
            On::Component => AttributeList::Components,
        };
        (known.name, list)
    })
}

/// Where an attribute is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AttributeList {
    /// Everywhere.
    Any,
    /// On the elements that have it in HTML.
    Elements,
    /// On components.
    Components,
}

/// Whether the value of an attribute that may as well be code is text: one word may be a key or a name.
pub(super) fn is_phrase(value: &str) -> bool {
    const CODE: &[&str] = &["{ ", "()", "=>", " = ", "={"];
    // White space may be spelled as an escape.
    let has_words = value.trim().contains(|c: char| c.is_whitespace() || c == '\\') || !value.is_ascii();
    has_words && !CODE.iter().any(|code| value.contains(code))
}

/// Components whose strings are code, in lower case.
const CODE_COMPONENTS: &[&str] =
    &["command", "highlight", "mermaid", "pre", "prism", "shell", "snippet", "syntaxhighlighter", "terminal"];

/// Whether a string inside the component `name` is code.
pub(super) fn shows_code(name: &str) -> bool {
    let name = name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
    name.starts_with("code") || CODE_COMPONENTS.contains(&name.as_str())
}

/// The names of `<meta>` elements whose content a reader sees, in previews and search results.
const READABLE_META: &[&str] = &[
    "abstract",
    "apple-mobile-web-app-title",
    "application-name",
    "dc.description",
    "dc.title",
    "dcterms.abstract",
    "dcterms.description",
    "dcterms.title",
    "description",
    "headline",
    "og:description",
    "og:image:alt",
    "og:site_name",
    "og:title",
    "og:video:alt",
    "title",
    "twitter:data1",
    "twitter:data2",
    "twitter:description",
    "twitter:image:alt",
    "twitter:label1",
    "twitter:label2",
    "twitter:title",
];

/// Whether a reader sees the content of a `<meta>` element of this name, property or itemprop.
pub(super) fn is_readable_meta(about: &str) -> bool {
    READABLE_META.binary_search(&about.trim().to_ascii_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_found_in_any_case() {
        assert!(ELEMENTS.is_sorted_by_key(|(name, _)| *name));
        assert!(ELEMENTS.iter().all(|(name, _)| name.len() <= LONGEST));
        assert_eq!(Element::named("BlockQuote"), Element::Container(Quote));
        assert_eq!(Element::named("a-very-long-custom-element"), Element::Inline);
        assert!(READABLE_META.is_sorted());
        assert!(is_readable_meta(" OG:Title ") && !is_readable_meta("og:url"));
    }

    #[test]
    fn attributes_are_readable_where_they_show() {
        let reading = ReadingLists::default();
        let element = |owner, name| readable_attribute(name, Owner::Element(owner), &reading).is_some();
        assert!(element("IMG", "Alt") && element("p", "aria-label") && element("option", "label"));
        assert!(!element("p", "label") && !element("p", "description") && !element("button", "value"));
        let component = |name| readable_attribute(name, Owner::Component, &reading).map(|known| known.only_phrases);
        assert_eq!(component("ariaLabel"), Some(false));
        assert_eq!(component("subTitle"), Some(false));
        assert_eq!(component("body"), Some(true));
        assert_eq!(component("value"), None);
        assert!(is_phrase("one two {name}") && is_phrase("直接"));
        assert!(!is_phrase("key ") && !is_phrase("import { a } from 'b'") && !is_phrase("const a = b"));
    }
}
