//! The thread that does the work: documents, rules, checks and the answers that need them.
//!
//! What waits in the queue is taken in before anything is checked, and a check is sent only when nothing has come in
//! meanwhile. So of a burst of keystrokes only the last version costs a check, and no result is ever sent of a version
//! that is known to be old.

use super::actions::{self, Target};
use super::capabilities::Client;
use super::checked::Checked;
use super::documents::{Document, State};
use super::hover::hover;
use super::outbox::{Answer, Outbox, error};
use super::settings::Settings;
use super::uri;
use super::workspace::Workspace;
use crate::config::Overrides;
use crate::extract::{Extractor, Memory};
use crate::report::file_uri;
use lsp_server::{ErrorCode, Notification, Request, ResponseError};
use lsp_types as lsp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::mpsc::Receiver;

/// Something to do.
pub(super) enum Event {
    Request(Request),
    Notification(Notification),
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
    extractor: Extractor,
    /// How often sessions were loaded, and documents opened: parts of the names of results.
    generation: u32,
    opened: u32,
    /// The folders outside of the workspace that are watched.
    watched: BTreeSet<PathBuf>,
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

    /// Works until nothing more can come.
    pub fn run(self, events: &Receiver<Event>) {
        let (settings, mistakes) = Settings::read(&self.options).unwrap_or_default();
        let mut desk = Desk {
            client: self.client,
            outbox: self.outbox,
            workspace: Workspace::new(self.folders, settings, self.base),
            documents: BTreeMap::new(),
            extractor: Extractor::new(),
            generation: 0,
            opened: 0,
            watched: BTreeSet::new(),
        };
        desk.complain(mistakes);
        loop {
            match events.try_recv() {
                Ok(event) => desk.take(event),
                Err(_) if desk.check_one() => {}
                Err(_) => match events.recv() {
                    Ok(event) => desk.take(event),
                    Err(_) => return,
                },
            }
        }
    }
}

impl Desk {
    fn take(&mut self, event: Event) {
        match event {
            // A request that was cancelled has its answer.
            Event::Request(request) if !self.outbox.is_expected(&request.id) => {}
            Event::Request(request) => {
                let answer = self.answer(&request.method, request.params);
                self.outbox.answer(request.id, answer);
            }
            // There is nobody to tell that a notification cannot be understood.
            Event::Notification(notification) => {
                let _ = self.note(&notification.method, notification.params);
            }
        }
    }

    /// Sends what is ready, else checks one document whose client waits for diagnostics. False when there is none.
    fn check_one(&mut self) -> bool {
        if self.client.pulls {
            return false;
        }
        if let Some((uri, document)) =
            self.documents.iter_mut().find(|(_, document)| matches!(document.state, State::Ready(_)))
        {
            let State::Ready(checked) = &document.state else { return false };
            let checked = checked.clone();
            publish(&self.outbox, uri, Some(document.version), checked.diagnostics());
            document.state = State::Sent(checked);
            return true;
        }
        let stale = self.documents.iter().find(|(_, document)| matches!(document.state, State::Stale));
        let Some(uri) = stale.map(|(uri, _)| uri.clone()) else { return false };
        self.checked(&uri).is_some()
    }

    /// What a check of a document gives, of its newest version.
    fn checked(&mut self, uri: &str) -> Option<Rc<Checked>> {
        let document = self.documents.get_mut(uri)?;
        match &document.state {
            State::Ready(checked) | State::Sent(checked) => Some(checked.clone()),
            State::Stale => {
                let (extractor, encoding) = (&mut self.extractor, self.client.encoding);
                // No document may end the server, and with it the checks of all others.
                let check = AssertUnwindSafe(|| Checked::new(uri, document, extractor, encoding));
                let checked = catch_unwind(check).unwrap_or_else(|_| {
                    self.extractor = Extractor::new();
                    let message = "this version of the document could not be checked: please report this".to_owned();
                    let params = lsp::ShowMessageParams { kind: lsp::MessageType::Error, message };
                    self.outbox.notify("window/showMessage", params);
                    Checked::default()
                });
                let checked = Rc::new(checked);
                document.state = State::Ready(checked.clone());
                Some(checked)
            }
        }
    }

