//! The language server of wordgate: findings in an editor, while somebody types.
//!
//! The caller's thread reads messages and answers what needs no document: the handshake, cancellation, shutdown. One
//! worker owns the documents and the rules and decides what to do next; what takes long runs as jobs on two other
//! threads. One thread writes. So a message is always read at once, a change of a document cancels the work on the
//! version before it, and no document waits for a large one.
//!
//! The linter is that of `check`, with the same configuration; nothing about rules is decided here.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod actions;
mod answers;
mod capabilities;
mod checked;
mod diagnostics;
mod documents;
mod encoding;
mod hover;
mod jobs;
mod reader;
mod sender;
mod server;
mod settings;
mod uri;
mod waiver_notes;
mod waivers;
mod worker;
mod workspace;

pub use server::{Ending, serve};
