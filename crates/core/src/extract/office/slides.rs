//! Reads a PowerPoint document: its slides in their order, each followed by its notes.

use super::error::OfficeError;
use super::html_writer::HtmlWriter;
use super::ooxml;
use super::package::Package;
use super::relationships::{Relationship, relationships};
use super::styles::Styles;
use super::xml::{XmlEvent, XmlReader, relationship};
use rustc_hash::{FxHashMap, FxHashSet};
use wordgate_text::source::{Area, Part, to_u32};

/// Adds the text of a presentation to `writer`. `text` is its main part, whose name is `name`.
pub(super) fn read(package: &mut Package, name: &str, text: &str, writer: &mut HtmlWriter) -> Result<(), OfficeError> {
    let related = relationships(package, name)?;
    for (index, slide) in slides(text, name, &related)?.into_iter().enumerate() {
        let number = Some(to_u32(index + 1));
        let mut read = |text: &str, name: &str, area| {
            ooxml::read(text, Part { name: name.into(), area, slide: number }, &Styles::default(), writer)
        };
        read(&package.required(slide)?, slide, Area::Body)?;
        for notes in relationships(package, slide)?.iter().filter(|part| part.is("notesSlide")) {
            if let Some(text) = package.read(&notes.target)? {
                read(&text, &notes.target, Area::Notes)?;
            }
        }
    }
    Ok(())
}

/// Returns the names of the slides in the order of the presentation, each once.
fn slides<'r>(text: &str, name: &str, related: &'r [Relationship]) -> Result<Vec<&'r str>, OfficeError> {
    let by_id: FxHashMap<&str, &str> = related.iter().map(|part| (part.id.as_str(), part.target.as_str())).collect();
    let mut xml = XmlReader::new(text, name);
    let (mut found, mut seen) = (Vec::new(), FxHashSet::default());
    while let Some(event) = xml.next()? {
        let XmlEvent::Open(element) = event else { continue };
        if element.name() == "sldId"
            && let Some(id) = relationship(&element)
            && let Some(slide) = by_id.get(&*id).filter(|slide| seen.insert(**slide))
        {
            found.push(*slide);
        }
    }
    Ok(found)
}
