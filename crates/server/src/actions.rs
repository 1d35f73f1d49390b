//! Code actions: fixes for findings, and directives that allow a finding.
//!
//! Each suggestion with an edit becomes a quick fix. One more action applies all safe edits at once, as `wordgate fix`
//! does. Computing these edits, or the position of a directive, takes several checks of the document. So if the client
//! can request the edit of an action later, it first gets the action without the edit.

use super::capabilities::{Client, FIX_ALL};
use super::checked::Checked;
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, Diagnostic, DocumentChange, OptionalVersionedTextDocumentIdentifier,
    SnippetTextEdit, StringValue, TextDocumentEdit, TextDocumentIdentifier, TextEdit, Uri, WorkspaceEdit,
};
use serde_json::json;
use wordgate_core::finding::{Applicability, Edit, Finding};
use wordgate_core::fix::{NewDirective, PLACEHOLDER};
use wordgate_rules::{directive_rules, pack_of};
use wordgate_text::escape::visible_prefix;
use wordgate_text::source::Span;

/// The maximum number of findings in a range for which directives are offered. Finding the position of each takes
/// several checks of the document.
const MAX_DIRECTIVES: usize = 10;

/// A suggestion in a title is cut after this many characters.
const MAX_TITLE: usize = 80;

/// The document that the actions change.
pub(super) struct ActionTarget<'t> {
    pub uri: &'t Uri,
    pub version: i32,
    pub checked: &'t Checked,
    pub client: &'t Client,
}

/// Returns the quick fixes in a range, if the client requests any.
pub(super) fn quick_fixes(target: &ActionTarget, params: &CodeActionParams) -> Vec<CodeAction> {
    if !is_wanted("quickfix", params.context.only.as_deref()) {
        return Vec::new();
    }
    let found = target.checked.touching(params.range, target.client.encoding);
    found.flat_map(|finding| quick_fixes_of(target, &target.checked.findings[finding])).collect()
}

/// Returns the indices of findings in a range for which directives and waivers are offered, if the client requests
/// quick fixes.
pub(super) fn findings_in_range(target: &ActionTarget, params: &CodeActionParams) -> Vec<usize> {
    if !is_wanted("quickfix", params.context.only.as_deref()) {
        return Vec::new();
    }
    let found = target.checked.touching(params.range, target.client.encoding);
    found.filter(|finding| !is_about_directives(&target.checked.findings[*finding].0)).take(MAX_DIRECTIVES).collect()
}

/// Whether a finding is about a directive, so that it can be neither allowed nor waived.
fn is_about_directives(finding: &Finding) -> bool {
    pack_of(&finding.rule) == directive_rules::PACK
}

/// Whether to offer the action that applies all safe edits.
pub(super) fn offers_all(checked: &Checked, params: &CodeActionParams) -> bool {
    is_wanted(FIX_ALL, params.context.only.as_deref()) && checked.has_safe_edit()
}

/// Whether the client requests actions of this kind: by its name, by a parent kind such as `source`, or with no `only`.
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

/// Returns the action that applies all safe edits. Without `fixes`, the client requests the edits later.
pub(super) fn fix_all(target: &ActionTarget, fixes: Option<&[Edit]>) -> CodeAction {
    CodeAction {
        title: "Apply all safe fixes".to_owned(),
        kind: Some(CodeActionKind::Custom(FIX_ALL.into())),
        edit: fixes.map(|fixes| edit(target, &mut fixes.iter())),
        data: fixes.is_none().then(|| json!({ "uri": target.uri, "version": target.version })),
        ..CodeAction::default()
    }
}

/// Returns the action that inserts a directive for the finding with this index. Without `directive`, the client
/// requests the edit later. The directive has no effect until the user writes a reason into it.
pub(super) fn allow_finding(target: &ActionTarget, finding: usize, directive: Option<&NewDirective>) -> CodeAction {
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
    // Editors change the indentation of the later lines of a snippet, which could move text out of a list item.
    let has_several_lines = directive.after.trim_end_matches(['\r', '\n']).contains(['\r', '\n']);
    if !target.client.snippet_edits || has_several_lines {
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
    fn a_kind_is_requested_by_itself_or_by_a_parent_kind() {
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
