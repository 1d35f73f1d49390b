//! Defines how HTML elements affect the text around and inside them.

/// The effect of an element on the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// No effect: emphasis, spans and all other elements that are not in [`ELEMENTS`].
    Inline,
    /// A block of its own.
    Block,
    /// A block that determines the scope of its text.
    Container(Container),
    /// A line break.
    Break,
    /// An object that stands for a word, such as an image or an input field.
    Object,
    /// Inline code, whose content is one opaque word.
    Code,
    /// A block of preformatted text, which is not prose.
    Preformatted,
    /// Content that is not shown: a script, a style sheet, a template.
    Hidden,
    /// A link.
    Anchor,
    /// Superscript: a trademark sign, a note number, the ending of an ordinal.
    Superscript,
}

/// A block element that sets the scope of its text, or that limits which elements a start tag closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// `h1` to `h6`.
    Heading(u8),
    /// A list item, a term or its description.
    Item(ItemKind),
    /// `details`, whose summary says what the rest is about. It sets no scope.
    Details,
    /// A list. It sets no scope, but its items must not close the item around the list.
    List,
    /// A table. It sets no scope, but its cells must not close the cell around the table.
    Table,
    /// A row of a table.
    Row,
    /// A cell or the caption of a table.
    Cell,
    /// A quotation.
    Quote,
    /// A paragraph.
    Paragraph,
    /// The title of the page.
    Title,
}

/// A kind of item. An item of any kind closes an open item of its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ItemKind {
    /// `li`.
    Plain,
    /// `dt`.
    Term,
    /// `dd`, which describes the last term of its list.
    Description,
}

use Container::{Cell, Details, Heading, Item, List, Paragraph, Quote, Row, Table, Title};
use Element::{Anchor, Block, Break, Code, Hidden, Object, Preformatted, Superscript};

/// Every element that is not [`Element::Inline`].
const ELEMENTS: &[(Element, &[&str])] = &[
    (
        Block,
        &[
            "address", "article", "aside", "body", "button", "canvas", "center", "col", "colgroup", "dialog", "div",
            "fieldset", "figcaption", "figure", "footer", "form", "frame", "frameset", "head", "header", "hgroup",
            "hr", "html", "legend", "link", "main", "meta", "nav", "noscript", "optgroup", "option", "picture",
            "search", "section", "select", "summary", "tbody", "textarea", "tfoot", "thead",
        ],
    ),
    (Element::Container(Heading(1)), &["h1"]),
    (Element::Container(Heading(2)), &["h2"]),
    (Element::Container(Heading(3)), &["h3"]),
    (Element::Container(Heading(4)), &["h4"]),
    (Element::Container(Heading(5)), &["h5"]),
    (Element::Container(Heading(6)), &["h6"]),
    (Element::Container(Item(ItemKind::Plain)), &["li"]),
    (Element::Container(Item(ItemKind::Term)), &["dt"]),
    (Element::Container(Item(ItemKind::Description)), &["dd"]),
    (Element::Container(Details), &["details"]),
    (Element::Container(List), &["dir", "dl", "menu", "ol", "ul"]),
    (Element::Container(Table), &["table"]),
    (Element::Container(Row), &["tr"]),
    (Element::Container(Cell), &["caption", "td", "th"]),
    (Element::Container(Quote), &["blockquote"]),
    (Element::Container(Paragraph), &["p"]),
    (Element::Container(Title), &["title"]),
    (Break, &["br"]),
    (Object, &["audio", "embed", "iframe", "img", "input", "object", "video"]),
    (Code, &["code"]),
    (Preformatted, &["pre"]),
    (Hidden, &["script", "style", "template"]),
    (Anchor, &["a"]),
    (Superscript, &["sup"]),
];

impl Element {
    /// Returns the effect of the element with this name, in any case.
    pub fn named(name: &str) -> Element {
        let is_named = |(_, names): &&(Element, &[&str])| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        ELEMENTS.iter().find(is_named).map_or(Element::Inline, |(element, _)| *element)
    }

    /// Returns whether the content of the element is not prose.
    pub fn hides_content(self) -> bool {
        matches!(self, Code | Preformatted | Hidden)
    }

    /// Returns whether the element `name` has no end tag or an optional one.
    pub fn may_lack_end_tag(name: &str) -> bool {
        END_TAG_OPTIONAL.iter().any(|known| known.eq_ignore_ascii_case(name))
    }
}

/// Elements that have no end tag or an optional one.
const END_TAG_OPTIONAL: &[&str] = &[
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li",
    "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead",
    "tr", "track", "wbr",
];

/// JSX components whose strings are code, in lower case.
const CODE_COMPONENTS: &[&str] =
    &["command", "highlight", "mermaid", "pre", "prism", "shell", "snippet", "syntaxhighlighter", "terminal"];

/// Returns whether a string inside the JSX component `name` is code.
pub(super) fn shows_code(name: &str) -> bool {
    let name = name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
    name.starts_with("code") || CODE_COMPONENTS.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_in_any_case() {
        assert_eq!(Element::named("BlockQuote"), Element::Container(Quote));
        assert_eq!(Element::named("a-very-long-custom-element"), Element::Inline);
    }
}
