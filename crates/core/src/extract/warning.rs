//! Defines warnings about text that an extractor could not parse, such as a line of more than 1 MiB.

use jiff::civil::Date;
use std::fmt;
use wordgate_text::source::{PagesWithoutText, SourceFile, Span};

/// A range of a document that was not parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtractWarning {
    /// Byte offsets in the file.
    pub span: Span,
    /// Why it was not parsed.
    pub cause: Misread,
}

/// Why a range was not parsed, and what we did instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Misread {
    /// The inline markup of a block would take too long to parse.
    CostlyBlock,
    /// HTML would take too long to parse.
    CostlyHtml,
    /// A text is indented too far.
    DeepIndent,
    /// Blocks are nested too deeply.
    DeepNesting,
    /// A line is too long.
    LongLine,
    /// The file is too long to parse beyond the start of the range.
    LongFile,
    /// The HTML file is too long to parse beyond the start of the range.
    LongHtmlFile,
    /// Something in a component is never closed.
    Unclosed,
    /// The file does not say in which order its text is read.
    UncertainOrder,
    /// Pages have no text.
    NoText(PagesWithoutText),
    /// The document's date is invalid, so the rules were evaluated as of this day.
    InvalidDate(Date),
}

impl ExtractWarning {
    /// Returns the warnings about a file as a whole, which hold wherever its matches are.
    pub fn of_file(file: &SourceFile) -> Vec<ExtractWarning> {
        if !file.has_pages() {
            return Vec::new();
        }
        let without_text = file.pages_without_text();
        let has_text = without_text.is_none_or(|pages| pages.count < pages.total);
        let order = has_text.then_some(Misread::UncertainOrder);
        let causes = order.into_iter().chain(without_text.map(Misread::NoText));
        causes.map(|cause| ExtractWarning { span: Span::default(), cause }).collect()
    }
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Misread::CostlyBlock => "this block is too long or too deeply nested to parse, so it was read as plain text",
            Misread::CostlyHtml => {
                "this HTML is too long or too deeply nested to parse, so wordgate only scanned it for tags"
            }
            Misread::DeepIndent => "this text is indented too far to parse, so it was read as plain text",
            Misread::DeepNesting => "these blocks are nested too deeply to parse, so they were read as plain text",
            Misread::LongLine => "this line is longer than 1 MiB, so it was read as plain text",
            Misread::LongFile => {
                "this file is too long to parse in full, so from here on it is read as plain text and markup inside a phrase hides it"
            }
            Misread::LongHtmlFile => {
                "this file is too long to parse in full, so from here on wordgate only scans it for tags"
            }
            Misread::Unclosed => "this is never closed, so text after it may have been read as code",
            Misread::UncertainOrder => {
                "a PDF document does not say in which order its text is read, so a phrase over columns, pages or cells may be missed"
            }
            Misread::NoText(PagesWithoutText { count, total, .. }) if count == total => {
                "no page has text that can be read, so nothing was checked; recognise the text of scans first"
            }
            Misread::NoText(PagesWithoutText { first, count, total }) => {
                let have = if *count == 1 { "has" } else { "have" };
                return write!(
                    f,
                    "{count} of {total} pages {have} no text that can be read, the first of them page {first}; recognise the text of scans first"
                );
            }
            Misread::InvalidDate(day) => {
                return write!(f, "the document's date is not a date like 2026-03-11, so its rules are evaluated as of {day}");
            }
        })
    }
}
