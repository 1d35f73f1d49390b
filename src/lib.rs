//! wordgate finds restricted phrasing in documentation and marketing text, at its exact place in the source.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod cli;
pub mod commands;
pub mod report;
pub mod run;
pub mod write;

pub use wordgate_core::{Checker, context, extract, finding, fix, gate, lint, matcher, selftest, suppress};
pub use wordgate_project::{changed, config, input, paths, read, session, uri, walk};
pub use wordgate_rules as rule;
pub use wordgate_rules::{globs, toml_file};
pub use wordgate_text::{escape, prose, source};
