//! The `wordgate` command: its options, the run over all files, and the reports.
//!
//! What it is made of are crates of their own: `wordgate-core` checks a text, `wordgate-project` finds configuration and
//! files, `wordgate-server` is the language server. This library is there for the program and for tests.
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
