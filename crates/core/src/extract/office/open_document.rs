//! Reads an OpenDocument text or presentation.
//!
//! All of the text is in one part, and headers and footers are in the part with the styles. A footnote is in the middle
//! of its paragraph, so the part is read once for the text and once more for its notes.

use super::error::OfficeError;
use super::html_writer::{HtmlWriter, ParagraphKind};
use super::package::Package;
use super::xml::{Element, XmlEvent, XmlReader};
use rustc_hash::FxHashSet;
use std::sync::Arc;
use wordgate_text::source::{Area, Part};

/// The part with the text.
pub(super) const CONTENT: &str = "content.xml";

/// The part with the styles, the headers and the footers.
const STYLES: &str = "styles.xml";

/// The part that lists the others, and says which are encrypted.
const MANIFEST: &str = "META-INF/manifest.xml";

/// The maximum number of columns that a cell may be repeated in.
const MAX_SPAN: usize = 63;

/// The name of the style of titles, in every language.
const TITLE: &str = "Title";

/// Elements that are not read: deleted text, comments, the numbers of notes and pages, pronunciations, what an index is
/// made from, and what is no text.
const SKIPPED: &[&str] = &[
    "alphabetical-index-source", "annotation", "bibliography-source", "binary-data", "event-listeners", "forms",
    "illustration-index-source", "math", "note-citation", "object", "object-index-source", "object-ole", "page-count",
    "page-number", "ruby-text", "script", "table-index-source", "table-of-content-source", "tracked-changes",
    "user-index-source",
];

/// Adds the text of a document to `writer`.
pub(super) fn read(package: &mut Package, writer: &mut HtmlWriter) -> Result<(), OfficeError> {
    if is_encrypted(package)? {
        return Err(OfficeError::Encrypted);
    }
    let content = package.required(CONTENT)?;
    match &*body(&content)? {
        "presentation" => ContentReader::new(&content, CONTENT, writer)?.read_slides(),
        "text" => {
            read_area(&content, CONTENT, Area::Body, writer)?;
            for area in [Area::Footnotes, Area::Endnotes] {
                if content.contains("note-class") {
                    read_area(&content, CONTENT, area, writer)?;
                }
            }
            if let Some(styles) = package.read(STYLES)? {
                for area in [Area::Header, Area::Footer] {
                    read_area(&styles, STYLES, area, writer)?;
                }
            }
            Ok(())
        }
        _ => Err(OfficeError::Unknown),
    }
}

