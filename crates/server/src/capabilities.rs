//! The capabilities of the client and of the server.
//!
//! The capabilities of the client are read key by key, so that one invalid value does not fail `initialize`: it counts
//! as missing.

use super::encoding::PositionEncoding;
use lsp_types::{
    CodeActionKind, CodeActionOptions, DiagnosticOptions, ExecuteCommandOptions, InitializeResult,
    PositionEncodingKind, Save, SaveOptions, ServerCapabilities, ServerInfo, TextDocumentSyncKind,
    TextDocumentSyncOptions, WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};
use serde_json::Value;

/// The name of the server, and the `source` of its diagnostics.
pub(super) const NAME: &str = "wordgate";

/// The kind of the action that applies all safe edits. As a sub-kind of `source.fixAll`, it can be requested without
/// the actions of other servers.
pub(super) const FIX_ALL: &str = "source.fixAll.wordgate";

/// The command that shows a new waiver in the configuration.
pub(super) const OPEN_WAIVER: &str = "wordgate.openWaiver";

/// The capabilities of the client.
#[derive(Clone, Copy, Debug)]
pub(super) struct Client {
    /// The units in which positions count characters.
    pub encoding: PositionEncoding,
    /// Whether it requests diagnostics. Then the server sends none without a request.
    pub requests_diagnostics: bool,
    /// Whether it requests diagnostics again when the server asks for it.
    pub refreshes: bool,
    /// Whether it watches files in its folders for the server.
    pub watches: bool,
    /// Whether it also watches files outside of its folders.
    pub watches_outside_folders: bool,
    /// Whether it accepts edits that name the version of the document.
    pub versioned_edits: bool,
    /// Whether it can request the edit of a code action later, when the user chooses the action.
    pub resolves_edits: bool,
    /// Whether edits may contain placeholders for the user to fill in.
    pub snippet_edits: bool,
    /// Whether it opens a document at a place when the server asks for it.
    pub shows_documents: bool,
    /// Whether it shows the related locations of a diagnostic.
    pub shows_related_information: bool,
    /// Whether it renders Markdown in hovers.
    pub markdown_hover: bool,
}

impl Client {
    /// Reads the capabilities from the parameters of `initialize`.
    pub fn new(params: &Value) -> Client {
        let at = |path: &str| params.pointer(&format!("/capabilities/{path}"));
        let has = |path: &str| at(path).and_then(Value::as_bool).unwrap_or(false);
        let list = |path: &str| at(path).and_then(Value::as_array).map(Vec::as_slice);
        Client {
            encoding: PositionEncoding::negotiate(list("general/positionEncodings").unwrap_or_default()),
            requests_diagnostics: at("textDocument/diagnostic").is_some_and(Value::is_object),
            refreshes: has("workspace/diagnostics/refreshSupport"),
            watches: has("workspace/didChangeWatchedFiles/dynamicRegistration"),
            watches_outside_folders: has("workspace/didChangeWatchedFiles/dynamicRegistration")
                && has("workspace/didChangeWatchedFiles/relativePatternSupport"),
            versioned_edits: has("workspace/workspaceEdit/documentChanges"),
            snippet_edits: has("workspace/workspaceEdit/documentChanges")
                && has("workspace/workspaceEdit/snippetEditSupport"),
            shows_documents: has("window/showDocument/support"),
            shows_related_information: has("textDocument/publishDiagnostics/relatedInformation")
                || has("textDocument/diagnostic/relatedInformation"),
            resolves_edits: has("textDocument/codeAction/dataSupport")
                && list("textDocument/codeAction/resolveSupport/properties")
                    .is_some_and(|properties| properties.iter().any(|property| property == "edit")),
            markdown_hover: list("textDocument/hover/contentFormat")
                .is_none_or(|formats| formats.iter().any(|format| format == "markdown")),
        }
    }
}

/// Returns the answer to `initialize`.
pub(super) fn initialize_result(client: &Client) -> Value {
    let position_encoding = match client.encoding {
        PositionEncoding::Utf8 => PositionEncodingKind::UTF8,
        PositionEncoding::Utf16 => PositionEncodingKind::UTF16,
        PositionEncoding::Utf32 => PositionEncodingKind::UTF32,
    };
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(Save::SaveOptions(SaveOptions { include_text: Some(false) })),
        ..TextDocumentSyncOptions::default()
    };
    let actions = CodeActionOptions {
        code_action_kinds: Some(vec![CodeActionKind::QuickFix, CodeActionKind::Custom(FIX_ALL.into())]),
        resolve_provider: Some(client.resolves_edits),
        ..CodeActionOptions::default()
    };
    let commands = ExecuteCommandOptions { commands: vec![OPEN_WAIVER.to_owned()], ..ExecuteCommandOptions::default() };
    let diagnostics = DiagnosticOptions { identifier: Some(NAME.to_owned()), ..DiagnosticOptions::default() };
    let folders = WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(true.into()) };
    let capabilities = ServerCapabilities {
        position_encoding: Some(position_encoding),
        text_document_sync: Some(sync.into()),
        code_action_provider: Some(actions.into()),
        hover_provider: Some(true.into()),
        execute_command_provider: client.shows_documents.then_some(commands),
        diagnostic_provider: client.requests_diagnostics.then(|| diagnostics.into()),
        workspace: Some(WorkspaceOptions { workspace_folders: Some(folders), ..WorkspaceOptions::default() }),
        ..ServerCapabilities::default()
    };
    let info = ServerInfo { name: NAME.to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
    let result = InitializeResult { capabilities, server_info: Some(info) };
    serde_json::to_value(result).expect("the result is plain data with keys of text")
}
