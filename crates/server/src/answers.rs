//! Answers requests about documents from the results that are ready.

use super::actions::{self, ActionTarget};
use super::capabilities::Client;
use super::checked::Checked;
use super::documents::{Need, OpenDocument};
use super::hover::hover;
use super::sender::error;
use super::waive::{ConfigText, waive_finding};
use lsp_server::{ErrorCode, ResponseError};
use lsp_types as lsp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The data that answers depend on.
pub(super) struct Answers<'a> {
    pub documents: &'a BTreeMap<String, OpenDocument>,
    pub client: &'a Client,
}

/// Why a request has no answer now.
pub(super) enum NotAnswered {
    /// The request cannot be answered; send this error.
    Failed(ResponseError),
    /// The document with this URI needs this result first.
    Needs(String, Need),
}

impl From<ResponseError> for NotAnswered {
    fn from(error: ResponseError) -> NotAnswered {
        NotAnswered::Failed(error)
    }
}

/// The data that an action without its edit carries, so that the edit can be computed later.
#[derive(serde::Deserialize)]
struct ActionOrigin {
    uri: lsp::Uri,
    version: i32,
    /// The fingerprint of the finding to allow with a directive; `None` for the action that applies all safe edits.
    allow: Option<String>,
}

impl Answers<'_> {
    /// Returns the answer to a request.
    pub fn answer(&self, method: &str, params: &Value) -> Result<Value, NotAnswered> {
        match method {
            "textDocument/diagnostic" => self.diagnostics(parse_params(params.clone())?),
            "textDocument/codeAction" => self.code_actions(&parse_params(params.clone())?),
            "codeAction/resolve" => self.resolve(parse_params(params.clone())?),
            "textDocument/hover" => self.hover(&parse_params(params.clone())?),
            _ => Err(error(ErrorCode::MethodNotFound, format!("`{method}` is not supported")).into()),
        }
    }

    /// Returns a document and its check result, or what it needs first.
    fn checked(&self, uri: &str) -> Result<(&OpenDocument, Arc<Checked>), NotAnswered> {
        let document = self.documents.get(uri).ok_or_else(|| not_open(uri))?;
        let checked = document.checked.clone().ok_or_else(|| NotAnswered::Needs(uri.to_owned(), Need::Check))?;
        Ok((document, checked))
    }

    fn diagnostics(&self, params: lsp::DocumentDiagnosticParams) -> Result<Value, NotAnswered> {
        let (document, checked) = self.checked(&params.text_document.uri.0)?;
        // The process id keeps a result id of an earlier server from matching.
        let name = format!("{}.{}", std::process::id(), document.revision);
        if params.previous_result_id.as_ref() == Some(&name) {
            return Ok(json!({ "kind": "unchanged", "resultId": name }));
        }
        Ok(json!({ "kind": "full", "resultId": name, "items": checked.diagnostics() }))
    }

    fn code_actions(&self, params: &lsp::CodeActionParams) -> Result<Value, NotAnswered> {
        let uri = &params.text_document.uri;
        let (document, checked) = self.checked(&uri.0)?;
        let target = ActionTarget { uri, version: document.version, checked: &checked, client: self.client };
        let mut actions = actions::quick_fixes(&target, params);
        let mut waivers = Vec::new();
        let in_range = actions::findings_in_range(&target, params);
        let config = if in_range.is_empty() { None } else { self.config_to_edit(&checked) };
        for finding in in_range {
            if let Some(config) = &config {
                waivers.extend(waive_finding(&target, finding, config));
            }
            if !checked.respects_directives() {
                continue;
            }
            match document.directives.get(&finding) {
                Some(Some(directive)) => actions.push(actions::allow_finding(&target, finding, Some(directive))),
                Some(None) => {}
                None if self.client.resolves_edits => actions.push(actions::allow_finding(&target, finding, None)),
                None => return Err(NotAnswered::Needs(uri.0.clone(), Need::Directive(finding))),
            }
        }
        actions.extend(waivers);
        if actions::offers_all(&checked, params) {
            let fixes = document.fixes.as_deref();
            if fixes.is_none() && !self.client.resolves_edits {
                return Err(NotAnswered::Needs(uri.0.clone(), Need::Fixes));
            }
            if fixes.is_none_or(|fixes| !fixes.is_empty()) {
                actions.push(actions::fix_all(&target, fixes));
            }
        }
        Ok(value(actions)?)
    }

    /// Returns the configuration to which a waiver can be added, if the client accepts edits of other files.
    fn config_to_edit(&self, checked: &Checked) -> Option<ConfigText> {
        let basis = checked.basis.as_ref().filter(|_| self.client.versioned_edits)?;
        ConfigText::of(&basis.loaded, self.documents)
    }

    /// Adds the edit to an action that was offered without it.
    fn resolve(&self, action: lsp::CodeAction) -> Result<Value, NotAnswered> {
        let Some(data) = &action.data else { return Ok(value(action)?) };
        let data: ActionOrigin = parse_params(serde_json::to_value(data).unwrap_or_default())?;
        let (document, checked) = self.checked(&data.uri.0)?;
        if document.version != data.version {
            return Err(content_modified().into());
        }
        let target = ActionTarget { uri: &data.uri, version: data.version, checked: &checked, client: self.client };
        if let Some(fingerprint) = &data.allow {
            let mut findings = checked.findings.iter();
            let known =
                findings.position(|(finding, _)| finding.fingerprint == *fingerprint).ok_or_else(content_modified)?;
            let directive = document.directives.get(&known);
            let directive = directive.ok_or_else(|| NotAnswered::Needs(data.uri.0.clone(), Need::Directive(known)))?;
            let why =
                "no directive can be inserted here: it would change other text, or suppress more than this finding";
            let directive = directive.as_ref().ok_or_else(|| error(ErrorCode::RequestFailed, why))?;
            return Ok(value(actions::allow_finding(&target, known, Some(directive)))?);
        }
        let fixes = document.fixes.as_ref().ok_or_else(|| NotAnswered::Needs(data.uri.0.clone(), Need::Fixes))?;
        if fixes.is_empty() {
            let why = "no safe fix is possible: each would add a finding or change other text";
            return Err(error(ErrorCode::RequestFailed, why).into());
        }
        Ok(value(actions::fix_all(&target, Some(fixes)))?)
    }

    fn hover(&self, params: &lsp::HoverParams) -> Result<Value, NotAnswered> {
        let lsp::TextDocumentPositionParams { text_document, position } = &params.text_document_position_params;
        let (_, checked) = self.checked(&text_document.uri.0)?;
        Ok(value(hover(&checked, *position, self.client))?)
    }
}

/// Deserialises the parameters of a request or notification.
pub(super) fn parse_params<T: DeserializeOwned>(params: Value) -> Result<T, ResponseError> {
    serde_json::from_value(params).map_err(|wrong| error(ErrorCode::InvalidParams, wrong.to_string()))
}

fn value(value: impl Serialize) -> Result<Value, ResponseError> {
    serde_json::to_value(value).map_err(|wrong| error(ErrorCode::InternalError, wrong.to_string()))
}

/// Returns the error for a request about a text that has changed since.
pub(super) fn content_modified() -> ResponseError {
    error(ErrorCode::ContentModified, "the document has changed in the meantime")
}

/// Returns the error for a document that is not open.
pub(super) fn not_open(uri: &str) -> ResponseError {
    error(ErrorCode::InvalidParams, format!("{uri} is not open"))
}
