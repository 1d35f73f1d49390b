//! Text handling for wordgate.
//!
//! [`source`] has the text of a file, with its lines and positions. [`prose`] has the text that a reader sees, block by
//! block, split into words and mapped back to the bytes of the file. [`language`] has the codes of languages and their
//! scripts. [`escape`] makes untrusted text safe to print.
//! This crate knows nothing about document formats, rules or the file system.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod escape;
pub mod language;
pub mod prose;
pub mod source;
