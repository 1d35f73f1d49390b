//! The capabilities of the client and of the server.
//!
//! The client's are read key by key: one that cannot be read counts as missing, and is not a reason to refuse the
//! client.

use super::encoding::PositionEncoding;
use lsp_types::{
    CodeActionKind, CodeActionOptions, DiagnosticOptions, InitializeResult, PositionEncodingKind, Save, SaveOptions,
    ServerCapabilities, ServerInfo, TextDocumentSyncKind, TextDocumentSyncOptions, WorkspaceFoldersServerCapabilities,
    WorkspaceOptions,
};
use serde_json::Value;

/// The name of the server, and of what its diagnostics come from.
pub(super) const NAME: &str = "wordgate";

/// The kind of the action that applies everything safe, below the general one: so a client can ask for it alone.
pub(super) const FIX_ALL: &str = "source.fixAll.wordgate";

/// What the client can do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Client {
    /// How positions count.
    pub encoding: PositionEncoding,
    /// It requests diagnostics, so none are sent without a request.
    pub pulls: bool,
    /// It asks again on request.
    pub refreshes: bool,
    /// It watches files when it is asked to.
    pub watches: bool,
    /// Also files outside of its folders.
    pub watches_elsewhere: bool,
    /// It accepts edits of a version of a document.
    pub versioned_edits: bool,
    /// It requests the edit of an action when that is chosen.
    pub resolves_edits: bool,
    /// It lets a user fill in placeholders of an edit.
    pub snippet_edits: bool,
    /// It shows the related places of a diagnostic.
    pub relates: bool,
    /// It shows Markdown when the mouse rests.
    pub markdown_hover: bool,
}

impl Client {
    /// Reads the parameters of `initialize`.
    pub fn new(params: &Value) -> Client {
        let at = |path: &str| params.pointer(&format!("/capabilities/{path}"));
        let has = |path: &str| at(path).and_then(Value::as_bool).unwrap_or(false);
        let list = |path: &str| at(path).and_then(Value::as_array).map(Vec::as_slice);
        Client {
            encoding: PositionEncoding::negotiate(list("general/positionEncodings").unwrap_or_default()),
            pulls: at("textDocument/diagnostic").is_some_and(Value::is_object),
            refreshes: has("workspace/diagnostics/refreshSupport"),
            watches: has("workspace/didChangeWatchedFiles/dynamicRegistration"),
            watches_elsewhere: has("workspace/didChangeWatchedFiles/dynamicRegistration")
                && has("workspace/didChangeWatchedFiles/relativePatternSupport"),
            versioned_edits: has("workspace/workspaceEdit/documentChanges"),
            snippet_edits: has("workspace/workspaceEdit/documentChanges")
                && has("workspace/workspaceEdit/snippetEditSupport"),
            relates: has("textDocument/publishDiagnostics/relatedInformation")
                || has("textDocument/diagnostic/relatedInformation"),
            resolves_edits: has("textDocument/codeAction/dataSupport")
                && list("textDocument/codeAction/resolveSupport/properties")
                    .is_some_and(|properties| properties.iter().any(|property| property == "edit")),
            markdown_hover: list("textDocument/hover/contentFormat")
                .is_none_or(|formats| formats.iter().any(|format| format == "markdown")),
        }
    }
}

/// The answer to `initialize`.
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
    let diagnostics = DiagnosticOptions { identifier: Some(NAME.to_owned()), ..DiagnosticOptions::default() };
    let folders = WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(true.into()) };
    let capabilities = ServerCapabilities {
        position_encoding: Some(position_encoding),
        text_document_sync: Some(sync.into()),
        code_action_provider: Some(actions.into()),
        hover_provider: Some(true.into()),
        diagnostic_provider: client.pulls.then(|| diagnostics.into()),
        workspace: Some(WorkspaceOptions { workspace_folders: Some(folders), ..WorkspaceOptions::default() }),
        ..ServerCapabilities::default()
    };
    let info = ServerInfo { name: NAME.to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
    let result = InitializeResult { capabilities, server_info: Some(info) };
    serde_json::to_value(result).expect("the result is plain data with keys of text")
}
