//! What an extractor could not read as it should be read.

use jiff::civil::Date;
use std::fmt;
use wordgate_text::source::Span;

/// A stretch of a document that was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtractWarning {
    /// The stretch (bytes of the file).
    pub span: Span,
    /// What is wrong with it.
    pub cause: Misread,
}

/// Why a stretch was not understood, and what was done instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Misread {
    /// Its inline markup would take too long to parse.
    CostlyBlock,
    /// Its HTML would take too long to parse.
    CostlyHtml,
    /// Its text is indented too deep.
    DeepIndent,
    /// Its blocks are nested too deep.
    DeepNesting,
    /// Its line is too long.
    LongLine,
    /// From here on the file is too long.
    LongFile,
    /// From here on the HTML file is too long.
    LongHtmlFile,
    /// It is the document's date, but no valid one. The rules were judged by this day instead.
    InvalidDate(Date),
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Misread::CostlyBlock => "a block that is too long or nested too deep to parse was read as plain text",
            Misread::CostlyHtml => {
                "HTML that is too long or nested too deep was not parsed; its tags were told from text by their look"
            }
            Misread::DeepIndent => "text indented too deep was read as plain text",
            Misread::DeepNesting => "blocks nested beyond what can be parsed were read as plain text",
            Misread::LongLine => "a line of more than 1 MiB was not parsed, but read as plain text",
            Misread::LongFile => {
                "the file is too long to parse all of it: from here on it is read as plain text, so markup inside a phrase hides it"
            }
            Misread::LongHtmlFile => {
                "the file is too long to parse all of it: from here on its tags are told from text by their look"
            }
            Misread::InvalidDate(day) => {
                return write!(f, "the document's date is no date; its rules are judged as of {day}");
            }
        })
    }
}
