//! The `wordgate` command: its command line, the check of all files, and the reports.
//!
//! Other crates do most of the work: `wordgate-core` checks a text, `wordgate-project` finds the configuration and the
//! files, and `wordgate-server` is the language server. Only the program and its tests use this library.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod cli;
pub mod commands;
pub mod report;
pub mod run;
pub mod workers;
pub mod write;

/// Makes `cargo test` run the examples of the documentation page about the library.
#[cfg(doctest)]
#[doc = include_str!("../docs/library.md")]
struct LibraryPage;
