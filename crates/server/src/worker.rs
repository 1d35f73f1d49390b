//! The thread that owns documents and rules, and decides what to do next.
//!
//! The worker handles all queued events before it starts a job, and sends diagnostics only when the queue is empty. So
//! after a burst of keystrokes it checks only the last version, and it sends no diagnostics for a version that it knows
//! to be outdated. A request that needs a check waits for it, while the worker handles the next event.
//!
//! Jobs run on two threads, one for small documents and one for large ones, so that a small document never waits for a
//! large one. One thread per job was slower: while a document of 10 MB was checked, a keystroke in a small document
//! took 63 ms instead of 24 ms (medians of 20 with `benches/keystrokes.py --beside` on a busy machine). The likely
//! cause is that jobs of all sizes then share the allocator's arenas: with a single arena, three threads were just as
//! slow.

use super::answers::{Answers, NotAnswered, content_modified, not_open, parse_params};
use super::capabilities::{Client, OPEN_WAIVER};
use super::documents::{Need, OpenDocument};
use super::file_notes::FileNotes;
use super::jobs::{JobResult, TaskRun, start_thread};
use super::sender::{ClientSender, error};
use super::settings::Settings;
use super::uri;
use super::workspace::Workspace;
use lsp_server::{ErrorCode, Notification, Request, ResponseError};
use lsp_types as lsp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender};
use wordgate_core::crash::{PANIC_MESSAGE, catch_panic};
use wordgate_project::config::Overrides;
use wordgate_text::escape::visible_prefix;

/// Messages quote settings and file names, so they are cut after this many characters.
const MAX_MESSAGE: usize = 1000;

/// An input of the worker.
pub(super) enum Event {
    Request(Request),
    Notification(Notification),
    /// A job has ended.
    Done(JobResult),
    /// The worker must end; no event follows.
    Stop,
}

/// The state of the worker thread.
pub(super) struct Worker {
    client: Client,
    sender: ClientSender,
    workspace: Workspace,
    documents: BTreeMap<String, OpenDocument>,
    /// The job threads: the first for small documents, the second for large ones.
    threads: [Sender<TaskRun>; 2],
    /// The highest revision of all documents. A new revision of a document gets the next number.
    revision: u64,
    /// The watched folders outside of the workspace, each with the id of its registration.
    watched: BTreeMap<PathBuf, String>,
    /// The number of registrations so far. An id is never used again.
    registrations: usize,
    notes: FileNotes,
    /// The mistakes in the settings that the user has seen.
    reported_settings: Vec<String>,
}

impl Worker {
    /// Creates the worker for a client that sent these parameters of `initialize`.
    ///
    /// # Errors
    /// When the threads for jobs cannot be started.
    pub fn new(
        client: Client,
        params: &Value,
        base: Overrides,
        sender: ClientSender,
        events: &Sender<Event>,
    ) -> io::Result<Worker> {
        let path = |value: &Value| uri::to_path(value.as_str()?);
        let folders = params["workspaceFolders"]
            .as_array()
            .map(|folders| folders.iter().filter_map(|folder| path(&folder["uri"])).collect::<Vec<_>>());
        let root = || path(&params["rootUri"]).or_else(|| params["rootPath"].as_str().map(PathBuf::from));
        let folders = folders.filter(|folders| !folders.is_empty()).unwrap_or_else(|| root().into_iter().collect());
        let (settings, mistakes) = Settings::read(&params["initializationOptions"]).unwrap_or_default();
        let start = || {
            let events = events.clone();
            // If the worker has ended, nobody needs the outcome.
            start_thread(move |done| drop(events.send(Event::Done(done))))
        };
        let mut worker = Worker {
            client,
            sender,
            workspace: Workspace::new(folders, settings, base),
            documents: BTreeMap::new(),
            threads: [start()?, start()?],
            revision: 0,
            watched: BTreeMap::new(),
            registrations: 0,
            notes: FileNotes::default(),
            reported_settings: Vec::new(),
        };
        worker.report_settings(mistakes);
        Ok(worker)
    }

