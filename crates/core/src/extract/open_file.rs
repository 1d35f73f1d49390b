//! Opens a file: decodes or unpacks its bytes and, if its text is inside another format, reads that format.

use super::declared_encoding;
use super::format::Format;
use super::malformed::Malformed;
use super::office::OfficeError;
use super::pdf_error::PdfError;
use super::{messages, notebook, office};
use wordgate_text::source::{DecodeError, EmbeddedText, SourceFile, to_u32};

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Its bytes are not text.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// Its encoding is one that we cannot decode.
    #[error("its encoding `{0}` is not supported; save it as UTF-8")]
    Encoding(String),
    /// It is not what its format says.
    #[error("this is not {format}: {message} (line {line}, column {column})")]
    Malformed {
        /// The kind of file that was expected, with its article.
        format: &'static str,
        /// What is wrong.
        message: String,
        /// The 1-based line.
        line: u32,
        /// The 1-based column in Unicode scalar values.
        column: u32,
    },
    /// It is not an Office document, or one that must not be read.
    #[error("this Office document cannot be read: {0}")]
    Office(#[from] OfficeError),
    /// It is not a PDF document, or one that must not be read.
    #[error("this PDF document cannot be read: {0}")]
    Pdf(#[from] PdfError),
}

/// Opens a file from its bytes. The text of the result is what to check; [`SourceFile::stored_spans`] leads from it back
/// to the file.
///
/// # Errors
/// If the bytes cannot be decoded, or if the file is not of this format.
pub fn open(bytes: Vec<u8>, format: Format) -> Result<SourceFile, OpenError> {
    match format {
        // No bytes of the file are those of the text, so the file counts as empty.
        Format::Office => Ok(SourceFile::from_text(String::new())?.with_embedded(office::read(&bytes)?)),
        Format::Pdf => Ok(SourceFile::from_text(String::new())?.with_embedded(read_pdf(bytes)?)),
        Format::Text if cfg!(not(feature = "pdf")) && bytes.starts_with(b"%PDF-") => Err(PdfError::NotBuilt.into()),
        _ => open_text(declared_encoding::decode(bytes, format)?, format),
    }
}

#[cfg(feature = "pdf")]
fn read_pdf(bytes: Vec<u8>) -> Result<EmbeddedText, PdfError> {
    super::pdf::read(bytes)
}

#[cfg(not(feature = "pdf"))]
fn read_pdf(_: Vec<u8>) -> Result<EmbeddedText, PdfError> {
    Err(PdfError::NotBuilt)
}

/// Does the same for a file that is already decoded.
pub(crate) fn open_text(file: SourceFile, format: Format) -> Result<SourceFile, OpenError> {
    let text = file.text();
    let inside = match format {
        Format::Notebook => notebook::read(text),
        Format::Json => messages::json::read(text),
        Format::Yaml => messages::yaml::read(text),
        Format::Toml => messages::toml::read(text),
        Format::Po => messages::po::read(text),
        Format::Properties => Ok(messages::properties::read(text)),
        Format::Strings => messages::strings::read(text),
        Format::Stringsdict => messages::stringsdict::read(text),
        Format::Xliff => messages::xliff::read(text),
        Format::Resx => messages::resx::read(text),
        Format::Android => messages::android::read(text),
        Format::Fluent => messages::fluent::read(text),
        Format::Subtitles => messages::subtitles::read(text),
        Format::Office => return Err(OfficeError::NotZip.into()),
        Format::Pdf => return Err(PdfError::NotPdf.into()),
        _ => return Ok(file),
    };
    match inside {
        Ok(inside) => Ok(file.with_embedded(inside)),
        Err(error) => Err(malformed(&file, format, error)),
    }
}

/// Returns what a file of this format is called in messages.
fn name(format: Format) -> &'static str {
    match format {
        Format::Notebook => "a notebook",
        Format::Json => "JSON",
        Format::Yaml => "YAML",
        Format::Toml => "TOML",
        Format::Po => "a gettext catalogue",
        Format::Strings => "a strings file",
        Format::Stringsdict => "a stringsdict file",
        Format::Xliff => "an XLIFF file",
        Format::Resx => "a resx file",
        Format::Android => "a resource file of Android",
        Format::Fluent => "a Fluent file",
        Format::Subtitles => "a subtitle file",
        other => other.id(),
    }
}

fn malformed(file: &SourceFile, format: Format, error: Malformed) -> OpenError {
    let position = file.position(to_u32(error.at));
    OpenError::Malformed { format: name(format), message: error.message, line: position.line, column: position.column }
}
