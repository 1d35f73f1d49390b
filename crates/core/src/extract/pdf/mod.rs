//! Reads PDF documents.
//!
//! A page of a PDF says where each character is printed, and nothing about words, lines, columns or paragraphs. They are
//! found by position, so their order is uncertain: every finding comes with a warning that says so. The text is written as
//! HTML, as that of Office documents is, so that headings and lists count for contexts; a finding has the number of the
//! page instead of a line. The structure tree of tagged documents is not used: few documents have one, and it is often
//! wrong. The language that a document declares is not used either: programs write that of their own settings.
//!
//! The steps: [`precheck`] and [`budget`] refuse hostile files; [`content`] reads the characters of a page, with the widths
//! and meanings from [`fonts`]; [`segments`] joins them to lines; [`running`] takes out headers and footers; [`blocks`]
//! finds columns; [`paragraphs`] joins lines; [`hyphens`] joins divided words; [`writer`] writes the HTML.

mod blocks;
mod budget;
mod content;
mod fonts;
mod glyph;
mod hyphens;
mod paragraphs;
mod precheck;
mod running;
mod segments;
mod string;
#[cfg(test)]
mod tests;
mod writer;

use super::pdf_error::PdfError;
use budget::Budget;
use content::{ContentReader, PageContent};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use paragraphs::Paragraph;
use segments::Segment;
use std::collections::BTreeMap;
use wordgate_text::source::{EmbeddedText, PagesWithoutText, to_u32};

/// The maximum number of pages.
const MAX_PAGES: usize = 50_000;

/// Returns the text of a document from its bytes.
pub(super) fn read(bytes: Vec<u8>) -> Result<EmbeddedText, PdfError> {
    let mut budget = Budget::default();
    precheck::check(&bytes, &mut budget)?;
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => PdfError::Password,
        LoadPdfError::Decryption(_) => PdfError::Encryption,
        LoadPdfError::Invalid => PdfError::Broken,
    })?;
    let pages = pdf.pages();
    if pages.len() > MAX_PAGES {
        return Err(PdfError::Limit(format!("it has {} pages, more than {MAX_PAGES}", pages.len())));
    }
    if pages.is_empty() {
        return Err(PdfError::Broken);
    }
    let mut reader = ContentReader::new(budget);
    let mut layouts = Vec::new();
    let mut without_text = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let content = reader.read(page)?;
        let readable = content.glyphs.iter().filter(|glyph| glyph.c.is_alphanumeric()).count();
        if readable < content.unknown || (readable == 0 && content.has_picture) {
            without_text.push(index);
        }
        layouts.push(PageLayout::new(content));
    }
    let mut paragraphs = paragraphs(layouts);
    paragraphs::mark_headings(&mut paragraphs);
    let mut text = writer::write(&paragraphs, pages.len());
    if paragraphs.is_empty() {
        without_text = (0..pages.len()).collect();
    }
    if let Some(first) = without_text.first() {
        let (first, count) = (to_u32(first + 1), to_u32(without_text.len()));
        text.set_pages_without_text(PagesWithoutText { first, count, total: to_u32(pages.len()) });
    }
    Ok(text)
}

/// The lines of a page.
struct PageLayout {
    /// Those in the direction of most of the text.
    main: Vec<Segment>,
    /// Those in each other direction.
    others: Vec<Vec<Segment>>,
}

impl PageLayout {
    fn new(content: PageContent) -> PageLayout {
        let mut by_direction: BTreeMap<i16, Vec<glyph::Glyph>> = BTreeMap::new();
        for glyph in content.glyphs {
            by_direction.entry(glyph.direction).or_default().push(glyph);
        }
        let most = by_direction.iter().max_by_key(|(_, glyphs)| glyphs.len()).map(|(direction, _)| *direction);
        let main = most.and_then(|direction| by_direction.remove(&direction)).unwrap_or_default();
        PageLayout {
            main: segments::segments(&main),
            others: by_direction.values().map(|glyphs| segments::segments(glyphs)).collect(),
        }
    }
}

/// Returns the paragraphs of all pages.
fn paragraphs(layouts: Vec<PageLayout>) -> Vec<Paragraph> {
    let (mut mains, others): (Vec<_>, Vec<_>) = layouts.into_iter().map(|page| (page.main, page.others)).unzip();
    let running = running::take(&mut mains);
    let mut paragraphs = Vec::new();
    for (page, ((main, others), running)) in mains.into_iter().zip(others).zip(running).enumerate() {
        let add = |segments: Vec<Segment>, paragraphs: &mut Vec<Paragraph>| {
            for block in blocks::blocks(segments) {
                let first = paragraphs.len();
                paragraphs::add(block, page, paragraphs);
                paragraphs::join_continued(paragraphs, first);
            }
        };
        add(main, &mut paragraphs);
        for segments in others {
            add(segments, &mut paragraphs);
        }
        // They must not separate what goes on to the next page.
        let mut own = Vec::new();
        add(running, &mut own);
        let at = paragraphs.iter().rposition(|paragraph| paragraph.page() < page).map_or(0, |before| before + 1);
        paragraphs.splice(at..at, own);
    }
    paragraphs
}