    /// Handles events until [`Event::Stop`].
    pub fn run(mut self, events: &Receiver<Event>) {
        loop {
            let event = match events.try_recv() {
                Ok(event) => event,
                Err(_) => {
                    self.publish();
                    self.start_jobs();
                    let Ok(event) = events.recv() else { return };
                    event
                }
            };
            match event {
                // A notification has no answer, so an error in it cannot be reported.
                Event::Notification(notification) => {
                    drop(self.handle_notification(&notification.method, notification.params))
                }
                Event::Request(request) => self.handle_request(request),
                Event::Done(done) => self.end_job(done),
                Event::Stop => return,
            }
        }
    }

    /// Answers a request, now or when the document is ready. Ignores a cancelled one, which is already answered.
    fn handle_request(&mut self, request: Request) {
        if !self.sender.is_pending(&request.id) {
            return;
        }
        if request.method == "workspace/executeCommand" {
            let answer = self.execute_command(&request.params);
            return self.sender.answer(request.id, answer);
        }
        let answers = Answers { documents: &self.documents, client: &self.client };
        let answer = catch_panic(|| answers.answer(&request.method, &request.params));
        match answer.unwrap_or_else(|| Err(error(ErrorCode::InternalError, PANIC_MESSAGE).into())) {
            Ok(answer) => self.sender.answer(request.id, Ok(answer)),
            Err(NotAnswered::Failed(error)) => self.sender.answer(request.id, Err(error)),
            Err(NotAnswered::Needs(uri, need)) => match self.documents.get_mut(&uri) {
                Some(document) => document.waiting_requests.push((need, request)),
                None => self.sender.answer(request.id, Err(not_open(&uri))),
            },
        }
    }

    /// Shows a new waiver: the client sends this command after it has made the edit of the code action.
    fn execute_command(&self, params: &Value) -> Result<Value, ResponseError> {
        if params["command"] != OPEN_WAIVER {
            return Err(error(ErrorCode::InvalidParams, "there is no such command"));
        }
        let shown: lsp::ShowDocumentParams = parse_params(params["arguments"][0].clone())?;
        self.sender.request("window/showDocument", shown);
        Ok(Value::Null)
    }

    /// Whether the server sends diagnostics without a request.
    fn publishes(&self) -> bool {
        !self.client.requests_diagnostics
    }

    /// Sends the diagnostics that the client does not have yet.
    fn publish(&mut self) {
        let publishes = self.publishes();
        self.notes.send(&mut self.documents, publishes, &self.sender);
        if !publishes {
            return;
        }
        for (uri, document) in self.documents.iter_mut().filter(|(_, document)| !document.is_published) {
            if let Some(checked) = &document.checked {
                let all = [&checked.diagnostics()[..], self.notes.for_document(document)].concat();
                self.sender.publish_diagnostics(uri, Some(document.version), all);
                document.is_published = true;
            }
        }
    }

    /// Starts a job on each idle thread: for a document with waiting requests if there is one, else for the document
    /// that changed last.
    fn start_jobs(&mut self) {
        let publishes = self.publishes();
        for (thread, jobs) in self.threads.iter().enumerate() {
            if self.documents.values().any(|document| document.job.as_ref().is_some_and(|job| job.thread == thread)) {
                continue;
            }
            let wanted = self.documents.iter_mut().filter(|(_, document)| document.thread() == thread);
            let wanted = wanted.filter_map(|(uri, document)| Some((uri, document.need(publishes)?, document)));
            let next = wanted.max_by_key(|(.., document)| (!document.waiting_requests.is_empty(), document.revision));
            if let Some((uri, need, document)) = next
                && let Some(run) = document.begin_job(uri, need, self.client)
            {
                // This cannot fail: the thread ends only when the worker drops its sender.
                let _ = jobs.send(run);
            }
        }
    }

    /// Stores the outcome of a job, and answers the requests that wait for it.
    fn end_job(&mut self, JobResult { uri, revision, outcome }: JobResult) {
        let Some(document) = self.documents.get_mut(&uri) else { return };
        if document.finish_job(revision, outcome) {
            std::mem::take(&mut document.waiting_requests)
                .into_iter()
                .for_each(|(_, request)| self.handle_request(request));
        }
    }

