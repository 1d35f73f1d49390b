//! From a document to its prose blocks, one file a format.
//!
//! An extractor decides once, for every rule, what is prose and what is not (code, URLs, comments, math), and hands on
//! blocks that know their source bytes. It works on a [`Piece`] of a file as well as on the whole one, because parsing
//! is the slow step and is done only where a finding may be.

mod arguments;
mod attribute;
mod cache;
mod code_span;
mod collector;
mod containers;
mod data_uri;
mod delimiter_depth;
mod directive;
mod element;
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
mod inline;
mod interrupt;
mod json_ld;
mod leaf_context;
mod lines;
mod markdown;
mod masks;
mod mdx;
mod missing;
mod nesting;
mod outline;
mod paragraph;
mod parsers;
mod parts;
mod piece;
mod pieces;
mod reading;
#[cfg(test)]
mod reading_page;
mod references;
mod script;
mod spelling;
mod superscript;
mod table;
mod tag;
mod template;
mod text;
mod url;
mod warning;
mod writer;

pub use cache::PieceCache;
pub(crate) use data_uri::len_without_data_uris as len_to_parse;
pub(crate) use entity::reference;
pub use extraction::Extraction;
pub use extractor::Extractor;
#[cfg(feature = "test-panics")]
pub use extractor::PANICS;
pub use format::{Format, split};
pub use front_matter::document_date;
pub(crate) use inline::opens_markup as is_markup;
pub use interrupt::Interrupt;
pub use outline::{BlockStart, Collection, Comment, MARKER, Outline};
pub use piece::{Hidden, Piece, PieceKind, Pieces};
pub use reading::ReadingLists;
pub use references::{
    PossibleDefinition, Reference, ReferenceForm, References, in_brackets, normalised_label, possible_definitions,
    starts_with_label, without_markers,
};
pub(crate) use spelling::number_escape;
pub use warning::{ExtractWarning, Misread};
