//! Reads XML event by event, with byte offsets: catalogues, and the parts of Office documents.
//!
//! Elements and attributes are recognised by their names without a prefix, because programs choose the prefixes. Declarations
//! of entities are refused, because they can make small files huge; a document type declaration without them only names
//! a file, which nobody reads. XML that is broken anywhere is an error, because text after the break would be unread.

use super::malformed::Malformed;
use quick_xml::XmlVersion;
use quick_xml::events::attributes::AttrError;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;
use wordgate_text::source::Span;

/// The maximum nesting depth of elements.
const MAX_DEPTH: usize = 256;

/// An event.
pub(super) enum XmlEvent<'x> {
    /// The start of an element. Every element also has an end.
    Open(Element<'x>),
    /// The end of an element.
    Close(ElementEnd<'x>),
    /// Text.
    Text(XmlText<'x>),
    /// The content of a comment.
    Comment(Span),
}

/// A part of the text of an element.
pub(super) struct XmlText<'x> {
    /// The decoded text.
    pub text: Cow<'x, str>,
    /// The bytes that it is written with, without the delimiters of a CDATA section.
    pub span: Span,
    /// How it is written.
    pub kind: TextKind,
}

/// How a part of the text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextKind {
    /// As it is.
    Plain,
    /// As it is, in a CDATA section.
    CData,
    /// As the reference to a character.
    Reference,
}

/// The start of an element.
pub(super) struct Element<'x> {
    tag: BytesStart<'x>,
    /// The bytes of its start tag.
    pub span: Span,
}

/// The end of an element.
pub(super) struct ElementEnd<'x>(BytesEnd<'x>);

/// Reads the events of a text.
pub(super) struct XmlReader<'x> {
    text: &'x str,
    reader: Reader<&'x [u8]>,
    /// The byte offset at which the XML starts, after byte order marks.
    start: usize,
    /// The byte offsets of the start tags of the open elements.
    open: Vec<usize>,
    has_root: bool,
}

impl<'x> XmlReader<'x> {
    /// Starts to read a text.
    pub fn new(text: &'x str) -> XmlReader<'x> {
        let start = super::lines::start_after_bom(text);
        let mut reader = Reader::from_str(&text[start..]);
        reader.config_mut().expand_empty_elements = true;
        XmlReader { text, reader, start, open: Vec::new(), has_root: false }
    }

    /// Returns the next event, or `None` at the end.
    pub fn next(&mut self) -> Result<Option<XmlEvent<'x>>, Malformed> {
        loop {
            let at = self.position();
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let at = self.start + offset(self.reader.error_position());
                    return Err(Malformed::new(at, error.to_string()));
                }
            };
            let span = Span::new(at, self.position());
            let text = |text, span, kind| Ok(Some(XmlEvent::Text(XmlText { text, span, kind })));
            return match event {
                Event::Start(tag) => self.element(tag, span).map(Some),
                Event::End(tag) => {
                    self.open.pop();
                    Ok(Some(XmlEvent::Close(ElementEnd(tag))))
                }
                Event::Text(content) if self.open.is_empty() => match content.trim().is_empty() {
                    true => continue,
                    false => Err(Malformed::new(at, "there is text outside of the outermost element")),
                },
                Event::CData(_) | Event::GeneralRef(_) if self.open.is_empty() => {
                    Err(Malformed::new(at, "there is text outside of the outermost element"))
                }
                Event::Text(content) => text(content.into_inner(), span, TextKind::Plain),
                Event::CData(content) => {
                    let inside = at + "<![CDATA[".len();
                    let span = Span::new(inside, inside + content.len());
                    text(content.into_inner(), span, TextKind::CData)
                }
                Event::GeneralRef(name) => text(character(&name, at)?, span, TextKind::Reference),
                Event::Comment(content) => {
                    let inside = at + "<!--".len();
                    Ok(Some(XmlEvent::Comment(Span::new(inside, inside + content.len()))))
                }
                Event::DocType(content) if content.contains('[') => {
                    let message = "its document type declaration declares entities or elements; write the text instead";
                    Err(Malformed::new(at, message))
                }
                Event::Eof => match self.open.last() {
                    Some(open) => Err(Malformed::new(*open, "this element is never closed")),
                    None if !self.has_root => Err(Malformed::new(at, "it has no element")),
                    None => Ok(None),
                },
                Event::Empty(_) | Event::DocType(_) | Event::Decl(_) | Event::PI(_) => continue,
            };
        }
    }

    fn element(&mut self, tag: BytesStart<'x>, span: Span) -> Result<XmlEvent<'x>, Malformed> {
        let at = span.start as usize;
        if self.open.is_empty() && std::mem::replace(&mut self.has_root, true) {
            return Err(Malformed::new(at, "there is a second outermost element"));
        }
        if self.open.len() == MAX_DEPTH {
            return Err(Malformed::new(at, format!("its elements are more than {MAX_DEPTH} deep")));
        }
        self.open.push(at);
        let element = Element { tag, span };
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|error| {
                let inside = match error {
                    AttrError::ExpectedEq(inside)
                    | AttrError::ExpectedValue(inside)
                    | AttrError::UnquotedValue(inside)
                    | AttrError::ExpectedQuote(inside, _)
                    | AttrError::Duplicated(inside, _) => inside,
                };
                Malformed::new(at + 1 + inside, "an attribute is not of the form `name=\"value\"`")
            })?;
            if attribute.value.contains('&') && attribute.normalized_value(XmlVersion::Implicit1_0).is_err() {
                return Err(Malformed::new(at, "an attribute has an entity that is not declared"));
            }
        }
        Ok(XmlEvent::Open(element))
    }

    /// Returns the byte offset after the last event.
    pub fn position(&self) -> usize {
        self.start + offset(self.reader.buffer_position())
    }

    /// Returns the text after the start tag of an element; empty if the element is empty.
    pub fn content(&self, element: &Element) -> &'x str {
        let end = element.span.end as usize;
        if self.text[..end].ends_with("/>") { "" } else { &self.text[end..] }
    }

    /// Returns the number of open elements.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Reads on to the end of the element that `depth` is the depth of, with its end.
    pub fn leave(&mut self, depth: usize) -> Result<(), Malformed> {
        while self.depth() >= depth && self.next()?.is_some() {}
        Ok(())
    }

    /// Reads on to the end of the element that has just been opened.
    pub fn skip(&mut self) -> Result<(), Malformed> {
        self.leave(self.depth())
    }
}

