//! The thread that reads, from the handshake to the end.

use super::capabilities::{self, Client};
use super::lanes::Lanes;
use super::outbox::{self, Outbox, Outgoing, error};
use super::reader::{Frame, read};
use super::worker::{Event, Worker};
use crate::config::Overrides;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId};
use serde_json::Value;
use std::io::{self, BufRead, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// How a session with a client ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The client asked for a shutdown first.
    Orderly,
    /// It did not, or it is gone.
    Abrupt,
}

/// Serves one client until it says `exit` or is gone. `base` is the command line's say about configuration and rules;
/// its paths are absolute.
///
/// # Errors
/// When a thread cannot be started.
pub fn serve(mut input: impl BufRead, output: impl Write + Send + 'static, base: Overrides) -> io::Result<Ending> {
    let (outbox, outgoing) = Outbox::new();
    let writer = thread::Builder::new().name("writer".into()).spawn(move || write_all(&outgoing, output))?;
    let mut server = Server { outbox: outbox.clone(), base, state: State::Fresh };
    let ending = server.run(&mut input)?;
    server.stop();
    outbox.stop();
    // The writer does not fail; when it is gone, so is the client.
    let _ = writer.join();
    Ok(ending)
}

fn write_all(outgoing: &Receiver<Outgoing>, mut output: impl Write) {
    outbox::write(outgoing, &mut output);
}

struct Server {
    outbox: Outbox,
    base: Overrides,
    state: State,
}

enum State {
    /// Before `initialize`.
    Fresh,
    /// The worker takes events.
    Running(Sender<Event>),
    /// After `shutdown`.
    Down,
}

impl Server {
    fn run(&mut self, input: &mut impl BufRead) -> io::Result<Ending> {
        loop {
            match read(input) {
                Frame::Message(Message::Request(request)) => self.request(request)?,
                Frame::Message(Message::Notification(notification)) if notification.method == "exit" => {
                    return Ok(if matches!(self.state, State::Down) { Ending::Orderly } else { Ending::Abrupt });
                }
                Frame::Message(Message::Notification(notification)) => self.notification(notification),
                // Nothing that is asked of the client changes what is done.
                Frame::Message(Message::Response(_)) => {}
                Frame::Bad { id, code, message } => self.outbox.reject(id, error(code, message)),
                Frame::End => return Ok(Ending::Abrupt),
            }
        }
    }

    fn request(&mut self, request: Request) -> io::Result<()> {
        let id = request.id.clone();
        match &self.state {
            State::Fresh if request.method == "initialize" => return self.initialize(id, request.params),
            State::Fresh => {
                self.outbox.reject(Some(id), error(ErrorCode::ServerNotInitialized, "`initialize` comes first"));
            }
            State::Down => {
                self.outbox.reject(Some(id), error(ErrorCode::InvalidRequest, "the server was shut down"));
            }
            State::Running(_) if request.method == "initialize" => {
                self.outbox.reject(Some(id), error(ErrorCode::InvalidRequest, "`initialize` comes once"));
            }
            State::Running(_) if request.method == "shutdown" => {
                self.outbox.expect(id.clone());
                self.outbox.answer(id, Ok(Value::Null));
                self.stop();
            }
            State::Running(events) => {
                self.outbox.expect(id.clone());
                if events.send(Event::Request(request)).is_err() {
                    self.outbox.answer(id, Err(error(ErrorCode::InternalError, "the server has stopped working")));
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
                self.outbox.answer(id, Err(error(ErrorCode::RequestCanceled, "cancelled by the client")));
            }
        } else {
            // A worker that is gone has told why.
            let _ = events.send(Event::Notification(notification));
        }
    }

    /// Ends the worker behind everything that it was sent so far.
    fn stop(&mut self) {
        if let State::Running(events) = std::mem::replace(&mut self.state, State::Down) {
            let _ = events.send(Event::Stop);
        }
    }

    fn initialize(&mut self, id: RequestId, params: Value) -> io::Result<()> {
        let client = Client::new(&params);
        self.outbox.expect(id.clone());
        self.outbox.answer(id, Ok(capabilities::initialize_result(&client)));
        let (events, received) = channel();
        let lanes = Lanes::start(&events)?;
        let worker = Worker::new(client, &params, self.base.clone(), self.outbox.clone());
        thread::Builder::new().name("worker".into()).spawn(move || worker.run(&received, lanes))?;
        self.state = State::Running(events);
        Ok(())
    }
}
