//! The text that a reader sees, mapped back to the source.
//!
//! Extractors turn each paragraph-like unit of a document into one [`ProseBlock`]. Rules see only its text, so they do
//! not need to know about markup. Positions come from its [`SourceMap`](crate::source::SourceMap), so we never search the source for a match
//! again. [`Words`] splits the text into the tokens that patterns match.

mod address;
mod block;
mod builder;
mod candidate;
mod characters;
mod lookalikes;
mod normalise;
mod notation;
mod opaque;
mod path;
mod quotes;
mod scope;
mod sentences;
mod syntax;
mod tokenizer;
mod words;

pub use block::{Group, ProseBlock, TableCell};
pub use builder::ProseBuilder;
pub use characters::{OPAQUE, is_cjk, is_invisible, is_trademark, is_unspaced, is_word_char, script_len};
pub use lookalikes::is_lookalike;
pub use normalise::{NoteMark, is_note_mark, normalised};
pub use notation::Notation;
pub use scope::{Scope, ScopeSet};
pub use words::{Joint, Token, TokenKind, Words, exact, folded, latinised, word_hash};
