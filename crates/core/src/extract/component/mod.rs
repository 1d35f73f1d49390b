//! Extracts the prose of components: scripts with markup (TSX and JSX), and markup with scripts (Vue, Svelte, Astro).
//!
//! A reader sees the text between tags, some attributes, and many strings. The other strings of a script are keys, class
//! names and the like; `prose_string.rs` has the rules that tell them apart. We read these formats with a lexer of our own
//! rather than with a grammar: the same code reads all of them at any depth of nesting, it needs linear time for any
//! input, and an error in one place does not affect the rest of the file.

pub(super) mod astro;
mod attributes;
mod code;
mod comments;
mod lexer;
mod markup;
mod prose_string;
mod reader;
pub(super) mod svelte;
mod token;
pub(super) mod tsx;
pub(super) mod vue;

pub(crate) use comments::{CommentDelimiters, comment_syntax};
