//! Reads a Word document: its text, then its footnotes, endnotes, headers and footers.

use super::error::OfficeError;
use super::html_writer::HtmlWriter;
use super::ooxml;
use super::package::Package;
use super::relationships::relationships;
use super::styles::Styles;
use wordgate_text::source::{Area, Part};

/// The parts that have text besides the document itself, by the word that names their kind.
const PARTS: [(&str, Area); 4] =
    [("footnotes", Area::Footnotes), ("endnotes", Area::Endnotes), ("header", Area::Header), ("footer", Area::Footer)];

/// Adds the text of a document to `writer`. `text` is its main part, whose name is `name`.
pub(super) fn read(package: &mut Package, name: &str, text: &str, writer: &mut HtmlWriter) -> Result<(), OfficeError> {
    let related = relationships(package, name)?;
    let mut styles = Styles::default();
    if let Some(part) = related.iter().find(|relationship| relationship.is("styles"))
        && let Some(text) = package.read(&part.target)?
    {
        styles = Styles::read(&text, &part.target)?;
    }
    let mut read = |text: &str, name: &str, area| {
        ooxml::read(text, Part { name: name.into(), area, slide: None }, &styles, writer)
    };
    read(text, name, Area::Body)?;
    for (kind, area) in PARTS {
        let mut targets: Vec<&str> =
            related.iter().filter(|part| part.is(kind)).map(|part| part.target.as_str()).collect();
        targets.sort_unstable();
        targets.dedup();
        for target in targets {
            if let Some(text) = package.read(target)? {
                read(&text, target, area)?;
            }
        }
    }
    Ok(())
}