/// Returns whether a part is encrypted. The archive itself never is.
fn is_encrypted(package: &mut Package) -> Result<bool, OfficeError> {
    let Some(manifest) = package.read(MANIFEST)? else { return Ok(false) };
    let mut xml = XmlReader::new(&manifest, MANIFEST);
    while let Some(event) = xml.next()? {
        if matches!(event, XmlEvent::Open(element) if element.name() == "encryption-data") {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns the name of the element that contains the text.
fn body(content: &str) -> Result<String, OfficeError> {
    let mut xml = XmlReader::new(content, CONTENT);
    let mut is_inside = false;
    while let Some(event) = xml.next()? {
        match event {
            XmlEvent::Open(element) if is_inside => return Ok(element.name().to_owned()),
            XmlEvent::Open(element) => is_inside = element.name() == "body",
            _ => {}
        }
    }
    Err(OfficeError::Unknown)
}

/// Adds the text of an area of a part.
fn read_area(text: &str, name: &str, area: Area, writer: &mut HtmlWriter) -> Result<(), OfficeError> {
    let mut reader = ContentReader::new(text, name, writer)?;
    reader.writer.begin_part(Part { name: reader.name.clone(), area, slide: None });
    reader.area = area;
    reader.mute();
    while reader.step()? {}
    reader.writer.end_part(area);
    Ok(())
}

struct ContentReader<'r> {
    xml: XmlReader<'r>,
    name: Arc<str>,
    writer: &'r mut HtmlWriter,
    /// The styles of titles.
    titles: FxHashSet<String>,
    /// The area that is read.
    area: Area,
    /// The areas around the current element, with the nesting depths of their elements.
    inside: Vec<(usize, Area)>,
    /// The number of open lists.
    lists: usize,
    /// The nesting depth of the shape with the title of the slide.
    title_shape: Option<usize>,
}

impl<'r> ContentReader<'r> {
    fn new(text: &'r str, name: &'r str, writer: &'r mut HtmlWriter) -> Result<ContentReader<'r>, OfficeError> {
        Ok(ContentReader {
            xml: XmlReader::new(text, name),
            name: name.into(),
            writer,
            titles: titles(text, name)?,
            area: Area::Body,
            inside: Vec::new(),
            lists: 0,
            title_shape: None,
        })
    }

    /// Adds the slides, each followed by its notes.
    fn read_slides(mut self) -> Result<(), OfficeError> {
        let mut slide = 0;
        self.writer.set_muted(true);
        while let Some(event) = self.xml.next()? {
            match &event {
                XmlEvent::Open(element) if element.name() == "page" => {
                    slide += 1;
                    self.begin(Area::Body, slide);
                }
                XmlEvent::Open(element) if element.name() == "notes" && slide > 0 => {
                    self.writer.end_part(self.area);
                    self.begin(Area::Notes, slide);
                }
                XmlEvent::Close(element) if element.name() == "page" => {
                    self.writer.end_part(self.area);
                    self.writer.set_muted(true);
                }
                _ => {}
            }
            self.add(event)?;
        }
        self.writer.set_muted(false);
        Ok(())
    }

    fn begin(&mut self, area: Area, slide: u32) {
        self.area = area;
        self.writer.set_muted(false);
        self.writer.begin_part(Part { name: self.name.clone(), area, slide: Some(slide) });
    }

    /// Reads an event. Returns whether there was one.
    fn step(&mut self) -> Result<bool, OfficeError> {
        let Some(event) = self.xml.next()? else { return Ok(false) };
        match &event {
            XmlEvent::Open(element) => {
                if let Some(area) = area_of(element) {
                    self.inside.push((self.xml.depth(), area));
                    self.mute();
                }
            }
            XmlEvent::Close(_) => {
                if self.inside.pop_if(|(depth, _)| *depth > self.xml.depth()).is_some() {
                    self.mute();
                }
            }
            XmlEvent::Text(_) => {}
        }
        self.add(event)?;
        Ok(true)
    }

    /// Mutes the writer outside of the area that is read.
    fn mute(&mut self) {
        let current = self.inside.last().map(|(_, area)| *area);
        self.writer.set_muted(current != Some(self.area));
    }

    fn add(&mut self, event: XmlEvent) -> Result<(), OfficeError> {
        match event {
            XmlEvent::Open(element) => self.open(&element),
            XmlEvent::Close(element) => {
                self.close(element.name());
                Ok(())
            }
            XmlEvent::Text(text) => {
                self.writer.text(&text);
                Ok(())
            }
        }
    }

    fn open(&mut self, element: &Element) -> Result<(), OfficeError> {
        match element.name() {
            "p" | "h" => {
                self.writer.begin_paragraph();
                self.writer.set_kind(self.kind(element));
            }
            "s" | "tab" => self.writer.text(" "),
            "line-break" => self.writer.line_break(),
            "a" => self.writer.inline_tag("<a>"),
            "list" => self.lists += 1,
            "table" => self.writer.block_tag("<table>\n"),
            "table-row" => self.writer.block_tag("<tr>"),
            "table-cell" | "covered-table-cell" => {
                let repeated = element.attribute("number-columns-repeated").and_then(|count| count.parse().ok());
                for _ in 1..repeated.unwrap_or(1).min(MAX_SPAN) {
                    self.writer.block_tag("<td></td>");
                }
                self.writer.block_tag("<td>");
            }
            "frame" | "custom-shape" if element.attribute("class").as_deref() == Some("title") => {
                self.title_shape = Some(self.xml.depth());
            }
            // A field with the title of the document has the same name, and another prefix.
            "title" | "desc" if element.has_prefix("svg") => self.alternative_text()?,
            name if SKIPPED.contains(&name) => self.xml.skip()?,
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "h" => self.writer.end_paragraph(),
            "a" => self.writer.inline_tag("</a>"),
            "list" => self.lists = self.lists.saturating_sub(1),
            "table" => self.writer.block_tag("</table>\n"),
            "table-row" => self.writer.block_tag("</tr>\n"),
            "table-cell" | "covered-table-cell" => self.writer.block_tag("</td>"),
            _ => self.title_shape = self.title_shape.filter(|depth| *depth <= self.xml.depth()),
        }
    }

    fn kind(&self, element: &Element) -> ParagraphKind {
        if element.name() == "h" {
            let level: u8 = element.attribute("outline-level").and_then(|level| level.parse().ok()).unwrap_or(1);
            // The title of the document is over all headings.
            return ParagraphKind::Heading(level.saturating_add(1));
        }
        let style = element.attribute("style-name");
        let is_title = style.is_some_and(|style| style == TITLE || self.titles.contains(&*style));
        match self.lists.checked_sub(1) {
            _ if is_title || self.title_shape.is_some() && self.area == Area::Body => ParagraphKind::Heading(1),
            Some(depth) => ParagraphKind::Item(depth),
            None => ParagraphKind::Text,
        }
    }

    /// Reads the title or the description of a picture.
    fn alternative_text(&mut self) -> Result<(), OfficeError> {
        let depth = self.xml.depth();
        let mut alt = String::new();
        while self.xml.depth() >= depth {
            match self.xml.next()? {
                Some(XmlEvent::Text(text)) => alt.push_str(&text),
                Some(_) => {}
                None => break,
            }
        }
        if !alt.trim().is_empty() {
            self.writer.picture(&alt);
        }
        Ok(())
    }
}

/// Returns the area that an element starts.
fn area_of(element: &Element) -> Option<Area> {
    match element.name() {
        "text" => Some(Area::Body),
        "note" => match element.attribute("note-class").as_deref() {
            Some("endnote") => Some(Area::Endnotes),
            _ => Some(Area::Footnotes),
        },
        "header" | "header-left" | "header-first" => Some(Area::Header),
        "footer" | "footer-left" | "footer-first" => Some(Area::Footer),
        _ => None,
    }
}

/// Returns the names of the styles of a part that are based on that of titles.
fn titles(text: &str, name: &str) -> Result<FxHashSet<String>, OfficeError> {
    let mut xml = XmlReader::new(text, name);
    let mut found = FxHashSet::default();
    while let Some(event) = xml.next()? {
        match event {
            XmlEvent::Open(element) if element.name() == "body" => break,
            XmlEvent::Open(element) if element.attribute("parent-style-name").as_deref() == Some(TITLE) => {
                found.extend(element.attribute("name").map(std::borrow::Cow::into_owned));
            }
            _ => {}
        }
    }
    Ok(found)
}
