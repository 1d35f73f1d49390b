//! Suggestions as code actions.
//!
//! Each suggestion that is an edit is a quick fix of its own. Everything that is safe can be applied at once, by the edits
//! that `wordgate fix` would make. To prove them takes several checks of the document; so a client that can ask for the
//! edit of an action later is handed the action without it.

use super::capabilities::Client;
use super::checked::Checked;
use crate::finding::{Applicability, Edit, Finding};
use crate::report::escape::visible_start;
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, Diagnostic, DocumentChange, OptionalVersionedTextDocumentIdentifier,
    TextDocumentEdit, TextDocumentIdentifier, TextEdit, Uri, WorkspaceEdit,
};
use serde_json::json;

/// The most characters of a suggestion in a title.
const MAX_TITLE: usize = 80;

/// The document that is acted on.
pub(super) struct Target<'t> {
    pub uri: &'t Uri,
    pub version: i32,
    pub checked: &'t Checked,
    pub client: &'t Client,
}

/// The quick fixes in a range, if they are wanted.
pub(super) fn quick_fixes(target: &Target, params: &CodeActionParams) -> Vec<CodeAction> {
    if !is_wanted("quickfix", params.context.only.as_deref()) {
        return Vec::new();
    }
    let found = target.checked.touching(params.range, target.client.encoding);
    found.flat_map(|(finding, diagnostic)| quick_fixes_of(target, finding, diagnostic)).collect()
}

/// Whether everything safe is to be offered as one action.
pub(super) fn offers_all(checked: &Checked, params: &CodeActionParams) -> bool {
    is_wanted("source.fixAll", params.context.only.as_deref()) && checked.may_be_fixed()
}

/// Whether the client asks for this kind: by its name or by one that it lies below.
fn is_wanted(kind: &str, only: Option<&[CodeActionKind]>) -> bool {
    let covers = |wanted: &CodeActionKind| {
        let wanted = wanted.to_string();
        kind.strip_prefix(&wanted).is_some_and(|rest| wanted.is_empty() || rest.is_empty() || rest.starts_with('.'))
    };
    only.is_none_or(|only| only.iter().any(covers))
}

fn quick_fixes_of(target: &Target, finding: &Finding, diagnostic: &Diagnostic) -> Vec<CodeAction> {
    let fixes = finding.suggestions.iter().filter(|suggestion| !suggestion.edits.is_empty());
    let action = |suggestion: &crate::finding::Suggestion| CodeAction {
        title: format!("Replace with “{}”", visible_start(&suggestion.text, MAX_TITLE)),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![diagnostic.clone()]),
        is_preferred: (suggestion.applicability == Applicability::Safe).then_some(true),
        edit: Some(edit(target, &mut suggestion.edits.iter())),
        ..CodeAction::default()
    };
    fixes.map(action).collect()
}

/// All safe edits of the document in one action; without `fixes` they are to be asked for.
pub(super) fn fix_all(target: &Target, fixes: Option<&[Edit]>) -> CodeAction {
    CodeAction {
        title: "Fix all safe".to_owned(),
        kind: Some(CodeActionKind::SourceFixAll),
        edit: fixes.map(|fixes| edit(target, &mut fixes.iter())),
        data: fixes.is_none().then(|| json!({ "uri": target.uri, "version": target.version })),
        ..CodeAction::default()
    }
}

fn edit(target: &Target, edits: &mut dyn Iterator<Item = &Edit>) -> WorkspaceEdit {
    let edits: Vec<TextEdit> = target.checked.text_edits(edits, target.client.encoding);
    let uri = target.uri.clone();
    if !target.client.versioned_edits {
        return WorkspaceEdit { changes: Some([(uri, edits)].into()), ..WorkspaceEdit::default() };
    }
    let text_document = OptionalVersionedTextDocumentIdentifier {
        version: Some(target.version),
        text_document_identifier: TextDocumentIdentifier { uri },
    };
    let change = TextDocumentEdit { text_document, edits: edits.into_iter().map(Into::into).collect() };
    WorkspaceEdit { document_changes: Some(vec![DocumentChange::from(change)]), ..WorkspaceEdit::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_asked_for_by_the_beginning_of_their_names() {
        let wanted = |kind: &str, only: &[&'static str]| {
            let only: Vec<CodeActionKind> =
                only.iter().map(|kind| serde_json::from_value((*kind).into()).unwrap()).collect();
            is_wanted(kind, Some(&only))
        };
        assert!(is_wanted("quickfix", None));
        assert!(wanted("source.fixAll", &["source"]) && wanted("source.fixAll", &["source.fixAll"]));
        assert!(wanted("quickfix", &["refactor", ""]));
        assert!(!wanted("source.fixAll", &["source.fix", "quickfix", "source.fixAll.other"]));
        assert!(!wanted("quickfix", &[]));
    }
}
