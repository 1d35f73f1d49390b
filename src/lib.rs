//! The `wordgate` command: its options, the run over all files, and the reports.
//!
//! The work is done by other crates: `wordgate-core` checks a text, `wordgate-project` finds the configuration and the
//! files, and `wordgate-server` is the language server. This library serves only the program and its tests.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod cli;
pub mod commands;
pub mod report;
pub mod run;
pub mod write;

/// The examples of the page about the library, so that `cargo test` runs them.
#[cfg(doctest)]
#[doc = include_str!("../docs/library.md")]
struct LibraryPage;
