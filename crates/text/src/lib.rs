//! Texts for wordgate: what a file says, and where.
//!
//! [`source`] is a file as it is stored, with its lines and its positions; [`prose`] is what a reader sees of it, block by
//! block, with the way back to the bytes it was written in, and cut into the words that patterns look for. [`escape`]
//! makes such text safe to print. Nothing here knows a format, a rule or a file system.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod escape;
pub mod prose;
pub mod source;
