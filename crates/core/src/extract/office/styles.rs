//! Reads the paragraph styles of a Word document: which are headings, and which are items of lists.
//!
//! The names of the built-in styles are English in every language of Word (`heading 1`, `Title`); their ids are not.

use super::error::OfficeError;
use super::html_writer::ParagraphKind;
use super::xml::{Element, XmlEvent, XmlReader};
use rustc_hash::FxHashMap;

/// The maximum number of styles that a style is based on, one on the other. Hostile ones go round in circles.
const MAX_BASES: usize = 32;

/// The outline level of text that is no heading.
const NO_HEADING: u8 = 9;

/// The properties of a paragraph, or of a style of paragraphs.
#[derive(Debug, Default)]
pub(super) struct ParagraphProperties {
    /// The id of the style of the paragraph, or of that on which the style is based.
    pub style: Option<String>,
    /// The outline level: 0 for the highest heading, 9 for text.
    outline: Option<u8>,
    /// Whether it is an item of a list.
    is_item: Option<bool>,
    /// The depth of the list.
    depth: usize,
    is_title: bool,
}

impl ParagraphProperties {
    /// Adds what an element in the properties says.
    pub fn add(&mut self, element: &Element) {
        let value = element.attribute("val");
        let value = value.as_deref().unwrap_or_default();
        match element.name() {
            "pStyle" | "basedOn" => self.style = Some(value.to_owned()),
            "outlineLvl" => self.outline = value.parse().ok(),
            // A list with the number 0 removes the list of the style.
            "numId" => self.is_item = Some(value != "0"),
            "ilvl" => self.depth = value.parse().unwrap_or(0),
            "name" if value.eq_ignore_ascii_case("title") => self.is_title = true,
            "name" => {
                let lower = value.to_ascii_lowercase();
                let level: Option<u8> = lower.strip_prefix("heading ").and_then(|level| level.parse().ok());
                self.outline = self.outline.or(level.and_then(|level| level.checked_sub(1)));
            }
            _ => {}
        }
    }
}

/// The styles of paragraphs, by id.
#[derive(Debug, Default)]
pub(super) struct Styles(FxHashMap<String, ParagraphProperties>);

impl Styles {
    /// Reads the part with the styles.
    pub fn read(text: &str, part: &str) -> Result<Styles, OfficeError> {
        let mut xml = XmlReader::new(text, part);
        let mut styles = Styles::default();
        while let Some(event) = xml.next()? {
            let XmlEvent::Open(element) = event else { continue };
            if element.name() != "style" {
                continue;
            }
            let id = element.attribute("styleId").map(std::borrow::Cow::into_owned);
            let depth = xml.depth();
            let mut properties = ParagraphProperties::default();
            while let Some(element) = xml.next_inside(depth)? {
                properties.add(&element);
            }
            styles.0.extend(id.map(|id| (id, properties)));
        }
        Ok(styles)
    }

    /// Returns what a paragraph with these properties is.
    pub fn kind(&self, own: &ParagraphProperties) -> ParagraphKind {
        let base = |properties: &&ParagraphProperties| self.0.get(properties.style.as_deref()?);
        let all = || std::iter::successors(Some(own), base).take(MAX_BASES);
        if all().any(|properties| properties.is_title) {
            return ParagraphKind::Heading(1);
        }
        if let Some(level) = all().find_map(|properties| properties.outline).filter(|level| *level < NO_HEADING) {
            // The title of the document is over all headings.
            return ParagraphKind::Heading(level + 2);
        }
        match all().find(|properties| properties.is_item.is_some()) {
            Some(ParagraphProperties { is_item: Some(true), depth, .. }) => ParagraphKind::Item(*depth),
            _ => ParagraphKind::Text,
        }
    }
}
