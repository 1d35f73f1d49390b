//! The thread that owns documents and rules, and decides what is done next.
//!
//! What waits in the queue is taken in before anything is begun, and a check is sent only when nothing has come in
//! meanwhile. So of a burst of keystrokes only the last version costs a check, and no result is ever sent of a version
//! that is known to be old. A request that needs a check waits for it, and the worker takes the next event.

use super::actions::{self, Target};
use super::capabilities::Client;
use super::checked::{Checked, Manuscript};
use super::documents::{Document, Need};
use super::hover::hover;
use super::lanes::{Done, Job, Lanes, Outcome, Task};
use super::outbox::{Outbox, error};
use super::settings::Settings;
use super::uri;
use super::waivers::WaiverNotes;
use super::workspace::Workspace;
use crate::config::Overrides;
use crate::report::file_uri;
use crate::run::FAILED;
use lsp_server::{ErrorCode, Notification, Request, ResponseError};
use lsp_types as lsp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

/// Something to do.
pub(super) enum Event {
    Request(Request),
    Notification(Notification),
    Done(Done),
    /// Nothing more will be asked.
    Stop,
}

/// What the thread is started with.
pub(super) struct Worker {
    client: Client,
    folders: Vec<PathBuf>,
    options: Value,
    base: Overrides,
    outbox: Outbox,
}

struct Desk {
    client: Client,
    outbox: Outbox,
    workspace: Workspace,
    documents: BTreeMap<String, Document>,
    lanes: Lanes,
    /// The last revision of any document.
    revision: u64,
    /// The folders outside of the workspace that are watched.
    watched: BTreeSet<PathBuf>,
    waivers: WaiverNotes,
}

/// Why a request is not answered at once.
enum Delay {
    /// It cannot be.
    Wrong(ResponseError),
    /// Something about this document is to be found out first.
    Until(String, Need),
}

impl From<ResponseError> for Delay {
    fn from(wrong: ResponseError) -> Delay {
        Delay::Wrong(wrong)
    }
}

impl Worker {
    /// For a client that sent these parameters of `initialize`.
    pub fn new(client: Client, params: &Value, base: Overrides, outbox: Outbox) -> Worker {
        let path = |value: &Value| uri::to_path(value.as_str()?);
        let folders = params["workspaceFolders"]
            .as_array()
            .map(|folders| folders.iter().filter_map(|folder| path(&folder["uri"])).collect::<Vec<_>>());
        let root = || path(&params["rootUri"]).or_else(|| params["rootPath"].as_str().map(PathBuf::from));
        let folders = folders.filter(|folders| !folders.is_empty()).unwrap_or_else(|| root().into_iter().collect());
        Worker { client, folders, options: params["initializationOptions"].clone(), base, outbox }
    }

    /// Works until it is told to stop.
    pub fn run(self, events: &Receiver<Event>, lanes: Lanes) {
        let (settings, mistakes) = Settings::read(&self.options).unwrap_or_default();
        let mut desk = Desk {
            client: self.client,
            outbox: self.outbox,
            workspace: Workspace::new(self.folders, settings, self.base),
            documents: BTreeMap::new(),
            lanes,
            revision: 0,
            watched: BTreeSet::new(),
            waivers: WaiverNotes::default(),
        };
        desk.complain(mistakes);
        loop {
            let event = match events.try_recv() {
                Ok(event) => event,
                Err(_) => {
                    desk.publish();
                    desk.give_out();
                    let Ok(event) = events.recv() else { return };
                    event
                }
            };
            match event {
                // There is nobody to tell that a notification cannot be understood.
                Event::Notification(notification) => drop(desk.note(&notification.method, notification.params)),
                Event::Request(request) => desk.take(request),
                Event::Done(done) => desk.is_done(done),
                Event::Stop => return,
            }
        }
    }
}

impl Desk {
    /// Answers a request now or when what it needs is there. One that was cancelled has its answer.
    fn take(&mut self, request: Request) {
        if !self.outbox.is_expected(&request.id) {
            return;
        }
        let answer = catch_unwind(AssertUnwindSafe(|| self.answer(&request.method, &request.params)));
        match answer.unwrap_or_else(|_| Err(error(ErrorCode::InternalError, FAILED).into())) {
            Ok(answer) => self.outbox.answer(request.id, Ok(answer)),
            Err(Delay::Wrong(wrong)) => self.outbox.answer(request.id, Err(wrong)),
            Err(Delay::Until(uri, need)) => match self.documents.get_mut(&uri) {
                Some(document) => document.waiting.push((need, request)),
                None => self.outbox.answer(request.id, Err(not_open(&uri))),
            },
        }
    }