    fn answer(&mut self, method: &str, params: Value) -> Answer {
        match method {
            "textDocument/diagnostic" => self.pull(read(params)?),
            "textDocument/codeAction" => self.code_actions(&read(params)?),
            "textDocument/hover" => self.hover(&read(params)?),
            _ => Err(error(ErrorCode::MethodNotFound, format!("`{method}` is not known"))),
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
        self.opened += 1;
        let document = Document {
            opened: self.opened,
            path,
            language: language.unwrap_or_default(),
            version: item.version,
            text: item.text,
            loaded,
            memory: Memory::default(),
            state: State::Stale,
        };
        self.documents.insert(item.uri.0, document);
    }

    fn change(&mut self, params: lsp::DidChangeTextDocumentParams) {
        let identifier = params.text_document;
        if let Some(document) = self.documents.get_mut(&identifier.text_document_identifier.uri.0) {
            document.version = identifier.version;
            document.apply(params.content_changes, self.client.encoding);
        }
    }

    fn close(&mut self, params: &lsp::DidCloseTextDocumentParams) {
        let uri = &params.text_document.uri.0;
        if self.documents.remove(uri).is_some() && !self.client.pulls {
            publish(&self.outbox, uri, None, Vec::new());
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
        self.generation += 1;
        for document in self.documents.values_mut() {
            if let Some(loaded) = self.workspace.session(document.path.as_deref()) {
                document.loaded = Some(loaded);
                document.state = State::Stale;
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

    fn pull(&mut self, params: lsp::DocumentDiagnosticParams) -> Answer {
        let uri = params.text_document.uri.0;
        let checked = self.checked(&uri).ok_or_else(|| not_open(&uri))?;
        let Some(document) = self.documents.get_mut(&uri) else { return Err(not_open(&uri)) };
        if self.client.pulls {
            document.state = State::Sent(checked.clone());
        }
        let name = format!("{}.{}.{}", self.generation, document.opened, document.version);
        if params.previous_result_id.as_ref() == Some(&name) {
            return Ok(json!({ "kind": "unchanged", "resultId": name }));
        }
        Ok(json!({ "kind": "full", "resultId": name, "items": checked.diagnostics() }))
    }

    fn code_actions(&mut self, params: &lsp::CodeActionParams) -> Answer {
        let uri = &params.text_document.uri;
        let checked = self.checked(&uri.0).ok_or_else(|| not_open(&uri.0))?;
        let version = self.documents.get(&uri.0).map_or(0, |document| document.version);
        let target = Target { uri, version, checked: &checked, client: &self.client };
        value(actions::actions(&target, params))
    }

    fn hover(&mut self, params: &lsp::HoverParams) -> Answer {
        let lsp::TextDocumentPositionParams { text_document, position } = &params.text_document_position_params;
        let checked = self.checked(&text_document.uri.0).ok_or_else(|| not_open(&text_document.uri.0))?;
        value(hover(&checked, *position, &self.client))
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

fn publish(outbox: &Outbox, uri: &str, version: Option<i32>, diagnostics: Vec<lsp::Diagnostic>) {
    let params = lsp::PublishDiagnosticsParams { uri: uri.to_owned().into(), version, diagnostics };
    outbox.notify("textDocument/publishDiagnostics", params);
}

/// Whether a file may be a configuration or rule file.
fn is_toml(uri: &str) -> bool {
    uri.to_ascii_lowercase().ends_with(".toml")
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, ResponseError> {
    serde_json::from_value(params).map_err(|wrong| error(ErrorCode::InvalidParams, wrong.to_string()))
}

fn value(value: impl Serialize) -> Answer {
    serde_json::to_value(value).map_err(|wrong| error(ErrorCode::InternalError, wrong.to_string()))
}

fn not_open(uri: &str) -> ResponseError {
    error(ErrorCode::InvalidParams, format!("{uri} is not open"))
}