/// Returns the name of the outermost element of a text, even if the text is cut after its start tag.
pub(super) fn outermost_element(text: &str) -> Option<String> {
    let mut xml = XmlReader::new(text);
    loop {
        if let XmlEvent::Open(element) = xml.next().ok()?? {
            return Some(element.name().to_owned());
        }
    }
}

/// Converts an offset of the parser, which counts the bytes of a text in memory.
fn offset(at: u64) -> usize {
    usize::try_from(at).expect("an offset in memory")
}

/// Returns the character of the reference at byte `at`.
fn character(name: &BytesRef, at: usize) -> Result<Cow<'static, str>, Malformed> {
    if let Some(c) = name.resolve_char_ref().map_err(|error| Malformed::new(at, error.to_string()))? {
        return Ok(c.to_string().into());
    }
    let predefined = quick_xml::escape::resolve_xml_entity(name);
    predefined.map(Cow::Borrowed).ok_or_else(|| Malformed::new(at, format!("the entity &{}; is not declared", &**name)))
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
        self.tag.local_name().into_inner()
    }

    /// Returns whether the name has this prefix.
    pub fn has_prefix(&self, prefix: &str) -> bool {
        self.tag.name().prefix().is_some_and(|found| found.as_ref() == prefix)
    }

    /// Returns the value of the attribute with this name, whatever its prefix is.
    pub fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        self.find(|key| key.rsplit_once(':').map_or(key, |(_, local)| local) == name)
    }

    /// Returns the value of the first attribute for whose name, with its prefix, `is_it` returns true.
    pub fn find(&self, is_it: impl Fn(&str) -> bool) -> Option<Cow<'_, str>> {
        let found = self.attributes().flatten().find(|attribute| is_it(attribute.key.as_ref()))?;
        found.normalized_value(XmlVersion::Implicit1_0).ok()
    }

    fn attributes(&self) -> quick_xml::events::attributes::Attributes<'_> {
        let mut attributes = self.tag.attributes();
        // To look for duplicates takes long if there are very many attributes.
        attributes.with_checks(false);
        attributes
    }
}