    /// Sends what is known and was not sent.
    fn publish(&mut self) {
        let is_told = !self.client.pulls;
        self.waivers.tell(&mut self.documents, is_told, &self.outbox);
        if !is_told {
            return;
        }
        for (uri, document) in self.documents.iter_mut().filter(|(_, document)| !document.is_published) {
            if let Some(checked) = &document.checked {
                let all = [&checked.diagnostics()[..], self.waivers.of(document)].concat();
                self.outbox.diagnostics(uri, Some(document.version), all);
                document.is_published = true;
            }
        }
    }

    /// Gives the free lanes something to do: first what somebody waits for, then what changed last.
    fn give_out(&mut self) {
        let is_told = !self.client.pulls;
        loop {
            let wanted = self.documents.iter().filter_map(|(uri, document)| {
                let need = document.need(is_told)?;
                let lane = self.lanes.free(need, document.text.len())?;
                Some((!document.waiting.is_empty(), document.revision, uri.clone(), need, lane))
            });
            let Some((.., uri, need, lane)) = wanted.max_by_key(|(is_asked, revision, ..)| (*is_asked, *revision))
            else {
                return;
            };
            let client = self.client;
            let Some(document) = self.documents.get_mut(&uri) else { return };
            let task = match (need, &document.checked, &document.loaded) {
                (Need::Fixes, Some(checked), _) => Task::Fix(checked.clone()),
                (Need::Directive(finding), Some(checked), _) => Task::Allow(checked.clone(), finding),
                (_, _, Ok(loaded)) => {
                    let manuscript = Manuscript {
                        uri: uri.clone(),
                        path: document.path.clone(),
                        text: document.text.clone(),
                        loaded: loaded.clone(),
                        by_language: document.format_by_language(),
                        client,
                    };
                    Task::Check(Box::new(manuscript), std::mem::take(&mut document.memory))
                }
                // Those without rules are never in need.
                (_, _, Err(_)) => return,
            };
            document.in_work = Some(document.revision);
            self.lanes.give(lane, Job { uri, revision: document.revision, task });
        }
    }

    /// Takes over what a lane has done, and answers those who waited for it.
    fn is_done(&mut self, done: Done) {
        self.lanes.is_done(done.lane);
        let Some(document) = self.documents.get_mut(&done.uri) else { return };
        // The document may have been closed and opened again.
        if document.in_work != Some(done.revision) {
            return;
        }
        document.in_work = None;
        let is_current = document.revision == done.revision;
        match done.result {
            Outcome::Checked(checked, memory) => {
                document.memory = memory;
                if is_current {
                    document.take(checked);
                }
            }
            Outcome::Fixed(fixes) => document.fixes = is_current.then(|| Arc::new(fixes)),
            Outcome::Allowed(finding, directive) if is_current => {
                document.directives.insert(finding, directive);
            }
            Outcome::Allowed(..) => {}
        }
        if is_current {
            std::mem::take(&mut document.waiting).into_iter().for_each(|(_, request)| self.take(request));
        }
    }

    /// A document has another text or other rules now.
    fn revise(&mut self, uri: &str) {
        self.lanes.call_off(uri);
        self.revision += 1;
        let Some(document) = self.documents.get_mut(uri) else { return };
        document.revise(self.revision);
        if let Err(mistake) = &document.loaded {
            document.checked = Some(Arc::new(Checked::unread(&format!("not checked: {mistake}"))));
        }
    }

    /// What a check of a document gave.
    fn checked(&self, uri: &str) -> Result<(&Document, Arc<Checked>), Delay> {
        let document = self.documents.get(uri).ok_or_else(|| not_open(uri))?;
        let checked = document.checked.clone().ok_or_else(|| Delay::Until(uri.to_owned(), Need::Check))?;
        Ok((document, checked))
    }

    fn answer(&self, method: &str, params: &Value) -> Result<Value, Delay> {
        match method {
            "textDocument/diagnostic" => self.pull(read(params.clone())?),
            "textDocument/codeAction" => self.code_actions(&read(params.clone())?),
            "codeAction/resolve" => self.resolve(read(params.clone())?),
            "textDocument/hover" => self.hover(&read(params.clone())?),
            _ => Err(error(ErrorCode::MethodNotFound, format!("`{method}` is not known")).into()),
        }
    }

