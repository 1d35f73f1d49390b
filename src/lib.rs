//! wordgate finds restricted phrasing in documentation and marketing text, at its exact place in the source.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod context;
pub mod extract;
pub mod finding;
pub mod lint;
pub mod prose;
pub mod rule;
pub mod source;
pub mod toml_file;