    /// Starts a new revision of a document, because its text or its rules have changed.
    fn revise(&mut self, uri: &str) {
        self.revision += 1;
        if let Some(document) = self.documents.get_mut(uri) {
            document.revise(self.revision);
        }
    }

    fn handle_notification(&mut self, method: &str, params: Value) -> Result<(), ResponseError> {
        match method {
            "initialized" => self.start(),
            "textDocument/didOpen" => self.open(parse_params(params)?),
            "textDocument/didChange" => self.change(parse_params(params)?),
            "textDocument/didClose" => self.close(&parse_params(params)?),
            "textDocument/didSave" => self.save(&parse_params(params)?),
            "workspace/didChangeWatchedFiles" => self.files_changed(&parse_params(params)?),
            "workspace/didChangeConfiguration" => self.configure(&parse_params(params)?),
            "workspace/didChangeWorkspaceFolders" => self.folders_changed(&parse_params(params)?),
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, params: lsp::DidOpenTextDocumentParams) {
        let item = params.text_document;
        let path = uri::to_path(&item.uri.0);
        let loaded = self.workspace.session(path.as_deref());
        self.sessions_loaded();
        let language = serde_json::to_value(&item.language_id).ok().and_then(|id| Some(id.as_str()?.to_owned()));
        let document = OpenDocument::new(path, language.unwrap_or_default(), (item.version, item.text), loaded);
        if let Some(before) = self.documents.insert(item.uri.0.clone(), document) {
            self.fail_waiting(before, &not_open(&item.uri.0));
        }
        self.revise(&item.uri.0);
    }

    fn change(&mut self, params: lsp::DidChangeTextDocumentParams) {
        let identifier = params.text_document;
        let uri = identifier.text_document_identifier.uri.0;
        let Some(document) = self.documents.get_mut(&uri) else { return };
        document.version = identifier.version;
        document.apply(params.content_changes, self.client.encoding);
        // Requests about positions in the old text can no longer be answered. A request for diagnostics can: it applies
        // to any version.
        let needs_no_position = |(_, request): &mut (Need, Request)| request.method == "textDocument/diagnostic";
        let outdated: Vec<(Need, Request)> =
            document.waiting_requests.extract_if(.., |waiting| !needs_no_position(waiting)).collect();
        for (_, request) in outdated {
            self.sender.answer(request.id, Err(content_modified()));
        }
        self.revise(&uri);
    }

    fn close(&mut self, params: &lsp::DidCloseTextDocumentParams) {
        let uri = &params.text_document.uri.0;
        let Some(document) = self.documents.remove(uri) else { return };
        if self.publishes() {
            self.sender.publish_diagnostics(uri, None, Vec::new());
            self.notes.forget(&document);
        }
        self.fail_waiting(document, &not_open(uri));
    }

    /// Answers all requests that wait for a closed document with an error. Dropping the document cancels its job.
    fn fail_waiting(&self, document: OpenDocument, why: &ResponseError) {
        for (_, request) in document.waiting_requests {
            self.sender.answer(request.id, Err(why.clone()));
        }
    }

    fn save(&mut self, params: &lsp::DidSaveTextDocumentParams) {
        if is_toml(&params.text_document.uri.0) {
            self.reload();
        }
    }

    fn files_changed(&mut self, params: &lsp::DidChangeWatchedFilesParams) {
        if params.changes.iter().any(|change| is_toml(&change.uri.0)) {
            self.reload();
        }
    }

    fn configure(&mut self, params: &lsp::DidChangeConfigurationParams) {
        let settings = serde_json::to_value(&params.settings).unwrap_or_default();
        let Some((settings, mistakes)) = Settings::read(&settings) else { return };
        self.report_settings(mistakes);
        if settings != self.workspace.settings {
            self.workspace.settings = settings;
            self.reload();
        }
    }

    /// Shows the mistakes in the settings that are new. Some editors send all settings again when one changes.
    fn report_settings(&mut self, mistakes: Vec<String>) {
        let new = mistakes.iter().filter(|mistake| !self.reported_settings.contains(mistake)).cloned().collect();
        self.show_errors(new);
        self.reported_settings = mistakes;
    }

    fn folders_changed(&mut self, params: &lsp::DidChangeWorkspaceFoldersParams) {
        let path = |folder: &lsp::WorkspaceFolder| uri::to_path(&folder.uri.0);
        let removed: Vec<PathBuf> = params.event.removed.iter().filter_map(path).collect();
        let folders = &mut self.workspace.folders;
        folders.retain(|folder| !removed.contains(folder));
        folders.extend(params.event.added.iter().filter_map(path));
        self.reload();
    }

    /// Reads the configuration and the rules again. A document keeps its old ones if the new ones have a mistake.
    fn reload(&mut self) {
        let failing = self.workspace.forget();
        let uris: Vec<String> = self.documents.keys().cloned().collect();
        for uri in uris {
            let Some(document) = self.documents.get_mut(&uri) else { continue };
            let loaded = self.workspace.session(document.path.as_deref());
            if loaded.is_ok() || document.loaded.is_err() {
                (document.loaded, document.stale_waivers) = (loaded, Vec::new());
                self.revise(&uri);
            }
        }
        self.workspace.load_folders(failing);
        self.sessions_loaded();
        if self.client.requests_diagnostics && self.client.refreshes {
            self.sender.request("workspace/diagnostic/refresh", Value::Null);
        }
    }

    /// Asks the client to watch configuration and rule files, and loads those of the workspace. So their mistakes are
    /// shown even if no document is open.
    fn start(&mut self) {
        if self.client.watches {
            self.register("rules", &json!("**/*.toml"));
        }
        self.workspace.load_folders(BTreeSet::new());
        self.sessions_loaded();
    }

    /// Asks the client to watch the folders outside of the workspace from which rules are loaded, and no others.
    fn watch_elsewhere(&mut self) {
        if !self.client.watches_outside_folders {
            return;
        }
        // A document may still use rules that could not be loaded again.
        let in_use = self.documents.values().filter_map(|document| document.loaded.as_deref().ok());
        let folders = self.workspace.folders_outside(in_use);
        let (kept, unused) = std::mem::take(&mut self.watched).into_iter().partition(|(at, _)| folders.contains(at));
        self.watched = kept;
        self.unregister(unused);
        for folder in folders {
            if !self.watched.contains_key(&folder) {
                self.registrations += 1;
                let id = format!("rules-{}", self.registrations);
                self.register(&id, &json!({ "baseUri": uri::of_path(&folder), "pattern": "*.toml" }));
                self.watched.insert(folder, id);
            }
        }
    }

    fn register(&self, id: &str, glob: &Value) {
        let options = json!({ "watchers": [{ "globPattern": glob }] });
        let watch = json!({ "id": id, "method": "workspace/didChangeWatchedFiles", "registerOptions": options });
        self.sender.request("client/registerCapability", json!({ "registrations": [watch] }));
    }

    fn unregister(&self, watched: BTreeMap<PathBuf, String>) {
        if watched.is_empty() {
            return;
        }
        let ids = watched.into_values();
        let all: Vec<Value> = ids.map(|id| json!({ "id": id, "method": "workspace/didChangeWatchedFiles" })).collect();
        // The protocol spells the key like this.
        self.sender.request("client/unregisterCapability", json!({ "unregisterations": all }));
    }

    /// Watches the folders of new sessions, and shows their mistakes. Must be called whenever a session may have been
    /// loaded.
    fn sessions_loaded(&mut self) {
        self.watch_elsewhere();
        let messages = self.workspace.take_messages();
        self.show_errors(messages);
        let mistakes = &self.workspace.mistakes;
        // The diagnostics have the details. Not every editor shows those of files that are not open.
        let summary = mistakes.summary(|path| self.notes.has_mistakes(path));
        self.notes.set_mistakes(mistakes.diagnostics(self.client.encoding));
        self.show_errors(summary.into_iter().collect());
    }

    /// Shows mistakes to the user.
    fn show_errors(&self, mistakes: Vec<String>) {
        for message in mistakes {
            let message = visible_prefix(&message, MAX_MESSAGE);
            let params = lsp::ShowMessageParams { kind: lsp::MessageType::Error, message };
            self.sender.notify("window/showMessage", params);
        }
    }
}

/// Whether a file may be a configuration or rule file.
fn is_toml(uri: &str) -> bool {
    uri.to_ascii_lowercase().ends_with(".toml")
}
