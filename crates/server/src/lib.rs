//! The language server of wordgate. It shows findings in an editor while the user types.
//!
//! The caller's thread reads messages and answers those that need no document: the handshake, cancellation, shutdown. A
//! worker thread owns the documents and the rules, and decides what to do next. Checks and fixes run as jobs on two
//! other threads, and one more thread writes. So messages are read at once, a change of a document cancels the job for
//! its previous version, and a small document does not wait for a large one.
//!
//! This crate decides nothing about rules: it uses the linter and the configuration of `wordgate check`.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod actions;
mod answers;
mod capabilities;
mod checked;
mod diagnostics;
mod documents;
mod encoding;
mod file_notes;
mod hover;
mod jobs;
mod mistakes;
mod reader;
mod sender;
mod server;
mod settings;
mod uri;
mod waive;
mod waivers;
mod worker;
mod workspace;

pub use server::{Ending, serve};
