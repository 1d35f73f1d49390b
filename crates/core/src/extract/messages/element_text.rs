//! The text of an element with other elements in it.
//!
//! An element in a text has no width, stands for something that a program puts there, or breaks the line. What stands
//! between two parts of the text has no bytes in it, so that no edit of the text can replace it.

use super::Messages;
use crate::extract::malformed::Malformed;
use crate::extract::xml::{Element, TextKind, XmlEvent, XmlReader};
use wordgate_text::source::{EmbeddedText, Escapes, Span};

/// A placeholder in the syntax of messages, which is one opaque word.
const PLACEHOLDER: &str = "{x}";

/// How a reader sees an element in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// As its content. The element itself has no width.
    Content,
    /// As its content, in paragraphs of its own.
    Paragraph,
    /// As a line break. Its content is code.
    LineBreak,
    /// As something unknown. Its content is code.
    Opaque,
    /// Not at all. Its content is code.
    Hidden,
}

impl Shown {
    /// Returns how a reader sees the tag that a text starts with; `None` if it starts with no tag.
    pub fn of_tag(text: &str) -> Option<Shown> {
        text.trim_start().strip_prefix('<').and_then(Shown::of_name)
    }

    /// Returns how a reader sees the tag that the content of an element starts with, which is escaped.
    pub fn of_escaped_tag(content: &str) -> Option<Shown> {
        let content = content.trim_start();
        content.strip_prefix("&lt;").or_else(|| content.strip_prefix("<![CDATA[<")).and_then(Shown::of_name)
    }

    /// Returns how a reader sees a tag, given the text after its `<`.
    fn of_name(tag: &str) -> Option<Shown> {
        let name = tag.strip_prefix('/').unwrap_or(tag);
        let len = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        match &*name[..len].to_ascii_lowercase() {
            "" => None,
            "br" => Some(Shown::LineBreak),
            "img" | "input" | "button" | "select" | "video" | "audio" => Some(Shown::Opaque),
            _ => Some(Shown::Hidden),
        }
    }
}

/// A part of a text.
#[derive(Clone, Copy, Debug)]
pub(super) enum TextPart {
    /// Text that the file has as it is.
    Verbatim(Span),
    /// A character that the file writes in another way.
    Character(char, Span),
    /// Text that the file does not have.
    Added(&'static str),
}

/// The text of an element.
#[derive(Debug, Default)]
pub(super) struct ElementText {
    pub parts: Vec<TextPart>,
    /// The texts inside of code, which are texts of their own.
    pub inner: Vec<ElementText>,
    /// Whether there is text in a CDATA section, and outside of one.
    has_cdata: bool,
    has_plain: bool,
}

/// An element whose content is code.
struct Code {
    depth: usize,
    shown: &'static str,
}

impl ElementText {
    /// Reads the content of the element that was just opened, with its end. `shown` gets an element and the text after
    /// its start tag, which is empty if it has no content.
    pub fn read(
        xml: &mut XmlReader,
        messages: &mut Messages,
        shown: &impl Fn(&Element, &str) -> Shown,
    ) -> Result<ElementText, Malformed> {
        let mut text = ElementText::default();
        let depth = xml.depth();
        let mut code: Option<Code> = None;
        // The depths of the open elements with paragraphs of their own.
        let mut paragraphs = Vec::new();
        while xml.depth() >= depth {
            match xml.next()? {
                // XLIFF has texts for readers in its codes, such as the title of a link.
                Some(XmlEvent::Open(element)) if code.is_some() => {
                    if element.name() == "sub" {
                        text.inner.push(ElementText::read(xml, messages, shown)?);
                    }
                }
                Some(XmlEvent::Open(element)) => {
                    let start_code = |shown| Some(Code { depth: xml.depth(), shown });
                    match shown(&element, xml.content(&element)) {
                        Shown::Content => {}
                        Shown::Paragraph => {
                            paragraphs.push(xml.depth());
                            text.parts.push(TextPart::Added("\n\n"));
                        }
                        Shown::LineBreak => code = start_code("\n"),
                        Shown::Opaque => code = start_code(PLACEHOLDER),
                        Shown::Hidden => code = start_code(""),
                    }
                }
                Some(XmlEvent::Close(_)) => {
                    let is_closed = |open: usize| xml.depth() < open;
                    if let Some(code) = code.take_if(|code| is_closed(code.depth)) {
                        text.parts.push(TextPart::Added(code.shown));
                    }
                    if paragraphs.pop_if(|open| is_closed(*open)).is_some() {
                        text.parts.push(TextPart::Added("\n\n"));
                    }
                }
                Some(XmlEvent::Text(_)) if code.is_some() => {}
                Some(XmlEvent::Text(part)) => {
                    let is_blank = part.text.trim().is_empty();
                    text.has_cdata |= part.kind == TextKind::CData && !is_blank;
                    text.has_plain |= part.kind != TextKind::CData && !is_blank;
                    match part.kind {
                        TextKind::Plain | TextKind::CData => text.parts.push(TextPart::Verbatim(part.span)),
                        TextKind::Reference => {
                            text.parts.extend(part.text.chars().map(|c| TextPart::Character(c, part.span)));
                        }
                    }
                }
                Some(XmlEvent::Comment(content)) => messages.comment(content),
                None => break,
            }
        }
        Ok(text)
    }

    /// Returns whether there is nothing to read.
    pub fn is_blank(&self, text: &str) -> bool {
        self.parts.iter().all(|part| match part {
            TextPart::Verbatim(span) => text[span.range()].trim().is_empty(),
            TextPart::Character(c, _) => c.is_whitespace(),
            TextPart::Added(_) => true,
        })
    }

    /// Returns how new text is written into the element. Text that is in part in a CDATA section must not be edited.
    pub fn escapes(&self, plain: Escapes, cdata: Escapes) -> Escapes {
        match (self.has_plain, self.has_cdata) {
            (true, true) => Escapes::ReadOnly,
            (false, true) => cdata,
            (_, false) => plain,
        }
    }

    /// Appends the text to `out`.
    pub fn write(&self, text: &str, out: &mut EmbeddedText) {
        for part in &self.parts {
            match part {
                TextPart::Verbatim(span) => out.push_verbatim(&text[span.range()], span.start as usize),
                // Before a line feed, it would be a second line end.
                TextPart::Character('\r', span) => out.push_decoded(" ", *span),
                TextPart::Character(c, span) => out.push_decoded(c.encode_utf8(&mut [0; 4]), *span),
                TextPart::Added(added) => out.push_unmapped(added),
            }
        }
    }

    /// Returns the decoded text.
    pub fn decoded(&self, text: &str) -> String {
        let mut out = EmbeddedText::default();
        self.write(text, &mut out);
        out.into_text()
    }
}
