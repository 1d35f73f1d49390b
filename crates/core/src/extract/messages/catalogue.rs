//! Reads the elements of a catalogue in XML and the messages in them.
//!
//! Each format has a module of its own that knows which elements have messages.

use super::Messages;
use super::element_text::{ElementText, Shown};
use crate::extract::malformed::Malformed;
use crate::extract::xml::{Element, XmlEvent, XmlReader};
use wordgate_text::source::{EmbeddedText, Escapes, SectionLanguage};

/// A catalogue that is read from start to end.
pub(super) struct Catalogue<'t> {
    pub text: &'t str,
    pub xml: XmlReader<'t>,
    /// The outermost element; `None` if the text has none, which is an error later.
    pub root: Option<Element<'t>>,
    messages: Messages<'t>,
    /// Whether there is a directive before the open entry.
    is_region: bool,
}

impl<'t> Catalogue<'t> {
    /// Starts to read a text whose outermost element must be `root`. Returns the catalogue inside of that element.
    pub fn open(text: &'t str, root: &str) -> Result<Catalogue<'t>, Malformed> {
        let (xml, messages) = (XmlReader::new(text), Messages::new(text));
        let mut catalogue = Catalogue { text, xml, root: None, messages, is_region: false };
        catalogue.root = catalogue.next()?;
        match catalogue.root.as_ref().filter(|element| element.name() != root) {
            Some(element) => {
                let message = format!("its outermost element is <{}>, not <{root}>", element.name());
                Err(Malformed::new(element.span.start as usize, message))
            }
            None => Ok(catalogue),
        }
    }

    /// Returns the next element, or `None` at the end of the text.
    pub fn next(&mut self) -> Result<Option<Element<'t>>, Malformed> {
        self.next_inside(0)
    }

    /// Returns the next element inside of the element at `depth`, or `None` at the end of that one.
    pub fn next_inside(&mut self, depth: usize) -> Result<Option<Element<'t>>, Malformed> {
        while self.xml.depth() >= depth {
            match self.xml.next()? {
                Some(XmlEvent::Open(element)) => return Ok(Some(element)),
                Some(XmlEvent::Comment(content)) => self.messages.comment(content),
                Some(XmlEvent::Close(_) | XmlEvent::Text(_)) => {}
                None => break,
            }
        }
        Ok(None)
    }

    /// Sets the language of the messages that follow.
    pub fn set_language(&mut self, language: SectionLanguage) {
        self.messages.set_language(language);
    }

    /// Starts an entry: messages that belong together. A directive before it applies to all of them.
    pub fn begin_entry(&mut self) {
        self.messages.end_region();
        self.is_region = self.messages.has_directives();
    }

    /// Reads the text of the element that was just opened, with its end.
    pub fn element_text(&mut self, shown: impl Fn(&Element, &str) -> Shown) -> Result<ElementText, Malformed> {
        ElementText::read(&mut self.xml, &mut self.messages, &shown)
    }

    /// Starts a message of the entry. Append its text to the result.
    pub fn begin(&mut self, escapes: Escapes) -> &mut EmbeddedText {
        match std::mem::take(&mut self.is_region) {
            true => self.messages.begin_region(escapes),
            false => self.messages.begin(escapes),
        }
    }

    /// Reads the element that was just opened as a message. `may_edit` says whether its text may be edited.
    pub fn message(&mut self, may_edit: bool, shown: impl Fn(&Element, &str) -> Shown) -> Result<(), Malformed> {
        let content = self.element_text(shown)?;
        self.add(&content, may_edit);
        Ok(())
    }

    fn add(&mut self, content: &ElementText, may_edit: bool) {
        let text = self.text;
        if !content.is_blank(text) {
            let escapes = if may_edit { content.escapes(Escapes::Xml, Escapes::CData) } else { Escapes::ReadOnly };
            content.write(text, self.begin(escapes));
        }
        content.inner.iter().for_each(|inner| self.add(inner, may_edit));
    }

    pub fn finish(mut self) -> EmbeddedText {
        self.messages.end_region();
        self.messages.finish()
    }
}
