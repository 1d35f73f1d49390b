//! Everything that goes to the client, from any thread, and which requests still wait for their answer.
//!
//! A request is answered once: whoever takes it from the list of those that wait may answer it. So a request that was
//! cancelled, or that came too late, is never answered twice, however the threads meet.

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use lsp_types::{Diagnostic, PublishDiagnosticsParams};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::io::Write;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A way to the client. Never blocks: what the client does not read yet is kept.
#[derive(Clone)]
pub(super) struct Outbox {
    sender: Sender<Outgoing>,
    waiting: Arc<Mutex<HashSet<RequestId>>>,
    next_id: Arc<AtomicI32>,
}

/// One thing to write.
pub(super) enum Outgoing {
    Message(Message),
    /// An error about a message that has no readable id.
    Stray(ResponseError),
    /// Nothing more follows.
    Stop,
}

/// What a request comes to.
pub(super) type Answer = Result<Value, ResponseError>;

/// An error to answer with.
pub(super) fn error(code: ErrorCode, message: impl Into<String>) -> ResponseError {
    ResponseError { code: code as i32, message: message.into(), data: None }
}

impl Outbox {
    /// An outbox and what is in it.
    pub fn new() -> (Outbox, Receiver<Outgoing>) {
        let (sender, receiver) = channel();
        (Outbox { sender, waiting: Arc::default(), next_id: Arc::default() }, receiver)
    }

    /// A request came that has to be answered.
    pub fn expect(&self, id: RequestId) {
        self.waiting().insert(id);
    }

    /// Whether a request still waits for its answer.
    pub fn is_expected(&self, id: &RequestId) -> bool {
        self.waiting().contains(id)
    }

    /// Answers a request, unless it was answered before.
    pub fn answer(&self, id: RequestId, answer: Answer) {
        if self.waiting().remove(&id) {
            self.send(Outgoing::Message(Response { id, response_result: answer }.into()));
        }
    }

    /// Answers a message that is no request that anybody waits for.
    pub fn reject(&self, id: Option<RequestId>, error: ResponseError) {
        self.send(match id {
            Some(id) => Outgoing::Message(Response { id, response_result: Err(error) }.into()),
            None => Outgoing::Stray(error),
        });
    }

    /// Tells the client something.
    pub fn notify(&self, method: &str, params: impl Serialize) {
        if let Ok(params) = serde_json::to_value(params) {
            self.send(Outgoing::Message(Message::Notification(Notification { method: method.to_owned(), params })));
        }
    }

    /// Tells the client all diagnostics of a file.
    pub fn diagnostics(&self, uri: &str, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        let params = PublishDiagnosticsParams { uri: uri.to_owned().into(), version, diagnostics };
        self.notify("textDocument/publishDiagnostics", params);
    }

    /// Asks the client for something whose answer is of no interest.
    pub fn request(&self, method: &str, params: impl Serialize) {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed).into();
        if let Ok(params) = serde_json::to_value(params) {
            self.send(Outgoing::Message(Message::Request(Request { id, method: method.to_owned(), params })));
        }
    }

    /// Ends the writing behind everything that was sent so far.
    pub fn stop(&self) {
        self.send(Outgoing::Stop);
    }

    fn send(&self, outgoing: Outgoing) {
        // Without a client there is nobody to tell.
        let _ = self.sender.send(outgoing);
    }

    fn waiting(&self) -> MutexGuard<'_, HashSet<RequestId>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes what comes, until there is nothing more or the client is gone.
pub(super) fn write(receiver: &Receiver<Outgoing>, out: &mut dyn Write) {
    for outgoing in receiver {
        let written = match outgoing {
            Outgoing::Message(message) => write_message(&message, out),
            Outgoing::Stray(error) => write_value(&json!({ "jsonrpc": "2.0", "id": null, "error": error }), out),
            Outgoing::Stop => return,
        };
        if written.and_then(|()| out.flush()).is_err() {
            return;
        }
    }
}

fn write_message(message: &Message, mut out: &mut dyn Write) -> std::io::Result<()> {
    message.write(&mut out)
}

fn write_value(value: &Value, out: &mut dyn Write) -> std::io::Result<()> {
    let text = value.to_string();
    write!(out, "Content-Length: {}\r\n\r\n{text}", text.len())
}
