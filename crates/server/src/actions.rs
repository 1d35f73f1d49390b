//! Code actions: suggestions, and directives that allow a finding.
//!
//! Each suggestion that is an edit is a quick fix of its own. Everything that is safe can be applied at once, by the
//! edits that `wordgate fix` would make. Those, and the place of a directive, take several checks of the document; so a
//! client that can request the edit of an action later gets the action without it.

use super::capabilities::{Client, FIX_ALL};
use super::checked::Checked;
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, Diagnostic, DocumentChange, OptionalVersionedTextDocumentIdentifier,
    SnippetTextEdit, StringValue, TextDocumentEdit, TextDocumentIdentifier, TextEdit, Uri, WorkspaceEdit,
};
use serde_json::json;
use wordgate_core::finding::{Applicability, Edit, Finding};
use wordgate_core::fix::{NewDirective, PLACEHOLDER};
use wordgate_text::escape::visible_prefix;
use wordgate_text::source::Span;

/// The most findings of a range for which a directive is offered: to find its place takes several checks of the
/// document.
const MOST_ALLOWED: usize = 10;

/// The most characters of a suggestion in a title.
const MAX_TITLE: usize = 80;

/// The document that is acted on.
pub(super) struct ActionTarget<'t> {
    pub uri: &'t Uri,
    pub version: i32,
    pub checked: &'t Checked,
    pub client: &'t Client,
}

/// The quick fixes in a range, if they are requested.
pub(super) fn quick_fixes(target: &ActionTarget, params: &CodeActionParams) -> Vec<CodeAction> {
    if !is_wanted("quickfix", params.context.only.as_deref()) {
        return Vec::new();
    }
    let found = target.checked.touching(params.range, target.client.encoding);
    found.flat_map(|finding| quick_fixes_of(target, &target.checked.findings[finding])).collect()
}

/// The findings in a range, by index, for which a directive is offered, if that is requested.
pub(super) fn allowable(target: &ActionTarget, params: &CodeActionParams) -> Vec<usize> {
    if !is_wanted("quickfix", params.context.only.as_deref()) {
        return Vec::new();
    }
    let found = target.checked.touching(params.range, target.client.encoding);
    found.filter(|finding| target.checked.can_be_allowed(*finding)).take(MOST_ALLOWED).collect()
}

/// Whether everything safe is to be offered as one action.
pub(super) fn offers_all(checked: &Checked, params: &CodeActionParams) -> bool {
    is_wanted(FIX_ALL, params.context.only.as_deref()) && checked.has_safe_edit()
}

/// Whether the client requests this kind: by its name or by that of a kind above it.
fn is_wanted(kind: &str, only: Option<&[CodeActionKind]>) -> bool {
    let covers = |wanted: &CodeActionKind| {
        let wanted = wanted.to_string();
        kind.strip_prefix(&wanted).is_some_and(|rest| wanted.is_empty() || rest.is_empty() || rest.starts_with('.'))
    };
    only.is_none_or(|only| only.iter().any(covers))
}

fn quick_fixes_of(target: &ActionTarget, (finding, diagnostic): &(Finding, Diagnostic)) -> Vec<CodeAction> {
    let fixes = finding.suggestions.iter().filter(|suggestion| !suggestion.edits.is_empty());
    let action = |suggestion: &wordgate_core::finding::Suggestion| CodeAction {
        title: format!("Replace with “{}”", visible_prefix(&suggestion.text, MAX_TITLE)),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![diagnostic.clone()]),
        is_preferred: (suggestion.applicability == Applicability::Safe).then_some(true),
        edit: Some(edit(target, &mut suggestion.edits.iter())),
        ..CodeAction::default()
    };
    fixes.map(action).collect()
}

/// All safe edits of the document in one action; without `fixes` the client requests them later.
pub(super) fn fix_all(target: &ActionTarget, fixes: Option<&[Edit]>) -> CodeAction {
    CodeAction {
        title: "Apply all safe fixes".to_owned(),
        kind: Some(CodeActionKind::Custom(FIX_ALL.into())),
        edit: fixes.map(|fixes| edit(target, &mut fixes.iter())),
        data: fixes.is_none().then(|| json!({ "uri": target.uri, "version": target.version })),
        ..CodeAction::default()
    }
}

/// A directive that allows a finding, by index; without `directive` the client requests it later. It takes effect
/// when a reason is written into it.
pub(super) fn allow(target: &ActionTarget, finding: usize, directive: Option<&NewDirective>) -> CodeAction {
    let (finding, diagnostic) = &target.checked.findings[finding];
    let data = json!({ "uri": target.uri, "version": target.version, "allow": finding.fingerprint });
    CodeAction {
        title: format!("Allow here with a reason ({})", finding.rule),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![diagnostic.clone()]),
        edit: directive.map(|directive| insertion(target, directive)),
        data: directive.is_none().then_some(data),
        ..CodeAction::default()
    }
}

fn insertion(target: &ActionTarget, directive: &NewDirective) -> WorkspaceEdit {
    let span = Span { start: directive.at, end: directive.at };
    let plain = Edit { span, new_text: directive.with_reason(PLACEHOLDER) };
    // Editors indent the further lines of a snippet in their own way, which would move what follows in a list item.
    let is_movable = directive.after.trim_end_matches(['\r', '\n']).contains(['\r', '\n']);
    if !target.client.snippet_edits || is_movable {
        return edit(target, &mut [plain].iter());
    }
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}");
    let (before, after) = (escaped(&directive.before), escaped(&directive.after));
    let snippet = StringValue { value: format!("{before}${{1:{PLACEHOLDER}}}{after}") };
    let ranges = target.checked.text_edits([&plain], target.client.encoding).into_iter().map(|edit| edit.range);
    let edits = ranges.map(|range| SnippetTextEdit { range, snippet: snippet.clone(), annotation_id: None }.into());
    versioned(target, edits.collect())
}

fn edit(target: &ActionTarget, edits: &mut dyn Iterator<Item = &Edit>) -> WorkspaceEdit {
    let edits: Vec<TextEdit> = target.checked.text_edits(edits, target.client.encoding);
    if !target.client.versioned_edits {
        return WorkspaceEdit { changes: Some([(target.uri.clone(), edits)].into()), ..WorkspaceEdit::default() };
    }
    versioned(target, edits.into_iter().map(Into::into).collect())
}

fn versioned(target: &ActionTarget, edits: Vec<lsp_types::Edit>) -> WorkspaceEdit {
    let text_document = OptionalVersionedTextDocumentIdentifier {
        version: Some(target.version),
        text_document_identifier: TextDocumentIdentifier { uri: target.uri.clone() },
    };
    let change = TextDocumentEdit { text_document, edits };
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
        assert!(wanted(FIX_ALL, &["source.fixAll"]) && wanted(FIX_ALL, &[FIX_ALL]));
        assert!(wanted("quickfix", &["refactor", ""]));
        assert!(!wanted("source.fixAll", &["source.fix", "quickfix", "source.fixAll.other"]));
        assert!(!wanted("quickfix", &[]));
    }
}
