//! The language server: findings in an editor, while somebody types.
//!
//! The caller's thread reads messages and answers what needs no document: the handshake, cancellation, shutdown. One
//! worker owns the documents and the rules and decides what is done next; whatever takes long is done in lanes, which
//! it can call off. One thread writes. So a message is always read at once, whatever is going on, a change of a document
//! ends the work on what it was before, and no document has to wait for a large one.
//!
//! The linter is the one of `check`, with the same configuration; nothing about rules is decided here.

mod actions;
mod capabilities;
mod checked;
mod diagnostics;
mod documents;
mod encoding;
mod hover;
mod lanes;
mod outbox;
mod reader;
mod server;
mod settings;
mod uri;
mod waivers;
mod worker;
mod workspace;

pub use server::{Ending, serve};
