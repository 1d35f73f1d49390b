//! Sends messages to the client from any thread, and tracks which requests are still pending.
//!
//! Every request is answered at most once: a thread may answer it only after removing it from the set of pending
//! requests. So a request is not answered twice, even if the client cancels it while the worker answers it.

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use lsp_types::{Diagnostic, PublishDiagnosticsParams};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::io::{self, Write};
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Sends messages to the client. It never blocks: messages wait in a queue until the client reads them.
#[derive(Clone)]
pub(super) struct ClientSender {
    queue: Sender<Outgoing>,
    pending: Arc<Mutex<HashSet<RequestId>>>,
    next_id: Arc<AtomicI32>,
}

/// An item of the queue to the client.
pub(super) enum Outgoing {
    Message(Message),
    /// An error response to a message whose id could not be read.
    ErrorWithoutId(ResponseError),
    /// The end of the queue.
    Stop,
}

/// Returns an error response.
pub(super) fn error(code: ErrorCode, message: impl Into<String>) -> ResponseError {
    ResponseError { code: code as i32, message: message.into(), data: None }
}

impl ClientSender {
    /// Creates a sender and the queue that [`write()`] reads.
    pub fn new() -> (ClientSender, Receiver<Outgoing>) {
        let (queue, receiver) = channel();
        (ClientSender { queue, pending: Arc::default(), next_id: Arc::default() }, receiver)
    }

    /// Adds a request to the pending ones.
    pub fn add_pending(&self, id: RequestId) {
        self.pending().insert(id);
    }

    /// Whether a request has no answer yet.
    pub fn is_pending(&self, id: &RequestId) -> bool {
        self.pending().contains(id)
    }

    /// Answers a request if it is still pending.
    pub fn answer(&self, id: RequestId, answer: Result<Value, ResponseError>) {
        if self.pending().remove(&id) {
            self.send(Outgoing::Message(Response { id, response_result: answer }.into()));
        }
    }

    /// Answers a message that is not a pending request.
    pub fn reject(&self, id: Option<RequestId>, error: ResponseError) {
        self.send(match id {
            Some(id) => Outgoing::Message(Response { id, response_result: Err(error) }.into()),
            None => Outgoing::ErrorWithoutId(error),
        });
    }

    /// Sends a notification.
    pub fn notify(&self, method: &str, params: impl Serialize) {
        if let Ok(params) = serde_json::to_value(params) {
            self.send(Outgoing::Message(Message::Notification(Notification { method: method.to_owned(), params })));
        }
    }

    /// Sends all diagnostics of a file, which replace the earlier ones.
    pub fn publish_diagnostics(&self, uri: &str, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        let params = PublishDiagnosticsParams { uri: uri.to_owned().into(), version, diagnostics };
        self.notify("textDocument/publishDiagnostics", params);
    }

    /// Sends a request whose answer does not matter.
    pub fn request(&self, method: &str, params: impl Serialize) {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed).into();
        if let Ok(params) = serde_json::to_value(params) {
            self.send(Outgoing::Message(Message::Request(Request { id, method: method.to_owned(), params })));
        }
    }

    /// Makes [`write()`] end after everything that was sent so far.
    pub fn stop(&self) {
        self.send(Outgoing::Stop);
    }

    fn send(&self, outgoing: Outgoing) {
        // This fails only if the writer has ended because the client is gone.
        let _ = self.queue.send(outgoing);
    }

    fn pending(&self) -> MutexGuard<'_, HashSet<RequestId>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes the items of the queue until it ends or the client is gone.
pub(super) fn write(queue: &Receiver<Outgoing>, mut out: impl Write) {
    for outgoing in queue {
        let written = match outgoing {
            Outgoing::Message(message) => message.write(&mut out),
            Outgoing::ErrorWithoutId(error) => write_error_without_id(&error, &mut out),
            Outgoing::Stop => return,
        };
        if written.is_err() {
            return;
        }
    }
}

fn write_error_without_id(error: &ResponseError, out: &mut impl Write) -> io::Result<()> {
    let text = json!({ "jsonrpc": "2.0", "id": null, "error": error }).to_string();
    write!(out, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    out.flush()
}
