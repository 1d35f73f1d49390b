//! Reads the XML of a part, event by event.
//!
//! Elements and attributes are told by their names without a prefix, because programs choose the prefixes. Document type
//! declarations are refused: entities are a way to make small files huge, and Office documents have none.

use super::error::OfficeError;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;

/// The maximum nesting depth of elements.
const MAX_DEPTH: usize = 256;

/// An event in a part.
pub(super) enum XmlEvent<'x> {
    /// The start of an element. Every element also has an end.
    Open(Element<'x>),
    /// The end of an element.
    Close(ElementEnd<'x>),
    /// Text.
    Text(Cow<'x, str>),
}

/// The start of an element.
pub(super) struct Element<'x>(BytesStart<'x>);

/// The end of an element.
pub(super) struct ElementEnd<'x>(BytesEnd<'x>);

/// Reads the events of a part.
pub(super) struct XmlReader<'x> {
    reader: Reader<&'x [u8]>,
    part: &'x str,
    depth: usize,
}

impl<'x> XmlReader<'x> {
    /// Starts to read `text`, which is the part of this name.
    pub fn new(text: &'x str, part: &'x str) -> XmlReader<'x> {
        let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}'));
        reader.config_mut().expand_empty_elements = true;
        XmlReader { reader, part, depth: 0 }
    }

    /// Returns the next event, or `None` at the end.
    pub fn next(&mut self) -> Result<Option<XmlEvent<'x>>, OfficeError> {
        loop {
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => return Err(self.error(error.to_string())),
            };
            return Ok(Some(match event {
                Event::Start(element) => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Err(self.error(format!("its elements are more than {MAX_DEPTH} deep")));
                    }
                    XmlEvent::Open(Element(element))
                }
                Event::End(element) => {
                    self.depth -= 1;
                    XmlEvent::Close(ElementEnd(element))
                }
                Event::Text(text) => XmlEvent::Text(text.into_inner()),
                Event::CData(text) => XmlEvent::Text(text.into_inner()),
                Event::GeneralRef(name) => XmlEvent::Text(self.character(&name)?),
                Event::DocType(_) => return Err(self.error("it has a document type declaration".to_owned())),
                Event::Eof if self.depth > 0 => return Err(self.error("it ends inside of an element".to_owned())),
                Event::Eof => return Ok(None),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            }));
        }
    }

    /// Returns the number of open elements.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// Reads on to the end of the element that `depth` is the depth of, with its end.
    pub fn leave(&mut self, depth: usize) -> Result<(), OfficeError> {
        while self.depth >= depth && self.next()?.is_some() {}
        Ok(())
    }

    /// Reads on to the end of the element that has just been opened.
    pub fn skip(&mut self) -> Result<(), OfficeError> {
        self.leave(self.depth)
    }

    /// Returns the next element inside of the element at `depth`, or `None` at the end of that one.
    pub fn next_inside(&mut self, depth: usize) -> Result<Option<Element<'x>>, OfficeError> {
        while self.depth >= depth {
            match self.next()? {
                Some(XmlEvent::Open(element)) => return Ok(Some(element)),
                Some(_) => {}
                None => break,
            }
        }
        Ok(None)
    }

    fn character(&self, name: &BytesRef) -> Result<Cow<'x, str>, OfficeError> {
        if let Some(c) = name.resolve_char_ref().map_err(|error| self.error(error.to_string()))? {
            return Ok(c.to_string().into());
        }
        let predefined = quick_xml::escape::resolve_xml_entity(name);
        predefined.map(Cow::Borrowed).ok_or_else(|| self.error(format!("the entity &{}; is not declared", &**name)))
    }

    fn error(&self, message: String) -> OfficeError {
        let message = format!("{message} (byte {})", self.reader.buffer_position());
        OfficeError::Xml { part: self.part.to_owned(), message }
    }
}

impl ElementEnd<'_> {
    /// Returns the name without its prefix.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }
}

impl Element<'_> {
    /// Returns the name without its prefix.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// Returns whether the name has this prefix.
    pub fn has_prefix(&self, prefix: &str) -> bool {
        self.0.name().prefix().is_some_and(|found| found.as_ref() == prefix)
    }

    /// Returns the value of the attribute with this name, whatever its prefix is.
    pub fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        self.find(|key| key.rsplit_once(':').map_or(key, |(_, local)| local) == name)
    }

    /// Returns the id of the relationship that the element refers to. Its attribute always has a prefix, because another
    /// one of the same name may be beside it.
    pub fn relationship(&self) -> Option<Cow<'_, str>> {
        self.find(|key| key.ends_with(":id"))
    }

    fn find(&self, is_it: impl Fn(&str) -> bool) -> Option<Cow<'_, str>> {
        let mut attributes = self.0.attributes();
        // To look for duplicates takes long if there are very many attributes.
        attributes.with_checks(false);
        let found = attributes.flatten().find(|attribute| is_it(attribute.key.as_ref()))?;
        found.normalized_value(XmlVersion::Implicit1_0).ok()
    }
}
