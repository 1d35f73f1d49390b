//! Decides the language of a document and of each block of its text.
//!
//! What says most about a block decides, in this order: a `lang` attribute of an element around it, the front matter, the
//! configuration for the file, the path, the words of the block, those of the document, and the default language of the
//! configuration. Where the path and the words contradict each other, the rules of both languages apply, because a page in
//! the folder of a translation may not be translated yet.
//!
//! Nothing here depends on which parts of a document are parsed, so the result is the same with and without the gate.

mod detect;
mod document;
mod elements;
mod path;
mod sample;

pub use document::{DocumentLanguage, LanguageSource, TextLanguages};
pub(crate) use elements::ElementLanguages;
