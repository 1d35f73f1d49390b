//! Suggestions as code actions.
//!
//! Each suggestion that is an edit is a quick fix of its own. Everything that is safe can be applied at once; edits
//! that overlap an earlier one are left for the next time, since the text they were made for is then gone.

use super::capabilities::Client;
use super::checked::Checked;
use crate::finding::{Applicability, Edit, Finding};
use crate::report::escape::visible_start;
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, Diagnostic, DocumentChange, OptionalVersionedTextDocumentIdentifier,
    TextDocumentEdit, TextDocumentIdentifier, TextEdit, Uri, WorkspaceEdit,
};

/// The most characters of a suggestion in a title.
const MAX_TITLE: usize = 80;

/// The document that is acted on.
pub(super) struct Target<'t> {
    pub uri: &'t Uri,
    pub version: i32,
    pub checked: &'t Checked,
    pub client: &'t Client,
}

/// What can be done in a range.
pub(super) fn actions(target: &Target, params: &CodeActionParams) -> Vec<CodeAction> {
    let mut actions = Vec::new();
    let only = params.context.only.as_deref();
    if is_wanted("quickfix", only) {
        let found = target.checked.touching(params.range, target.client.encoding);
        actions.extend(found.flat_map(|(finding, diagnostic)| quick_fixes(target, finding, diagnostic)));
    }
    if is_wanted("source.fixAll", only) {
        actions.extend(fix_all(target));
    }
    actions
}

/// Whether the client asks for this kind: by its name or by one that it lies below.
fn is_wanted(kind: &str, only: Option<&[CodeActionKind]>) -> bool {
    let covers = |wanted: &CodeActionKind| {
        let wanted = wanted.to_string();
        kind.strip_prefix(&wanted).is_some_and(|rest| wanted.is_empty() || rest.is_empty() || rest.starts_with('.'))
    };
    only.is_none_or(|only| only.iter().any(covers))
}

fn quick_fixes(target: &Target, finding: &Finding, diagnostic: &Diagnostic) -> Vec<CodeAction> {
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

/// All safe edits of the document in one.
fn fix_all(target: &Target) -> Option<CodeAction> {
    let suggestions = target.checked.findings.iter().flat_map(|(finding, _)| &finding.suggestions);
    let safe = suggestions.filter(|suggestion| suggestion.applicability == Applicability::Safe);
    let mut fixes: Vec<&[Edit]> = safe.map(|suggestion| &*suggestion.edits).filter(|edits| !edits.is_empty()).collect();
    fixes.sort_by_key(|edits| edits[0].span);
    let mut done = 0;
    fixes.retain(|edits| {
        let fits = edits[0].span.start >= done;
        if fits {
            done = edits.iter().map(|edit| edit.span.end).max().unwrap_or(done);
        }
        fits
    });
    (!fixes.is_empty()).then(|| CodeAction {
        title: "Fix all safe".to_owned(),
        kind: Some(CodeActionKind::SourceFixAll),
        edit: Some(edit(target, &mut fixes.into_iter().flatten())),
        ..CodeAction::default()
    })
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
