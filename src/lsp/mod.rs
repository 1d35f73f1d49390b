//! The language server: findings in an editor, while somebody types.
//!
//! Three threads. The caller's reads messages and answers what needs no document: the handshake, cancellation,
//! shutdown. One worker owns the documents, the rules and the parsers, so nothing has to be locked, and does everything
//! else in the order in which it was asked. One writes. So a message is always read at once, whatever is going on, and
//! a cancelled request is answered while its work still stands in the queue.
//!
//! The linter is the one of `check`, with the same configuration; nothing about rules is decided here.

mod actions;
mod capabilities;
mod checked;
mod diagnostics;
mod documents;
mod encoding;
mod hover;
mod outbox;
mod reader;
mod server;
mod settings;
mod uri;
mod worker;
mod workspace;

pub use server::{Ending, serve};