    fn note(&mut self, method: &str, params: Value) -> Result<(), ResponseError> {
        match method {
            "initialized" => self.watch(),
            "textDocument/didOpen" => self.open(read(params)?),
            "textDocument/didChange" => self.change(read(params)?),
            "textDocument/didClose" => self.close(&read(params)?),
            "textDocument/didSave" => self.save(&read(params)?),
            "workspace/didChangeWatchedFiles" => self.files_changed(&read(params)?),
            "workspace/didChangeConfiguration" => self.configure(&read(params)?),
            "workspace/didChangeWorkspaceFolders" => self.folders_changed(&read(params)?),
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
        let document = Document::new(path, language.unwrap_or_default(), (item.version, item.text), loaded);
        if let Some(before) = self.documents.insert(item.uri.0.clone(), document) {
            self.refuse(before, &not_open(&item.uri.0));
        }
        self.revise(&item.uri.0);
    }

    fn change(&mut self, params: lsp::DidChangeTextDocumentParams) {
        let identifier = params.text_document;
        let uri = identifier.text_document_identifier.uri.0;
        let Some(document) = self.documents.get_mut(&uri) else { return };
        document.version = identifier.version;
        document.apply(params.content_changes, self.client.encoding);
        // What was asked about places of the old text has no answer any more; its diagnostics are asked for as such.
        let is_general = |(_, request): &mut (Need, Request)| request.method == "textDocument/diagnostic";
        let outdated: Vec<(Need, Request)> = document.waiting.extract_if(.., |waiting| !is_general(waiting)).collect();
        for (_, request) in outdated {
            self.outbox.answer(request.id, Err(modified()));
        }
        self.revise(&uri);
    }

    fn close(&mut self, params: &lsp::DidCloseTextDocumentParams) {
        let uri = &params.text_document.uri.0;
        let Some(document) = self.documents.remove(uri) else { return };
        self.lanes.call_off(uri);
        if !self.client.pulls {
            self.outbox.diagnostics(uri, None, Vec::new());
            self.waivers.take_back(&document);
        }
        self.refuse(document, &not_open(uri));
    }

    /// Answers all that wait for a document that is gone.
    fn refuse(&self, document: Document, why: &ResponseError) {
        for (_, request) in document.waiting {
            self.outbox.answer(request.id, Err(why.clone()));
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
        self.complain(mistakes);
        if settings != self.workspace.settings {
            self.workspace.settings = settings;
            self.reload();
        }
    }

    fn folders_changed(&mut self, params: &lsp::DidChangeWorkspaceFoldersParams) {
        let path = |folder: &lsp::WorkspaceFolder| uri::to_path(&folder.uri.0);
        let removed: Vec<PathBuf> = params.event.removed.iter().filter_map(path).collect();
        let folders = &mut self.workspace.folders;
        folders.retain(|folder| !removed.contains(folder));
        folders.extend(params.event.added.iter().filter_map(path));
        self.reload();
    }

    /// Reads configuration and rules anew. A document whose new ones have a mistake keeps those it has.
    fn reload(&mut self) {
        self.workspace.forget();
        let uris: Vec<String> = self.documents.keys().cloned().collect();
        for uri in uris {
            let Some(document) = self.documents.get_mut(&uri) else { continue };
            let loaded = self.workspace.session(document.path.as_deref());
            if loaded.is_ok() || document.loaded.is_err() {
                (document.loaded, document.idle) = (loaded, Vec::new());
                self.revise(&uri);
            }
        }
        self.sessions_loaded();
        if self.client.pulls && self.client.refreshes {
            self.outbox.request("workspace/diagnostic/refresh", Value::Null);
        }
    }

    /// Asks to be told when configuration or rule files change.
    fn watch(&self) {
        if self.client.watches {
            self.register("rules", &json!("**/*.toml"));
        }
    }

    /// The same for the folders outside of the workspace that rules come from, each once.
    fn watch_elsewhere(&mut self) {
        if self.client.watches_elsewhere {
            for folder in self.workspace.folders_elsewhere() {
                let (uri, _) = file_uri(&folder.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"));
                if self.watched.insert(folder) {
                    let id = format!("rules-{}", self.watched.len());
                    self.register(&id, &json!({ "baseUri": uri, "pattern": "*.toml" }));
                }
            }
        }
    }

    fn register(&self, id: &str, glob: &Value) {
        let options = json!({ "watchers": [{ "globPattern": glob }] });
        let watch = json!({ "id": id, "method": "workspace/didChangeWatchedFiles", "registerOptions": options });
        self.outbox.request("client/registerCapability", json!({ "registrations": [watch] }));
    }

    fn pull(&self, params: lsp::DocumentDiagnosticParams) -> Result<Value, Delay> {
        let (document, checked) = self.checked(&params.text_document.uri.0)?;
        // A name of another process is no name of this one.
        let name = format!("{}.{}", std::process::id(), document.revision);
        if params.previous_result_id.as_ref() == Some(&name) {
            return Ok(json!({ "kind": "unchanged", "resultId": name }));
        }
        Ok(json!({ "kind": "full", "resultId": name, "items": checked.diagnostics() }))
    }

    fn code_actions(&self, params: &lsp::CodeActionParams) -> Result<Value, Delay> {
        let uri = &params.text_document.uri;
        let (document, checked) = self.checked(&uri.0)?;
        let target = Target { uri, version: document.version, checked: &checked, client: &self.client };
        let mut actions = actions::quick_fixes(&target, params);
        for finding in actions::allowable(&target, params) {
            match document.directives.get(&finding) {
                Some(Some(directive)) => actions.push(actions::allow(&target, finding, Some(directive))),
                Some(None) => {}
                None if self.client.resolves_edits => actions.push(actions::allow(&target, finding, None)),
                None => return Err(Delay::Until(uri.0.clone(), Need::Directive(finding))),
            }
        }
        if actions::offers_all(&checked, params) {
            let fixes = document.fixes.as_deref();
            if fixes.is_none() && !self.client.resolves_edits {
                return Err(Delay::Until(uri.0.clone(), Need::Fixes));
            }
            if fixes.is_none_or(|fixes| !fixes.is_empty()) {
                actions.push(actions::fix_all(&target, fixes.map(Vec::as_slice)));
            }
        }
        Ok(value(actions)?)
    }

    /// The edit of an action that was offered without.
    fn resolve(&self, action: lsp::CodeAction) -> Result<Value, Delay> {
        let Some(data) = &action.data else { return Ok(value(action)?) };
        let data: Origin = read(serde_json::to_value(data).unwrap_or_default())?;
        let (document, checked) = self.checked(&data.uri.0)?;
        if document.version != data.version {
            return Err(modified().into());
        }
        let target = Target { uri: &data.uri, version: data.version, checked: &checked, client: &self.client };
        if let Some(fingerprint) = &data.allow {
            let mut findings = checked.findings.iter();
            let known = findings.position(|(finding, _)| finding.fingerprint == *fingerprint).ok_or_else(modified)?;
            let asked = document.directives.get(&known);
            let asked = asked.ok_or_else(|| Delay::Until(data.uri.0.clone(), Need::Directive(known)))?;
            let why = "no directive can be put there: it would change how the document reads, or allow more than this";
            let directive = asked.as_ref().ok_or_else(|| error(ErrorCode::RequestFailed, why))?;
            return Ok(value(actions::allow(&target, known, Some(directive)))?);
        }
        let fixes = document.fixes.as_ref().ok_or_else(|| Delay::Until(data.uri.0.clone(), Need::Fixes))?;
        if fixes.is_empty() {
            let why = "no safe fix can be made: each would add a finding or change more than its words";
            return Err(error(ErrorCode::RequestFailed, why).into());
        }
        Ok(value(actions::fix_all(&target, Some(fixes)))?)
    }

    fn hover(&self, params: &lsp::HoverParams) -> Result<Value, Delay> {
        let lsp::TextDocumentPositionParams { text_document, position } = &params.text_document_position_params;
        let (_, checked) = self.checked(&text_document.uri.0)?;
        Ok(value(hover(&checked, *position, &self.client))?)
    }

    /// What follows when sessions may have been loaded.
    fn sessions_loaded(&mut self) {
        self.watch_elsewhere();
        let mistakes = self.workspace.mistakes();
        self.complain(mistakes);
    }

    fn complain(&self, mistakes: Vec<String>) {
        for message in mistakes {
            let params = lsp::ShowMessageParams { kind: lsp::MessageType::Error, message };
            self.outbox.notify("window/showMessage", params);
        }
    }
}

/// Whether a file may be a configuration or rule file.
fn is_toml(uri: &str) -> bool {
    uri.to_ascii_lowercase().ends_with(".toml")
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, ResponseError> {
    serde_json::from_value(params).map_err(|wrong| error(ErrorCode::InvalidParams, wrong.to_string()))
}

fn value(value: impl Serialize) -> Result<Value, ResponseError> {
    serde_json::to_value(value).map_err(|wrong| error(ErrorCode::InternalError, wrong.to_string()))
}

/// What an action without its edit is of.
#[derive(serde::Deserialize)]
struct Origin {
    uri: lsp::Uri,
    version: i32,
    /// The fingerprint of the finding that a directive is to allow.
    allow: Option<String>,
}

fn modified() -> ResponseError {
    error(ErrorCode::ContentModified, "the document was changed meanwhile")
}

fn not_open(uri: &str) -> ResponseError {
    error(ErrorCode::InvalidParams, format!("{uri} is not open"))
}
