//! Everything that goes to the client, from any thread, and which requests are still pending.
//!
//! A request is answered once: only who removes it from the pending requests may answer it. So a request that was
//! cancelled, or that came too late, is never answered twice, whatever the threads do.

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use lsp_types::{Diagnostic, PublishDiagnosticsParams};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::io::{self, Write};
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Sends messages to the client. Never blocks: what the client has not read yet is queued.
#[derive(Clone)]
pub(super) struct ClientSender {
    queue: Sender<Outgoing>,
    pending: Arc<Mutex<HashSet<RequestId>>>,
    next_id: Arc<AtomicI32>,
}

/// One thing to write.
pub(super) enum Outgoing {
    Message(Message),
    /// An error about a message without a readable id.
    Stray(ResponseError),
    /// Nothing more follows.
    Stop,
}

/// An error to answer with.
pub(super) fn error(code: ErrorCode, message: impl Into<String>) -> ResponseError {
    ResponseError { code: code as i32, message: message.into(), data: None }
}

impl ClientSender {
    /// A sender and its queue.
    pub fn new() -> (ClientSender, Receiver<Outgoing>) {
        let (queue, receiver) = channel();
        (ClientSender { queue, pending: Arc::default(), next_id: Arc::default() }, receiver)
    }

    /// A request came that has to be answered.
    pub fn expect(&self, id: RequestId) {
        self.pending().insert(id);
    }

    /// Whether a request has no answer yet.
    pub fn is_pending(&self, id: &RequestId) -> bool {
        self.pending().contains(id)
    }

    /// Answers a request, unless it was answered before.
    pub fn answer(&self, id: RequestId, answer: Result<Value, ResponseError>) {
        if self.pending().remove(&id) {
            self.send(Outgoing::Message(Response { id, response_result: answer }.into()));
        }
    }

    /// Answers a message that is not a pending request.
    pub fn reject(&self, id: Option<RequestId>, error: ResponseError) {
        self.send(match id {
            Some(id) => Outgoing::Message(Response { id, response_result: Err(error) }.into()),
            None => Outgoing::Stray(error),
        });
    }

    /// Sends a notification.
    pub fn notify(&self, method: &str, params: impl Serialize) {
        if let Ok(params) = serde_json::to_value(params) {
            self.send(Outgoing::Message(Message::Notification(Notification { method: method.to_owned(), params })));
        }
    }

    /// Sends all diagnostics of a file.
    pub fn diagnostics(&self, uri: &str, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
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

    /// Ends the writing after everything that was sent so far.
    pub fn stop(&self) {
        self.send(Outgoing::Stop);
    }

    fn send(&self, outgoing: Outgoing) {
        // Without a client there is nobody to send to.
        let _ = self.queue.send(outgoing);
    }

    fn pending(&self) -> MutexGuard<'_, HashSet<RequestId>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes what is queued, until it ends or the client is gone.
pub(super) fn write(queue: &Receiver<Outgoing>, mut out: impl Write) {
    for outgoing in queue {
        let written = match outgoing {
            Outgoing::Message(message) => message.write(&mut out),
            Outgoing::Stray(error) => write_stray(&error, &mut out),
            Outgoing::Stop => return,
        };
        if written.is_err() {
            return;
        }
    }
}

fn write_stray(error: &ResponseError, out: &mut impl Write) -> io::Result<()> {
    let text = json!({ "jsonrpc": "2.0", "id": null, "error": error }).to_string();
    write!(out, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    out.flush()
}
