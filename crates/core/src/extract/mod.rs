//! Extracts the prose of documents. Each format (Markdown, MDX, AsciiDoc, HTML, reStructuredText, components, Office
//! documents, PDF, plain text) has a module of its own.
//!
//! An [`Extractor`] decides once, for all rules, which text is prose and which is code, a URL, a comment or math. It
//! returns blocks. A block is the text of a paragraph, a heading, a table cell or an attribute, with a map from that
//! text to the bytes of the file. For example, the line `- an *open* API` becomes a block with the text `an open API`.
//!
//! Parsing is the slow step. So we first split a file into pieces, and extract only the pieces that could contain a
//! match: see [`Piece`].

mod arguments;
mod asciidoc;
mod attribute;
mod cache;
mod code_span;
mod collector;
#[cfg(any(test, feature = "test-hooks"))]
mod compared;
mod component;
mod containers;
mod credit;
mod data_uri;
mod declared;
mod declared_encoding;
mod delimiter_depth;
mod directive;
mod element;
#[cfg(feature = "test-hooks")]
mod encodings;
mod entity;
mod extraction;
mod extractor;
mod fence;
mod format;
mod front_matter;
mod grammar;
mod heading;
mod hidden;
mod html;
mod html_template;
mod html_text;
mod inline;
mod interrupt;
mod json;
mod json_ld;
mod language_tag;
mod leaf_context;
mod lines;
mod malformed;
mod markdown;
mod masks;
mod mdx;
mod message;
mod messages;
mod missing;
mod nesting;
mod notebook;
mod office;
mod open_file;
mod outline;
mod paragraph;
mod parsers;
mod parts;
#[cfg(feature = "pdf")]
mod pdf;
mod pdf_error;
mod piece;
mod pieces;
mod reading;
#[cfg(test)]
mod reading_page;
mod references;
mod rst;
mod script;
mod script_values;
mod section;
mod single_block;
mod spelling;
mod superscript;
mod table;
mod tag;
mod template;
mod text;
mod unescape;
mod url;
mod warning;
mod writer;
mod xml;

pub use cache::PieceCache;
#[cfg(any(test, feature = "test-hooks"))]
pub use compared::Readers;
pub(crate) use component::{CommentDelimiters, comment_syntax};
pub(crate) use data_uri::len_without_data_uris as len_to_parse;
pub(crate) use declared::{declared_language, page_language};
#[cfg(feature = "test-hooks")]
pub use encodings::{Encoding, encodings};
pub(crate) use entity::reference;
pub use extraction::Extraction;
pub(crate) use extraction::LanguageTag;
pub use extractor::Extractor;
#[cfg(feature = "test-hooks")]
pub use extractor::PANIC_TEXT;
pub use format::{Format, split, split_file};
pub use front_matter::document_date;
pub(crate) use inline::opens_markup as is_markup;
pub use interrupt::Interrupt;
pub(crate) use lines::start_after_bom;
pub use messages::android::is_resource_file;
pub use office::OfficeError;
pub(crate) use open_file::open_text;
pub use open_file::{OpenError, open};
pub use outline::{BlockStart, Collection, CollectionId, Comment, CreditSpan, MARKER, Outline};
pub use pdf_error::PdfError;
pub use piece::{Hidden, Piece, Pieces};
pub use reading::ReadingLists;
pub use references::{
    PossibleDefinition, Reference, ReferenceForm, References, normalised_label, possible_definitions,
    starts_with_label, text_in_brackets, without_markers,
};
pub use rst::{RstTitle, may_contain_rst_title, rst_titles};
pub(crate) use spelling::number_escape;
pub use warning::{ExtractWarning, Misread};
