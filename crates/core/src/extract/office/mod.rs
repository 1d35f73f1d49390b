//! Reads Office documents: `.docx`, `.pptx`, `.odt` and `.odp`.
//!
//! Such a document is a zip archive of XML files, its parts. Its text is written as HTML, which has everything that
//! counts for rules: headings, lists, tables, links, line breaks. So the HTML reader reads it, and every context works.
//! The text has no bytes in the file; a finding has a [`Place`](wordgate_text::source::Place) instead, which names its
//! part, slide and paragraph.
//!
//! [`Package`] unpacks the parts, [`XmlReader`] reads one, and [`HtmlWriter`] writes the text. `word` and `slides` know
//! which parts of a document of Word or PowerPoint have text, `ooxml` which elements. `open_document` knows both of an
//! OpenDocument.

mod error;
mod html_writer;
mod ooxml;
mod open_document;
mod package;
mod relationships;
mod slides;
mod styles;
#[cfg(test)]
mod tests;
mod word;
mod xml;

pub use error::OfficeError;

use html_writer::HtmlWriter;
use package::Package;
use relationships::relationships;
use wordgate_text::prose::Scope;
use wordgate_text::source::{Area, EmbeddedText};
use xml::{XmlEvent, XmlReader};

/// Returns the text of a document from its bytes.
pub(super) fn read(bytes: &[u8]) -> Result<EmbeddedText, OfficeError> {
    let mut package = Package::open(bytes)?;
    let mut writer = HtmlWriter::default();
    let main = relationships(&mut package, "")?.into_iter().find(|relationship| relationship.is("officeDocument"));
    let Some(name) = main.map(|main| main.target) else {
        if !package.has(open_document::CONTENT) {
            return Err(OfficeError::Unknown);
        }
        open_document::read(&mut package, &mut writer)?;
        return Ok(writer.finish());
    };
    let text = package.required(&name)?;
    match &*root(&text, &name)? {
        "document" => word::read(&mut package, &name, &text, &mut writer)?,
        "presentation" => slides::read(&mut package, &name, &text, &mut writer)?,
        _ => return Err(OfficeError::Unknown),
    }
    Ok(writer.finish())
}

/// Returns the name of the outermost element of a part.
fn root(text: &str, part: &str) -> Result<String, OfficeError> {
    let mut xml = XmlReader::new(text, part);
    while let Some(event) = xml.next()? {
        if let XmlEvent::Open(element) = event {
            return Ok(element.name().to_owned());
        }
    }
    Err(OfficeError::Unknown)
}

/// Returns the scope of the paragraphs of a part, if it is not that of paragraphs elsewhere.
pub(super) fn scope(area: Area) -> Option<Scope> {
    match area {
        Area::Notes => Some(Scope::Note),
        Area::Footnotes | Area::Endnotes => Some(Scope::Footnote),
        Area::Body | Area::Header | Area::Footer => None,
    }
}
