//! wordgate finds restricted phrasing in documentation and marketing text, at its exact place in the source.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod changed;
pub mod cli;
pub mod commands;
pub mod config;
pub mod context;
pub mod extract;
pub mod finding;
pub mod fix;
mod frequency;
pub mod gate;
pub mod globs;
pub mod lint;
pub mod lsp;
pub mod matcher;
pub mod paths;
pub mod read;
mod recent;
pub mod report;
pub mod rule;
pub mod run;
pub mod selftest;
pub mod session;
pub mod suppress;
pub mod toml_file;
pub mod walk;
pub mod write;

pub use wordgate_text::{prose, source};
