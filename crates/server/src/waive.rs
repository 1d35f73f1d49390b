//! The code action that appends a waiver for a finding to the configuration, as `wordgate waive` does.
//!
//! Its reason and approver are placeholders. A configuration with them has mistakes, so nothing is waived until the
//! user has filled them in.

use super::actions::ActionTarget;
use super::capabilities::OPEN_WAIVER;
use super::documents::OpenDocument;
use super::encoding::Positions;
use super::uri;
use super::workspace::Loaded;
use lsp_types::{
    CodeAction, CodeActionKind, Command, DocumentChange, OptionalVersionedTextDocumentIdentifier, Range,
    TextDocumentEdit, TextDocumentIdentifier, TextEdit, WorkspaceEdit,
};
use serde_json::json;
use std::collections::BTreeMap;
use wordgate_core::fix::PLACEHOLDER;
use wordgate_project::config::{Config, NewWaiver, waiver_addition};
use wordgate_project::read;
use wordgate_rules::toml_file::TomlFile;
use wordgate_text::escape::visible;
use wordgate_text::source::{SourceFile, Span};

/// A configuration as the editor has it, or else as it is stored.
pub(super) struct ConfigText {
    uri: String,
    /// The name to show to the user.
    name: String,
    /// The version of an open document.
    version: Option<i32>,
    text: String,
    /// The number of waivers in it.
    waivers: usize,
}

impl ConfigText {
    /// Returns the configuration of a session; `None` if there is none, or if it has a mistake.
    pub fn of(loaded: &Loaded, documents: &BTreeMap<String, OpenDocument>) -> Option<ConfigText> {
        let path = loaded.session.config_file.as_ref()?;
        let open = documents.iter().find(|(_, document)| document.path.as_ref() == Some(path));
        let (uri, version, text) = match open {
            Some((uri, document)) => (uri.clone(), Some(document.version), document.text.clone()),
            None => (uri::of_path(path), None, read::read_toml(path).ok()?),
        };
        let waivers = count_waivers(&text)?;
        Some(ConfigText { uri, name: loaded.session.shown_path(path), version, text, waivers })
    }
}

/// Returns the action that waives the finding with this index; `None` if no waiver for it can be appended.
pub(super) fn waive_finding(target: &ActionTarget, finding: usize, config: &ConfigText) -> Option<CodeAction> {
    let (finding, diagnostic) = &target.checked.findings[finding];
    let basis = target.checked.basis.as_ref()?;
    // A buffer without a file has no path to write. An expired waiver must be renewed, not doubled.
    let has_file = uri::to_path(&target.uri.0).is_some();
    if !has_file || basis.loaded.is_from_settings(&finding.rule) || config.text.contains(&finding.fingerprint) {
        return None;
    }
    let waiver = NewWaiver {
        rule: &finding.rule,
        path: &basis.base,
        text: &finding.text,
        quote: &finding.quote,
        fingerprint: &finding.fingerprint,
        reason: PLACEHOLDER,
        approver: PLACEHOLDER,
        ticket: None,
        granted: basis.loaded.session.as_of,
        expires: None,
    };
    let addition = waiver_addition(&config.text, &waiver.to_toml());
    let end = config.text.len();
    let new = format!("{}{addition}", config.text);
    // A list of waivers in one value cannot be extended by a table.
    if count_waivers(&new) != Some(config.waivers + 1) {
        return None;
    }
    // No value and no comment of the waiver has a line break, so this is its key.
    let key = "\nreason = \"";
    let reason = end + addition.find(key)? + key.len();
    let file = SourceFile::from_text(new).ok()?;
    let mut positions = Positions::new(&file, target.client.encoding);
    let at = positions.range(Span::new(end, end));
    let selection = positions.range(Span::new(reason, reason + PLACEHOLDER.len()));
    Some(CodeAction {
        title: format!("Waive in {} with a reason ({})", visible(&config.name), finding.rule),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![diagnostic.clone()]),
        edit: Some(edit(config, at, addition)),
        command: target.client.shows_documents.then(|| open_command(config, selection)),
        ..CodeAction::default()
    })
}

fn edit(config: &ConfigText, range: Range, new_text: String) -> WorkspaceEdit {
    let text_document = OptionalVersionedTextDocumentIdentifier {
        version: config.version,
        text_document_identifier: TextDocumentIdentifier { uri: config.uri.clone().into() },
    };
    let change = TextDocumentEdit { text_document, edits: vec![TextEdit { range, new_text }.into()] };
    WorkspaceEdit { document_changes: Some(vec![DocumentChange::from(change)]), ..WorkspaceEdit::default() }
}

/// Returns the command that the client sends after it has made the edit. Its argument is what the server sends back
/// with `window/showDocument`.
fn open_command(config: &ConfigText, selection: Range) -> Command {
    let shown = json!({ "uri": config.uri, "takeFocus": true, "selection": selection });
    Command {
        title: "Open the waiver".to_owned(),
        tooltip: None,
        command: OPEN_WAIVER.to_owned(),
        arguments: Some(vec![shown]),
    }
}

/// Returns the number of waivers in a configuration; `None` if its text has a mistake.
fn count_waivers(text: &str) -> Option<usize> {
    Some(Config::parse(&TomlFile::new("", text)).ok()?.waivers.len())
}
