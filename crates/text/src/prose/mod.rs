//! Prose as a reader sees it, with the way back to the source.
//!
//! The extractors turn each paragraph-like unit of a document into one [`ProseBlock`]. Rules look at its text only, so
//! no rule knows any markup; positions come from its [`SourceMap`], so nothing has to be searched for again.

mod address;
mod block;
mod builder;
mod candidate;
mod characters;
mod cutter;
mod lookalikes;
mod normalise;
mod notation;
mod opaque;
mod path;
mod scope;
mod sentences;
mod source_map;
mod syntax;
mod words;

pub use block::{ProseBlock, TableCell};
pub use builder::ProseBuilder;
pub use characters::{OPAQUE, is_cjk, is_invisible, is_trademark, is_word_char};
pub use lookalikes::is_lookalike;
pub use normalise::{is_note_mark, normalised};
pub use notation::Notation;
pub use scope::{Scope, ScopeSet};
pub use source_map::SourceMap;
pub use words::{Joint, Token, TokenKind, Words, exact, folded, latinised};
