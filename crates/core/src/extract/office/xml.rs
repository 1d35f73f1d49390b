//! Reads the XML of a part, event by event. Errors name the part.

use super::error::OfficeError;
use crate::extract::malformed::Malformed;
use crate::extract::xml;
use std::borrow::Cow;
pub(super) use xml::{Element, ElementEnd};

/// An event in a part.
pub(super) enum XmlEvent<'x> {
    /// The start of an element. Every element also has an end.
    Open(Element<'x>),
    /// The end of an element.
    Close(ElementEnd<'x>),
    /// Text.
    Text(Cow<'x, str>),
}

/// Reads the events of a part.
pub(super) struct XmlReader<'x> {
    reader: xml::XmlReader<'x>,
    part: &'x str,
}

impl<'x> XmlReader<'x> {
    /// Starts to read `text`, which is the part of this name.
    pub fn new(text: &'x str, part: &'x str) -> XmlReader<'x> {
        XmlReader { reader: xml::XmlReader::new(text), part }
    }

    /// Returns the next event, or `None` at the end.
    pub fn next(&mut self) -> Result<Option<XmlEvent<'x>>, OfficeError> {
        loop {
            return Ok(match self.reader.next().map_err(|error| self.error(error))? {
                Some(xml::XmlEvent::Open(element)) => Some(XmlEvent::Open(element)),
                Some(xml::XmlEvent::Close(element)) => Some(XmlEvent::Close(element)),
                Some(xml::XmlEvent::Text(text)) => Some(XmlEvent::Text(text.text)),
                Some(xml::XmlEvent::Comment(_)) => continue,
                None => None,
            });
        }
    }

    /// Returns the number of open elements.
    pub fn depth(&self) -> usize {
        self.reader.depth()
    }

    /// Reads on to the end of the element that `depth` is the depth of, with its end.
    pub fn leave(&mut self, depth: usize) -> Result<(), OfficeError> {
        self.reader.leave(depth).map_err(|error| self.error(error))
    }

    /// Reads on to the end of the element that has just been opened.
    pub fn skip(&mut self) -> Result<(), OfficeError> {
        self.leave(self.depth())
    }

    /// Returns the next element inside of the element at `depth`, or `None` at the end of that one.
    pub fn next_inside(&mut self, depth: usize) -> Result<Option<Element<'x>>, OfficeError> {
        while self.depth() >= depth {
            match self.next()? {
                Some(XmlEvent::Open(element)) => return Ok(Some(element)),
                Some(_) => {}
                None => break,
            }
        }
        Ok(None)
    }

    fn error(&self, error: Malformed) -> OfficeError {
        OfficeError::Xml { part: self.part.to_owned(), message: format!("{} (byte {})", error.message, error.at) }
    }
}

/// Returns the id of the relationship that an element refers to. Its attribute always has a prefix, because another one
/// of the same name may be beside it.
pub(super) fn relationship<'e>(element: &'e Element) -> Option<Cow<'e, str>> {
    element.find(|key| key.ends_with(":id"))
}
