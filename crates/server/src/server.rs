//! The thread that reads messages, from the handshake until `exit`.

use super::capabilities::{self, Client};
use super::reader::{Frame, read};
use super::sender::{self, ClientSender, error};
use super::worker::{Event, Worker};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId};
use serde_json::Value;
use std::io::{self, BufRead, Write};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use wordgate_project::config::Overrides;

/// How a session with a client ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The client sent `shutdown` before `exit`.
    Orderly,
    /// The client sent no `shutdown`, or the connection was lost.
    Abrupt,
}

/// Serves one client until it sends `exit` or the connection is lost. `base` has the command line's options for
/// configuration and rules; its paths must be absolute.
///
/// # Errors
/// When a thread cannot be started.
pub fn serve(mut input: impl BufRead, output: impl Write + Send + 'static, base: Overrides) -> io::Result<Ending> {
    let (sender, queue) = ClientSender::new();
    let writer = thread::Builder::new().name("writer".into()).spawn(move || sender::write(&queue, output))?;
    let mut server = Server { sender: sender.clone(), base, state: State::Fresh };
    let ending = server.run(&mut input);
    server.stop();
    sender.stop();
    // The writer ends at once if the client is gone, and there is nothing to do about its errors.
    let _ = writer.join();
    ending
}

struct Server {
    sender: ClientSender,
    base: Overrides,
    state: State,
}

enum State {
    /// The client has not sent `initialize` yet.
    Fresh,
    /// The worker receives events.
    Running(Sender<Event>),
    /// The client has sent `shutdown`.
    Down,
}

impl Server {
    fn run(&mut self, input: &mut impl BufRead) -> io::Result<Ending> {
        while let Some(frame) = read(input) {
            match frame {
                Frame::Message(Message::Request(request)) => self.request(request)?,
                Frame::Message(Message::Notification(notification)) if notification.method == "exit" => {
                    return Ok(if matches!(self.state, State::Down) { Ending::Orderly } else { Ending::Abrupt });
                }
                Frame::Message(Message::Notification(notification)) => self.notification(notification),
                // The server ignores the answers to its own requests.
                Frame::Message(Message::Response(_)) => {}
                Frame::Invalid { id, error } => self.sender.reject(id, error),
            }
        }
        Ok(Ending::Abrupt)
    }

    fn request(&mut self, request: Request) -> io::Result<()> {
        let id = request.id.clone();
        match &self.state {
            State::Fresh if request.method == "initialize" => return self.initialize(id, request.params),
            State::Fresh => {
                self.sender.reject(Some(id), error(ErrorCode::ServerNotInitialized, "send `initialize` first"));
            }
            State::Down => {
                self.sender.reject(Some(id), error(ErrorCode::InvalidRequest, "the server is shut down"));
            }
            State::Running(_) if request.method == "initialize" => {
                self.sender.reject(Some(id), error(ErrorCode::InvalidRequest, "`initialize` may be sent only once"));
            }
            State::Running(_) if request.method == "shutdown" => {
                self.sender.add_pending(id.clone());
                self.sender.answer(id, Ok(Value::Null));
                self.stop();
            }
            State::Running(events) => {
                self.sender.add_pending(id.clone());
                if events.send(Event::Request(request)).is_err() {
                    self.sender.answer(id, Err(error(ErrorCode::InternalError, "the server has stopped working")));
                }
            }
        }
        Ok(())
    }

    fn notification(&mut self, notification: Notification) {
        let State::Running(events) = &self.state else { return };
        if notification.method == "$/cancelRequest" {
            let id = notification.params.get("id").cloned();
            if let Some(id) = id.and_then(|id| serde_json::from_value::<RequestId>(id).ok()) {
                self.sender.answer(id, Err(error(ErrorCode::RequestCanceled, "cancelled by the client")));
            }
        } else {
            // This fails only if the worker has ended.
            let _ = events.send(Event::Notification(notification));
        }
    }

    /// Ends the worker after everything that it was sent so far.
    fn stop(&mut self) {
        if let State::Running(events) = std::mem::replace(&mut self.state, State::Down) {
            let _ = events.send(Event::Stop);
        }
    }

    fn initialize(&mut self, id: RequestId, params: Value) -> io::Result<()> {
        let client = Client::new(&params);
        self.sender.add_pending(id.clone());
        self.sender.answer(id, Ok(capabilities::initialize_result(&client)));
        let (events, received) = channel();
        let worker = Worker::new(client, &params, self.base.clone(), self.sender.clone(), &events)?;
        thread::Builder::new().name("worker".into()).spawn(move || worker.run(&received))?;
        self.state = State::Running(events);
        Ok(())
    }
}
