//! What HTML elements mean for the text around and inside them.

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

/// Components whose strings are code, in lower case.
const CODE_COMPONENTS: &[&str] =
    &["command", "highlight", "mermaid", "pre", "prism", "shell", "snippet", "syntaxhighlighter", "terminal"];

/// Whether a string inside the component `name` is code.
pub(super) fn shows_code(name: &str) -> bool {
    let name = name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
    name.starts_with("code") || CODE_COMPONENTS.contains(&name.as_str())
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
    }
}
